"""Reads the files of Quire, a content management system made up for this example.

A file starts with ``quire 1``, then has a line for each thing, told by what stands before its bar:

    head| the headline        by| who wrote it         date| the day
    sub| a heading            text| a paragraph        note| for the desk alone, and no part of the story

The entry point of a reader is an object with ``sniff`` and ``read``; a module will do. `Draft` leads every word of the
article back to where it stands in the file, so that findings and quotes point into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from attribution.errors import EncodingError
from attribution.model import Article, ZoneKind
from attribution.reading.drafts import Draft, Facts, Place
from attribution.reading.tracing import Traced

MAGIC = b"quire 1"
ZONES: dict[str, ZoneKind] = {"head": "headline", "by": "byline", "sub": "subhead", "text": "body"}
FACTS = {"head": "title", "by": "byline", "date": "published"}
_LINE = re.compile(r"^(\w+)\| *+(.*)$", re.MULTILINE)


def sniff(data: bytes, name: str) -> bool:  # noqa: ARG001 - what a file holds decides, whatever it is called
    """Tell whether it is a file of Quire."""
    return data.startswith(MAGIC)


def read(data: bytes, *, name: str, path: str | None) -> Iterator[Article]:
    """Yield the article in the file; raises `EncodingError` where it is not UTF-8."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise EncodingError(f"{name}: is not UTF-8, which Quire writes; save it again") from error
    source, draft, facts = Traced.whole(text), Draft(name), Facts()
    for line in _LINE.finditer(text):
        if line[1] in FACTS:
            facts.add(FACTS[line[1]], line[2])
        if line[1] in ZONES:
            draft.begin(ZONES[line[1]], heading=line[1] in {"head", "sub"})
            draft.flow(source, line.start(2), line.end(2))
    yield draft.article(Place(PurePath(name).stem, "quire", path), facts, {None: source.lines})
