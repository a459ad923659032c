"""The pages in a real Chromium: skipped with a word where Playwright or Chromium is not installed.

Chromium is Debian's package, found on the path or by CHROMIUM; axe-core is a file named by AXE (its axe.min.js).
"""

import http.server
import json
import os
import shutil
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from attribution.auditing.audit import measure_sourcing
from attribution.auditing.compare import compare
from reports.compare import render_comparison
from reports.html import render_index, render_report
from reports.index import index_entry
from tests.report_builders import FLOOD_WALL, flood_wall

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
AXE = os.environ.get("AXE", "")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium: install Debian's package chromium, or name one by CHROMIUM"),
]
# As root Chromium starts only without its sandbox; the others keep it from calling home.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip
PAGES = ("/story.html", "/index.html", "/diff.html")
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


def earlier():
    """The story before its last edit: one quote in other words, two quotes of somebody else, a finding less."""
    text = FLOOD_WALL.replace("a single metre of concrete", "a metre").replace("The council meets", "The town meets")
    analysis = flood_wall(text)
    swapped = [replace(q, speaker="s8") if q.id in {"q24", "q25"} else q for q in analysis.quotes if q.id != "q23"]
    named = [replace(s, role="Mayor of Saltmere") if s.id == "s2" else s for s in analysis.sources]
    parts = {"quotes": tuple(swapped), "sources": tuple(named), "findings": analysis.findings[1:]}
    analysis = replace(analysis, **parts)
    audit = measure_sourcing(analysis.article, analysis.quotes, analysis.sources, analysis.no_comment)
    return replace(analysis, audit=audit)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("pages")
    analysis = flood_wall()
    (place / "story.html").write_text(render_report(analysis, index="index.html"), encoding="utf-8")
    (place / "index.html").write_text(render_index([index_entry(analysis, "story.html")]), encoding="utf-8")
    (place / "diff.html").write_text(render_comparison(compare(earlier(), analysis)), encoding="utf-8")
    return place


class Visit:
    """An open page that notes what a page must not do: ask for anything, complain on the console, raise."""

    def __init__(self, page, address) -> None:
        self.page, self.faults = page, []
        page.on("console", lambda m: self.faults.append(m.text))
        page.on("pageerror", lambda e: self.faults.append(str(e)))
        page.on("request", lambda r: None if r.url.partition("#")[0] in self.addresses else self.faults.append(r.url))
        self.addresses = {address.rpartition("/")[0] + name for name in PAGES} | {"data:,"}
        page.goto(address)


@pytest.fixture
def visit(browser, folder):
    contexts = []

    def open_page(name="story.html", *, viewport=DESK, scheme="light", scripts=True) -> sync_api.Page:
        contexts.append(
            browser.new_context(
                viewport=viewport, color_scheme=scheme, reduced_motion="reduce", java_script_enabled=scripts
            )
        )
        made = Visit(contexts[-1].new_page(), (folder / name).as_uri())
        made_visits.append(made)
        return made.page

    made_visits = []
    yield open_page
    faults = [fault for made in made_visits for fault in made.faults]
    for context in contexts:
        context.close()
    assert faults == []


def lit(page):
    return page.evaluate("[...new Set([...document.querySelectorAll('.lit')].map(e => e.dataset.in || e.dataset.f))]")


def until(page, condition):
    """Wait for a condition; Playwright's own waiting evaluates strings in the page, which the policy forbids."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {condition}")


def in_view(page, selector):
    return page.evaluate(
        "s => { const r = document.querySelector(s).getBoundingClientRect();"
        " return r.top >= 0 && r.bottom <= innerHeight; }",
        selector,
    )


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", ["story.html", "index.html", "diff.html"])
def test_nothing_runs_out_of_the_window(visit, viewport, name):
    page = visit(name, viewport=viewport)
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]


def test_the_first_screen_holds_bars_score_sources_and_findings(visit):
    page = visit()
    for selector in (
        "h1",
        ".bars.unit-words",
        ".score",
        "#src-h",
        "#look-h",
        "#sources tbody tr:nth-child(3)",
        "#finding-f1",
    ):
        assert in_view(page, selector), selector


def test_served_over_http_the_page_asks_for_nothing_but_itself(browser, folder):
    asked = []

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            asked.append(self.path)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/story.html")
    page.click(".bars.unit-words .lab a")
    page.wait_for_timeout(200)
    page.close()
    server.shutdown()
    server.server_close()
    assert asked == ["/story.html"]


def test_a_bar_leads_to_all_its_words_and_back_goes_back(visit):
    page = visit()
    page.click(".bars.unit-words .row:first-child .lab a")
    until(page, "location.hash === '#q2'")
    assert lit(page) == ["q2", "q3", "q4", "q5", "q6", "q17", "q19", "q20", "q21"]
    assert in_view(page, "#q2")
    assert "Government: passage 1 of 9" in page.inner_text("#trail")
    page.click("#trail button[data-step='1']")
    until(page, "location.hash === '#q3'")
    page.go_back()
    until(page, "location.hash === '#q2'")
    page.go_back()
    until(page, "location.hash === ''")
    page.keyboard.press("Escape")
    assert page.is_hidden("#trail")


@pytest.mark.parametrize(
    ("selector", "target"),
    [
        (".bars.unit-words .row:nth-child(2) svg a", "q13"),
        (".strip a", "q1"),
        ("#s8 th a", "q13"),
        ("#quotes tr:nth-child(5) .said a", "q5"),
        ("#finding-f3 a", "f3"),
        (".silent a", "n1"),
        ("[data-measure=official_words] a", "q2"),
    ],
)
def test_every_mark_row_and_finding_is_a_link_into_the_words(visit, selector, target):
    page = visit()
    page.locator(selector).first.click()
    until(page, f"location.hash === '#{target}'")
    assert target in lit(page)
    page.wait_for_timeout(50)
    assert in_view(page, f"#{target}")
    until(page, "!document.querySelector('.lit')")


def test_the_card_says_who_how_and_how_often_right(visit):
    page = visit()
    page.locator("#q14").scroll_into_view_if_needed()
    page.locator("#q14").hover()
    page.wait_for_selector("#card:not([hidden])")
    said = page.inner_text("#card")
    for words in ("Ingrid Halvorsen", "a coastal engineer", "direct", "right in 83 % of cases measured"):
        assert words in said
    page.locator("#card").hover()
    page.wait_for_timeout(400)
    assert page.is_visible("#card"), "the card stays while the pointer is on it"
    page.keyboard.press("Escape")
    assert page.is_hidden("#card")


def test_words_inside_another_report_name_both_speakers(visit):
    page = visit()
    page.locator("#q17").scroll_into_view_if_needed()
    page.locator("#q17").hover()
    page.wait_for_selector("#card:not([hidden])")
    said = page.inner_text("#card")
    assert said.index("officials") < said.index("Inside the words of") < said.index("Tomasz Wierzbicki")


def test_the_keyboard_reaches_words_score_and_card(visit):
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.focus("[data-ref=q2]")
    assert "Keiko Ito" in page.inner_text("#card")
    assert page.get_attribute("[data-ref=q2]", "aria-describedby") == "card"
    page.keyboard.press("Escape")
    assert page.is_hidden("#card")
    page.focus("svg.strip a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    until(page, "location.hash === '#q3'")
    until(page, "document.activeElement.id === 'q3'")
    stops = page.evaluate(
        "[...document.querySelectorAll('svg.strip')].map(s => s.querySelectorAll('a[tabindex=\"0\"]').length)"
    )
    assert set(stops) == {1}


def test_filters_leave_only_what_is_asked_for(visit):
    page = visit()
    page.select_option("[name=group]", "citizen")
    assert page.inner_text("#shown") == "3 of 28 quotes"
    kept = page.evaluate("[...document.querySelectorAll('#article .q.keep:not(.thk)')].map(e => e.dataset.in)")
    assert set(kept) == {"q9", "q11", "q12"}
    page.select_option("[name=type]", "mixed")
    assert page.inner_text("#shown") == "1 of 28 quotes"
    assert page.locator("#quotes tbody tr:visible").count() == 1
    page.click("#filters button[type=reset]")
    until(page, "document.getElementById('shown').textContent === ''")
    page.select_option("[name=certainty]", "unsure")
    assert page.inner_text("#shown") == "5 of 28 quotes"
    page.click("#filters button[type=reset]")
    page.check("[name=thought]")
    assert page.is_visible("#r-q27")


def test_tables_sort_with_the_unresolved_last(visit):
    page = visit()
    page.click("#sources th:has-text('Words') button")
    names = page.locator("#sources tbody th bdi:first-child").all_inner_texts()
    numbers = [int(n) for n in page.locator("#sources tbody td:nth-child(4)").all_inner_texts()]
    assert numbers[:-1] == sorted(numbers[:-1], reverse=True)
    assert names[0] == "Ingrid Halvorsen"
    assert page.get_attribute("#sources tbody tr:last-child", "id") == "s0"
    page.click("#sources th:has-text('Words') button")
    assert page.get_attribute("#sources th[aria-sort]", "aria-sort") == "ascending"
    assert page.get_attribute("#sources tbody tr:last-child", "id") == "s0"


def test_the_unit_and_the_colours_switch(visit):
    page = visit()
    page.check("#unit-quotes", force=True)
    assert page.is_visible(".unit-quotes")
    assert page.is_hidden(".unit-words")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.check("#theme-dark", force=True)
    assert page.evaluate(ground) != light


def test_the_data_can_be_downloaded(visit):
    page = visit()
    with page.expect_download() as download:
        page.click("a[download]")
    assert download.value.suggested_filename == "flood-wall.json"
    assert len(json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["quotes"]) == 29


def test_without_scripts_everything_is_there_in_order(visit):
    page = visit(scripts=False)
    order = [
        page.locator(s).bounding_box()["y"]
        for s in (".bars.unit-words", "#sources", "#article", "#quotes", "#fig-h", "#method-h")
    ]
    assert order == sorted(order)
    assert page.is_hidden("#filters")
    page.check("#unit-sources", force=True)
    assert page.is_visible(".unit-sources")
    page.click("#s2 th a")
    assert page.url.endswith("#q2")


def test_on_a_phone_the_margin_notes_give_way_to_the_numbers(visit):
    page = visit(viewport=PHONE)
    assert page.is_hidden(".note >> nth=0")
    assert page.is_visible("[data-ref=q2]")
    page.click("#sources #s5 th a")
    until(page, "location.hash === '#q7'")
    assert in_view(page, "#q7")


def test_on_paper_controls_go_and_numbers_stay(visit):
    page = visit()
    page.emulate_media(media="print", color_scheme="dark")
    for selector in ("#filters", ".theme", "#print", "#trail"):
        assert page.is_hidden(selector), selector
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.querySelector('[data-ref=q2]'), '::after').content") == '"2"'


def test_the_index_finds_sorts_and_leads_to_the_page(visit):
    page = visit("index.html")
    page.fill("#find", "flood")
    assert page.inner_text("#found") == "1 article"
    page.fill("#find", "no such story")
    assert page.locator("#articles tbody tr:visible").count() == 0
    page.fill("#find", "")
    page.click("#articles tbody a")
    page.wait_for_url("**/story.html")


def test_a_number_leads_to_the_words_that_it_counts(visit):
    page = visit()
    page.click(".bars.unit-words .row:first-child .val a")
    until(page, "location.hash === '#q2'")
    assert lit(page) == ["q2", "q3", "q4", "q5", "q6", "q17", "q19", "q20", "q21"]
    until(page, "!document.querySelector('.lit')")
    page.click("#s7 td:nth-child(5) a")  # the own words of somebody who is paraphrased too
    until(page, "location.hash === '#q11'")
    assert lit(page) == ["q11", "q12"]
    page.click("#r-q14 td:nth-child(5) a")
    until(page, "location.hash === '#q14'")
    assert page.get_attribute("#s7 td:nth-child(3) a", "tabindex") == "-1", "the row's link is the stop of the Tab key"


def test_what_changed_reads_from_top_to_bottom_by_mouse_keyboard_and_on_paper(visit):
    page = visit("diff.html")
    order = [
        page.locator(s).bounding_box()["y"] for s in ("h1", "#who-h", "#src-h", "#quotes-h", "#fig-h", "#method-h")
    ]
    assert order == sorted(order)
    assert page.locator("[data-state=changed] del").all_inner_texts()[:2] == ["Mayor of Saltmere", "not quoted"]
    assert page.locator("td.said > ins").all_inner_texts() == ["single", "of concrete"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    until(page, "location.hash === '#main'")
    page.keyboard.press("Tab")
    page.focus("#theme-auto")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.keyboard.press("ArrowLeft")
    assert page.is_checked("#theme-dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.emulate_media(media="print")
    assert page.is_hidden("#print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.querySelector('del')).textDecorationLine") == "line-through"


@pytest.mark.skipif(not Path(AXE).is_file(), reason="no axe-core: name its axe.min.js by AXE")
@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["story.html", "index.html", "diff.html"])
def test_axe_finds_no_violation(browser, folder, viewport, scheme, name):
    context = browser.new_context(
        viewport=viewport, color_scheme=scheme, bypass_csp=True
    )  # axe itself is an inline script
    page = context.new_page()
    page.goto((folder / name).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.add_script_tag(path=AXE)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
    context.close()
    assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
    assert len(found["passes"]) > 20
