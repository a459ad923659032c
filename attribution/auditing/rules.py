"""Stage 5b: the sourcing rules R1 to R17, applied as a profile says.

The rules themselves stand in `attribution.auditing.unnamed`, `attribution.auditing.placement` and
`attribution.auditing.fairness`; what each means and on what handbook it rests is in docs/audit.md. A finding points at
words and says what an editor might change or ask; that something is a fault remains the editor's verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from attribution.auditing import fairness, placement, unnamed
from attribution.auditing.profiles import Profile, Setting, load_profile
from attribution.auditing.story import Story
from attribution.model import Article, Audit, Finding, NoComment, Quote, Source

__all__ = ["RULES", "Rule", "check_sourcing", "load_profile"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its stable id, its name for a reader, and the function that finds where a story runs into it."""

    id: str
    title: str
    check: Callable[[Story, Setting], Iterator[Finding]]


RULES: tuple[Rule, ...] = (
    Rule("R1", "Bare source", unnamed.bare_source),
    Rule("R2", "No reason for anonymity", unnamed.no_reason),
    Rule("R3", "Opinion or attack without a name", unnamed.unnamed_opinion),
    Rule("R4", "First quotation is unnamed", unnamed.first_quote_unnamed),
    Rule("R5", "Direct quotation without a name", unnamed.unnamed_direct),
    Rule("R6", "One source carries the story", fairness.few_sources),
    Rule("R7", "Plural for one source", unnamed.plural_for_one),
    Rule("R8", "Speaker named late", placement.late_speaker),
    Rule("R9", "Two speakers run together", placement.speakers_collide),
    Rule("R10", "Speaker without a role", placement.no_role),
    Rule("R11", "Attribution far away", placement.far_attribution),
    Rule("R12", "Declined and yet quoted", unnamed.declined_yet_quoted),
    Rule("R13", "Accused and not heard", fairness.accused_not_heard),
    Rule("R14", "Serious allegation without a name", unnamed.unnamed_allegation),
    Rule("R15", "Officials only", fairness.officials_only),
    Rule("R16", "Verb that doubts or endorses", fairness.loaded_verb),
    Rule("R17", "Unknown speaker", fairness.unknown_speaker),
)


def check_sourcing(  # noqa: PLR0913  # the parts of an analysis, none of them optional
    article: Article,
    quotes: Sequence[Quote],
    sources: Sequence[Source],
    no_comment: Sequence[NoComment],
    audit: Audit,
    *,
    profile: Profile,
) -> tuple[Finding, ...]:
    """Apply the rules that the profile switches on.

    Args:
        article: the article the spans slice.
        quotes: all quotes; those with act ``thought`` and those that repeat others are left out.
        sources: the sources that quotes and no-comment lines name.
        no_comment: the lines that say somebody did not comment.
        audit: the measures of the same parts, by `attribution.auditing.audit.measure_sourcing`.
        profile: severities and thresholds, by `load_profile`.

    Returns:
        Findings in text order, then by the number of the rule.
    """
    story = Story.of(article, quotes, sources, no_comment, audit)
    found: list[tuple[int, int, int, Finding]] = []
    for number, rule in enumerate(RULES):
        setting = profile.setting(rule.id)
        if setting.severity is not None:
            found.extend((item.span.start, number, item.span.end, item) for item in rule.check(story, setting))
    return tuple(item for *_, item in sorted(found, key=lambda row: (*row[:3], row[3].message)))
