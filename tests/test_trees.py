"""Trees: the best tree with one root is the best of all there are, and Stanza's."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.annotating.trees import are_trees, best_tree


def is_tree(heads):
    """Tell whether every place comes to place 0, one of them in one step."""
    for start in range(1, len(heads)):
        seen: set[int] = set()
        place = start
        while place and place not in seen:
            seen.add(place)
            place = heads[place]
        if place:
            return False
    return sum(head == 0 for head in heads[1:]) == 1


def weight(scores, heads):
    return sum(scores[place, head] for place, head in enumerate(heads) if place)


def drawn(seed, places):
    return np.random.default_rng(seed).normal(-4, 3, (places, places)).astype(np.float32)


@given(st.lists(st.integers(0, 5), min_size=5, max_size=5))
def test_trees_are_told(heads):
    heads = [0, *(head if head != place else 0 for place, head in enumerate(heads, 1))]
    padded = [*heads, 6, 7]
    assert are_trees(np.array([padded])).tolist() == [is_tree(heads)]


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(2, 5))
def test_the_best_of_all_trees_is_found(seed, places):
    scores = drawn(seed, places)
    trees = [[0, *heads] for heads in product(range(places), repeat=places - 1) if is_tree([0, *heads])]
    best = max(weight(scores, tree) for tree in trees)
    found = best_tree(scores)
    assert is_tree(found)
    assert weight(scores, found) == pytest.approx(best, abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 60))
def test_the_tree_is_stanzas(seed, places):
    from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root  # noqa: PLC0415 - two seconds

    scores = drawn(seed, places)
    np.fill_diagonal(scores, -np.inf)
    theirs = chuliu_edmonds_one_root(scores.copy())
    assert weight(scores, best_tree(scores)) == pytest.approx(weight(scores, theirs.tolist()), rel=1e-5)


def test_a_sentence_of_nothing_but_cycles():
    scores = np.full((41, 41), -30.0, np.float32)
    for place in range(1, 41, 2):
        scores[place, place + 1] = scores[place + 1, place] = 0
    assert is_tree(best_tree(scores))
