"""The reader of one sentence and one cue: its input, the shape of what it reads, and what is said without its files."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

import pytest

import attribution
import attribution.quoting.tagger as tagger_module
from attribution.annotating.syntax import Forest
from attribution.errors import ModelMissingError
from attribution.quoting.cues import find_cues
from attribution.quoting.slots import find_slots
from attribution.quoting.tagger import FEATURES, LONGEST, Vocabulary, describe, load_tagger, make_network, pad
from tests.builders import build, make_article, rough

CLAUSE = """
    She      _      PRON  PRP 2 nsubj
    said     say    VERB  VBD 0 root
    that     _      SCONJ IN  5 mark
    ice      _      NOUN  NN  5 nsubj
    melts    melt   VERB  VBZ 2 ccomp

    Rao      rao    PROPN NNP 2 nsubj
    denied   deny   VERB  VBD 0 root
    it       _      PRON  PRP 2 obj
"""


def items():
    forest = Forest(build(CLAUSE))
    found = [(forest.trees[cue.sentence], cue, frozenset[int]()) for cue in find_cues(forest)]
    return [item for item in found if item[1].lemma in ("say", "deny")]


def test_a_reading_has_a_share_for_each_token():
    for (tree, _, _), reading in zip(items(), load_tagger().read(items()), strict=True):
        assert reading is not None
        assert 0.0 <= reading.reports <= 1.0
        assert len(reading.content) == len(reading.source) == len(tree.tokens)
        assert all(
            c >= 0.0 and s >= 0.0 and c + s <= 1.0001 for c, s in zip(reading.content, reading.source, strict=True)
        )


def test_a_plain_report_is_read():
    (reading, _) = load_tagger().read(items())
    assert reading is not None
    assert reading.reports > 0.5
    assert reading.source[0] > 0.5
    assert min(reading.content[3:]) > 0.5 > reading.content[0]


def test_readings_do_not_depend_on_the_run_or_on_what_is_read_beside():
    both = load_tagger().read(items())
    assert load_tagger().read(items()) == both
    turned = load_tagger().read(items()[::-1])[::-1]
    alone = [load_tagger().read([item])[0] for item in items()]
    for one, two, three in zip(both, turned, alone, strict=True):
        assert one is not None
        assert two is not None
        assert three is not None
        assert one.reports == pytest.approx(two.reports, abs=1e-5)
        assert one.reports == pytest.approx(three.reports, abs=1e-5)
        assert one.content == pytest.approx(three.content, abs=1e-5)
        assert one.source == pytest.approx(three.source, abs=1e-5)


def test_nothing_to_read():
    assert load_tagger().read([]) == []


def test_a_sentence_that_is_too_long_is_left_out():
    forest = Forest(rough(make_article("ice " * (LONGEST + 1))))
    (_, cue, _), *_ = items()
    short, long = items()[0], (forest.trees[0], cue, frozenset[int]())
    readings = load_tagger().read([long, short])
    assert readings[0] is None
    assert readings[1] is not None


@pytest.mark.parametrize(
    ("listed", "score", "hopeless"),
    [(True, 0.09, True), (True, 0.11, False), (False, 0.29, True), (False, 0.31, False)],
)
def test_a_cue_without_hope_is_not_read(listed, score, hopeless, monkeypatch):
    monkeypatch.setattr(tagger_module, "score_cue", lambda *_given, **_named: score)
    tree, cue, _ = items()[0]
    cue = replace(cue, listed=listed)
    plain, marked = load_tagger().read([(tree, cue, frozenset()), (tree, cue, frozenset({3, 4}))])
    assert plain is not None
    assert marked is not None
    assert (plain.reports == 0.0) == (not any(plain.content)) == hopeless
    assert len(plain.content) == len(plain.source) == len(tree.tokens)
    assert marked.reports > 0.0  # quoted words beside it are somebody's


def test_each_feature_has_a_value_for_each_token():
    for tree, cue, quoted in items():
        rows = describe(tree, cue, find_slots(tree, cue), quoted)
        assert set(rows) == set(FEATURES)
        assert {len(values) for values in rows.values()} == {len(tree.tokens)}


def test_describe_tells_cue_source_slot_and_marks():
    (tree, cue, _), *_ = items()
    rows = describe(tree, cue, find_slots(tree, cue), frozenset({3, 4}))
    assert rows["role"] == ["source", "cue", "-", "-", "-"]
    assert rows["position"] == ["-1", "0", "1", "2", "3"]
    assert rows["slot"] == ["-", "-", "ccomp", "ccomp", "ccomp"]
    assert rows["quoted"] == ["out", "out", "out", "in", "in"]
    assert rows["depth"][1] == "up0"
    assert rows["shape"][0] == "title"


def test_unknown_values_are_zero():
    vocabulary = Vocabulary({name: {"known": 3} for name in FEATURES})
    rows = {name: ["known", "never seen"] for name in FEATURES}
    assert vocabulary.encode(rows) == {name: [3, 0] for name in FEATURES}


def test_vocabulary_of_the_package_leaves_room_for_the_unknown():
    vocabulary = load_tagger().vocabulary
    assert set(vocabulary.values) == set(FEATURES)
    assert all(min(values.values()) >= 1 for values in vocabulary.values.values())
    assert all(len(set(values.values())) == len(values) for values in vocabulary.values.values())


def test_rows_are_padded_to_the_longest():
    rows = [dict.fromkeys(FEATURES, values) for values in ([1, 2], [4])]
    padded = pad(rows, [2, 1])
    assert {name: padded[name].tolist() for name in FEATURES} == {name: [[1, 2], [4, 0]] for name in FEATURES}


def test_weights_fit_the_vocabulary():
    tagger = load_tagger()
    fresh = make_network({name: len(values) for name, values in tagger.vocabulary.values.items()})
    shapes = {name: tuple(value.shape) for name, value in tagger.network.state_dict().items()}
    assert {name: tuple(value.shape) for name, value in fresh.state_dict().items()} == shapes
    assert not tagger.network.training


@pytest.mark.parametrize("missing", ["tagger.pt", "vocabulary.json"])
def test_a_missing_file_is_named_with_what_to_do(missing: str, tmp_path, monkeypatch):
    with as_file(files("attribution") / "models" / "quotes") as folder:
        shutil.copytree(folder, tmp_path / "models" / "quotes")
    monkeypatch.setattr(tagger_module, "files", lambda _package: tmp_path)
    load_tagger.cache_clear()
    try:
        assert load_tagger().vocabulary.values
        load_tagger.cache_clear()
        (tmp_path / "models" / "quotes" / missing).unlink()
        with pytest.raises(ModelMissingError, match="nothing was downloaded") as caught:
            load_tagger()
        assert "--rules-only" in str(caught.value)
        assert "\n" not in str(caught.value)
    finally:
        load_tagger.cache_clear()


def test_the_weights_are_those_of_the_manifest():
    folder = Path(attribution.__file__).parent / "models" / "quotes"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) == {"tagger.pt", "vocabulary.json"}
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
