"""Cues on trees made by hand: which words are the cue, who does it, and whether another verb owns that subject."""

from __future__ import annotations

import pytest

from attribution.annotating.syntax import Forest
from attribution.model import Annotated
from attribution.quoting.cues import Cue, find_cues, tokens_in
from attribution.quoting.slots import source_tokens
from attribution.quoting.speech_words import verb_act
from attribution.quoting.subjects import is_passive
from attribution.spans import Span
from tests.builders import build, make_article, rough, span_of

PLAIN = """
    Ito      ito    PROPN NNP 2 nsubj
    said     say    VERB  VBD 0 root
    nothing  _      PRON  NN  2 obj
"""
INVERTED = """
    “        “      PUNCT ``  2 punct
    Gone     go     VERB  VBN 5 ccomp
    ,        ,      PUNCT ,   2 punct
    ”        ”      PUNCT ''  2 punct
    said     say    VERB  VBD 0 root
    Amara    amara  PROPN NNP 5 nsubj
    Diallo   diallo PROPN NNP 6 flat
"""
COORDINATED = """
    Vega     vega   PROPN NNP 2 nsubj
    smiled   smile  VERB  VBD 0 root
    and      _      CCONJ CC  4 cc
    added    add    VERB  VBD 2 conj
    that     _      SCONJ IN  7 mark
    it       _      PRON  PRP 7 nsubj
    rained   rain   VERB  VBD 4 ccomp
"""
CONTROLLED = """
    Vega     vega   PROPN NNP 2 nsubj
    went     go     VERB  VBD 0 root
    on       _      ADP   RP  2 compound:prt
    to       _      PART  TO  5 mark
    say      _      VERB  VB  2 xcomp
    no       _      INTJ  UH  5 obj
"""
PARTICIPLE = """
    She      _      PRON  PRP 2 nsubj
    left     leave  VERB  VBD 0 root
    ,        ,      PUNCT ,   4 punct
    saying   say    VERB  VBG 2 advcl
    nothing  _      PRON  NN  4 obj
"""
CLAUSE_OF_A_NOUN = """
    a        _      DET   DT  2 det
    letter   _      NOUN  NN  0 root
    warning  warn   VERB  VBG 2 acl
    that     _      SCONJ IN  6 mark
    it       _      PRON  PRP 6 nsubj
    sinks    sink   VERB  VBZ 3 ccomp
"""
PASSIVE_WITH_AGENT = """
    Ito      ito    PROPN NNP 3 nsubj:pass
    was      be     AUX   VBD 3 aux:pass
    accused  accuse VERB  VBN 0 root
    of       _      ADP   IN  5 case
    theft    _      NOUN  NN  3 obl
    by       _      ADP   IN  8 case
    two      _      NUM   CD  8 nummod
    aides    aide   NOUN  NNS 3 obl
"""
PASSIVE_ALONE = """
    It       _      PRON  PRP 3 expl
    was      be     AUX   VBD 3 aux:pass
    reported report VERB  VBN 0 root
    that     _      SCONJ IN  6 mark
    ice      _      NOUN  NN  6 nsubj
    broke    break  VERB  VBD 3 ccomp
"""
ABSOLUTE = """
    They     _      PRON  PRP 2 nsubj
    left     leave  VERB  VBD 0 root
    with     _      ADP   IN  5 case
    both     _      DET   DT  5 det
    sides    side   NOUN  NNS 2 obl
    urging   urge   VERB  VBG 5 acl
    calm     _      NOUN  NN  6 obj
"""
LIGHT = """
    Marek    marek    PROPN NNP 2 nsubj
    expressed express VERB  VBD 0 root
    deep     _        ADJ   JJ  4 amod
    concern  _        NOUN  NN  2 obj
    about    _        ADP   IN  6 case
    bread    _        NOUN  NN  4 nmod
"""
PHRASAL_VERB = """
    Bishops  bishop PROPN NNPS 2 nsubj
    called   call   VERB  VBD 0 root
    for      _      ADP   IN  4 case
    peace    _      NOUN  NN  2 obl
"""
NEGATED = """
    Ito      ito    PROPN NNP 4 nsubj
    did      do     AUX   VBD 4 aux
    n't      not    PART  RB  4 advmod
    say      _      VERB  VB  0 root
    why      _      ADV   WRB 4 advmod
"""
MODAL = """
    Ito      ito    PROPN NNP 3 nsubj
    might    _      AUX   MD  3 aux
    say      _      VERB  VB  0 root
    so       _      ADV   RB  3 advmod
"""
DAY_BEFORE_THE_VERB = """
    Friday   friday PROPN NNP 5 nsubj
    ,        ,      PUNCT ,   5 punct
    the      _      DET   DT  4 det
    mayor    _      NOUN  NN  5 nsubj
    said     say    VERB  VBD 0 root
    no       _      INTJ  UH  5 obj
"""
LOST_SUBJECT = """
    “        “      PUNCT ``  2 punct
    Gone     go     VERB  VBN 0 root
    ,        ,      PUNCT ,   2 punct
    ”        ”      PUNCT ''  2 punct
    said     say    VERB  VBD 2 parataxis
    Rao      rao    PROPN NNP 2 obj
"""
RELATIVE = """
    Rao      rao    PROPN NNP 6 nsubj
    ,        ,      PUNCT ,   4 punct
    who      _      PRON  WP  4 nsubj
    succeeded succeed VERB VBD 1 acl:relcl
    Lund     lund   PROPN NNP 4 obj
    said     say    VERB  VBD 0 root
    no       _      INTJ  UH  6 obj
"""


def cue_of(annotated: Annotated, lemma: str, quoted: tuple[Span, ...] = ()) -> Cue:
    found = [cue for cue in find_cues(Forest(annotated), quoted) if cue.lemma == lemma]
    assert len(found) == 1, f"{lemma}: {len(found)} cues"
    return found[0]


def source_of(annotated: Annotated, cue: Cue) -> str | None:
    """Return the words of the source's phrase that stand on its side of the cue."""
    tree = Forest(annotated).trees[cue.sentence]
    if cue.source is None:
        return None
    before = cue.source < cue.head
    phrase = [i for i in source_tokens(tree, cue.source) if i not in cue.tokens and (i < cue.head) == before]
    return tree.span(phrase).slice(annotated.article.text)


@pytest.mark.parametrize(
    ("table", "lemma", "source", "shared"),
    [
        pytest.param(PLAIN, "say", "Ito", False, id="plain"),
        pytest.param(INVERTED, "say", "Amara Diallo", False, id="inverted"),
        pytest.param(COORDINATED, "add", "Vega", True, id="coordinated"),
        pytest.param(CONTROLLED, "say", "Vega", True, id="controlled"),
        pytest.param(PARTICIPLE, "say", "She", True, id="participle"),
        pytest.param(CLAUSE_OF_A_NOUN, "warn", "a letter", True, id="clause of a noun"),
        pytest.param(PASSIVE_WITH_AGENT, "accuse", "two aides", False, id="passive with its agent"),
        pytest.param(PASSIVE_ALONE, "report", None, False, id="passive without an agent"),
        pytest.param(ABSOLUTE, "urge", "both sides", False, id="absolute"),
        pytest.param(LIGHT, "express", "Marek", False, id="light verb"),
        pytest.param(PHRASAL_VERB, "call", "Bishops", False, id="phrasal"),
        pytest.param(DAY_BEFORE_THE_VERB, "say", "the mayor", False, id="a day is nobody"),
        pytest.param(LOST_SUBJECT, "say", "Rao", False, id="a subject the parse lost"),
        pytest.param(RELATIVE, "say", "Rao", False, id="relative clause between"),
    ],
)
def test_source(table: str, lemma: str, source: str | None, shared: bool):  # noqa: FBT001 - a column
    annotated = build(table)
    cue = cue_of(annotated, lemma)
    assert (source_of(annotated, cue), cue.shared) == (source, shared)


@pytest.mark.parametrize(
    ("table", "lemma", "words"),
    [
        (PLAIN, "say", "said"),
        (LIGHT, "express", "expressed deep concern"),
        (PHRASAL_VERB, "call", "called for"),
        (PASSIVE_WITH_AGENT, "accuse", "was accused"),
        (MODAL, "say", "might say"),
    ],
)
def test_words_of_the_cue(table: str, lemma: str, words: str):
    annotated = build(table)
    cue = cue_of(annotated, lemma)
    assert cue.span.slice(annotated.article.text) == words
    assert Forest(annotated).trees[cue.sentence].span(cue.tokens) == cue.span


@pytest.mark.parametrize(
    ("table", "lemma", "facts"),
    [
        (PLAIN, "say", (False, False, False)),
        (NEGATED, "say", (True, False, False)),
        (MODAL, "say", (False, True, False)),
        (PASSIVE_WITH_AGENT, "accuse", (False, False, True)),
        (PASSIVE_ALONE, "report", (False, False, True)),
    ],
)
def test_negation_mood_and_voice(table: str, lemma: str, facts: tuple[bool, bool, bool]):
    cue = cue_of(build(table), lemma)
    assert (cue.negated, cue.modal, cue.passive) == facts


@pytest.mark.parametrize(
    ("table", "index", "passive"),
    [(PASSIVE_ALONE, 2, True), (PASSIVE_WITH_AGENT, 2, True), (PLAIN, 1, False), (PARTICIPLE, 3, False)],
)
def test_passive(table: str, index: int, passive: bool):  # noqa: FBT001 - a column
    assert is_passive(Forest(build(table)).trees[0], index) is passive


def test_according_to_takes_the_phrase_behind_it():
    annotated = build("""
        Ice      ice    NOUN  NN  2 nsubj
        melts    melt   VERB  VBZ 0 root
        ,        ,      PUNCT ,   7 punct
        according accord VERB VBG 7 case
        to       _      ADP   TO  4 fixed
        a        _      DET   DT  7 det
        study    _      NOUN  NN  2 obl
        by       _      ADP   IN  9 case
        Lund     lund   PROPN NNP 7 nmod
    """)
    cue = cue_of(annotated, "according to")
    assert cue.kind == "according"
    assert cue.span.slice(annotated.article.text) == "according to"
    assert source_of(annotated, cue) == "a study by Lund"


def test_in_the_words_of():
    annotated = build("""
        In       _      ADP   IN  3 case
        the      _      DET   DT  3 det
        words    word   NOUN  NNS 9 obl
        of       _      ADP   IN  5 case
        Rao      rao    PROPN NNP 3 nmod
        ,        ,      PUNCT ,   9 punct
        it       _      PRON  PRP 9 nsubj
        “        “      PUNCT ``  9 punct
        sank     sink   VERB  VBD 0 root
        ”        ”      PUNCT ''  9 punct
    """)
    cue = cue_of(annotated, "in the words of")
    assert source_of(annotated, cue) == "Rao"


@pytest.mark.parametrize(
    ("table", "source"),
    [
        ("His _ PRON PRP$ 2 nmod:poss\nclaim _ NOUN NN 0 root\nfailed fail VERB VBD 2 acl", "His"),
        ("a _ DET DT 2 det\nwarning _ NOUN NN 0 root\nfrom _ ADP IN 4 case\nOslo oslo PROPN NNP 2 nmod", "Oslo"),
        ("the _ DET DT 2 det\nclaim _ NOUN NN 0 root\nof _ ADP IN 4 case\ntheft _ NOUN NN 2 nmod", None),
    ],
)
def test_owner_of_a_noun(table: str, source: str | None):
    annotated = build(table)
    cue = next(cue for cue in find_cues(Forest(annotated)) if cue.kind == "noun")
    assert source_of(annotated, cue) == source


def test_words_in_marks_are_never_the_source_of_a_cue_outside():
    annotated = build(INVERTED.replace("Gone     go     VERB  VBN 5 ccomp", "Gone     gone   PROPN NNP 5 nsubj"))
    quoted = span_of(annotated.article.text, "“Gone,”")
    cue = cue_of(annotated, "say", quoted=(quoted,))
    assert source_of(annotated, cue) == "Amara Diallo"


def test_cues_are_in_text_order_and_a_verb_of_thought_is_told_apart():
    annotated = build(PLAIN + "\n" + PLAIN.replace("say ", "think ").replace("said", "thought"))
    cues = [cue for cue in find_cues(Forest(annotated)) if cue.lemma in ("say", "think")]
    assert [(cue.sentence, cue.act) for cue in cues] == [(0, "speech"), (1, "thought")]
    assert verb_act("hope") == "thought"
    assert verb_act("zibble") == "speech"


def test_an_unlisted_verb_is_a_candidate_that_says_so():
    cue = cue_of(build(PLAIN.replace("said     say ", "zibbled  zibble ")), "zibble")
    assert not cue.listed


def test_tokens_in():
    annotated = rough(make_article("One two. “Three four.” Five."))
    forest = Forest(annotated)
    span = span_of(annotated.article.text, "two. “Three")
    inside = tokens_in(forest, (span,))
    found = [[forest.trees[number].tokens[i].text for i in sorted(indices)] for number, indices in enumerate(inside)]
    assert [word for row in found for word in row] == ["two", ".", "“", "Three"]
    assert tokens_in(forest, (Span(0, 0),)) == tuple(frozenset() for _ in forest.trees)
