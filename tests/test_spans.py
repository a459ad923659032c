"""Spans and their algebra, against sets of offsets."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.spans import Span, hull, merge, subtract, trim

SPANS = st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


def offsets(*spans: Span):
    return {offset for span in spans for offset in range(span.start, span.end)}


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (-2, -1)])
def test_a_backward_or_negative_span_is_refused(start, end):
    with pytest.raises(ValueError, match=f"start {start}, end {end}"):
        Span(start, end)


@given(SPANS, SPANS)
def test_relations_are_those_of_sets(one, other):
    shared = offsets(one) & offsets(other)
    assert one.overlaps(other) == bool(shared)
    assert (one.intersect(other) is None) == (not shared)
    if shared:
        assert offsets(one.intersect(other)) == shared
    if len(other):
        assert one.contains(other) == (offsets(other) <= offsets(one))


@given(st.lists(SPANS))
def test_merge_is_the_sorted_disjoint_union(spans):
    merged = merge(spans)
    assert offsets(*merged) == offsets(*spans)
    assert all(a.end < b.start for a, b in pairwise(merged))
    assert all(len(span) for span in merged)


@given(SPANS, st.lists(SPANS))
def test_subtract_is_set_difference(span, holes):
    left = subtract(span, holes)
    assert offsets(*left) == offsets(span) - offsets(*holes)
    assert all(a.end < b.start for a, b in pairwise(left))


@given(st.lists(SPANS, min_size=1))
def test_hull_touches_both_ends(spans):
    whole = hull(spans)
    assert whole.start == min(span.start for span in spans)
    assert whole.end == max(span.end for span in spans)


def test_hull_of_nothing_is_refused():
    with pytest.raises(ValueError, match="empty"):
        hull([])


@pytest.mark.parametrize(
    ("text", "drop", "kept"),
    [
        ("  Ama Osei \n", "", "Ama Osei"),
        ("\xa0«Ama»,", "«»,", "Ama"),
        ("\u2028 \t", "", ""),
        ("", "", ""),
        ("##a#", "#", "a"),
    ],
)
def test_trim_takes_white_space_and_what_it_is_told(text, drop, kept):
    assert trim(Span(0, len(text)), text, drop).slice(text) == kept
