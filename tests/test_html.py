import base64
import hashlib
import json
import re
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from attribution.auditing.audit import measure_sourcing
from attribution.model import Analysis, Evidence, Finding, ModelInfo, NoComment, Quote, Source
from attribution.schema import analysis_to_dict
from attribution.spans import Span
from reports.html import clipped, isolated, number, path_of, percent, plural, render_index, render_report
from reports.index import index_entry
from tests.builders import make_article
from tests.page_reader import read_page
from tests.report_builders import flood_wall


@pytest.fixture(scope="module")
def analysis():
    return flood_wall()


@pytest.fixture(scope="module")
def html(analysis):
    return render_report(analysis, generated="12 February 2026")


@pytest.fixture(scope="module")
def page(html):
    return read_page(html)


@pytest.fixture(scope="module")
def data(page):
    return json.loads(page.one("script", id="data").text())


def figures(text):
    return [int(n.replace("\u202f", "")) for n in re.findall(r"\d+(?:\u202f\d+)*", text)]


# -- the story ---------------------------------------------------------------------------------------------------


def test_the_tags_taken_away_leave_the_article(page, analysis):
    assert page.one(id="article").text() == analysis.article.text


def test_direct_words_and_paraphrase_are_marked_apart_inside_one_quote(page):
    pieces = page.one(id="article").find(data_in="q6")
    assert [(p.attributes["class"].split()[1], p.text()) for p in pieces] == [
        ("para", "warns that "),
        ("own", "“the grant may be withdrawn in full”"),
        ("para", " if work has not begun by March"),
    ]
    assert [p.attributes.get("id") for p in pieces] == ["q6", None, None]


def test_a_report_inside_a_report_is_marked_as_both(page):
    outer = page.one(id="article").find(data_in="q16")
    inner = page.one(id="article").one(id="q17")
    assert any(inner in node.walk() for node in outer)
    assert (
        "".join(n.text() for n in outer)
        == "that officials had told him the basin was dropped to save money for the marina"
    )


HOSTILE = st.sampled_from(
    ["<script>alert(1)</script>", '" onmouseover="x', "' x='", "&amp;", "&#13;", "]]>", "<!--", "</p>", "\r", "\r\n",
     "\x00", "\ud800", "\u202e", "\u2066", "e\u0301", "👩‍👩‍👧", "שלום", "العربية", "“", "”", "{{ x }}", "{% raw %}",
     "\ufeff", "\x85", "\u2028", "\n\n", " "]
)  # fmt: skip
WORDS = st.lists(st.one_of(HOSTILE, st.text(max_size=6)), max_size=14).map("".join)


@st.composite
def hostile_analyses(draw):
    text = draw(WORDS)
    article = make_article(
        text, title=draw(st.none() | WORDS), byline=draw(st.none() | WORDS), section=draw(st.none() | WORDS)
    )
    size = len(text)
    spans = st.tuples(st.integers(0, size), st.integers(0, size)).map(lambda ends: Span(*sorted(ends)))
    sources = tuple(
        Source(f"s{n}", draw(WORDS), draw(st.sampled_from(["person", "group"])), role=draw(st.none() | WORDS),
               role_group=draw(st.sampled_from(["government", "unknown", "a <group>"])),
               affiliation=draw(st.none() | WORDS))
        for n in range(1, draw(st.integers(1, 3)))
    )  # fmt: skip
    quotes = []
    for n in range(1, draw(st.integers(1, 6)) if article.paragraphs else 1):
        content = tuple(draw(st.lists(spans, max_size=3)))
        speaker = draw(st.sampled_from([None, *[s.id for s in sources]]))
        status = "resolved" if speaker else draw(st.sampled_from(["ambiguous", "unresolved"]))
        paragraph = article.paragraph_at(content[0].start) if content else 0
        quotes.append(
            Quote(f"q{n}", draw(st.sampled_from(["direct", "indirect", "mixed"])), content, draw(st.none() | spans),
                  draw(st.none() | spans), draw(WORDS), paragraph, draw(st.sampled_from(["speech", "thought"])), None,
                  speaker, status, draw(st.none() | st.floats(0, 1)), (Evidence("r", (), draw(WORDS)),),
                  tuple(s.id for s in sources), (draw(WORDS),))
        )  # fmt: skip
    silent = tuple(NoComment(draw(spans), None, None) for _ in range(draw(st.integers(0, 1))))
    findings = tuple(Finding(draw(WORDS), "warning", draw(WORDS), draw(spans)) for _ in range(draw(st.integers(0, 2))))
    audit = measure_sourcing(article, quotes, sources, silent)
    warnings = tuple(draw(st.lists(WORDS, max_size=1)))
    return Analysis(article, ModelInfo("by-hand", "0"), tuple(quotes), sources, silent, audit, findings, warnings)


def sayable(text):
    """What a page can hold: NUL and lone surrogates are shown as the replacement character (reports.html)."""
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(hostile_analyses())
@example(
    Analysis(
        make_article(" \nword\r"),
        ModelInfo("by-hand", "0"),
        tuple(Quote(f"q{n}", "direct", (s,), None, None, "r", 0) for n, s in enumerate([Span(0, 1), Span(1, 4)], 1)),
        findings=tuple(Finding("R1", "info", "", s) for s in [Span(0, 0), Span(7, 7), Span(6, 7)]),
    )
)
@example(Analysis(make_article("a\r\nb\rc\x00d"), ModelInfo("by-hand", "0")))
def test_no_text_and_no_name_can_break_the_page(analysis):
    html = render_report(analysis)
    html.encode()
    page = read_page(html)
    article = page.one(id="article")
    assert article.text() == sayable(analysis.article.text)
    data = [{"type": "application/json", "id": name} for name in ("data", "corrections")]
    assert [s.attributes for s in page.find("script")] == [*data, {}]
    assert json.loads(page.one("script", id="data").text()) == json.loads(json.dumps(analysis_to_dict(analysis)))
    assert {n.tag for n in article.walk()} <= {"div", "p", "h3", "span", "a"}
    allowed = {"class", "id", "href", "dir", "lang", "aria-label", "aria-hidden", "tabindex"}
    assert {a for n in article.walk() for a in n.attributes if not a.startswith("data-")} <= allowed
    check_links(page, findings=bool(analysis.article.paragraphs))


def check_links(page, *, findings=True):
    ids = [n.attributes["id"] for n in page.walk() if "id" in n.attributes]
    assert len(set(ids)) == len(ids), "an id stands twice"
    for link in page.find("a"):
        href = link.attributes["href"]
        if href.startswith("#") and findings:
            assert href[1:] in ids, f"{href} leads nowhere"
        for key in link.attributes.get("data-q", "").split():
            assert key in ids


# -- the page as a document --------------------------------------------------------------------------------------


def test_every_link_leads_somewhere(page):
    check_links(page)


def test_the_page_asks_for_nothing_and_runs_only_what_it_names(html, page):
    policy = next(m.attributes["content"] for m in page.find("meta") if "http-equiv" in m.attributes)
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        inline = page.find(tag)[-1].text()
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    for node in page.walk():
        assert "src" not in node.attributes
        assert "style" not in node.attributes
        assert not [a for a in node.attributes if a.startswith("on")]
        address = node.attributes.get("href", "#")
        assert address.startswith(("#", "data:")), address
    assert "@import" not in html
    assert set(re.findall(r"url\(([^)]*)\)", html)) <= {f"#{kind}{n}" for kind in ("hatch", "paper") for n in range(10)}


def test_the_same_analysis_gives_the_same_page(analysis, html):
    assert render_report(flood_wall(), generated="12 February 2026") == html
    assert "12 February 2026" not in render_report(analysis)


def test_figures_names_and_index_can_be_added(analysis):
    page = read_page(render_report(analysis, method=[("Accuracy <gate>", "0.91")], index="index.html"))
    assert ["Accuracy <gate>", "0.91"] in [[c.text() for c in d.children] for d in page.one("dl").find("div")]
    assert page.one("a", href="index.html").text() == "All articles"


def test_names_are_isolated_from_what_stands_around_them(analysis):
    evil = "Ada \u202egnorw\u202c"
    sources = tuple(replace(s, name=evil) if s.id == "s2" else s for s in analysis.sources)
    page = read_page(render_report(replace(analysis, sources=sources)))
    assert page.one("tr", id="s2").find("bdi")[0].text() == evil
    for node in page.walk():
        for name, value in node.attributes.items():
            if "gnorw" in value:
                assert "\u2068Ada gnorw" in value, (node.tag, name)
                assert "\u202e" not in value
        if node.tag == "title" and "gnorw" in node.text():
            assert "\u2068Ada gnorw\u2069" in node.text()
    assert isolated("a\u2069b\u202ec") == "\u2068abc\u2069"


# -- the figures, against the JSON that the page itself carries ---------------------------------------------------


def test_the_line_under_the_headline_counts_what_the_json_holds(page, data):
    speech = [q for q in data["quotes"] if q["act"] == "speech"]
    speakers = {q["speaker"] for q in speech if q["status"] == "resolved"}
    shown = page.one("p", cls="meta").text()
    assert f"{len(speech)} quotes" in shown
    assert f"{len(speakers)} sources" in shown


def test_the_table_of_sources_is_the_json_counted_again(page, data, analysis):
    speech = [q for q in data["quotes"] if q["act"] == "speech"]
    text = analysis.article.text
    for row in page.one("table", id="sources").one("tbody").find("tr"):
        name = row.find("bdi")[0].text() if row.attributes["id"] != "s0" else None
        source = next((s for s in data["sources"] if s["name"] == name), None)
        mine = [
            q
            for q in speech
            if (q["speaker"] if q["status"] == "resolved" else None) == (source["id"] if source else None)
        ]
        quotes, words, own, paraphrase, first = (figures(n.text())[0] for n in row.find("td")[1:])
        assert quotes == len(mine)
        assert first == 1 + min(text[: q["content"][0]["start"]].count("\n\n") for q in mine)
        nested = {"q16": 10}  # words of q16 that are q17's: the inner speaker's (attribution.auditing.tally)
        counted = sum(
            len(re.findall(r"[\w’,]*\w", c["text"])) - nested.get(q["id"], 0) for q in mine for c in q["content"]
        )
        assert words == own + paraphrase == counted, name


def test_bars_and_measures_are_those_of_the_json(page, data):
    audit = data["audit"]
    for unit in ("words", "quotes", "sources"):
        shares = next(b["shares"] for b in audit["breakdowns"] if (b["dimension"], b["unit"]) == ("role_group", unit))
        rows = [
            r
            for r in page.one("div", cls=f"unit-{unit}").find("div", cls="row")
            if "unknown" not in r.one(cls="val").text()
        ]
        shown = sorted(figures(r.one(cls="val").text())[-2:] for r in rows)
        expected = sorted(
            [s["numerator"], s["denominator"]] for s in shares if (s["key"], unit) != ("unresolved", "sources")
        )
        assert shown == expected
    for measure in audit["measures"]:
        cells = [c.text() for c in page.one("tr", data_measure=measure["id"]).find("td")]
        assert cells[0] == number(measure["numerator"])
        assert cells[1] == ("" if measure["denominator"] is None else number(measure["denominator"]))


def test_every_bar_row_and_figure_links_to_the_words_it_counts(page, data):
    speech = {q["id"] for q in data["quotes"] if q["act"] == "speech"}
    for unit in ("words", "quotes", "sources"):
        rows = page.one("div", cls=f"unit-{unit}").find("div", cls="row")
        links = [a.attributes["data-q"].split() for r in rows for a in r.one(cls="lab").find("a")]
        assert sorted(q for link in links for q in link) == sorted(speech)
        for row in rows:
            parts = [a.attributes["data-q"].split() for a in row.one("svg").find("a")]
            label = row.one(cls="lab").one("a").attributes["data-q"].split()
            assert sorted(q for part in parts for q in part) == (sorted(label) if parts else [])
    marks = {a.attributes["data-q"] for s in page.find("svg", cls="strip") for a in s.find("a")}
    assert marks == speech
    for measure in data["audit"]["measures"]:
        quotes = measure["quotes"] if measure["id"] != "no_comment" else ["n1", "n2"]
        name, *numbers = page.one("tr", data_measure=measure["id"]).find("a") or [None]
        assert (name.attributes["data-q"].split() if name else []) == list(quotes)
        assert [a.attributes["href"] for a in numbers] == [f"#{q}" for q in quotes[:1]]
    for finding in page.find("a", data_f="f1"):
        assert finding.attributes["href"] == "#f1"


def test_what_is_silenced_stands_apart_and_leads_to_its_quote():
    analysis = flood_wall()
    silenced = [(replace(analysis.findings[0], quote="q1"), "she is <b>known</b>"), (analysis.findings[3], "x")]
    page = read_page(render_report(analysis, silenced=silenced))
    first, second = page.one("section", cls="look").one("details").find("li")
    assert [a.attributes["href"] for a in first.find("a")] == ["#q1"]
    assert first.one(cls="role").text() == "reason: she is <b>known</b>"
    assert second.text().startswith("R11 “According to” is far from what is attributed par 6")
    assert not second.find("a")


# -- words for figures -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "of", "shown"),
    [
        (0, 10, "0\u202f%"),
        (1, 3, "33\u202f%"),
        (2, 3, "67\u202f%"),
        (1, 1000, "<1\u202f%"),
        (5, 0, "–"),
        (5, None, "–"),
        (9, 9, "100\u202f%"),
    ],
)
def test_percent(count, of, shown):
    assert percent(count, of) == shown


def test_numbers_and_plurals():
    assert (number(1234), number(2.5), number(3.0)) == ("1\u202f234", "2.5", "3")
    assert (plural(1, "quotes"), plural(2, "quotes"), plural(0, "words")) == ("1 quote", "2 quotes", "0 words")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("short", "short"),
        (" two\n lines ", "two lines"),
        ("harbour harbour harbour", "harbour harbour …"),
        ("a " + "b" * 40, "a bbbbbbbbbbbbbbbb…"),
    ],
)
def test_long_words_are_clipped(words, shown):
    assert clipped(words, 18) == shown


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("a.html", "a.html"),
        ("sub/a b.html#s1", "sub/a%20b.html#s1"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("//host/x.html", "host/x.html"),
        ("what?.html", "what%3F.html"),
    ],
)
def test_addresses_are_relative(href, address):
    assert path_of(href) == address


# -- the index ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def index(analysis):
    first = replace(analysis.article, title="First <b>story</b>", published="2026-01-05", section="Local")
    second = replace(analysis.article, title="Second story", published="2026-02-06", section="Courts")
    entries = [index_entry(replace(analysis, article=first), "first.html")]
    entries.append(("sub/second story.html", replace(analysis, article=second)))
    return read_page(
        render_index(entries, title="Two stories", failed=[("x.txt", "is not English")], generated="today")
    )


def test_the_index_adds_articles_up(index, analysis):
    measures = {m.id: m for m in analysis.audit.measures}
    assert f"{2 * int(measures['quotes'].numerator)} quotes" in index.one("p", cls="meta").text()
    shares = next(b.shares for b in analysis.audit.breakdowns if (b.dimension, b.unit) == ("role_group", "words"))
    rows = index.one("div", cls="unit-words").find("div", cls="row")
    assert sorted(figures(r.one(cls="val").text())[-2:] for r in rows) == sorted(
        [2 * s.numerator, 2 * s.denominator] for s in shares
    )
    assert "x.txt: is not English" in index.text()


def test_the_index_links_to_pages_sources_and_findings(index, html):
    targets = {n.attributes["id"] for n in read_page(html).walk() if "id" in n.attributes}
    links = [a.attributes["href"] for a in index.find("a") if not a.attributes["href"].startswith("#")]
    assert {unquote(href.partition("#")[0]) for href in links} == {"first.html", "sub/second story.html"}
    assert all(":" not in href for href in links)
    assert {href.partition("#")[2] for href in links} - {""} <= targets
    rows = index.one("table", id="articles").one("tbody").find("tr")
    for row in rows:
        page, *counts = [a.attributes["href"] for a in row.find("a")]
        assert {count.partition("#")[0] for count in counts} <= {page}
        assert {count.partition("#")[2] for count in counts} <= {"sources", "quotes", "look-h"}
    assert [r.find("bdi")[0].text() for r in rows] == ["First <b>story</b>", "Second story"]
    assert [figures(r.find("td")[-1].text()) for r in rows] == [[4], [4]]


def test_the_index_joins_named_sources_and_no_unnamed_ones(index):
    rows = {
        r.find("bdi")[0].text(): figures(r.find("td")[1].text())
        for r in index.one("table", id="voices").one("tbody").find("tr")
    }
    assert rows["Keiko Ito"] == [2]
    assert not [name for name in rows if "people close" in name or "residents" in name]


def test_months_and_sections_are_compared_where_they_differ(index):
    assert [r.one(cls="lab").text() for r in index.one("section", cls="slices").find("div", cls="row")] == [
        "January 2026", "February 2026", "Courts", "Local",
    ]  # fmt: skip


def test_an_index_of_nothing_is_a_page():
    assert "0 articles" in read_page(render_index([])).one("p", cls="meta").text()
