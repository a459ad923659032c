"""The formats that the command writes: an analysis to text, JSON, CSV, Markdown or a newsroom's format.

`Format` names them all, for the command line, the service and the documents alike; those of `attribution.writing` are
told by `WRITERS`. A manifest of models is shown as an outline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from attribution.commands.outputs import csv_text, json_text
from attribution.commands.summary import markdown_summary, text_summary
from attribution.model import Analysis
from attribution.schema import analysis_to_dict
from attribution.writing.formats import WRITERS, Writer, export

if TYPE_CHECKING:
    import pandas as pd

PIPED_WIDTH = 100  # columns where the reader is no terminal


class Format(StrEnum):
    """What an analysis can be written as."""

    text = "text"
    json = "json"
    csv = "csv"
    md = "md"
    webannotation = "webannotation"
    schemaorg = "schemaorg"
    ninjs = "ninjs"
    ninjs2 = "ninjs2"
    nitf = "nitf"
    brat = "brat"
    citron = "citron"

    @property
    def writer(self) -> Writer | None:
        """The writer of a newsroom's or annotators' format; None for the program's own."""
        return WRITERS.get(self.value)

    def needs_folder(self, *, several: bool) -> str | None:
        """Return why what is written cannot go to stdout, or None; ``several``: whether there are several articles."""
        if self.writer is None:
            return None
        if len(self.writer.suffixes) > 1:
            return f"{self.value} is {len(self.writer.suffixes)} files an article"
        return (
            f"{self.value} is one document an article and there are several"
            if several and not self.writer.is_json
            else None
        )


class TableName(StrEnum):
    """The tables that CSV has."""

    quotes = "quotes"
    sources = "sources"
    measures = "measures"
    findings = "findings"


def file_contents(analysis: Analysis, kind: Format, *, verbose: bool = False) -> Iterator[tuple[str, str]]:
    """Yield the suffix and the content of each file; no suffix is that of an article, so that none is overwritten."""
    if kind.writer is not None:
        yield from export(analysis, kind.value).items()
    elif kind is Format.json:
        yield ".json", json_text(analysis_to_dict(analysis)) + "\n"
    elif kind is Format.csv:
        for name in TableName:
            yield f".{name.value}.csv", table_text(analysis, name)
    elif kind is Format.md:
        yield ".summary.md", markdown_summary(analysis)
    else:
        yield ".summary.txt", text_summary(analysis, width=PIPED_WIDTH, verbose=verbose)


def table_text(analysis: Analysis, name: TableName, *, header: bool = True, extra: Sequence[str] = ()) -> str:
    """Return a table of the analysis as CSV (`attribution.commands.outputs.csv_text`).

    ``extra`` names the further columns of the sources (`attribution.tables.sources_frame`), so that the tables of
    several articles fit under one header.
    """
    from attribution import tables  # noqa: PLC0415 - pandas takes a second that other formats need not wait for

    frames: dict[TableName, Callable[[Analysis], pd.DataFrame]] = {
        TableName.quotes: tables.quotes_frame,
        TableName.sources: partial(tables.sources_frame, extra=extra),
        TableName.measures: tables.measures_frame,
        TableName.findings: tables.findings_frame,
    }
    return csv_text(frames[name](analysis), header=header)


def outline(key: str, value: object, *, indent: str = "") -> list[str]:
    """Return a JSON value as indented lines, "key: value" each."""
    if isinstance(value, dict):
        return [
            f"{indent}{key}:",
            *(line for k, v in value.items() for line in outline(str(k), v, indent=indent + "  ")),
        ]
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        lines = [f"{indent}{key}:"]
        for item in value:
            rows = outline("-", item, indent=indent + "  ")
            lines += [f"{indent}  - {rows[1].strip()}", *rows[2:]] if len(rows) > 1 else rows
        return lines
    shown = ", ".join(map(str, value)) if isinstance(value, list) else value
    return [f"{indent}{key}: {shown}"]
