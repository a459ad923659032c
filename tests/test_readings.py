"""Words of the content from readings made by hand: gaps, days, letters, clauses that go on; and British spellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.annotating.syntax import Forest
from attribution.quoting.cues import find_cues
from attribution.quoting.readings import read_tokens
from attribution.quoting.slots import find_slots
from attribution.quoting.speech_words import listed_form
from attribution.quoting.tagger import Reading
from tests.builders import build

CALL = """
    Tevita   _      PROPN NNP 2 nsubj
    sought   seek   VERB  VBD 0 root
    more     _      ADJ   JJR 4 amod
    boats    boat   NOUN  NNS 2 obj
    in       _      ADP   IN  7 case
    a        _      DET   DT  7 det
    letter   _      NOUN  NN  2 obl
    on       _      ADP   IN  9 case
    Friday   _      PROPN NNP 7 nmod
"""
TOLD = """
    Tevita   _      PROPN NNP 2 nsubj
    told     tell   VERB  VBD 0 root
    us       we     PRON  PRP 2 iobj
    on       _      ADP   IN  5 case
    Friday   _      PROPN NNP 2 obl
    boats    boat   NOUN  NNS 7 nsubj
    sank     sink   VERB  VBD 2 ccomp
"""
CLAIM = """
    Her      _      PRON  PRP$ 2 nmod:poss
    claim    _      NOUN  NN  8 nsubj
    that     _      SCONJ IN  5 mark
    ice      _      NOUN  NN  5 nsubj
    melts    melt   VERB  VBZ 2 acl
    was      be     AUX   VBD 8 aux:pass
    soon     _      ADV   RB  8 advmod
    denied   deny   VERB  VBN 0 root
"""


def read(rows: str, lemma: str, content: list[float]) -> str:
    """Return the words read as content of the cue with this lemma."""
    tree = Forest(build(rows)).trees[0]
    cue = next(cue for cue in find_cues(Forest(build(rows))) if cue.lemma == lemma)
    nothing = (0.0,) * len(tree.tokens)
    found = read_tokens(tree, cue, None, find_slots(tree, cue), Reading(0.9, tuple(content), nothing))
    return " ".join(tree.tokens[i].text for i in found)


@pytest.mark.parametrize(
    ("rows", "lemma", "content", "expected"),
    [
        pytest.param(CALL, "seek", [0, 0, 0.9, 0.9, 0, 0, 0, 0, 0], "more boats", id="as read"),
        pytest.param(CALL, "seek", [0, 0, 0.9, 0.9, 0.8, 0.8, 0.8, 0.9, 0.9], "more boats", id="without the letter"),
        pytest.param(TOLD, "tell", [0, 0, 0, 0.9, 0.9, 0.9, 0.9], "boats sank", id="without the day"),
        pytest.param(TOLD, "tell", [0, 0, 0, 0, 0, 0.9, 0.45], "boats sank", id="a doubtful word behind a sure one"),
        pytest.param(TOLD, "tell", [0, 0, 0, 0, 0, 0.9, 0.1], "boats", id="a word that is none"),
        pytest.param(CLAIM, "claim", [0, 0, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9], "ice melts", id="up to the next verb"),
    ],
)
def test_content(rows: str, lemma: str, content: list[float], expected: str):
    assert read(rows, lemma, content) == expected


@given(st.lists(st.floats(0, 1), min_size=9, max_size=9))
def test_content_is_never_cue(content: list[float]):
    assert "sought" not in read(CALL, "seek", content).split()


@pytest.mark.parametrize(
    ("lemma", "listed"),
    [("criticise", "criticize"), ("emphasise", "emphasize"), ("advise", "advise"), ("rise", "rise"), ("say", "say")],
)
def test_british_spellings_are_listed(lemma: str, listed: str):
    assert listed_form(lemma) == listed
