"""What a passage in marks is that hangs on no cue: speech that nobody is given for, a heading or a term."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attribution.annotating.syntax import Forest
from attribution.model import ZoneKind
from attribution.quoting.floating import floating_rule
from attribution.quoting.marks import find_regions
from tests.builders import make_article, rough

VERBS = {
    "is": "VBZ",
    "was": "VBD",
    "were": "VBD",
    "lost": "VBD",
    "takes": "VBZ",
    "want": "VBP",
    "fell": "VBD",
    "must": "MD",
}


def rules(text: str, *, zones: dict[int, ZoneKind] | None = None) -> list[str | None]:
    """Return what is made of each region of a text; the words of `VERBS` are tagged as finite verbs."""
    article = make_article(text, zones=zones or {})
    annotated = rough(article)
    sentences = tuple(
        replace(s, tokens=tuple(replace(t, xpos=VERBS.get(t.text.lower(), "NN")) for t in s.tokens))
        for s in annotated.sentences
    )
    forest = Forest(replace(annotated, sentences=sentences))
    return [floating_rule(article, forest, region) for region in find_regions(article).regions if region.depth == 0]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The hall was cold. “It was colder then.” Nobody sat.", id="a sentence"),
        pytest.param("The hall was cold. “It was colder then”. Nobody sat.", id="its full stop outside"),
        pytest.param("“I said to her, ‘Hold the line.’” Nobody sat.", id="a quotation at its end"),
        pytest.param("Nobody sat. “They sang ‘Come Home (Again).’” The hall was cold.", id="a title at its end"),
        pytest.param('Nobody sat. "We lost the keys (all of them.)"', id="a bracket at its end"),
        pytest.param("Nobody sat. “The river takes what it wants,” Ngozi points out.", id="up to its comma"),
        pytest.param(
            "Nobody sat. “The old men want no part” in the plan for the lake.", id="into the reporter's words"
        ),
        pytest.param("Nobody sat. “Promise me you must go,” Ngozi sings.", id="a modal"),
        pytest.param("Nobody sat. “[The men] want no part in it” any more.", id="opens with a bracket"),
        pytest.param("They took it as praise -- “That was what we lost” -- and sat down.", id="between dashes"),
        pytest.param("COLD HALL “The men want no part in it.” [Post]", id="a whole sentence behind a heading"),
        pytest.param("She wrote on her page, adding “The men want no part in it.”", id="behind a word that is no cue"),
        pytest.param("Nobody sat. “... But the men want no part” in the plan.", id="opens with dots"),
    ],
)
def test_speech(text: str):
    assert rules(text) == ["floating-quotation"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("“The Tide Is Rising Again” was sung by all.", id="a title"),
        pytest.param("“The men of the lake” was sung by all.", id="no verb"),
        pytest.param("“It was us” was painted on the wall.", id="too short"),
        pytest.param("The men, “who want no part of it” these days, sat down.", id="inside a sentence"),
        pytest.param("They took it as praise – “Hold the old line!” – and sat down.", id="no verb between dashes"),
        pytest.param("A ten-“Men of the lake want it”-year plan.", id="between hyphens"),
        pytest.param("She sang “Down to the Lake Again!” to the men.", id="no verb inside a sentence"),
        pytest.param("Nobody sat. “the men want no part” of it.", id="opens small"),
        pytest.param("Nobody sat. “No.” The hall was cold.", id="a word"),
    ],
)
def test_a_term(text: str):
    assert rules(text) == [None]


def test_continued():
    assert rules("“The river fell.\n\n“The lake was next to go.”\n\nNobody sat.")[1] == "continued-quotation"


@pytest.mark.parametrize(
    ("text", "zone", "rule"),
    [
        ("“Cold hall”", "subhead", "quoted-heading"),
        ("“Cold hall”", "body", None),
        ("“The hall was cold”: Ngozi on her years", "headline", "quoted-heading"),
        ("A “cold hall” for nobody", "headline", None),
    ],
)
def test_heading(text: str, zone: ZoneKind, rule: str | None):
    assert rules(f"{text}\n\nNobody sat.", zones={0: zone}) == [rule]
