"""Spans: half-open ranges of code points in ``Article.text``, and their algebra."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The half-open range ``[start, end)`` of code points in an article's text.

    Raises ``ValueError`` unless ``0 <= start <= end``.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: start {self.start}, end {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def slice(self, text: str) -> str:
        """Return the words of ``text`` that the span covers."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Tell whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one code point."""
        shared = self.start < other.end and other.start < self.end
        return shared and self.start < self.end and other.start < other.end

    def intersect(self, other: Span) -> Span | None:
        """Return the shared part, or None where the spans share nothing."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


class SpanIndex:
    """Sorted, disjoint spans that are looked up by what they overlap, in the logarithm of their number.

    Raises ``ValueError`` where the spans overlap or are not sorted.
    """

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self.spans = tuple(spans)
        if any(left.end > right.start for left, right in zip(self.spans, self.spans[1:], strict=False)):
            raise ValueError("spans to index overlap or are not sorted")
        self._ends = [span.end for span in self.spans]

    def numbers(self, span: Span) -> tuple[int, ...]:
        """Return the numbers of the spans that share at least one code point with ``span``."""
        first = last = bisect_right(self._ends, span.start)
        while last < len(self.spans) and self.spans[last].start < span.end:
            last += 1
        return tuple(number for number in range(first, last) if self.spans[number].overlaps(span))

    def overlapping(self, span: Span) -> tuple[Span, ...]:
        """Return the spans that share at least one code point with ``span``."""
        return tuple(self.spans[number] for number in self.numbers(span))


def trim(span: Span, text: str, drop: str = "") -> Span:
    """Return the span without white space, and without the characters of ``drop``, at its edges.

    An all-dropped span becomes the empty span at its start.
    """
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in drop):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in drop):
        end -= 1
    return Span(start, end)


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the union of the spans as sorted, disjoint spans; spans that touch become one."""
    merged: list[Span] = []
    for span in sorted(s for s in spans if len(s)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def subtract(span: Span, holes: Iterable[Span]) -> tuple[Span, ...]:
    """Return what is left of ``span`` without ``holes``, as sorted, disjoint, non-empty spans."""
    left: list[Span] = []
    start = span.start
    for hole in merge(holes):
        if hole.end <= start or hole.start >= span.end:
            continue
        if hole.start > start:
            left.append(Span(start, hole.start))
        start = max(start, hole.end)
    if start < span.end:
        left.append(Span(start, span.end))
    return tuple(left)


def hull(spans: Iterable[Span]) -> Span:
    """Return the smallest span over all of ``spans``; raises ``ValueError`` where there are none."""
    items = tuple(spans)
    return Span(min([s.start for s in items]), max([s.end for s in items]))
