import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from attribution.spans import Span
from reports.highlight import Layer, Piece, Point, cut, plain, quote_layers

TEXT = "abcdefghij"


def drawn(pieces: tuple[Piece, ...]) -> str:
    """Write pieces as <kind text> with points as * before and ^ after, so that a table can state nesting."""
    signs = {
        "open": lambda p: f"<{p.layer.key}{'' if p.first else '~'} ",
        "close": lambda _: ">",
        "text": lambda p: p.text,
    }
    return "".join(signs[p.kind](p) if p.kind in signs else ("*" if p.point.before else "^") for p in pieces)


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ([], "abcdefghij"),
        ([("A", 2, 4)], "ab<A cd>efghij"),
        ([("A", 0, 10)], "<A abcdefghij>"),
        ([("A", 2, 8), ("B", 4, 6)], "ab<A cd<B ef>gh>ij"),  # nested
        ([("B", 4, 6), ("A", 2, 8)], "ab<A cd<B ef>gh>ij"),  # nested, whatever the order
        ([("A", 2, 6), ("B", 4, 8)], "ab<A cd<B ef>><B~ gh>ij"),  # crossing: B is opened again
        ([("A", 2, 4), ("B", 4, 6)], "ab<A cd><B ef>ghij"),  # touching
        ([("A", 2, 6), ("B", 2, 6)], "ab<A <B cdef>>ghij"),  # the same span
        ([("A", 2, 6), ("B", 2, 4), ("C", 5, 8)], "ab<A <B cd>e<C f>><C~ gh>ij"),
        ([("A", 3, 3)], "abc<A >defghij"),  # empty: an anchor
        ([("A", 2, 5), ("B", 5, 5)], "ab<A cde><B >fghij"),
    ],
)
def test_layers_nest_and_cross(layers, expected):
    pieces = cut(TEXT, Span(0, 10), [Layer(Span(s, e), "quote", key) for key, s, e in layers])
    assert drawn(pieces) == expected
    assert plain(pieces) == TEXT


def test_a_layer_that_starts_before_the_window_is_not_first_in_it():
    layer = Layer(Span(1, 7), "quote", "A")
    assert drawn(cut(TEXT, Span(0, 4), [layer])) == "a<A bcd>"
    assert drawn(cut(TEXT, Span(5, 10), [layer])) == "<A~ fg>hij"
    assert drawn(cut(TEXT, Span(8, 10), [layer])) == "ij"


def test_points_stand_before_a_quote_opens_and_after_it_closes():
    layers = [Layer(Span(2, 5), "quote", "A"), Layer(Span(5, 8), "quote", "B")]
    points = [
        Point(2, "note", "A", before=True),
        Point(5, "ref", "A", before=False),
        Point(5, "note", "B", before=True),
    ]
    assert drawn(cut(TEXT, Span(0, 10), layers, points)) == "ab*<A cde>^*<B fgh>ij"


@pytest.mark.parametrize(
    ("content", "own", "expected"),
    [
        ([(0, 4)], [], [("quote", 0, 4)]),
        ([(0, 4)], [(0, 4)], [("own", 0, 4)]),
        ([(0, 9)], [(3, 5)], [("quote", 0, 3), ("own", 3, 5), ("quote", 5, 9)]),  # direct words inside a paraphrase
        ([(0, 3), (6, 9)], [(0, 3), (6, 9)], [("own", 0, 3), ("own", 6, 9)]),
        ([(2, 6)], [(0, 3), (5, 9)], [("own", 2, 3), ("quote", 3, 5), ("own", 5, 6)]),
    ],
)
def test_own_words_and_paraphrase_share_a_quote(content, own, expected):
    layers = quote_layers("q", [Span(*c) for c in content], [Span(*o) for o in own])
    assert [(layer.kind, layer.span.start, layer.span.end) for layer in layers] == expected
    assert [layer.anchor for layer in layers] == [True] + [False] * (len(layers) - 1)


def test_a_thought_has_no_own_words():
    assert quote_layers("q", [Span(0, 4)], [Span(0, 4)], thought=True) == [
        Layer(Span(0, 4), "thought", "q", anchor=True)
    ]


@st.composite
def layered(draw):
    text = draw(st.text(max_size=60))
    size = len(text)
    ends = st.integers(0, size)
    spans = draw(st.lists(st.tuples(ends, ends).map(sorted), max_size=12))
    kinds = st.sampled_from(["finding", "thought", "quote", "own", "cue", "source", "no_comment"])
    layers = [Layer(Span(*s), draw(kinds), f"k{i}") for i, s in enumerate(spans)]
    window = Span(*sorted([draw(ends), draw(ends)]))
    points = [Point(draw(ends), "ref", "k0", before=draw(st.booleans())) for _ in range(draw(st.integers(0, 4)))]
    return text, window, layers, points


@given(layered())
@example(("ab", Span(0, 2), [Layer(Span(0, 2), "quote", "k0"), Layer(Span(1, 2), "own", "k1")], []))
def test_pieces_are_balanced_lose_nothing_and_cover_each_layer_exactly(case):
    text, window, layers, points = case
    pieces = cut(text, window, layers, points)
    assert plain(pieces) == window.slice(text)
    at = window.start
    stack: list[Layer] = []
    covered = {layer.key: [] for layer in layers}
    firsts = dict.fromkeys(covered, 0)
    for piece in pieces:
        if piece.kind == "open":
            stack.append(piece.layer)
            firsts[piece.layer.key] += piece.first
        elif piece.kind == "close":
            stack.pop()
        elif piece.kind == "point":
            assert piece.point.offset == at
        else:
            assert piece.text
            for layer in stack:
                covered[layer.key] += range(at, at + len(piece.text))
            at += len(piece.text)
    assert stack == []
    assert sum(p.kind == "point" for p in pieces) == sum(window.start <= p.offset <= window.end for p in points)
    for layer in layers:
        inside = layer.span.intersect(window)
        assert covered[layer.key] == (list(range(inside.start, inside.end)) if inside else [])
        starts_here = window.start <= layer.span.start and (
            inside or (len(layer.span) == 0 and layer.span.end <= window.end)
        )
        assert firsts[layer.key] == bool(starts_here)
