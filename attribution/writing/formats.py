"""The formats of newsrooms and annotators, by the names under which the command, library and service know them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from attribution.model import Analysis
from attribution.writing.brat import CONFIGURATION, brat
from attribution.writing.citron import citron
from attribution.writing.ninjs import ninjs
from attribution.writing.nitf import nitf
from attribution.writing.schemaorg import schema_org
from attribution.writing.webannotation import web_annotations

# Line ends to some readers of JSON lines.
_LINE_ENDS = re.compile("[\u2028\u2029\x85]")


@dataclass(frozen=True, slots=True)
class Writer:
    """A format: its name for a reader, its media type, and what makes the content of each of its files.

    ``suffixes`` are those of the files, which follow the article's name; ``write`` gives their contents in that order,
    JSON with the indent it is given, where None is one line. ``beside`` holds files that a folder of them needs once.
    """

    title: str
    media_type: str
    suffixes: tuple[str, ...]
    write: Callable[[Analysis, int | None], tuple[str, ...]]
    beside: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_json(self) -> bool:
        """Whether an article is one JSON value, so that several can be a line each."""
        return self.media_type.endswith("json")


def _json(make: Callable[[Analysis], Mapping[str, Any]]) -> Callable[[Analysis, int | None], tuple[str, ...]]:
    def write(analysis: Analysis, indent: int | None) -> tuple[str, ...]:
        text = json.dumps(make(analysis), ensure_ascii=False, indent=indent, allow_nan=False) + "\n"
        return (_LINE_ENDS.sub(lambda match: f"\\u{ord(match[0]):04x}", text),)

    return write


WRITERS: Mapping[str, Writer] = {
    "webannotation": Writer(
        "W3C Web Annotation", "application/ld+json", (".annotations.jsonld",), _json(web_annotations)
    ),
    "schemaorg": Writer("schema.org Quotation", "application/ld+json", (".schema.jsonld",), _json(schema_org)),
    "ninjs": Writer("IPTC ninjs 3.0", "application/json", (".ninjs.json",), _json(ninjs)),
    "ninjs2": Writer("IPTC ninjs 2.1", "application/json", (".ninjs.json",), _json(lambda a: ninjs(a, "2.1"))),
    "nitf": Writer("IPTC NITF 3.6", "application/nitf+xml", (".nitf.xml",), lambda a, _: (nitf(a),)),
    "brat": Writer(
        "brat standoff (PolNeAR)",
        "text/plain",
        (".brat.txt", ".brat.ann"),
        lambda a, _: brat(a),
        {"annotation.conf": CONFIGURATION},
    ),
    "citron": Writer("Citron JSON", "application/json", (".citron.json",), _json(citron)),
}


def export(analysis: Analysis, format: str, *, indent: int | None = 2) -> dict[str, str]:  # noqa: A002 - as in the command
    """Return the analysis in a format of `WRITERS`: the content of each file by its suffix.

    ``indent`` is that of JSON; None makes it one line.

    Raises:
        ValueError: there is no such format.
    """
    if format not in WRITERS:
        raise ValueError(f'no format "{format}"; there are: {", ".join(WRITERS)}')
    writer = WRITERS[format]
    return dict(zip(writer.suffixes, writer.write(analysis, indent), strict=True))
