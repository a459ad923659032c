"""Slots on trees made by hand: the phrase of a source, and the words that a cue could report."""

from __future__ import annotations

import pytest

from attribution.annotating.syntax import Forest, Tree
from attribution.model import Annotated
from attribution.quoting.cues import find_cues
from attribution.quoting.slots import find_slots, source_tokens
from tests.builders import build

APPOSITION = """
    Rao      rao    PROPN NNP 7 nsubj
    ,        ,      PUNCT ,   4 punct
    a        _      DET   DT  4 det
    baker    _      NOUN  NN  1 appos
    in       _      ADP   IN  6 case
    Goa      goa    PROPN NNP 4 nmod
    said     say    VERB  VBD 0 root
    no       _      INTJ  UH  7 obj
"""
RELATIVE_BEHIND = """
    Rao      rao    PROPN NNP 6 nsubj
    ,        ,      PUNCT ,   4 punct
    who      _      PRON  WP  4 nsubj
    bakes    bake   VERB  VBZ 1 acl:relcl
    ,        ,      PUNCT ,   4 punct
    said     say    VERB  VBD 0 root
    no       _      INTJ  UH  6 obj
"""
JOINED = """
    Rao      rao    PROPN NNP 4 nsubj
    and      _      CCONJ CC  3 cc
    Lund     lund   PROPN NNP 1 conj
    said     say    VERB  VBD 0 root
    no       _      INTJ  UH  4 obj
"""
CLAUSE = """
    She      _      PRON  PRP 2 nsubj
    said     say    VERB  VBD 0 root
    that     _      SCONJ IN  5 mark
    ice      _      NOUN  NN  5 nsubj
    melts    melt   VERB  VBZ 2 ccomp
    ~.       .      PUNCT .   2 punct
"""
PARENTHESIS = """
    Ice      ice    NOUN  NN  6 nsubj
    ,        ,      PUNCT ,   4 punct
    she      _      PRON  PRP 4 nsubj
    said     say    VERB  VBD 6 parataxis
    ,        ,      PUNCT ,   4 punct
    melts    melt   VERB  VBZ 0 root
"""
CLOSING = """
    Ice      ice    NOUN  NN  2 nsubj
    melts    melt   VERB  VBZ 5 ccomp
    ,        ,      PUNCT ,   5 punct
    Rao      rao    PROPN NNP 5 nsubj
    said     say    VERB  VBD 0 root
"""
RELATIVE = """
    a        _      DET   DT  2 det
    van      _      NOUN  NN  0 root
    that     _      PRON  WDT 6 nsubj
    she      _      PRON  PRP 5 nsubj
    said     say    VERB  VBD 2 acl:relcl
    sank     sink   VERB  VBD 5 ccomp
"""
ACCORDING = """
    Ice      ice    NOUN  NN  2 nsubj
    melts    melt   VERB  VBZ 0 root
    ,        ,      PUNCT ,   6 punct
    according accord VERB VBG 6 case
    to       _      ADP   TO  4 fixed
    Rao      rao    PROPN NNP 2 obl
    ,        ,      PUNCT ,   6 punct
    in       _      ADP   IN  9 case
    May      may    PROPN NNP 2 obl
"""
LIGHT = """
    Marek    marek    PROPN NNP 2 nsubj
    expressed express VERB  VBD 0 root
    concern  _        NOUN  NN  2 obj
    about    _        ADP   IN  5 case
    bread    _        NOUN  NN  3 nmod
"""
LETTER = """
    a        _      DET   DT  2 det
    letter   _      NOUN  NN  0 root
    warning  warn   VERB  VBG 2 acl
    that     _      SCONJ IN  6 mark
    it       _      PRON  PRP 6 nsubj
    sinks    sink   VERB  VBZ 3 ccomp
"""
PARTICIPLE_OF_THE_SUBJECT = """
    They     _      PRON  PRP 2 nsubj
    left     leave  VERB  VBD 0 root
    with     _      ADP   IN  4 case
    unions   union  NOUN  NNS 2 obl
    urging   urge   VERB  VBG 4 acl
    calm     _      NOUN  NN  5 obj
"""


def words(annotated: Annotated, tree: Tree, indices: tuple[int, ...]) -> str:
    return tree.span(indices).slice(annotated.article.text)


def slots_of(table: str, lemma: str) -> dict[str, str]:
    """Return the words of each slot of the one cue with this lemma."""
    annotated = build(table)
    forest = Forest(annotated)
    cue = next(cue for cue in find_cues(forest) if cue.lemma == lemma)
    slots = find_slots(forest.trees[0], cue)
    assert list(slots) == sorted(slots, key=lambda slot: (slot.tokens, slot.name))
    own = set(cue.tokens)
    for slot in slots:
        assert slot.tokens == tuple(sorted(set(slot.tokens) - own))
        assert cue.source is None or cue.source not in slot.tokens
    return {slot.name: " ".join(forest.trees[0].tokens[i].text for i in slot.tokens) for slot in slots}


@pytest.mark.parametrize(
    ("table", "phrase"),
    [(APPOSITION, "Rao, a baker in Goa"), (RELATIVE_BEHIND, "Rao"), (JOINED, "Rao and Lund"), (CLAUSE, "She")],
)
def test_phrase_of_a_source(table: str, phrase: str):
    annotated = build(table)
    tree = Forest(annotated).trees[0]
    assert words(annotated, tree, source_tokens(tree, 0)) == phrase


@pytest.mark.parametrize(
    ("table", "lemma", "name", "content"),
    [
        pytest.param(CLAUSE, "say", "ccomp", "that ice melts", id="clause"),
        pytest.param(CLOSING, "say", "ccomp", "Ice melts", id="clause before"),
        pytest.param(CLOSING, "say", "front", "Ice melts", id="front"),
        pytest.param(ACCORDING, "according to", "before", "Ice melts", id="before according to"),
        pytest.param(ACCORDING, "according to", "after", "in May", id="after according to"),
        pytest.param(LIGHT, "express", "of-nmod", "about bread", id="noun of a light verb"),
        pytest.param(LETTER, "warn", "ccomp", "that it sinks", id="clause under the source"),
        pytest.param(PARTICIPLE_OF_THE_SUBJECT, "urge", "obj", "calm", id="participle under the source"),
    ],
)
def test_slot(table: str, lemma: str, name: str, content: str):
    assert slots_of(table, lemma).get(name, "").strip(", ") == content


def test_a_parenthesis_reports_the_clause_it_hangs_on():
    found = slots_of(PARENTHESIS, "say")["governor"].split()
    assert [word for word in found if word.isalpha()] == ["Ice", "melts"]


def test_a_relative_clause_may_report_its_noun():
    found = slots_of(RELATIVE, "say")
    assert found["relative"] == "a van"
    assert found["ccomp"].endswith("sank")


def test_function_words_are_no_slots():
    assert set(slots_of(CLAUSE, "say")) == {"ccomp"}
