"""An editor's corrections applied to an analysis: quotes and sources as the editor has them, everything counted anew.

Corrections (`attribution.correcting.edits`) go by words, so they hold when the article is edited around them, and are
applied in their order. What no longer fits is told and changes nothing. A decision that a person made has no
confidence: the quote is flagged ``corrected``, and the rules of its grounds start with ``editor:``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from attribution.auditing.profiles import Profile
from attribution.correcting.anchors import Anchor, Finder, Lost
from attribution.correcting.edits import Add, Correction, Corrections, Describe, Reassign, Remove, Who
from attribution.model import Analysis, Evidence, Quote, QuoteType, Source
from attribution.pipeline import judge
from attribution.quoting.marks import find_regions
from attribution.sourcing.knowledge import name_key
from attribution.spans import Span, merge, trim
from attribution.words import word_spans

CORRECTED = "corrected"  # the flag
NOTE = "corrected by an editor"
SAME_QUOTE = 0.5  # of the letters of both together; a quote inside another has fewer of the other's
SAME_EXTENT = 0.8  # an added quote that is nearly one already there is that quote with its edges set right
MOST_MENTIONS = 50  # of a source that the editor names; rules ask for the first
READ = frozenset({"role", "affiliation"})  # fields that the article tells in words
NAMED = frozenset({"person", "organization", "document"})
_EDGES = ".,:;!?…“”„\"'‘’«»‹›"


@dataclass(frozen=True, slots=True)
class Unfit:
    """A correction that no longer fits the article; ``number`` counts from 1 in its file."""

    number: int
    correction: Correction
    reason: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """An analysis with the corrections that fit; a line for each that does not is among its warnings."""

    analysis: Analysis
    applied: tuple[Correction, ...] = ()
    unfit: tuple[Unfit, ...] = ()


def apply_corrections(analysis: Analysis, corrections: Corrections, *, profile: Profile) -> Corrected:
    """Return the analysis as the editor has it: quotes in text order and sources in order of first quote, renumbered.

    Args:
        analysis: what the program found in the article as it is now.
        corrections: made for this article, or for an earlier version of it.
        profile: the sourcing rules, which are checked again.
    """
    desk = _Desk(analysis)
    applied: list[Correction] = []
    unfit: list[Unfit] = []
    for number, item in enumerate(corrections.items, 1):
        try:
            desk.apply(item)
        except _UnfitError as error:
            unfit.append(Unfit(number, item, str(error)))
        else:
            applied.append(item)
    warnings = (*analysis.warnings, *map(unfit_line, unfit))
    if not applied:
        return Corrected(replace(analysis, warnings=warnings), (), tuple(unfit))
    return Corrected(judge(replace(desk.result(), warnings=warnings), profile=profile), tuple(applied), tuple(unfit))


def unfit_line(unfit: Unfit) -> str:
    """Return what to tell of a correction that does not fit."""
    return f"correction {unfit.number} ({describe(unfit.correction)}) no longer fits: {unfit.reason}"


def describe(correction: Correction) -> str:
    """Return what a correction does, in a few words."""
    if isinstance(correction, Describe):
        fields = ", ".join(field.replace("role_group", "group") for field, _ in correction.changes)
        return f"{fields} of {_clipped(correction.source.name)}"
    words = _clipped(" … ".join(anchor.words for anchor in correction.quote))
    match correction:
        case Remove():
            return f"no quote at {words}"
        case Add():
            return f"quote at {words}"
        case _:
            return f"speaker of {words}"


def _clipped(words: str) -> str:
    line = " ".join(words.split()).strip('“”"')
    return f"“{line[:48]}…”" if len(line) > 50 else f"“{line}”"  # noqa: PLR2004 - half a line of a terminal


class _UnfitError(Exception):
    """Why a correction does not fit; stays in this module."""


class _Desk:
    """The quotes and sources on which corrections are made, under the ids of the analysis and some new ones."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.text = analysis.article.text
        self.finder = Finder(self.text)
        self.quotes = list(analysis.quotes)
        self.sources = {source.id: source for source in analysis.sources}
        self.lines = list(analysis.no_comment)
        self.regions = find_regions(analysis.article).regions
        self.marked = merge(region.span for region in self.regions)
        self.made = 0

    def apply(self, item: Correction) -> None:
        """Make one correction; raises `_UnfitError` and changes nothing where it does not fit."""
        match item:
            case Reassign():
                self.reassign(item)
            case Add():
                self.add(item)
            case Remove():
                self.remove(item)
            case Describe():
                self.describe(item)

    def result(self) -> Analysis:
        """Return the analysis with what the editor left, renumbered; measures and findings are still the old ones."""
        quotes = sorted(self.quotes, key=lambda quote: min(quote.content, default=Span(0, 0)))
        order: dict[str, None] = {}
        for quote in quotes:
            order.update(dict.fromkeys((quote.speaker, *quote.candidates) if quote.speaker else quote.candidates))
        order.update((line.speaker, None) for line in self.lines if line.speaker)
        ids = {old: f"s{number}" for number, old in enumerate((key for key in order if key in self.sources), 1)}
        return replace(
            self.analysis,
            quotes=tuple(
                replace(
                    quote,
                    id=f"q{number}",
                    speaker=ids.get(quote.speaker or ""),
                    candidates=tuple(ids[key] for key in quote.candidates if key in ids),
                )
                for number, quote in enumerate(quotes, 1)
            ),
            sources=tuple(replace(self.sources[old], id=new) for old, new in ids.items()),
            no_comment=tuple(replace(line, speaker=ids.get(line.speaker or "")) for line in self.lines),
        )

    # --- quotes -----------------------------------------------------------------------------------------------------

    def reassign(self, item: Reassign) -> None:
        spans = self.spans(item.quote)
        at = self.quote_at(spans, SAME_QUOTE)
        if at is None:  # the program no longer hears a quote there, and the editor does
            self.quotes.append(self.new_quote(spans, item.speaker))
        else:
            self.quotes[at] = self.spoken(self.quotes[at], item.speaker, "editor:speaker")

    def add(self, item: Add) -> None:
        spans = self.spans(item.quote)
        at = self.quote_at(spans, SAME_EXTENT)
        if at is None:
            self.quotes.append(self.new_quote(spans, item.speaker))
            return
        content = self.tidied(spans)
        quote = replace(self.quotes[at], content=content, type=self.type_of(content))
        quote = replace(quote, act="speech", paragraph=self.analysis.article.paragraph_at(content[0].start))
        self.quotes[at] = self.spoken(quote, item.speaker, "editor:add")

    def remove(self, item: Remove) -> None:
        at = self.quote_at(self.spans(item.quote), SAME_QUOTE)
        if at is None:
            raise _UnfitError("there is no quote at its words; take it out")
        del self.quotes[at]

    def spoken(self, quote: Quote, who: Who | None, rule: str) -> Quote:
        """Return the quote with the speaker that the editor gives it; the words that name the speaker go along."""
        speaker = self.source(who) if who is not None else None
        if speaker is not None and quote.source is not None:
            self.hand_over(quote.source, speaker)
        return replace(
            quote,
            speaker=speaker,
            status="resolved" if speaker is not None else "unresolved",
            confidence=None,
            candidates=(),
            evidence=(Evidence(rule, (), NOTE), *quote.evidence),
            flags=tuple(dict.fromkeys((*quote.flags, CORRECTED))),
        )

    def hand_over(self, mention: Span, speaker: str) -> None:
        """Make a mention the speaker's, and nobody else's."""
        for key, source in self.sources.items():
            if key == speaker:
                self.sources[key] = replace(source, mentions=tuple(sorted({*source.mentions, mention})))
            elif mention in source.mentions:
                self.sources[key] = replace(source, mentions=tuple(m for m in source.mentions if m != mention))

    def new_quote(self, spans: tuple[Span, ...], who: Who | None) -> Quote:
        content = self.tidied(spans)
        paragraph = self.analysis.article.paragraph_at(content[0].start)
        return self.spoken(
            Quote("", self.type_of(content), content, None, None, "editor:add", paragraph), who, "editor:add"
        )

    def spans(self, anchors: tuple[Anchor, ...]) -> tuple[Span, ...]:
        """Return where the words of a quote stand; half of them must be there."""
        found = [(anchor, self.finder.find(anchor)) for anchor in anchors]
        spans = tuple(span for _, span in found if isinstance(span, Span))
        there = sum(len(anchor.words) for anchor, span in found if isinstance(span, Span))
        if 2 * there < sum(len(anchor.words) for anchor in anchors):
            raise _UnfitError(next(span.reason for _, span in found if isinstance(span, Lost)))
        return tuple(sorted(spans))

    def quote_at(self, spans: tuple[Span, ...], least: float) -> int | None:
        """Return the number of the quote that shares most with the spans, where it shares enough."""
        alike = [(_alike(quote.content, spans), -number) for number, quote in enumerate(self.quotes)]
        best, number = max(alike, default=(0.0, 0))
        return -number if best >= least else None

    def tidied(self, spans: tuple[Span, ...]) -> tuple[Span, ...]:
        """Return the spans cut at paragraphs, without white space at their edges, with the marks around their words."""
        article = self.analysis.article
        tidy: list[Span] = []
        for span in spans:
            for paragraph in article.paragraphs[article.paragraph_at(span.start) :]:
                if paragraph.span.start >= span.end:
                    break
                if shared := span.intersect(paragraph.span):
                    tidy.append(self.with_marks(trim(shared, self.text)))
        return merge(tidy) or spans

    def with_marks(self, span: Span) -> Span:
        bare = trim(span, self.text, _EDGES)
        same = [r.span for r in self.regions if r.span.overlaps(span) and trim(r.inner, self.text, _EDGES) == bare]
        return min(same, key=len, default=span)

    def type_of(self, content: tuple[Span, ...]) -> QuoteType:
        """Return the form that the quotation marks give: all words in marks, some, or none."""
        words = [word for span in content for word in word_spans(self.text, span)]
        marked = sum(any(region.contains(word) for region in self.marked) for word in words)
        if not marked:
            return "indirect"
        return "direct" if marked == len(words) else "mixed"

    # --- sources ----------------------------------------------------------------------------------------------------

    def describe(self, item: Describe) -> None:
        key = self.known(item.source)
        if key is None:
            raise _UnfitError(f"nobody called {_clipped(item.source.name)} is quoted")
        source = self.sources[key]
        fields: dict[str, Any] = dict(item.changes)
        grounds: list[Evidence] = []
        dropped: set[str] = set()
        for field, value in item.changes:
            place = self.nearest(value, source) if field in READ and value else None
            grounds.append(Evidence(f"editor:{field}", (place,) if place else (), NOTE))
            if field in READ and value and place is None:
                grounds.append(Evidence(f"{field}:editor"))  # what only the editor says, readers are not told
            else:
                dropped.add("group:" if field == "role_group" else f"{field}:")
        if fields.get("kind") in NAMED:
            fields |= {"anonymous": False, "reason": None}
        kept = [e for e in source.evidence if not any(e.rule.startswith(prefix) for prefix in dropped)]
        kept = [e for e in kept if e not in grounds]
        self.sources[key] = replace(source, **fields, evidence=(*grounds, *kept))
        twin = next((k for k, s in self.sources.items() if k != key and self.same_name(s, fields.get("name"))), None)
        if twin is not None:
            self.join(key, twin)

    @staticmethod
    def same_name(source: Source, name: str | None) -> bool:
        return name is not None and name_key(source.name) == name_key(name)

    def join(self, key: str, twin: str) -> None:
        """Make two sources that the editor calls alike one: the second, with the mentions of both."""
        gone, kept = self.sources.pop(key), self.sources[twin]
        self.sources[twin] = replace(
            kept,
            mentions=tuple(sorted({*kept.mentions, *gone.mentions})),
            evidence=(*(e for e in gone.evidence if e.rule.startswith("editor:")), *kept.evidence),
        )
        self.quotes = [self.joined(quote, key, twin) for quote in self.quotes]
        self.lines = [replace(line, speaker=twin) if line.speaker == key else line for line in self.lines]

    @staticmethod
    def joined(quote: Quote, key: str, twin: str) -> Quote:
        """Return the quote with the one source in place of the other; what only they could have said is resolved."""
        candidates = tuple(dict.fromkeys(twin if c == key else c for c in quote.candidates))
        if quote.status == "ambiguous" and candidates == (twin,) and len(quote.candidates) > 1:
            return replace(
                quote,
                speaker=twin,
                status="resolved",
                confidence=None,
                candidates=(),
                evidence=(Evidence("editor:name", (), NOTE), *quote.evidence),
                flags=tuple(dict.fromkeys((*quote.flags, CORRECTED))),
            )
        return replace(quote, speaker=twin if quote.speaker == key else quote.speaker, candidates=candidates)

    def source(self, who: Who) -> str:
        """Return the id of the source, a new one where nobody is called so."""
        known = self.known(who)
        if known is not None:
            return known
        self.made += 1
        key = f"new{self.made}"
        mentions = tuple(self.mentions(who))
        ground = Evidence("editor:name", mentions[:1], NOTE)
        self.sources[key] = Source(key, who.name, who.kind, mentions=mentions, evidence=(ground,))
        return key

    def known(self, who: Who) -> str | None:
        """Return the id of the source with this name; where it is not one, the mention tells which."""
        wanted = name_key(who.name)
        named = [key for key, source in self.sources.items() if name_key(source.name) == wanted]
        if len(named) == 1:
            return named[0]
        place = self.finder.find(who.mention) if who.mention is not None else None
        if isinstance(place, Span):
            for key in named or self.sources:
                if any(place.overlaps(mention) for mention in self.said_of(key)):
                    return key
        return named[0] if named else None

    def said_of(self, key: str) -> Iterable[Span]:
        yield from self.sources[key].mentions
        yield from (quote.source for quote in self.quotes if quote.speaker == key and quote.source is not None)

    def mentions(self, who: Who) -> list[Span]:
        found = [self.finder.find(who.mention)] if who.mention is not None else []
        places = {place for place in found if isinstance(place, Span)}
        return sorted({*places, *self.finder.all(who.name)})[:MOST_MENTIONS]

    def nearest(self, words: str, source: Source) -> Span | None:
        """Return where words stand that is nearest to the source's first mention."""
        first = min(source.mentions, default=Span(0, 0)).start
        return min(self.finder.all(words), key=lambda span: (abs(span.start - first), span), default=None)


def _alike(content: tuple[Span, ...], spans: tuple[Span, ...]) -> float:
    """Return the share of the letters of both that both have."""
    left, right = merge(content), merge(spans)
    shared = sum(len(both) for one in left for other in right if (both := one.intersect(other)))
    total = sum(map(len, left)) + sum(map(len, right)) - shared
    return shared / total if total else 0.0
