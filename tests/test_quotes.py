"""Invariants of stage 3 for any text and any parse, and what is left of quotations that no cue claims."""

from __future__ import annotations

from dataclasses import replace

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from attribution.model import Annotated, Article, Sentence, Token
from attribution.quoting.marks import find_regions
from attribution.quoting.quotes import Found, find_quotes
from attribution.reading.read import read_text
from attribution.spans import Span
from tests.builders import MODELS, build, make_article, marked, rough
from tests.work import EIGHTFOLD, count_steps

VOCABULARY = (
    "said says according to told he Ito the mayor that claim his not and but declined comment who Q: A: RAO: ice melts "
    'was quoted as saying with over, “No,” “We lost.” "yes" ‘so’ it’s 6\'2" » — - … ( ) . ? , ; : “ ” ‘ ’ " \' 😀'
)
WORDS = (*VOCABULARY.split(), "\n", "\n\n", "\u00a0", "e\u0301", "\u200b", "\u2028")
TEXTS = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=30).map("".join),
    st.text(max_size=60),
)
RELATIONS = (
    *("nsubj", "nsubj:pass", "ccomp", "xcomp", "parataxis", "conj", "cc", "advcl", "acl", "acl:relcl", "obj", "obl"),
    *("nmod", "nmod:poss", "case", "mark", "punct", "aux", "aux:pass", "appos", "flat", "compound:prt", "dep", "det"),
    *("root", ""),
)
UPOS = ("VERB", "NOUN", "PROPN", "PRON", "ADJ", "ADV", "AUX", "ADP", "PART", "PUNCT", "CCONJ", "SCONJ", "DET", "X")
XPOS = ("VBD", "VBZ", "VBG", "VBN", "VB", "NN", "NNP", "IN", "_")
LEMMAS = {"said": "say", "says": "say", "saying": "say", "told": "tell", "declined": "decline", "quoted": "quote"}
ZONES = st.sampled_from(["body", "body", "headline", "standfirst", "subhead", "byline", "caption", "boilerplate"])

ONE_LINE = """
    “        “      PUNCT ``  2 punct
    Gone     go     VERB  VBN 6 ccomp
    ,        ,      PUNCT ,   2 punct
    ~”       ”      PUNCT ''  2 punct
    he       _      PRON  PRP 6 nsubj
    said     say    VERB  VBD 0 root
    ~.       .      PUNCT .   6 punct
"""


@st.composite
def parses(draw, texts=TEXTS) -> Annotated:
    """Draw an article with a token for each word and a sentence for each paragraph, and any tree over it."""
    text = draw(texts)
    base = make_article(text)
    zones = {number: draw(ZONES) for number in range(len(base.paragraphs))}
    article: Article = make_article(text, zones=zones)
    sentences = []
    for number, paragraph in enumerate(article.paragraphs):
        tokens = []
        words = list(regex.finditer(r"\S+", paragraph.span.slice(text)))
        for word in words:
            start = paragraph.span.start + word.start()
            form = word[0]
            tokens.append(
                Token(
                    Span(start, start + len(form)),
                    form,
                    LEMMAS.get(form, form.lower()),
                    draw(st.sampled_from(UPOS)),
                    draw(st.sampled_from(XPOS)),
                    draw(st.integers(-1, len(words) - 1)),
                    draw(st.sampled_from(RELATIONS)),
                )
            )
        if tokens:
            sentences.append(Sentence(Span(tokens[0].span.start, tokens[-1].span.end), tuple(tokens), number))
    return Annotated(article, tuple(sentences), (), MODELS)


def check(annotated: Annotated, found: Found) -> None:
    article = annotated.article
    text = article.text
    assert [quote.id for quote in found.quotes] == [f"q{n}" for n in range(1, len(found.quotes) + 1)]
    firsts = [quote.content[0] for quote in found.quotes]
    assert firsts == sorted(firsts)
    for quote in found.quotes:
        named = [span for span in (quote.cue, quote.source) if span is not None]
        for span in (*quote.content, *named, *(span for ground in quote.evidence for span in ground.spans)):
            assert 0 <= span.start < span.end <= len(text)
        for one, two in zip(quote.content, quote.content[1:], strict=False):
            assert one.end <= two.start
        assert not any(span.overlaps(other) for span in quote.content for other in named)
        assert any(c.isalnum() for span in quote.content for c in span.slice(text))
        assert quote.paragraph == article.paragraph_at(quote.content[0].start)
        assert quote.rule == quote.evidence[0].rule
    for line in found.no_comment:
        assert 0 <= line.span.start < line.span.end <= len(text)
        assert line.source is None or 0 <= line.source.start < line.source.end <= len(text)
    for span in found.mentions:
        assert 0 <= span.start < span.end <= len(text)
        assert not any(span.overlaps(content) for quote in found.quotes for content in quote.content)


@given(parses())
@settings(max_examples=300, deadline=None)
def test_rules_hold_for_any_text_and_any_tree(annotated: Annotated):
    check(annotated, find_quotes(annotated, find_regions(annotated.article), learned=False))


@given(parses())
@settings(max_examples=150, deadline=None)
def test_readers_hold_for_any_text_and_any_tree(annotated: Annotated):
    found = find_quotes(annotated, find_regions(annotated.article), learned=True)
    check(annotated, found)
    assert found == find_quotes(annotated, find_regions(annotated.article), learned=True)


@given(st.text(max_size=120))
@settings(max_examples=150, deadline=None)
@example("“")
@example(":‘")
@example("“a”\n\n“b”")
@example("\u2028said“")
def test_any_text_read_as_an_article(text: str):
    annotated = rough(make_article(text))
    for learned in (True, False):
        check(annotated, find_quotes(annotated, find_regions(annotated.article), learned=learned))


def floating_of(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    annotated = rough(read_text(text))
    found = find_quotes(annotated, find_regions(annotated.article), learned=False)
    plain = annotated.article.text
    return [(quote.content[0].slice(plain), quote.rule, quote.flags) for quote in found.quotes]


@pytest.mark.parametrize(
    "text",
    [
        "The gate stood open all night long.\n\n[Q “Nobody came to close it.”]\n\nSnow lay on the road.",
        "The gate stood open all night long. [Q “Nobody came to close it.”] Snow lay on the road.",
    ],
)
def test_a_sentence_in_marks_floats(text: str):
    plain, spans = marked(text)
    found = floating_of(plain)
    assert [(words, name) for words, name, _ in found] == [(spans["Q"][0].slice(plain), "floating-quotation")]
    assert "floating" in found[0][2]


@pytest.mark.parametrize(
    "text",
    [
        "The gate, a “temporary” one, stood open all night long.",
        "A copy of “The Old Road North” lay on the table in the hall.",
        "The gate stood open. “No.” Snow lay on the road.",
        'It was 6\'2" long and the 5" pipe was too short for the roof.',
    ],
)
def test_a_term_in_marks_is_a_mention(text: str):
    assert floating_of(text) == []


def test_reopened_paragraphs_are_flagged():
    found = floating_of(
        "“The river took our field that year.\n\n“It took the school as well.”\n\nSnow lay on the road."
    )
    assert [flags.count("continued") for _, _, flags in found] == [0, 1]
    assert all("unclosed" not in flags for _, _, flags in found)


def test_zones_that_speak_for_nobody_give_no_quotes():
    text = "By Ana “We close at noon” Tupou\n\nSnow lay on the road."
    for zone in ("byline", "boilerplate"):
        annotated = rough(make_article(text, zones={0: zone}))
        found = find_quotes(annotated, find_regions(annotated.article), learned=False)
        assert found == Found((), ())


def steps_for(count: int) -> int:
    """Return the steps that finding as many one-line quotations in a paragraph takes."""
    annotated = build(ONE_LINE)
    (sentence,) = annotated.sentences
    line = annotated.article.text + " "
    article = make_article((line * count).strip())
    sentences = tuple(
        Sentence(
            Span(n * len(line), n * len(line) + len(line) - 1),
            tuple(
                replace(token, span=Span(token.span.start + n * len(line), token.span.end + n * len(line)))
                for token in sentence.tokens
            ),
            0,
        )
        for n in range(count)
    )
    whole = Annotated(article, sentences, (), MODELS)
    marks = find_regions(article)
    assert len(find_quotes(whole, marks, learned=False).quotes) == count
    return count_steps(lambda: find_quotes(whole, marks, learned=False))


def test_work_grows_with_the_length_and_not_with_its_square():
    assert steps_for(240) < EIGHTFOLD * steps_for(30)


def test_no_text_gives_nothing():
    annotated = rough(make_article(""))
    assert find_quotes(annotated, find_regions(annotated.article)) == Found((), ())
