"""The speaker cases with their recorded annotations, read once."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from attribution.model import Annotated, Quote
from attribution.quoting.marks import find_regions
from attribution.schema import annotated_from_dict
from attribution.sourcing.resolve import Resolved, resolve_speakers
from attribution.sourcing.taxonomy import load_taxonomy
from attribution.spans import Span
from tests.builders import marked
from tests.speaker_cases import Case

RECORDINGS = Path(__file__).parent / "recordings" / "speakers.json"


@cache
def _recordings() -> dict[str, object]:
    data: dict[str, object] = json.loads(RECORDINGS.read_text(encoding="utf-8"))
    return data


def annotated_case(case: Case) -> tuple[Annotated, tuple[Quote, ...]]:
    """Return the case's recorded annotation and its quotes as stage 3 would hand them on."""
    text, spans = marked(case.text)
    annotated = annotated_from_dict(_recordings()[case.id], text=text)
    return annotated, quotes_of(text, spans, annotated)


def quotes_of(text: str, spans: dict[str, tuple[Span, ...]], annotated: Annotated) -> tuple[Quote, ...]:
    """Return the quotes that the labels Q1, C1, S1 ... of a marked text state."""
    numbers = sorted(int(label[1:]) for label in spans if re.fullmatch(r"Q\d+", label))
    found = []
    for number in numbers:
        content = spans[f"Q{number}"]
        words = content[0].slice(text)
        found.append(
            Quote(
                id=f"q{number}",
                type="direct" if words[:1] in {"“", "‘", '"'} else "indirect",
                content=content,
                cue=next(iter(spans.get(f"C{number}", ())), None),
                source=next(iter(spans.get(f"S{number}", ())), None),
                rule="by-hand",
                paragraph=annotated.article.paragraph_at(content[0].start),
            )
        )
    return tuple(found)


def resolve_case(case: Case) -> Resolved:
    """Return the speakers of a case."""
    annotated, quotes = annotated_case(case)
    return resolve_speakers(annotated, find_regions(annotated.article), quotes, (), taxonomy=load_taxonomy())
