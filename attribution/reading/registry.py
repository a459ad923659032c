"""Which reader takes a file: told by what the file holds; its name only breaks a tie.

Other packages add readers by an entry point of the group `GROUP`: an object with ``sniff(data, name)`` and
``read(data, name=..., path=...)`` (`Reader`). They are asked first, in the order of their names. One that cannot be
loaded, or that fails, is told in a note and passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import PurePath
from typing import Protocol, cast

from attribution.errors import FormatError, ReadError
from attribution.model import Article
from attribution.reading import feeds, nitf, rows, webpage, word
from attribution.reading.decode import Decoded, decode, decode_declared
from attribution.reading.drafts import Place
from attribution.reading.jsontree import read_json
from attribution.reading.ninjs import is_ninjs, read_ninjs
from attribution.reading.plain import read_text
from attribution.reading.tracing import Traced

GROUP = "attribution.readers"
SNIFFED = 4096  # bytes that tell what a file is
MARKDOWN_SUFFIXES = (".md", ".markdown")
_ROOT = re.compile(  # the first element, behind what may stand before it
    r"(?:\s++|<\?[^>]{0,500}+>|<!--(?:[^-]|-(?!->)){0,2000}+-->|<!doctype[^>\[]{0,500}+>)*+<(?:\w+:)?([\w.-]+)",
    re.IGNORECASE,
)
_DOCTYPE = re.compile(r"<!doctype\s+(?:\w+:)?(\w+)", re.IGNORECASE)
_HTML = frozenset(
    "a amp-story article aside b base blockquote body br center div em figure font footer form h1 h2 h3 h4 h5 h6 head "
    "header hr html i img link main meta nav ol p pre script section span strong style table time title ul".split()
)
_XML_OTHER = {
    "newsitem": "NewsML-G2", "newsmessage": "NewsML-G2", "newsml": "NewsML 1", "packageitem": "NewsML-G2",
    "opml": "a list of feeds (OPML)", "urlset": "a site map", "sitemapindex": "a site map", "svg": "a picture (SVG)",
}  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]{1,40})", re.IGNORECASE)


class Reader(Protocol):
    """What a reader of another package offers."""

    def sniff(self, data: bytes, name: str) -> bool:
        """Tell whether it reads this file; ``name`` may be a path, and is no proof of anything."""

    def read(self, data: bytes, *, name: str, path: str | None) -> Iterable[Article]:
        """Return the articles in the file; raises `attribution.errors.ReadError` where it cannot."""


def read_data(
    data: bytes, *, name: str, stem: str, path: str | None, columns: Mapping[str, str] | None = None
) -> Iterator[Article | ReadError]:
    """Yield each article in the bytes of a file, or the error that stands in its place.

    Args:
        data: the file.
        name: what it is called in messages.
        stem: the id of its article.
        path: where it lies, if anywhere.
        columns: names of columns of a table, by field (`attribution.reading.rows.COLUMNS`).

    Raises:
        ReadError: the file as a whole cannot be read.
    """
    notes: list[str] = []
    for entry in _plugins():
        items = _read_by_plugin(entry, data, name, path, notes)
        if items is not None:
            yield from items
            return
    for item in _read_built_in(data, name, stem, path, columns):
        yield replace(item, notes=(*item.notes, *notes)) if isinstance(item, Article) and notes else item


def kind_of(data: bytes, name: str, columns: Mapping[str, str] | None = None) -> str:
    """Return what a file is: docx, html, nitf, feed, json, jsonl, csv, markdown or text; ``text`` where unsure."""
    if data.startswith(b"PK\x03\x04") and word.is_word(data):
        return "docx"
    start = _beginning(data)
    suffix = PurePath(name).suffix.lower()
    plain = "markdown" if suffix in MARKDOWN_SUFFIXES else "text"
    if start.startswith("<"):
        return _kind_of_markup(start, suffix) or plain
    if start.startswith(("{", "[")):
        return _kind_of_json(data, start, suffix) or plain
    first, _, rest = start.partition("\n")
    mark = rows.find_delimiter(first.rstrip("\r"), columns) if suffix not in MARKDOWN_SUFFIXES else None
    # A row follows a table's names at once, and a blank line the headline of a text.
    table = suffix in {".csv", ".tsv"} or (mark is not None and mark in rest.partition("\n")[0])
    if table:
        return "csv"
    if "\nmime-version:" in f"\n{start.lower()}" and "multipart/related" in start.lower():
        return "mhtml"
    return plain


def _beginning(data: bytes) -> str:
    """Return the first words of the bytes, in whatever encoding, without what stands before them."""
    head = data[:SNIFFED]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace")
    elif b"\x00" in head[:4]:
        text = head.replace(b"\x00", b"").decode("latin-1")
    else:
        text = head.decode("utf-8", "replace")
    return text.lstrip("\ufeff \t\r\n")


def _kind_of_markup(start: str, suffix: str) -> str | None:
    doctype = _DOCTYPE.search(start[:1000])
    match = _ROOT.match(start)
    root = (doctype[1] if doctype else match[1] if match else "").lower()
    if root in {"rss", "feed", "rdf"}:
        return "feed"
    if root == "nitf":
        return "nitf"
    if root == "html" or (root in _HTML and suffix not in MARKDOWN_SUFFIXES):
        return "html"
    if root in _XML_OTHER or start.startswith("<?xml"):
        return f"xml:{root}"
    return None


def _kind_of_json(data: bytes, start: str, suffix: str) -> str | None:
    """Tell JSON from a text that begins with a bracket: by its end, its first key, or its name."""
    end = data[-200:].decode("latin-1").replace("\x00", "").rstrip()
    if start.startswith("{"):
        if not re.match(r'\{\s*(?:"|\})', start):
            return "json" if suffix in {".json", ".jsonl", ".ndjson"} else None
        if suffix in {".jsonl", ".ndjson"}:
            return "jsonl"
        # A value that ends with its line, and another that follows; in UTF-16 every other byte is NUL.
        first, _, rest = data.replace(b"\x00", b"").strip().partition(b"\n")
        return "jsonl" if first.rstrip().endswith(b"}") and rest and _is_json(first) else "json"
    if re.match(r"\[\s*(?:\{|\])", start) and end.endswith("]"):
        return "json"
    return "json" if suffix == ".json" else None


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line[line.index(b"{") :])
    except (ValueError, RecursionError):
        return False
    return True


def _read_built_in(
    data: bytes, name: str, stem: str, path: str | None, columns: Mapping[str, str] | None
) -> Iterator[Article | ReadError]:
    kind = kind_of(data, path or name, columns)
    place = Place(stem, kind, path)
    if kind in {"text", "markdown"}:
        text, notes = decode(data, path or name)
        yield read_text(text, id=stem, path=path, markdown=kind == "markdown", notes=notes)
        return
    if kind == "docx":
        yield word.read_word(data, place)
        return
    decoded = decode_declared(data, place.name, _declared(data, kind))
    place = replace(place, encoding=decoded.encoding, notes=decoded.notes)
    if kind in _SINGLE:
        yield _SINGLE[kind](decoded.text, place)
    elif kind == "feed":
        yield from feeds.read_feed(decoded.text, place)
    elif kind in {"json", "jsonl", "csv"}:
        yield from _read_table(decoded, replace(place, format=kind), columns)
    else:
        raise FormatError(f"{place.name}: {_unread(kind)}")


_SINGLE: dict[str, Callable[[str, Place], Article]] = {"html": webpage.read_page, "nitf": nitf.read_nitf}


def _unread(kind: str) -> str:
    """Return why a file of a kind that is known is not read, and what to do."""
    if kind == "mhtml":
        return "is a web archive (MHTML); save the page as HTML"
    root = kind.partition(":")[2]
    if root in _XML_OTHER:
        return f"is {_XML_OTHER[root]}, which is not read; export the article as ninjs, NITF, HTML or text"
    return f"is XML of a kind that is not read (its root is <{root[:40]}>); NITF, RSS and Atom are"


def _read_table(decoded: Decoded, place: Place, columns: Mapping[str, str] | None) -> Iterator[Article | ReadError]:
    source = Traced.whole(decoded.text)
    if place.format == "csv":
        first = decoded.text.lstrip("\ufeff \t\r\n").partition("\n")[0].rstrip("\r")
        yield from rows.read_csv(source, place, rows.find_delimiter(first, columns) or ",", columns)
    elif place.format == "jsonl":
        yield from rows.read_json_rows(rows.json_lines(decoded.text, place.name), source, place, columns)
    else:
        value = read_json(decoded.text, place.name)
        if is_ninjs(value):
            yield read_ninjs(value, source, replace(place, format="ninjs"))
        elif isinstance(value, dict) and "schema" in value and "findings" in value:
            raise FormatError(f"{place.name}: is an analysis by this program and no article; name the article")
        elif isinstance(value, list) and value:
            yield from rows.read_json_rows(rows.json_items(value), source, place, columns)
        elif isinstance(value, dict) and "text" in rows.find_columns(value, columns):
            yield rows.read_json_object(value, source, place, columns)
        else:
            raise FormatError(f"{place.name}: is JSON without the text of an article (ninjs, or an object with a text)")


def _declared(data: bytes, kind: str) -> str | None:
    """Return the encoding that a page or an XML file says it is in."""
    head = data[:SNIFFED]
    match = (_CHARSET.search(head) if kind == "html" else None) or _XML_ENCODING.search(head)
    return match[1].decode("latin-1") if match else None


@cache
def _plugins() -> tuple[EntryPoint, ...]:
    return tuple(sorted(entry_points(group=GROUP), key=lambda entry: entry.name))


def _read_by_plugin(
    entry: EntryPoint, data: bytes, name: str, path: str | None, notes: list[str]
) -> Iterator[Article | ReadError] | None:
    """Return what a plug-in reads, or None where it does not read this file; a fault of its own becomes a note."""
    package = entry.dist.name if entry.dist is not None else entry.value
    called = f"the reader {entry.name} of {package}"
    try:
        reader = cast("Reader", entry.load())
        takes = reader.sniff(data, path or name)
    except Exception as error:  # noqa: BLE001 - another's code: whatever is wrong with it must not lose the article
        notes.append(f"{called} cannot be used ({type(error).__name__}: {error}); update or remove {package}")
        return None
    return _guarded(reader, called, data, name, path) if takes else None


def _guarded(reader: Reader, called: str, data: bytes, name: str, path: str | None) -> Iterator[Article | ReadError]:
    """Yield what a plug-in's reader gives; whatever it raises becomes an error that names it."""
    try:
        for item in reader.read(data, name=name, path=path):
            if not isinstance(item, Article):
                raise TypeError(f"it gave {type(item).__name__} and no Article")  # noqa: TRY301 - told as all its faults
            yield item
    except ReadError as error:
        yield error
    except Exception as error:  # noqa: BLE001 - another's code: its fault is told in one line
        fault = FormatError(f"{name}: {called} failed ({type(error).__name__}: {error}); it is not of this program")
        fault.__cause__ = error
        yield fault
