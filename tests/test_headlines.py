"""Names in headlines in capitals: cut to what the body calls somebody, and left where it says nothing."""

from __future__ import annotations

import pytest

from attribution.annotating.syntax import Forest
from attribution.model import EntityType
from attribution.quoting.marks import find_regions
from attribution.sourcing.headlines import cut_in_headlines
from attribution.sourcing.mentions import Context
from attribution.sourcing.names import Name
from attribution.spans import Span
from tests.builders import make_article, rough, span_of


def cut(
    headline: str, body: str, taken: str, *people: str, label: EntityType = "PER"
) -> list[tuple[int, str, EntityType]]:
    article = make_article(f"{headline}\n\n{body}", zones={0: "headline"})
    context = Context(Forest(rough(article)), find_regions(article))
    names = [Name(span_of(article.text, taken), label)]
    offset = len(headline) + 2
    for name in people:
        start = article.text.index(name, offset)
        names.append(Name(Span(start, start + len(name)), "PER"))
    context.set_names(names)
    return [(n.span.start, n.span.slice(article.text), n.label) for n in cut_in_headlines(context)][:1]


@pytest.mark.parametrize(
    ("headline", "body", "taken", "people", "wanted"),
    [
        (
            "Nurse Amina Yusuf Slams Plan",
            "Amina Yusuf spoke.",
            "Amina Yusuf Slams Plan",
            ["Amina Yusuf"],
            (6, "Amina Yusuf"),
        ),
        ("Plan Irks Yusuf", "Amina Yusuf spoke.", "Plan Irks Yusuf", ["Amina Yusuf"], (10, "Yusuf")),
        ("Kenji Ito Endorsement", "Kenji Ito agreed.", "Kenji Ito Endorsement", ["Kenji Ito"], (0, "Kenji Ito")),
        # The body has the surname alone: the headline's is the full name.
        ("Amina Yusuf Resigns", "Yusuf spoke.", "Amina Yusuf", ["Yusuf"], (0, "Amina Yusuf")),
        ("Amina Yusuf Resigns", "Nobody spoke.", "Amina Yusuf Resigns", [], (0, "Amina Yusuf Resigns")),
        # Part of a word is no name.
        ("Itoh Foods Expands", "Kenji Ito agreed.", "Itoh Foods", ["Kenji Ito"], (0, "Itoh Foods")),
    ],
)
def test_a_headline_is_cut_to_the_name(
    headline: str, body: str, taken: str, people: list[str], wanted: tuple[int, str]
) -> None:
    assert cut(headline, body, taken, *people) == [(*wanted, "PER")]


def test_a_name_of_another_kind_that_holds_a_person_is_the_person() -> None:
    found = cut("Widow Efua Mensah Defends Law", "Efua Mensah wept.", "Widow Efua Mensah", "Efua Mensah", label="ORG")
    assert found == [(6, "Efua Mensah", "PER")]
