"""What an analysis goes back as: the formats of the command and the report page, chosen by ``format`` or ``Accept``."""

from __future__ import annotations

import html
import re
from datetime import date

from attribution.commands.formats import Format, TableName, file_contents, table_text
from attribution.commands.outputs import json_text
from attribution.model import Analysis
from attribution.serving.problems import ProblemError
from attribution.serving.worker import Answer

PAGE = "html"
# The first is what a client gets that does not say what it wants; of two of one type Accept gets the first.
MEDIA_TYPES = {
    "json": "application/json",
    PAGE: "text/html",
    "text": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    **{
        # What is several files on a disk is one object of JSON here, with their contents by suffix.
        kind.value: kind.writer.media_type if len(kind.writer.suffixes) == 1 else "application/json"
        for kind in Format
        if kind.writer is not None
    },
}
TABLES = tuple(name.value for name in TableName)
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_RANGE = re.compile(r"([\w!#$&^.+-]+|\*)/([\w!#$&^.+-]+|\*)")
_WEIGHT = re.compile(r"\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", re.IGNORECASE)


def choose_format(given: str | None, accept: str | None) -> str:
    """Return the name of a format: the one given, or the one that the header ``Accept`` likes best.

    Raises:
        ProblemError: 422 for a format that is not there, 406 where none that is there is accepted.
    """
    if given is not None:
        return _one_of(given, MEDIA_TYPES, "format")
    if accept is None or not accept.strip():
        return next(iter(MEDIA_TYPES))
    ranges = [_read_range(part) for part in accept.split(",")]
    likings = {name: _liking(kind, ranges) for name, kind in MEDIA_TYPES.items()}
    best = max(likings, key=lambda name: likings[name])
    if not likings[best]:
        offered = ", ".join(dict.fromkeys(MEDIA_TYPES.values()))
        raise ProblemError(406, f"nothing that Accept names can be given; there are: {offered}")
    return best


def choose_table(given: str) -> str:
    """Return the name of a table that CSV has; raises `ProblemError` (422) where there is none of that name."""
    return _one_of(given, TABLES, "table")


def write_answer(analysis: Analysis, name: str, *, table: str = TABLES[0]) -> Answer:
    """Return the analysis as a client asked for it; runs in the worker's thread.

    Args:
        analysis: what was found.
        name: one of `MEDIA_TYPES`.
        table: which table a CSV holds.
    """
    policy = None
    if name == PAGE:
        from reports.html import render_report  # noqa: PLC0415 - jinja and templates, which a service of JSON can spare

        words = render_report(analysis, generated=date.today().isoformat())  # noqa: DTZ011 - the reader's own day
        policy = page_policy(words)
    elif name == Format.csv:
        words = table_text(analysis, TableName(table))
    else:
        files = dict(file_contents(analysis, Format(name)))
        words = next(iter(files.values())) if len(files) == 1 else json_text(files) + "\n"
    return Answer(words.encode("utf-8", "replace"), f"{MEDIA_TYPES[name]}; charset=utf-8", policy)


def page_policy(page: str) -> str | None:
    """Return the Content-Security-Policy that a page of ours names in its head, to be sent as a header as well."""
    found = _POLICY.search(page, 0, 2_000)
    return html.unescape(found[1]) if found else None


def _one_of(given: str, known: dict[str, str] | tuple[str, ...], what: str) -> str:
    if given not in known:
        raise ProblemError(422, f"no such {what}; there are: {', '.join(known)}")
    return given


def _read_range(part: str) -> tuple[str, str, float]:
    """Return type, subtype and quality of a part of ``Accept``; a quality of 0 where it cannot be read."""
    words, *parameters = part.split(";")
    found = _RANGE.fullmatch(words.strip())
    if found is None:
        return "", "", 0.0
    weights = [_WEIGHT.fullmatch(p) for p in parameters if p.strip().lower().startswith("q=")]
    quality = (float(weights[0][1]) if weights[0] else 0.0) if weights else 1.0
    return found[1].lower(), found[2].lower(), quality


def _liking(kind: str, ranges: list[tuple[str, str, float]]) -> float:
    """Return the quality of the narrowest range that a media type lies in, 0 where it lies in none."""
    major, _, minor = kind.partition("/")
    fitting = [
        ((first != "*") + (second != "*"), quality)
        for first, second, quality in ranges
        if first in {major, "*"} and second in {minor, "*"} and first
    ]
    return max(fitting)[1] if fitting else 0.0
