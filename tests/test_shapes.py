"""Reports that are sure by their shape, on trees as parsers break them."""

from __future__ import annotations

import pytest

from attribution.annotating.syntax import Forest
from attribution.quoting.cues import find_cues
from attribution.quoting.shapes import SURE, least_score, without_addressee, words_by_shape
from attribution.quoting.slots import find_slots
from tests.builders import build

RULED = """
    Strikes  strike NOUN  NNS 3 nsubj
    are      be     AUX   VBP 3 cop
    illegal  _      ADJ   JJ  0 root
    ,        ,      PUNCT ,   6 punct
    a        _      DET   DT  6 det
    court    _      NOUN  NN  3 nsubj
    ruled    rule   VERB  VBN 6 acl
    on       _      ADP   IN  9 case
    Friday   _      PROPN NNP 7 obl
"""
FOUND = """
    Dams     dam    NOUN  NNS 2 nsubj
    leak     leak   VERB  VBP 0 root
    ,        ,      PUNCT ,   6 punct
    an       _      DET   DT  5 det
    inquiry  _      NOUN  NN  6 nsubj
    found    find   VERB  VBD 2 conj
"""
INSERTED = """
    They     they   PRON  PRP 2 nsubj
    freed    free   VERB  VBD 0 root
    men      man    NOUN  NNS 2 obj
    who      _      PRON  WP  6 obj
    police   _      NOUN  NNS 6 nsubj
    said     say    VERB  VBD 3 acl:relcl
    were     be     AUX   VBD 8 cop
    armed    _      ADJ   JJ  3 acl:relcl
"""
HUNG = """
    Men      man    NOUN  NNS 8 nsubj
    who      _      PRON  WP  3 nsubj
    asked    ask    VERB  VBD 1 acl:relcl
    to       _      PART  TO  5 mark
    hide     _      VERB  VB  3 xcomp
    said     say    VERB  VBD 3 xcomp
    ice      _      NOUN  NN  8 nsubj
    melts    melt   VERB  VBZ 0 root
"""
APPEALS = """
    There    _      PRON  EX  2 expl
    were     be     VERB  VBD 0 root
    appeals  appeal NOUN  NNS 2 nsubj
    for      _      ADP   IN  5 case
    blood    _      NOUN  NN  2 obl
"""
WITH = """
    Talks    talk   NOUN  NNS 2 nsubj
    ended    end    VERB  VBD 0 root
    with     _      ADP   IN  4 case
    envoys   envoy  NOUN  NNS 2 obl
    saying   say    VERB  VBG 4 acl
    ice      _      NOUN  NN  7 nsubj
    melts    melt   VERB  VBZ 5 ccomp
"""
PLAIN = """
    Ito      ito    PROPN NNP 2 nsubj
    found    find   VERB  VBD 0 root
    keys     key    NOUN  NNS 2 obj
    ,        ,      PUNCT ,   6 punct
    Rao      rao    PROPN NNP 6 nsubj
    found    find   VERB  VBD 2 conj
    coins    coin   NOUN  NNS 6 obj
"""
TOLD = """
    Ito      ito    PROPN NNP 2 nsubj
    told     tell   VERB  VBD 0 root
    the      _      DET   DT  4 det
    panel    _      NOUN  NN  2 obj
    he       _      PRON  PRP 7 nsubj
    was      be     AUX   VBD 7 cop
    ill      _      ADJ   JJ  4 acl:relcl
"""
ASSURED = """
    Banks    bank   NOUN  NNS 2 nsubj
    assured  assure VERB  VBD 0 root
    their    _      PRON  PRP$ 4 nmod:poss
    clients  client NOUN  NNS 2 obj
    that     _      PRON  WDT 7 mark
    rates    rate   NOUN  NNS 7 nsubj
    fell     fall   VERB  VBD 4 acl:relcl
"""


def parts(table: str, lemma: str):
    forest = Forest(build(table))
    tree = forest.trees[0]
    cue = [cue for cue in find_cues(forest) if cue.lemma == lemma][-1]
    return tree, cue


def words(tree, tokens: tuple[int, ...]) -> str:
    return " ".join(tree.tokens[i].text for i in tokens)


@pytest.mark.parametrize(
    ("table", "lemma", "content"),
    [
        pytest.param(RULED, "rule", "Strikes are illegal", id="closes its sentence, read as a participle"),
        pytest.param(FOUND, "find", "Dams leak", id="closes its sentence, read as a second verb"),
        pytest.param(HUNG, "say", "ice melts", id="main verb behind a relative clause"),
        pytest.param(APPEALS, "appeal", "blood", id="calls for something"),
    ],
)
def test_words_of_a_shape(table: str, lemma: str, content: str):
    tree, cue = parts(table, lemma)
    assert words(tree, words_by_shape(tree, cue, find_slots(tree, cue), ())) == content
    assert least_score(tree, cue, 0.0) >= SURE


@pytest.mark.parametrize(
    ("table", "lemma"), [pytest.param(INSERTED, "say", id="in a relative clause"), pytest.param(WITH, "say", id="with")]
)
def test_sure_whatever_the_readers_think(table: str, lemma: str):
    assert least_score(*parts(table, lemma), 0.0) >= SURE


def test_an_act_with_an_object_is_no_report():
    assert least_score(*parts(PLAIN, "find"), 0.0) == 0.0


@pytest.mark.parametrize(
    ("table", "lemma", "content"),
    [
        pytest.param(TOLD, "tell", "he was ill", id="a pronoun opens the clause"),
        pytest.param(ASSURED, "assure", "rates fell", id="that opens the clause"),
    ],
)
def test_who_was_told_is_left_out(table: str, lemma: str, content: str):
    tree, cue = parts(table, lemma)
    assert words(tree, without_addressee(tree, cue, tuple(range(2, len(tree.tokens))))) == content


def test_who_was_told_stays_where_nothing_else_is_told():
    tree, cue = parts(TOLD, "tell")
    assert words(tree, without_addressee(tree, cue, (2, 3))) == "the panel"
