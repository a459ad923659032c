"""The store of a corpus: one SQLite file, written by one process, in transactions that each hold whole articles.

The file is in WAL mode, so that others can read it meanwhile. What is in it after a kill or a full disk is what was
committed; a later run takes it up from there. Its tables are in ``store.sql`` and docs/corpus.md. Numbers of rows come
from the ids of articles, so that a store is the same whatever the order in which it was filled.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from attribution.corpus.inputs import Given, Unreadable
from attribution.corpus.records import Done, Failure, Record, article_key
from attribution.corpus.settings import fingerprint
from attribution.errors import StoreError
from attribution.tables import Row

STORE_SCHEMA = 1  # 1: the first
STORE_NAME = "audit.sqlite"
LOCK_NAME = ".audit.lock"
APPLICATION_ID = 0x61747472  # "attr": tells a store from any other SQLite file
PATIENCE = 20.0  # seconds to wait for another program that is writing
CACHE_KILOBYTES = 16_000
_NOT_IN_A_STORE = re.compile("[\x00\ud800-\udfff]")  # what UTF-8, or tools that end a text at NUL, cannot hold
_ROW_TABLES = ("sources", "quotes", "mentions", "measures", "findings")


class Store:
    """A store that is open; a context manager.

    Use `create_store` for a new one, `open_store` for one that is there.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: sqlite3.Connection | None) -> None:
        self.path = path
        self._connection = connection
        self._lock = lock
        self._columns = {
            table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            for table in ("articles", "failures", *_ROW_TABLES)
        }
        self._run: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        if self._lock is not None:
            self._lock.close()

    def begin_run(self, described: Mapping[str, Any], *, corpus: str) -> None:
        """Write down how articles are analysed from now on; the same way twice is one run."""
        self._run = fingerprint({"schema": STORE_SCHEMA, **described})
        models = described["models"]
        row = (
            *(self._run, STORE_SCHEMA, described["program"], models["package"], models["version"]),
            *(json.dumps(described, sort_keys=True), corpus, _now()),
        )
        with self._transaction() as cursor:
            cursor.execute(
                "INSERT OR IGNORE INTO runs"
                " (key, schema, program, models, model_version, settings, corpus, started)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )

    def end_run(self) -> None:
        """Write down that the run came to its end, and gather what SQLite needs to find rows quickly."""
        with self._transaction() as cursor:
            cursor.execute("UPDATE runs SET finished = ? WHERE key = ?", (_now(), self._run))
            # A run of which nothing is left has been replaced as a whole.
            cursor.execute(
                "DELETE FROM runs WHERE key NOT IN (SELECT run FROM articles UNION SELECT run FROM failures)"
                " AND key <> ?",
                (self._run,),
            )
        with told(self.path):
            self._connection.execute("PRAGMA optimize")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def wanted(
        self, items: Iterable[Given | Unreadable], *, keep_text: bool, pages: bool
    ) -> Iterator[Given | Unreadable]:
        """Yield the items that have to be analysed: those that are new, or changed, or were analysed another way."""
        for item in items:
            if not isinstance(item, Given) or not self._is_known(item, keep_text=keep_text, pages=pages):
                yield item

    def _is_known(self, item: Given, *, keep_text: bool, pages: bool) -> bool:
        found = self.query(
            "SELECT 1 FROM articles WHERE key = ? AND given = ? AND run = ?"
            " AND (text IS NOT NULL OR NOT ?) AND (page IS NOT NULL OR NOT ?)",
            (article_key(item.id), item.digest, self._run, keep_text, pages),
        )
        return next(found, None) is not None

    def write(self, done: Iterable[Done], *, pages: Mapping[int, str] | None = None) -> None:
        """Put in what became of items, all of it or nothing; what stood there of the same items goes.

        Args:
            done: rows and failures.
            pages: the path of the page of each article that has one, relative to the store's folder, by its key.

        Raises:
            StoreError: there is no room, or another program holds the store; nothing was put in then.
        """
        with self._transaction() as cursor:
            for each in done:
                self._remove(cursor, each.given)
                for record in each.records:
                    self._insert(cursor, record, (pages or {}).get(record.key))
                for failure in each.failures:
                    self._insert_failure(cursor, failure)

    def _remove(self, cursor: sqlite3.Cursor, item: Given | Unreadable) -> None:
        # The second article of a file failed at "FILE#2"; "$" is the character after "#".
        place = _clean(item.place)
        parts = (place, f"{place}#", f"{place}$")
        cursor.execute("DELETE FROM failures WHERE place = ? OR (place >= ? AND place < ?)", parts)
        if item.id is not None:
            keys = {key for (key,) in cursor.execute("SELECT key FROM articles WHERE file = ?", (_clean(item.id),))}
            # Findings and quotes first: they lean on rows of the article that would go before them.
            for key in keys | {article_key(item.id)}:
                cursor.execute("DELETE FROM findings WHERE article = ?", (key,))
                cursor.execute("DELETE FROM quotes WHERE article = ?", (key,))
                cursor.execute("DELETE FROM articles WHERE key = ?", (key,))

    def _insert(self, cursor: sqlite3.Cursor, record: Record, page: str | None) -> None:
        own = {"key": record.key, "run": self._run, "page": page}
        self._insert_rows(cursor, "articles", [record.article | own])
        labels = [
            (row["measure"], n, row["unit"], row["label"]) for n, row in enumerate(record.measures) if not row["key"]
        ]
        cursor.executemany("INSERT OR IGNORE INTO measure_labels VALUES (?, ?, ?, ?)", labels)
        for table in _ROW_TABLES:
            rows: Iterable[Row] = getattr(record, table)
            if table == "measures":
                rows = (row for row in rows if row["key"] is None)  # breakdowns are sums of quotes and sources
            self._insert_rows(cursor, table, [row | {"article": record.key} for row in rows])

    def _insert_failure(self, cursor: sqlite3.Cursor, failure: Failure) -> None:
        row = {"place": failure.place, "id": failure.id, "error": failure.error, "reason": failure.reason}
        self._insert_rows(cursor, "failures", [row | {"run": self._run}])

    def _insert_rows(self, cursor: sqlite3.Cursor, table: str, rows: list[Row]) -> None:
        columns = self._columns[table]
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        cursor.executemany(
            f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - our own names
            [[_cell(row.get(name)) for name in columns] for row in rows],
        )

    def failures(self, limit: int) -> list[tuple[str, str]]:
        """Return (place, reason) of the first failures, by place."""
        return list(self.query("SELECT place, reason FROM failures ORDER BY place LIMIT ?", (limit,)))

    def count(self, table: str) -> int:
        """Return how many rows a table has."""
        return int(next(iter(self.query(f"SELECT count(*) FROM {table}")))[0])  # noqa: S608 - our own names

    def query(self, sql: str, values: Iterable[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that a question of SQL gives."""
        with told(self.path):
            yield from self._connection.execute(sql, tuple(values))

    def rows(self, sql: str) -> Iterator[Row]:
        """Yield the rows that a question of SQL gives, by the names of its columns; the last of two alike counts."""
        with told(self.path):
            cursor = self._connection.execute(sql)
            names = [column[0] for column in cursor.description]
            for row in cursor:
                yield dict(zip(names, row, strict=True))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Cursor]:
        with told(self.path):
            cursor = self._connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
                cursor.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):  # SQLite has undone it by itself where the disk is full
                    cursor.execute("ROLLBACK")
                raise


def create_store(folder: Path, *, resume: bool, patience: float = PATIENCE) -> Store:
    """Return the store of a folder, ready to be written; it is made where there is none.

    Args:
        folder: where it lies, or will; it is made too.
        resume: whether one that is there is meant to be taken up.
        patience: seconds to wait for another program that is writing to it.

    Raises:
        StoreError: there is one and it is not to be taken up; it is of another schema, held by another run, or cannot
            be written.
    """
    path = folder / STORE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = path.exists()
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made ({error.strerror or error}); choose another --output") from error
    if there and not resume:
        raise StoreError(f"{path}: is there already; go on with it (--resume) or choose another --output")
    lock = _hold(folder / LOCK_NAME)
    try:
        with told(path):
            connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
        try:
            with told(path):
                _check(connection, path)
                _prepare(connection)
            return Store(path, connection, lock)
        except BaseException:
            connection.close()
            raise
    except BaseException:
        lock.close()
        raise


def open_store(path: Path | str) -> Store:
    """Return a store that is there, to be read; ``path`` is its file or its folder.

    Raises:
        StoreError: there is none, it is no store, or of another schema.
    """
    path = Path(path)
    if path.is_dir():
        path /= STORE_NAME
    if not path.is_file():
        raise StoreError(f"{path}: no such store; attribution corpus makes one")
    with told(path):
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        connection.execute("PRAGMA query_only = ON")
        try:
            new = _check(connection, path)
            if not new:
                return Store(path, connection, None)
        except BaseException:
            connection.close()
            raise
        connection.close()
    raise StoreError(f"{path}: is an empty file and no store yet")


def _hold(path: Path) -> sqlite3.Connection:
    """Hold a file beside the store for as long as this process lives: a lock that ends with it, on every system."""
    with told(path):
        lock = sqlite3.connect(path, timeout=0, isolation_level=None)
        try:
            lock.execute("PRAGMA journal_mode = MEMORY")  # nothing is written, and no file of a journal is left
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            lock.close()
            if _is_busy(error):
                raise StoreError(
                    f"{path.with_name(STORE_NAME)}: another run is writing it; wait for its end"
                ) from error
            raise
    return lock


def _check(connection: sqlite3.Connection, path: Path) -> bool:
    """Return whether the file is new and empty; raises `StoreError` where it is something else than a store."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if not application and not tables:
        return True
    if application != APPLICATION_ID:
        raise StoreError(f"{path}: is an SQLite file and no store of this program; choose another --output")
    if schema != STORE_SCHEMA:
        raise StoreError(f"{path}: is of schema {schema}; this release has {STORE_SCHEMA}. Analyse the corpus anew")
    return False


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")  # a commit can be lost with the power, never a store broken
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = FILE")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")
    (there,) = connection.execute("PRAGMA application_id").fetchone()
    if there:
        return
    script = files("attribution").joinpath("corpus", "store.sql").read_text(encoding="utf-8")
    marks = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {STORE_SCHEMA};"
    connection.executescript(f"BEGIN IMMEDIATE;\n{script}\n{marks}\nCOMMIT;")


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into one line that says what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        words, code = str(error), getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_FULL:
            advice = "there is no room left for it; make room and go on with --resume: what is in it is whole"
        elif _is_busy(error):
            advice = "another program is writing it; close that and go on with --resume"
        elif code is not None and code & 0xFF in {
            sqlite3.SQLITE_READONLY,
            sqlite3.SQLITE_CANTOPEN,
            sqlite3.SQLITE_PERM,
        }:
            advice = f"cannot be written ({words}); check the permissions of the folder or choose another --output"
        elif code is not None and code & 0xFF == sqlite3.SQLITE_IOERR:
            advice = f"cannot be written ({words}: a full or failing disk); go on with --resume: what is in it is whole"
        elif code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
            advice = f"is no store ({words}); choose another --output"
        else:
            raise
        raise StoreError(f"{path}: {advice}") from error


def _is_busy(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _cell(value: object) -> object:
    return _clean(value) if isinstance(value, str) else value


def _clean(words: str) -> str:
    return _NOT_IN_A_STORE.sub("\ufffd", words)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
