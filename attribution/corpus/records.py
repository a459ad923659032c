"""An analysis as the rows of a corpus: what a worker hands on, the store keeps and frames are made of."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from datetime import datetime

from attribution.auditing.audit import stance_of
from attribution.corpus.inputs import Given, Unreadable
from attribution.corpus.settings import number_of
from attribution.errors import AttributionError
from attribution.model import Analysis, Quote
from attribution.schema import text_digest
from attribution.tables import Row, finding_rows, measure_rows, quote_rows, source_rows
from attribution.words import count_words
from attribution.writing.facts import iso_day

TITLE_CHARACTERS = 90  # of the first words, where an article has no headline
_DAYS = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")


@dataclass(frozen=True, slots=True)
class Record:
    """All rows of one article. ``text`` is the article's text, compressed, or None; ``page`` its HTML page, or None.

    Rows have the columns of `attribution.tables` and those that only the store has.
    """

    article: Row
    sources: tuple[Row, ...]
    quotes: tuple[Row, ...]
    mentions: tuple[Row, ...]
    measures: tuple[Row, ...]
    findings: tuple[Row, ...]
    page: str | None = None

    @property
    def key(self) -> int:
        """The number of the article in the store."""
        return article_key(str(self.article["id"]))


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that could not be analysed, and why; ``error`` is the name of the exception."""

    place: str
    id: str | None
    error: str
    reason: str


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one item of a corpus: a record for each article in it (a file can hold several), and failures."""

    given: Given | Unreadable
    records: tuple[Record, ...] = ()
    failures: tuple[Failure, ...] = ()


def article_key(article: str) -> int:
    """Return the number that stands for an article's id in the store: the same in every run."""
    return number_of(article)


def record_of(analysis: Analysis, given: Given, *, keep_text: bool = False, page: str | None = None) -> Record:
    """Return the rows of an analysis."""
    text = analysis.article.text
    return Record(
        _article_row(analysis, given, keep_text=keep_text),
        tuple(
            row | {"number": number, "name_key": " ".join(str(row["name"]).casefold().split()), "extra": _extra(row)}
            for number, row in enumerate(source_rows(analysis), 1)
        ),
        tuple(
            row | {"number": number, "stance": stance_of(quote), "spans": _spans(quote)}
            for number, (quote, row) in enumerate(zip(analysis.quotes, quote_rows(analysis), strict=True), 1)
        ),
        tuple(
            {
                "article": analysis.article.id,
                "source": source.id,
                "start": span.start,
                "end": span.end,
                "text": span.slice(text),
            }
            for source in analysis.sources
            for span in dict.fromkeys(source.mentions)
        ),
        tuple(measure_rows(analysis)),
        tuple(row | {"number": number} for number, row in enumerate(finding_rows(analysis), 1)),
        page,
    )


def failure_of(given: Given | Unreadable, error: AttributionError | None = None) -> Failure:
    """Return the failure of an item that could not be read or analysed."""
    if isinstance(given, Unreadable):
        return Failure(given.place, given.id, "ReadError", given.reason)
    reason = str(error).removeprefix(f"{given.id}: ")
    return Failure(given.place, given.id, type(error).__name__, reason)


def _article_row(analysis: Analysis, given: Given, *, keep_text: bool) -> Row:
    article = analysis.article
    figures = {m.id: m for m in analysis.audit.measures}
    return {
        "id": article.id,
        "file": given.id if article.id != given.id else None,
        "title": _title(analysis),
        "byline": article.byline,
        "published": article.published,
        "day": day_of(article.published),
        "section": article.section,
        "url": article.url,
        "characters": len(article.text),
        "words": count_words(article.text),
        "story_words": int(figures["quoted_words"].denominator or 0),
        "quoted_words": int(figures["quoted_words"].numerator),
        "quotes": int(figures["quotes"].numerator),
        "sources": int(figures["sources"].numerator),
        "anonymous": int(figures["anonymous_sources"].numerator),
        "findings": len(analysis.findings),
        "warnings": "\n".join(analysis.warnings) or None,
        "sha256": text_digest(article.text),
        "given": given.digest,
        "models": f"{analysis.models.package} {analysis.models.version}",
        "text": zlib.compress(article.text.encode("utf-8", "surrogatepass")) if keep_text else None,
    }


def _title(analysis: Analysis) -> str:
    """Return the headline, or the first words of the story."""
    article = analysis.article
    if article.title and article.title.strip():
        return article.title
    first = next((" ".join(p.span.slice(article.text).split()) for p in article.paragraphs), "")
    return f"{first[:TITLE_CHARACTERS].rsplit(' ', 1)[0]} …" if len(first) > TITLE_CHARACTERS else first or article.id


def day_of(published: str | None) -> str | None:
    """Return the day of a date as ISO has it, or None where the words do not say one day for certain.

    ISO dates and times and those of feeds are read, and days with the month in words; "3/4/2021" could be two days and
    is neither.
    """
    words = " ".join((published or "").split())
    day = iso_day(words)
    if day is not None:
        return day
    plain = _ORDINAL.sub("", words.replace(",", " ").replace(".", " "))
    for form in _DAYS:
        try:
            return datetime.strptime(" ".join(plain.split()), form).date().isoformat()  # noqa: DTZ007 - a day, no time
        except ValueError:
            continue
    return None


def _spans(quote: Quote) -> str | None:
    """Return the parts of a content that has several, as ``[[start, end], ...]``; one part needs no list."""
    return json.dumps([[span.start, span.end] for span in quote.content]) if len(quote.content) > 1 else None


def _extra(row: Row) -> str | None:
    own = {name.removeprefix("extra_"): value for name, value in row.items() if name.startswith("extra_")}
    return json.dumps(own, ensure_ascii=False) if own else None
