"""brat standoff to labels: PolNeAR's events, and what `attribution.writing.brat` adds to them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import get_args

from attribution.errors import GoldError
from attribution.evaluating.labels import Forms, Label, Labelled, in_order
from attribution.model import Act, Article
from attribution.spans import Span, merge

_SPAN = re.compile(r"([0-9]{1,9}) ([0-9]{1,9})")
_NUMBER = re.compile(r"[0-9]+$")
_SPEAKER = "speaker: "
EVENTS = ("Attribution", "Attribution-no-source")


def read_standoff(article: Article, annotations: str, name: str) -> Labelled:
    """Return the labels in the lines of an .ann file; events without content are passed over.

    Raises:
        GoldError: naming file and line: a span outside the text, an event that names no span of the file.
    """
    lines = _Lines(article, name)
    for number, line in enumerate(annotations.split("\n"), 1):
        lines.take(number, line.rstrip("\r"))
    labels = tuple(lines.labels())
    speakers = bool(lines.speakers)
    acts = any(label.act is not None for label in labels)
    return Labelled(article, in_order(labels), tells_speakers=speakers, tells_acts=acts)


class _Lines:
    """The lines of an .ann file: spans by their marks, events with the marks of their parts, what is said of them."""

    def __init__(self, article: Article, name: str) -> None:
        self.article, self.name = article, name
        self.spans: dict[str, tuple[Span, ...]] = {}
        self.events: dict[str, tuple[int, list[tuple[str, str]]]] = {}
        self.attributes: dict[str, dict[str, str]] = defaultdict(dict)
        self.speakers: dict[str, str] = {}

    def take(self, number: int, line: str) -> None:
        mark, _, rest = line.partition("\t")
        what = rest.partition("\t")[0]
        kind, _, where = what.partition(" ")
        match mark[:1]:
            case "T":
                self.spans[mark] = tuple(self.read_span(number, piece) for piece in where.split(";"))
            case "E" if kind.partition(":")[0] in EVENTS:
                parts = [part.partition(":") for part in what.split()]
                self.events[mark] = (number, [(_NUMBER.sub("", role), target) for role, _, target in parts])
            case "A":
                event, _, value = where.partition(" ")
                self.attributes[event][kind] = value
            case "#":
                note = rest.partition("\t")[2]
                if note.startswith(_SPEAKER):
                    self.speakers[where] = note.removeprefix(_SPEAKER)

    def read_span(self, number: int, words: str) -> Span:
        match = _SPAN.fullmatch(words)
        start, end = (int(match[1]), int(match[2])) if match else (0, -1)
        if not 0 <= start <= end <= len(self.article.text):
            raise GoldError(
                f'{self.name}:{number}: "{words[:40]}" is no span of a text of {len(self.article.text):,} characters; '
                "is this the text that was annotated?"
            )
        return Span(start, end)

    def labels(self) -> Iterator[Label]:
        forms = Forms(self.article)
        for event, (number, parts) in self.events.items():
            content = merge(self.part(number, parts, "Content"))
            if not content:
                continue
            said = self.attributes[event]
            yield Label(
                content,
                self.part(number, parts, "Cue"),
                self.part(number, parts, "Source"),
                forms.told(said.get("Type"), content),
                next((act for act in get_args(Act) if act == said.get("Act")), None),
                self.speakers.get(event),
            )

    def part(self, number: int, parts: list[tuple[str, str]], role: str) -> tuple[Span, ...]:
        found: list[Span] = []
        for name, mark in parts:
            if name == role:
                if mark not in self.spans and not mark.startswith("E"):  # an event may be content of another
                    raise GoldError(f"{self.name}:{number}: there is no {mark} in this file")
                found += self.spans.get(mark, ())
        return merge(found)
