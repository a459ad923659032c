"""A corpus as a stream of articles not read yet: a folder, a pattern, JSON lines, CSV, Parquet or stdin.

Nothing here holds more than one row, or one batch of rows of a Parquet file, at a time. A row or file that cannot be an
article is an `Unreadable` with its reason; only what makes the whole corpus unreadable is an exception.
"""

from __future__ import annotations

import contextlib
import csv
import glob
import gzip
import hashlib
import io
import json
import os
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, fields
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, cast

from attribution.errors import CorpusError
from attribution.reading.read import MAX_BYTES, SUFFIXES, is_article

STDIN = "-"
JSON_SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
TABLE_SUFFIXES = (*JSON_SUFFIXES, ".csv", ".csv.gz", ".parquet")
PARQUET_ROWS = 64  # rows held at a time
LONGEST_ID = 500  # characters
LONGEST_FACT = 2000
FACTS = ("published", "title", "byline", "section", "url")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that hold an article's text, id and facts; None takes the usual name, where it is there."""

    text: str | None = None
    id: str | None = None
    published: str | None = None
    title: str | None = None
    byline: str | None = None
    section: str | None = None
    url: str | None = None

    def name(self, column: str) -> str:
        """Return the name of the column to look up: the one given, or the usual one."""
        return getattr(self, column) or ("date" if column == "published" else column)

    def names(self) -> dict[str, str]:
        """Return the name looked up for each column."""
        return {column.name: self.name(column.name) for column in fields(self)}


@dataclass(frozen=True, slots=True)
class Given:
    """An article as the corpus has it: the bytes of a file or the text of a row, and what else the row says.

    ``id`` is unique in the corpus: a path relative to the folder, or the row's id. ``place`` says where it stands.
    ``facts`` are fields of `Article` by name.
    """

    id: str
    place: str
    data: bytes | str
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of everything given, as hexadecimal digits: the same digest is the same article."""
        data = self.data.encode("utf-8", "surrogatepass") if isinstance(self.data, str) else self.data
        rest = json.dumps([isinstance(self.data, str), self.id, self.facts])
        return hashlib.sha256(data + b"\0" + rest.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What stands in the corpus and is no article, and why."""

    place: str
    reason: str
    id: str | None = None


@dataclass(slots=True)
class Corpus:
    """A corpus: iterate it once for its articles.

    Attributes:
        label: what was named.
        total: how many articles there are, or None where only reading would tell.
        share: how much of it has been read, 0 to 1, or None where nobody knows.
    """

    label: str
    items: Iterable[Given | Unreadable]
    total: int | None = None
    share: Callable[[], float | None] = field(default=lambda: None)

    def __iter__(self) -> Iterator[Given | Unreadable]:
        return iter(self.items)


def open_corpus(source: str, columns: Columns | None = None, *, stdin: BinaryIO | None = None) -> Corpus:
    """Return the corpus that ``source`` names; its articles are read as they are asked for.

    Args:
        source: a folder, a glob pattern, a ``.jsonl``, ``.csv`` (either also ``.gz``) or ``.parquet`` file, an article,
            or ``-`` for JSON lines on stdin.
        columns: which columns hold what, in a file of rows.
        stdin: the stream that ``-`` stands for.

    Raises:
        CorpusError: there is nothing of that name, it has no article, or a column that was named is missing.
    """
    columns = columns or Columns()
    if source == STDIN:
        if stdin is None:
            raise CorpusError("-: there is no stdin to read")
        return Corpus("stdin", _checked(_json_rows(stdin), columns, "stdin", "line"))
    path = Path(source)
    if path.is_dir():
        return _listed(source, _below(path), f"it takes {' '.join(f'*{s}' for s in SUFFIXES)} files")
    if path.is_file():
        return _table(path, columns) if _is_table(path) else _listed(source, [(path.name, path)], "")
    if glob.has_magic(source):
        return _matched(source, columns)
    raise CorpusError(f"{source}: no such file or folder; check the path")


def unique(items: Iterable[Given | Unreadable]) -> Iterator[Given | Unreadable]:
    """Yield the items; one whose id an item before it had is unreadable. Ids are kept in a file, not in memory."""
    with closing(sqlite3.connect("")) as seen:
        seen.execute("CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID")
        for item in items:
            own = None if item.id is None else item.id.encode("utf-8", "surrogatepass")
            if own is not None and not seen.execute("INSERT OR IGNORE INTO seen VALUES (?)", (own,)).rowcount:
                # Without an id, so that nothing of the article before it goes.
                known = f'its id "{item.id}" is that of an article before it'
                yield Unreadable(item.place, f"{known}; --id COLUMN names ids that differ")
            else:
                yield item


def _is_table(path: Path) -> bool:
    return path.name.lower().endswith(TABLE_SUFFIXES)


def _below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the articles below a folder, with their paths relative to it; hidden ones and links to folders are not."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(place, name)
            if name.lower().endswith(SUFFIXES) and is_article(path, folder):
                yield path.relative_to(folder).as_posix(), path


def _listed(label: str, found: Iterable[tuple[str, Path]], advice: str) -> Corpus:
    """Return the corpus of files, sorted by their ids in a file of SQLite's own: a million names need no memory."""
    listing = sqlite3.connect("")
    listing.execute("CREATE TABLE files (id TEXT PRIMARY KEY, path BLOB) WITHOUT ROWID")
    rows = ((os.fsencode(name).decode("utf-8", "backslashreplace"), os.fsencode(path)) for name, path in found)
    listing.executemany("INSERT OR IGNORE INTO files VALUES (?, ?)", rows)
    (total,) = listing.execute("SELECT count(*) FROM files").fetchone()
    if not total:
        raise CorpusError(f"{label}: no articles there; {advice or 'check the pattern'}")

    def items() -> Iterator[Given | Unreadable]:
        with closing(listing):
            for name, path in listing.execute("SELECT id, path FROM files ORDER BY id"):
                yield _file(name, Path(os.fsdecode(path)))

    return Corpus(label, items(), total)


def _file(name: str, path: Path) -> Given | Unreadable:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return Unreadable(name, f"{size:,} bytes are no article; the limit is {MAX_BYTES:,}", name)
        return Given(name, name, path.read_bytes())
    except OSError as error:
        return Unreadable(name, f"cannot be read ({error.strerror or error})", name)


def _matched(pattern: str, columns: Columns) -> Corpus:
    """Return the corpus of the files a pattern matches: articles, or files of rows one after another."""
    fixed = os.path.dirname(glob.escape(pattern).partition("[")[0])  # noqa: PTH120 - "a/" is to give "a"
    first = next(_fitting(pattern), None)
    if first is None:
        raise CorpusError(f"{pattern}: no file fits this pattern")
    if _is_table(first):
        return Corpus(pattern, _tables(sorted(_fitting(pattern)), columns))
    return _listed(pattern, ((path.relative_to(fixed).as_posix(), path) for path in _fitting(pattern)), "")


def _tables(paths: Iterable[Path], columns: Columns) -> Iterator[Given | Unreadable]:
    """Yield the articles of files of rows; a file that is none, or breaks off, does not keep the others waiting."""
    for path in paths:
        try:
            yield from _table(path, columns)
        except CorpusError as error:
            yield Unreadable(path.name, str(error).removeprefix(f"{path.name}: "))


def _fitting(pattern: str) -> Iterator[Path]:
    found = glob.iglob(pattern, recursive=True)  # noqa: PTH207 - Path.glob takes no pattern that starts at the root
    return (path for path in map(Path, found) if path.is_file())


def _table(path: Path, columns: Columns) -> Corpus:
    """Return the corpus of a file of rows, after a look at its first one; the file is open only while it is read."""
    if path.name.lower().endswith(".parquet"):
        rows, total = _parquet_rows(path, columns)
        return Corpus(str(path), _checked(rows, columns, path.name, "row"), total)
    file = _RowFile(path)
    with closing(file.rows()) as rows:
        _check_columns(next(rows, None), columns, path.name)
    items = (row_item(number, row, columns, path.name, file.unit) for number, row in file.rows())
    return Corpus(str(path), items, share=file.share)


Row = tuple[int, Mapping[str, Any] | str]  # its number from 1, and its values or what is wrong with it


class _RowFile:
    """A file of JSON lines or CSV, maybe packed; knows how much of it has been read."""

    def __init__(self, path: Path) -> None:
        name = path.name.lower()
        self.path = path
        self.unit = "line" if name.endswith(JSON_SUFFIXES) else "row"
        self._packed = name.endswith(".gz")
        self._read = 0.0

    def rows(self) -> Generator[Row]:
        """Yield the rows; raises `CorpusError` where the file cannot be read."""
        self._read = 0.0
        parse = _json_rows if self.unit == "line" else _csv_rows
        try:
            with self.path.open("rb") as raw:
                size = os.fstat(raw.fileno()).st_size
                with gzip.open(raw) if self._packed else contextlib.nullcontext(raw) as stream:
                    for row in parse(cast("BinaryIO", stream)):
                        self._read = min(raw.tell() / size, 1.0) if size else 1.0
                        yield row
                    self._read = 1.0
        except (OSError, EOFError) as error:
            raise CorpusError(f"{self.path.name}: cannot be read to its end ({error})") from error

    def share(self) -> float | None:
        """Return how much of the file has been read, 0 to 1."""
        return self._read


def _checked(rows: Iterator[Row], columns: Columns, label: str, unit: str) -> Iterator[Given | Unreadable]:
    """Return the articles of rows, of which the first is looked at now."""
    first = next(rows, None)
    _check_columns(first, columns, label)
    return (row_item(number, row, columns, label, unit) for number, row in chain([first] if first else [], rows))


def _check_columns(first: Row | None, columns: Columns, label: str) -> None:
    """Raise `CorpusError` where the first row lacks a column that was named, since nothing was meant by it then."""
    if first is None:
        raise CorpusError(f"{label}: no articles there; it is empty")
    if isinstance(first[1], str):
        return
    for column, name in columns.names().items():
        if name not in first[1] and (column == "text" or getattr(columns, column)):
            there = ", ".join(list(map(str, first[1]))[:20]) or "none"
            option = "date" if column == "published" else column
            raise CorpusError(f'{label}: no column "{name}"; there are: {there}. Name the right one: --{option} NAME')


def row_item(number: int, row: Mapping[str, Any] | str, columns: Columns, label: str, unit: str) -> Given | Unreadable:
    """Return the article of a row, or why it is none; a row without an id is ``LABEL-NUMBER``."""
    place = f"{label}, {unit} {number:,}"
    if isinstance(row, str):
        return Unreadable(place, row)
    named = _words(row.get(columns.name("id")))
    stem = label.partition(".")[0]
    article = named[:LONGEST_ID] if named else f"{stem}-{number}"
    text = row.get(columns.name("text"))
    if not isinstance(text, str):
        what = "is missing" if text is None else f"holds no text but {type(text).__name__}"
        return Unreadable(place, f'column "{columns.name("text")}" {what}', article)
    if len(text) > MAX_BYTES:
        return Unreadable(place, f"{len(text):,} characters are no article; the limit is {MAX_BYTES:,}", article)
    facts = ((column, _words(row.get(columns.name(column)))) for column in FACTS)
    return Given(article, place, text, facts=tuple((column, words[:LONGEST_FACT]) for column, words in facts if words))


def _words(value: object) -> str:
    """Return a cell as a line of text, dates and times in ISO form; nothing for what is empty or a structure."""
    if isinstance(value, str):
        return " ".join(value.split())
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value else ""  # noqa: PLR0124 - NaN


def _json_rows(stream: BinaryIO) -> Iterator[Row]:
    number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        if len(line) > MAX_BYTES:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_BYTES)
            yield number, f"a line of more than {MAX_BYTES:,} bytes is no article"
            continue
        if not line.strip():
            continue
        try:
            value = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except (ValueError, RecursionError) as error:
            yield number, f"is not JSON in UTF-8 ({str(error)[:100]})"
            continue
        yield number, value if isinstance(value, dict) else "is JSON and no object with columns"


def _csv_rows(stream: BinaryIO) -> Iterator[Row]:
    csv.field_size_limit(MAX_BYTES)
    # Bytes that are no UTF-8 become surrogates, so that one bad row is one bad row.
    with io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline="") as text:
        rows = csv.reader(text)
        header = next(rows, None)
        number = 0
        while header is not None:
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                number += 1
                yield number, f"is no row of CSV ({error})"
                continue
            if not cells:
                continue
            number += 1
            if len(cells) > len(header):
                yield number, f"has {len(cells)} cells for {len(header)} columns"
            elif any("\udc80" <= character <= "\udcff" for cell in cells for character in cell):
                yield number, "is not UTF-8; save the table as UTF-8"
            else:
                yield number, dict(zip(header, cells, strict=False))


def _parquet_rows(path: Path, columns: Columns) -> tuple[Iterator[Row], int]:
    pyarrow, parquet = parquet_library()
    try:
        table = parquet.ParquetFile(path)
    except (OSError, pyarrow.ArrowException) as error:
        raise CorpusError(f"{path}: is no Parquet file ({str(error).splitlines()[0][:100]})") from error
    there = list(table.schema_arrow.names)
    wanted = [name for name in columns.names().values() if name in there]

    def rows() -> Iterator[Row]:
        number = 0
        if not wanted:
            yield 1, dict.fromkeys(there)  # no column that is looked for: the check of the first row says so
        try:
            for batch in table.iter_batches(batch_size=PARQUET_ROWS, columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    # A column that is there and not needed still counts as there.
                    yield number, row if number > 1 else dict.fromkeys(there) | row
        except (OSError, pyarrow.ArrowException) as error:
            raise CorpusError(f"{path}: cannot be read to its end ({str(error).splitlines()[0][:100]})") from error

    return rows(), table.metadata.num_rows


def parquet_library() -> tuple[Any, Any]:
    """Return ``pyarrow`` and ``pyarrow.parquet``; raises `CorpusError` where the extra is not installed."""
    try:
        import pyarrow  # noqa: ICN001, PLC0415 - an extra; its own name says more
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise CorpusError("Parquet needs an extra. Run: pip install 'attribution-audit[parquet]'") from error
    return pyarrow, parquet
