"""Corrections from end to end: made in Chromium, saved, applied to the edited article. Skipped as test_browser is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from attribution.auditing.profiles import load_profile
from attribution.correcting.anchors import anchor_of
from attribution.correcting.corrections import apply_corrections
from attribution.correcting.edits import load_corrections
from attribution.spans import Span
from reports.html import render_report
from tests.report_builders import FLOOD_WALL, flood_wall

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
from tests.test_browser import AXE, DESK, PHONE, browser, pytestmark, until  # noqa: E402, F401 - after the skip

# Characters that are two units in UTF-16 stand before every quote, so an offset in UTF-16 would be wrong.
STORY = FLOOD_WALL.replace("Harbour town", "🌊🌊 Harbour town", 1)
PROFILE = load_profile()


@pytest.fixture
def visit(browser, tmp_path):  # noqa: F811 - the fixture
    contexts, faults = [], []

    def open_page(html, *, viewport=DESK, scripts=True) -> sync_api.Page:
        file = tmp_path / "story.html"
        file.write_text(html, encoding="utf-8")
        contexts.append(browser.new_context(viewport=viewport, reduced_motion="reduce", java_script_enabled=scripts))
        page = contexts[-1].new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else faults.append(r.url))
        page.goto(file.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def select(page, words):
    """Select words of the story as a reader does; they may run over several elements."""
    page.evaluate(
        """words => {
          const walker = document.createTreeWalker(document.getElementById("article"), NodeFilter.SHOW_TEXT);
          const nodes = [];
          while (walker.nextNode()) nodes.push(walker.currentNode);
          const at = nodes.map(n => n.data).join("").indexOf(words), range = document.createRange();
          let seen = 0;
          for (const node of nodes) {
            const end = seen + node.length;
            if (at >= seen && at < end) range.setStart(node, at - seen);
            if (at + words.length > seen && at + words.length <= end) range.setEnd(node, at + words.length - seen);
            seen = end;
          }
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        words,
    )
    until(page, "document.getElementById('edit-add').textContent.includes('“')")


def edit_quote(page, key):
    """Open a quote's form by the keyboard alone."""
    page.focus(f"[data-ref={key}]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#editor:not([hidden])")


def saved(page, tmp_path):
    with page.expect_download() as download:
        page.click("#edit-save")
    assert download.value.suggested_filename == "flood-wall.corrections.json"
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    return file


def told(analysis, words):
    """Return the quote that holds the words, the innermost of several, and its speaker."""
    text = analysis.article.text
    found = [q for q in analysis.quotes if any(words in span.slice(text) for span in q.content)]
    quote = min(found, key=lambda q: sum(map(len, q.content)))
    return quote, analysis.source(quote.speaker)


def test_corrections_made_in_the_page_hold_for_the_edited_article(visit, tmp_path):
    page = visit(render_report(flood_wall(STORY)))
    page.click("#edit")
    correct_all(page)
    assert page.inner_text("#edit-count") == "9 corrections, not saved"
    file = saved(page, tmp_path)
    assert page.inner_text("#edit-count") == "9 corrections, saved"
    kept = load_corrections(file)
    text = flood_wall(STORY).article.text
    anchors = [anchor for item in kept.items for anchor in getattr(item, "quote", ())]
    assert [anchor_of(text, Span(a.start, a.start + len(a.words))) for a in anchors] == anchors

    edited = STORY.replace("A vote that was", "A vote, the third of its kind, that was").replace(
        "a very pretty", "a pretty"
    )
    edited = edited.replace("[S26 The police]", "After midnight [S26 the police]")
    done = apply_corrections(flood_wall(edited.replace("The council meets again", "It meets")), kept, profile=PROFILE)
    assert done.unfit == ()
    check_all(done.analysis)

    again = visit(render_report(done.analysis, corrections=kept))
    assert again.locator("#quotes .found:has-text('corrected by an editor')").count() >= 3
    assert "corrected by an editor" in again.inner_text("#sources")
    again.focus("[data-ref=q10]")
    assert "corrected by an editor" in again.inner_text("#card")
    assert "decided by an editor" in again.inner_text("#card")
    again.click("#edit")
    assert again.inner_text("#edit-count") == "9 corrections, saved"
    edit_quote(again, "q2")
    again.click("#editor-remove")
    assert load_corrections(saved(again, tmp_path)).items[:9] == kept.items


def correct_all(page):
    """Make a correction of each kind and of each field, and two of one quote."""
    edit_quote(page, "q10")
    page.select_option("#editor [name=speaker]", label="Blessing Nwosu")
    page.focus("#editor [name=role]")
    page.keyboard.press("Enter")
    assert page.is_hidden("#editor")
    assert page.evaluate("document.activeElement.dataset.ref") == "q10"

    edit_quote(page, "q8")
    page.select_option("#editor [name=speaker]", "new")
    page.fill("#editor [name=name]", "Asha Menon")
    page.fill("#editor [name=role]", "a baker")
    page.select_option("#editor [name=group]", "business")
    page.click("#editor [type=submit]")

    edit_quote(page, "q13")
    page.fill("#editor [name=role]", "adviser to the builder")
    page.select_option("#editor [name=group]", "professional")
    page.click("#editor [type=submit]")

    edit_quote(page, "q20")
    assert page.input_value("#editor [name=name]") == "Pilar Echeverría"
    assert "all 2 quotes" in page.inner_text("#editor-reach")
    page.fill("#editor [name=name]", "Pilar Echeverría Sanz")
    page.click("#editor [type=submit]")

    edit_quote(page, "q17")
    page.select_option("#editor [name=kind]", "organization")
    page.fill("#editor [name=name]", "Saltmere Council")
    page.click("#editor [type=submit]")
    assert "name Saltmere Council, kind organisation, not applied yet" in page.inner_text("#s10")

    edit_quote(page, "q21")  # whose speaker has another name by now
    assert page.input_value("#editor [name=name]") == "Pilar Echeverría Sanz"
    page.select_option("#editor [name=speaker]", label="Saltmere Council")
    page.click("#editor [type=submit]")

    edit_quote(page, "q26")
    page.click("#editor-remove")

    select(page, "the survey is confidential")
    page.click("#edit-add")
    assert page.input_value("#editor [name=words]") == "the survey is confidential"
    page.select_option("#editor [name=speaker]", label="Luca Ferrante")
    page.click("#editor [type=submit]")


def check_all(analysis):
    """Ask for all that `correct_all` corrected."""
    quote, source = told(analysis, "They came with a model")
    assert (source.name, quote.status, quote.confidence) == ("Blessing Nwosu", "resolved", None)
    assert "corrected" in quote.flags
    quote, source = told(analysis, "I want a shop")
    assert (source.name, source.role, source.role_group, len(quote.content)) == ("Asha Menon", "a baker", "business", 2)
    quote, source = told(analysis, "the survey is confidential")
    assert (source.name, quote.type) == ("Luca Ferrante", "indirect")
    _, source = told(analysis, "protect the lower town")
    assert (source.role, source.role_group) == ("adviser to the builder", "professional")
    quote, source = told(analysis, "There is no link")
    assert (source.name, source.role, quote.flags) == ("Pilar Echeverría Sanz", "a spokeswoman", ())
    _, source = told(analysis, "the basin was dropped to save money")
    assert (source.name, source.kind, source.role_group) == ("Saltmere Council", "organization", "government")
    _, source = told(analysis, "The basin failed on its ground survey")
    assert source.name == "Saltmere Council"
    assert not any("no arrests" in span.slice(analysis.article.text) for q in analysis.quotes for span in q.content)


def test_what_is_corrected_is_told_until_it_is_undone(visit):
    page = visit(render_report(flood_wall()))
    page.click("#edit")
    edit_quote(page, "q10")
    page.select_option("#editor [name=speaker]", "")
    page.click("#editor [type=submit]")
    edit_quote(page, "q2")
    page.fill("#editor [name=name]", " ")
    page.click("#editor [type=submit]")
    assert "A speaker needs a name" in page.inner_text("#editor-fault")
    page.fill("#editor [name=name]", "Keiko Ito")
    page.fill("#editor [name=role]", "")
    page.click("#editor [type=submit]")
    assert "role none, not applied yet" in page.inner_text("#s2")
    page.focus("[data-ref=q3]")
    page.focus("[data-ref=q10]")
    assert page.inner_text("#edit-count") == "1 correction, not saved"  # nobody was named there before either
    page.click("#edit-undo")
    assert "not applied yet" not in page.inner_text("#s2")
    assert page.inner_text("#edit-count") == "0 corrections"
    edit_quote(page, "q2")
    assert page.input_value("#editor [name=role]") == "Mayor"
    page.select_option("#editor [name=speaker]", label="police")
    page.click("#editor [type=submit]")
    page.focus("[data-ref=q2]")
    assert "Corrected: speaker police, not applied yet" in page.inner_text("#card")
    page.click("#editbar summary")
    page.click("#edit-list button")
    assert page.locator("#edit-list li").count() == 0
    page.focus("[data-ref=q2]")
    assert "not applied yet" not in page.inner_text("#card")
    page.click("#edit-undo")
    assert page.locator("#edit-list li").count() == 1
    assert page.is_visible("#r-q2 .pend")


def test_the_form_asks_again_where_something_is_missing_and_escape_leaves_it(visit):
    page = visit(render_report(flood_wall()))
    page.click("#edit")
    page.click("#edit-add")
    page.fill("#editor [name=words]", "words that nobody wrote")
    page.click("#editor [type=submit]")
    assert "do not stand in the story" in page.inner_text("#editor-fault")
    assert page.evaluate("document.activeElement.name") == "words"
    page.fill("#editor [name=words]", "the council")
    page.click("#editor [type=submit]")
    assert "more than once" in page.inner_text("#editor-fault")
    page.fill("#editor [name=words]", "Ms Ito, who has run the town since 2019")
    page.select_option("#editor [name=speaker]", "new")
    page.click("#editor [type=submit]")
    assert "needs a name" in page.inner_text("#editor-fault")
    page.keyboard.press("Escape")
    assert page.is_hidden("#editor")
    assert page.evaluate("document.activeElement.id") == "edit-add"
    assert page.inner_text("#edit-count") == "0 corrections"


def test_a_click_on_words_opens_the_form_only_while_editing(visit):
    page = visit(render_report(flood_wall()))
    page.click("#q14")
    assert page.is_hidden("#editor")
    assert page.is_hidden("#editbar")
    page.click("#edit")
    page.click("#q14")
    assert "But water goes somewhere" in page.inner_text("#editor-words")
    assert page.is_hidden("#card")
    assert page.is_hidden("#editor [name=words]")
    page.click("#editor-close")
    page.click("#edit")
    assert page.is_hidden("#editbar")


def test_without_scripts_and_on_paper_there_is_nothing_of_it(visit):
    page = visit(render_report(flood_wall()), scripts=False)
    for selector in ("#edit", "#editbar", "#editor"):
        assert page.is_hidden(selector)
    page = visit(render_report(flood_wall()))
    page.click("#edit")
    page.emulate_media(media="print")
    for selector in ("#edit", "#editbar", "#editor"):
        assert page.is_hidden(selector)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_form_and_the_bar_stay_in_the_window(visit, viewport):
    page = visit(render_report(flood_wall()), viewport=viewport)
    page.click("#edit")
    edit_quote(page, "q25")
    page.select_option("#editor [name=speaker]", "new")
    box = page.locator("#editor").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= viewport["width"]
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= viewport["height"]
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    assert page.is_visible("#edit-save")


@pytest.mark.skipif(not Path(AXE).is_file(), reason="no axe-core: name its axe.min.js by AXE")
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_while_editing(browser, tmp_path, viewport, scheme):  # noqa: F811
    file = tmp_path / "story.html"
    file.write_text(render_report(flood_wall()), encoding="utf-8")
    context = browser.new_context(
        viewport=viewport, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True
    )  # axe itself is an inline script
    page = context.new_page()
    page.goto(file.as_uri())
    page.click("#edit")
    edit_quote(page, "q2")
    page.click("#editor-remove")
    page.click("#editbar summary")
    edit_quote(page, "q10")
    page.select_option("#editor [name=speaker]", "new")
    page.add_script_tag(path=AXE)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
    context.close()
    assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []


def test_the_data_of_the_page_cannot_end_its_element():
    page = render_report(flood_wall())
    (held,) = re.findall(r'<script type="application/json" id="corrections">(.*?)</script>', page)
    assert json.loads(held) == {"schema": 1, "article": "flood-wall", "corrections": []}
