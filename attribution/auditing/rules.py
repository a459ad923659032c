"""Stage 5b: the sourcing rules R1 to R17, applied as a profile says.

The rules themselves stand in `attribution.auditing.unnamed`, `attribution.auditing.placement` and
`attribution.auditing.fairness`; what each means and on what handbook it rests is in docs/audit.md. A finding points at
words and says what an editor might change or ask; that something is a fault remains the editor's verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import get_args

from attribution.auditing import fairness, placement, unnamed
from attribution.auditing.house import HouseRule, load_house_rules
from attribution.auditing.profiles import Profile, Setting, load_profile
from attribution.auditing.story import Story
from attribution.model import Article, Audit, Finding, NoComment, Quote, Severity, Source

__all__ = ["RULES", "Rule", "check_house_rules", "check_sourcing", "known_rules", "load_profile"]
MOST_FINDINGS = 10_000  # of one rule in one story; what finds more is broken


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


@dataclass(frozen=True, slots=True)
class HouseFindings:
    """What rules of other packages found, in text order, and a line for each that failed; its findings are missing."""

    findings: tuple[Finding, ...] = ()
    problems: tuple[str, ...] = ()


def known_rules() -> tuple[Rule, ...]:
    """Return R1 to R17, then the rules of other packages in the order of their ids."""
    return (*RULES, *(Rule(rule.id, rule.title, _checker(rule)) for rule, _ in load_house_rules().rules))


def _checker(rule: HouseRule) -> Callable[[Story, Setting], Iterator[Finding]]:
    return lambda story, setting: iter(rule.check(story, setting))


def check_house_rules(story: Story, *, profile: Profile) -> HouseFindings:
    """Apply the rules of other packages that the profile switches on; whatever one raises ends that rule alone."""
    found: list[Finding] = []
    problems: list[str] = []
    for rule, package in load_house_rules().rules:
        setting = profile.setting(rule.id)
        if setting.severity is None:
            continue
        try:
            found += _checked(rule, story, setting)
        except Exception as error:  # noqa: BLE001 - another's code may raise anything
            fault = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
            problems.append(f"the rule {rule.id} of {package} failed ({fault}); its findings are missing here")
    return HouseFindings(tuple(sorted(found, key=lambda item: (item.span, item.rule))), tuple(problems))


def _checked(rule: HouseRule, story: Story, setting: Setting) -> list[Finding]:
    """Return a rule's findings; raises `ValueError` where one is not a finding of this rule in this text."""
    found = list(islice(rule.check(story, setting), MOST_FINDINGS + 1))
    if len(found) > MOST_FINDINGS:
        raise ValueError(f"more than {MOST_FINDINGS:,} findings")
    for item in found:
        if not isinstance(item, Finding) or item.rule != rule.id or item.severity not in get_args(Severity):
            raise ValueError(f"{item!r} is no finding of this rule")
        if item.span.end > len(story.text):
            raise ValueError(f"[{item.span.start}, {item.span.end}) is no range of the text")
    return found


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
