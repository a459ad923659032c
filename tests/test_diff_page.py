"""The page of two versions: every change is on it, words that differ are marked, no text breaks it."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.auditing.compare import compare
from attribution.model import Analysis
from reports.compare import MOST_WORDS, build_comparison, render_comparison, word_pieces
from tests.builders import MODELS
from tests.handmade import ferry_analysis
from tests.page_reader import read_page
from tests.sourcing_builders import sourcing
from tests.strategies import analyses

OFFICIAL = {"role": "an official", "role_group": "government", "kind": "unnamed_person", "anonymous": True}
MINISTER = {"role": "minister", "role_group": "government"}


def version(markup: str, **who: dict[str, object]) -> Analysis:
    case = sourcing(markup, **who)
    return Analysis(case.article, MODELS, case.quotes, case.sources, case.no_comment, case.audit)


@pytest.fixture(scope="module")
def comparison():
    return compare(
        version(
            "# Dam\n\n[Q1:s1 “It leaks badly,”] [C1 said] [S1 Amara Diallo].\n\n"
            "[S2:s2 An official] [C2 said] [Q2 repairs would start in May].\n\n[S3:s3 Lin Mei]: [Q3:s3 “Shame.”]",
            s1={"role_group": "expert"},
            s2=OFFICIAL,
        ),
        version(
            "# Dam leaks\n\n[Q1:s1 It leaked badly], [C1 said] [S1 Amara Diallo].\n\n"
            "[S2:s2 Wanjiru Otieno] [C2 said] [Q2 repairs would start in June].",
            s1={"role_group": "expert"},
            s2=MINISTER,
        ),
    )


@pytest.fixture(scope="module")
def page(comparison):
    return read_page(render_comparison(comparison, generated="12 February 2026"))


def rows(page, label):
    table = page.one("section", aria_labelledby=label).one("tbody")
    return [[" ".join(cell.text().split()) for cell in row.children if not isinstance(cell, str)]
            for row in table.find("tr")]  # fmt: skip


def test_sources_are_listed_with_what_changed(page):
    assert rows(page, "src-h") == [
        ["Lin Mei", "Group not known", "lost", ""],
        [
            "Wanjiru Otieno minister",
            "Government",
            "changed",
            (
                "name: An official → Wanjiru Otieno; kind: unnamed person → named person; "
                "role: an official → minister; anonymous: yes → no"
            ),
        ],
    ]


def test_quotes_are_listed_with_words_that_went_and_came(page):
    found = rows(page, "quotes-h")
    assert [(row[1], row[2], row[3]) for row in found] == [
        ("Lin Mei par 4, direct", "lost", ""),
        ("Amara Diallo par 2, paraphrase", "changed", "type: direct → paraphrase"),
        ("Wanjiru Otieno par 3, paraphrase", "changed", ""),
    ]
    last = page.one("section", aria_labelledby="quotes-h").one("tbody").find("tr")[-1].find("td", cls="said")[0]
    assert [node.text() for node in last.find("del")] == ["May"]
    assert [node.text() for node in last.find("ins")] == ["June"]
    assert found[-1][0] == "repairs would start in May June"


def test_figures_have_both_values_and_the_unit(page, comparison):
    shown = {row.attributes["data-measure"]: row for row in page.find("tr") if "data-measure" in row.attributes}
    assert set(shown) == {change.id for change in comparison.measures if change.key is None and not change.slight}
    cells = [" ".join(c.text().split()) for c in shown["anonymous_sources"].children if not isinstance(c, str)]
    assert cells == ["Anonymous sources", "1 of 3, 33 %", "0 of 2, 0 %", "sources"]


def test_groups_show_both_shares(page):
    lines = [" ".join(row.text().split()) for row in page.one("section", aria_labelledby="who-h").find(cls="row")]
    assert lines[0].startswith("Government")
    assert "5 of 9 words" in lines[0]
    assert "5 of 8 words" in lines[0]


def test_a_comparison_without_changes_says_so():
    html = render_comparison(compare(ferry_analysis(), ferry_analysis()))
    assert "Nothing changed" in html
    assert html == render_comparison(compare(ferry_analysis(), ferry_analysis()))


def test_the_page_asks_for_nothing_and_runs_only_what_it_names(page):
    policy = next(m.attributes["content"] for m in page.find("meta") if "http-equiv" in m.attributes)
    assert policy.startswith("default-src 'none';")
    for tag in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.find(tag)[-1].text().encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    for node in page.walk():
        assert not {"src", "style"} & set(node.attributes)
        assert not [name for name in node.attributes if name.startswith("on")]
        assert node.attributes.get("href", "#").startswith(("#", "data:"))


@settings(max_examples=40, deadline=None)
@given(analyses(), analyses())
def test_no_text_and_no_name_can_break_the_page(one, two):
    comparison = compare(one, two)
    html = render_comparison(comparison)
    html.encode()
    page = read_page(html)
    ids = [node.attributes["id"] for node in page.walk() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    assert [script.attributes for script in page.find("script")] == [{}]
    view = build_comparison(comparison)
    states = [row for row in page.find("tr") if "data-state" in row.attributes]
    assert len(states) == len(view.sources) + len(view.quotes)


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_pieces_hold_the_words_of_both_versions(old, new):
    pieces = word_pieces(" ".join(old), " ".join(new))
    assert " ".join(words for kind, words in pieces if kind != "new").split() == old
    assert " ".join(words for kind, words in pieces if kind != "old").split() == new


def test_very_long_quotes_are_shown_one_after_the_other():
    words = "a " * (MOST_WORDS + 1)
    assert [kind for kind, _ in word_pieces(words, words + "b")] == ["old", "new"]
