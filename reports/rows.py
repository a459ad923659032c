"""The records of the page of one article: rows, bars, tables, and the page itself. No HTML and no arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports.charts import Mark, Part, Tick
from reports.story import Block

UNITS = ("words", "quotes", "sources")


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of the table of sources; ``number`` is its footnote number, None for the row of unresolved quotes.

    ``quotes`` are those counted, ``own_quotes`` and ``paraphrase_quotes`` those of them with own or reported words;
    ``first_quotes`` is the one with which it is first heard, which may repeat another.
    """

    id: str
    number: int | None
    name: str
    role: str | None
    group: str
    group_label: str
    hue: int
    kind: str | None
    affiliation: str | None
    anonymous: bool
    reason: str | None
    words: int
    words_of: int
    own_words: int
    paraphrase_words: int
    first_paragraph: int | None
    quotes: tuple[str, ...]
    own_quotes: tuple[str, ...]
    paraphrase_quotes: tuple[str, ...]
    first_quotes: tuple[str, ...]
    marks: tuple[Mark, ...]
    grounds: tuple[str, ...]
    corrected: bool


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One quote: the row of the list of quotes, and what the card beside its words shows.

    ``speaker_row`` is the speaker's row in the table of sources; a source of whom only thoughts are told has none.
    ``role_paragraph`` is the paragraph, from 1, in which the role was read.
    """

    id: str
    speaker: str | None
    speaker_row: str | None
    label: str
    role: str | None
    role_paragraph: int | None
    group: str
    group_label: str
    hue: int
    type: str
    type_label: str
    status: str
    unsure: bool
    thought: bool
    confidence: int | None
    rule: str
    grounds: tuple[str, ...]
    candidates: tuple[str, ...]
    flags: tuple[str, ...]
    cue: str | None
    paragraph: int
    words: int
    content: tuple[str, ...]
    corrected: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart: ``count`` of ``of`` units, with the parts it is stacked from."""

    key: str
    label: str
    hue: int
    count: int
    of: int
    quotes: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of one unit ("words", "quotes" or "sources"), the largest first and the unresolved last."""

    unit: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A measure: ``count`` of ``of`` ``unit`` (None for a plain count), and the quotes behind it."""

    id: str
    label: str
    count: float
    of: float | None
    unit: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CrossTable:
    """A breakdown in those of `UNITS` in which it was counted: one row a key, with (count, of) for each unit.

    A count of None is unknown: nobody knows how many sources the unresolved quotes have. Rows without any count are
    left out.
    """

    dimension: str
    label: str
    units: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[int | None, int], ...], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding; ``paragraph`` counts from 1."""

    id: str
    rule: str
    severity: str
    message: str
    paragraph: int
    words: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Something unsure or not found out: a line, and the quotes it is about."""

    text: str
    about: str
    quotes: tuple[str, ...]
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """A line saying that somebody did not comment."""

    id: str
    name: str | None
    words: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole page. ``rows`` of sources end with the unresolved one where there are unresolved quotes."""

    headline: str
    byline: str | None
    published: str | None
    section: str | None
    url: str | None
    article_id: str
    language: str
    measures: Mapping[str, FigureRow]
    charts: tuple[Chart, ...]
    own_bar: Bar | None
    naming_bar: Bar | None
    sources: tuple[SourceRow, ...]
    ticks: tuple[Tick, ...]
    findings: tuple[FindingRow, ...]
    story: tuple[Block, ...]
    quotes: Mapping[str, QuoteRow]
    unsure: tuple[OpenQuestion, ...]
    missing: tuple[OpenQuestion, ...]
    silences: tuple[Silence, ...]
    tables: tuple[CrossTable, ...]
    rules: tuple[tuple[str, tuple[str, ...], int | None], ...]
    package: str
    version: str
    warnings: tuple[str, ...]
    groups: tuple[tuple[str, str, int], ...]
    corrected: bool
