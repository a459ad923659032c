"""The page of an evaluation in a real Chromium: skipped with a word where Playwright or Chromium is not installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from attribution.evaluating.evaluate import evaluate
from attribution.evaluating.labels import labelled_analysis
from reports.evaluation import render_evaluation
from tests.report_builders import flood_wall
from tests.test_browser import AXE, DESK, PHONE, browser, earlier, pytestmark  # noqa: F401 - a fixture, and the marks

VIEWPORTS = pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    gold = labelled_analysis(flood_wall())
    found = labelled_analysis(earlier())
    # Gold is of another text, so the quotes are laid over its words: some are cut otherwise, some are nobody's.
    here = [label for label in found.labels if label.content[-1].end <= len(gold.article.text)]
    other = type(gold)(gold.article, tuple(here), tells_speakers=True, tells_groups=True, tells_acts=True)
    evaluation = evaluate([(gold, other), (gold, gold)], samples=20)
    path = tmp_path_factory.mktemp("pages") / "evaluation.html"
    path.write_text(render_evaluation(evaluation, generated="1 May 2026"), encoding="utf-8")
    return path.as_uri()


@VIEWPORTS
def test_it_asks_for_nothing_and_stays_in_the_window(browser, address, viewport):  # noqa: F811 - the fixture
    page = browser.new_page(viewport=viewport)
    faults = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda r: None if r.url in {address, "data:,"} else faults.append(r.url))
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    assert page.locator("details[open] del").count() > 0
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 0
    page.close()
    assert faults == []


@pytest.mark.skipif(not Path(AXE).is_file(), reason="no axe-core: name its axe.min.js by AXE")
@VIEWPORTS
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser, address, viewport, scheme):  # noqa: F811 - the fixture
    context = browser.new_context(viewport=viewport, color_scheme=scheme, bypass_csp=True)  # axe is an inline script
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.add_script_tag(path=AXE)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
    context.close()
    assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
