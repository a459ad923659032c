"""What is being done, on a terminal: a line once it has taken two seconds, or a bar; nothing where no terminal is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

PATIENCE = 2.0  # seconds before the first word
TICK = 0.5


class Progress:
    """A line on ``stream`` that says what is being done and for how long; it is gone when the block ends."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = stream.isatty()
        self._label = ""
        self._done = threading.Event()
        self._lock = threading.Lock()
        self._width = 0
        self._thread = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> Self:
        if self._shown:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        if self._thread.is_alive():
            self._thread.join()
        self.clear()

    def say(self, label: str) -> None:
        """Name what is being done now."""
        self._label = label

    def clear(self) -> None:
        """Wipe the line, so that something else can be printed."""
        with self._lock:
            if self._width:
                self._stream.write("\r" + " " * self._width + "\r")
                self._stream.flush()
                self._width = 0

    def _tick(self) -> None:
        begun = time.monotonic()
        wait = PATIENCE
        while not self._done.wait(wait):
            wait = TICK
            line = f"{self._label[:70]} ({time.monotonic() - begun:.0f} s)"
            with self._lock:
                self._stream.write("\r" + line.ljust(self._width))
                self._stream.flush()
                self._width = max(self._width, len(line))


class Bar:
    """A bar on ``stream`` for many articles: how many are done, how many a second, and the time that is left.

    It is gone when the block ends, and never there where the stream is no terminal.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live: RichProgress | None = None
        self._share: Callable[[], float | None] = lambda: None
        self._begun = 0.0
        self._settled = self._analyzed = 0
        self._by_share = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def begin(self, total: int | None, share: Callable[[], float | None]) -> None:
        """Show the bar, for so many articles, or for a source of which ``share`` says how much of it is read."""
        self._begun = time.monotonic()
        self._share = share
        if not self._stream.isatty():
            return
        from rich import progress  # noqa: PLC0415 - a tenth of a second that other commands must not take
        from rich.console import Console  # noqa: PLC0415

        self._live = progress.Progress(
            progress.BarColumn(),
            progress.TextColumn("{task.description}"),
            progress.TimeRemainingColumn(),
            progress.TextColumn("left"),
            console=Console(file=self._stream),
            transient=True,
        )
        known = total is not None or share() is not None
        self._live.add_task("", total=float(total or 1) if known else None)
        self._by_share = total is None
        self._live.start()

    def advance(self, articles: int, *, analyzed: bool) -> None:
        """Say that so many more are settled, by analysis or because they were done before."""
        self._settled += articles
        self._analyzed += articles if analyzed else 0
        if self._live is not None:
            rate = self._analyzed / max(time.monotonic() - self._begun, 0.001)
            done = (self._share() or 0.0) if self._by_share else self._settled
            words = f"{self._settled:,} articles, {rate:.1f} a second,"
            self._live.update(self._live.task_ids[0], completed=done, description=words)

    def clear(self) -> None:
        """Take the bar away, so that something else can be printed."""
        if self._live is not None:
            self._live.stop()
            self._live = None
