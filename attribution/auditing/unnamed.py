"""Sourcing rules about unnamed sources: R1 to R5, R7, R12 and R14. Their grounds are in docs/audit.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import regex

from attribution.auditing.audit import organisation_key, organisation_of
from attribution.auditing.profiles import Setting
from attribution.auditing.story import SPOKEN, Story, anchor, finding, listed, shorten
from attribution.lexicons import load_table
from attribution.model import Finding, Quote, Source
from attribution.spans import Span
from attribution.words import word_spans

# What may stand before a bare noun without describing anybody.
_EMPTY = frozenset(
    {"a", "an", "and", "another", "anonymous", "few", "many", "multiple", "number", "numerous", "of", "one", "other"}
    | {"several", "some", "that", "the", "these", "those", "three", "two", "unidentified", "unnamed", "various"}
)
_COUNT = regex.compile(
    r"\b(?:both|two|three|four|five|six|seven|eight|nine|ten|dozens?|several|multiple|many|numerous|a number of|\d+)\b",
    regex.IGNORECASE,
)
# What describes a source after the noun; source spans leave relative clauses out.
_DESCRIBES = regex.compile(
    r",?\s{1,3}(?:who|whose|with|without|close|familiar|inside|at|in|from|near|within|briefed|involved|aware|among|of|"
    r"working|based|privy|knowledgeable|present|linked)\b"
)
_SINGULAR_PRONOUNS = frozenset({"he", "she"})
OPINION = frozenset({"judgement"})


def bare_source(story: Story, setting: Setting) -> Iterator[Finding]:
    """R1: a source of whom nothing is said but that it is one; reported once a source."""
    levels = frozenset({"always", "strict"} if setting.flag("offices") else {"always"})
    by_speaker: dict[str, list[Quote]] = defaultdict(list)
    for quote in story.quotes:
        if quote.source:
            source = story.source(quote)
            by_speaker[source.id if source else quote.id].append(quote)
    for quotes in by_speaker.values():
        source = story.source(quotes[0])
        if source and (source.role or source.affiliation or source.kind in {"person", "organization", "document"}):
            continue
        spans = [quote.source for quote in quotes if quote.source]
        if all(_is_bare(story.text, span, levels) for span in spans):
            message = (
                f"“{story.slice(spans[0])}” says nothing about who it is: describe the source as far as terms allow."
            )
            yield finding(setting, message, spans[0], quotes[0])


def _is_bare(text: str, span: Span, levels: frozenset[str]) -> bool:
    nouns = load_table("bare_sources").column("level")
    words = [word.slice(text).lower() for word in word_spans(text, span)]
    if not words or nouns.get(words[-1]) not in levels:
        return False
    return all(word in _EMPTY for word in words[:-1]) and not _DESCRIBES.match(text, span.end)


def no_reason(story: Story, setting: Setting) -> Iterator[Finding]:
    """R2: an anonymous source, and no word on why; reported once a source, at its first quote."""
    for source, quotes in _anonymous(story):
        if not source.reason:
            message = f"“{shorten(source.name)}” speaks without a name, and the story gives no reason for it."
            yield finding(setting, message, anchor(quotes[0]), quotes[0])


def unnamed_opinion(story: Story, setting: Setting) -> Iterator[Finding]:
    """R3: an anonymous source judges or attacks instead of informing; reported once a quote."""
    attacks = load_table("accusations").words()
    keep = OPINION | ({"praise"} if setting.flag("praise") else set())
    keep |= {"speculation"} if setting.flag("speculation") else set()
    for source, quotes in _anonymous(story):
        name = shorten(source.name)
        for quote in quotes:
            words = listed(story, quote, "evaluative", "sort", keep)
            if words:
                message = (
                    f"“{name}” speaks without a name and gives an opinion (“{story.slice(words[0])}”), not information."
                )
                yield finding(setting, message, words[0], quote)
            elif quote.cue and quote.cue_lemma in attacks:
                message = f"“{name}” attacks somebody (“{story.slice(quote.cue)}”) without giving a name."
                yield finding(setting, message, quote.cue, quote)


def first_quote_unnamed(story: Story, setting: Setting) -> Iterator[Finding]:
    """R4: the first words in quotation marks in the body come from an anonymous source."""
    quote = next((quote for quote in story.body_quotes if quote.type in SPOKEN), None)
    source = story.source(quote) if quote else None
    if quote and source and source.anonymous:
        message = f"The first quotation in the story is from an unnamed source, “{shorten(source.name)}”."
        yield finding(setting, message, anchor(quote), quote)


def unnamed_direct(story: Story, setting: Setting) -> Iterator[Finding]:
    """R5: words in quotation marks from an anonymous source; reported once a quote."""
    for source, quotes in _anonymous(story):
        for quote in quotes:
            count = story.tally.direct_words[quote.id]
            if quote.type in SPOKEN and count >= max(setting.number("min_words"), 1):
                message = f"{count} words are quoted directly from an unnamed source, “{shorten(source.name)}”."
                yield finding(
                    setting,
                    message.replace("1 words are", "1 word is", 1) if count == 1 else message,
                    quote.content[0],
                    quote,
                )


def plural_for_one(story: Story, setting: Setting) -> Iterator[Finding]:
    """R7: "sources" where the same source is "the source" or "he" elsewhere; or, where asked for, without a number."""
    nouns = load_table("bare_sources").column("level")
    plurals: list[tuple[Quote, Span, str]] = []
    alone: dict[tuple[str, str], Span] = {}  # by speaker and singular noun or pronoun
    first: dict[str, tuple[Span, bool]] = {}  # by singular noun: the first place, and whether "the" stands before it
    for quote in story.quotes:
        if not quote.source:
            continue
        words = [word.slice(story.text).lower() for word in word_spans(story.text, quote.source)]
        noun = next((word for word in words if word in nouns), None)
        if noun and noun.endswith("s"):
            plurals.append((quote, quote.source, noun))
        elif noun:
            alone.setdefault((story.tally.speaker(quote), noun), quote.source)
            first.setdefault(noun, (quote.source, words[0] == "the"))
        elif len(words) == 1 and words[0] in _SINGULAR_PRONOUNS:
            alone.setdefault((story.tally.speaker(quote), ""), quote.source)
    reported: set[str] = set()
    for quote, span, noun in plurals:
        source = story.source(quote)
        key = source.id if source else quote.id
        if key in reported or (source and source.kind in {"person", "organization"}):
            continue
        said, counted = story.slice(span), _COUNT.search(story.text, span.start, span.end)
        one = alone.get((key, noun[:-1])) or alone.get((key, ""))
        other, definite = first.get(noun[:-1], (span, False))
        if one:
            message = f"“{said}” is plural, but the text speaks of one (“{story.slice(one)}”)."
        elif definite and other.start > span.start and not counted:
            message = f"“{said}” is plural, but “{story.slice(other)}” follows: it may be one and the same."
        elif setting.flag("require_count") and nouns[noun] == "always" and not counted:
            message = f"“{said}” is plural without a number: say how many, and write “a source” if it is one."
        else:
            continue
        reported.add(key)
        yield finding(setting, message, span, quote)


def declined_yet_quoted(story: Story, setting: Setting) -> Iterator[Finding]:
    """R12: a no-comment line of somebody quoted unnamed, or (``same_organisation``) of that source's organisation."""
    anonymous = [source for source, _ in _anonymous(story)]
    by_id = {source.id: source for source in anonymous}
    houses: dict[str, Source] = {}
    for source in anonymous:
        house = organisation_key(source)
        if house:
            houses.setdefault(house, source)
    for line in story.tally.no_comment:
        if line.speaker in by_id:
            name = shorten(by_id[str(line.speaker)].name)
            yield finding(setting, f"“{name}” declines to comment and yet is quoted without a name.", line.span)
            continue
        refuser = story.tally.known.get(line.speaker or "")
        house = organisation_key(refuser) if refuser else None
        if refuser and house and setting.flag("same_organisation") and house in houses:
            name, whose = shorten(houses[house].name), shorten(organisation_of(refuser) or refuser.name)
            message = (
                f"{whose} declines to comment, and “{name}” of the same organisation is quoted without a name: "
                "make sure that it is not the same person."
            )
            yield finding(setting, message, line.span)


def unnamed_allegation(story: Story, setting: Setting) -> Iterator[Finding]:
    """R14: a word for a crime or grave wrongdoing in the words of an anonymous source; reported once a quote."""
    for source, quotes in _anonymous(story):
        for quote in quotes:
            words = listed(story, quote, "serious_allegations")
            if words:
                message = (
                    f"“{story.slice(words[0])}”: if this is an allegation, it rests on an unnamed source, "
                    f"“{shorten(source.name)}”; say so, and whether it is corroborated."
                )
                yield finding(setting, message, words[0], quote)


def _anonymous(story: Story) -> Iterator[tuple[Source, tuple[Quote, ...]]]:
    """Yield the anonymous sources with their quotes; those of repeated words only are left out."""
    for source in story.tally.sources:
        quotes = story.tally.by_source.get(source.id)
        if source.anonymous and quotes:
            yield source, quotes
