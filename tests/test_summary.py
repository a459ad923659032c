"""The summary for the terminal and as Markdown: figures that agree, widths that hold, words that do no harm."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.commands.summary import clip, columns, markdown_summary, printable, text_summary
from attribution.model import Analysis
from reports.html import render_report
from tests.builders import MODELS
from tests.handmade import TEXT, ferry_analysis
from tests.page_reader import read_page
from tests.sourcing_builders import sourcing
from tests.strategies import analyses


def test_the_summary_says_who_how_much_and_what_is_unsure():
    text = text_summary(ferry_analysis())
    assert text == (
        "Ferry to stop in May\n"
        "ferry: 2 sources, 3 quotes, 13 attributed words (36% of 36 words)\n"
        "\n"
        "source          role, group           quotes  own/paraphrased   first\n"
        "Tomasi Vuki     a fisherman, citizen       1              6/0  par. 2\n"
        "harbour board   government                 1              0/4  par. 3\n"
        "(not resolved)                             1              3/0  par. 4\n"
        "\n"
        "Speaker not resolved\n"
        "  q3 par. 4: “Nobody asked us.” (one of: Tomasi Vuki, harbour board)\n"
        "\n"
        "Did not comment\n"
        "  somebody, par. 5: Mele Taufa of the ferry company did not respond.\n"
        "\n"
        "Findings\n"
        "  warning R17, par. 4: No speaker was found.\n"
        "\n"
        "Notes\n"
        "  a note\n"
    )


def test_verbose_lists_every_quote_with_its_rule():
    text = text_summary(ferry_analysis(), verbose=True)
    assert "  q1 par. 2, direct, Tomasi Vuki: “We will row if we must,” [direct-speech]\n" in text
    assert "  q3 par. 4, direct, (ambiguous): “Nobody asked us.” [floating-quotation]\n" in text


def test_markdown_is_a_table_and_lists():
    text = markdown_summary(ferry_analysis())
    assert "| Tomasi Vuki | a fisherman | citizen | 1 | 6 | 0 | 2 |\n" in text
    assert "| harbour board |  | government | 1 | 0 | 4 | 3 |\n" in text
    assert "- q3 par. 4, direct, (ambiguous): “Nobody asked us.” \\[floating-quotation\\]\n" in text


def test_words_cannot_break_out_of_markdown():
    text = markdown_summary(ferry_analysis(title="<script> | [x](y) *z* `q`"))
    assert text.startswith("# \\<script\\> \\| \\[x\\](y) \\*z\\* \\`q\\`\n")


@settings(max_examples=60, deadline=None)
@given(analyses(), st.integers(0, 200), st.booleans())
def test_any_analysis_fits_the_width_and_shows_no_control_character(analysis, width, verbose):
    for text in (text_summary(analysis, width=width, verbose=verbose), markdown_summary(analysis)):
        assert text.endswith("\n")
        assert not {"\x1b", "\r", "\x07", "\u202e"} & set(text)
    lines = text_summary(analysis, width=width, verbose=verbose).splitlines()
    assert max(len(line) for line in lines) <= max(60, width)


@pytest.mark.parametrize(
    ("words", "size"),
    [("Vuki", 4), ("渡辺", 4), ("é", 1), ("e\u0301", 1), ("", 0), ("👩‍🌾", 4)],
)
def test_columns_of_a_terminal(words, size):
    assert columns(words) == size


@given(st.text(max_size=30), st.integers(1, 20))
def test_clipped_words_fit(words, size):
    assert columns(clip(words, size)) <= size
    assert clip(words, columns(words)) == words


def test_printable_keeps_letters_of_every_script():
    assert printable("Nguyễn  Thị\tMinh\n“ok” 👩‍🌾") == "Nguyễn Thị Minh “ok” 👩‍🌾"
    assert printable("a\x1b[0m\u202eb\ud800") == "a\ufffd[0m\ufffdb\ufffd"


def test_places_count_paragraphs_from_one():
    assert TEXT.index("Mele") > 0
    assert "par. 1," not in text_summary(ferry_analysis())


def test_a_source_is_first_heard_in_the_headline_wherever_that_is_told():
    case = sourcing(
        "# [Q1:s1!duplicate “It leaks”] says engineer\n\nRain fell.\n\n"
        "[Q2:s1 “It leaks,”] [C2 said] [S2 Amara Diallo].\n\n[Q3:s2 “No,”] [C3 said] [S3 the board].",
        s1={"name": "Amara Diallo"},
        s2={"name": "the board", "kind": "organization"},
    )
    analysis = Analysis(case.article, MODELS, *case.parts[1:], audit=case.audit)
    assert [line.split()[-2:] for line in text_summary(analysis).splitlines() if "par." in line] == [
        ["par.", "1"],
        ["par.", "4"],
    ]
    rows = [line.split(" | ") for line in markdown_summary(analysis).splitlines() if line.startswith("| ")]
    assert [row[-1] for row in rows] == ["first paragraph |", "1 |", "4 |"]
    assert analysis.sources_frame()["first_paragraph"].tolist() == [0, 3]
    page = read_page(render_report(analysis))
    rows = page.one("table", id="sources").one("tbody").find("tr")
    assert [row.find("td")[-1].text() for row in rows] == ["par 1", "par 4"]
    said = [strip.attributes["aria-label"].rpartition(", ")[2] for strip in page.find("svg", cls="strip")]
    assert said == ["first heard in paragraph 1", "first heard in paragraph 4"]
