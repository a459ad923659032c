"""Words of a text and what stood around them, and finding them again when the text was edited.

An anchor is made in the manner of the W3C's TextQuoteSelector: the exact words, up to 32 characters before and after,
and the offset as a hint. It is looked for in turn as words with their context, as words alone, and as most of the
words in their order; what could stand in two places alike is lost rather than guessed. The work for an anchor grows
with the text, and the comparison of words is bounded, whatever the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import cached_property

from attribution.spans import Span

MOST_OCCURRENCES = 10_000  # of words that stand everywhere; no context tells so many apart
CONTEXT = 32  # characters kept before and after
CLEAR_CONTEXT = 6  # characters of context that tell one place from another: a word and the spaces beside it
FEW_WORDS = 3  # below this words alone say little: "he said" stands anywhere
LEAST_ALIKE = 0.7  # of the words, as difflib's ratio; a quote with every third word changed is another quote
SAME_ALIKE = 0.05  # two places whose likeness differs by less are alike
GRAM, SEEDS, COMMON_GRAM = 3, 24, 50  # runs of words that places are looked for by; those more frequent say nothing
MOST_PLACES = 5  # compared word by word: with LONG this bounds an anchor to some million steps
LONG, END_WORDS = 100, 40  # a longer anchor is looked for by its first and its last words
MOST_MARKS = 3  # punctuation that belongs to the edge of the words: a full stop, a closing mark, a comma
WORD = re.compile(r"\w+")
STOPS = frozenset('.!?…\n\r“”"«»')


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words as they stood in a text, the characters before and after, and where they began (a hint)."""

    words: str
    before: str = ""
    after: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class Lost:
    """Why an anchor could not be found."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Place:
    alike: float
    context: int
    span: Span


def anchor_of(text: str, span: Span) -> Anchor:
    """Return the anchor of a span of the text."""
    before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
    return Anchor(span.slice(text), before, after, span.start)


class Finder:
    """Finds anchors in one text; reads the text once."""

    def __init__(self, text: str) -> None:
        self.text = text

    def find(self, anchor: Anchor) -> Span | Lost:
        """Return where the words stand now, or why that cannot be told."""
        starts = list(self._occurrences(anchor))
        size = len(anchor.words)
        whole = [s for s in starts if self._context(anchor, Span(s, s + size)) == len(anchor.before + anchor.after)]
        if whole:
            start = min(whole, key=lambda s: (abs(s - anchor.start), s))
            return Span(start, start + size)
        if not starts:
            return self._near(anchor)
        ranked = sorted(((self._context(anchor, Span(s, s + size)), s) for s in starts), reverse=True)
        best, start = ranked[0]
        if len(starts) > 1:
            if best < CLEAR_CONTEXT or best - ranked[1][0] < CLEAR_CONTEXT:
                return Lost(f"its words stand {len(starts)} times, and what stood around them tells none of them apart")
        elif best < CLEAR_CONTEXT and len(WORD.findall(anchor.words)) < FEW_WORDS:
            return Lost("its few words stand in another place only")
        return Span(start, start + size)

    def all(self, words: str) -> list[Span]:
        """Return where the words stand, exactly and not inside longer words, in text order."""
        return [Span(start, start + len(words)) for start in self._occurrences(Anchor(words))]

    # --- exact ------------------------------------------------------------------------------------------------------

    def _occurrences(self, anchor: Anchor) -> Iterator[int]:
        """Yield where the words stand; not inside longer words, unless the anchor itself was cut there."""
        words, text = anchor.words, self.text
        cut_before = _joined(anchor.before[-1:], words[:1])
        cut_after = _joined(words[-1:], anchor.after[:1])
        at = text.find(words) if words else -1
        for _ in range(MOST_OCCURRENCES):
            if at < 0:
                return
            end = at + len(words)
            inside = (at > 0 and _joined(text[at - 1], words[:1]) and not cut_before) or (
                _joined(words[-1:], text[end : end + 1]) and not cut_after
            )
            if not inside:
                yield at
            at = text.find(words, at + 1)

    def _context(self, anchor: Anchor, span: Span) -> int:
        """Return how many characters of the context stand around a span, counted outwards from it."""
        before = self.text[max(0, span.start - len(anchor.before)) : span.start]
        after = self.text[span.end : span.end + len(anchor.after)]
        return _shared(before[::-1], anchor.before[::-1]) + _shared(after, anchor.after)

    # --- most of the words ------------------------------------------------------------------------------------------

    @cached_property
    def _tokens(self) -> tuple[list[str], list[int], list[int]]:
        """The words of the text without case, where each starts, and where each ends."""
        matches = list(WORD.finditer(self.text))
        return [m[0].casefold() for m in matches], [m.start() for m in matches], [m.end() for m in matches]

    @cached_property
    def _grams(self) -> dict[tuple[str, ...], list[int]]:
        """Where each run of up to `GRAM` words stands, as numbers of words."""
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        words = self._tokens[0]
        for size in range(1, GRAM + 1):
            for at in range(len(words) - size + 1):
                found[tuple(words[at : at + size])].append(at)
        return found

    def _near(self, anchor: Anchor) -> Span | Lost:
        matches = list(WORD.finditer(anchor.words))
        if len(matches) <= LONG:
            return self._alike(anchor)
        head = self._alike(Anchor(anchor.words[: matches[END_WORDS - 1].end()], anchor.before))
        tail = self._alike(Anchor(anchor.words[matches[-END_WORDS].start() :], after=anchor.after))
        if isinstance(head, Lost) or isinstance(tail, Lost):
            return Lost("its first or its last words are no longer in the text")
        words = self._words_in(Span(head.start, tail.end)) if head.start < tail.end else 0
        if not len(matches) / 2 <= words <= len(matches) * 1.5:
            return Lost("its first and its last words have moved apart")
        return Span(head.start, tail.end)

    def _words_in(self, span: Span) -> int:
        starts = self._tokens[1]
        return bisect_left(starts, span.end) - bisect_left(starts, span.start)

    def _alike(self, anchor: Anchor) -> Span | Lost:
        wanted = [word.casefold() for word in WORD.findall(anchor.words)]
        before = [word.casefold() for word in WORD.findall(anchor.before)]
        after = [word.casefold() for word in WORD.findall(anchor.after)]
        places = [self._place(anchor, wanted, before, after, at) for at in self._guesses(wanted, before, after)]
        ranked = sorted((p for p in places if p is not None), key=lambda p: (-p.alike, -p.context, p.span))
        if not ranked or ranked[0].alike < LEAST_ALIKE:
            return Lost("its words are no longer in the text, or are too changed")
        best = ranked[0]
        if len(wanted) < FEW_WORDS and not best.context:
            return Lost("its few words stand in another place only")
        for other in ranked[1:]:
            alike = best.alike - other.alike < SAME_ALIKE and other.context >= best.context
            if alike and not other.span.overlaps(best.span):
                return Lost("words like it stand in several places")
        return best.span

    def _guesses(self, wanted: Sequence[str], before: Sequence[str], after: Sequence[str]) -> list[int]:
        """Return numbers of the words at which the wanted ones may begin, the likeliest first."""
        votes: Counter[int] = Counter()
        size = min(GRAM, len(wanted))
        last = len(wanted) - size if wanted else -1
        step = max(1, (last + 1) // SEEDS)
        runs = [(tuple(wanted[at : at + size]), at) for at in range(0, last + 1, step)]
        runs += [(tuple(before[-GRAM:]), -len(before[-GRAM:])), (tuple(after[:GRAM]), len(wanted))]
        for gram, offset in runs:
            places = self._grams.get(gram, ()) if gram else ()
            if len(places) <= COMMON_GRAM:
                votes.update(max(0, place - offset) for place in places)
        apart = max(1, len(wanted) // 2)
        chosen: list[int] = []
        for guess, _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
            if all(abs(guess - other) >= apart for other in chosen):
                chosen.append(guess)
            if len(chosen) == MOST_PLACES:
                break
        return chosen

    def _place(
        self, anchor: Anchor, wanted: Sequence[str], before: Sequence[str], after: Sequence[str], guess: int
    ) -> _Place | None:
        """Return the stretch around a guess that is most like the wanted words."""
        words, starts, ends = self._tokens
        slack = len(wanted) // 4 + 2
        low = max(0, guess - slack)
        window = words[low : guess + len(wanted) + slack]
        matches = SequenceMatcher(None, wanted, window, autojunk=False).get_matching_blocks()
        if len(matches) == 1:  # the empty one at the end
            return None
        alike, blocks = _densest(len(wanted), matches[:-1])
        first, last = low + blocks[0].b, low + blocks[-1].b + blocks[-1].size - 1
        first = self._grown(first, -1, blocks[0].a, before[-1:])
        last = self._grown(last, 1, len(wanted) - blocks[-1].a - blocks[-1].size, after[:1])
        context = _shared(words[max(0, first - len(before)) : first][::-1], before[::-1])
        context += _shared(words[last + 1 : last + 1 + len(after)], after)
        return _Place(alike, context, self._with_marks(anchor.words, starts[first], ends[last]))

    def _grown(self, edge: int, step: int, most: int, beyond: Sequence[str]) -> int:
        """Return an edge moved over up to ``most`` words: those that were put for words at the anchor's edge.

        It stops before the word that stood beyond the anchor, and at the end of a sentence.
        """
        words, starts, ends = self._tokens
        for _ in range(most):
            following = edge + step
            if not 0 <= following < len(words) or words[following] in beyond:
                break
            left, right = sorted((edge, following))
            if STOPS & set(self.text[ends[left] : starts[right]]):
                break
            edge = following
        return edge

    def _with_marks(self, words: str, start: int, end: int) -> Span:
        """Return the span with the punctuation at its edges, where the anchor's words had some there."""
        if not _is_letter(words[:1]):
            least = max(0, start - MOST_MARKS)
            while start > least and _is_mark(self.text[start - 1]):
                start -= 1
        if not _is_letter(words[-1:]):
            most = min(len(self.text), end + MOST_MARKS)
            while end < most and _is_mark(self.text[end]):
                end += 1
        return Span(start, end)


def _densest(size: int, blocks: Sequence[Match]) -> tuple[float, Sequence[Match]]:
    """Return the likeness of ``size`` wanted words and what the blocks span, less blocks at the edges that lower it."""

    def alike(kept: Sequence[Match]) -> float:
        return 2 * sum(b.size for b in kept) / (size + kept[-1].b + kept[-1].size - kept[0].b)

    while len(blocks) > 1:
        shorter = max(blocks[1:], blocks[:-1], key=alike)
        if alike(shorter) <= alike(blocks):
            break
        blocks = shorter
    return alike(blocks), blocks


def _joined(left: str, right: str) -> bool:
    """Tell whether two characters are of one word."""
    return _is_letter(left) and _is_letter(right)


def _is_letter(character: str) -> bool:
    return bool(WORD.match(character))


def _is_mark(character: str) -> bool:
    return not character.isspace() and not _is_letter(character)


def _shared(left: Sequence[str], right: Sequence[str]) -> int:
    """Return how many items two sequences share at their beginnings."""
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count
