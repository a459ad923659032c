"""Comparing two versions: who is matched with whom, what counts as a change, and that the direction does not matter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.auditing.compare import Change, Comparison, MeasureChange, QuoteChange, SourceChange, compare
from attribution.auditing.profiles import load_profile
from attribution.auditing.rules import check_sourcing
from attribution.model import Analysis, Article, Finding, Paragraph, Quote
from attribution.spans import Span
from tests.builders import MODELS
from tests.handmade import ferry_analysis
from tests.sourcing_builders import sourcing
from tests.strategies import analyses
from tests.work import EIGHTFOLD, count_steps

BODY = {"kind": "organization"}
UNNAMED = {"kind": "unnamed_person", "anonymous": True}


def version(markup: str, **who: dict[str, object]) -> Analysis:
    case = sourcing(markup, **who)
    found = check_sourcing(*case.parts, case.audit, profile=load_profile())
    return Analysis(case.article, MODELS, case.quotes, case.sources, case.no_comment, case.audit, found)


def fields(change: SourceChange | QuoteChange) -> dict[str, tuple[object, object]]:
    return {c.field: (c.old, c.new) for c in change.changes}


def says(name: str, words: str = "[Q1:s1 the weir was worn out]") -> str:
    return f"[S1:s1 {name}] [C1 said] {words}."


@pytest.mark.parametrize(
    ("kind", "old", "new", "one"),
    [
        ("person", "Wanjiru Otieno", "Wanjiru Otieno", True),
        ("person", "Wanjiru Otieno", "Otieno", True),
        ("person", "Mayor Otieno", "Wanjiru Otieno", True),
        ("person", "Wanjiru A. Otieno", "Wanjiru Otieno", True),
        ("person", "Wanjiru Otieno", "Nekesa Otieno", False),
        ("person", "Wanjiru Otieno", "Wanjiru Kamau", False),
        ("organization", "The Water Board", "the water board", True),
        ("organization", "Nairobi Water Company", "NWC", True),
        ("organization", "Water Board", "Fishing Board", False),
    ],
)
def test_sources_are_matched_by_their_names(kind, old, new, one):
    # Another quote each, so that only the names can match them.
    found = compare(
        version(says(old, "[Q1:s1 rain would fall]"), s1={"kind": kind, "name": old}),
        version(says(new, "[Q1:s1 “Nobody asked us”]"), s1={"kind": kind, "name": new}),
    )
    assert (len(found.sources_lost), len(found.sources_gained)) == ((0, 0) if one else (1, 1))
    assert [fields(c) for c in found.sources_changed] == ([{"name": (old, new)}] if one and old != new else [])


def test_a_source_that_changes_is_told_field_by_field():
    before = {"role": "clerk", "role_group": "government", "affiliation": "Port of Apia"}
    after = {"role": "harbour master", "role_group": "labour", "affiliation": "Dockers' Union", "anonymous": True}
    found = compare(version(says("Sina Leota"), s1=before), version(says("Sina Leota"), s1=after))
    (change,) = found.sources_changed
    assert fields(change) == {
        "role": ("clerk", "harbour master"),
        "role_group": ("government", "labour"),
        "affiliation": ("Port of Apia", "Dockers' Union"),
        "anonymous": (False, True),
    }
    assert not found.quotes_changed
    assert ("anonymous_words", (0, 5), (5, 5)) in [(m.id, m.old, m.new) for m in found.measures]


def test_an_unnamed_source_that_gets_a_name_is_the_same_source():
    found = compare(version(says("an aide"), s1=UNNAMED), version(says("Sina Leota")))
    (change,) = found.sources_changed
    assert fields(change)["name"] == ("an aide", "Sina Leota")
    assert fields(change)["anonymous"] == (True, False)
    assert (found.sources_lost, found.sources_gained, found.quotes_changed) == ((), (), ())


def test_a_named_source_is_never_taken_for_another():
    found = compare(version(says("Tevita Fonua")), version(says("Sina Leota")))
    assert [s.name for s in found.sources_lost] == ["Tevita Fonua"]
    assert [s.name for s in found.sources_gained] == ["Sina Leota"]
    (moved,) = found.quotes_changed
    assert fields(moved) == {"speaker": ("Tevita Fonua", "Sina Leota")}
    assert moved.changed("speaker")
    assert not moved.changed("type")


def test_a_body_does_not_become_a_person_by_what_it_says():
    found = compare(version(says("the board"), s1=BODY), version(says("an aide"), s1=UNNAMED))
    assert (len(found.sources_lost), len(found.sources_gained)) == (1, 1)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[Q1:s1 “We row if we must”]", "[Q1:s1 “we row, if we must”]", {}),
        (
            "[Q1:s1 “We will row if we must”]",
            "[Q1:s1 they would row if they had to]",
            {
                "type": ("direct", "indirect"),
                "words": ("“We will row if we must”", "they would row if they had to"),
            },
        ),
        (
            "[Q1:s1 “The ferry is old and nobody cares”]",
            "[Q1:s1 “The ferry is very old and nobody cares”]",
            {"words": ("“The ferry is old and nobody cares”", "“The ferry is very old and nobody cares”")},
        ),
        ("[Q1:s1 the weir was worn out]", "[Q1:? the weir was worn out]", {"speaker": ("Sina Leota", None)}),
        ("[Q1:s1 the weir was worn out]", "[Q1:s1 nobody had asked them]", None),
    ],
)
def test_quotes_are_matched_by_their_words(old, new, expected):
    found = compare(version(says("Sina Leota", old)), version(says("Sina Leota", new), s1={"name": "Sina Leota"}))
    if expected is None:
        assert (len(found.quotes_lost), len(found.quotes_gained), found.quotes_changed) == (1, 1, ())
    else:
        assert [fields(change) for change in found.quotes_changed] == ([expected] if expected else [])
        assert (found.quotes_lost, found.quotes_gained) == ((), ())


def test_the_same_words_stay_with_their_speakers_in_another_order():
    one, two = "[S1:s1 Sina Leota]: [Q1:s1 “No.”]", "[S2:s2 Tevita Fonua]: [Q2:s2 “No.”]"
    other = "[S1:s2 Tevita Fonua]: [Q1:s2 “No.”]\n\n[S2:s1 Sina Leota]: [Q2:s1 “No.”]"
    found = compare(version(f"{one}\n\n{two}"), version(other))
    assert (found.quotes_changed, found.quotes_lost, found.quotes_gained) == ((), (), ())


def test_a_paragraph_that_moves_changes_no_source_and_no_quote():
    one, two = says("Sina Leota"), "[S2:s2 Tevita Fonua] [C2 said] [Q2 no]."
    swapped = "[S1:s2 Tevita Fonua] [C1 said] [Q1 no].\n\n[S2:s1 Sina Leota] [C2 said] [Q2 the weir was worn out]."
    found = compare(version(f"{one}\n\n{two}"), version(swapped))
    assert replace(found, measures=()).empty
    assert {change.id for change in found.measures} <= {"first_speaker", "last_speaker", "first_quarter_words"}


def test_thoughts_and_repeated_words_are_no_quotes():
    found = compare(
        version(f"# [Q2:s1!duplicate the weir was worn out]\n\n{says('Sina Leota')}"),
        version(f"# Weir closed\n\n{says('Sina Leota')}"),
    )
    assert (found.quotes_lost, found.quotes_gained, found.quotes_changed) == ((), (), ())


def test_somebody_who_is_no_longer_quoted_but_asked_is_told():
    old = version(says("Sina Leota"))
    new = version("Rain fell. [N:s1 [M:s1 Sina Leota] did not reply.]")
    (change,) = compare(old, new).sources_changed
    assert fields(change) == {"heard": ("quoted", "did not comment")}
    assert [quote.id for quote in compare(old, new).quotes_lost] == ["q1"]


def test_figures_have_numerator_denominator_and_unit():
    new = version(f"{says('Sina Leota')}\n\n[S2:s2 Tevita Fonua]: [Q2:s2 “No.”]", s2={"role_group": "labour"})
    changes = {(m.id, m.key, m.unit): (m.old, m.new) for m in compare(version(says("Sina Leota")), new).measures}
    assert changes["sources", None, "sources"] == ((1, None), (2, None))
    assert changes["direct_words", None, "words"] == ((0, 5), (1, 6))
    assert changes["role_group", "labour", "words"] == ((0, 5), (1, 6))
    assert changes["role_group", "unknown", "sources"] == ((1, 1), (1, 2))
    assert ("anonymous_sources", None, "sources") not in changes  # none of one, none of two


@pytest.mark.parametrize(
    ("old", "new", "slight"),
    [
        ((20, 275), (20, 273), True),
        ((1, 14), (1, 16), True),
        ((1, 4), (1, 5), False),
        ((20, 275), (21, 275), False),
        ((3, None), (4, None), False),
        (None, (1, 2), False),
        ((0, 0), (0, 5), False),
    ],
)
def test_a_change_is_slight_where_only_the_whole_differs_and_little(old, new, slight):
    assert MeasureChange("id", None, "Label", "words", old, new).slight is slight


def test_a_measure_that_a_version_lacks_has_no_figure_there():
    base = ferry_analysis()
    bare = replace(base, audit=replace(base.audit, measures=base.audit.measures[:1]))
    found = {m.id: (m.old, m.new) for m in compare(bare, base).measures}
    assert found["quotes"] == (None, (3, None))


def test_findings_go_by_rule_and_words_or_quote():
    old = version("[S1:s1 an aide] [C1 said] [Q1 the weir was worn out].", s1=UNNAMED)
    moved = version("Rain fell.\n\n[S1:s1 an aide] [C1 said] [Q1 the weir was all worn out].", s1=UNNAMED)
    assert "R2" in {finding.rule for finding in old.findings}
    assert (compare(old, moved).findings_gone, compare(old, moved).findings_new) == ((), ())
    named = compare(old, version(says("Sina Leota")))
    assert "R2" in {finding.rule for finding in named.findings_gone}
    assert "R2" not in {finding.rule for finding in named.findings_new}


def test_a_finding_about_the_whole_story_is_one_wherever_it_points():
    base = ferry_analysis()
    at = [replace(base, findings=(Finding("R6", "warning", "One voice.", Span(n, n + 3)),)) for n in (0, 30)]
    assert compare(*at).empty


def test_changes_count_only_where_something_changed():
    assert compare(ferry_analysis(), ferry_analysis()).empty
    assert compare(ferry_analysis(), ferry_analysis(id="again", path="again.txt")).empty


@settings(max_examples=150, deadline=None)
@given(analyses())
def test_nothing_changes_between_a_version_and_itself(analysis):
    assert compare(analysis, analysis) == Comparison(analysis, analysis)


def mirrored(change: object) -> object:
    if isinstance(change, Change):
        return replace(change, old=change.new, new=change.old)
    if isinstance(change, MeasureChange):
        return (change.id, change.key, change.unit, change.new, change.old)
    assert isinstance(change, SourceChange | QuoteChange)
    return replace(change, old=change.new, new=change.old, changes=tuple(map(mirrored, change.changes)))


def assert_mirror(one: Analysis, two: Analysis):
    there, back = compare(one, two), compare(two, one)
    assert there.sources_lost == back.sources_gained
    assert there.sources_gained == back.sources_lost
    assert there.quotes_lost == back.quotes_gained
    assert there.quotes_gained == back.quotes_lost
    assert there.findings_gone == back.findings_new
    assert there.findings_new == back.findings_gone
    assert set(map(mirrored, there.sources_changed)) == set(back.sources_changed)
    assert set(map(mirrored, there.quotes_changed)) == set(back.quotes_changed)
    figures = {(m.id, m.key, m.unit, m.old, m.new) for m in back.measures}
    assert set(map(mirrored, there.measures)) == figures


@settings(max_examples=150, deadline=None)
@given(analyses(), analyses())
def test_the_other_way_round_is_the_mirror_image(one, two):
    assert_mirror(one, two)


PERSONS = ("Sina Leota", "Leota", "Tevita Fonua", "Sina Fonua", "Fonua", "an aide")
PHRASES = ("the weir was worn out", "“The weir is worn out”", "“No.”", "“No, no.”", "nobody had asked them", "the weir")


@st.composite
def drafts(draw):
    """Draft versions of one story: the same few voices and phrases in any order, so that much is alike."""
    blocks = []
    who = {}
    for n in range(1, draw(st.integers(0, 6)) + 1):
        person = draw(st.integers(0, len(PERSONS) - 1))
        speaker = draw(st.sampled_from([f"s{person}", f"s{person}", "?"]))
        blocks.append(f"[S{n} {PERSONS[person]}] [C{n} said] [Q{n}:{speaker} {draw(st.sampled_from(PHRASES))}].")
        who[f"s{person}"] = UNNAMED if person == 5 else {}
    return version("\n\n".join(["Rain fell.", *blocks]), **who)


@settings(max_examples=150, deadline=None)
@given(drafts(), drafts())
def test_drafts_of_one_story_are_mirrored_and_add_up(one, two):
    assert_mirror(one, two)
    found = compare(one, two)
    kept = len(one.quotes) - len(found.quotes_lost)
    assert kept == len(two.quotes) - len(found.quotes_gained)
    assert len(found.quotes_changed) <= kept


def test_a_story_of_thousands_of_quotes_is_compared_in_seconds():
    def long(step: int, size: int) -> Analysis:
        lines = [f"“The weir {n} is {n * step} years old and the board {n % 7} knew”" for n in range(size)]
        text = "\n".join(lines)
        spans, start = [], 0
        for line in lines:
            spans.append(Span(start, start + len(line)))
            start += len(line) + 1
        quotes = tuple(Quote(f"q{n}", "direct", (s,), None, None, "by-hand", n) for n, s in enumerate(spans))
        return Analysis(Article("long", text, tuple(Paragraph(s, "body") for s in spans)), MODELS, quotes)

    found = compare(long(1, 2500), long(2, 2500))
    assert len(found.quotes_changed) + len(found.quotes_lost) > 2000
    few, many = (count_steps(lambda n=n: compare(long(1, n), long(2, n))) for n in (50, 400))
    assert many < EIGHTFOLD * few
