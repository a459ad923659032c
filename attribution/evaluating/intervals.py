"""Bootstrap intervals by article: how far a figure would move with other articles of the same kind.

Articles are drawn with replacement, as many as there are, and each figure is made again from their sums; the interval
holds the middle 95 of 100 draws (the percentile bootstrap of Efron). Quotes of one article are not drawn apart, since
they are found and missed together. The draws are seeded, so that the same input gives the same interval.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

SAMPLES, SEED = 1000, 2026
LOWEST, HIGHEST = 0.025, 0.975
FEWEST = 2  # articles; of one there is nothing to draw
Sums = Sequence[float]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its interval; ``value`` is None where it has no denominator, the ends where nothing can be drawn."""

    value: float | None
    low: float | None = None
    high: float | None = None


class Draws:
    """The same draws of articles for every figure, as how often each article was drawn.

    Args:
        articles: how many there are.
        samples: how many draws; 0 gives figures without intervals.
        seed: of the draws.
    """

    def __init__(self, articles: int, *, samples: int = SAMPLES, seed: int = SEED) -> None:
        random = Random(seed)  # noqa: S311 - a reproducible draw is wanted, no secret
        drawn = samples if articles >= FEWEST else 0
        self._draws = [random.choices(range(articles), k=articles) for _ in range(drawn)]

    def figures(self, rows: Sequence[Sums], *ratios: Callable[[Sums], float | None]) -> tuple[Figure, ...]:
        """Return the figure that each ratio makes of the sums of the columns; a row is an article."""
        whole = _sums(rows, range(len(rows)))
        drawn = [_sums(rows, draw) for draw in self._draws]
        return tuple(
            _figure(ratio(whole), sorted(v for sums in drawn if (v := ratio(sums)) is not None)) for ratio in ratios
        )


def _figure(value: float | None, found: Sequence[float]) -> Figure:
    if value is None or not found:
        return Figure(value)
    return Figure(value, _quantile(found, LOWEST), _quantile(found, HIGHEST))


def _sums(rows: Sequence[Sums], numbers: Sequence[int] | range) -> Sums:
    return [sum(column) for column in zip(*(rows[number] for number in numbers), strict=True)]


def _quantile(found: Sequence[float], share: float) -> float:
    """Return the value at a share of a sorted list, between two by their distance."""
    at = share * (len(found) - 1)
    low = int(at)
    high = min(low + 1, len(found) - 1)
    return found[low] + (found[high] - found[low]) * (at - low)
