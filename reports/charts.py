"""Geometry of the charts: stacked bars and the score, in percent of the width, so that no script has to draw them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from attribution.spans import Span

# The hues of the page: one a role group, from a set that stays apart under the three kinds of colour blindness.
# Groups that are frequent in news own a hue, so that a reader meets the same colour from page to page.
HUES: Mapping[str, int] = {
    "government": 1,
    "politics": 2,
    "security": 3,
    "civil_society": 4,
    "citizen": 5,
    "business": 6,
    "expert": 7,
    "justice": 8,
}
OTHER_HUE = 0
UNKNOWN_HUE = 9
MIN_MARK = 0.35  # percent of the score's width: about two pixels on a laptop, less cannot be seen or hit


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a stacked bar: where it lies (percent), what it stands for, and the quotes it links to."""

    x: float
    width: float
    label: str
    count: int
    quotes: tuple[str, ...]
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """One passage in the score: where (percent), solid for own words or hatched for paraphrase, and its quote."""

    x: float
    width: float
    quote: str
    own: bool
    unsure: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """The start of a paragraph in the score; ``number`` counts paragraphs from 1."""

    x: float
    number: int


def assign_hues(groups: Iterable[str]) -> dict[str, int]:
    """Return the hue of each group: its own, or `OTHER_HUE`, so that a colour means the same on every page.

    ``unknown`` has a grey of its own; ``unresolved`` is drawn as an outline and has none.
    """
    return {group: HUES.get(group, UNKNOWN_HUE if group == "unknown" else OTHER_HUE) for group in groups}


def stack_parts(
    items: Sequence[tuple[str, int, tuple[str, ...], bool]], denominator: int, *, full: int | None = None
) -> tuple[Part, ...]:
    """Return the parts of a bar, left to right; ``full`` is the count that fills the width (default: the denominator).

    ``items`` are (label, count, quotes, unsure).
    """
    scale = 100 / (full or denominator or 1)
    parts: list[Part] = []
    at = 0
    for label, count, quotes, unsure in items:
        if count:
            parts.append(Part(_round(at * scale), _round(count * scale), label, count, quotes, unsure))
            at += count
    return tuple(parts)


def mark(span: Span, story: Span, *, quote: str, own: bool, unsure: bool) -> Mark:
    """Return the mark of a passage on a line that runs from the first to the last character of ``story``."""
    length = len(story) or 1
    width = max(100 * len(span) / length, MIN_MARK)
    x = min(max(100 * (span.start - story.start) / length, 0), 100 - min(width, 100))
    return Mark(_round(x), _round(width), quote, own, unsure)


def tick(offset: int, story: Span, number: int) -> Tick:
    """Return the tick of the paragraph that starts at ``offset``."""
    return Tick(_round(100 * (offset - story.start) / (len(story) or 1)), number)


def _round(value: float) -> float:
    """Two decimals: a hundredth of a percent is far below a pixel, and the page stays the same on every machine."""
    return round(value, 2)
