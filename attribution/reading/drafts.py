"""Paragraphs as a reader of a file finds them, and the `Article` that they make: text, zones, facts and offset map."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from attribution.errors import EmptyArticleError, FormatError
from attribution.model import Article, ZoneKind
from attribution.origin import Origin
from attribution.reading.language import check_english
from attribution.reading.paragraphs import Block
from attribution.reading.plain import byline_of, published_of, words_of
from attribution.reading.tracing import Lines, Traced, Tracer, pieces_of
from attribution.reading.zones import label_zones, without_by
from attribution.spans import Span, trim

BREAK = "\n\n"  # between paragraphs
UNSEEN = "\u00ad\u200b\u2060\ufeff"  # soft hyphens and zero-width marks: no part of a word as it is read
_LETTERS = rf"[^ \t\n\r\f{UNSEEN}]+"
_FLOW = re.compile(rf"[ \t\n\r\f]+|[{UNSEEN}]+|{_LETTERS}(?: {_LETTERS})*")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_PLAIN_ID = re.compile(r"\w[\w.-]{0,79}")
MOST_RUNS = 300_000  # of words between entities, tags and breaks; a long article has a thousand
LONGEST_FACT = 400  # characters of a title, byline, date or section


@dataclass(slots=True)
class Facts:
    """What a file says about an article beside its text; each as it is written there."""

    title: str | None = None
    byline: str | None = None
    published: str | None = None
    url: str | None = None
    section: str | None = None

    def add(self, name: str, value: object) -> None:
        """Take a value where there is none yet; white space is drawn together, and nothing but http addresses are."""
        if not isinstance(value, str) or getattr(self, name) is not None:
            return
        words = " ".join(value.split())
        if name == "url" and not words.lower().startswith(("http://", "https://")):
            return
        if name == "byline":
            words = without_by(words)
        if words:
            setattr(self, name, words[:LONGEST_FACT])


@dataclass(frozen=True, slots=True)
class Place:
    """What an article is read from: the id to give it, the file's path and encoding, its number among several."""

    id: str
    format: str
    path: str | None = None
    encoding: str = "utf-8"
    number: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What to call the article in a message."""
        if self.path is None:
            return self.id
        return f"{self.path} ({self.id})" if self.number is not None else self.path

    def numbered(self, number: int, own_id: str | None) -> Place:
        """Return the place of one article of several."""
        return replace(self, id=f"{self.id}-{number}", number=number).renamed(own_id)

    def renamed(self, own_id: str | None) -> Place:
        """Return the place with the article's own id, where that is fit for a file's name."""
        return replace(self, id=own_id) if own_id is not None and _PLAIN_ID.fullmatch(own_id) else self


class Draft:
    """An article in the making: paragraphs are begun, filled with words of the file, and ended.

    ``name`` is what the file is called where it turns out to have more runs than any article (`FormatError`).
    """

    def __init__(self, name: str, *, separator: str = BREAK) -> None:
        self._name = name
        self._tracer = Tracer()
        self._blocks: list[Block] = []
        self._separator = separator
        self._open: Block | None = None
        self._words: Tracer | None = None
        self._space: tuple[Traced, int, int] | None = None
        self._written: list[str] = []

    def begin(self, zone: ZoneKind | None = None, *, heading: bool = False, marked: bool = False) -> None:
        """Begin a paragraph; one that is open ends."""
        self.end()
        self._open = Block(Span(0, 0), zone, marked, heading)

    def end(self) -> None:
        """End the paragraph, if one is open; it is dropped where nothing was written."""
        block, words = self._open, self._words
        self._open = self._words = self._space = None
        if block is None or words is None:
            return
        if self._tracer.length:
            self._tracer.insert(self._separator)
        start = self._tracer.length
        traced = words.traced()
        kept = trim(Span(0, len(traced.text)), traced.text)
        self._tracer.copy(traced, kept.start, kept.end)
        if len(kept):
            self._blocks.append(replace(block, span=Span(start, self._tracer.length)))
            self._written.append(kept.slice(traced.text))

    def flow(self, source: Traced, start: int, end: int) -> None:
        """Write words with each run of white space drawn together, as pages and documents show them."""
        for match in _FLOW.finditer(source.text, start, end):
            if match[0] in " \t\n\r\f" or match[0].isspace():
                self.space(source, match.start(), match.end())
            elif match[0][0] not in UNSEEN:
                self._write().copy(source, match.start(), match.end())

    def space(self, source: Traced, start: int, end: int) -> None:
        """Write a space, unless the paragraph starts with it or has one there; the run of the file stands for it."""
        if self._words is not None and self._space is None:
            self._space = (source, start, end)

    def put(self, words: str, source: Traced, start: int, end: int) -> None:
        """Write words that a run of the file stands for as a whole."""
        self._write().put(words, source, start, end)

    def line(self, source: Traced, start: int, end: int) -> None:
        """Write a line break, and begin another paragraph of the kind where a sentence has ended or one stands there.

        Pages made by hand part their paragraphs so.
        """
        if self._words is None:
            return
        written = self._words.tail
        block = self._open
        if block is not None and (written.endswith("\n") or _SENTENCE_END.search(written)):
            self.begin(block.zone, heading=block.heading, marked=block.marked)
            return
        self._space = None
        self._words.put("\n", source, start, end)

    @property
    def is_open(self) -> bool:
        """Whether a paragraph is open and has words."""
        return self._words is not None

    @property
    def length(self) -> int:
        """The characters of all paragraphs that have ended."""
        return self._tracer.length

    @property
    def is_begun(self) -> bool:
        """Whether a paragraph is open, with words or without."""
        return self._open is not None

    @property
    def zone(self) -> ZoneKind | None:
        """The zone of the open paragraph, None where it has none yet."""
        return self._open.zone if self._open is not None else None

    def rezone(self, zone: ZoneKind) -> None:
        """Give the open paragraph another zone."""
        if self._open is not None:
            self._open = replace(self._open, zone=zone)

    @property
    def open_words(self) -> str:
        """The words of the open paragraph so far."""
        return self._words.traced().text if self._words is not None else ""

    @property
    def written(self) -> list[str]:
        """The words of each paragraph that has ended."""
        return self._written

    def traced(self) -> Traced:
        """Return the text of all paragraphs that have ended, with its runs."""
        return self._tracer.traced()

    def zone_of(self, number: int) -> ZoneKind | None:
        """Return the zone of an ended paragraph, None where it has none yet."""
        return self._blocks[number].zone

    def is_heading(self, number: int) -> bool:
        """Tell whether an ended paragraph is a heading."""
        return self._blocks[number].heading

    def set_zone(self, number: int, zone: ZoneKind) -> None:
        """Give an ended paragraph another zone."""
        self._blocks[number] = replace(self._blocks[number], zone=zone)

    def article(
        self, place: Place, facts: Facts, files: Mapping[str | None, Lines], *, otherwise: Facts | None = None
    ) -> Article:
        """Return the article.

        Args:
            place: what it is read from.
            facts: what the file says about it; they go before what its text says.
            files: the decoded file (None) and the parts of it that words were taken from.
            otherwise: what stands in for facts that neither gives.

        Raises:
            EmptyArticleError: no paragraph has words.
            LanguageError: it is surely not English.
        """
        self.end()
        traced = self.traced()
        text = traced.text
        if not self._blocks:
            raise EmptyArticleError(f"{place.name}: there is no text of an article in it; nothing to analyse")
        otherwise = otherwise or Facts()
        notes = place.notes + check_english(text, place.name)
        paragraphs = label_zones(text, self._blocks, title=facts.title)
        return Article(
            place.id,
            text,
            paragraphs,
            title=facts.title or words_of(text, paragraphs, "headline") or otherwise.title,
            byline=facts.byline or byline_of(text, paragraphs) or otherwise.byline,
            published=facts.published or published_of(text, paragraphs) or otherwise.published,
            url=facts.url,
            section=facts.section or otherwise.section,
            path=place.path,
            notes=notes,
            origin=Origin(place.format, place.encoding, pieces_of(traced, files), place.number),
        )

    def _write(self) -> Tracer:
        if self._open is None:
            self._open = Block(Span(0, 0))
        if self._words is None:
            self._words = Tracer()
        if self._words.size + self._tracer.size > MOST_RUNS:
            raise FormatError(f"{self._name}: has more than {MOST_RUNS:,} entities and breaks in it; it is no article")
        if self._space is not None:
            source, start, end = self._space
            self._space = None
            if not self._words.tail.endswith("\n"):
                self._words.put(" ", source, start, end)
        return self._words
