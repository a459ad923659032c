"""Analysing a corpus: batches of articles to rows, in this process or in worker processes that each load models once.

Workers are spawned, not forked: a fork of a process with threads (the progress line, Arrow) can inherit a lock that
nobody will release, and PyTorch's own threads do not survive one. Each worker has one thread for PyTorch, since several
processes share the cores better than several threads of each. A worker that ends (killed, or out of memory) is
replaced; its articles are tried again one by one, and the one that ends it a second time has failed.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from attribution.corpus.inputs import Given, Unreadable
from attribution.corpus.records import Done, Failure, failure_of, record_of
from attribution.corpus.settings import Analyzes, Recipe
from attribution.errors import AttributionError, CorpusError, ReadError
from attribution.model import Analysis, Article
from attribution.reading.read import read_items, read_text

BATCH_ARTICLES = 32
BATCH_CHARACTERS = 60_000  # what the annotator takes at a time, too
ONE_THREAD = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class Work:
    """What is made of each article: by which recipe, whether its text is kept, and its page, if one is wanted."""

    recipe: Recipe
    keep_text: bool = False
    page: Callable[[Analysis], str] | None = None


def batches(items: Iterable[Given | Unreadable]) -> Iterator[tuple[Given | Unreadable, ...]]:
    """Yield the items in batches whose sentences are annotated together; at most one batch is held."""
    batch: list[Given | Unreadable] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.data) if isinstance(item, Given) else 0
        if size >= BATCH_CHARACTERS or len(batch) >= BATCH_ARTICLES:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


def analyze_batch(analyzer: Analyzes, batch: Sequence[Given | Unreadable], work: Work) -> list[Done]:
    """Return what became of each item, in order; an article that fails takes no other with it."""
    read = [list(_read(item)) for item in batch]
    articles = [article for found in read for article in found if isinstance(article, Article)]
    outcomes = analyzer.analyze_many(articles, batch=len(articles))
    done = []
    for item, found in zip(batch, read, strict=True):
        records, failures = [], []
        for article in found:
            if isinstance(article, Failure):
                failures.append(article)
                continue
            outcome = next(outcomes)
            if outcome.analysis is None or isinstance(item, Unreadable):
                failures.append(replace(failure_of(item, outcome.error), id=article.id))
            else:
                page = work.page(outcome.analysis) if work.page is not None else None
                records.append(record_of(outcome.analysis, item, keep_text=work.keep_text, page=page))
        done.append(Done(item, tuple(records), tuple(failures)))
    return done


def _read(item: Given | Unreadable) -> Iterator[Article | Failure]:
    """Yield the articles of an item with the ids they have in the corpus; the second of a file is ``FILE#2``."""
    if isinstance(item, Unreadable):
        yield failure_of(item)
        return
    try:
        if isinstance(item.data, str):
            yield replace(read_text(item.data, id=item.id), **dict(item.facts))  # type: ignore[arg-type]
            return
        for number, article in enumerate(read_items(item.data, path=item.id), 1):
            name = item.id if number == 1 else f"{item.id}#{number}"
            if isinstance(article, Article):
                yield replace(article, id=name)
            else:
                failure = failure_of(item, article)
                yield failure if number == 1 else replace(failure, place=f"{item.place}#{number}", id=name)
    except ReadError as error:
        yield failure_of(item, error)


@dataclass(slots=True)
class _Worker:
    """A process and the batch it has, and what it had told when it last spoke."""

    process: SpawnProcess
    pipe: Connection
    batch: tuple[Given | Unreadable, ...] = ()
    ready: bool = False


@dataclass(slots=True)
class Workers:
    """Worker processes over batches: give them batches, take what is done in whatever order it comes."""

    work: Work
    jobs: int
    _waiting: deque[tuple[Given | Unreadable, ...]] = field(default_factory=deque)
    _workers: list[_Worker] = field(default_factory=list)

    def run(self, coming: Iterator[tuple[Given | Unreadable, ...]]) -> Generator[list[Done]]:
        """Yield what became of batches, none of them empty, one at a time and not in their order.

        Each worker has one batch, and the next is read when one is done: no more is held. Closing the generator ends
        the workers.

        Raises:
            AttributionError: what making the analyzer raised in a worker.
            CorpusError: a worker ended before it had loaded its models.
        """
        try:
            with _one_thread_each():
                self._hand_out(coming)
                while self._workers:
                    for done in self._take():
                        self._hand_out(coming)  # before what is done is written, which the worker need not wait for
                        yield done
                    self._hand_out(coming)
        finally:
            self._end()

    def _hand_out(self, coming: Iterator[tuple[Given | Unreadable, ...]]) -> None:
        idle = [worker for worker in self._workers if not worker.batch]
        for worker in [*idle, *[None] * (self.jobs - len(self._workers))]:
            batch = self._waiting.popleft() if self._waiting else next(coming, ())
            if batch:
                self._send(worker or self._start(), batch)
            elif worker is not None:
                self._dismiss(worker)

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self.work), daemon=True)
        with _interrupts_ignored():
            process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _send(self, worker: _Worker, batch: tuple[Given | Unreadable, ...]) -> None:
        worker.batch = batch
        with contextlib.suppress(OSError):  # it has ended, which reading from it tells
            worker.pipe.send(batch)

    def _take(self) -> Iterator[list[Done]]:
        pipes = {worker.pipe: worker for worker in self._workers}
        for pipe in wait(list(pipes)):
            worker = pipes[pipe]  # type: ignore[index]
            try:
                told = worker.pipe.recv()
            except (EOFError, OSError):
                yield from self._bury(worker)
                continue
            if isinstance(told, AttributionError):
                raise told
            if told is None:
                worker.ready = True
            else:
                worker.batch = ()
                yield told

    def _bury(self, worker: _Worker) -> Iterator[list[Done]]:
        batch, worker.batch = worker.batch, ()
        self._dismiss(worker)
        code = worker.process.exitcode
        how = f"signal {-code}" if code is not None and code < 0 else f"code {code}"
        if not worker.ready:
            raise CorpusError(f"a worker process ended while it loaded the models ({how}); is there memory enough?")
        if len(batch) > 1:
            self._waiting.extend((item,) for item in batch)
        else:
            fault = AttributionError(f"the process that analysed it ended ({how}); is there memory enough?")
            yield [Done(item, failures=(failure_of(item, fault),)) for item in batch]

    def _dismiss(self, worker: _Worker) -> None:
        worker.pipe.close()
        worker.process.join(5)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        self._workers.remove(worker)

    def _end(self) -> None:
        for worker in self._workers:
            worker.process.kill()  # whatever it holds is not in the store, and will be analysed again
        for worker in list(self._workers):
            self._dismiss(worker)


def _serve(pipe: Connection, work: Work) -> None:
    """Load the models, say so, and answer each batch with what became of it, until the pipe is closed."""
    try:
        analyzer = work.recipe.make()
    except AttributionError as error:
        pipe.send(error)
        return
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)
    pipe.send(None)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            pipe.send(analyze_batch(analyzer, pipe.recv(), work))


@contextlib.contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Have a process that starts inside the block ignore interrupts from its first moment: the parent ends it."""
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # not the main thread; such a program ends its workers itself
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def _one_thread_each() -> Iterator[None]:
    """Have processes that start inside the block read, before they load PyTorch, that one thread is theirs."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
