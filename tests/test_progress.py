"""Progress: nothing without a terminal or before its time, and nothing left behind."""

from __future__ import annotations

import io
import time

from attribution.commands import progress
from attribution.commands.progress import Bar, Progress


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


def barred(stream, *, total, share=lambda: None):
    with Bar(stream) as bar:
        bar.begin(total, share)
        bar.advance(3, analyzed=True)
        bar.advance(2, analyzed=False)
    return stream.getvalue()


def test_a_bar_says_how_many_are_done_how_fast_and_how_long_it_takes_still():
    for written in (barred(Terminal(), total=10), barred(Terminal(), total=None, share=lambda: 0.5)):
        assert "5 articles, " in written
        assert " a second, " in written
        assert "left" in written
        assert written.endswith("\x1b[2K")  # the line is wiped
    assert "5 articles, " in barred(Terminal(), total=None)


def test_a_bar_is_not_there_without_a_terminal():
    assert barred(io.StringIO(), total=10) == ""
