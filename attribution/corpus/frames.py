"""A store as pandas frames, whole or a part at a time, and as files of CSV or Parquet.

Quotes, sources, measures and findings have the columns of `attribution.tables`; the other tables have those below.
Breakdowns are in no table: they are sums over quotes and sources.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from attribution.commands.outputs import csv_text, replacing
from attribution.corpus.inputs import parquet_library
from attribution.corpus.store import Store, open_store
from attribution.tables import FINDING_COLUMNS, MEASURE_COLUMNS, QUOTE_COLUMNS, SOURCE_COLUMNS, Row, make_frame

if TYPE_CHECKING:
    import pandas as pd

FrameName = Literal["articles", "quotes", "sources", "mentions", "measures", "findings", "failures"]
CHUNK_ROWS = 20_000
ARTICLE_COLUMNS = {
    "article": "string",
    "title": "string",
    "byline": "string",
    "published": "string",
    "day": "string",
    "section": "string",
    "url": "string",
    "characters": "Int64",
    "words": "Int64",
    "story_words": "Int64",
    "quoted_words": "Int64",
    "quotes": "Int64",
    "sources": "Int64",
    "anonymous": "Int64",
    "findings": "Int64",
    "warnings": "string",
    "sha256": "string",
}
MENTION_COLUMNS = {"article": "string", "source": "string", "start": "Int64", "end": "Int64", "text": "string"}
FAILURE_COLUMNS = {"place": "string", "article": "string", "error": "string", "reason": "string"}
FRAME_COLUMNS: Mapping[FrameName, Mapping[str, str]] = {
    "articles": ARTICLE_COLUMNS,
    "quotes": QUOTE_COLUMNS,
    "sources": SOURCE_COLUMNS,
    "mentions": MENTION_COLUMNS,
    "measures": MEASURE_COLUMNS,
    "findings": FINDING_COLUMNS,
    "failures": FAILURE_COLUMNS,
}
_QUESTIONS: Mapping[FrameName, str] = {
    "articles": "SELECT id AS article, * FROM articles AS a ORDER BY a.id",
    "quotes": (
        "SELECT a.id AS article, q.id, type, act, speaker, name, kind, role, role_group, affiliation, status,"
        ' confidence, rule, cue, cue_lemma, source, q.text, start, "end", q.words, q.own_words, paragraph, zone, flags'
        " FROM quotes AS q JOIN articles AS a ON a.key = q.article"
        " LEFT JOIN sources AS s ON s.article = q.article AND s.id = q.speaker ORDER BY a.id, q.number"
    ),
    "sources": (
        "SELECT s.*, a.id AS article, 1.0 * s.words / nullif(a.quoted_words, 0) AS share"
        " FROM sources AS s JOIN articles AS a ON a.key = s.article ORDER BY a.id, s.number"
    ),
    "mentions": (
        "SELECT m.*, a.id AS article FROM mentions AS m JOIN articles AS a ON a.key = m.article"
        ' ORDER BY a.id, start, "end", source'
    ),
    "measures": (
        "SELECT m.*, a.id AS article, label, unit, 1.0 * numerator / nullif(denominator, 0) AS share"
        " FROM measures AS m JOIN articles AS a ON a.key = m.article JOIN measure_labels USING (measure)"
        " ORDER BY a.id, number"
    ),
    "findings": (
        "SELECT f.*, a.id AS article FROM findings AS f JOIN articles AS a ON a.key = f.article ORDER BY a.id, number"
    ),
    "failures": "SELECT *, id AS article FROM failures ORDER BY place",
}


class CorpusFrames:
    """The tables of a store as frames; a context manager. `read_store` opens one.

    `frame` holds a whole table in memory, `chunks` a part of it at a time.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.__exit__(kind, error, trace)

    def frame(self, table: FrameName) -> pd.DataFrame:
        """Return a table, ordered by article; columns have their types when it is empty."""
        return make_frame(self._columns(table), rows_of(self._store, table))

    def chunks(self, table: FrameName, *, rows: int = CHUNK_ROWS) -> Iterator[pd.DataFrame]:
        """Yield a table in frames of at most ``rows`` rows; an empty table is one empty frame."""
        found, columns = rows_of(self._store, table), self._columns(table)
        chunk = list(islice(found, rows))
        while True:
            yield make_frame(columns, chunk)
            if not (chunk := list(islice(found, rows))):
                return

    def _columns(self, table: FrameName) -> dict[str, str]:
        """Return the columns; sources also have those of the editor's list, as ``extra_COLUMN``."""
        columns = dict(FRAME_COLUMNS[table])
        if table == "sources":
            keys = self._store.query(
                "SELECT DISTINCT each.key FROM sources, json_each(sources.extra) AS each ORDER BY 1"
            )
            columns |= {f"extra_{key}": "string" for (key,) in keys}
        return columns


def read_store(path: Path | str) -> CorpusFrames:
    """Return the frames of a store; ``path`` is its file or its folder. Raises `StoreError`."""
    return CorpusFrames(open_store(path))


def rows_of(store: Store, table: FrameName) -> Iterator[Row]:
    """Yield the rows of a table with the columns of its frame."""
    for row in store.rows(_QUESTIONS[table]):
        if "anonymous" in row and table == "sources":
            row["anonymous"] = bool(row["anonymous"])
        if table == "sources" and row["extra"]:
            row.update({f"extra_{key}": value for key, value in json.loads(str(row["extra"])).items()})
        yield row


def export_frames(frames: CorpusFrames, folder: Path, *, form: Literal["csv", "parquet"]) -> list[Path]:
    """Write every table to ``folder`` as ``TABLE.csv`` or ``TABLE.parquet``, each whole or not at all.

    Raises:
        CorpusError: Parquet is asked for and its extra is not installed.
        OutputError: a file cannot be written.
    """
    written = []
    for table in FRAME_COLUMNS:
        path = folder / f"{table}.{form}"
        with replacing(path) as partial:
            if form == "csv":
                with partial.open("w", encoding="utf-8", newline="") as file:
                    for number, frame in enumerate(frames.chunks(table)):
                        file.write(csv_text(frame, header=not number))
            else:
                write_parquet(frames.chunks(table), partial)
        written.append(path)
    return written


def write_parquet(chunks: Iterator[pd.DataFrame], path: Path, *, about: Mapping[str, str] | None = None) -> None:
    """Write frames of the same columns into one file of Parquet; ``about`` is kept in its metadata."""
    pyarrow, parquet = parquet_library()
    first = next(chunks)
    schema = pyarrow.Schema.from_pandas(first, preserve_index=False)
    schema = schema.with_metadata((schema.metadata or {}) | {k.encode(): v.encode() for k, v in (about or {}).items()})
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        writer.write_table(pyarrow.Table.from_pandas(first, schema=schema, preserve_index=False))
        for frame in chunks:
            writer.write_table(pyarrow.Table.from_pandas(frame, schema=schema, preserve_index=False))
