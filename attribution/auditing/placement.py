"""Sourcing rules about where speakers are named: R8 to R11. Their grounds are in docs/audit.md."""

from __future__ import annotations

from collections.abc import Iterator

from attribution.auditing.profiles import Setting
from attribution.auditing.story import SPOKEN, Story, anchor, finding, shorten
from attribution.model import Finding, Quote, Source
from attribution.spans import Span, hull
from attribution.words import count_words, word_spans

# Words beside a name that do not say who it is.
_SAY_NOTHING = frozenset({"a", "an", "and", "dame", "lady", "lord", "miss", "mr", "mrs", "ms", "mx", "s", "sir", "the"})


def late_speaker(story: Story, setting: Setting) -> Iterator[Finding]:
    """R8: direct speech runs over more than ``max_sentences`` before its speaker is named; reported once a run.

    A run is direct speech of one source, quote after quote, no further than a paragraph apart. A source that is named
    ahead of it, in the paragraph where the run starts or in the one before, is known to the reader.
    """
    limit = setting.number("max_sentences")
    for source, run in _runs(story):
        start = run[0].content[0].start
        before = story.named_before(source.id, start)
        if before and story.paragraph(before.start) >= story.paragraph(start) - 1:
            continue
        named = story.named_after(source.id, start)
        edge = named.start if named else run[-1].content[-1].end
        spoken = [span for quote in run for span in quote.content if span.start < edge]
        count = sum(story.sentences(span) for span in spoken)
        if count > limit:
            message = f"{count} sentences are quoted before the reader learns that “{shorten(source.name)}” speaks."
            yield finding(setting, message, run[0].content[0], run[0])


def _runs(story: Story) -> Iterator[tuple[Source, list[Quote]]]:
    run: list[Quote] = []
    speaker: Source | None = None
    for quote in story.body_quotes:
        source = story.source(quote) if quote.type in SPOKEN else None
        if run and speaker and source is speaker and _starts(story, quote) - _starts(story, run[-1]) <= 1:
            run.append(quote)
            continue
        if run and speaker:
            yield speaker, run
        run, speaker = ([quote], source) if source else ([], None)
    if run and speaker:
        yield speaker, run


def speakers_collide(story: Story, setting: Setting) -> Iterator[Finding]:
    """R9: in one paragraph direct speech of one source follows that of another.

    With ``introduced`` it is left alone where the second speaker, or the cue, stands between the two.
    """
    previous: Quote | None = None
    for quote in story.quotes:
        if quote.type not in SPOKEN:
            continue
        first, previous = previous, quote
        if first is None or first.paragraph != quote.paragraph:
            continue
        one, other = story.source(first), story.source(quote)
        if one is None or other is None or one.id == other.id:
            continue
        start, end = quote.content[0].start, first.content[-1].end
        if start < end:
            continue  # one inside the other: a quotation in a quotation, not a change of speaker
        named = [span for span in (quote.source, quote.cue) if span and end <= span.start < start]
        if named and setting.flag("introduced"):
            continue
        message = (
            f"“{shorten(one.name)}” and “{shorten(other.name)}” are quoted one after the other in one paragraph: give "
            "the second speaker a new one."
        )
        yield finding(setting, message, quote.content[0], quote)


def no_role(story: Story, setting: Setting) -> Iterator[Finding]:
    """R10: a person is quoted by name and the text does not say who that is, or late; reported once a source."""
    limit = setting.number("max_paragraphs_late")
    body = {quote.id for quote in story.body_quotes}
    for source in story.tally.sources:
        if source.kind != "person" or source.anonymous:
            continue
        quotes = story.tally.by_source.get(source.id, ())
        quote = next((quote for quote in quotes if quote.id in body and _names(story, source, quote)), None)
        if quote is None:
            continue
        name = shorten(source.name)
        if not _told(source, "role", source.role):
            affiliated = _told(source, "affiliation", source.affiliation) and setting.flag("affiliation_is_enough")
            if not affiliated and not _described(story, source):
                yield finding(setting, f"The story does not say who “{name}” is.", anchor(quote), quote)
            continue
        told = [span for item in source.evidence if item.rule.startswith("role:") for span in item.spans]
        late = story.paragraph(min(told).start) - _starts(story, quote) if told else 0
        if late > limit:
            when = "one paragraph later" if late == 1 else f"{late} paragraphs later"
            yield finding(setting, f"“{name}” is quoted here; who that is follows {when}.", anchor(quote), quote)


def _told(source: Source, field: str, value: str | None) -> bool:
    """Tell whether the story gives a field; what only an editor's list gives, no reader is told."""
    rules = {item.rule for item in source.evidence if item.rule.startswith(f"{field}:")}
    return value is not None and rules != {f"{field}:editor"}


def _names(story: Story, source: Source, quote: Quote) -> bool:
    """Tell whether the words beside the quote hold a word of the name; "the director" or "she" names nobody."""
    beside = {word.slice(story.text) for word in word_spans(story.text, quote.source)} if quote.source else set()
    return not beside.isdisjoint(word.slice(source.name) for word in word_spans(source.name))


def _described(story: Story, source: Source) -> bool:
    """Tell whether more than the name stands in a mention of it: "Lidia Wren, a baker" says who that is."""
    name = {word.slice(source.name) for word in word_spans(source.name)}
    spoken = (quote.source for quote in story.tally.by_source.get(source.id, ()) if quote.source)
    for span in {*source.mentions, *spoken}:
        words = {word.slice(story.text) for word in word_spans(story.text, span)}
        if not name.isdisjoint(words) and any(word.lower() not in _SAY_NOTHING for word in words - name):
            return True
    return False


def far_attribution(story: Story, setting: Setting) -> Iterator[Finding]:
    """R11: the words that attribute are far from what is attributed.

    Either more than ``max_words`` or a sentence's end lie between a quote's cue and its nearest content, or a quote has
    neither cue nor source and its speaker was last named more than ``max_paragraphs`` before. A paragraph that goes on
    with a quotation by its own opening mark ("continued") is no new quote.
    """
    max_words, max_paragraphs = setting.number("max_words"), setting.number("max_paragraphs")
    for quote in story.body_quotes:
        source = story.source(quote)
        if quote.cue:
            gap = _gap(quote.cue, quote)
            count = count_words(story.text, gap) if gap else 0
            if gap and (count > max_words or story.sentences(gap) > 1):
                message = f"“{story.slice(quote.cue)}” stands {count} words from what it attributes."
                yield finding(setting, message, hull((quote.cue, *quote.content)), quote)
        elif source and quote.source is None and "continued" not in quote.flags:
            start = quote.content[0].start
            after = story.named_after(source.id, start)
            if after and story.paragraph(after.start) == _starts(story, quote):
                continue
            before = story.named_before(source.id, start)
            far = _starts(story, quote) - story.paragraph(before.start) if before else None
            if far is None or far > max_paragraphs:
                where = "nowhere before" if far is None else f"{far} paragraph{'s' * (far > 1)} before"
                message = f"No attribution beside these words; “{shorten(source.name)}” is named {where}."
                yield finding(setting, message, quote.content[0], quote)


def _starts(story: Story, quote: Quote) -> int:
    return story.paragraph(quote.content[0].start)


def _gap(cue: Span, quote: Quote) -> Span | None:
    """Return what lies between the cue and the nearest content, or None where they touch or overlap."""
    gaps = []
    for span in quote.content:
        if span.start >= cue.end:
            gaps.append(Span(cue.end, span.start))
        elif span.end <= cue.start:
            gaps.append(Span(span.end, cue.start))
        else:
            return None
    return min(gaps, key=len)
