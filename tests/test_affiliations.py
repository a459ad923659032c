"""Affiliations from the shape of the words, whatever the recogniser takes them for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attribution.model import EntityType
from attribution.quoting.marks import find_regions
from attribution.sourcing.affiliations import leads_a_body
from attribution.sourcing.resolve import resolve_speakers
from attribution.sourcing.taxonomy import load_taxonomy
from tests.recorded_speakers import annotated_case
from tests.speaker_cases import CASES

# Cases and the people in them whose body is told by its place in the sentence alone.
SHAPES = (
    ("works-where-a-clause-tells", "Adaeze Bello", "Wren Forecast"),
    ("works-where-a-clause-tells", "Katia Moreau", "Open Harbour"),
    ("works-where-a-clause-tells", "Oluwaseun Hodge", "Crane & Teal"),
    ("the-body-owns-the-role", "Cecilia Oyelaran", "Planned Gardens"),
    ("the-body-owns-the-role", "Rashid Demir", "Voices of Hope"),
    ("the-whole-name-of-a-body", "Kristina Dlamini", "Farmers for Rivers"),
    ("the-whole-name-of-a-body", "Leila Dutra", "John Bright Consulting"),
    ("the-whole-name-of-a-body", "Tim Sela", "Citizens for Trains"),
    ("one-of-the-advisers", "Kenji Sano", "Evermore"),
    ("the-contractor-and-the-authority", "former colleague at the authority", "Kelby Port Authority"),
)


@pytest.mark.parametrize("label", [None, "MISC"])
@pytest.mark.parametrize(("case_id", "name", "body"), SHAPES)
def test_a_body_is_found_where_no_model_names_it(case_id: str, name: str, body: str, label: EntityType | None) -> None:
    annotated, quotes = annotated_case(next(c for c in CASES if c.id == case_id))
    entities = (e if e.type == "PER" else label and replace(e, type=label) for e in annotated.entities)
    blind = replace(annotated, entities=tuple(e for e in entities if e is not None))
    resolved = resolve_speakers(blind, find_regions(annotated.article), quotes, (), taxonomy=load_taxonomy())
    assert {s.name: s.affiliation for s in resolved.sources}.get(name) == body


@pytest.mark.parametrize(
    ("role", "leads"),
    [
        ("president", True),
        ("finance director of", True),
        ("chief executive", True),
        ("campaign director", False),
        ("spokeswoman", False),
        ("", False),
    ],
)
def test_who_heads_a_body_and_no_person(role: str, *, leads: bool) -> None:
    assert leads_a_body(role) is leads
