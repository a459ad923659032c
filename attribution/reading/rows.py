"""Tables of articles, one a row: JSON lines, a JSON list, CSV and TSV. Columns are known by their usual names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attribution.errors import FormatError, ReadError
from attribution.model import Article
from attribution.reading.drafts import Draft, Facts, Place
from attribution.reading.jsontree import Placed, decode_json, find_objects, traced_string
from attribution.reading.ninjs import is_ninjs, read_ninjs
from attribution.reading.tracing import Traced, Tracer
from attribution.reading.webpage import write_fragment, write_text

COLUMNS: dict[str, tuple[str, ...]] = {  # field: names that are taken for it, the likeliest first
    "text": (
        "text", "body", "article_text", "article_body", "articlebody", "full_text", "fulltext", "maintext", "content",
        "body_text", "story", "article", "html", "body_html", "content_html",
    ),
    "title": ("title", "headline", "heading", "head"),
    "byline": ("byline", "author", "authors", "by", "creator", "writer", "reporter"),
    "published": (
        "date", "published", "published_at", "publish_date", "published_date", "publication_date", "pub_date",
        "pubdate", "date_published", "datepublished", "created_at", "created",
    ),
    "section": ("section", "category", "desk", "rubric", "articlesection"),
    "url": ("url", "link", "permalink", "canonical_url", "uri"),
    "id": ("id", "guid", "uuid", "article_id", "doc_id", "slug"),
}  # fmt: skip
DELIMITERS = ",;\t|"
MOST_COLUMNS = 500
LONGEST_NAME = 40  # characters of a column's name; a longer cell makes the first line a sentence
_CELL_END: dict[str, re.Pattern[str]] = {mark: re.compile(rf"[^{re.escape(mark)}\r\n]*+") for mark in DELIMITERS}
_QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"')
_LINE_END = re.compile(r"\r\n|\n|\r")
_NOT_NAME = re.compile(r"[^a-z0-9]+")


def find_columns(names: Iterable[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return for each field of `COLUMNS` that a table has, the name of its column there.

    Args:
        names: the table's column names; case, spaces and hyphens make no difference.
        given: names that a caller says, by field; they go before the usual ones.

    Raises:
        FormatError: a field is given that there is none of.
    """
    found: dict[str, str] = {}
    plain = {_NOT_NAME.sub("_", name.strip().lower()): name for name in reversed(list(names))}
    for field, usual in COLUMNS.items():
        for name in usual:
            if name in plain and field not in found:
                found[field] = plain[name]
    for field, name in (given or {}).items():
        if field not in COLUMNS:
            raise FormatError(f"columns: there is no field {field!r}; the fields are {', '.join(COLUMNS)}")
        found[field] = name
    return found


def read_json_rows(
    values: Iterable[tuple[object, int]], source: Traced, place: Place, columns: Mapping[str, str] | None = None
) -> Iterator[Article | ReadError]:
    """Yield the article of each JSON object, or the error that stands in its place; numbers are lines of the file.

    Args:
        values: each row and the index in the file at which it begins; a row that is an error is one in the result.
        source: the file.
        place: what the file is called.
        columns: names of columns that a caller says, by field.
    """
    line, counted = 1, 0
    for number, (row, start) in enumerate(values, 1):
        line += source.text.count("\n", counted, start)
        counted = start
        here = place.numbered(number, None)
        try:
            if isinstance(row, ReadError):
                raise row
            if not isinstance(row, dict):
                raise FormatError(f"{here.name}: row {number} (line {line}) is no JSON object")
            if is_ninjs(row):
                yield read_ninjs(row, source, here)
                continue
            yield read_json_object(row, source, here, columns)
        except ReadError as error:
            yield error


def read_json_object(
    row: Mapping[str, Any], source: Traced, place: Place, columns: Mapping[str, str] | None = None
) -> Article:
    """Return the article in a JSON object with a column that holds the text; raises `ReadError` where it is none."""
    cells = {field: row[name] for field, name in find_columns(row, columns).items() if name in row}
    return _article(_traced_cells(cells, source), place, source)


def _traced_cells(cells: Mapping[str, Any], source: Traced) -> dict[str, Traced]:
    traced = {}
    for field, value in cells.items():
        words = value
        if isinstance(value, list) and all(isinstance(item, str) for item in value) and field != "text":
            words = ", ".join(value)
        if isinstance(words, Placed):
            traced[field] = traced_string(words, source)
        elif isinstance(words, (str, int)) and not isinstance(words, bool) and field != "text":
            traced[field] = Traced(str(words), [])
    return traced


def json_lines(text: str, name: str) -> Iterator[tuple[object, int]]:
    """Yield the value of each line that is not blank and where it begins, or the error of a line that is no JSON."""
    at = 0
    for number, match in enumerate(_lines(text), 1):
        start, end = match
        at = start + len(text[start:end]) - len(text[start:end].lstrip())
        if at == end:
            continue
        try:
            value, stop = decode_json(text, at)
        except ValueError as error:
            yield FormatError(f"{name}:{number}: the line is no valid JSON ({getattr(error, 'msg', error)})"), at
            continue
        if stop > end or text[stop:end].strip():
            yield FormatError(f"{name}:{number}: the line is no single JSON value"), at
            continue
        yield value, at


def json_items(values: list[Any]) -> Iterator[tuple[object, int]]:
    """Yield each value of a JSON list and where its first string begins, which is as near as JSON tells."""
    at = 0
    for value in values:
        places = [item.start for found in find_objects(value) for item in found.values() if isinstance(item, Placed)]
        at = max(at, min(places, default=at))
        yield value, at


def read_csv(
    source: Traced, place: Place, delimiter: str, columns: Mapping[str, str] | None = None
) -> Iterator[Article | ReadError]:
    """Yield the article of each row of a table, or the error that stands in its place; the first row has the names.

    Raises:
        FormatError: the table is broken, or has no column that holds the text.
    """
    rows = _csv_rows(source.text, delimiter, place.name)
    header = [source.text[start:end].strip().strip('"') for start, end in next(rows, (0, []))[1]]
    known = find_columns(header, columns)
    if known.get("text") not in header:
        wanted = ", ".join(COLUMNS["text"][:4])
        raise FormatError(
            f"{place.name}: no column holds the text (one of {wanted}, ..., or name it: --columns text=NAME)"
        )
    for number, (line, cells) in enumerate(rows, 1):
        here = place.numbered(number, None)
        if len(cells) != len(header):
            yield FormatError(f"{place.name}:{line}: row {number} has {len(cells)} cells, the first row {len(header)}")
            continue
        spans = dict(zip(reversed(header), reversed(cells), strict=True))
        traced = {field: _cell(source, *spans[name]) for field, name in known.items() if name in spans}
        try:
            yield _article(traced, here, source)
        except ReadError as error:
            yield error


def find_delimiter(first_line: str, columns: Mapping[str, str] | None = None) -> str | None:
    """Return what parts the cells of a table whose first line is this one, or None where it names no text column."""
    for mark in DELIMITERS:
        names = [name.strip().strip('"') for name in first_line.split(mark)]
        known = find_columns(names, columns).get("text")
        if 1 < len(names) <= MOST_COLUMNS and known in names and max(map(len, names)) <= LONGEST_NAME:
            return mark
    return None


def _article(cells: Mapping[str, Traced], place: Place, source: Traced) -> Article:
    own_id = cells["id"].text.strip() if "id" in cells else None
    place = place.renamed(own_id)
    draft, facts = Draft(place.name), Facts()
    for field in ("title", "byline", "published", "section", "url"):
        if field in cells:
            facts.add(field, cells[field].text)
    body = cells.get("text")
    if body is not None and body.text.strip():
        title = cells.get("title")
        opening = " ".join(body.text[:1000].split()).casefold()
        if title is not None and title.text.strip() and not opening.startswith(" ".join(title.text.split()).casefold()):
            write_fragment(title, draft, place.name, zone="headline")
        write_text(body, draft, place.name)
    return draft.article(place, facts, {None: source.lines})


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in _LINE_END.finditer(text):
        yield at, match.start()
        at = match.end()
    if at < len(text):
        yield at, len(text)


def _csv_rows(text: str, delimiter: str, name: str) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Yield the line and the cells of each row as spans of the file, quotation marks of CSV outside them."""
    at, line = 0, 1
    while at < len(text):
        cells: list[tuple[int, int]] = []
        first = line
        while True:
            if text.startswith('"', at):
                match = _QUOTED.match(text, at)
                if match is None:
                    raise FormatError(f"{name}:{first}: a quotation mark of CSV opens here and is never closed")
                cells.append(match.span(1))
                line += len(_LINE_END.findall(text, *match.span(1)))
            else:
                match = _CELL_END[delimiter].match(text, at)
                if match is None:
                    raise FormatError(f"{name}:{line}: is no valid CSV")
                cells.append(match.span())
            at = match.end()
            if not text.startswith(delimiter, at):
                break
            at += 1
        end = _LINE_END.match(text, at)
        if end is None and at < len(text):
            raise FormatError(f"{name}:{line}: words follow the closing quotation mark of a cell")
        at = end.end() if end else at
        line += 1
        if cells != [(cells[0][0], cells[0][0])]:  # a blank line is no row
            yield first, cells


def _cell(source: Traced, start: int, end: int) -> Traced:
    """Return a cell with its doubled quotation marks made one."""
    if not source.text.startswith('"', start - 1) or start == 0 or '""' not in source.text[start:end]:
        return source.cut(start, end)
    tracer = Tracer()
    at = start
    while (mark := source.text.find('""', at, end)) >= 0:
        tracer.copy(source, at, mark)
        tracer.put('"', source, mark, mark + 2)
        at = mark + 2
    tracer.copy(source, at, end)
    return tracer.traced()
