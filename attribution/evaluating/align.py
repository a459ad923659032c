"""Which quote found is which quote marked: one to one, by the letters that their contents share.

Overlap is intersection over union (IoU), counted in letters and digits, so that quotation marks, commas and spaces
never decide:

    IoU(g, p) = |letters of g that are letters of p| / |letters of g or p|

Pairs with an IoU of a half or more are taken from the largest down; of equals the one whose cues and sources share most
letters, then the one that starts first. So no quote is in two pairs, and the same input gives the same pairs. Work is
linear in the text, and n log n in the spans and in the pairs that share a letter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import accumulate

from attribution.spans import Span, merge

LEAST = 0.5
Content = Sequence[Span]


@dataclass(frozen=True, slots=True)
class Pair:
    """Number ``gold`` of the quotes marked and ``predicted`` of those found are one, with this overlap."""

    gold: int
    predicted: int
    iou: float

    @property
    def exact(self) -> bool:
        """Whether both have the same letters."""
        return self.iou == 1


class Letters:
    """The letters and digits of a text, counted once."""

    def __init__(self, text: str) -> None:
        self._before = [0, *accumulate(map(str.isalnum, text))]

    def count(self, spans: Content) -> int:
        """Return how many letters disjoint spans have."""
        return sum(self._before[span.end] - self._before[span.start] for span in spans)

    def shared(self, one: Content, other: Content) -> int:
        """Return how many letters two lists of sorted, disjoint spans share."""
        total = left = right = 0
        while left < len(one) and right < len(other):
            both = one[left].intersect(other[right])
            total += self.count((both,)) if both is not None else 0
            if one[left].end <= other[right].end:
                left += 1
            else:
                right += 1
        return total

    def iou(self, one: Content, other: Content) -> float:
        """Return intersection over union of two lists of sorted, disjoint spans; 0 where neither has a letter."""
        shared = self.shared(one, other)
        either = self.count(one) + self.count(other) - shared
        return shared / either if either else 0.0


def align(
    letters: Letters,
    gold: Sequence[Content],
    predicted: Sequence[Content],
    *,
    beside: tuple[Sequence[Content], Sequence[Content]] | None = None,
    least: float = LEAST,
) -> tuple[Pair, ...]:
    """Return the pairs in order of the gold quotes.

    Args:
        letters: of the text.
        gold: the spans of each quote's content as marked.
        predicted: those of each quote found.
        beside: the spans of each quote's cue and source, of both, which decide between equals.
        least: the least IoU of a pair.
    """
    marked, found = [merge(content) for content in gold], [merge(content) for content in predicted]
    sizes = [letters.count(content) for content in marked], [letters.count(content) for content in found]
    pairs = []
    for (one, other), shared in _shared(letters, marked, found).items():
        iou = shared / (sizes[0][one] + sizes[1][other] - shared)  # equal for equal shares: division rounds the same
        if iou >= least:
            pairs.append(Pair(one, other, iou))

    told, given = ([merge(spans) for spans in side] for side in beside) if beside is not None else ([], [])

    def rank(pair: Pair) -> tuple[float, int, int, int]:
        same = letters.shared(told[pair.gold], given[pair.predicted]) if told and given else 0
        return (-pair.iou, -same, pair.gold, pair.predicted)

    pairs.sort(key=rank)
    taken: dict[int, Pair] = {}
    used: set[int] = set()
    for pair in pairs:
        if pair.gold not in taken and pair.predicted not in used:
            taken[pair.gold] = pair
            used.add(pair.predicted)
    return tuple(taken[number] for number in sorted(taken))


def _shared(letters: Letters, gold: Sequence[Content], predicted: Sequence[Content]) -> Counter[tuple[int, int]]:
    """Return the letters that each gold content shares with each predicted one, for those that share any."""
    spans = sorted(
        (span.start, span.end, side, number)
        for side, contents in enumerate((gold, predicted))
        for number, content in enumerate(contents)
        for span in content
    )
    shared: Counter[tuple[int, int]] = Counter()
    open_spans: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for start, end, side, number in spans:
        for heap in open_spans:
            while heap and heap[0][0] <= start:
                heappop(heap)
        for other_end, other in open_spans[1 - side]:
            both = letters.count((Span(start, min(end, other_end)),))
            if both:
                shared[(other, number) if side else (number, other)] += both
        heappush(open_spans[side], (end, number))
    return shared
