"""What a sourcing rule sees of an article: its tally and audit, and where speakers are named and sentences end.

There is no syntax tree at this stage; sentence ends are read off the text, and a mistake there moves a count by one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import regex

from attribution.auditing.profiles import Setting
from attribution.auditing.tally import UNRESOLVED, Tally
from attribution.lexicons import load_table
from attribution.model import Article, Audit, Finding, Measure, NoComment, Quote, Source
from attribution.spans import Span
from attribution.words import word_spans

SPOKEN = frozenset({"direct", "mixed"})
# A longer name is cut in messages, which stay one line in a terminal.
NAME_LENGTH = 60
_MARKS = "\"'“”‘’«»"
# Full stop, closing marks, white space, then what can open a sentence. Every part is bounded or possessive.
_SENTENCE_END = regex.compile(rf"[.!?…]++[{_MARKS})\]]*+\s++(?=[{_MARKS}(\[]{{0,3}}[\p{{Lu}}\p{{N}}])")
_ABBREVIATION = regex.compile(r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|St|Sgt|Lt|Col|Gen|Capt|Gov|Sen|Rep|Rev|Hon|No|vs|\p{Lu})\.$")


@dataclass(frozen=True)
class Story:
    """An article as its sourcing rules see it; ``quotes`` are the counted ones of `Tally`, in text order."""

    tally: Tally
    audit: Audit

    @classmethod
    def of(
        cls,
        article: Article,
        quotes: Sequence[Quote],
        sources: Sequence[Source],
        no_comment: Sequence[NoComment],
        audit: Audit,
    ) -> Story:
        """Make a story from the parts of an analysis."""
        return cls(Tally(article, tuple(quotes), tuple(sources), tuple(no_comment)), audit)

    @property
    def text(self) -> str:
        """The article's text."""
        return self.tally.article.text

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """Speech quotes that repeat no other, in text order."""
        return tuple(sorted(self.tally.counted, key=lambda quote: (quote.content[0], quote.id)))

    @cached_property
    def body_quotes(self) -> tuple[Quote, ...]:
        """Those of the quotes that stand in the body."""
        return tuple(quote for quote in self.quotes if self.tally.zone(quote) == "body")

    def source(self, quote: Quote) -> Source | None:
        """Return the quote's source, or None where the speaker is not certain."""
        return self.tally.known.get(self.tally.speaker(quote))

    def measure(self, name: str) -> Measure:
        """Return a measure of the audit by its id; KeyError where the audit has none."""
        for measure in self.audit.measures:
            if measure.id == name:
                return measure
        raise KeyError(name)

    @cached_property
    def unresolved(self) -> int:
        """How many quotes have no certain speaker."""
        return len(self.tally.by_source.get(UNRESOLVED, ()))

    def slice(self, span: Span) -> str:
        """Return the words of a span on one line, shortened to `NAME_LENGTH` characters."""
        return shorten(span.slice(self.text))

    @cached_property
    def _named(self) -> dict[str, list[Span]]:
        """Where each source is named: its mentions, and the sources and cues of its quotes; sorted."""
        spans: dict[str, set[Span]] = defaultdict(set)
        for source in self.tally.sources:
            spans[source.id].update(source.mentions)
        for quote in self.quotes:
            spans[self.tally.speaker(quote)].update(span for span in (quote.source, quote.cue) if span)
        return {key: sorted(found) for key, found in spans.items()}

    def named_before(self, source_id: str, offset: int) -> Span | None:
        """Return the last place before ``offset`` that names the source, or None."""
        spans = self._named.get(source_id, [])
        index = bisect_left(spans, Span(offset, offset))
        return spans[index - 1] if index else None

    def named_after(self, source_id: str, offset: int) -> Span | None:
        """Return the first place from ``offset`` on that names the source, or None."""
        spans = self._named.get(source_id, [])
        index = bisect_left(spans, Span(offset, offset))
        return spans[index] if index < len(spans) else None

    @cached_property
    def _ends(self) -> list[int]:
        """Where sentences end: the offset of each end's first full stop."""
        return [
            match.start()
            for match in _SENTENCE_END.finditer(self.text)
            if not _ABBREVIATION.search(self.text, max(match.start() - 5, 0), match.start() + 1)
        ]

    def sentences(self, span: Span) -> int:
        """Return over how many sentences the span reaches; 0 for an empty one."""
        if not len(span):
            return 0
        last = span.end - 1
        while last > span.start and (self.text[last] in _MARKS + ".!?…,)]" or self.text[last].isspace()):
            last -= 1
        return 1 + bisect_right(self._ends, last) - bisect_left(self._ends, span.start)

    @cached_property
    def _bodies(self) -> list[int]:
        """For each paragraph how many paragraphs of body there are up to it, itself among them."""
        return list(accumulate(paragraph.zone == "body" for paragraph in self.tally.article.paragraphs))

    def paragraph(self, offset: int) -> int:
        """Return which paragraph of the body an offset is in or after, from 1; 0 before the first."""
        return self._bodies[self.tally.article.paragraph_at(offset)] if self._bodies else 0


def anchor(quote: Quote) -> Span:
    """Return the words that say who speaks: the source, else the cue, else the first content."""
    return quote.source or quote.cue or quote.content[0]


def shorten(words: str) -> str:
    """Return words on one line, cut at `NAME_LENGTH` characters."""
    line = " ".join(words.split())
    return line if len(line) <= NAME_LENGTH else line[: NAME_LENGTH - 1].rstrip() + "…"


def finding(setting: Setting, message: str, span: Span, quote: Quote | None = None) -> Finding:
    """Make a finding with the severity of the setting; ValueError where the rule is off."""
    if setting.severity is None:
        raise ValueError(f"{setting.rule} is off")
    return Finding(setting.rule, setting.severity, message, span, quote.id if quote else None)


def listed(
    story: Story, quote: Quote, table: str, column: str | None = None, keep: frozenset[str] | None = None
) -> list[Span]:
    """Return the words of a quote's content that a word list holds, with ``column`` in ``keep`` where that is given."""
    words = load_table(table)
    values = words.column(column) if column else dict.fromkeys(words.words(), "")
    return [
        word
        for span in quote.content
        for word in word_spans(story.text, span)
        if word.slice(story.text).lower() in values and (keep is None or values[word.slice(story.text).lower()] in keep)
    ]
