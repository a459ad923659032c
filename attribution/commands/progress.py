"""What is being done, on a terminal, once it has taken two seconds; nothing where no terminal is."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Self, TextIO

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
