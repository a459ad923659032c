"""A corpus on a Dask cluster: partitions of articles to workers, and what they find into files of Parquet.

    DIR/quotes/part-000017.parquet, DIR/sources/part-000017.parquet, ...

The client reads the corpus and writes the files, so that the machines need no disk in common and nothing is written
twice. The file of ``articles`` comes last and says in its metadata what it was made from: a partition that has it is
whole, and a later run leaves it. Tasks of a worker that is lost go to another, which is Dask's own doing; where one
partition takes several workers with it, its articles are tried one by one, and the one at fault has failed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attribution.commands.outputs import replacing
from attribution.corpus.frames import FRAME_COLUMNS, FrameName, write_parquet
from attribution.corpus.inputs import Corpus, Given, Unreadable, parquet_library, unique
from attribution.corpus.mapping import map_items, rows_of_table, table_columns
from attribution.corpus.records import Done, Failure, failure_of
from attribution.corpus.running import FAILURES_KEPT, Totals, Watcher
from attribution.corpus.settings import Recipe, fingerprint
from attribution.errors import AttributionError, CorpusError
from attribution.tables import make_frame

if TYPE_CHECKING:
    import pandas as pd

PARTITION_ARTICLES = 100
PARTITION_CHARACTERS = 400_000
PATIENCE = 10  # seconds to wait for the scheduler
AHEAD = 2  # partitions for each thread of the cluster that are handed out and not done
MARKER: FrameName = "articles"  # the table of a partition that is written last
TABLES: tuple[FrameName, ...] = (*(table for table in FRAME_COLUMNS if table != MARKER), MARKER)
ABOUT = "attribution.partition"
Frames = dict[FrameName, "pd.DataFrame"]


@dataclass(slots=True)
class _Partition:
    """A partition that is handed out: what it holds, and what has come back of its pieces, by their first item."""

    number: int
    items: tuple[Given | Unreadable, ...]
    digest: str
    pieces: dict[int, Frames] = field(default_factory=dict)
    waiting: int = 0


def analyze_on_cluster(  # noqa: PLR0913 - the options of the command, each by its name
    corpus: Corpus,
    folder: Path,
    recipe: Recipe,
    scheduler: str,
    *,
    resume: bool = False,
    limit: int | None = None,
    watch: Watcher | None = None,
) -> Totals:
    """Analyse a corpus on the cluster of ``scheduler`` into folders of Parquet files below ``folder``.

    Args:
        corpus: what to analyse; it is read as a stream, and a few partitions of it are held.
        folder: where the folders of the tables go; see `attribution.corpus.frames.FRAME_COLUMNS`.
        recipe: how articles are analysed; files that it names have to be on every machine.
        scheduler: the address of a running scheduler, such as ``tcp://10.0.0.5:8786``.
        resume: whether partitions that are there and unchanged are left.
        limit: how many of the corpus's items are looked at, the first of them.
        watch: who is told how far it is.

    Raises:
        AttributionError: what ``recipe`` has wrong.
        CorpusError: the extra is not installed, there is no such scheduler, its workers have another version or other
            models, or there are partitions in the folder and ``resume`` is false.
        OutputError: a file cannot be written.
    """
    parquet_library()
    if not resume and any((folder / MARKER).glob("part-*.parquet")):
        raise CorpusError(f"{folder}: has partitions already; go on with them (--resume) or choose another --output")
    run = fingerprint(recipe.describe())
    totals = Totals()
    client = _connect(scheduler)
    try:
        coming = _partitions(unique(islice(corpus, limit)), run)
        count = _Cluster(client, folder, recipe, run, totals, watch).analyze(coming)
        if limit is None:
            _remove_after(folder, count)
    except (OSError, CancelledError) as error:
        raise CorpusError(f"{scheduler}: the scheduler is gone; start it and go on with --resume") from error
    finally:
        with suppress(Exception):  # the scheduler may be gone already
            client.close()
    return totals


@dataclass(slots=True)
class _Cluster:
    """A run over a cluster: partitions go out, what comes back is written."""

    client: Any
    folder: Path
    recipe: Recipe
    run: int
    totals: Totals
    watch: Watcher | None
    out: dict[Any, tuple[_Partition, int, tuple[Given | Unreadable, ...]]] = field(default_factory=dict)

    def analyze(self, coming: Iterator[_Partition]) -> int:
        """Analyse the partitions that are not there as they would be, and return how many there are in all."""
        from distributed import as_completed  # noqa: PLC0415 - an extra

        done = as_completed(loop=self.client.loop)
        count = 0
        more = True
        while more or self.out:
            while more and len(self.out) < AHEAD * max(1, sum(self.client.nthreads().values())):
                partition = next(coming, None)
                if partition is None:
                    more = False
                    break
                count = partition.number + 1
                if _digest_of(self._path(MARKER, partition.number)) == partition.digest:
                    self.totals.unchanged += len(partition.items)
                    self._advance(len(partition.items), analyzed=False)
                else:
                    done.add(self._submit(partition, 0, partition.items))
            if self.out:
                for future in self._settle(next(done)):
                    done.add(future)
        return count

    def _submit(self, partition: _Partition, first: int, items: tuple[Given | Unreadable, ...]) -> Any:  # noqa: ANN401 - Dask has no types
        future = self.client.submit(analyze_partition, items, self.recipe, self.run, pure=False)
        self.out[future] = (partition, first, items)
        partition.waiting += 1
        return future

    def _settle(self, future: Any) -> list[Any]:  # noqa: ANN401 - Dask has no types
        """Take what a task found; write its partition where that was the last piece; return the tasks to wait for."""
        partition, first, items = self.out.pop(future)
        partition.waiting -= 1
        error = future.exception()
        if error is None:
            partition.pieces[first] = future.result()
        elif isinstance(error, AttributionError):
            raise error
        elif type(error).__name__ != "KilledWorker":
            raise CorpusError(f"a task failed on the cluster ({type(error).__name__}: {str(error)[:200]})") from error
        elif len(items) > 1:
            return [self._submit(partition, first + index, (item,)) for index, item in enumerate(items)]
        else:
            fault = AttributionError("the workers that analysed it ended; is there memory enough?")
            lost = Done(items[0], failures=(failure_of(items[0], fault),))
            partition.pieces[first] = _frames([lost], self.recipe)
        if not partition.waiting:
            self._write(partition)
        return []

    def _write(self, partition: _Partition) -> None:
        for table in TABLES:
            frames = (partition.pieces[first][table] for first in sorted(partition.pieces))
            with replacing(self._path(table, partition.number)) as partial:
                write_parquet(frames, partial, about={ABOUT: partition.digest})
        for piece in partition.pieces.values():
            self.totals.analyzed += len(piece[MARKER])
            self.totals.failed += len(piece["failures"])
            room = FAILURES_KEPT - len(self.totals.failures)
            rows = piece["failures"].head(room).to_dict("records")
            self.totals.failures += [Failure(row["place"], None, row["error"], row["reason"]) for row in rows]
        self._advance(len(partition.items), analyzed=True)

    def _advance(self, articles: int, *, analyzed: bool) -> None:
        if self.watch is not None:
            self.watch.advance(articles, analyzed=analyzed)

    def _path(self, table: FrameName, number: int) -> Path:
        return self.folder / table / f"part-{number:06}.parquet"


def _remove_after(folder: Path, count: int) -> None:
    """Remove partitions that the corpus no longer has; the marker first, so that no half of one seems whole."""
    for table in TABLES[::-1]:
        for path in (folder / table).glob("part-*.parquet"):
            number = re.fullmatch(r"part-(\d+)\.parquet", path.name)
            if number is not None and int(number[1]) >= count:
                path.unlink()


def analyze_partition(items: Sequence[Given | Unreadable], recipe: Recipe, run: int) -> Frames:
    """Return the frames of a partition, by table: what a worker of the cluster does.

    Raises:
        CorpusError: this machine has another version, models or files than the one that asks.
    """
    if fingerprint(recipe.describe()) != run:
        raise CorpusError(
            "a worker has another version of attribution-audit, or other models or files, than this machine"
        )
    return _frames(list(map_items(items, recipe)), recipe)


def _frames(done: Sequence[Done], recipe: Recipe) -> Frames:
    return {
        table: make_frame(table_columns(table, recipe), (row for each in done for row in rows_of_table(each, table)))
        for table in TABLES
    }


def _partitions(items: Iterable[Given | Unreadable], run: int) -> Iterator[_Partition]:
    held: list[Given | Unreadable] = []
    size = number = 0
    for item in items:
        held.append(item)
        size += len(item.data) if isinstance(item, Given) else 0
        if len(held) >= PARTITION_ARTICLES or size >= PARTITION_CHARACTERS:
            yield _partition(number, held, run)
            held, size, number = [], 0, number + 1
    if held:
        yield _partition(number, held, run)


def _partition(number: int, items: Sequence[Given | Unreadable], run: int) -> _Partition:
    digest = hashlib.sha256(str(run).encode())
    for item in items:
        digest.update((item.digest if isinstance(item, Given) else f"{item.place}: {item.reason}").encode())
    return _Partition(number, tuple(items), digest.hexdigest())


def _digest_of(path: Path) -> str | None:
    """Return what a file of articles says it was made from, None where it is not there or is no such file."""
    pyarrow, parquet = parquet_library()
    try:
        about = parquet.read_schema(path).metadata or {}
    except (OSError, pyarrow.ArrowException):
        return None
    return about.get(ABOUT.encode(), b"").decode() or None


def _connect(scheduler: str) -> Any:  # noqa: ANN401 - Dask has no types
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise CorpusError("a cluster needs an extra. Run: pip install 'attribution-audit[dask]'") from error
    try:
        return Client(scheduler, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise CorpusError(f"{scheduler}: no Dask scheduler answers there ({str(error)[:100]})") from error
