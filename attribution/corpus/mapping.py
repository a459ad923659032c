"""A frame of articles to a frame of quotes or sources, for engines that map a function over the parts of a table.

    quotes = articles.map_partitions(map_frame, meta=map_frame(articles.head(0)))          # Dask
    quotes = articles.mapInPandas(map_frames, schema=spark_schema("quotes"))                # Spark

Models are loaded once a process, at its first row. Columns and types are the same for every frame, an empty one too.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from attribution.corpus.frames import FRAME_COLUMNS, FrameName
from attribution.corpus.inputs import Columns, Given, Unreadable, row_item
from attribution.corpus.records import Done
from attribution.corpus.settings import Analyzes, Recipe, Settings
from attribution.corpus.workers import Work, analyze_batch, batches
from attribution.errors import CorpusError
from attribution.tables import Row, make_frame

if TYPE_CHECKING:
    import pandas as pd

_SPARK_TYPES = {"string": "string", "Int64": "bigint", "Float64": "double", "boolean": "boolean"}
_LOG = logging.getLogger(__name__)
_TURN = threading.Lock()  # an analyzer is for one thread at a time, and engines run several in a process


def map_frame(
    frame: pd.DataFrame,
    *,
    table: FrameName = "quotes",
    columns: Columns | None = None,
    settings: Recipe | None = None,
) -> pd.DataFrame:
    """Return what is found in the articles of a frame, one of its rows each.

    Args:
        frame: has a column ``text`` and, where they are known, ``id``, ``date``, ``title``, ``byline``, ``section`` and
            ``url``. Without ``id`` an article is called after its row: ``row-1`` is the first of each frame.
        table: what to return: ``quotes``, ``sources``, ``measures``, ``findings``, ``mentions``, ``articles``, or
            ``failures``, the rows that could not be analysed.
        columns: other names of those columns.
        settings: how articles are analysed; `Settings` with models and profile of your own.

    Returns:
        A frame with the columns of `attribution.corpus.frames.FRAME_COLUMNS`. Rows that fail give none; each is logged
        as a warning of ``attribution.corpus.mapping``.

    Raises:
        CorpusError: the frame has no column of texts.
        AttributionError: what ``settings`` has wrong.
    """
    settings = settings or Settings()
    columns = columns or Columns()
    if columns.name("text") not in frame.columns:
        there = ", ".join(map(str, frame.columns)) or "none"
        raise CorpusError(f'no column "{columns.name("text")}" in the frame; there are: {there}')
    rows = (row for done in map_items(_items(frame, columns), settings) for row in rows_of_table(done, table))
    return make_frame(table_columns(table, settings), rows)


def map_frames(
    frames: Iterable[pd.DataFrame],
    *,
    table: FrameName = "quotes",
    columns: Columns | None = None,
    settings: Recipe | None = None,
) -> Iterator[pd.DataFrame]:
    """Yield `map_frame` of each frame: the form that Spark's ``mapInPandas`` takes."""
    for frame in frames:
        yield map_frame(frame, table=table, columns=columns, settings=settings)


def spark_schema(table: FrameName = "quotes", *, settings: Recipe | None = None) -> str:
    """Return the columns of a table as the schema that Spark's ``mapInPandas`` asks for."""
    columns = table_columns(table, settings or Settings())
    return ", ".join(f"`{name}` {_SPARK_TYPES[kind]}" for name, kind in columns.items())


def table_columns(table: FrameName, settings: Recipe) -> dict[str, str]:
    """Return the columns and types of a table; sources also have those of the editor's list, as ``extra_COLUMN``."""
    extra = settings.extra_columns() if table == "sources" else ()
    return dict(FRAME_COLUMNS[table]) | {f"extra_{column}": "string" for column in extra}


def map_items(items: Iterable[Given | Unreadable], settings: Recipe) -> Iterator[Done]:
    """Yield what became of each item, in order; models are loaded at the first, once a process."""
    for batch in batches(items):
        yield from _analyzed(batch, settings)


def _analyzed(batch: Sequence[Given | Unreadable], settings: Recipe) -> list[Done]:
    with _TURN:
        found = analyze_batch(cached_analyzer(settings), batch, Work(settings))
    for failure in (failure for done in found for failure in done.failures):
        _LOG.warning("%s: %s", failure.place, failure.reason)
    return found


@cache
def cached_analyzer(settings: Recipe) -> Analyzes:
    """Return the analyzer of these settings, made once a process."""
    return settings.make()


def rows_of_table(done: Done, table: FrameName) -> Iterator[Row]:
    """Yield the rows of one table of what became of an item."""
    if table == "failures":
        for each in done.failures:
            yield {"place": each.place, "article": each.id, "error": each.error, "reason": each.reason}
        return
    for record in done.records:
        if table == "articles":
            yield record.article | {"article": record.article["id"]}
        else:
            yield from (row for row in getattr(record, table) if row.get("key") is None)


def _items(frame: pd.DataFrame, columns: Columns) -> Iterator[Given | Unreadable]:
    wanted = [name for name in columns.names().values() if name in frame.columns]
    missing = frame[wanted].isna().to_numpy()
    cells = frame[wanted].itertuples(index=False, name=None)
    for number, (row, gaps) in enumerate(zip(cells, missing, strict=True), 1):
        values = {name: None if gap else cell for name, cell, gap in zip(wanted, row, gaps, strict=True)}
        yield row_item(number, values, columns, "row", "row")
