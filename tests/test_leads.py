"""Speakers named without a reporting word: labels, headlines, signatures, lead-ins, and what only looks so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attribution.model import Annotated, EntityType, Token, ZoneKind
from attribution.quoting.leads import find_leads
from attribution.quoting.marks import find_regions
from tests.builders import build, make_article, marked, rough


def leads_in(annotated: Annotated) -> list[tuple[str, str | None, str]]:
    text = annotated.article.text
    regions = tuple(region for region in find_regions(annotated.article).regions if region.depth == 0)
    leads = find_leads(annotated, regions)
    assert list(leads) == sorted(leads, key=lambda lead: lead.content)
    return [(lead.content.slice(text), lead.source.slice(text) if lead.source else None, lead.rule) for lead in leads]


def leads_of(
    text: str, zones: dict[int, ZoneKind] | None = None, names: dict[str, EntityType] | None = None
) -> list[tuple[str, str | None, str]]:
    annotated = rough(make_article(text, zones=zones), names)
    sentences = tuple(
        replace(sentence, tokens=tuple(_named(token) for token in sentence.tokens)) for sentence in annotated.sentences
    )
    return leads_in(replace(annotated, sentences=sentences))


def _named(token: Token) -> Token:
    """Take capitals for names."""
    return replace(token, upos="PROPN") if token.text[0].isupper() else token


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        (
            "Q: Who built it?\n\nA: My father did.\n\nQ: When?\n\nA: In May.",
            [("My father did.", "A"), ("In May.", "A")],
        ),
        ("Q. Why?\n\nA. Nobody knows.", [("Nobody knows.", "A")]),
        (
            "RAO: We lost.\n\nLUND: We won.\n\nRAO: Not so.\n\nLUND: It is so.",
            [("We lost.", "RAO"), ("We won.", "LUND"), ("Not so.", "RAO"), ("It is so.", "LUND")],
        ),
        (
            "**Question:** Who pays?\n\n**Answer:** The town.\n\nNobody else can.\n\n**Question:** Until when?",
            [("The town.", "Answer"), ("Nobody else can.", "Answer")],
        ),
    ],
)
def test_transcript(text: str, turns: list[tuple[str, str]]):
    assert leads_of(text) == [(content, label, "transcript-turn") for content, label in turns]


def test_behind_the_last_turn_the_story_goes_on():
    found = leads_of("Q: Who pays?\n\nA: The town.\n\nThe council meets again in May.")
    assert [content for content, _, _ in found] == ["The town."]


def test_a_subhead_ends_a_turn():
    found = leads_of(
        "Q: Who pays?\n\nA: The town.\n\nMoney\n\nThe fund is small.\n\nQ: How small?\n\nA: Tiny.", zones={2: "subhead"}
    )
    assert [content for content, _, _ in found] == ["The town.", "Tiny."]


@pytest.mark.parametrize(
    "text",
    [
        "Note: the office is closed.\n\nUpdate: it is open.\n\nNote: it is closed again.",
        "The shop opens at 10:30 and closes at 18:00.\n\n11:15 is the last tour.\n\n12:00 is lunch.",
        "Rao: a life in pictures.\n\nThe show opens in May.",
        "When: Friday.\n\nWhere: Oslo.\n\nContact: the desk.\n\nTickets: at the gate.",
        "Monday: rain.\n\nTuesday: wind.\n\nWednesday: sun.\n\nThursday: fog.",
        "A new bridge opens.\n\nA ferry stops.\n\nA road ends.",
    ],
)
def test_labels_that_introduce_nobody(text: str):
    assert leads_of(text) == []


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Okafor: We will not sell the mill", ("We will not sell the mill", "Okafor")),
        ("Chidi Okafor: We will not sell", ("We will not sell", "Chidi Okafor")),
        ("“We will not sell the mill” — Okafor", ("“We will not sell the mill”", "Okafor")),
        ("The mill stays: Okafor", ("The mill stays", "Okafor")),
    ],
)
def test_headline_with_a_colon(headline: str, expected: tuple[str, str]):
    text = f"{headline}\n\nThe owner, Chidi Okafor, spoke on Monday."
    assert leads_of(text, zones={0: "headline"}, names={"Chidi Okafor": "PER"}) == [(*expected, "headline-colon")]


@pytest.mark.parametrize(
    "headline",
    [
        "Explained: Why the mill closed",
        "Okafor and the mill",
        "Mills: A history",
        "10:30 is the new nine",
        "Mbeki: A life in pictures",
    ],
)
def test_headline_that_names_nobody_of_the_story(headline: str):
    text = f"{headline}\n\nThe owner, Chidi Okafor, spoke on Monday."
    assert leads_of(text, zones={0: "headline"}, names={"Chidi Okafor": "PER", "Mbeki": "PER"}) == []


@pytest.mark.parametrize(
    "text",
    [
        "[Q “It serves every village.”] -[S Commissioner Aroha Ngata]",
        "[Q “It serves every village.”] — [S Aroha Ngata]",
        "[Q “It serves every village.”] – [S Aroha Ngata, mayor of Napier]",
        "[Q “It serves every village.”]\n\n— [S Beatriz Lopes, Porto]",
        "[Q “It serves every village.”]\n\n-- [S Sunita Rao]",
    ],
)
def test_signature(text: str):
    plain, spans = marked(text)
    expected = [(spans["Q"][0].slice(plain), spans["S"][0].slice(plain), "signature")]
    assert leads_of(plain) == expected


@pytest.mark.parametrize(
    "text",
    [
        "“It serves every village” — or so it seemed. Nobody came.",
        "“It serves every village.”\n\nThe bus stops at noon.",
        "“It serves every village.” — Nobody came to see it open. The band left.",
        "“It serves every village.”",
        "“It serves every village.” – " + "Long " * 40,
    ],
)
def test_no_signature(text: str):
    assert leads_of(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "And from [S Chairwoman Sunita Rao]:\n\n[Q “You kept the lights on.”]",
        "A statement from [S coach Viktor Hansen]:\n\n[Q “I take the blame.”]",
        "[S Governor Salas]:\n\n[Q “The road is open.”]",
    ],
)
def test_lead_in(text: str):
    plain, spans = marked(text)
    expected = [(spans["Q"][0].slice(plain), spans["S"][0].slice(plain), "lead-in")]
    assert leads_of(plain) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The road is open.\n\n“You kept the lights on.”",
        "the letter in full:\n\n“You kept the lights on.”",
        "From the mayor: a letter, and “You kept the lights on.”",
        "From the mayor:\n\nThe lights stay on, and “so it goes.”",
    ],
)
def test_no_lead_in(text: str):
    assert leads_of(text) == []


def test_a_paragraph_with_a_verb_leads_nobody_in():
    annotated = build("""
        Rao      rao    PROPN NNP 2 nsubj
        left     leave  VERB  VBD 0 root
        these    _      DET   DT  4 det
        words    word   NOUN  NNS 2 obj
        :        :      PUNCT :   2 punct

        # paragraph
        “        “      PUNCT ``  2 punct
        Go       go     VERB  VB  0 root
        ~.       .      PUNCT .   2 punct
        ~”       ”      PUNCT ''  2 punct
    """)
    assert leads_in(annotated) == []
