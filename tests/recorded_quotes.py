"""The quote cases with their recorded annotations, read once."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from attribution.model import Annotated
from attribution.quoting.marks import find_regions
from attribution.quoting.quotes import Found, find_quotes
from attribution.schema import annotated_from_dict
from tests.builders import marked
from tests.quote_cases import QuoteCase

RECORDINGS = Path(__file__).parent / "recordings" / "quotes.json"


@cache
def _recordings() -> dict[str, object]:
    data: dict[str, object] = json.loads(RECORDINGS.read_text(encoding="utf-8"))
    return data


def annotated_case(case: QuoteCase) -> Annotated:
    """Return the case's recorded annotation."""
    return annotated_from_dict(_recordings()[case.id], text=marked(case.text)[0])


def find_case(case: QuoteCase, *, learned: bool = True) -> Found:
    """Return what stage 3 finds in a case."""
    annotated = annotated_case(case)
    return find_quotes(annotated, find_regions(annotated.article), learned=learned)
