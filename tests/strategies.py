"""Hypothesis strategies for records that fit their text, for round trips and for output that must hold any words."""

from __future__ import annotations

from typing import get_args

from hypothesis import strategies as st

from attribution.model import (
    Act,
    Analysis,
    Annotated,
    Article,
    Audit,
    Breakdown,
    Entity,
    EntityType,
    Evidence,
    Finding,
    Measure,
    ModelInfo,
    NoComment,
    Paragraph,
    Quote,
    QuoteType,
    Sentence,
    Severity,
    Share,
    Source,
    SourceKind,
    Status,
    Token,
    Unit,
    ZoneKind,
)
from attribution.spans import Span

# What article text is made of that a cleaner or a tokenizer may trip over.
MARKED_PIECES = [
    "Ana ",
    "said",
    "“",
    "”",
    '"',
    "''",
    "‘",
    "’",
    ".",
    " ",
    "\u00a0",
    "\u200b",
    "\r",
    "é",
    "👩‍👩‍👧",
    "\u00ad",
    "\x00",
    "—",
    "\t",
]
WORDS = st.text(max_size=12)
MAYBE = st.none() | WORDS
TEXTS = st.lists(WORDS, max_size=2).map(tuple)


def one_of(kind):
    return st.sampled_from(get_args(kind))


def several(strategy, most=2):
    return st.lists(strategy, max_size=most).map(tuple)


def spans(text: str):
    edges = st.integers(0, len(text))
    return st.tuples(edges, edges).map(lambda pair: Span(min(pair), max(pair)))


def evidence(text: str):
    return st.builds(Evidence, WORDS, several(spans(text)), WORDS)


@st.composite
def articles(draw):
    words = draw(st.text(max_size=60))
    paragraphs = several(st.builds(Paragraph, spans(words), one_of(ZoneKind)))
    facts = {name: draw(MAYBE) for name in ("title", "byline", "published", "url", "section", "path")}
    return Article(draw(WORDS), words, draw(paragraphs), **facts, notes=draw(TEXTS))


@st.composite
def analyses(draw):
    article = draw(articles())
    text = article.text
    count = draw(st.integers(0, 3))
    ids = [f"s{number}" for number in range(count)]
    speaker = st.sampled_from([None, *ids])
    sources = tuple(
        Source(
            name,
            draw(WORDS),
            draw(one_of(SourceKind)),
            draw(MAYBE),
            draw(WORDS),
            draw(MAYBE),
            draw(MAYBE),
            draw(st.booleans()),
            draw(MAYBE),
            draw(several(spans(text))),
            draw(several(evidence(text))),
            tuple(draw(st.dictionaries(WORDS, WORDS, max_size=2)).items()),
        )
        for name in ids
    )
    quotes = st.builds(
        Quote,
        st.sampled_from(["q1", "q2", "q3"]),
        one_of(QuoteType),
        several(spans(text), 3),
        st.none() | spans(text),
        st.none() | spans(text),
        WORDS,
        st.integers(0, 9),
        act=one_of(Act),
        cue_lemma=MAYBE,
        speaker=speaker,
        status=one_of(Status),
        confidence=st.none() | st.floats(0, 1),
        evidence=several(evidence(text)),
        candidates=several(st.sampled_from(ids)) if ids else st.just(()),
        flags=TEXTS,
    )
    number = st.integers(0, 99) | st.floats(0, 99)
    whole = st.integers(0, 99) | st.floats(1, 99)  # a count, or a mean of counts: never a sliver of one
    audit = st.builds(
        Audit,
        several(st.builds(Measure, WORDS, WORDS, number, st.none() | whole, one_of(Unit), TEXTS, TEXTS)),
        several(
            st.builds(
                Breakdown,
                WORDS,
                one_of(Unit),
                several(st.builds(Share, WORDS, st.integers(0, 9), st.integers(0, 9), TEXTS, TEXTS)),
            )
        ),
    )
    return Analysis(
        article,
        ModelInfo(draw(WORDS), draw(WORDS)),
        tuple(draw(st.lists(quotes, max_size=3, unique_by=lambda quote: quote.id))),
        sources,
        draw(several(st.builds(NoComment, spans(text), st.none() | spans(text), speaker))),
        draw(audit),
        draw(several(st.builds(Finding, WORDS, one_of(Severity), WORDS, spans(text), MAYBE))),
        draw(TEXTS),
    )


@st.composite
def annotations(draw):
    article = draw(articles())
    text = article.text
    tokens = st.builds(
        lambda span, words, *rest: Token(span, span.slice(text) if words is None else words, *rest),
        spans(text),
        MAYBE,
        WORDS,
        WORDS,
        WORDS,
        st.integers(-1, 9),
        WORDS,
    )
    sentences = several(st.builds(Sentence, spans(text), several(tokens, 3), st.integers(0, 9)))
    entities = several(st.builds(Entity, spans(text), one_of(EntityType)))
    return Annotated(article, draw(sentences), draw(entities), ModelInfo(draw(WORDS), draw(WORDS)))
