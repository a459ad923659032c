"""Interviews: whose turn a label opens, and what is nobody's."""

# ruff: noqa: E501  a text of a case stands on one line

from __future__ import annotations

import pytest

from attribution.model import NoComment, Quote
from attribution.quoting.marks import find_regions
from attribution.sourcing.resolve import Resolved, resolve_speakers
from attribution.sourcing.taxonomy import load_taxonomy
from attribution.sourcing.turns import without_label
from attribution.spans import Span
from tests.builders import make_article, marked, rough, span_of

TAXONOMY = load_taxonomy()
NAMES = {"Zanele Dube-Holt": "PER", "Dube-Holt": "PER", "Marek Osei": "PER", "Ines Roth": "PER", "Polar Crate": "ORG"}


def interview(text: str, *, byline: str | None = None) -> Resolved:
    """Resolve a text whose labels are marked S1 ... and whose answers are marked Q1 ...; a line is a paragraph."""
    plain, spans = marked(text.replace("\n", "\n\n"))
    article = make_article(plain, zones={0: "byline"} if byline else {})
    quotes = tuple(
        Quote(
            f"q{n}", "direct", spans[f"Q{n}"], None, spans[f"S{n}"][0], "transcript-turn",
            article.paragraph_at(spans[f"Q{n}"][0].start),
        )
        for n in range(1, sum(label.startswith("Q") for label in spans) + 1)
    )  # fmt: skip
    return resolve_speakers(rough(article, NAMES), find_regions(article), quotes, (), taxonomy=TAXONOMY)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Zanele Dube-Holt maps caves. So does Marek Osei.\nDube-Holt met us.\nQ: Why?\n[S1 A]: [Q1 It is dry.]\n[S2 Answer]: [Q2 I go on.]",
            ["Zanele Dube-Holt", "Zanele Dube-Holt"],
        ),
        (
            "Zanele Dube-Holt and Marek Osei map caves.\n[S1 DUBE-HOLT]: [Q1 They are dry.]\n[S2 Osei]: [Q2 Not all.]",
            ["Zanele Dube-Holt", "Marek Osei"],
        ),
        (
            "Marek Osei maps caves.\n[S1 Q]: [Q1 The council closed one.]\n[S2 A]: [Q2 It is open.]",
            [None, "Marek Osei"],
        ),
    ],
    ids=["answers-are-one-persons", "surnames", "questions-are-the-reporters"],
)
def test_a_label_is_the_person_it_stands_for(text: str, names: list[str | None]) -> None:
    resolved = interview(text)
    by_id = {s.id: s.name for s in resolved.sources}
    assert [by_id.get(q.speaker or "") for q in resolved.quotes] == names
    assert set(by_id.values()) == {n for n in names if n}


def test_two_people_presented_alike_are_left_open() -> None:
    resolved = interview("Zanele Dube-Holt and Marek Osei map caves.\nQ: Why?\n[S1 A]: [Q1 They are dry.]")
    assert resolved.quotes[0].status == "ambiguous"
    assert len(resolved.quotes[0].candidates) == 2


def test_the_author_is_not_the_one_who_answers() -> None:
    resolved = interview(
        "By Ines Roth\nMarek Osei maps caves. We met him in May.\nQ: Why?\n[S1 A]: [Q1 They are dry.]",
        byline="Ines Roth",
    )
    assert [s.name for s in resolved.sources] == ["Marek Osei"]


def test_an_answer_is_a_quotation_and_describes_nobody() -> None:
    resolved = interview("Marek Osei maps caves.\nQ: Why?\n[S1 A]: [Q1 Marek Osei is a good miner.]")
    assert [s.role for s in resolved.sources] == [None]


@pytest.mark.parametrize(
    ("words", "rest"),
    [("Q: The mayor", "The mayor"), ("A: Kofi", "Kofi"), ("The mayor", "The mayor"), ("Note: the mayor", None)],
)
def test_a_source_starts_after_the_label_of_its_turn(words: str, rest: str | None) -> None:
    assert without_label(Span(0, len(words)), words).slice(words) == (rest or words)


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("Ines Roth spoke. The head of the board, Sir Marek Osei, said no.", "The head of the board", "Marek Osei"),
        ("Ines Roth spoke. Its chairwoman, Zanele Dube-Holt, did not reply.", "Its chairwoman", "Zanele Dube-Holt"),
        ("Ines Roth looked at it. The second, Polar Crate, did not reply.", "The second", "Polar Crate"),
    ],
)  # fmt: skip
def test_a_line_without_comment_names_its_own_subject(text: str, source: str, name: str) -> None:
    article = make_article(text)
    span = span_of(text, source)
    line = NoComment(Span(span.start, len(text)), span)
    resolved = resolve_speakers(rough(article, NAMES), find_regions(article), (), (line,), taxonomy=TAXONOMY)
    assert [s.name for s in resolved.sources] == [name]
