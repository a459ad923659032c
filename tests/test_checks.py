"""What a check says: what is silenced, how grave the rest is, the same places in lines, JSON and SARIF."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from attribution.auditing.profiles import load_profile
from attribution.auditing.silence import Silence
from attribution.commands.checks import check_article, check_json, check_lines, check_sarif, unused_line
from attribution.model import Finding
from tests.builders import span_of
from tests.handmade import TEXT, ferry_analysis

DAY = date(2026, 11, 22)
AGREED = Silence("R17", "nobody asked", "the editor knows")


def analysis(**facts: str | None):
    extra = Finding("R10", "info", "No role.", span_of(TEXT, "The harbour board"), "q2")
    base = ferry_analysis(**{"path": "news/ferry.txt", **facts})
    return replace(base, findings=(extra, *base.findings))


def test_lines_name_the_place_the_rule_and_how_grave_it_is():
    assert check_lines(check_article(analysis(), (), today=DAY)) == (
        "news/ferry.txt:5:1 R10 info No role.\nnews/ferry.txt:7:1 R17 warning No speaker was found.\n"
    )


def test_an_article_without_a_file_goes_by_its_id_and_no_word_drives_a_terminal():
    hostile = replace(analysis(path=None), findings=(Finding("R1", "info", "a\x1b[0m\nb", span_of(TEXT, "Ferry")),))
    assert check_lines(check_article(hostile, (), today=DAY)) == "ferry:1:1 R1 info a\ufffd[0m b\n"


@pytest.mark.parametrize(
    ("silences", "severity", "reached"),
    [
        ((), "error", False),
        ((), "warning", True),
        ((), "info", True),
        ((AGREED,), "warning", False),
        ((AGREED,), "info", True),
        ((replace(AGREED, until=date(2026, 11, 21)),), "warning", True),
        ((replace(AGREED, until=DAY),), "warning", False),
    ],
)
def test_what_is_silenced_is_not_reached(silences, severity, reached):
    assert check_article(analysis(), silences, today=DAY).reaches(severity) is reached


def test_json_holds_each_finding_with_its_place_and_words():
    checked = check_article(analysis(), (replace(AGREED, until=DAY),), today=DAY)
    profile = load_profile("strict-agency")
    data = json.loads(
        json.dumps(check_json([checked], profile=profile, fail_on="warning", failed=[("b.txt", "is empty")]))
    )
    assert data == {
        "schema": 1,
        "profile": {"name": "strict-agency", "dated": profile.dated.isoformat()},
        "fail_on": "warning",
        "articles": [
            {
                "article": "ferry",
                "path": "news/ferry.txt",
                "findings": [
                    {
                        "rule": "R10",
                        "severity": "info",
                        "message": "No role.",
                        "line": 5,
                        "column": 1,
                        "end_line": 5,
                        "end_column": 18,
                        "start": TEXT.index("The harbour board"),
                        "end": TEXT.index("The harbour board") + 17,
                        "text": "The harbour board",
                        "quote": "q2",
                    }
                ],
                "silenced": [
                    {
                        "rule": "R17",
                        "severity": "warning",
                        "message": "No speaker was found.",
                        "line": 7,
                        "column": 1,
                        "end_line": 7,
                        "end_column": 19,
                        "start": TEXT.index("“Nobody"),
                        "end": TEXT.index("“Nobody") + 18,
                        "text": "“Nobody asked us.”",
                        "quote": "q3",
                        "reason": "the editor knows",
                        "until": "2026-11-22",
                        "comment": None,
                    }
                ],
            }
        ],
        "failed": [{"article": "b.txt", "reason": "is empty"}],
    }


def test_sarif_has_what_is_left_and_suppresses_the_rest():
    checked = check_article(analysis(), (AGREED,), today=DAY)
    (run,) = check_sarif(iter([checked]), profile=load_profile())["runs"]
    assert [(r["ruleId"], "suppressions" in r) for r in run["results"]] == [("R10", False), ("R17", True)]


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        (AGREED, 'a.silence.toml: the entry for R17 at "nobody asked" fits no finding; take it out'),
        (replace(AGREED, words=""), "a.silence.toml: the entry for R17 fits no finding; take it out"),
        (
            replace(AGREED, words="", until=date(2026, 1, 2)),
            "a.silence.toml: the entry for R17 was over after 2026-01-02; renew it or take it out",
        ),
        (
            replace(AGREED, words="", until=DAY),
            "a.silence.toml: the entry for R17 fits no finding; take it out",
        ),
    ],
)
def test_an_entry_that_fits_nothing_is_told(entry, line):
    assert unused_line("a.silence.toml", entry, today=DAY) == line
