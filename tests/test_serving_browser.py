"""The page to paste a story into, in a real Chromium: the keyboard alone, no script, nothing for axe to find."""

import pytest

pytest.importorskip("fastapi", reason="the service's packages are not installed: pip install attribution-audit[serve]")
pytest.importorskip("python_multipart", reason="the service's packages are not installed")
pytest.importorskip("uvicorn", reason="the service's packages are not installed")

from tests.service import SECRET, STORY, TOKEN, Running
from tests.test_browser import ARGUMENTS, AXE, CHROMIUM, DESK, PHONE, Path, sync_api, until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium: install Debian's package chromium, or name one by CHROMIUM"),
]
GERMAN = "Die Brücke an der Mühle wird im Juni gesperrt, und das hat der Bürgermeister nun auch dem Rat gesagt. " * 3


@pytest.fixture(scope="module")
def chromium():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=[None, TOKEN], ids=["open", "token"])
def service(request):
    with Running(token=request.param) as running:
        yield running


class Faults(list):
    """What a page must not do: ask for anything but the service's page, complain on the console, raise."""

    def __init__(self, page, address) -> None:
        super().__init__()
        page.on("console", lambda message: self.append(message.text))
        page.on("pageerror", lambda error: self.append(str(error)))
        page.on("request", lambda asked: None if asked.url in {address, "data:,"} else self.append(asked.url))


def visit(browser, service, **options: object) -> tuple[object, Faults]:
    context = browser.new_context(**{"viewport": DESK, "reduced_motion": "reduce", **options})
    page = context.new_page()
    address = f"http://127.0.0.1:{service.port}/"
    faults = Faults(page, address)
    page.goto(address)
    return page, faults


def press_on_to(page, name, limit=10):
    """Press Tab until the focus is on the field or button of a name."""
    for _ in range(limit):
        if page.evaluate("e => document.activeElement.id === e || document.activeElement.type === e", name):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {name}")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_story_is_pasted_and_its_report_read_by_the_keyboard_alone(chromium, service, scripts):
    page, faults = visit(chromium, service, java_script_enabled=scripts)
    press_on_to(page, "text")
    page.keyboard.insert_text(STORY)
    if service.token:
        press_on_to(page, "token")
        page.keyboard.insert_text(service.token)
    press_on_to(page, "submit")
    page.keyboard.press("Enter")
    page.wait_for_selector("#article")
    assert page.inner_text("h1") == "Mill bridge to close in June"
    assert SECRET in page.inner_text("#article")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert faults == []
    page.context.close()


def test_a_story_that_fails_is_told_and_not_lost(chromium, service):
    page, _ = visit(chromium, service, java_script_enabled=False)
    page.fill("#text", GERMAN)
    if service.token:
        page.fill("#token", service.token)
    page.keyboard.press("Tab")
    page.click("button")
    page.wait_for_selector("[role=alert]")
    assert "Not analysed" in page.inner_text("[role=alert]")
    assert "English" in page.inner_text("[role=alert]")
    assert page.input_value("#text") == GERMAN
    assert page.title().startswith("Not analysed")
    page.context.close()


def test_a_file_is_chosen_instead(chromium, service, tmp_path):
    file = tmp_path / "mill.md"
    file.write_text(f"# Mill bridge in a file\n\n{STORY}", encoding="utf-8")
    page, faults = visit(chromium, service)
    page.set_input_files("#file", file)
    if service.token:
        page.fill("#token", service.token)
    page.click("button")
    page.wait_for_selector("#article")
    assert page.inner_text("h1") == "Mill bridge in a file"
    assert faults == []
    page.context.close()


def test_another_page_in_the_browser_cannot_use_the_service(chromium, service, tmp_path):
    address = f"http://127.0.0.1:{service.port}/"
    foreign = tmp_path / "foreign.html"
    foreign.write_text(
        f'<form method="post" action="{address}" enctype="multipart/form-data"><textarea name="text">{STORY}</textarea>'
        f'<input name="token" value="{TOKEN}"><button>Win a bicycle</button></form>'
        f'<iframe src="{address}"></iframe>',
        encoding="utf-8",
    )
    page = chromium.new_page()
    page.goto(foreign.as_uri())
    assert len(page.frames) == 2
    assert "Story" not in page.frames[1].content()
    page.click("button")
    page.wait_for_url(address)
    assert SECRET not in page.content()
    assert "pages of other sites" in page.content()
    page.close()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_runs_out_of_the_window(chromium, service, viewport):
    page, _ = visit(chromium, service, viewport=viewport)
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    page.context.close()


@pytest.mark.skipif(not Path(AXE).is_file(), reason="no axe-core: name its axe.min.js by AXE")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("failed", [False, True], ids=["empty", "failed"])
def test_axe_finds_no_violation(chromium, service, scheme, failed):
    page, _ = visit(chromium, service, color_scheme=scheme, bypass_csp=True)  # axe itself is an inline script
    if failed:
        page.fill("#text", GERMAN)
        if service.token:
            page.fill("#token", service.token)
        page.click("button")
        until(page, "document.querySelector('[role=alert]') !== null")
    page.add_script_tag(path=AXE)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
    page.context.close()
    assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
    assert len(found["passes"]) > 15
