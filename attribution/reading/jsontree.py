"""JSON whose strings know where they stand in the file.

The standard library's own decoder does the work; only its step that reads a string is given another, which notes where
the string began. Keys stay plain.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from json import scanner
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from attribution.errors import FormatError
from attribution.reading.tracing import Traced, Tracer

_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL)


class Placed(str):
    """A string of a JSON file and where, behind its quotation mark, it begins."""

    __slots__ = ("start",)
    start: int

    @classmethod
    def at(cls, words: str, start: int) -> Placed:
        """Return the string that begins at an index of the file."""
        placed = cls(words)
        placed.start = start
        return placed


class _Decoder(json.JSONDecoder):
    def __init__(self) -> None:
        super().__init__(strict=False)  # raw line breaks in strings are common in what editors paste
        self.parse_string = _placed_string
        make_scanner: Callable[[json.JSONDecoder], Callable[[str, int], tuple[Any, int]]]
        # This one, unlike the quick one in C, asks for parse_string.
        make_scanner = scanner.py_make_scanner  # type: ignore[attr-defined]
        self.scan_once = make_scanner(self)


def _placed_string(text: str, start: int, strict: bool = True) -> tuple[str, int]:  # noqa: FBT001, FBT002 - as called
    words, end = scanstring(text, start, strict)
    return Placed.at(words, start), end


def decode_json(text: str, start: int = 0) -> tuple[Any, int]:
    """Return the first JSON value from ``start`` of the text, its strings placed, and where it ends.

    Raises:
        ValueError: there is none, or it is nested too deep; the message says where.
    """
    try:
        return _Decoder().raw_decode(text, start)
    except RecursionError:
        raise ValueError("its brackets are nested too deep") from None


def read_json(text: str, name: str) -> Any:  # noqa: ANN401 - any JSON value
    """Return the one JSON value of a file, its strings placed; raises `FormatError` with the line of a fault."""
    start = len(text) - len(text.lstrip())
    try:
        value, end = decode_json(text, start)
    except json.JSONDecodeError as error:
        raise FormatError(f"{name}:{error.lineno}:{error.colno}: is no valid JSON ({error.msg})") from error
    except ValueError as error:
        raise FormatError(f"{name}: is no valid JSON ({error})") from error
    rest = text[end : end + 1000].strip()
    if rest:
        line = text.count("\n", 0, end) + 1
        raise FormatError(f"{name}:{line}: more follows after the end of the JSON value")
    return value


def traced_string(words: Placed, source: Traced) -> Traced:
    """Return a string of the JSON text ``source`` with its offset map: an escape stands for the character it makes."""
    tracer = Tracer()
    text = source.text
    at, end = words.start, _string_end(text, words.start)
    for match in _ESCAPE.finditer(text, words.start, end):
        tracer.copy(source, at, match.start())
        tracer.put(scanstring(match[0] + '"', 0, False)[0], source, match.start(), match.end())  # noqa: FBT003
        at = match.end()
    tracer.copy(source, at, end)
    return tracer.traced()


def _string_end(text: str, start: int) -> int:
    end: int = scanstring(text, start, False)[1] - 1  # noqa: FBT003 - as it is declared
    return end


def find_objects(value: object) -> Iterator[dict[str, Any]]:
    """Yield every object in a JSON value, the outer ones first."""
    queue = [value]
    for item in queue:
        if isinstance(item, dict):
            yield item
            queue.extend(item.values())
        elif isinstance(item, list):
            queue.extend(item)
