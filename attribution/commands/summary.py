"""An analysis as text for a terminal, and as Markdown: counts, sources, quotes, what is unsure, findings.

Words of an article are somebody else's: control characters, bidirectional ones too, and the marks of Markdown are made
harmless before they are shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from textwrap import wrap

from attribution.auditing.tally import UNRESOLVED, Tally
from attribution.model import Analysis, Finding, Quote, Source
from attribution.spans import Span

NARROWEST, WIDEST = 60, 140  # columns; narrower tables break, wider ones lose the eye
MARGIN = "  "
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_HEADINGS = ("source", "role, group", "quotes", "own/paraphrased", "first")


def text_summary(analysis: Analysis, *, width: int = 100, verbose: bool = False) -> str:
    """Return the summary in lines of at most ``width`` columns; ``verbose`` adds every quote with its rule."""
    width = min(max(width, NARROWEST), WIDEST)
    tally = Tally(analysis.article, analysis.quotes, analysis.sources, analysis.no_comment)
    lines = [*wrapped(headline(analysis), width), *wrapped(counts_line(analysis, tally), width)]
    if tally.sources:
        lines += ["", *_table(analysis, tally, width)]
    if verbose and analysis.quotes:
        lines += ["", "Quotes"]
        lines += [line for quote in analysis.quotes for line in item_lines(_quote_line(analysis, quote), width)]
    for heading, items in _lists(analysis, tally):
        if items:
            lines += ["", heading, *(line for item in items for line in item_lines(item, width))]
    return "\n".join(lines) + "\n"


def markdown_summary(analysis: Analysis) -> str:
    """Return the summary as Markdown: a table of sources, every quote, and the lists."""
    tally = Tally(analysis.article, analysis.quotes, analysis.sources, analysis.no_comment)
    lines = [f"# {escaped(headline(analysis))}", "", escaped(counts_line(analysis, tally))]
    if tally.sources:
        lines += ["", "| source | role | group | quotes | own words | paraphrased words | first paragraph |"]
        lines += ["|---|---|---|--:|--:|--:|--:|"]
        lines += ["| " + " | ".join(map(escaped, row)) + " |" for row in _markdown_rows(analysis, tally)]
    if analysis.quotes:
        lines += ["", "## Quotes", ""]
        lines += [f"- {escaped(_quote_line(analysis, quote))}" for quote in analysis.quotes]
    for heading, items in _lists(analysis, tally):
        if items:
            lines += ["", f"## {heading}", "", *(f"- {escaped(item)}" for item in items)]
    return "\n".join(lines) + "\n"


def counts_line(analysis: Analysis, tally: Tally) -> str:
    """Return the article's counts in one line, each with its unit, and the share of its words that are somebody's."""
    quoted, total = sum(tally.words.values()), tally.article_words
    if not tally.counted:
        return f"{printable(analysis.article.id)}: no quotes found in {counted(total, 'word')}"
    share = f" ({quoted / total:.0%} of {counted(total, 'word')})" if total else ""
    counts = (
        counted(len(tally.sources), "source"),
        counted(len(tally.counted), "quote"),
        counted(quoted, "attributed word"),
    )
    return f"{printable(analysis.article.id)}: {', '.join(counts)}{share}"


def finding_line(analysis: Analysis, finding: Finding) -> str:
    """Return a finding with its severity, rule, place and message."""
    return f"{finding.severity} {finding.rule}, {place(analysis, finding.span)}: {printable(finding.message)}"


def printable(words: str) -> str:
    """Return words in one line without characters that a terminal acts on; only joiners of letters and emoji stay."""
    shown = (
        c if unicodedata.category(c) not in _UNSEEN or c in "\u200c\u200d" else "\ufffd"
        for c in " ".join(words.split())
    )
    return "".join(shown)


def columns(words: str) -> int:
    """Return how many terminal columns the words take: two for wide characters, none for combining ones."""
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) in {"Mn", "Me", "Cf"}
        else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in words
    )


def clip(words: str, size: int) -> str:
    """Return the words cut to ``size`` columns, the last of them "…" where something was cut."""
    if columns(words) <= size:
        return words
    kept: list[str] = []
    used = 0
    for character in words:
        used += columns(character)
        if used >= size:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def headline(analysis: Analysis) -> str:
    """Return the headline of an article, or its id, fit for a terminal."""
    return printable(analysis.article.title or analysis.article.id)


def counted(number: int, unit: str) -> str:
    """Return a number with its unit: "1 quote", "1,200 quotes"."""
    return f"{number:,} {unit}" + ("" if number == 1 else "s")


def who_line(source: Source) -> str:
    """Return role, affiliation and role group of a source in one line."""
    parts = [part for part in (source.role, source.affiliation) if part]
    return printable(", ".join(dict.fromkeys([*parts, source.role_group])))


def place(analysis: Analysis, span: Span) -> str:
    """Return the paragraph of a span, from 1, as "par. 3"."""
    return f"par. {analysis.article.paragraph_at(span.start) + 1}"


def padded(words: str, size: int) -> str:
    """Return words filled with spaces to ``size`` columns."""
    return words + " " * (size - columns(words))


def wrapped(words: str, width: int) -> list[str]:
    """Return words in lines of at most ``width`` characters, one line at least."""
    return wrap(printable(words), width, break_on_hyphens=False) or [""]


def item_lines(words: str, width: int) -> list[str]:
    """Return an item of a list in lines of at most ``width`` characters, indented."""
    return wrap(printable(words), width, initial_indent=MARGIN, subsequent_indent=MARGIN * 2, break_on_hyphens=False)


def escaped(words: str) -> str:
    """Return words in one line in which nothing is Markdown."""
    return _MARKDOWN.sub(r"\\\1", printable(words))


def _figures(tally: Tally, key: str) -> tuple[int, int, int, int]:
    """Return quotes, own words, paraphrased words and first paragraph (from 1) of a source or of ``unresolved``."""
    quotes = tally.by_source.get(key, ())
    own = sum(tally.direct_words[quote.id] for quote in quotes)
    first = tally.first_paragraph(key)
    return len(quotes), own, tally.source_words(key) - own, 0 if first is None else first + 1


def _table(analysis: Analysis, tally: Tally, width: int) -> list[str]:
    rows = [
        (printable(s.name), who_line(s), *_cells(_figures(tally, s.id))) for s in analysis.sources if s in tally.sources
    ]
    if tally.by_source.get(UNRESOLVED):
        rows.append(("(not resolved)", "", *_cells(_figures(tally, UNRESOLVED))))
    fixed = [max(columns(row[i]) for row in (_HEADINGS, *rows)) for i in (2, 3, 4)]
    left = width - sum(fixed) - 4 * len(MARGIN)
    name = min(max(columns(row[0]) for row in (_HEADINGS, *rows)), max(left * 2 // 5, 12))
    widths = [name, min(max(columns(row[1]) for row in (_HEADINGS, *rows)), left - name)]
    lines = []
    for row in (_HEADINGS, *rows):
        cells = [padded(clip(cell, size), size) for cell, size in zip(row[:2], widths, strict=True)]
        cells += [" " * (size - columns(cell)) + cell for cell, size in zip(row[2:], fixed, strict=True)]
        lines.append(MARGIN.join(cells).rstrip())
    return lines


def _cells(figures: tuple[int, int, int, int]) -> tuple[str, str, str]:
    quotes, own, paraphrased, first = figures
    return str(quotes), f"{own}/{paraphrased}", f"par. {first}" if first else "–"


def _markdown_rows(analysis: Analysis, tally: Tally) -> Iterable[Sequence[str]]:
    for source in analysis.sources:
        if source in tally.sources:
            role = printable(", ".join(part for part in (source.role, source.affiliation) if part))
            yield printable(source.name), role, source.role_group, *map(str, _figures(tally, source.id))
    if tally.by_source.get(UNRESOLVED):
        yield "(not resolved)", "", "", *map(str, _figures(tally, UNRESOLVED))


def _lists(analysis: Analysis, tally: Tally) -> Iterable[tuple[str, list[str]]]:
    unclear = [quote for quote in tally.counted if tally.speaker(quote) == UNRESOLVED]
    yield "Speaker not resolved", [_unclear_line(analysis, quote) for quote in unclear]
    lines = []
    for line in analysis.no_comment:
        source = analysis.source(line.speaker)
        words = clip(printable(line.span.slice(analysis.article.text)), 90)
        lines.append(f"{printable(source.name) if source else 'somebody'}, {place(analysis, line.span)}: {words}")
    yield "Did not comment", lines
    yield "Findings", [finding_line(analysis, finding) for finding in analysis.findings]
    yield "Notes", [printable(warning) for warning in analysis.warnings]


def _quote_line(analysis: Analysis, quote: Quote) -> str:
    source = analysis.source(quote.speaker)
    who = printable(source.name) if source else f"({quote.status})"
    thought = ", thought" if quote.act == "thought" else ""
    place = f"{quote.id} par. {quote.paragraph + 1}"
    return f"{place}, {quote.type}{thought}, {who}: {_content(analysis, quote)} [{quote.rule}]"


def _unclear_line(analysis: Analysis, quote: Quote) -> str:
    names = [printable(source.name) for i in quote.candidates if (source := analysis.source(i))]
    note = f" (one of: {', '.join(names)})" if names else ""
    return f"{quote.id} par. {quote.paragraph + 1}: {_content(analysis, quote)}{note}"


def _content(analysis: Analysis, quote: Quote) -> str:
    return clip(printable(" … ".join(span.slice(analysis.article.text) for span in quote.content)), 90)
