"""The two logistic models: their features on a tree made by hand, their bounds and their tables."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.annotating.syntax import Forest
from attribution.quoting.cues import find_cues
from attribution.quoting.scorer import cue_features, load_weights, probability, slot_features
from attribution.quoting.slots import find_slots
from tests.builders import build

CLAUSE = """
    Rao      rao    PROPN NNP 3 nsubj
    also     _      ADV   RB  3 advmod
    said     say    VERB  VBD 0 root
    that     _      SCONJ IN  6 mark
    ice      _      NOUN  NN  6 nsubj
    melts    melt   VERB  VBZ 3 ccomp
    in       _      ADP   IN  8 case
    May      may    PROPN NNP 6 obl
"""
NAMES = ("cue", "slot")


def parts():
    forest = Forest(build(CLAUSE))
    tree = forest.trees[0]
    cue = next(cue for cue in find_cues(forest) if cue.lemma == "say")
    return tree, cue, find_slots(tree, cue)


def test_features_of_a_cue():
    tree, cue, slots = parts()
    features = cue_features(tree, cue, slots, quoted=False)
    assert {"bias", "kind=verb", "w=verb:say", "listed=True", "shape=ccomp", "src=propn", "q=False"} <= set(features)
    assert "w=verb:say|src=propn" in features
    assert "srcword=rao" in features
    assert features == cue_features(tree, cue, slots, quoted=False)


def test_marks_change_the_features_of_a_cue():
    tree, cue, slots = parts()
    plain = set(cue_features(tree, cue, slots, quoted=False))
    quoted = set(cue_features(tree, cue, slots, quoted=True))
    assert plain - quoted == {feature for feature in plain if "q=False" in feature}
    assert quoted - plain == {feature for feature in quoted if "q=True" in feature}


def test_features_of_a_slot():
    tree, cue, slots = parts()
    (slot,) = (slot for slot in slots if slot.name == "ccomp")
    features = slot_features(tree, cue, slot, slots, quoted=False)
    assert {"bias", "ccomp|after", "ccomp|after|w=verb:say", "ccomp|after|speech", "ccomp|after|mark=that"} <= set(
        features
    )
    assert "ccomp|after|subj=True|speech" in features
    assert features == slot_features(tree, cue, slot, slots, quoted=False)


@given(
    st.dictionaries(st.text(max_size=3), st.floats(allow_nan=False, width=32), max_size=6),
    st.lists(st.text(max_size=3), max_size=6),
)
def test_a_probability_is_one(weights: dict[str, float], features: list[str]):
    share = probability({name: max(min(weight, 1e6), -1e6) for name, weight in weights.items()}, features)
    assert 0.0 < share < 1.0


@pytest.mark.parametrize(("total", "share"), [(0.0, 0.5), (2.0, 1 / (1 + math.exp(-2))), (-1000.0, 0.0), (1000.0, 1.0)])
def test_probability_is_the_logistic_of_the_sum(total: float, share: float):
    assert probability({"a": total / 2, "b": total / 2, "c": 9.0}, ["a", "b"]) == pytest.approx(share)


def test_features_without_a_weight_count_nothing():
    assert probability({"a": 1.0}, ["a", "z"]) == probability({"a": 1.0}, ["a"])
    assert probability({}, ["z"]) == 0.5


@pytest.mark.parametrize("name", NAMES)
def test_weights_load(name: str):
    weights = load_weights(name)
    assert len(weights) > 1000
    assert "bias" in weights
    assert all(math.isfinite(weight) and weight for weight in weights.values())


def test_a_plain_report_is_likely_and_its_clause_is_its_content():
    tree, cue, slots = parts()
    assert probability(load_weights("cue"), cue_features(tree, cue, slots, quoted=False)) > 0.5
    (slot,) = (slot for slot in slots if slot.name == "ccomp")
    assert probability(load_weights("slot"), slot_features(tree, cue, slot, slots, quoted=False)) > 0.5
