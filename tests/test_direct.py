"""Which cue a quotation hangs on, from where it stands; no syntax but who the cue's source is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest

from attribution.annotating.syntax import Forest
from attribution.quoting.cues import Cue, CueKind
from attribution.quoting.direct import attach_regions, cue_extent, is_open_end, is_title
from attribution.quoting.marks import find_regions
from attribution.quoting.speech_words import verb_act
from attribution.spans import Span, hull
from tests.builders import make_article, marked, rough


def attached(  # noqa: PLR0913 - what a test may state of the text
    text: str,
    *,
    kind: CueKind = "verb",
    listed: bool = True,
    beliefs: tuple[float, ...] = (),
    tags: Mapping[str, str] = MappingProxyType({}),
    lemmas: Mapping[str, str] = MappingProxyType({}),
) -> list[tuple[str, str, str]]:
    """Return (quotation, cue, side) for a text with cues [C1 ...], [C2 ...] and their sources [S1 ...].

    ``tags`` and ``lemmas`` are those of words of the text; a word without one is an X.
    """
    plain, spans = marked(text)
    article = make_article(plain)
    annotated = rough(article)
    sentences = tuple(
        replace(
            s,
            tokens=tuple(replace(t, upos=tags.get(t.text, "X"), lemma=lemmas.get(t.text, t.lemma)) for t in s.tokens),
        )
        for s in annotated.sentences
    )
    annotated = replace(annotated, sentences=sentences)
    forest = Forest(annotated)
    cues, sources = [], []
    for label in sorted(label for label in spans if label.startswith("C")):
        span = spans[label][0]
        sentence = forest.index_at(span.start)
        assert sentence is not None
        tree = forest.trees[sentence]
        source = next(iter(spans.get("S" + label[1:], ())), None)
        head = None
        if source is not None and forest.index_at(source.start) == sentence:
            head = tree.covered(source)[0]
        tokens = tree.covered(span)
        lemma = {"said": "say", "says": "say", "thought": "think", "ran": "run", "titled": "title"}.get(
            span.slice(plain), "add"
        )
        cues.append(
            Cue(
                kind=kind,
                sentence=sentence,
                head=tokens[0],
                tokens=tokens,
                span=span,
                lemma=lemma,
                act=verb_act(lemma),
                listed=listed,
                source=head,
            )
        )
        sources.append(source)
    regions = tuple(region for region in find_regions(article).regions if region.depth == 0)
    extents = tuple(cue_extent(cue, source) for cue, source in zip(cues, sources, strict=True))
    found = attach_regions(article, forest, regions, tuple(cues), extents, beliefs=beliefs or [1.0] * len(cues))
    assert len({attachment.region for attachment in found}) == len(found)
    return [
        (regions[item.region].span.slice(plain), cues[item.cue].span.slice(plain), item.side)
        for item in sorted(found, key=lambda item: item.region)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“No,” [S1 she] [C1 said].", [("“No,”", "said", "after")]),
        ("“No,” [C1 said] [S1 Temur].", [("“No,”", "said", "after")]),
        ("“Why?” [S1 she] [C1 said].", [("“Why?”", "said", "after")]),
        ("“Never!” [C1 said] [S1 Temur].", [("“Never!”", "said", "after")]),
        ("“Not now”, [S1 he] [C1 said].", [("“Not now”", "said", "after")]),
        ("“It is over,” then [S1 she] [C1 said].", [("“It is over,”", "said", "after")]),
        ("[S1 Temur] [C1 said]: “No one came.”", [("“No one came.”", "said", "before")]),
        ("[S1 Temur] [C1 said], “No one came.”", [("“No one came.”", "said", "before")]),
        ("[S1 Temur] [C1 said] on Friday in Baku: “No one came.”", [("“No one came.”", "said", "before")]),
        ("[S1 Temur] [C1 said] that “no one came”.", [("“no one came”", "said", "before")]),
        (
            "“If it rains,” [S1 he] [C1 said], “we go.”",
            [("“If it rains,”", "said", "after"), ("“we go.”", "said", "before")],
        ),
        (
            "“No,” [S1 she] [C1 said]. “Yes,” [S2 he] [C2 added].",
            [("“No,”", "said", "after"), ("“Yes,”", "added", "after")],
        ),
    ],
)
def test_attached(text: str, expected: list[tuple[str, str, str]]):
    assert attached(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("“We lost.” [S1 She] [C1 said] the rest was luck.", id="the sentence ended in the marks"),
        pytest.param("[S1 She] [C1 said] no. “We lost.”", id="a sentence ends between"),
        pytest.param(
            "“It is a long way down,” and the road that the army built ten years ago [S1 he] [C1 said].",
            id="too many words between",
        ),
        pytest.param("“No,” [C1 said].", id="nobody says it"),
        pytest.param("“No,” [S1 she] [C1 thought].", id="thought"),
        pytest.param("[S1 She] [C1 said] no.\n\n“We lost.”", id="another paragraph"),
    ],
)
def test_not_attached(text: str):
    assert attached(text) == []


def test_the_nearest_cue_that_is_believed_has_the_quotation():
    text = "[S1 Temur] [C1 said] that while [S2 he] [C2 said] little, “we all knew”."
    assert attached(text) == [("“we all knew”", "said", "before")]
    assert attached(text, beliefs=(0.9, 0.05)) == [("“we all knew”", "said", "before")]
    assert attached(text, beliefs=(0.1, 0.05)) == []


def test_a_question_is_the_cue_s_that_leads_to_it():
    text = "[S1 Ayşe] [C1 said], “Why?” [S2 Temur] [C2 says] nothing."
    assert attached(text) == [("“Why?”", "said", "before")]
    assert attached(text.replace("?”", "?”,")) == [("“Why?”", "says", "after")]
    assert attached(text.replace("said", "thought")) == [("“Why?”", "says", "after")]


@pytest.mark.parametrize("joint", ["but", "and", "while", "though"])
def test_a_fragment_is_not_the_next_clause_s(joint: str):
    assert attached(f"It was “not ready,” {joint} [S1 Ayşe] [C1 said] it would be.") == []
    assert attached("It was “not ready,” [S1 Ayşe] [C1 said].") == [("“not ready,”", "said", "after")]


@pytest.mark.parametrize(
    "text",
    [
        "On the show “The Morning Boat,” [S1 Ayşe] [C1 said] no.",
        "In Ayşe's film “Salt and Smoke,” [S1 Temur] [C1 says] no.",
        "In a song called “Nine Days in Baku,” [S1 Temur] [C1 says] no.",
    ],
)
def test_a_title_is_nobody_s_words(text: str):
    assert attached(text, tags={"show": "NOUN", "film": "NOUN"}, lemmas={"called": "call"}) == []


@pytest.mark.parametrize("text", ["It was “No,” [S1 Ayşe] [C1 said].", "“Not The Boat,” [S1 Ayşe] [C1 said]."])
def test_words_with_capitals_may_be_speech(text: str):
    assert [side for _, _, side in attached(text, tags={"was": "AUX"})] == ["after"]


def test_a_name_that_is_given_is_not_reported():
    assert attached("A boat [C1 titled] “Salt and Smoke” sank.") == []
    assert attached("A boat [C1 titled] “salt and smoke” sank.") == [("“salt and smoke”", "titled", "before")]


@pytest.mark.parametrize(
    ("text", "title"),
    [("“Salt and Smoke,”", True), ("“Nine Days.”", True), ("“and Smoke”", False), ("“Salt is Cheap and good”", False)],
)
def test_title(text: str, title: bool):  # noqa: FBT001 - a column
    (region,) = find_regions(make_article(text)).regions
    assert is_title(text, region) is title


def test_an_unlisted_verb_stands_right_beside():
    assert attached("“No,” [S1 she] [C1 ran].", listed=False) == [("“No,”", "ran", "after")]
    assert attached("“No,” then [S1 she] [C1 ran].", listed=False) == []
    assert attached("[S1 She] [C1 ran]: “No.”", listed=False) == []


def test_a_noun_stands_before_its_quotation_only():
    assert attached("“No,” was [S1 her] [C1 answer].", kind="noun") == []


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("“No,” she said.", True),
        ("“No?” she said.", True),
        ("“No”, she said.", True),
        ("“No” — she said.", True),
        ("“No.” She left.", False),
        ("“smart” benches", False),
    ],
)
def test_open_end(text: str, is_open: bool):  # noqa: FBT001 - a column
    (region,) = find_regions(make_article(text)).regions
    assert is_open_end(text, region) is is_open


def test_extent_leaves_out_a_source_that_stands_elsewhere():
    own = Cue(
        kind="verb",
        sentence=0,
        head=3,
        tokens=(3,),
        span=Span(20, 24),
        lemma="say",
        act="speech",
        listed=True,
        source=0,
    )
    shared = replace(own, shared=True)
    assert cue_extent(own, Span(10, 19)) == hull((Span(10, 19), own.span))
    assert cue_extent(shared, Span(0, 5)) == shared.span
    assert cue_extent(own, None) == own.span
