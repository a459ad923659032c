"""Verdicts by the rules alone on trees made by hand, and the source chosen from a reading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attribution.annotating.syntax import Forest, Tree
from attribution.model import Annotated
from attribution.quoting.cues import Cue, find_cues
from attribution.quoting.readings import choose_source, phrase_of_source
from attribution.quoting.tagger import Reading
from attribution.quoting.verdicts import Verdict, judge_cue, name_rule
from attribution.spans import Span
from tests.builders import build, span_of

CLAUSE = """
    She      _      PRON  PRP 2 nsubj
    said     say    VERB  VBD 0 root
    that     _      SCONJ IN  5 mark
    ice      _      NOUN  NN  5 nsubj
    melts    melt   VERB  VBZ 2 ccomp
"""
CLOSING = """
    Ice      ice    NOUN  NN  2 nsubj
    melts    melt   VERB  VBZ 0 root
    ,        ,      PUNCT ,   5 punct
    Rao      rao    PROPN NNP 5 nsubj
    said     say    VERB  VBD 2 parataxis
"""
ACCORDING = """
    Ice      ice    NOUN  NN  2 nsubj
    melts    melt   VERB  VBZ 0 root
    ,        ,      PUNCT ,   6 punct
    according accord VERB VBG 6 case
    to       _      ADP   TO  4 fixed
    Rao      rao    PROPN NNP 2 obl
"""
CLAIM = """
    His      _      PRON  PRP$ 2 nmod:poss
    claim    _      NOUN  NN  6 nsubj
    that     _      SCONJ IN  5 mark
    ice      _      NOUN  NN  5 nsubj
    melts    melt   VERB  VBZ 2 acl
    failed   fail   VERB  VBD 0 root
"""
PERMISSION = """
    She      _      PRON  PRP 4 nsubj
    was      be     AUX   VBD 4 aux:pass
    not      _      PART  RB  4 advmod
    allowed  allow  VERB  VBN 0 root
    to       _      PART  TO  6 mark
    say      _      VERB  VB  4 xcomp
    that     _      SCONJ IN  9 mark
    ice      _      NOUN  NN  9 nsubj
    melts    melt   VERB  VBZ 6 ccomp
"""
SIGN = CLAUSE.replace("She      _      PRON  PRP", "Placards placard NOUN NNS")
THOUGHT = CLAUSE.replace("said     say  ", "thought  think")
UNLISTED = CLAUSE.replace("said     say  ", "zibbled  zibble")
NOBODY = """
    Saying   say    VERB  VBG 0 root
    that     _      SCONJ IN  4 mark
    ice      _      NOUN  NN  4 nsubj
    melts    melt   VERB  VBZ 1 ccomp
"""


def parts(table: str, lemma: str) -> tuple[Annotated, Tree, Cue]:
    annotated = build(table)
    forest = Forest(annotated)
    return annotated, forest.trees[0], next(cue for cue in find_cues(forest) if cue.lemma == lemma)


def judged(table: str, lemma: str, *, quoted: tuple[str, ...] = (), attached: bool = False) -> Verdict | None:
    annotated, tree, cue = parts(table, lemma)
    text = annotated.article.text
    source = tree.tokens[cue.source].span if cue.source is not None else None
    spans = tuple(span_of(text, words) for words in quoted)
    return judge_cue(tree, cue, source=source, quoted=spans, attached=attached, reading=None, learned=False)


@pytest.mark.parametrize(
    ("table", "lemma", "rule", "content"),
    [
        (CLAUSE, "say", "reported-clause", "that ice melts"),
        (CLOSING, "say", "parenthetical-cue", "Ice melts"),
        (ACCORDING, "according to", "according-to", "Ice melts"),
        (CLAIM, "claim", "noun-complement", "that ice melts"),
    ],
)
def test_rules_alone(table: str, lemma: str, rule: str, content: str):
    _, tree, _ = parts(table, lemma)
    verdict = judged(table, lemma)
    assert verdict is not None
    assert (verdict.rule, verdict.score) == (rule, 1.0)
    words = [tree.tokens[i].text for i in verdict.tokens if tree.tokens[i].upos != "PUNCT"]
    assert " ".join(words) == content


@pytest.mark.parametrize(
    ("table", "lemma"),
    [
        pytest.param(PERMISSION, "say", id="may not say"),
        pytest.param(SIGN, "say", id="words on signs"),
        pytest.param(THOUGHT, "think", id="thought without marks"),
        pytest.param(UNLISTED, "zibble", id="a verb on no list without marks"),
        pytest.param(NOBODY, "say", id="nobody says it"),
    ],
)
def test_no_report_by_rules(table: str, lemma: str):
    assert judged(table, lemma) is None


def test_marks_make_an_unlisted_verb_report():
    attached = judged(UNLISTED, "zibble", attached=True)
    assert attached is not None
    assert attached.rule == "direct-speech"


@pytest.mark.parametrize(
    ("kind", "names", "attached", "passive", "rule"),
    [
        ("according", {"after"}, False, False, "according-to"),
        ("verb", {"ccomp"}, True, False, "direct-speech"),
        ("noun", {"acl"}, False, False, "noun-complement"),
        ("adjective", {"ccomp"}, False, False, "adjective-complement"),
        ("verb", {"ccomp"}, False, True, "passive-report"),
        ("verb", {"governor"}, False, False, "parenthetical-cue"),
        ("verb", {"front", "ccomp"}, False, False, "parenthetical-cue"),
        ("verb", {"relative"}, False, False, "relative-clause"),
        ("verb", {"ccomp"}, False, False, "reported-clause"),
        ("verb", {"tagged"}, False, False, "tagged-words"),
        ("verb", {"xcomp"}, False, False, "reported-infinitive"),
        ("verb", {"obj"}, False, False, "speech-target"),
    ],
)
def test_name_of_the_rule(kind, names, attached, passive, rule):
    cue = Cue(
        kind=kind,
        sentence=0,
        head=1,
        tokens=(1,),
        span=Span(4, 8),
        lemma="say",
        act="speech",
        listed=True,
        source=0,
        passive=passive,
    )
    assert name_rule(cue, names, attached=attached) == rule


def reading(tree: Tree, source: dict[str, float]) -> Reading:
    shares = tuple(source.get(token.text, 0.0) for token in tree.tokens)
    return Reading(0.9, (0.0,) * len(tree.tokens), shares)


NAME_IN_TWO = """
    Keiko    keiko  PROPN NNP 5 nsubj
    Ito      ito    PROPN NNP 5 nsubj
    ,        ,      PUNCT ,   4 punct
    mayor    _      NOUN  NN  5 nsubj
    said     say    VERB  VBD 0 root
    no       _      INTJ  UH  5 obj
"""


def test_the_phrase_grows_over_words_read_as_source():
    annotated, tree, _ = parts(NAME_IN_TWO, "say")
    seen = reading(tree, {"Keiko": 0.9, "Ito": 0.9, "mayor": 0.9})
    grown = tree.span(phrase_of_source(tree, 3, seen)).slice(annotated.article.text)
    assert grown == "Keiko Ito, mayor"
    assert phrase_of_source(tree, 3, None) == (3,)


def test_a_reading_gives_the_source_that_the_parse_has_not():
    _, tree, cue = parts("Go go VERB VB 0 root\nhe he PRON PRP 1 dep\nsaid say VERB VBD 1 parataxis", "say")
    lost = replace(cue, source=None)
    assert choose_source(tree, lost, None) == lost
    chosen = choose_source(tree, lost, reading(tree, {"he": 0.95}))
    assert chosen.source == 1
    assert not chosen.shared


def test_a_source_the_reading_believes_in_stays():
    _, tree, cue = parts(CLAUSE, "say")
    assert choose_source(tree, cue, reading(tree, {"She": 0.9})) == cue


def test_a_noun_takes_its_owner_from_the_parse_only():
    _, tree, cue = parts(
        CLAIM.replace("His      _      PRON  PRP$ 2 nmod:poss", "The      _      DET   DT  2 det"), "claim"
    )
    assert choose_source(tree, cue, reading(tree, {"ice": 0.99})) == cue
