"""The article cut into pieces at every edge of every layer: quotes, cues, sources and findings, overlapping or not.

A layer is a span with a name; layers may nest, cross and repeat. `cut` gives pieces in text order - text, the opening
and closing of a layer, and points such as a margin note - so that a renderer which writes them one after the other gets
balanced elements, and one which writes only the text gets the article back, character for character.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from attribution.spans import Span, merge, subtract

LayerKind = Literal["finding", "thought", "quote", "own", "cue", "source", "no_comment"]
PointKind = Literal["note", "ref", "finding"]
PieceKind = Literal["text", "open", "close", "point"]

# Where two layers start and end together the one listed first lies outside.
_OUTERMOST_FIRST: tuple[LayerKind, ...] = ("finding", "no_comment", "thought", "quote", "own", "source", "cue")


@dataclass(frozen=True, slots=True)
class Layer:
    """A span of the article under a name; ``key`` is the id of the quote or finding it belongs to.

    ``anchor`` marks the one layer of a quote or finding whose first opening carries the id that links point at.
    """

    span: Span
    kind: LayerKind
    key: str
    anchor: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A place between two characters: a margin note before a quote (``before``), or a reference after it."""

    offset: int
    kind: PointKind
    key: str
    before: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """One step of the drawing: text; the opening of a layer (``first`` on its first opening); a close; a point."""

    kind: PieceKind
    text: str = ""
    layer: Layer | None = None
    first: bool = False
    point: Point | None = None


def cut(text: str, window: Span, layers: Sequence[Layer], points: Sequence[Point] = ()) -> tuple[Piece, ...]:
    """Return the pieces of ``text`` inside ``window`` under ``layers`` and ``points``, which may reach beyond it.

    Opens and closes are balanced and properly nested: a layer that crosses another is closed and opened again.
    ``first`` is set where the layer starts inside the window. Empty layers give an open and a close at their place.
    """
    starting: dict[int, list[int]] = defaultdict(list)
    ending: dict[int, list[int]] = defaultdict(list)
    order = sorted(range(len(layers)), key=lambda i: _nesting(layers[i], i))
    rank = {index: place for place, index in enumerate(order)}
    for index, layer in enumerate(layers):
        start, end = max(layer.span.start, window.start), min(layer.span.end, window.end)
        if start < end or (len(layer.span) == 0 and window.start <= start == end <= window.end):
            starting[start].append(index)
            ending[end].append(index)
    pinned: dict[int, list[Point]] = defaultdict(list)
    for point in points:
        if window.start <= point.offset <= window.end:
            pinned[point.offset].append(point)
    edges = sorted({window.start, window.end, *starting, *ending, *pinned})
    pieces: list[Piece] = []
    stack: list[int] = []
    active: set[int] = set()
    for place, edge in enumerate(edges):
        leaving = set(ending[edge])
        active -= leaving
        _close_to(stack, _common(stack, active), pieces)
        pieces += [Piece("point", point=p) for p in pinned[edge] if not p.before]
        pieces += [Piece("point", point=p) for p in pinned[edge] if p.before]
        for index in sorted(starting[edge], key=rank.__getitem__):
            if index in leaving:
                pieces += [Piece("open", layer=layers[index], first=True), Piece("close")]
            else:
                active.add(index)
        # What is still open started earlier than what starts here, so it is a prefix of the wanted order.
        for index in sorted(active, key=rank.__getitem__)[len(stack) :]:
            pieces.append(Piece("open", layer=layers[index], first=layers[index].span.start == edge))
            stack.append(index)
        following = edges[place + 1] if place + 1 < len(edges) else edge
        if following > edge:
            pieces.append(Piece("text", text=text[edge:following]))
    _close_to(stack, 0, pieces)
    return tuple(pieces)


def plain(pieces: Iterable[Piece]) -> str:
    """Return the text of the pieces without their layers: the part of the article they were cut from."""
    return "".join(p.text for p in pieces)


def quote_layers(key: str, content: Sequence[Span], own: Sequence[Span], *, thought: bool = False) -> list[Layer]:
    """Return the layers of one quote: what is paraphrased as ``quote``, what stands in quotation marks as ``own``."""
    parts: list[tuple[Span, LayerKind]] = []
    for span in content:
        inside = () if thought else merge(shared for o in own if (shared := span.intersect(o)))
        parts += [(s, "own") for s in inside]
        parts += [(s, "thought" if thought else "quote") for s in subtract(span, inside)]
    parts.sort(key=lambda part: part[0])
    return [Layer(span, kind, key, anchor=place == 0) for place, (span, kind) in enumerate(parts)]


def _nesting(layer: Layer, index: int) -> tuple[int, int, int, int]:
    return (layer.span.start, -layer.span.end, _OUTERMOST_FIRST.index(layer.kind), index)


def _common(stack: Sequence[int], active: set[int]) -> int:
    """Return how many of the open layers, from the outside, stay open."""
    kept = 0
    while kept < len(stack) and stack[kept] in active:
        kept += 1
    return kept


def _close_to(stack: list[int], depth: int, pieces: list[Piece]) -> None:
    while len(stack) > depth:
        stack.pop()
        pieces.append(Piece("close"))
