"""Sourcing rules about the whole story and its wording: R6, R13 and R15 to R17. Their grounds are in docs/audit.md."""

from __future__ import annotations

from collections.abc import Iterator

from attribution.auditing.audit import OFFICIAL_GROUPS, organisation_of, stance_of
from attribution.auditing.profiles import Setting
from attribution.auditing.story import Story, anchor, finding, shorten
from attribution.lexicons import load_table
from attribution.model import Finding

# A lawsuit or a prosecutor that "alleges" is reported as law reporters must.
_MAY_ALLEGE = frozenset({"allege", "claim"})


def few_sources(story: Story, setting: Setting) -> Iterator[Finding]:
    """R6: one independent voice only, or one source with more than ``max_share`` of the attributed words."""
    words = story.measure("quoted_words")
    if words.numerator < setting.number("min_words") or not story.tally.sources:
        return
    largest, voices = story.measure("largest_source"), story.measure("single_source")
    source = next((s for s in story.tally.sources if s.id in largest.sources), story.tally.sources[0])
    quotes = story.tally.by_source.get(source.id)
    if not quotes:
        return
    name, unknown = shorten(source.name), _unknown(story)
    if len(story.tally.sources) == 1:
        message = f"“{name}” is the only source of the story{unknown}."
    elif voices.numerator == 1:
        house = shorten(organisation_of(source) or source.name)
        message = f"All {len(story.tally.sources)} sources speak for one organisation, “{house}”{unknown}."
    elif largest.denominator and largest.numerator / largest.denominator > setting.number("max_share"):
        message = (
            f"“{name}” has {largest.numerator:.0f} of the {largest.denominator:.0f} words that are somebody's "
            f"({largest.numerator / largest.denominator:.0%}){unknown}."
        )
    else:
        return
    yield finding(setting, message, anchor(quotes[0]), quotes[0])


def accused_not_heard(story: Story, setting: Setting) -> Iterator[Finding]:
    """R13: who is accused is neither quoted nor said to be approached; ``unclear`` adds those that cannot be read."""
    quotes = {quote.id: quote for quote in story.quotes}
    reported: set[str] = set()
    for accusation in story.tally.accusations:
        quote = quotes[accusation.quote]
        if accusation.heard == "not_heard" and accusation.target:
            name = story.slice(accusation.target)
            if name.casefold() not in reported:
                reported.add(name.casefold())
                message = (
                    f"“{name}” seems to be accused here, and the story neither quotes nor says that it approached them."
                )
                yield finding(setting, message, accusation.target, quote)
        elif accusation.heard == "unclear" and setting.flag("unclear"):
            message = f"“{story.slice(accusation.cue)}”: make sure that whoever is accused here has been heard."
            yield finding(setting, message, accusation.cue, quote)


def officials_only(story: Story, setting: Setting) -> Iterator[Finding]:
    """R15: ``min_share`` or more of at least ``min_sources`` sources are government or security."""
    official = story.measure("official_sources")
    total = int(official.denominator or 0)
    if not total or total < setting.number("min_sources") or official.numerator < setting.number("min_share") * total:
        return
    quote = next((q for q in story.quotes if (s := story.source(q)) and s.role_group in OFFICIAL_GROUPS), None)
    if quote:
        who = f"All {total}" if official.numerator == total else f"{official.numerator:.0f} of {total}"
        message = f"{who} sources speak for government or security forces{_unknown(story)}."
        yield finding(setting, message, anchor(quote), quote)


def loaded_verb(story: Story, setting: Setting) -> Iterator[Finding]:
    """R16: a cue that doubts or endorses what the source says; ``weak`` takes in those that only some desks avoid.

    Documents, courts and lawyers that allege or claim are left alone.
    """
    strengths = load_table("stance").column("strength")
    for quote in story.quotes:
        stance = stance_of(quote)
        if quote.cue is None or stance not in {"doubting", "endorsing"} or not setting.flag(stance):
            continue
        lemma = quote.cue_lemma or ""
        if strengths[lemma] == "plain" or (strengths[lemma] == "weak" and not setting.flag("weak")):
            continue
        source = story.source(quote)
        if source and lemma in _MAY_ALLEGE and (source.kind == "document" or source.role_group == "justice"):
            continue
        name = f"what “{shorten(source.name)}” says" if source else "what is said"
        effect = "casts doubt on" if stance == "doubting" else "takes as true"
        message = f"“{story.slice(quote.cue)}” {effect} {name}; “said” is neutral."
        yield finding(setting, message, quote.cue, quote)


def unknown_speaker(story: Story, setting: Setting) -> Iterator[Finding]:
    """R17: a quote whose speaker was not found, or (``ambiguous``) could be several."""
    for quote in story.quotes:
        if story.source(quote):
            continue
        names = [shorten(story.tally.known[c].name) for c in quote.candidates if c in story.tally.known]
        if quote.status == "ambiguous" and len(names) > 1:
            if not setting.flag("ambiguous"):
                continue
            message = f"It is not clear who speaks: {' or '.join(f'“{name}”' for name in names)}."
        else:
            message = "The text does not show who says this."
        yield finding(setting, message, quote.source or quote.content[0], quote)


def _unknown(story: Story) -> str:
    """Return the reservation that a statement on all sources needs where some speakers are unknown."""
    if not story.unresolved:
        return ""
    if story.unresolved == 1:
        return ", as far as speakers are known (1 quote is unresolved)"
    return f", as far as speakers are known ({story.unresolved} quotes are unresolved)"
