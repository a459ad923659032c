"""Analyses as pandas frames, a row for each quote, source, measure or finding; columns keep their types when empty.

Names of columns are those of the JSON. Every frame starts with ``article``, so that frames of several articles can be
concatenated. The rows are to be had as dicts too, for what writes them elsewhere. Paragraphs count from 0 as in
``article.paragraphs``; words are those of `attribution.words`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from attribution.auditing.tally import Tally
from attribution.model import Analysis, Quote

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, object]
_TEXT, _WHOLE, _NUMBER, _FLAG = "string", "Int64", "Float64", "boolean"
QUOTE_COLUMNS = {
    "article": _TEXT,
    "id": _TEXT,
    "type": _TEXT,
    "act": _TEXT,
    "speaker": _TEXT,
    "name": _TEXT,
    "kind": _TEXT,
    "role": _TEXT,
    "role_group": _TEXT,
    "affiliation": _TEXT,
    "status": _TEXT,
    "confidence": _NUMBER,
    "rule": _TEXT,
    "cue": _TEXT,
    "cue_lemma": _TEXT,
    "source": _TEXT,
    "text": _TEXT,
    "start": _WHOLE,
    "end": _WHOLE,
    "words": _WHOLE,
    "own_words": _WHOLE,
    "paragraph": _WHOLE,
    "zone": _TEXT,
    "flags": _TEXT,
}
SOURCE_COLUMNS = {
    "article": _TEXT,
    "id": _TEXT,
    "name": _TEXT,
    "kind": _TEXT,
    "role": _TEXT,
    "role_group": _TEXT,
    "affiliation": _TEXT,
    "pronouns": _TEXT,
    "anonymous": _FLAG,
    "reason": _TEXT,
    "quotes": _WHOLE,
    "direct": _WHOLE,
    "indirect": _WHOLE,
    "mixed": _WHOLE,
    "words": _WHOLE,
    "own_words": _WHOLE,
    "share": _NUMBER,
    "first_paragraph": _WHOLE,
    "mentions": _WHOLE,
}
MEASURE_COLUMNS = {
    "article": _TEXT,
    "measure": _TEXT,
    "key": _TEXT,
    "label": _TEXT,
    "numerator": _NUMBER,
    "denominator": _NUMBER,
    "share": _NUMBER,
    "unit": _TEXT,
    "quotes": _TEXT,
    "sources": _TEXT,
}
FINDING_COLUMNS = {
    "article": _TEXT,
    "rule": _TEXT,
    "severity": _TEXT,
    "message": _TEXT,
    "start": _WHOLE,
    "end": _WHOLE,
    "text": _TEXT,
    "quote": _TEXT,
}


def quotes_frame(analysis: Analysis) -> pd.DataFrame:
    """Return a row for each quote, thoughts included, with the facts of its speaker.

    ``text`` is the content, its parts joined by " … ". ``words`` counts a word that two quotes share for the inner one;
    it is missing for a thought or a duplicate, which no measure counts. ``own_words`` are those in quotation marks.
    """
    return make_frame(QUOTE_COLUMNS, quote_rows(analysis))


def quote_rows(analysis: Analysis) -> Iterator[Row]:
    """Yield the rows of `quotes_frame`."""
    tally = _tally(analysis)
    return (_quote_row(analysis, tally, quote) for quote in analysis.quotes)


def sources_frame(analysis: Analysis, *, extra: Iterable[str] = ()) -> pd.DataFrame:
    """Return a row for each source, in order of first quote.

    ``share`` is its words of all attributed words. Quotes without a certain speaker are in no row: they are rows of
    `quotes_frame` with a status other than ``resolved``. The columns of an editor's list follow as ``extra_COLUMN``:
    those named in ``extra``, whether a source has them or not, then others that a source has (`Source.extra`).
    """
    own = dict.fromkeys([*extra, *(column for source in analysis.sources for column, _ in source.extra)])
    columns = SOURCE_COLUMNS | {f"extra_{column}": _TEXT for column in own}
    return make_frame(columns, source_rows(analysis))


def source_rows(analysis: Analysis) -> Iterator[Row]:
    """Yield the rows of `sources_frame`, each with those columns of an editor's list that the source has."""
    tally = _tally(analysis)
    total = sum(tally.words.values())
    for source in analysis.sources:
        quotes = tally.by_source.get(source.id, ())
        types = Counter(quote.type for quote in quotes)
        words = sum(tally.words[quote.id] for quote in quotes)
        yield {
            "article": analysis.article.id,
            "id": source.id,
            "name": source.name,
            "kind": source.kind,
            "role": source.role,
            "role_group": source.role_group,
            "affiliation": source.affiliation,
            "pronouns": source.pronouns,
            "anonymous": source.anonymous,
            "reason": source.reason,
            "quotes": len(quotes),
            "direct": types["direct"],
            "indirect": types["indirect"],
            "mixed": types["mixed"],
            "words": words,
            "own_words": sum(tally.direct_words[quote.id] for quote in quotes),
            "share": words / total if total else None,
            "first_paragraph": tally.first_paragraph(source.id),
            "mentions": len(source.mentions),
            **{f"extra_{column}": value for column, value in source.extra},
        }


def measures_frame(analysis: Analysis) -> pd.DataFrame:
    """Return a row for each measure, and for each row of a breakdown, which has a ``key``.

    ``share`` is numerator by denominator, missing where there is none; ``quotes`` and ``sources`` are ids.
    """
    return make_frame(MEASURE_COLUMNS, measure_rows(analysis))


def measure_rows(analysis: Analysis) -> Iterator[Row]:
    """Yield the rows of `measures_frame`."""
    named: Row = {"article": analysis.article.id}
    for m in analysis.audit.measures:
        yield named | _figure(m.id, None, m.label, (m.numerator, m.denominator), m.unit, m.quotes, m.sources)
    for b in analysis.audit.breakdowns:
        for s in b.shares:
            yield named | _figure(b.dimension, s.key, None, (s.numerator, s.denominator), b.unit, s.quotes, s.sources)


def findings_frame(analysis: Analysis) -> pd.DataFrame:
    """Return a row for each finding, with the words it points at."""
    return make_frame(FINDING_COLUMNS, finding_rows(analysis))


def finding_rows(analysis: Analysis) -> Iterator[Row]:
    """Yield the rows of `findings_frame`."""
    article = analysis.article
    for finding in analysis.findings:
        yield {
            "article": article.id,
            "rule": finding.rule,
            "severity": finding.severity,
            "message": finding.message,
            "start": finding.span.start,
            "end": finding.span.end,
            "text": finding.span.slice(article.text),
            "quote": finding.quote,
        }


def _tally(analysis: Analysis) -> Tally:
    return Tally(analysis.article, analysis.quotes, analysis.sources, analysis.no_comment)


def _quote_row(analysis: Analysis, tally: Tally, quote: Quote) -> Row:
    article = analysis.article
    source = analysis.source(quote.speaker)
    return {
        "article": article.id,
        "id": quote.id,
        "type": quote.type,
        "act": quote.act,
        "speaker": quote.speaker,
        "name": source.name if source else None,
        "kind": source.kind if source else None,
        "role": source.role if source else None,
        "role_group": source.role_group if source else None,
        "affiliation": source.affiliation if source else None,
        "status": quote.status,
        "confidence": quote.confidence,
        "rule": quote.rule,
        "cue": quote.cue.slice(article.text) if quote.cue is not None else None,
        "cue_lemma": quote.cue_lemma,
        "source": quote.source.slice(article.text) if quote.source is not None else None,
        "text": " … ".join(span.slice(article.text) for span in quote.content),
        "start": min((span.start for span in quote.content), default=None),
        "end": max((span.end for span in quote.content), default=None),
        "words": tally.words.get(quote.id),
        "own_words": tally.direct_words.get(quote.id),
        "paragraph": quote.paragraph,
        "zone": tally.zone(quote),
        "flags": " ".join(quote.flags),
    }


def _figure(
    measure: str,
    key: str | None,
    label: str | None,
    figure: tuple[float, float | None],
    unit: str,
    *ids: tuple[str, ...],
) -> dict[str, object]:
    numerator, denominator = figure
    quotes, sources = map(" ".join, ids)
    return {
        "measure": measure,
        "key": key,
        "label": label,
        "numerator": numerator,
        "denominator": denominator,
        "share": numerator / denominator if denominator else None,
        "unit": unit,
        "quotes": quotes,
        "sources": sources,
    }


def make_frame(columns: Mapping[str, str], rows: Iterable[Row]) -> pd.DataFrame:
    """Return rows as a frame of these columns and types: what a row lacks is missing, what it has besides left out."""
    import pandas as pd  # noqa: PLC0415 - a second and 60 MB that rows do not need

    listed = list(rows)
    frame = pd.DataFrame({name: [row.get(name) for row in listed] for name in columns}, dtype=object)
    return frame.astype(dict(columns))
