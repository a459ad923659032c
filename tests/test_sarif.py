"""SARIF: regions cut the words out of the file again, and the log has what a reader of it requires."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.auditing.profiles import load_profile
from attribution.auditing.rules import RULES, check_sourcing
from attribution.auditing.sarif import Places, to_sarif
from attribution.auditing.silence import Silence
from attribution.model import Analysis, Article, Finding, ModelInfo
from attribution.spans import Span
from tests.sourcing_builders import sourcing

PROFILE = load_profile("strict-agency")
MODELS = ModelInfo("none", "0")


def analysis(path="stories/dam 1.txt"):
    case = sourcing(
        "# Dam\n\n[S1:s1 A source] [C1:claim claimed] [Q1 it was late].\n\n[Q2:? “No 👩‍👩‍👧.”]",
        s1={"kind": "unnamed_person", "anonymous": True},
    )
    article = dataclasses.replace(case.article, path=path)
    found = check_sourcing(*case.parts, case.audit, profile=PROFILE)
    return Analysis(article, MODELS, case.quotes, case.sources, case.no_comment, case.audit, found)


def test_a_log_has_a_result_for_each_finding():
    checked = analysis()
    log = json.loads(json.dumps(to_sarif([checked], profile=PROFILE)))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [rule.id for rule in RULES]
    assert [result["ruleId"] for result in run["results"]] == [finding.rule for finding in checked.findings]
    assert len(run["results"]) >= 4
    for result, finding in zip(run["results"], checked.findings, strict=True):
        assert RULES[result["ruleIndex"]].id == finding.rule
        assert result["level"] == {"info": "note"}.get(finding.severity, finding.severity)
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "stories/dam%201.txt"
        assert place["region"]["snippet"]["text"] == finding.span.slice(checked.article.text)


@pytest.mark.parametrize(("path", "uri"), [(None, "case"), ("/news/dam 1.txt", "file:///news/dam%201.txt")])
def test_an_article_goes_by_its_file_or_its_id(path, uri):
    (run,) = to_sarif([analysis(path=path)], profile=PROFILE)["runs"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_silenced_findings_are_suppressed_with_their_reason():
    checked = analysis()
    silenced = [(checked.article, checked.findings[0], Silence("R1", "", "agreed"))]
    (run,) = to_sarif([], profile=PROFILE, silenced=silenced)["runs"]
    assert [result["suppressions"][0]["justification"] for result in run["results"]] == ["agreed"]


def test_rules_that_are_off_are_listed_as_disabled(tmp_path):
    path = tmp_path / "desk.toml"
    path.write_text('name = "desk"\ndated = 2026-01-31\n[R5]\nseverity = "off"\n', encoding="utf-8")
    (run,) = to_sarif([], profile=load_profile(str(path)))["runs"]
    off = [r["id"] for r in run["tool"]["driver"]["rules"] if r["defaultConfiguration"].get("enabled") is False]
    assert off == ["R5"]


def test_a_fingerprint_survives_an_edit_elsewhere():
    def prints(markup: str) -> list[str]:
        case = sourcing(markup)
        found = check_sourcing(*case.parts, case.audit, profile=PROFILE)
        checked = Analysis(case.article, MODELS, case.quotes, findings=found)
        results = to_sarif([checked], profile=PROFILE)["runs"][0]["results"]
        return [result["partialFingerprints"]["words/v1"] for result in results]

    before, after = prints("[Q1:? “No.”]"), prints("Rain fell.\n\n[Q1:? “No.”]")
    assert before == after
    assert before != prints("[Q1:? “Yes.”]")


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("abc", 0, (1, 1)),
        ("abc", 2, (1, 3)),
        ("a\nb", 2, (2, 1)),
        ("a\r\nbc", 4, (2, 2)),
        ("a\rb", 2, (2, 1)),
        ("\n\n", 1, (2, 1)),
    ],
)
def test_lines_and_columns_count_from_one(text, offset, place):
    assert Places(Article("a", text, ())).line_and_column(offset) == place


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@given(st.lists(st.text(alphabet="aé👩\u2028 ", max_size=6), min_size=1, max_size=6), st.data())
def test_a_region_cuts_the_words_out_again(ending, lines, data):
    text = ending.join(lines)
    inside = [i for i in range(len(text) + 1) if text[i - 1 : i + 1] != "\r\n"]
    start, end = sorted(data.draw(st.tuples(st.sampled_from(inside), st.sampled_from(inside))))
    finding = Finding("R1", "info", "Message.", Span(start, end))
    checked = Analysis(Article("a", text, ()), MODELS, findings=(finding,))
    (run,) = to_sarif([checked], profile=PROFILE)["runs"]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    starts = [sum(len(line) + len(ending) for line in lines[:n]) for n in range(len(lines))]
    cut = [starts[region[f"{edge}Line"] - 1] + region[f"{edge}Column"] - 1 for edge in ("start", "end")]
    assert text[cut[0] : cut[1]] == text[start:end]
    assert (cut[0], cut[1] - cut[0]) == (region["charOffset"], region["charLength"])
