"""Plain text and Markdown to an `Article`: paragraphs, zones, and what the lines above the story say about it.

``Article.text`` is what was decoded, character for character; a byte order mark at the start of a file belongs to its
encoding and is no part of the text. Metadata is read from Markdown front matter, from ``Title: ...`` lines of which
at least two open the text, and else from the zones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from attribution.errors import EmptyArticleError
from attribution.model import Article, Paragraph, ZoneKind
from attribution.reading.language import check_english
from attribution.reading.paragraphs import ZERO_WIDTH, Block, cut_paragraphs
from attribution.reading.zones import label_zones, without_by
from attribution.spans import Span, trim

FRONT_MATTER_LINES = 60
FEWEST_KEYS = 2  # one line such as "Source: ..." may be the story's own
_KEY_LINE = re.compile(r"[ \t]*([A-Za-z][A-Za-z _-]{0,24}?)[ \t]*:[ \t]*(\S[^\n\r]{0,400})?")
_RAW_LINE = re.compile(r"[^\n\r]*(?:\r\n|\n|\r|\Z)")
_MONTH = r"(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{4}"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\b{_MONTH} \d{{1,2}}\b|\b\d{{1,2}} {_MONTH}\b"
)
_FIELDS: dict[str, str] = {
    "title": "title", "headline": "title", "byline": "byline", "author": "byline", "authors": "byline", "by": "byline",
    "date": "published", "published": "published", "publication date": "published", "pubdate": "published",
    "url": "url", "link": "url", "canonical_url": "url", "section": "section", "category": "section", "desk": "section",
    "source": "", "publisher": "", "publication": "", "newspaper": "", "id": "", "language": "", "lang": "",
    "tags": "", "keywords": "", "description": "", "summary": "", "updated": "", "location": "", "layout": "",
}  # fmt: skip
_ZONE_OF: dict[str, ZoneKind] = {"title": "headline", "byline": "byline", "published": "dateline"}


@dataclass(frozen=True, slots=True)
class _Metadata:
    """What the lines above the article say: a value for each field, those lines as blocks, where the article starts."""

    values: dict[str, str]
    blocks: tuple[Block, ...] = ()
    end: int = 0
    title: Span | None = None


def read_text(
    text: str,
    *,
    id: str = "article",  # noqa: A002 - the record's own name for it
    path: str | None = None,
    markdown: bool = False,
    notes: tuple[str, ...] = (),
) -> Article:
    """Return the article in ``text``, which is kept exactly as it is.

    Raises:
        EmptyArticleError: there is nothing but white space.
        LanguageError: it is surely not English.
    """
    name = path or id
    if not text.strip() or not text.strip(ZERO_WIDTH + " \t\r\n\v\f\x85\xa0\u2028\u2029"):
        raise EmptyArticleError(f"{name}: there is no text in it; nothing to analyse")
    notes += check_english(text, name)
    metadata = _front_matter(text) if markdown else None
    metadata = metadata or _key_lines(text) or _Metadata({})
    blocks = (*metadata.blocks, *cut_paragraphs(text, metadata.end, markdown=markdown))
    title = metadata.values.get("title")
    paragraphs = label_zones(text, blocks, title=title)
    if metadata.title and not any(p.zone == "headline" for p in paragraphs):
        paragraphs = _with_headline(paragraphs, metadata.title)
    return Article(
        id,
        text,
        paragraphs,
        title=title or words_of(text, paragraphs, "headline"),
        byline=metadata.values.get("byline") or byline_of(text, paragraphs),
        published=metadata.values.get("published") or published_of(text, paragraphs),
        url=metadata.values.get("url"),
        section=metadata.values.get("section"),
        path=path,
        notes=notes,
    )


def _front_matter(text: str) -> _Metadata | None:
    start = len(text) - len(text.lstrip(ZERO_WIDTH + " \t\r\n"))
    lines = _RAW_LINE.finditer(text, start)
    first = trim(Span(*next(lines).span()), text, ZERO_WIDTH)
    if first.slice(text) != "---":
        return None
    rows = [first]
    for _ in range(FRONT_MATTER_LINES):
        line = next(lines, None)
        if line is None:
            return None
        if line[0].strip():
            rows.append(trim(Span(*line.span()), text, ZERO_WIDTH))
        if line[0].strip() in {"---", "..."}:
            return _metadata(text, rows, line.end(), keep_zones=False)
        if not line[0]:
            return None
    return None


def _key_lines(text: str) -> _Metadata | None:
    rows: list[Span] = []
    end = 0
    for line in _RAW_LINE.finditer(text):
        words = trim(Span(*line.span()), text, ZERO_WIDTH)
        key = _KEY_LINE.match(text, words.start, words.end)
        if not key or key[1].lower() not in _FIELDS or not key[2] or len(rows) == FRONT_MATTER_LINES:
            break
        rows.append(words)
        end = line.end()
    known = {_FIELDS[m[1].lower()] for row in rows if (m := _KEY_LINE.match(text, row.start, row.end))} - {""}
    if len(rows) < FEWEST_KEYS or not known or not text[end:].strip():
        return None
    return _metadata(text, rows, end, keep_zones=True)


def _metadata(text: str, rows: list[Span], end: int, *, keep_zones: bool) -> _Metadata:
    values: dict[str, str] = {}
    blocks: list[Block] = []
    title: Span | None = None
    for row in filter(len, rows):
        key = _KEY_LINE.match(text, row.start, row.end)
        name = _FIELDS.get(key[1].lower(), "") if key else ""
        span = row
        if key and key[2]:
            span = trim(Span(*key.span(2)), text, ZERO_WIDTH if keep_zones else ZERO_WIDTH + "\"' ")
        if key is None or not name or not key[2] or name in values or not len(span):
            blocks.append(Block(row, "boilerplate"))
            continue
        value = " ".join(span.slice(text).split())
        values[name] = without_by(value) if name == "byline" else value
        title = span if name == "title" else title
        if keep_zones and name in _ZONE_OF:
            blocks.append(Block(span, _ZONE_OF[name]))
        else:
            blocks.append(Block(row, "boilerplate"))
    return _Metadata({key: value for key, value in values.items() if value}, tuple(blocks), end, title)


def _with_headline(paragraphs: tuple[Paragraph, ...], title: Span) -> tuple[Paragraph, ...]:
    """Make the title in the front matter the headline, where the article below does not repeat it."""
    return tuple(Paragraph(title, "headline") if p.span.contains(title) else p for p in paragraphs)


def words_of(text: str, paragraphs: Iterable[Paragraph], zone: ZoneKind) -> str | None:
    """Return the words of the first paragraph of a zone, in one line."""
    return next((" ".join(p.span.slice(text).split()) for p in paragraphs if p.zone == zone), None)


def byline_of(text: str, paragraphs: Iterable[Paragraph]) -> str | None:
    """Return who wrote the article, as its first byline says, without "By"."""
    words = words_of(text, paragraphs, "byline")
    return without_by(words).strip("—–- ") if words else None


def published_of(text: str, paragraphs: Iterable[Paragraph]) -> str | None:
    """Return the first date that stands on a line of its own or in a dateline, as it is written."""
    for paragraph in paragraphs:
        date = _DATE.search(paragraph.span.slice(text)) if paragraph.zone == "dateline" else None
        if date:
            return date[0]
    return None
