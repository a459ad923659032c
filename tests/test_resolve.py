"""Who speaks: every row of the speaker cases, and what holds for any text and any quotes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.model import NoComment, Quote
from attribution.quoting.marks import Marks, find_regions
from attribution.sourcing.resolve import resolve_speakers
from attribution.sourcing.taxonomy import load_taxonomy
from attribution.spans import Span
from tests.builders import make_article, marked, rough, span_of
from tests.recorded_speakers import annotated_case, resolve_case
from tests.speaker_cases import CASES, Case

TAXONOMY = load_taxonomy()


def by_id(case: Case) -> str:
    return case.id


@pytest.mark.parametrize("case", CASES, ids=by_id)
def test_each_quote_has_its_speaker(case: Case) -> None:
    resolved = resolve_case(case)
    names = {source.id: source.name for source in resolved.sources}
    got = [
        names[quote.speaker] if quote.speaker else (frozenset(names[c] for c in quote.candidates) or None)
        for quote in resolved.quotes
    ]
    assert got == list(case.speakers)


@pytest.mark.parametrize("case", [c for c in CASES if c.facts], ids=by_id)
def test_each_source_is_described_as_the_text_does(case: Case) -> None:
    resolved = resolve_case(case)
    for name, facts in case.facts.items():
        if not name:
            assert len(resolved.sources) == facts["sources"]
            continue
        source = next(s for s in resolved.sources if s.name == name)
        assert {key: getattr(source, key) for key in facts} == facts


@pytest.mark.parametrize("case", CASES, ids=by_id)
def test_every_decision_states_its_rule_and_words(case: Case) -> None:
    annotated, _ = annotated_case(case)
    resolved = resolve_case(case)
    size = len(annotated.article.text)
    for quote in resolved.quotes:
        speaker = [e for e in quote.evidence if e.rule.startswith("speaker:")]
        assert len(speaker) == 1
        assert speaker[0].spans
        status = "resolved" if quote.speaker else "ambiguous" if quote.candidates else "unresolved"
        assert quote.status == status
        assert quote.speaker or speaker[0].note, "an open quote says why"
    for source in resolved.sources:
        assert any(e.rule.startswith("kind:") for e in source.evidence)
        assert all(span.end <= size for e in source.evidence for span in e.spans)
        words = [m.slice(annotated.article.text) for m in source.mentions]
        assert all(words)


def test_there_are_sixty_cases_or_more() -> None:
    assert len(CASES) >= 60
    assert len({case.id for case in CASES}) == len(CASES)


def test_a_recording_must_fit_its_text() -> None:
    annotated, quotes = annotated_case(CASES[0])
    assert all(annotated.article.text[q.content[0].start : q.content[0].end] for q in quotes)
    assert all(t.span.slice(annotated.article.text) == t.text for s in annotated.sentences for t in s.tokens)


def test_sources_are_numbered_by_first_quote_and_only_speakers_are_sources() -> None:
    case = next(c for c in CASES if c.id == "two-speakers-take-turns")
    resolved = resolve_case(case)
    assert [(s.id, s.name) for s in resolved.sources] == [("s1", "Pedro Alves"), ("s2", "Wei Zhang")]


def test_a_line_without_comment_gets_its_speaker() -> None:
    case = next(c for c in CASES if c.id == "surname-after-full-name")
    annotated, quotes = annotated_case(case)
    text = annotated.article.text
    line = NoComment(span_of(text, "Adeyemi", 1), span_of(text, "Adeyemi", 1))
    resolved = resolve_speakers(annotated, find_regions(annotated.article), quotes[:1], (line,), taxonomy=TAXONOMY)
    assert [n.speaker for n in resolved.no_comment] == ["s1"]
    assert [s.name for s in resolved.sources] == ["Ngozi Adeyemi"]


def test_a_headline_that_repeats_a_quote_is_that_speakers() -> None:
    text, spans = marked(
        "[Q1 “The well is dry”]\n\nGoats died in Turkana.\n\n"
        "[S2 Lokiru Ekal] said [Q2 “the well is dry and the goats are dead”]."
    )
    article = make_article(text, zones={0: "headline"})
    annotated = rough(article, {"Lokiru Ekal": "PER"})
    quotes = (
        Quote("q1", "direct", spans["Q1"], None, None, "by-hand", 0),
        Quote("q2", "mixed", spans["Q2"], None, spans["S2"][0], "by-hand", 2),
    )
    resolved = resolve_speakers(annotated, find_regions(article), quotes, (), taxonomy=TAXONOMY)
    assert [q.speaker for q in resolved.quotes] == ["s1", "s1"]
    assert [s.name for s in resolved.sources] == ["Lokiru Ekal"]


def test_a_speech_that_goes_on_in_the_next_paragraph_keeps_its_speaker() -> None:
    text, spans = marked(
        "[Q1 “The river took the school,”] [S1 Mei Lin] said. [Q2 “We start again.]\n\n"
        "[Q3 “We have no chalk.]\n\n[Q4 “We have time.”]\n\n[Q5 “So do I,”] [S5 Jon Vik] said."
    )
    article = make_article(text)
    annotated = rough(article, {"Mei Lin": "PER", "Jon Vik": "PER"})
    quotes = tuple(
        Quote(f"q{n}", "direct", spans[f"Q{n}"], None, next(iter(spans.get(f"S{n}", ())), None), "by-hand", p)
        for n, p in ((1, 0), (2, 0), (3, 1), (4, 2), (5, 3))
    )
    resolved = resolve_speakers(annotated, find_regions(article), quotes, (), taxonomy=TAXONOMY)
    assert [q.speaker for q in resolved.quotes] == ["s1", "s1", "s1", "s1", "s2"]


@st.composite
def texts_with_quotes(draw: st.DrawFn) -> tuple[str, list[tuple[Span, Span | None, Span | None]]]:
    words = draw(
        st.lists(
            st.sampled_from(
                "Mr. Okoro Ms. Tanaka she he they said “ ” ‘ ’ the mayor of Graz , . a spokesman for police and ( ) — "
                "I officials who Amnesty International report 43 's ’s both sides Dr. Lee's \n the group 🙂 é".split(
                    " "
                )
            ),
            min_size=1,
            max_size=40,
        )
    )
    text = " ".join(words)
    size = len(text)
    spans = st.builds(lambda a, b: Span(min(a, b), max(a, b) + 1), st.integers(0, size - 1), st.integers(0, size - 1))
    quotes = draw(st.lists(st.tuples(spans, st.none() | spans, st.none() | spans), max_size=5))
    return text, quotes


@given(texts_with_quotes())
@settings(max_examples=150, deadline=None)
def test_no_text_and_no_quotes_raise_and_no_quote_is_lost(drawn: tuple[str, list[Any]]) -> None:
    text, wanted = drawn
    article = make_article(text)
    if not article.paragraphs:
        return
    annotated = rough(article, {"Okoro": "PER", "Tanaka": "PER", "Amnesty International": "ORG", "Graz": "LOC"})
    quotes = tuple(
        Quote(f"q{i}", "direct", (content,), cue, source, "by-hand", article.paragraph_at(content.start))
        for i, (content, cue, source) in enumerate(wanted, 1)
    )
    resolved = resolve_speakers(annotated, find_regions(article), quotes, (), taxonomy=TAXONOMY)
    ids = {s.id for s in resolved.sources}
    assert [q.id for q in resolved.quotes] == [q.id for q in quotes]
    assert [q.content for q in resolved.quotes] == [q.content for q in quotes]
    assert all((q.speaker is None or q.speaker in ids) and set(q.candidates) <= ids for q in resolved.quotes)
    assert all(s.name for s in resolved.sources)
    assert all(span.end <= len(text) for s in resolved.sources for span in s.mentions)


def test_an_article_without_quotes_has_no_sources() -> None:
    annotated = rough(make_article("Snow fell in Sapporo. Mr. Ito stayed in."), {"Ito": "PER"})
    resolved = resolve_speakers(annotated, Marks((), ()), (), (), taxonomy=TAXONOMY)
    assert (resolved.quotes, resolved.sources, resolved.no_comment) == ((), (), ())
