from dataclasses import replace

import pytest

from attribution.model import Analysis, Evidence, ModelInfo, Source
from attribution.spans import Span
from attribution.words import count_words
from reports.charts import OTHER_HUE, UNKNOWN_HUE, assign_hues, mark, stack_parts
from reports.highlight import plain
from reports.labels import group_label, headline_of, readable_date, told_affiliation, told_role
from reports.story import own_spans
from reports.view import build_view
from tests.builders import make_article
from tests.report_builders import Q, analysis_of, flood_wall


@pytest.fixture(scope="module")
def analysis():
    return flood_wall()


@pytest.fixture(scope="module")
def view(analysis):
    return build_view(analysis)


def shares(analysis, dimension, unit):
    return next(b.shares for b in analysis.audit.breakdowns if (b.dimension, b.unit) == (dimension, unit))


def test_bars_are_the_audit_s_shares_and_their_parts_add_up(analysis, view):
    assert [chart.unit for chart in view.charts] == ["words", "quotes", "sources"]
    for chart in view.charts:
        expected = {s.key: (s.numerator, s.denominator) for s in shares(analysis, "role_group", chart.unit)}
        assert {bar.key: (bar.count, bar.of) for bar in chart.bars} == expected
        for bar in chart.bars:
            assert sum(part.count for part in bar.parts) == bar.count
        assert chart.bars[-1].key == "unresolved"
        assert max(part.x + part.width for bar in chart.bars for part in bar.parts) == pytest.approx(100, abs=0.1)


def test_every_source_has_a_row_and_the_unresolved_come_last(analysis, view):
    assert [row.name for row in view.sources[:-1]] == [s.name for s in analysis.sources[:16]]
    last = view.sources[-1]
    assert (last.id, last.number, last.group, last.quotes) == ("s0", None, "unresolved", ("q10", "q28", "q29"))
    assert sum(row.words for row in view.sources) == view.measures["quoted_words"].count
    assert sum(row.own_words for row in view.sources) == view.measures["direct_words"].count
    assert all(row.own_words + row.paraphrase_words == row.words for row in view.sources)


def test_a_source_without_a_quote_is_listed_as_silent_and_not_as_a_source(view):
    assert "Tidewall Partners" not in [row.name for row in view.sources]
    assert [(s.id, s.name, s.paragraph) for s in view.silences] == [("n1", "Tidewall Partners", 19), ("n2", None, 19)]


def test_a_quote_says_who_and_how_certain(view):
    quote = view.quotes["q6"]
    assert (quote.speaker, quote.type_label, quote.confidence, quote.unsure) == (
        "a letter seen by this newspaper", "partly direct", 46, True,
    )  # fmt: skip
    ambiguous = view.quotes["q10"]
    assert (ambiguous.speaker, ambiguous.label, ambiguous.candidates) == (
        None, "?", ("residents of Quay Cottages", "Blessing Nwosu"),
    )  # fmt: skip
    assert view.quotes["q27"].thought
    assert "q27" not in {q for row in view.sources for q in row.quotes}


def test_what_is_unsure_and_what_is_missing_is_listed(view):
    assert [(u.text, u.quotes) for u in view.unsure] == [
        ("Found in a way that is right in 46 % of the cases measured", ("q6",)),
        ("Could be residents of Quay Cottages or Blessing Nwosu", ("q10",)),
        ("Found in a way that is right in 41 % of the cases measured", ("q17",)),
        ("The text does not say who speaks, or it was not understood", ("q28",)),
        ("The text does not say who speaks, or it was not understood", ("q29",)),
    ]
    assert ("Unnamed, and no reason given", "two people close to the council", ("q1",)) in [
        (m.text, m.about, m.quotes) for m in view.missing
    ]


def test_own_words_are_those_in_quotation_marks():
    analysis = analysis_of(
        "[S1 Ito] [C1 said] [Q1 it was “a wall, not a promise” and would stand].", {1: Q("mixed", None)}, ()
    )
    text = analysis.article.text
    quote = analysis.quotes[0]
    start = text.index("“")
    marked = Span(start, text.index("”") + 1)
    assert own_spans(quote, [marked]) == (marked,)
    assert own_spans(replace(quote, type="direct"), []) == quote.content
    assert own_spans(replace(quote, type="indirect"), [marked]) == ()
    assert [layer.own for layer in build_view(analysis).sources[0].marks] == [False, True, False]


def test_the_story_holds_every_character(analysis, view):
    assert "".join(plain(block.pieces) for block in view.story) == analysis.article.text


def test_margin_notes_stand_at_the_first_quote_of_each_run(view):
    notes = [p.point.key for b in view.story for p in b.pieces if p.kind == "point" and p.point.kind == "note"]
    assert notes[:6] == ["q1", "q2", "q5", "q6", "q7", "q9"]  # Ito's q3 and q4 belong to the run of q2
    assert {"q28", "q29"} <= set(notes)  # two unresolved quotes need not be one speaker's


def test_every_breakdown_has_a_table_with_the_audit_s_counts(analysis, view):
    by_dimension = {t.dimension: t for t in view.tables}
    assert set(by_dimension) == {b.dimension for b in analysis.audit.breakdowns}
    rows = {label: cells for label, cells, _ in by_dimension["kind"].rows}
    kinds = {
        unit: {s.key: (s.numerator, s.denominator) for s in shares(analysis, "kind", unit)}
        for unit in ("words", "quotes")
    }
    assert rows["named person"][:2] == (kinds["words"]["person"], kinds["quotes"]["person"])
    assert by_dimension["kind"].rows[-1][0] == "Speaker unresolved"


def test_an_article_without_quotes_has_a_page():
    article = make_article("A quiet day.\n\nNothing was said.")
    view = build_view(Analysis(article, ModelInfo("by-hand", "0")))
    assert (view.quotes, view.sources, view.findings, view.unsure) == ({}, (), (), ())
    assert "".join(plain(b.pieces) for b in view.story) == article.text


def test_the_words_of_a_quote_are_counted_once_where_quotes_nest(analysis, view):
    outer, inner = view.quotes["q16"], view.quotes["q17"]
    alone = sum(count_words(analysis.article.text, s) for s in analysis.quotes[15].content)
    assert outer.words + inner.words == alone


def test_footnote_numbers_run_over_those_who_speak():
    sources = tuple(Source(f"s{n}", name, "person") for n, name in enumerate(["Ada Okoro", "Jun Park", "Eva Lind"], 1))
    story = "Okoro hopes [Q1 it works]. Park said [Q2 it does]. Lind said [Q3 it may]. [Q4 “No!”]"
    quotes = {
        1: Q("indirect", "s1", act="thought"),
        2: Q("indirect", "s2"),
        3: Q("indirect", "s3"),
        4: Q("direct", None),
    }
    view = build_view(analysis_of(story, quotes, sources))
    assert [(row.id, row.number) for row in view.sources] == [("s2", 1), ("s3", 2), ("s0", None)]
    assert [(q.label, q.speaker_row) for q in view.quotes.values()] == [
        ("–", None), ("1", "s2"), ("2", "s3"), ("?", "s0"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "role", "affiliation", "told"),
    [
        ("Ada Okoro", "harbour pilot", "Port Trust", ("harbour pilot", "Port Trust")),
        ("harbour pilots", "Harbour pilots", None, (None, None)),
        ("Ada Okoro", "chair of the Port Trust", "Port Trust", ("chair of the Port Trust", None)),
        ("Ada Okoro", None, None, (None, None)),
    ],
)
def test_nothing_is_said_twice_about_a_source(name, role, affiliation, told):
    source = Source("s1", name, "person", role=role, affiliation=affiliation)
    assert (told_role(source), told_affiliation(source)) == told


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("2026-02-11", "11 February 2026"),
        ("2026-02-11T09:30:00Z", "11 February 2026"),
        ("Wed, 11 Feb 2026 09:30:00 +0000", "11 February 2026"),
        ("last week", "last week"),
        (None, None),
    ],
)
def test_dates_are_read_where_they_are_dates(published, shown):
    assert readable_date(published) == shown


@pytest.mark.parametrize(
    ("facts", "text", "shown"),
    [
        ({"title": "Bridge opens"}, "First line", "Bridge opens"),
        ({}, "Bridge opens early", "Bridge opens early"),
        (
            {"title": " "},
            "A line " * 40,
            "A line A line A line A line A line A line A line A line A line A line A line A line A …",
        ),
    ],
)
def test_a_page_has_a_headline(facts, text, shown):
    assert headline_of(Analysis(make_article(text, **facts), ModelInfo("by-hand", "0"))) == shown


def test_a_hue_means_the_same_group_on_every_page():
    alone, among = assign_hues(["religion", "unknown"]), assign_hues(["government", "religion", "citizen", "unknown"])
    assert among == {"government": 1, "religion": OTHER_HUE, "citizen": 5, "unknown": UNKNOWN_HUE}
    assert alone == {group: among[group] for group in alone}


def test_a_newsroom_s_own_group_is_named_as_it_is_written():
    assert (group_label("civil_society"), group_label("fishing_fleet")) == ("Civil society", "Fishing fleet")


def test_parts_and_marks_are_percent_of_the_width():
    parts = stack_parts([("a", 3, ("q1",), False), ("none", 0, (), False), ("b", 1, (), True)], 8)
    assert [(p.x, p.width) for p in parts] == [(0, 37.5), (37.5, 12.5)]
    assert [(p.x, p.width) for p in stack_parts([("a", 3, (), False)], 8, full=4)] == [(0, 75.0)]
    assert (mark(Span(50, 60), Span(0, 200), quote="q1", own=True, unsure=False).x) == 25
    assert mark(Span(199, 200), Span(0, 200), quote="q1", own=True, unsure=False).x + 0.5 <= 100


def test_what_an_editor_corrected_is_marked(analysis):
    corrected = replace(
        analysis,
        quotes=tuple(
            replace(q, flags=("corrected",), confidence=None) if q.id in {"q2", "q10"} else q for q in analysis.quotes
        ),
        sources=tuple(
            replace(s, role=None, evidence=(Evidence("editor:role", (), "corrected by an editor"),))
            if s.id == "s5"
            else s
            for s in analysis.sources
        ),
    )
    view = build_view(corrected)
    assert view.corrected
    assert not build_view(analysis).corrected
    assert [row.id for row in view.quotes.values() if row.corrected] == ["q2", "q10"]
    assert view.quotes["q2"].flags == ("corrected by an editor",)
    assert "the speaker’s role corrected by an editor" in view.quotes["q7"].grounds
    assert [row.name for row in view.sources if row.corrected] == ["Rashid Benali"]
    assert [row.quotes for row in view.unsure if row.corrected] == [("q10",)]
    assert [row.about for row in view.missing if row.corrected] == ["Rashid Benali"]
