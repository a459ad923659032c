"""Counting an article's speech quotes and words once, for all measures and rules.

* Only quotes with act ``speech`` count. A quote flagged ``duplicate`` (a headline or pull quote that repeats the body)
  adds to no count of quotes or words; it does say who stands in the headline and where a source is first heard.
* A word (`attribution.words`) belongs to a quote where its first character lies in the quote's content. Where quotes
  overlap, it belongs to the shortest of them, so that a report inside a report goes to the inner speaker and no word
  is counted twice: per-source words add up to the union.
* A quote is a source's only with status ``resolved``; of all others the speaker is ``unresolved``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush

from attribution.auditing.accusations import Accusation, find_accusations
from attribution.model import Article, NoComment, Quote, Source
from attribution.quoting.marks import find_regions
from attribution.spans import Span, merge
from attribution.words import word_spans

UNRESOLVED = "unresolved"
# Where an article's words are its own; a byline, a dateline and "Read more" lines are not the story.
STORY_ZONES = frozenset({"headline", "standfirst", "subhead", "caption", "body"})


@dataclass(frozen=True, slots=True)
class _Words:
    """Starts of words, each with the index of the quote it belongs to and whether it is in quotation marks."""

    starts: tuple[int, ...]
    owners: tuple[int | None, ...]
    direct: tuple[bool, ...]


class Tally:
    """An article's speech quotes and words, counted once and looked up by all measures and rules."""

    def __init__(
        self,
        article: Article,
        quotes: tuple[Quote, ...],
        sources: tuple[Source, ...],
        no_comment: tuple[NoComment, ...],
    ) -> None:
        self.article = article
        self.no_comment = no_comment
        self.known = {source.id: source for source in sources}
        self.speech = tuple(quote for quote in quotes if quote.act == "speech")
        self.counted = tuple(quote for quote in self.speech if "duplicate" not in quote.flags)
        speakers = {self.speaker(quote) for quote in self.speech}
        self.sources = tuple(source for source in sources if source.id in speakers)

    def speaker(self, quote: Quote) -> str:
        """Return the id of the quote's source, or ``unresolved``."""
        if quote.status == "resolved" and quote.speaker in self.known:
            return str(quote.speaker)
        return UNRESOLVED

    def zone(self, quote: Quote) -> str:
        """Return the zone of the paragraph that the quote stands in."""
        paragraphs = self.article.paragraphs
        return paragraphs[quote.paragraph].zone if 0 <= quote.paragraph < len(paragraphs) else "body"

    @cached_property
    def by_source(self) -> dict[str, tuple[Quote, ...]]:
        """The counted quotes of each source, and of ``unresolved``."""
        found: dict[str, list[Quote]] = defaultdict(list)
        for quote in self.counted:
            found[self.speaker(quote)].append(quote)
        return {key: tuple(items) for key, items in found.items()}

    @cached_property
    def accusations(self) -> tuple[Accusation, ...]:
        """Who is accused by whom, and whether they are heard."""
        return find_accusations(self.article, self.counted, tuple(self.known.values()), self.no_comment)

    @cached_property
    def story(self) -> tuple[Span, ...]:
        """The spans whose words are the article's: its story zones, and whatever is quoted outside them."""
        zones = [p.span for p in self.article.paragraphs if p.zone in STORY_ZONES]
        return merge([*zones, *(span for quote in self.counted for span in quote.content)])

    @cached_property
    def _words(self) -> _Words:
        spans = [word for area in self.story for word in word_spans(self.article.text, area)]
        starts = tuple(span.start for span in spans)
        contents = [
            (span, sum(map(len, quote.content)), index)
            for index, quote in enumerate(self.counted)
            for span in quote.content
        ]
        owners = _innermost(starts, contents)
        marked: list[bool] = [False] * len(starts)
        if any(quote.type == "mixed" for quote in self.counted):
            regions = find_regions(self.article).regions
            inside = _innermost(starts, [(region.span, 1, 0) for region in regions])
            marked = [owner is not None for owner in inside]
        types = [quote.type for quote in self.counted]
        direct = tuple(
            owner is not None and (types[owner] == "direct" or (types[owner] == "mixed" and mark))
            for owner, mark in zip(owners, marked, strict=True)
        )
        return _Words(starts, tuple(owners), direct)

    @cached_property
    def article_words(self) -> int:
        """Words of the story."""
        return len(self._words.starts)

    @cached_property
    def words(self) -> dict[str, int]:
        """Words of each counted quote, by quote id; a word of two quotes is the shorter one's."""
        return self._count(range(len(self._words.starts)), direct=False)

    @cached_property
    def direct_words(self) -> dict[str, int]:
        """Words in quotation marks of each counted quote, by quote id."""
        return self._count(range(len(self._words.starts)), direct=True)

    @cached_property
    def _quarter(self) -> tuple[int, ...]:
        """Indices of the words in the first quarter (rounded up) of the body."""
        bodies = [p.span for p in self.article.paragraphs if p.zone == "body"]
        starts = self._words.starts
        body = [i for s in bodies for i in range(bisect_left(starts, s.start), bisect_left(starts, s.end))]
        return tuple(body[: -(-len(body) // 4)])

    @property
    def quarter_size(self) -> int:
        """Words in the first quarter of the body, quoted or not."""
        return len(self._quarter)

    @cached_property
    def quarter_words(self) -> dict[str, int]:
        """Words of each counted quote in the first quarter of the body, by quote id."""
        return self._count(self._quarter, direct=False)

    def _count(self, indices: Iterable[int], *, direct: bool) -> dict[str, int]:
        counts = dict.fromkeys((quote.id for quote in self.counted), 0)
        for index in indices:
            owner = self._words.owners[index]
            if owner is not None and (self._words.direct[index] or not direct):
                counts[self.counted[owner].id] += 1
        return counts

    def source_words(self, source_id: str) -> int:
        """Return the words of a source, or of ``unresolved``."""
        return sum(self.words[quote.id] for quote in self.by_source.get(source_id, ()))

    @cached_property
    def _first(self) -> dict[str, int]:
        first: dict[str, int] = {}
        for quote in self.speech:
            key = self.speaker(quote)
            first[key] = min(quote.paragraph, first.get(key, quote.paragraph))
        return first

    def first_paragraph(self, source_id: str) -> int | None:
        """Return the index of the paragraph in which a source, or ``unresolved``, is first heard; repeats count."""
        return self._first.get(source_id)


def _innermost(starts: Sequence[int], spans: Iterable[tuple[Span, int, int]]) -> list[int | None]:
    """Return for each start the index that the shortest covering span carries; n log n in words and spans.

    ``spans`` are (span, length, index): ``length`` ranks, ties go to the later start and then to the later index.
    """
    waiting = sorted(spans, key=lambda item: item[0].start, reverse=True)
    heap: list[tuple[int, int, int, int]] = []
    owners: list[int | None] = []
    for start in starts:
        while waiting and waiting[-1][0].start <= start:
            span, length, index = waiting.pop()
            heappush(heap, (length, -span.start, -index, span.end))
        while heap and heap[0][3] <= start:
            heappop(heap)
        owners.append(-heap[0][2] if heap else None)
    return owners
