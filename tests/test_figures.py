"""Every figure of a page is the one that `tests.recount` finds in the page's own JSON, and leads to its words."""

import json
import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attribution.auditing.audit import measure_sourcing
from attribution.model import Analysis, Paragraph
from attribution.pipeline import analyze
from attribution.quoting.marks import find_regions
from attribution.spans import Span, merge
from reports.html import render_report
from tests.builders import MODELS
from tests.page_reader import placed, read_page
from tests.recount import Recount
from tests.report_builders import flood_wall
from tests.sourcing_builders import sourcing
from tests.strategies import analyses, spans

EXAMPLES = Path(__file__).parents[1] / "examples"
LABELS = {
    "armed_group": "Armed group",
    "civil_society": "Civil society",
    "culture_sport": "Culture and sport",
    "unknown": "Group not known",
    "unresolved": "Speaker unresolved",
    "person": "named person",
    "unnamed_person": "unnamed person",
    "organization": "organisation",
    "group": "unnamed group",
    "not_a_person": "not a single person",
    "not_in_text": "none in the text",
    "unlisted": "verb not in the list",
    "unnamed": "not named",
    "anonymous": "anonymous, name withheld",
    "indirect": "paraphrase",
    "mixed": "partly direct",
}
NUMBER = re.compile(r"(par )?[1-9][\d\u202f.]*( <?\d+\u202f%)?")
BY_SOURCE = {"source", "direct_words", "first_quarter_source"}
NOT_FOUND = {
    "No role or description in the text": lambda s: s["role"] is None and s["kind"] == "person",
    "No ground for a role group": lambda s: s["role_group"] == "unknown",
    "Unnamed, and no reason given": lambda s: s["anonymous"] and not s["reason"],
}


def short(words):
    """The start of some words as a page can show them: on one line, without what turns the direction of writing."""
    words = re.sub("[\x00\ud800-\udfff]", "\ufffd", words)
    return " ".join(re.sub("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", words).split())[:35].strip(" …")


def label(dimension, key, recount):
    if key == "unresolved" or dimension == "kind":
        return LABELS.get(key, key)
    if dimension in BY_SOURCE:
        return recount.sources[key]["name"]
    if dimension == "affiliation":
        return "No affiliation told" if key == "none" else key
    if dimension in {"role_group", "first_quarter_role_group"}:
        return LABELS.get(key) or key.replace("_", " ").capitalize()
    if dimension in {"role_group_pronouns", "role_group_stance"}:
        group, _, rest = key.partition(":")
        return f"{label('role_group', group, recount)}: {LABELS.get(rest, rest)}"
    return LABELS.get(key, key)


def figures(text):
    return [float(n.replace("\u202f", "")) for n in re.findall(r"\d+(?:\u202f\d{3})*(?:\.\d+)?", text)]


def is_share(shown, count, of):
    """Tell whether a text says "12 %" of a share that is nearer to 12 % than to any other whole percentage."""
    shown = shown.replace("\u202f", "").strip()
    if not of:
        return shown == "–"
    share = Fraction(100 * count, of)
    if 0 < share < 1:
        return shown == "<1%"
    return bool(re.fullmatch(r"\d+%", shown)) and abs(int(shown[:-1]) - share) <= Fraction(1, 2)


def linked(node):
    """The quotes that the one link in an element leads to, none without a link; it goes to the first of them."""
    links = [a for a in node.find("a") if "data-q" in a.attributes]
    if not links:
        return frozenset()
    assert len(links) == 1
    quotes = links[0].attributes["data-q"].split()
    assert links[0].attributes["href"] == f"#{quotes[0]}"
    return frozenset(quotes)


def same(found, expected):
    """Two lists hold the same rows, in whatever order."""
    assert Counter(found) == Counter(expected)


class Figures:
    """A page with its recount; each ``check_`` compares one part of the page."""

    def __init__(self, analysis) -> None:
        self.page = read_page(render_report(analysis))
        data = json.loads(self.page.one("script", id="data").text())
        regions = find_regions(analysis.article).regions
        self.count = Recount(data, analysis.article.text, [(r.span.start, r.span.end) for r in regions])
        self.total = sum(self.count.words.values())
        self.tables = self.count.breakdowns()

    def check(self):
        for name in dir(self):
            if name.startswith("check_"):
                getattr(self, name)()

    def words(self, quotes):
        return sum(self.count.words[q["page"]] for q in quotes)

    def check_targets(self):
        """Each id that a link names is in the story, on the first words of the right quote or finding."""
        article = self.page.one(id="article")
        places = {n.attributes["id"]: (n, a, b) for n, a, b in placed(article) if "id" in n.attributes}
        for quote in self.count.quotes:
            node, start, end = places[quote["page"]]
            assert node.attributes["data-in"] == quote["page"]
            assert any(c["start"] <= start < end <= c["end"] for c in quote["content"])
            parts = [(a, b) for n, a, b in placed(article) if n.attributes.get("data-in") == quote["page"]]
            inside = {i for a, b in parts for i in range(a, b)}
            content = {i for c in quote["content"] for i in range(c["start"], c["end"])}
            drawn = {i for p in self.count.paragraphs for i in range(p["start"], p["end"])}
            assert inside == content & drawn
        for link in self.page.find("a"):
            for target in link.attributes.get("data-q", link.attributes.get("data-f", "")).split():
                assert target in places
        for kind, items in (("f", self.count.data["findings"]), ("n", self.count.data["no_comment"])):
            for number, item in enumerate(items, 1):
                _, start, end = places[f"{kind}{number}"]
                assert item["start"] == start
                assert (end > start) == (item["end"] > item["start"])

    def check_line_under_the_headline(self):
        meta = self.page.one("p", cls="meta")
        spans = [n for n in meta.children if not isinstance(n, str)][-4:]
        story, sources, quotes, share = (n.text() for n in spans)
        assert figures(story) == [len(self.count.starts)]
        assert figures(sources) == [len(self.count.heard)]
        assert figures(quotes) == [len(self.count.counted)]
        assert is_share(share.partition(" of ")[0], self.total, len(self.count.starts))
        assert figures(spans[-1].attributes["title"]) == [self.total, len(self.count.starts)]
        assert [a.attributes["href"] for a in spans[0].find("a")] == ["#story"]
        assert [linked(s) for s in spans[1:]] == [{q["page"] for q in self.count.counted}] * 3

    def check_bars_by_role_group(self):
        totals = {"words": self.total, "quotes": len(self.count.counted), "sources": len(self.count.heard)}
        for unit, of in totals.items():
            chart = self.page.one("div", cls=f"unit-{unit}")
            rows = {row.key: (row, getattr(row, "count" if unit == "quotes" else unit))
                    for row in self.tables["role_group"]}  # fmt: skip
            longest = max((n for _, n in rows.values() if n != "?"), default=0)
            expected = []
            for key, (row, number) in rows.items():
                if unit != "sources" and not row.count:
                    continue  # who only repeats is a source without words
                expected.append((short(label("role_group", key, self.count)), number, row.quotes))
            found = []
            for bar in chart.find("div", cls="row"):
                value = bar.one(cls="val").text()
                name, quotes = short(bar.one(cls="lab").text()), linked(bar.one(cls="lab"))
                number = "?" if value.startswith("?") else figures(value)[-2]
                found.append((name, number, quotes))
                if number == "?":
                    assert not bar.one("svg").find("rect")
                    continue
                assert is_share(value.split(" ")[0], int(number), of)
                assert figures(value)[-1] == of
                self.parts_add_up(bar.one("svg"), int(number), of, longest)
            same(found, expected)
            if expected:
                assert figures(chart.find("p", cls="fine")[0].text())[0] == of
            parts = [self.part(g) for svg in chart.find("svg") for g in svg.children if not isinstance(g, str)]
            same([p for p in parts if p], self.sources_in(unit))

    def sources_in(self, unit):
        """What a chart's parts should say: each source with its count, and the loose quotes."""
        for source in [*self.count.heard, None]:
            key = source["id"] if source else "unresolved"
            quotes = self.count.said_by(key)
            number = {"words": self.words(quotes), "quotes": len(quotes), "sources": 1 if source else 0}[unit]
            shown = quotes or self.count.said_by(key, self.count.speech)
            if number:
                name = short(source["name"] if source else LABELS[key])
                yield name, number, frozenset(q["page"] for q in shown)

    def part(self, node):
        titles = node.find("title")
        if not titles:
            return None
        name, _, rest = titles[0].text().rpartition(": ")
        quotes = frozenset(node.attributes.get("data-q", "").split())
        return short(name), figures(rest)[0], quotes

    def parts_add_up(self, svg, number, of, full):
        """The parts of one bar lie one after the other, add up to it and say the right shares."""
        at = 0
        for part in (n for n in svg.children if not isinstance(n, str) and n.find("title")):
            rest = part.one("title").text().rpartition(": ")[2]
            count, share, whole = rest.replace("\u202f", "").split(", ")[0], rest.split(", ")[1], figures(rest)[-1]
            size = int(re.match(r"\d+", count)[0])
            assert whole == of
            assert is_share(share.split(" of ")[0], size, of)
            box = part.one("rect").attributes
            assert abs(float(box["x"].rstrip("%")) - 100 * at / full) < 0.006
            assert abs(float(box["width"].rstrip("%")) - 100 * size / full) < 0.006
            at += size
        assert at == number

    def check_bars_of_own_words_and_of_names(self):
        own = sum(self.count.own.values())
        paraphrased = {q for q, n in self.count.words.items() if n > self.count.own[q]}
        expected = {
            "own": [("own words", own, frozenset(q for q, n in self.count.own.items() if n)),
                    ("paraphrase", self.total - own, frozenset(paraphrased))],
            "naming": [(label("naming", r.key, self.count), r.words, r.quotes) for r in self.tables["naming"]],
        }  # fmt: skip
        bars = {n.attributes["data-dimension"]: n for n in self.page.find("div", cls="single")}
        assert set(bars) == (set(expected) if self.total else set())
        for name, bar in bars.items():
            wanted = [row for row in expected[name] if row[1]]
            same([p for n in bar.one("svg").children if not isinstance(n, str) and (p := self.part(n))], wanted)
            self.parts_add_up(bar.one("svg"), self.total, self.total, self.total)
            fine = [n for n in bar.one("p", cls="fine").find("span") if n.find("b")]
            numbers = {words: (number, quotes) for words, number, quotes in wanted}
            for item in fine:
                shown = item.one("b").text()
                number, quotes = numbers.pop(item.text().removesuffix(shown).strip())
                assert is_share(shown, number, self.total)
                assert linked(item) == quotes
            assert not numbers

    def rows_of_sources(self):
        for source in [*self.count.heard, None]:
            spoken = self.count.said_by(source["id"] if source else "unresolved", self.count.speech)
            if spoken:
                yield source, spoken, [q for q in spoken if "duplicate" not in q["flags"]]

    def check_table_of_sources(self):
        tables = self.page.find("table", id="sources")
        rows = tables[0].one("tbody").find("tr") if tables else []
        for row, (source, spoken, quotes) in zip(rows, self.rows_of_sources(), strict=True):
            assert row.attributes["id"] == (source["page"] if source else "s0")
            assert short(row.find("bdi")[0].text()) == short(source["name"] if source else LABELS["unresolved"])
            cells = row.find("td", cls="num")
            own_quotes = frozenset(q["page"] for q in quotes if self.count.own[q["page"]])
            told = frozenset(q["page"] for q in quotes if self.count.words[q["page"]] > self.count.own[q["page"]])
            own = sum(self.count.own[q["page"]] for q in quotes)
            words = self.words(quotes)
            first = 1 + min(q["paragraph"] for q in spoken)
            expected = [len(quotes), words, own, words - own, first]
            assert [figures(c.text()) for c in cells] == [[n] for n in expected]
            assert linked(row.one("th")) == {q["page"] for q in quotes}
            first_quote = next(q["page"] for q in spoken if q["paragraph"] == first - 1)
            assert [linked(c) for c in cells[2:]] == [own_quotes, told, {first_quote}]

    def check_score(self):
        shown = [p for p in self.count.paragraphs if p["zone"] != "boilerplate"] or [
            {"start": 0, "end": len(self.count.text)}
        ]
        first, last = min(p["start"] for p in shown), max(p["end"] for p in shown)
        rows = self.page.find("svg", cls="strip")
        for row, (source, spoken, _) in zip(rows, self.rows_of_sources(), strict=True):
            expected = []
            for quote in spoken:
                for start, end, own in self.count.pieces(quote):
                    width = max(100 * (end - start) / ((last - first) or 1), 0.35)
                    x = min(max(100 * (start - first) / ((last - first) or 1), 0), 100 - min(width, 100))
                    expected.append((quote["page"], quote["paragraph"] + 1, own, round(x, 2), round(width, 2)))
            found = []
            for mark in row.find("a"):
                said, box = mark.one("title").text(), mark.one("rect").attributes
                par, own = re.search(r", par (\d+), (own words|paraphrase): ", said).groups()
                assert ("ink" in box["class"].split()) == (own == "own words")
                x, width = (float(box[side].rstrip("%")) for side in ("x", "width"))
                found.append((mark.attributes["data-q"], int(par), own == "own words", x, width))
                assert mark.attributes["href"] == f"#{found[-1][0]}"
                if source:
                    assert short(source["name"]) in short(said) + short(said.partition(", par ")[0])
            same(found, expected)
            numbers = figures(row.attributes["aria-label"].rpartition(", ")[2])
            assert numbers == [1 + min(q["paragraph"] for q in spoken)]

    def check_findings(self):
        findings = self.count.data["findings"]
        section = self.page.one("section", cls="look")
        assert figures(section.one("h2").one(cls="n").text()) == [len(findings)]
        items = section.find("li")
        for number, (item, finding) in enumerate(zip(items, findings, strict=True), 1):
            assert item.one("a").attributes["href"] == f"#f{number}"
            assert short(item.one(cls="rule").text()) == short(finding["rule"])
            place = f"{finding['severity']} · par {self.count.paragraph(finding['start'])}"
            assert item.one(cls="where").text() == place
        silent = [p for p in self.page.find("p", cls="silent") if p.find("a")]
        places = [figures(n.text()) for p in silent for n in p.find(cls="where")]
        assert places == [[self.count.paragraph(line["start"])] for line in self.count.data["no_comment"]]

    def check_list_of_quotes(self):
        for quote in self.count.counted:
            row = self.page.one("tr", id=f"r-{quote['page']}")
            par, words = (figures(c.text()) for c in row.find("td", cls="num"))
            assert (par, words) == ([quote["paragraph"] + 1], [self.count.words[quote["page"]]])
            assert linked(row) == {quote["page"]}

    def check_rules(self):
        found = Counter(short(q["rule"]) for q in self.count.quotes)
        tables = self.page.one("section", cls="method").find("table")
        rows = tables[0].one("tbody").find("tr") if tables else []
        shown = Counter()
        for row in rows:
            shown[short(row.one("th").text())] += int(row.find("td")[0].text())
        assert shown == found

    def check_what_is_unsure(self):
        reasons = {"Could be": "several", "More than one": "several", "The text does": "nobody",
                   "Found in a way": "measured", "A quotation mark": "mark"}  # fmt: skip
        section = self.page.one("section", aria_labelledby="unsure-h")
        expected = self.count.unsure()
        found = []
        for item in section.find("li"):
            why = next(r for start, r in reasons.items() if item.text().startswith(start))
            (quote,) = linked(item)
            found.append((why, quote))
            if why == "measured":
                rate = self.count.by_page[quote]["confidence"]
                assert abs(figures(item.text().partition(" %")[0])[-1] - 100 * rate) <= 0.5
        same(found, expected)
        assert figures(section.one("h2").text()) == [len(expected)]

    def check_what_was_not_found_out(self):
        section = self.page.one("section", aria_labelledby="missing-h")
        expected, without = [], 0
        for why, lacks in NOT_FOUND.items():
            for source in filter(lacks, self.count.sources.values()):
                quotes = frozenset(q["page"] for q in self.count.said_by(source["id"], self.count.speech))
                expected += [(why, short(source["name"]), quotes)] if quotes else []
                without += not quotes
        found = []
        for item in section.find("li"):
            why = item.text().partition(": ")[0]
            found += [(why, short(a.text()), frozenset(a.attributes["data-q"].split())) for a in item.find("a")]
        same(found, expected)
        assert figures(section.one("h2").text()) == [len(expected) + without]

    def check_tables_behind_the_charts(self):
        shown = {t.attributes["data-breakdown"]: t for t in self.page.find("table") if "data-breakdown" in t.attributes}
        assert set(shown) == set(self.tables)
        for dimension, table in shown.items():
            rows = self.tables[dimension]
            of = (sum(r.words for r in rows), len(self.count.counted), len(self.count.heard))
            expected = []
            for r in rows:
                cells = [c for c in (r.words, r.count, r.sources) if c is not None]
                expected += [(short(label(dimension, r.key, self.count)), r.quotes, *cells)] if any(cells) else []
            found = []
            for row in table.one("tbody").find("tr"):
                cells = []
                for cell, whole in zip(row.find("td"), of, strict=False):
                    if cell.text().startswith("?"):
                        cells.append("?")
                    else:
                        share = cell.one("small").text()
                        cells.append(figures(cell.text().removesuffix(share))[0])
                        assert is_share(share, int(cells[-1]), whole)
                found.append((short(row.one("th").text()), linked(row.one("th")), *cells))
            same(found, expected)

    def check_numbers_are_links(self):
        """Each count in a table or beside a bar is a link to its words: its own, or the first of its row's."""
        places = {n.attributes["id"] for n in self.page.one(id="article").walk() if "id" in n.attributes}
        cells = [c for t in self.page.find("table") for c in t.find("td") if NUMBER.fullmatch(c.text())]
        plain = {c for r in self.page.find("tr") if "data-measure" in r.attributes for c in map(id, r.find("td")[1:])}
        for cell in [*(c for c in cells if id(c) not in plain), *self.page.find(cls="val")]:
            if cell.text().startswith(("?", "0", "–")) or "right" in cell.attributes.get("data-label", ""):
                continue
            rows = [r for r in [*self.page.find("tr"), *self.page.find(cls="row")] if any(n is cell for n in r.walk())]
            if not any("data-q" in a.attributes for a in rows[0].find("a")) and not cell.find("a"):
                continue  # a group whose sources have no words of their own on the page
            (link,) = cell.find("a")
            assert link.attributes["href"][1:] in places, cell.text()
            first = next(a for a in rows[0].find("a") if "data-q" in a.attributes)
            assert "data-q" in link.attributes or link.attributes["href"] == first.attributes["href"]

    def check_measures(self):
        rows = {r.attributes["data-measure"]: r for r in self.page.find("tr") if "data-measure" in r.attributes}
        measures = self.count.measures()
        assert set(rows) == set(measures)
        for name, expected in measures.items():
            shown = [c.text() for c in rows[name].find("td")]
            count, of = expected.count, expected.of
            assert figures(shown[0]) == [count if count == int(count) else pytest.approx(count, abs=0.051)], name
            assert figures(shown[1]) == ([] if of is None else [of]), name
            assert linked(rows[name].one("th")) == expected.spans, name
            if shown[3]:
                assert is_share(shown[3], count, of), name


def check_page(analysis):
    Figures(analysis).check()


def test_every_figure_of_a_story_made_by_hand():
    check_page(flood_wall())


def again(analysis, changes):
    """The analysis with changes, measured anew."""
    analysis = replace(analysis, **changes)
    audit = measure_sourcing(analysis.article, analysis.quotes, analysis.sources, analysis.no_comment)
    return replace(analysis, audit=audit)


def test_every_figure_where_a_source_only_repeats_what_is_quoted_elsewhere():
    analysis = flood_wall()
    quotes = [replace(q, flags=("duplicate",)) if q.id in {"q5", "q13", "q28"} else q for q in analysis.quotes]
    check_page(again(analysis, {"quotes": tuple(quotes)}))


ACCUSED = """# [Q1:s1 “It leaks,”] [C1 says] [S1 Ito]; [Q2:s2!duplicate “No,”] [C2 says] [S2 board]

> [S3:s1 Mayor Keiko Ito] [C3 said] [Q3 the dam was old].

Rain fell on the town.

[S4:s1 Ms Ito] [C4:accuse accused] [Q4 the contractor Brightspan of hiding “serious defects” in the dam].

[S5:s3 Lars Ødegård], an engineer, [C5:blame blamed] [Q5 the water board for the leak]. [Q6:s2 “No,”] [C6 said] [S6 Ana
Reyes of the board]. [Q7:s1 They were [C7:accuse accused] of waste], [S7 she] said.

[Q8:s3 Tidewall Partners was [C8:accuse accused] of fraud], [S8 Mr Ødegård] said. [N:s4 Tidewall did not respond.]

[Q9:? “Enough”]."""


def test_every_figure_where_somebody_is_accused_and_the_headline_quotes():
    case = sourcing(
        ACCUSED,
        s1={"name": "Keiko Ito", "role": "Mayor", "role_group": "government"},
        s2={"name": "Ana Reyes", "affiliation": "water board"},
        s3={"name": "Lars Ødegård", "role": "an engineer", "role_group": "expert"},
        s4={"name": "Tidewall"},
    )
    analysis = Analysis(case.article, MODELS, *case.parts[1:], audit=case.audit)
    found = {m.id: (m.numerator, m.denominator) for m in analysis.audit.measures}
    assert found["accused_not_heard"] == (1, 3)
    assert found["headline_sources"] == (2, 3)
    assert found["standfirst_sources"] == (1, 3)
    assert (found["first_speaker"], found["last_speaker"]) == ((2, 5), (5, 5))
    check_page(analysis)


def test_every_figure_where_nobody_is_quoted():
    check_page(again(flood_wall(), {"quotes": (), "sources": (), "findings": ()}))


PIECES = ["word ", "“said” ", "1,200.5 ", "isn’t ", "“", "” ", "e\u0301-x ", "U.S. ", "— ", "שלום ", "<b> "]


@st.composite
def sound_analyses(draw):
    """Analyses of `tests.strategies` whose parts fit together as the model asks, measured by the audit."""
    analysis = draw(analyses().filter(lambda found: found.quotes))
    text = analysis.article.text + "".join(draw(st.lists(st.sampled_from(PIECES), min_size=4, max_size=30)))
    zones = [p.zone for p in analysis.article.paragraphs] or ["body"]
    edges = sorted({0, len(text), *(p.span.start for p in analysis.article.paragraphs)})
    paragraphs = tuple(Paragraph(Span(a, b), zones[n % len(zones)]) for n, (a, b) in enumerate(pairwise(edges)))
    article = replace(analysis.article, text=text, paragraphs=paragraphs)
    quotes = []
    for quote in analysis.quotes:
        content = merge(draw(st.lists(spans(text), min_size=1, max_size=3)))
        if not content:
            continue
        status = quote.status if quote.speaker or quote.status != "resolved" else "unresolved"
        flags = draw(st.sampled_from([(), (), ("duplicate",), ("unclosed",)]))
        paragraph = article.paragraph_at(content[0].start)
        quotes.append(replace(quote, content=content, status=status, flags=flags, paragraph=paragraph))
    findings = tuple(f for f in analysis.findings if len(f.span))
    silent = tuple(line for line in analysis.no_comment if len(line.span))
    parts = {"article": article, "quotes": tuple(quotes), "findings": findings, "no_comment": silent}
    return again(analysis, parts)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(sound_analyses())
def test_every_figure_of_any_analysis(analysis):
    check_page(analysis)


@pytest.mark.model
def test_every_figure_of_an_example():
    check_page(analyze(EXAMPLES / "broadsheet.txt"))
