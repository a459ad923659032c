"""The records that stages hand on: frozen, and every span in them slices ``Article.text``.

Stage 1 makes `Article`, stage 2 `Annotated`, stage 3 `Quote`, stage 4 `Source` and the speaker of each quote,
stage 5 `Audit` and `Finding`; `Analysis` holds all of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from attribution.origin import Origin
from attribution.spans import Span

if TYPE_CHECKING:
    import pandas as pd

ZoneKind = Literal["headline", "standfirst", "byline", "dateline", "subhead", "caption", "body", "boilerplate"]
QuoteType = Literal["direct", "indirect", "mixed"]
Act = Literal["speech", "thought"]
Status = Literal["resolved", "ambiguous", "unresolved"]
SourceKind = Literal["person", "unnamed_person", "organization", "group", "document"]
EntityType = Literal["PER", "ORG", "LOC", "MISC"]
Unit = Literal["sources", "quotes", "words", "paragraphs", "characters"]
Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text without white space at its edges, and the zone it belongs to.

    Line breaks lie inside it only where the text was hard-wrapped. A dateline may share a line with what follows.
    """

    span: Span
    zone: ZoneKind


@dataclass(frozen=True, slots=True)
class Article:
    """An article exactly as read; nothing in the ``text`` of a plain text is normalised.

    ``paragraphs`` are sorted, disjoint and cover every character but white space, zero-width characters at edges,
    marks of Markdown or metadata keys in front of a line, and comments for this program. ``notes`` say how it had to
    be read. ``origin`` leads each character back to the file, and is None where the file is the text itself.
    """

    id: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    url: str | None = None
    section: str | None = None
    language: str = "en"
    path: str | None = None
    notes: tuple[str, ...] = ()
    origin: Origin | None = None

    @property
    def name(self) -> str:
        """What to call the article to a person: its file, with its id where the file holds several; else its id."""
        if self.path is None:
            return self.id
        return f"{self.path} ({self.id})" if self.origin is not None and self.origin.number is not None else self.path

    def paragraph_at(self, offset: int) -> int:
        """Return the index of the paragraph that holds ``offset``, or of the last one before it."""
        low, high = 0, len(self.paragraphs)
        while low < high:
            middle = (low + high) // 2
            if self.paragraphs[middle].span.start <= offset:
                low = middle + 1
            else:
                high = middle
        return max(low - 1, 0)


@dataclass(frozen=True, slots=True)
class Token:
    """A syntactic word. ``head`` is an index into its sentence's tokens, -1 for the root."""

    span: Span
    text: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, wholly inside one paragraph; ``paragraph`` is that paragraph's index."""

    span: Span
    tokens: tuple[Token, ...]
    paragraph: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A name found by the recogniser; never across a sentence's edge."""

    span: Span
    type: EntityType


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which model package annotated the article."""

    package: str
    version: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article with its sentences and names, both in text order."""

    article: Article
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    models: ModelInfo


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a decision was made: the rule, the words it stands on, and a sentence for the reader."""

    rule: str
    spans: tuple[Span, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """One attribution: who (``source``) by which words (``cue``) is reported to have said what (``content``).

    Stage 3 fills all but ``speaker``, ``status``, ``confidence``, which stage 4 sets. ``rule`` is the rule that found
    the quote; ``evidence`` holds the grounds for the quote and for its speaker. ``confidence`` is the measured
    share of right decisions by the rules used, or None where too few were measured.
    ``candidates`` are the ids of sources that stage 4 could not choose between (status ``ambiguous``).
    """

    id: str
    type: QuoteType
    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    rule: str
    paragraph: int
    act: Act = "speech"
    cue_lemma: str | None = None
    speaker: str | None = None
    status: Status = "unresolved"
    confidence: float | None = None
    evidence: tuple[Evidence, ...] = ()
    candidates: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoComment:
    """A line that says somebody did not comment; ``speaker`` is a source id or None."""

    span: Span
    source: Span | None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody (or something) that the article quotes, with the words that say who it is.

    ``kind``, ``role_group`` and the other fields are defined in docs/json.md; ``pronouns`` holds
    only what the article itself uses. ``evidence`` has an entry for each field that was decided, with
    rules named ``role:...``, ``affiliation:...``, ``group:...``, ``kind:...``, ``anonymous:...``. ``extra`` holds
    (column, value) pairs of an editor's own list (`attribution.sourcing.knowledge`), each column once.
    """

    id: str
    name: str
    kind: SourceKind
    role: str | None = None
    role_group: str = "unknown"
    affiliation: str | None = None
    pronouns: str | None = None
    anonymous: bool = False
    reason: str | None = None
    mentions: tuple[Span, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with what it counts: ``numerator`` of ``denominator`` ``unit``, and the quotes behind it.

    ``denominator`` is None for a plain count. ``sources`` are the ids of the sources counted.
    """

    id: str
    label: str
    numerator: float
    denominator: float | None
    unit: Unit
    quotes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """One row of a breakdown: ``numerator`` of the breakdown's denominator fall under ``key``."""

    key: str
    numerator: int
    denominator: int
    quotes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Shares by ``dimension`` counted in ``unit``; the rows add up to the denominator."""

    dimension: str
    unit: Unit
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """All measures and breakdowns of one article."""

    measures: tuple[Measure, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A sourcing rule that the article runs into, and the words it points at."""

    rule: str
    severity: Severity
    message: str
    span: Span
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything found in one article. ``quotes`` are in text order, ``sources`` in order of first quote."""

    article: Article
    models: ModelInfo
    quotes: tuple[Quote, ...] = ()
    sources: tuple[Source, ...] = ()
    no_comment: tuple[NoComment, ...] = ()
    audit: Audit = field(default_factory=Audit)
    findings: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return a line that fits a prompt; the parts have all the words."""
        counts = f"{len(self.sources)} sources, {len(self.quotes)} quotes, {len(self.findings)} findings"
        return f"Analysis({self.article.id!r}: {counts})"

    def source(self, source_id: str | None) -> Source | None:
        """Return the source with this id, or None."""
        return next((s for s in self.sources if s.id == source_id), None)

    def to_dict(self) -> dict[str, Any]:
        """Return the analysis as JSON data (`attribution.schema`)."""
        from attribution.schema import analysis_to_dict  # noqa: PLC0415 - a later layer, wanted only here

        return analysis_to_dict(self)

    @classmethod
    def from_dict(cls, data: object, *, text: str) -> Analysis:
        """Return the analysis in JSON data; ``text`` is the article it was made from. Raises `SchemaError`."""
        from attribution.schema import analysis_from_dict  # noqa: PLC0415 - a later layer, wanted only here

        return analysis_from_dict(data, text=text)

    def quotes_frame(self) -> pd.DataFrame:
        """Return a row for each quote (`attribution.tables`)."""
        from attribution.tables import quotes_frame  # noqa: PLC0415 - a later layer, wanted only here

        return quotes_frame(self)

    def sources_frame(self) -> pd.DataFrame:
        """Return a row for each source (`attribution.tables`)."""
        from attribution.tables import sources_frame  # noqa: PLC0415 - a later layer, wanted only here

        return sources_frame(self)
