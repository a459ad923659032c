"""From content tokens to content spans: cutting edges, growing over marks, joining, ending at the next report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.annotating.syntax import Forest
from attribution.quoting.contents import (
    absorb_regions,
    cut_at_next_report,
    cut_pieces,
    share_of_words,
    trim_marked,
)
from attribution.quoting.marks import find_regions
from attribution.spans import Span, merge
from tests.builders import build, make_article, marked, span_of

SENTENCE = """
    She      _      PRON  PRP 2 nsubj
    said     say    VERB  VBD 0 root
    that     _      SCONJ IN  5 mark
    ice      _      NOUN  NN  5 nsubj
    melts    melt   VERB  VBZ 2 ccomp
    ,        ,      PUNCT ,   9 punct
    and      _      CCONJ CC  9 cc
    rivers   river  NOUN  NNS 9 nsubj
    rise     _      VERB  VBP 5 conj
    ~.       .      PUNCT .   2 punct
"""
SPANS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda pair: Span(pair[0], pair[0] + pair[1])), max_size=5
)


def pieces_of(tokens: list[int], holes: tuple[str, ...] = ()) -> list[str]:
    annotated = build(SENTENCE)
    text = annotated.article.text
    found = cut_pieces(Forest(annotated).trees[0], tokens, text, [span_of(text, hole) for hole in holes])
    return [piece.slice(text) for piece in found]


@pytest.mark.parametrize(
    ("tokens", "holes", "expected"),
    [
        pytest.param([2, 3, 4], (), ["ice melts"], id="without the opening that"),
        pytest.param([2, 3, 4, 5, 6, 7, 8, 9], (), ["ice melts, and rivers rise"], id="without the full stop"),
        pytest.param([3, 4, 8], (), ["ice melts", "rise"], id="a word between makes two pieces"),
        pytest.param([3, 4, 6, 7, 8], (), ["ice melts, and rivers rise"], id="a comma between makes one"),
        pytest.param([3, 4, 7, 8], (), ["ice melts, and rivers rise"], id="a conjunction between makes one"),
        pytest.param([0, 1, 3], ("said",), ["She", "ice"], id="the cue is a hole"),
        pytest.param([5, 9], (), [], id="marks alone are nothing"),
        pytest.param([], (), [], id="no tokens"),
    ],
)
def test_cut_pieces(tokens: list[int], holes: tuple[str, ...], expected: list[str]):
    assert pieces_of(tokens, holes) == expected


def absorbed(text: str) -> tuple[list[str], int]:
    """Return the pieces that [P ...] grow to, and how many quotations they took in; [H ...] is a hole."""
    plain, spans = marked(text)
    regions = dict(enumerate(region for region in find_regions(make_article(plain)).regions if region.depth == 0))
    pieces, used = absorb_regions(list(spans["P"]), regions, spans.get("H", ()), plain)
    assert used == sorted(set(used))
    return [piece.slice(plain) for piece in pieces], len(used)


@pytest.mark.parametrize(
    ("text", "expected", "used"),
    [
        ("She called it “a [P slow] surrender” twice.", ["“a slow surrender”"], 1),
        ("She called [P it “a] slow surrender” twice.", ["it “a slow surrender”"], 1),
        ("[P It was “thin” and “old]” then.", ["It was “thin” and “old”"], 2),
        ("[P “If] it rains,” [H she said], [P “we] go.”", ["“If it rains,”", "“we go.”"], 2),
        ("“[P One].” “[P Two].”", ["“One.”", "“Two.”"], 2),
        ("[P The ice], [P the snow] melt.", ["The ice, the snow"], 0),
        ("[P The ice] and [P the snow] melt.", ["The ice", "the snow"], 0),
        ("[P Nothing] here.", ["Nothing"], 0),
    ],
)
def test_absorb_regions(text: str, expected: list[str], used: int):
    assert absorbed(text) == (expected, used)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[P the road was safe, but [R Lena said] it was not]", ["the road was safe"]),
        ("[P the road was safe and [R Lena said] it was not]", ["the road was safe"]),
        ("[P jobs will go while [R the owner says] nobody leaves]", ["jobs will go"]),
        ("[P the road was safe; [R Lena said] it was not]", ["the road was safe"]),
        ("[P the agency [R Lena said] was late had gone]", ["the agency Lena said was late had gone"]),
        ("[P the agency had gone] and [R Lena said] no", ["the agency had gone"]),
    ],
)
def test_cut_at_next_report(text: str, expected: list[str]):
    plain, spans = marked(text)
    assert [p.slice(plain) for p in cut_at_next_report(list(spans["P"]), spans["R"], plain)] == expected


def test_share_of_words():
    assert share_of_words([Span(0, 4)], [Span(0, 4)]) == 1.0
    assert share_of_words([Span(0, 4)], [Span(4, 8)]) == 0.0
    assert share_of_words([Span(0, 4)], [Span(2, 6)]) == pytest.approx(1 / 3)
    assert share_of_words([], []) == 0.0


@given(SPANS, SPANS)
def test_share_is_a_share_and_symmetric(left: list[Span], right: list[Span]):
    share = share_of_words(left, right)
    assert 0.0 <= share <= 1.0
    assert share == share_of_words(right, left)
    assert (share == 1.0) == (merge(left) == merge(right) and bool(left))


@given(st.text(alphabet="ab,;. “”—\n", min_size=73, max_size=90), SPANS, SPANS)
def test_cutting_at_reports_only_shortens(text: str, pieces: list[Span], reports: list[Span]):
    whole = list(merge(pieces))
    cut = cut_at_next_report(whole, reports, text)
    assert all(any(piece.contains(part) and len(part) for piece in whole) for part in cut)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[P as “a scandal”] in May", ["“a scandal”"], id="as"),
        pytest.param("[P with, “Why now?”]", ["“Why now?”"], id="with and a comma"),
        pytest.param("[P as “a scandal” for the port]", ["as “a scandal” for the port"], id="more words behind"),
        pytest.param("[P the vote as “a scandal”]", ["the vote as “a scandal”"], id="more words before"),
        pytest.param("[P it was “a scandal,” a word nobody liked]", ["it was “a scandal,”"], id="apposition"),
        pytest.param('[P it was "a scandal" - an insult that stung]', ['it was "a scandal"'], id="behind a dash"),
        pytest.param("[P it was “a scandal” a year ago]", ["it was “a scandal” a year ago"], id="no comma"),
        pytest.param("[P it was “a scandal,” the mayor’s]", ["it was “a scandal,” the mayor’s"], id="no article"),
        pytest.param(
            "[P “mad,” a word nobody liked, and “bad”]", ["“mad,” a word nobody liked, and “bad”"], id="more marks"
        ),
        pytest.param("[P it rained]", ["it rained"], id="no marks"),
    ],
)
def test_trim_marked(text: str, expected: list[str]):
    plain, spans = marked(text)
    regions = find_regions(make_article(plain)).regions
    assert [piece.slice(plain) for piece in trim_marked(spans["P"], regions, plain)] == expected
