"""What changed between two versions of an article as one self-contained page: view records, and the page of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from attribution.auditing.compare import Change, Comparison, MeasureChange, QuoteChange, Value
from attribution.model import Analysis, Audit, Finding, Quote, Source
from reports.charts import OTHER_HUE, assign_hues
from reports.html import render_page
from reports.labels import KIND_LABELS, TYPE_LABELS, group_label, headline_of, told_affiliation, told_role

# Words of a quote beyond which its versions are shown one after the other: matching words takes their product in time.
MOST_WORDS = 400
FIELD_LABELS = {"role_group": "group", "reason": "reason for no name", "heard": "in the story"}
UNRESOLVED = "unresolved"

Piece = tuple[str, str]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The words of a role group in both versions, each with the words that are somebody's.

    Widths are in percent of the largest share in either version.
    """

    label: str
    hue: int
    unresolved: bool
    old: int
    old_of: int
    new: int
    new_of: int
    old_width: float
    new_width: float


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source that is ``gained``, ``lost`` or ``changed``, with (what, old, new) for each change."""

    state: str
    name: str
    facts: str
    group: str
    hue: int
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote that is ``gained``, ``lost`` or ``changed``; its words are pieces, each ``kept``, ``old`` or ``new``."""

    state: str
    speaker: str
    hue: int
    paragraph: int
    type: str
    pieces: tuple[Piece, ...]
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding that is ``new`` or ``gone``; the paragraph counts from 1 in the version that has it."""

    state: str
    rule: str
    severity: str
    message: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """The whole page; ``figures`` are the measures that changed by more than `MeasureChange.slight`."""

    headline: str
    old_headline: str
    old_name: str
    new_name: str
    groups: tuple[GroupRow, ...]
    sources: tuple[SourceRow, ...]
    quotes: tuple[QuoteRow, ...]
    findings: tuple[FindingRow, ...]
    figures: tuple[MeasureChange, ...]
    empty: bool


def render_comparison(comparison: Comparison, *, generated: str | None = None) -> str:
    """Return the page of a comparison; ``generated`` is a date to print at the foot."""
    return render_page("diff", view=build_comparison(comparison), generated=generated)


def build_comparison(comparison: Comparison) -> ComparisonView:
    """Return what the page shows, without any HTML."""
    old, new = comparison.old, comparison.new
    before, after = _group_words(old.audit), _group_words(new.audit)
    ranked = sorted(
        {**after, **before}, key=lambda key: (key == UNRESOLVED, -after.get(key, 0), -before.get(key, 0), key)
    )
    hues = assign_hues(ranked)
    totals = sum(before.values()), sum(after.values())
    shares = [
        {key: count / (of or 1) for key, count in words.items()}
        for words, of in zip((before, after), totals, strict=True)
    ]
    longest = max((share for version in shares for share in version.values()), default=0) or 1
    return ComparisonView(
        headline=headline_of(new),
        old_headline=headline_of(old),
        old_name=old.article.path or old.article.id,
        new_name=new.article.path or new.article.id,
        groups=tuple(
            GroupRow(
                group_label(key),
                hues[key],
                key == UNRESOLVED,
                before.get(key, 0),
                totals[0],
                after.get(key, 0),
                totals[1],
                round(100 * shares[0].get(key, 0) / longest, 2),
                round(100 * shares[1].get(key, 0) / longest, 2),
            )
            for key in ranked
        ),
        sources=tuple(_source_rows(comparison, hues)),
        quotes=tuple(_quote_rows(comparison, hues)),
        findings=tuple(_finding_rows(comparison)),
        figures=tuple(change for change in comparison.measures if change.key is None and not change.slight),
        empty=comparison.empty,
    )


def word_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Return the words of both texts, in order, as pieces that are ``kept``, ``old`` or ``new``."""
    before, after = old.split(), new.split()
    if max(len(before), len(after)) > MOST_WORDS:
        return (("old", " ".join(before)), ("new", " ".join(after)))
    found: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("kept", " ".join(before[i:j])))
        else:
            found += [("old", " ".join(before[i:j]))] if j > i else []
            found += [("new", " ".join(after[k:m]))] if m > k else []
    return tuple(found)


def _group_words(audit: Audit) -> dict[str, int]:
    rows = (b.shares for b in audit.breakdowns if b.dimension == "role_group" and b.unit == "words")
    return {share.key: share.numerator for shares in rows for share in shares}


def _source_rows(comparison: Comparison, hues: dict[str, int]) -> Iterator[SourceRow]:
    for state, sources in (("gained", comparison.sources_gained), ("lost", comparison.sources_lost)):
        for source in sources:
            yield _source_row(state, source, hues)
    for change in comparison.sources_changed:
        yield _source_row("changed", change.new, hues, change.changes)


def _source_row(state: str, source: Source, hues: dict[str, int], changes: Iterable[Change] = ()) -> SourceRow:
    facts = ", ".join(part for part in (told_role(source), told_affiliation(source)) if part)
    hue = hues.get(source.role_group, OTHER_HUE)
    return SourceRow(state, source.name, facts, group_label(source.role_group), hue, _shown(changes))


def _quote_rows(comparison: Comparison, hues: dict[str, int]) -> Iterator[QuoteRow]:
    for state, analysis, quotes in (
        ("gained", comparison.new, comparison.quotes_gained),
        ("lost", comparison.old, comparison.quotes_lost),
    ):
        for quote in quotes:
            yield _quote_row(state, analysis, quote, hues, (("kept", _content(analysis, quote)),))
    for change in comparison.quotes_changed:
        pieces = _changed_pieces(comparison, change)
        yield _quote_row("changed", comparison.new, change.new, hues, pieces, change.changes)


def _quote_row(  # noqa: PLR0913, PLR0917 - a row of the table
    state: str,
    analysis: Analysis,
    quote: Quote,
    hues: dict[str, int],
    pieces: tuple[Piece, ...],
    changes: Iterable[Change] = (),
) -> QuoteRow:
    source = analysis.source(quote.speaker) if quote.status == "resolved" else None
    hue = hues.get(source.role_group if source else UNRESOLVED, OTHER_HUE)
    name = source.name if source else group_label(UNRESOLVED)
    shown = _shown(change for change in changes if change.field != "words")
    return QuoteRow(state, name, hue, quote.paragraph + 1, TYPE_LABELS[quote.type], pieces, shown)


def _changed_pieces(comparison: Comparison, change: QuoteChange) -> tuple[Piece, ...]:
    new = _content(comparison.new, change.new)
    return word_pieces(_content(comparison.old, change.old), new) if change.changed("words") else (("kept", new),)


def _finding_rows(comparison: Comparison) -> Iterator[FindingRow]:
    for state, analysis, findings in (
        ("new", comparison.new, comparison.findings_new),
        ("gone", comparison.old, comparison.findings_gone),
    ):
        for finding in findings:
            yield _finding_row(state, analysis, finding)


def _finding_row(state: str, analysis: Analysis, finding: Finding) -> FindingRow:
    paragraph = analysis.article.paragraph_at(finding.span.start) + 1
    return FindingRow(state, finding.rule, finding.severity, finding.message, paragraph)


def _content(analysis: Analysis, quote: Quote) -> str:
    return " ".join(" … ".join(span.slice(analysis.article.text) for span in quote.content).split())


def _shown(changes: Iterable[Change]) -> tuple[tuple[str, str, str], ...]:
    return tuple((FIELD_LABELS.get(c.field, c.field), _value(c.field, c.old), _value(c.field, c.new)) for c in changes)


def _value(field: str, value: Value) -> str:
    if value is None:
        return group_label(UNRESOLVED) if field == "speaker" else "none told"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field == "role_group":
        return group_label(value)
    return {"kind": KIND_LABELS, "type": TYPE_LABELS}.get(field, {}).get(value, value)
