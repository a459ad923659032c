"""What changed between two versions of an article, as text for a terminal, as Markdown and as JSON data.

A line starts with ``+`` for what is new, ``-`` for what is gone and ``~`` for what is in both and differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from attribution.auditing.compare import Change, Comparison, Figure, MeasureChange, QuoteChange, SourceChange, Value
from attribution.commands.summary import (
    MARGIN,
    NARROWEST,
    WIDEST,
    clip,
    columns,
    counted,
    escaped,
    finding_line,
    headline,
    item_lines,
    padded,
    printable,
    who_line,
    wrapped,
)
from attribution.model import Analysis, Finding, Quote, Source

SCHEMA_VERSION = 1
LONGEST = 90  # columns of a quotation in a list
SHORTEST_LABEL = 8  # columns that a figure's label keeps beside the widest figures
NOTHING = "No change in the sourcing."
HEADINGS = ("figure", "old", "new", "unit")


class ChangesFormat(StrEnum):
    """What changes can be written as."""

    text = "text"
    json = "json"
    md = "md"


def text_changes(comparison: Comparison, *, width: int = 100) -> str:
    """Return the changes in lines of at most ``width`` columns."""
    width = min(max(width, NARROWEST), WIDEST)
    lines = [*wrapped(_title(comparison), width), *wrapped(_names(comparison), width)]
    lines += wrapped(counts_of(comparison), width)
    for heading, items in _lists(comparison):
        if items:
            lines += ["", heading, *(line for item in items for line in item_lines(item, width))]
    measures, slight = _measures(comparison)
    if measures:
        lines += ["", *_table(measures, width)]
    if slight:
        lines += ["", *wrapped(slight, width)]
    return "\n".join(lines) + "\n"


def markdown_changes(comparison: Comparison) -> str:
    """Return the changes as Markdown: lists, and a table of the figures."""
    lines = [f"# {escaped(_title(comparison))}", "", escaped(_names(comparison)), "", escaped(counts_of(comparison))]
    for heading, items in _lists(comparison):
        if items:
            # The sign in a code span, so that it opens no list of its own.
            lines += ["", f"## {heading}", "", *(f"- `{item[0]}` {escaped(item[2:])}" for item in items)]
    measures, slight = _measures(comparison)
    if measures:
        lines += ["", "## Figures", "", f"| {' | '.join(HEADINGS)} |", "|---|--:|--:|---|"]
        lines += ["| " + " | ".join(map(escaped, _cells(change))) + " |" for change in measures]
    if slight:
        lines += ["", escaped(slight)]
    return "\n".join(lines) + "\n"


def counts_of(comparison: Comparison) -> str:
    """Return in one line how much changed."""
    counts = (
        (comparison.sources_gained, "source", "gained"),
        (comparison.sources_lost, "source", "lost"),
        (comparison.sources_changed, "source", "changed"),
        (comparison.quotes_gained, "quote", "gained"),
        (comparison.quotes_lost, "quote", "lost"),
        (comparison.quotes_changed, "quote", "changed"),
        (comparison.measures, "figure", "changed"),
        (comparison.findings_new, "finding", "new"),
        (comparison.findings_gone, "finding", "gone"),
    )
    told = [f"{counted(len(items), unit)} {verb}" for items, unit, verb in counts if items]
    return ", ".join(told) if told else NOTHING


def changes_to_dict(comparison: Comparison) -> dict[str, Any]:
    """Return the changes as JSON data; offsets count in the text of the version that they stand under."""
    old, new = comparison.old, comparison.new
    return {
        "schema": SCHEMA_VERSION,
        "old": _version(old),
        "new": _version(new),
        "sources": {
            "gained": [_source(source) for source in comparison.sources_gained],
            "lost": [_source(source) for source in comparison.sources_lost],
            "changed": [
                {"old": _source(c.old), "new": _source(c.new), "changes": _changes(c.changes)}
                for c in comparison.sources_changed
            ],
        },
        "quotes": {
            "gained": [_quote(new, quote) for quote in comparison.quotes_gained],
            "lost": [_quote(old, quote) for quote in comparison.quotes_lost],
            "changed": [
                {"old": _quote(old, c.old), "new": _quote(new, c.new), "changes": _changes(c.changes)}
                for c in comparison.quotes_changed
            ],
        },
        "measures": [
            {
                "id": change.id,
                "key": change.key,
                "label": change.label,
                "unit": change.unit,
                "old": _figure(change.old),
                "new": _figure(change.new),
            }
            for change in comparison.measures
        ],
        "findings": {
            "new": [_finding(new, finding) for finding in comparison.findings_new],
            "gone": [_finding(old, finding) for finding in comparison.findings_gone],
        },
    }


def change_line(change: Change) -> str:
    """Return a change of a field as "field: old → new"."""
    return f"{change.field.replace('_', ' ')}: {_value(change, change.old)} → {_value(change, change.new)}"


def figure_text(change: MeasureChange, figure: Figure | None) -> str:
    """Return a figure as "3 of 7 (43%)", without a percentage where it is no share of equal things."""
    if figure is None:
        return "–"
    numerator, denominator = figure
    shown = _number(numerator)
    if denominator is None:
        return shown
    if not denominator or change.unit == "paragraphs" or not float(numerator).is_integer():
        return f"{shown} of {_number(denominator)}"
    share = numerator / denominator
    percent = "<1%" if 0 < share < 0.01 else f"{share:.0%}"  # noqa: PLR2004 - one per cent
    return f"{shown} of {_number(denominator)} ({percent})"


def figure_label(change: MeasureChange) -> str:
    """Return what a figure counts: the label of a measure, or the group of a row."""
    return change.label if change.key is None else f"Group {change.key.replace('_', ' ')}"


def _title(comparison: Comparison) -> str:
    old, new = headline(comparison.old), headline(comparison.new)
    return new if old == new else f"{old} → {new}"


def _names(comparison: Comparison) -> str:
    return " → ".join(printable(a.article.path or a.article.id) for a in (comparison.old, comparison.new))


def _lists(comparison: Comparison) -> Iterator[tuple[str, list[str]]]:
    old, new = comparison.old, comparison.new
    sources = [f"+ {_source_line(source)}" for source in comparison.sources_gained]
    sources += [f"- {_source_line(source)}" for source in comparison.sources_lost]
    yield "Sources", sources + [f"~ {_source_change(change)}" for change in comparison.sources_changed]
    quotes = [f"+ {_quote_line(new, quote)}" for quote in comparison.quotes_gained]
    quotes += [f"- {_quote_line(old, quote)}" for quote in comparison.quotes_lost]
    yield "Quotes", quotes + [f"~ {_quote_change(new, change)}" for change in comparison.quotes_changed]
    findings = [f"+ {finding_line(new, finding)}" for finding in comparison.findings_new]
    yield "Findings", findings + [f"- {finding_line(old, finding)}" for finding in comparison.findings_gone]


def _source_line(source: Source) -> str:
    return f"{printable(source.name)} ({who_line(source)})"


def _source_change(change: SourceChange) -> str:
    return f"{printable(change.new.name)}, {'; '.join(map(change_line, change.changes))}"


def _quote_line(analysis: Analysis, quote: Quote) -> str:
    return f"{_about(analysis, quote)}, {quote.type}: {clip(printable(_content(analysis, quote)), LONGEST)}"


def _quote_change(new: Analysis, change: QuoteChange) -> str:
    words = "" if change.changed("words") else f": {clip(printable(_content(new, change.new)), LONGEST)}"
    return f"{_about(new, change.new)}, {'; '.join(map(change_line, change.changes))}{words}"


def _about(analysis: Analysis, quote: Quote) -> str:
    return f"par. {quote.paragraph + 1}, {printable(_speaker(analysis, quote) or '(not resolved)')}"


def _speaker(analysis: Analysis, quote: Quote) -> str | None:
    source = analysis.source(quote.speaker) if quote.status == "resolved" else None
    return source.name if source else None


def _content(analysis: Analysis, quote: Quote) -> str:
    return " … ".join(span.slice(analysis.article.text) for span in quote.content)


def _value(change: Change, value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "(not resolved)" if change.field == "speaker" else "(none)"
    words = clip(printable(value), LONGEST)
    return words if change.field in {"words", "speaker", "type", "heard", "kind", "role_group"} else f"“{words}”"


def _measures(comparison: Comparison) -> tuple[list[MeasureChange], str]:
    """Return the changes to list, and a line on those left out."""
    listed = [change for change in comparison.measures if not change.slight]
    left = len(comparison.measures) - len(listed)
    return listed, f"{counted(left, 'figure')} with the same count moved by less than 1% and not shown" if left else ""


def _table(changes: Sequence[MeasureChange], width: int) -> list[str]:
    rows = [HEADINGS, *(_cells(change) for change in changes)]
    sizes = [max(columns(row[i]) for row in rows) for i in range(4)]
    left = width - sizes[3] - 3 * len(MARGIN)
    sizes[1:3] = (min(size, (left - SHORTEST_LABEL) // 2) for size in sizes[1:3])
    sizes[0] = min(sizes[0], left - sizes[1] - sizes[2])
    lines = []
    for row in rows:
        label, old, new = (clip(cell, size) for cell, size in zip(row[:3], sizes[:3], strict=True))
        figures = (" " * (size - columns(cell)) + cell for cell, size in zip((old, new), sizes[1:3], strict=True))
        lines.append(MARGIN.join((padded(label, sizes[0]), *figures, row[3])))
    return lines


def _cells(change: MeasureChange) -> tuple[str, str, str, str]:
    old, new = (figure_text(change, figure) for figure in (change.old, change.new))
    return printable(figure_label(change)), old, new, change.unit


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def _version(analysis: Analysis) -> dict[str, Any]:
    article = analysis.article
    return {"id": article.id, "title": article.title, "path": article.path}


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "role": source.role,
        "role_group": source.role_group,
        "affiliation": source.affiliation,
        "anonymous": source.anonymous,
    }


def _quote(analysis: Analysis, quote: Quote) -> dict[str, Any]:
    return {
        "id": quote.id,
        "type": quote.type,
        "speaker": _speaker(analysis, quote),
        "paragraph": quote.paragraph,
        "content": [
            {"start": span.start, "end": span.end, "text": span.slice(analysis.article.text)} for span in quote.content
        ],
    }


def _changes(changes: Iterable[Change]) -> list[dict[str, Any]]:
    return [{"field": change.field, "old": change.old, "new": change.new} for change in changes]


def _figure(figure: Figure | None) -> dict[str, float | None] | None:
    return None if figure is None else {"numerator": figure[0], "denominator": figure[1]}


def _finding(analysis: Analysis, finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "start": finding.span.start,
        "end": finding.span.end,
        "text": finding.span.slice(analysis.article.text),
        "quote": finding.quote,
    }
