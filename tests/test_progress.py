"""Progress: nothing without a terminal or before its time, and nothing left behind."""

from __future__ import annotations

import io
import time

from attribution.commands import progress
from attribution.commands.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def shown(stream, label="analysing"):
    with Progress(stream) as line:
        line.say(label)
        deadline = time.monotonic() + 5
        while stream.isatty() and label not in stream.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
    return stream.getvalue()


def test_a_terminal_sees_it_and_it_is_wiped(monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    monkeypatch.setattr(progress, "TICK", 0.01)
    written = shown(Terminal())
    assert "\ranalysing (0 s)" in written
    assert written.endswith("\r" + " " * len("analysing (0 s)") + "\r")


def test_no_terminal_sees_nothing(monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    assert shown(io.StringIO()) == ""


def test_quick_work_says_nothing():
    stream = Terminal()
    with Progress(stream) as line:
        line.say("analysing")
    assert stream.getvalue() == ""
