"""Comments in an article that silence findings: no part of the story, about one paragraph, told where idle."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.auditing.audit import measure_sourcing
from attribution.auditing.profiles import load_profile
from attribution.auditing.silence import Misread, Silence, read_comments
from attribution.commands.checks import check_article, check_json, check_lines, check_sarif, comment_lines
from attribution.model import Analysis, Finding
from attribution.quoting.marks import find_regions
from attribution.reading.read import read_text
from tests.builders import MODELS, span_of

DAY = date(2026, 11, 22)
LEAD = "The harbour board will stop the night ferry in May, its director Mele Taufa told a meeting."
MORE = "An aide of the board said that the boat was older than most of the crew that sails it."
LAST = "“We will row if we must,” said Tomasi Vuki, a fisherman who has crossed twice a day since he was ten."
R2 = "<!-- attribution: ignore R2 - the editor knows -->"


def words_of(text, *, markdown=False):
    """The words of every paragraph that is story, with the zone."""
    article = read_text(text, markdown=markdown)
    return [(p.zone, p.span.slice(text)) for p in article.paragraphs if p.zone != "boilerplate"]


def silenced(text, *found: tuple[str, str], markdown=False):
    """What a check leaves of findings, each (rule, words that it points at), and what it says of comments."""
    article = read_text(text, markdown=markdown, path="a.txt")
    findings = tuple(Finding(rule, "warning", rule, span_of(text, words)) for rule, words in found)
    checked = check_article(Analysis(article, MODELS, findings=findings), (), today=DAY)
    left = [(f.rule, f.span.slice(text)) for f in checked.analysis.findings]
    return left, [line.removeprefix("a.txt:") for line in comment_lines(checked, today=DAY)]


@pytest.mark.parametrize("markdown", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        f"Ferry stops\n\n{R2}\n{LEAD}\n\n{MORE}\n\n{LAST}\n",
        f"Ferry stops\n\n{R2}\n\n{LEAD}\n\n{MORE}\n\n{LAST}\n",
        f"Ferry stops\n\n{R2} {LEAD}\n\n{MORE}\n\n{LAST}\n",
        f"Ferry stops\n\n{LEAD} {R2}\n\n{MORE}{R2}\n\n{R2} {R2}\n{LAST}\n{R2}",
        f"Ferry stops\r\n\r\n{LEAD} {R2}\r\n\r\n{MORE}\r\n{R2}\r\n{LAST}",
        f"{R2}\nFerry stops\n\n{LEAD}\n\n{MORE}\n\n{LAST}\n",
    ],
)
def test_a_comment_is_no_word_of_the_story(text, markdown):
    plain = f"Ferry stops\n\n{LEAD}\n\n{MORE}\n\n{LAST}\n"
    assert words_of(text, markdown=markdown) == words_of(plain, markdown=markdown)
    article, other = read_text(text, markdown=markdown), read_text(plain)
    assert article.text == text
    count = [{m.id: m.denominator for m in measure_sourcing(a, (), (), ()).measures} for a in (article, other)]
    assert count[0]["quoted_words"] == count[1]["quoted_words"]


def test_a_comment_in_the_middle_parts_the_paragraph():
    text = f"Ferry stops\n\n{LEAD} {R2} {MORE}\n\n{LAST}\n"
    assert [words for _, words in words_of(text)] == ["Ferry stops", LEAD, MORE, LAST]
    assert silenced(text, ("R2", "Mele"), ("R2", "An aide"), ("R2", "Tomasi"))[0] == [("R2", "Tomasi")]


def test_a_comment_between_wrapped_lines_is_in_no_paragraph():
    lines = [
        "The ferry that crosses the sound at night is older than",
        "most of the crew that sails it, and the board has",
        "no money to mend it before the winter storms arrive.",
    ]
    for text in ("\n".join([lines[0], f"{lines[1]} {R2}", lines[2]]), "\n".join([*lines[:2], R2, lines[2]])):
        assert not any("<!--" in words for _, words in words_of(text))


def test_quotation_marks_in_a_reason_open_nothing():
    text = f"{LEAD}\n\n<!-- attribution: ignore R2 - “he asked -->\n{LAST}\n"
    regions = find_regions(read_text(text))
    assert [r.span.slice(text) for r in regions.regions] == ["“We will row if we must,”"]
    assert regions.warnings == ()


@pytest.mark.parametrize(
    ("text", "left", "told"),
    [
        (f"{R2}\n{LEAD}\n\n{MORE}", ["aide"], []),
        (f"{LEAD} {R2}\n\n{MORE}", ["aide"], []),
        (f"{LEAD}\n{R2}\n{MORE}", ["Mele"], []),
        (f"{LEAD}\n\n{R2}\n\n\n{MORE}", ["Mele"], []),
        (f"{LEAD}\n\n{R2} {MORE}", ["Mele"], []),
        (f"{LEAD}\n\n{MORE}\n\n{R2}", ["Mele", "aide"],
         ["5: the comment stands below the story; put it before the paragraph that it is about"]),
        (f"<!-- attribution: ignore r2,R5 : agreed-->\n{LEAD}\n\n{MORE}", ["aide"],
         ["1: the comment for R5 fits no finding; take it out"]),
        (f"<!--attribution: Ignore R2 until 2026-11-22 – agreed -->\n{LEAD}\n\n{MORE}", ["aide"], []),
        (f"<!-- attribution: ignore R2 until 2026-11-21 - agreed -->\n{LEAD}\n\n{MORE}", ["Mele", "aide"],
         ["1: the comment for R2 was over after 2026-11-21; renew it or take it out"]),
    ],
)  # fmt: skip
def test_a_comment_is_about_the_paragraph_on_its_line_or_the_next(text, left, told):
    assert silenced(text, ("R2", "Mele"), ("R2", "aide")) == ([("R2", words) for words in left], told)


def test_a_comment_above_a_dateline_is_about_what_follows_it():
    text = f"Ferry stops\n\n{R2}\nNUKU'ALOFA, May 3 (AP) - {MORE}\n\n{LAST}\n"
    assert [zone for zone, _ in words_of(text)] == ["headline", "dateline", "body", "body"]
    assert silenced(text, ("R2", "An aide"), ("R2", "Tomasi"))[0] == [("R2", "Tomasi")]


@pytest.mark.parametrize(
    ("says", "fault"),
    [
        ("ignore R2", "the comment has no reason, and nothing is silenced without one; write"),
        ("ignore R2 -  ", "the comment has no reason"),
        ("ignore R2 because", "the comment is not understood; write"),
        ("ignore", "the comment is not understood; write"),
        ("", "the comment is not understood; write"),
        ("ignore R18 - x", "the comment names R18, and the rules are R1 to R17"),
        ("ignore R2, R0 - x", "the comment names R0, and the rules are R1 to R17"),
        ("ignore R2 until 2026-02-30 - x", "the comment says until 2026-02-30, which is no date"),
        ("ignore R2 - <script>alert(1)</script>", None),
    ],
)
def test_a_comment_that_cannot_be_read_silences_nothing_and_says_why(says, fault):
    left, told = silenced(f"<!-- attribution: {says} -->\n{LEAD}\n\n{MORE}", ("R2", "Mele"))
    assert left == ([("R2", "Mele")] if fault else [])
    assert (told == []) if fault is None else (len(told) == 1 and told[0].startswith(f"1: {fault}"))


def test_a_comment_that_is_never_closed_takes_no_story_with_it():
    text = f"<!-- attribution: ignore R2 - x\n{LEAD}\n\n{MORE} -->"
    left, told = silenced(text, ("R2", "Mele"))
    assert left == [("R2", "Mele")]
    assert [line[:40] for line in told] == ["1: the comment has no --> on its line, s"]
    assert LEAD in [words for _, words in words_of(text)]


def test_sarif_and_json_tell_a_comment_from_an_entry_of_the_file():
    text = f"{R2}\n{LEAD}\n\n{MORE}"
    findings = tuple(Finding("R2", "warning", "x", span_of(text, words)) for words in ("Mele", "aide"))
    analysis = Analysis(read_text(text), MODELS, findings=findings)
    checked = check_article(analysis, (Silence("R2", "aide", "agreed"),), today=DAY)
    assert check_lines(checked) == ""
    profile = load_profile()
    (article,) = check_json([checked], profile=profile, fail_on="error")["articles"]
    assert [(f["text"], f["reason"], f["comment"]) for f in article["silenced"]] == [
        ("Mele", "the editor knows", 1),
        ("aide", "agreed", None),
    ]
    (run,) = check_sarif([checked], profile=profile)["runs"]
    assert [r["suppressions"] for r in run["results"]] == [
        [{"kind": "inSource", "justification": "the editor knows"}],
        [{"kind": "external", "justification": "agreed"}],
    ]
    assert len(check_article(analysis, (), today=DAY, comments=False).analysis.findings) == 2


PIECES = st.sampled_from(
    ["<!-- attribution:", "-->", " ignore R2 - x ", "<!--", "\n", "\r\n", " ", "“", "”", "word ", "R1, R2", "> ", "# ",
     "A cat sat. ", "\u2028", "\x00", "until 2026-01-01", "🌊", R2]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join), st.booleans())
def test_any_text_with_comments_is_read_and_every_comment_answered(text, markdown):
    if not text.strip("\x00 \r\n\u2028"):
        return
    article = read_text(text, markdown=markdown)
    assert article.text == text
    for left, right in zip(article.paragraphs, article.paragraphs[1:], strict=False):
        assert left.span.end <= right.span.start
    found = read_comments(article)
    places = [item.comment for item in (*found.silences, *found.misread)]
    assert len({place.start for place in places}) <= text.count("<!-- attribution:")
    assert all(place.slice(text).startswith("<!-- attribution:") for place in places)
    for silence in found.silences:
        assert silence.reason
        assert silence.comment.slice(text).endswith("-->")
        assert not any(p.span.overlaps(silence.comment) for p in article.paragraphs)
    assert all(isinstance(item, Misread) and "\n" not in item.fault for item in found.misread)


@pytest.mark.parametrize("text", [R2 * 10_000, f"{R2}\n" * 10_000, "<!-- attribution:" * 20_000, f"word {R2} " * 5_000])
def test_many_comments_are_read_in_one_pass(text):
    found = read_comments(read_text(f"{LEAD}\n{text}"))  # a quadratic step would take minutes here
    assert len(found.silences) + len(found.misread) == text.count("<!--")
