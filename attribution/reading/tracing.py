"""Strings that know where they were read: each run of a string goes with a run of the file that spells it.

A reader copies what it keeps out of a `Traced` string into another with a `Tracer`: a run of plain characters, or some
words that stand for a run (an entity, white space drawn together, a quotation element). So the offset map is
written while the words are read, through any number of layers, such as HTML in a JSON string in a file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from attribution.origin import Piece
from attribution.spans import Span

BLOCK = 4096  # characters between places whose line is kept
_LINE_END = re.compile(r"\r\n|\n|\r")


class Run(NamedTuple):
    """Code points of a string from ``start``, and those of the file's ``part`` from ``file``; one for one if equal."""

    start: int
    length: int
    file: int
    file_length: int
    part: str | None

    @property
    def is_plain(self) -> bool:
        """Whether string and file go one for one."""
        return self.length == self.file_length

    def cut(self, start: int, end: int) -> Run:
        """Return what of the run lies in ``[start, end)`` of its string; a run that is not plain keeps all its file."""
        low, high = max(start, self.start), min(end, self.start + self.length)
        if not self.is_plain:
            return self._replace(start=low, length=high - low)
        return Run(low, high - low, self.file + low - self.start, high - low, self.part)


class Traced:
    """A string and the runs of the file that spell it, in the order of the string."""

    __slots__ = ("_lines", "_starts", "runs", "text")

    def __init__(self, text: str, runs: Sequence[Run]) -> None:
        self.text = text
        self.runs = runs
        self._starts = [run.start for run in runs]
        self._lines: Lines | None = None

    @classmethod
    def whole(cls, text: str, part: str | None = None) -> Traced:
        """Return a file's text, or that of a part of it, each character of which is itself."""
        return cls(text, [Run(0, len(text), 0, len(text), part)] if text else [])

    @property
    def lines(self) -> Lines:
        """The lines of the text, found when first asked for; of use where it is a file's."""
        if self._lines is None:
            self._lines = Lines(self.text)
        return self._lines

    def runs_of(self, start: int, end: int) -> Iterator[Run]:
        """Yield the runs of ``[start, end)``, cut to it."""
        at = max(bisect_right(self._starts, start) - 1, 0)
        while at < len(self.runs) and self.runs[at].start < end:
            if self.runs[at].start + self.runs[at].length > start:
                yield self.runs[at].cut(start, end)
            at += 1

    def cut(self, start: int, end: int) -> Traced:
        """Return a part of the string as a string of its own."""
        tracer = Tracer()
        tracer.copy(self, start, end)
        return tracer.traced()


class Tracer:
    """Makes a `Traced` string out of runs of others."""

    __slots__ = ("_parts", "_runs", "length")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self.length = 0

    def copy(self, source: Traced, start: int, end: int) -> None:
        """Add a run of another string as it is."""
        if start >= end:
            return
        for run in source.runs_of(start, end):
            self._add_run(run._replace(start=self.length + run.start - start))
        self._parts.append(source.text[start:end])
        self.length += end - start

    def put(self, words: str, source: Traced, start: int, end: int) -> None:
        """Add words that the run ``[start, end)`` of another string, which is not empty, stands for as a whole."""
        found = list(source.runs_of(start, end))
        if found and words:
            file, last = found[0].file, found[-1]
            size = last.file + last.file_length - file
            self._add_run(Run(self.length, len(words), file, size, last.part))
        self.insert(words)

    def insert(self, words: str) -> None:
        """Add words that stand nowhere in the file: a break between paragraphs, a space between cells."""
        self._parts.append(words)
        self.length += len(words)

    @property
    def size(self) -> int:
        """How many runs the string has so far."""
        return len(self._runs)

    @property
    def tail(self) -> str:
        """The end of the string so far, at least its last four characters if it has them."""
        return "".join(self._parts[-4:])

    def traced(self) -> Traced:
        """Return the string so far."""
        return Traced("".join(self._parts), self._runs)

    def _add_run(self, run: Run) -> None:
        last = self._runs[-1] if self._runs else None
        if (
            last is not None
            and last.is_plain
            and run.is_plain
            and last.part == run.part
            and last.start + last.length == run.start
            and last.file + last.length == run.file
        ):
            self._runs[-1] = last._replace(
                length=last.length + run.length, file_length=last.file_length + run.file_length
            )
        else:
            self._runs.append(run)


class Lines:
    """The lines of a file's text, to find the place of a character in time that does not grow with the file."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._before: list[tuple[int, int]] = []  # breaks before a block, and where its first line begins
        count = line_start = 0
        for start in range(0, len(text) + 1, BLOCK):
            self._before.append((count, line_start))
            end = min(start + BLOCK, len(text))
            count += _breaks(text, start, end)
            line_start = _line_start(text, start, end, line_start)

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and column, from 1, of a character."""
        block = offset // BLOCK
        count, line_start = self._before[block]
        start = block * BLOCK
        line = count + _breaks(self.text, start, offset) + 1
        return line, offset - _line_start(self.text, start, offset, line_start) + 1


def pieces_of(traced: Traced, files: Mapping[str | None, Lines]) -> tuple[Piece, ...]:
    """Return the string's offset map; ``files`` are the text of the file (None) and of each part of it.

    A piece lies in one line of the file, so that columns count on within it.
    """
    return tuple(
        Piece(
            Span(run.start, run.start + run.length),
            Span(run.file, run.file + run.file_length),
            *files[run.part].place(run.file),
            run.part,
        )
        for whole in traced.runs
        for run in _lines_of(whole, files[whole.part].text)
    )


def _lines_of(run: Run, text: str) -> Iterator[Run]:
    """Yield a plain run line by line, each with the break at its end; any other as it is."""
    if not run.is_plain:
        yield run
        return
    end = run.file + run.length
    at = run.file
    for match in _LINE_END.finditer(text, run.file, end):
        stop = match.end()
        yield Run(run.start + at - run.file, stop - at, at, stop - at, run.part)
        at = stop
    if at < end:
        yield Run(run.start + at - run.file, end - at, at, end - at, run.part)


def _breaks(text: str, start: int, end: int) -> int:
    """Count the line breaks that end in ``[start, end)``: LF, CR and CR LF."""
    pairs = text.count("\r\n", max(start - 1, 0), end)  # a pair that the start divides was counted at its CR
    return text.count("\n", start, end) + text.count("\r", start, end) - pairs


def _line_start(text: str, start: int, end: int, otherwise: int) -> int:
    """Return the index behind the last line break that ends in ``[start, end)``, or ``otherwise``."""
    found = max(text.rfind("\n", start, end), text.rfind("\r", start, end))
    return found + 1 if found >= 0 else otherwise
