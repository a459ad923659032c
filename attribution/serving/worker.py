"""The one thread that has the models: it takes what waits, a few at a time, and analyses it.

Reading, analysing and writing an article happen here and never in the thread that talks to clients. A job that is
cancelled while it waits leaves the queue at once; one that is running ends by itself, since a model cannot be broken
off, and its result is dropped.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

from attribution.errors import AttributionError
from attribution.model import Analysis, Article
from attribution.serving.problems import ProblemError

if TYPE_CHECKING:
    from attribution.pipeline import Analyzer

LONGEST_RETRY = 300  # seconds; a client that is told more would rather be told by a person
SMOOTHING = 0.2  # weight of the last article in the mean time of one


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the client: bytes, their media type, and the policy that a page is served with."""

    body: bytes
    media_type: str
    policy: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """An article to be read, analysed and written; ``read`` and ``write`` run in the worker's thread."""

    read: Callable[[], Article]
    write: Callable[[Analysis], Answer]
    future: Future[Answer] = field(default_factory=Future)


class Worker:
    """A thread with an `Analyzer` and a bounded queue before it.

    Args:
        make: makes the analyzer; called in the thread, once.
        waiting: how many jobs may wait.
        batch: how many are taken at once.
        on_loaded: called in the thread when the models are loaded, or cannot be (`failure`).
    """

    def __init__(
        self,
        make: Callable[[], Analyzer],
        *,
        waiting: int,
        batch: int,
        on_loaded: Callable[[], None] | None = None,
    ) -> None:
        self.failure: AttributionError | None = None
        self._make = make
        self._waiting = waiting
        self._batch = batch
        self._on_loaded = on_loaded
        self._queue: deque[Job] = deque()
        self._changed = threading.Condition()
        self._ready = False
        self._closing = False
        self._running = 0
        self._mean = 1.0  # seconds an article takes
        # A daemon: an analysis that outlasts the time for stopping must not keep the process.
        self._thread = threading.Thread(target=self._run, name="attribution-worker", daemon=True)

    @property
    def is_ready(self) -> bool:
        """Whether the models are loaded and jobs are taken."""
        return self._ready and not self._closing

    @property
    def is_stopping(self) -> bool:
        """Whether the service stops and takes no more jobs."""
        return self._closing

    @property
    def depth(self) -> int:
        """How many jobs wait."""
        return len(self._queue)

    def start(self) -> None:
        """Start the thread, which loads the models."""
        self._thread.start()

    def stop(self, seconds: float) -> bool:
        """Take no more jobs, work on those there are for ``seconds``, and tell whether the thread has ended."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread.ident is not None:
            self._thread.join(seconds)
        with self._changed:
            left = list(self._queue)
        for job in left:
            job.future.cancel()
        return not self._thread.is_alive()

    def check_room(self) -> None:
        """Raise what `submit` would raise now: asked before a body is read, so that it need not be."""
        with self._changed:
            self._check_room()

    def submit(self, job: Job) -> Future[Answer]:
        """Put a job at the queue's end; cancelling the future takes it out.

        Raises:
            ProblemError: 503 while the models load or the service stops, 429 where the queue is full; both say when to
                come again.
        """
        with self._changed:
            self._check_room()
            self._queue.append(job)
            self._changed.notify_all()
        job.future.add_done_callback(lambda _: self._drop(job))
        return job.future

    def _check_room(self) -> None:
        if self._closing:
            raise ProblemError(503, "the service is stopping", headers={"Retry-After": "10"})
        if not self._ready:
            raise ProblemError(503, "the language models are still loading", headers={"Retry-After": "5"})
        if len(self._queue) >= self._waiting:
            seconds = min(max(ceil(self._mean * (len(self._queue) + self._running)), 1), LONGEST_RETRY)
            raise ProblemError(
                429,
                f"{len(self._queue)} articles wait already; come again in {seconds} s",
                headers={"Retry-After": str(seconds)},
            )

    def _drop(self, job: Job) -> None:
        with self._changed:
            if job in self._queue:
                self._queue.remove(job)

    def _run(self) -> None:
        try:
            analyzer = self._make()
            analyzer.annotator  # noqa: B018 - loads the models before the first article asks for them
        except AttributionError as error:
            self.failure = error
        except Exception as error:  # noqa: BLE001 - told by the command in one line; a silent thread would be worse
            self.failure = AttributionError(f"the models cannot be loaded ({type(error).__name__}: {error})")
        self._ready = self.failure is None
        if self._on_loaded is not None:
            self._on_loaded()
        while self._ready and (jobs := self._take()):
            self._work(analyzer, jobs)
            del jobs  # else the last article stays until the next one comes

    def _take(self) -> list[Job]:
        """Wait for jobs and return up to a batch of them; none when the service stops and nothing waits."""
        with self._changed:
            self._running = 0
            while not self._queue and not self._closing:
                self._changed.wait()
            jobs = [self._queue.popleft() for _ in range(min(len(self._queue), self._batch))]
            self._running = len(jobs)
            return jobs

    def _work(self, analyzer: Analyzer, jobs: Sequence[Job]) -> None:
        read: deque[Job] = deque()
        begun = time.monotonic()
        try:
            for outcome in analyzer.analyze_many(_articles(jobs, read)):
                job = read.popleft()
                if outcome.analysis is not None:
                    _finish(job, outcome.analysis)
                elif outcome.error is not None:
                    job.future.set_exception(outcome.error)
                now = time.monotonic()
                self._mean += SMOOTHING * (now - begun - self._mean)
                begun = now
        except Exception as error:  # noqa: BLE001 - the thread must outlive every fault
            for job in jobs:
                if not job.future.done():
                    job.future.set_exception(error)


def _articles(jobs: Sequence[Job], read: deque[Job]) -> Iterator[Article]:
    """Yield the article of each job that can be read and is still wanted, and note the job; others fail alone."""
    for job in jobs:
        if not job.future.set_running_or_notify_cancel():
            continue
        try:
            article = job.read()
        except Exception as error:  # noqa: BLE001 - whatever a reader raises is this job's alone
            job.future.set_exception(error)
            continue
        read.append(job)
        yield article


def _finish(job: Job, analysis: Analysis) -> None:
    try:
        answer = job.write(analysis)
    except Exception as error:  # noqa: BLE001 - as for reading
        job.future.set_exception(error)
    else:
        job.future.set_result(answer)
