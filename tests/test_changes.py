"""Changes as text, Markdown and JSON: what each line says, widths that hold, words that do no harm."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.auditing.audit import measure_sourcing
from attribution.auditing.compare import Change, MeasureChange, compare
from attribution.commands.changes import (
    change_line,
    changes_to_dict,
    counts_of,
    figure_text,
    markdown_changes,
    text_changes,
)
from attribution.model import Finding
from attribution.schema import analysis_from_dict, analysis_to_dict
from tests.builders import span_of
from tests.handmade import TEXT, ferry_analysis
from tests.strategies import analyses


def second_version():
    """The ferry story with its boatman's words put in May and by an officer, and the harbour board left out."""
    base = ferry_analysis(path="new/ferry.txt")
    boatman, board = base.sources
    officer = replace(board, id="s2", name="Lupe Fifita", kind="person", role="officer", role_group="government")
    first, _, third = base.quotes
    heard = replace(third, speaker="s2", status="resolved", candidates=())
    findings = (Finding("R10", "info", "No role.", span_of(TEXT, "Tomasi Vuki"), "q1"),)
    sources, quotes = (replace(boatman, role="boatman"), officer), (first, heard)
    audit = measure_sourcing(base.article, quotes, sources, base.no_comment)
    return replace(base, sources=sources, quotes=quotes, audit=audit, findings=findings)


COMPARISON = compare(ferry_analysis(path="old/ferry.txt"), second_version())


def test_text_says_what_came_what_went_and_what_differs():
    bare = replace(COMPARISON, measures=())
    assert text_changes(bare) == (
        "Ferry to stop in May\n"
        "old/ferry.txt → new/ferry.txt\n"
        "1 source gained, 1 source lost, 1 source changed, 1 quote lost, 1 quote changed, 1 finding new, 1\n"
        "finding gone\n"
        "\n"
        "Sources\n"
        "  + Lupe Fifita (officer, government)\n"
        "  - harbour board (government)\n"
        "  ~ Tomasi Vuki, role: “a fisherman” → “boatman”\n"
        "\n"
        "Quotes\n"
        "  - par. 3, harbour board, indirect: the boat was old\n"
        "  ~ par. 4, Lupe Fifita, speaker: (not resolved) → Lupe Fifita: “Nobody asked us.”\n"
        "\n"
        "Findings\n"
        "  + info R10, par. 2: No role.\n"
        "  - warning R17, par. 4: No speaker was found.\n"
    )


def test_figures_are_a_table_with_units():
    change = MeasureChange("quotes", None, "Quotes, direct and indirect", "quotes", (3, None), (2, None))
    group = MeasureChange("role_group", "civil_society", "civil_society", "words", (0, 13), (4, 1300))
    lines = text_changes(replace(COMPARISON, measures=(change, group))).splitlines()[-3:]
    assert lines == [
        "figure                                old               new  unit",
        "Quotes, direct and indirect             3                 2  quotes",
        "Group civil society          0 of 13 (0%)  4 of 1,300 (<1%)  words",
    ]


def test_figures_that_hardly_moved_are_counted_and_not_listed():
    change = MeasureChange("longest_quote", None, "Words of the longest quote", "words", (20, 275), (20, 273))
    slight = replace(COMPARISON, measures=(change,))
    line = "1 figure with the same count moved by less than 1% and not shown\n"
    for text in (text_changes(slight), markdown_changes(slight)):
        assert text.endswith(f"\n\n{line}")
        assert "longest quote" not in text
    assert [m["id"] for m in changes_to_dict(slight)["measures"]] == ["longest_quote"]


@pytest.mark.parametrize(
    ("unit", "figure", "shown"),
    [
        ("quotes", (3, None), "3"),
        ("words", (1200, 4800), "1,200 of 4,800 (25%)"),
        ("paragraphs", (2, 8), "2 of 8"),
        ("sources", (2.345, 3), "2.35 of 3"),
        ("sources", (0, 0), "0 of 0"),
        ("sources", None, "–"),
    ],
)
def test_figures_show_shares_only_of_equal_things(unit, figure, shown):
    change = MeasureChange("id", None, "Label", unit, figure, None)
    assert figure_text(change, figure) == shown


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (Change("anonymous", old=True, new=False), "anonymous: yes → no"),
        (Change("role_group", "unknown", "expert"), "role group: unknown → expert"),
        (Change("affiliation", None, "Port\nof Apia"), "affiliation: (none) → “Port of Apia”"),
        (Change("speaker", "Sina Leota", None), "speaker: Sina Leota → (not resolved)"),
        (Change("type", "direct", "indirect"), "type: direct → indirect"),
    ],
)
def test_a_change_names_the_field_and_both_values(change, line):
    assert change_line(change) == line


def test_nothing_changed_is_said():
    same = compare(ferry_analysis(), ferry_analysis())
    assert counts_of(same) == "No change in the sourcing."
    assert text_changes(same) == "Ferry to stop in May\nferry → ferry\nNo change in the sourcing.\n"


def test_markdown_has_lists_and_a_table():
    text = markdown_changes(COMPARISON)
    assert "\n## Sources\n\n- `+` Lupe Fifita (officer, government)\n- `-` harbour board (government)\n" in text
    assert "\n| Quotes, direct and indirect | 3 | 2 | quotes |\n" in text


def test_titles_that_differ_are_both_shown():
    other = compare(ferry_analysis(), ferry_analysis(title="Ferry to stop in June"))
    assert text_changes(other).startswith("Ferry to stop in May → Ferry to stop in June\n")


def test_json_holds_both_sides_of_each_change():
    data = json.loads(json.dumps(changes_to_dict(COMPARISON)))
    assert data["schema"] == 1
    assert (data["old"]["path"], data["new"]["path"]) == ("old/ferry.txt", "new/ferry.txt")
    assert [source["name"] for source in data["sources"]["gained"]] == ["Lupe Fifita"]
    assert [source["name"] for source in data["sources"]["lost"]] == ["harbour board"]
    (source,) = data["sources"]["changed"]
    assert source["changes"] == [{"field": "role", "old": "a fisherman", "new": "boatman"}]
    (lost,) = data["quotes"]["lost"]
    (span,) = lost["content"]
    assert TEXT[span["start"] : span["end"]] == span["text"] == "the boat was old"
    (quote,) = data["quotes"]["changed"]
    assert (quote["old"]["speaker"], quote["new"]["speaker"]) == (None, "Lupe Fifita")
    figures = {(m["id"], m["key"]): (m["old"], m["new"], m["unit"]) for m in data["measures"]}
    assert figures["quotes", None] == (
        {"numerator": 3, "denominator": None},
        {"numerator": 2, "denominator": None},
        "quotes",
    )
    assert [(f["rule"], f["text"]) for f in data["findings"]["gone"]] == [("R17", "“Nobody asked us.”")]


def test_an_analysis_that_went_through_json_compares_alike():
    old = ferry_analysis()
    again = analysis_from_dict(analysis_to_dict(old), text=TEXT)
    assert compare(old, again).empty


@settings(max_examples=50, deadline=None)
@given(analyses(), analyses(), st.integers(0, 200))
def test_any_changes_fit_the_width_and_show_no_control_character(one, two, width):
    comparison = compare(one, two)
    for text in (text_changes(comparison, width=width), markdown_changes(comparison)):
        assert text.endswith("\n")
        assert not {"\x1b", "\r", "\x07", "\u202e"} & set(text)
    assert max(len(line) for line in text_changes(comparison, width=width).splitlines()) <= max(60, width)
    assert json.loads(json.dumps(changes_to_dict(comparison)))["schema"] == 1


def test_words_cannot_break_out_of_markdown():
    hostile = compare(ferry_analysis(), ferry_analysis(title="<script> | [x](y)"))
    assert "\\<script\\> \\| \\[x\\](y)" in markdown_changes(hostile)
