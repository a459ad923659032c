"""Noun phrases read, and the names and mentions of an article."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.annotating.syntax import Forest
from attribution.quoting.marks import find_regions
from attribution.sourcing.mentions import Context, find_mentions
from attribution.sourcing.naming import find_names
from attribution.sourcing.nouns import nominal_kind
from attribution.sourcing.taxonomy import singular
from attribution.spans import Span
from tests.builders import build, make_article, rough, span_of
from tests.recorded_speakers import annotated_case
from tests.speaker_cases import CASES


def context_of(case_id: str) -> tuple[Context, list[Span]]:
    annotated, quotes = annotated_case(next(c for c in CASES if c.id == case_id))
    context = Context(Forest(annotated), find_regions(annotated.article))
    sources = [q.source for q in quotes if q.source]
    find_names(context, sources)
    return context, sources


@pytest.mark.parametrize(
    ("case_id", "kind", "head"),
    [
        ("role-before-the-name", "name", "Emeka Nwosu"),
        ("apposition-after", "name", "Parvin Jalili"),
        ("apposition-before", "name", "Lena Huber"),
        ("party-and-state", "name", "Carl Jensen"),
        ("name-tagged-by-its-role", "name", "Okello Wandera"),
        ("spokesman-for-somebody", "nominal", "spokesman"),
        ("people-familiar-with-the-matter", "nominal", "people"),
        ("the-age", "name", "Arjun Mehta"),
        ("news-agency", "nominal", "agency"),
        ("no-one-before-the-pronoun", "pronoun", "He"),
        ("two-who-speak-as-one", "pair", "Petra Novak and Luis Ferrer"),
        ("possessive-source", "name", "Haddad"),
    ],
)
def test_the_head_of_a_source(case_id: str, kind: str, head: str) -> None:
    context, sources = context_of(case_id)
    phrase = context.read(sources[0])
    assert phrase is not None
    assert (phrase.kind, phrase.head.slice(context.text)) == (kind, head)
    assert sources[0].contains(phrase.head)


PHRASES = """
The the DET DT 2 det
spokesman spokesman NOUN NN 6 nsubj
for for ADP IN 4 case
Ana Ana PROPN NNP 2 nmod
Kovac Kovac PROPN NNP 4 flat
spoke speak VERB VBD 0 root
. . PUNCT . 6 punct
"""


def test_a_name_inside_a_description_is_not_its_head() -> None:
    annotated = build(PHRASES, names={"Ana Kovac": "PER"})
    context = Context(Forest(annotated), find_regions(annotated.article))
    source = span_of(annotated.article.text, "The spokesman for Ana Kovac")
    find_names(context, [source])
    phrase = context.read(source)
    assert phrase is not None
    assert (phrase.kind, phrase.noun, phrase.determiner, phrase.plural) == ("nominal", "spokesman", "definite", False)
    assert phrase.core.slice(annotated.article.text) == "spokesman for Ana Kovac"


@pytest.mark.parametrize(
    ("noun", "plural", "kind"),
    [
        ("activist", False, "unnamed_person"),
        ("activists", True, "group"),
        ("people", True, "group"),
        ("ministry", False, "organization"),
        ("ministries", True, "group"),
        ("police", False, "organization"),
        ("report", False, "document"),
        ("figures", True, "document"),
        ("beekeeper", False, "unnamed_person"),
        ("experience", False, "document"),
    ],
)
def test_the_kind_that_a_noun_says(noun: str, plural: bool, kind: str) -> None:  # noqa: FBT001  a column of the table
    assert nominal_kind(noun, plural=plural) == kind


@pytest.mark.parametrize(
    ("noun", "one"),
    [
        ("activists", "activist"),
        ("women", "woman"),
        ("agencies", "agency"),
        ("churches", "church"),
        ("boss", "boss"),
        ("spokesmen", "spokesman"),
        ("news", "news"),
        ("bus", "bus"),
    ],
)
def test_singulars(noun: str, one: str) -> None:
    assert singular(noun) == one


@pytest.mark.parametrize(
    ("case_id", "name", "label"),
    [
        ("name-tagged-by-its-role", "Okello Wandera", "PER"),
        ("possessive-source", "Leila Haddad", "PER"),
        ("the-age", "Arjun Mehta", "PER"),
        ("acronym-in-brackets", "CFU", "ORG"),
        ("the-company", "Ardenta Corp.", "ORG"),
    ],
)
def test_names_are_healed_by_the_words_around_them(case_id: str, name: str, label: str) -> None:
    context, _ = context_of(case_id)
    assert {n.label for n in context.names if n.span.slice(context.text) == name} == {label}


def test_mentions_inside_marks_are_marked_as_quoted() -> None:
    context, _ = context_of("name-inside-the-quote-is-no-candidate")
    quoted = {m.phrase.head.slice(context.text): m.quoted for m in find_mentions(context) if m.phrase.kind == "name"}
    assert quoted == {"Yusuf Demir": False, "Marta Lind": True}


@given(st.text(alphabet="Aab .,’'s\n“”-MrDr", max_size=120))
@settings(deadline=None)
def test_names_never_overlap_and_lie_in_the_text(text: str) -> None:
    article = make_article(text)
    annotated = rough(article, {"Aa": "PER", "Ab": "ORG"})
    context = Context(Forest(annotated), find_regions(article))
    find_names(context, [p.span for p in article.paragraphs])
    ends = [0, *(n.span.end for n in context.names)]
    assert all(n.span.start >= end for n, end in zip(context.names, ends, strict=False))
    assert all(m.phrase.span.end <= len(text) for m in find_mentions(context))
