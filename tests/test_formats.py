"""Formats: what each file in tests/inputs gives, and that every character of it stands in the file where it is said."""

from __future__ import annotations

import csv
import io
import json
from html import escape
from html.parser import HTMLParser
from itertools import groupby
from xml.sax.saxutils import escape as escape_xml

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from attribution.auditing.sarif import Places
from attribution.errors import FormatError, ReadError, SchemaError
from attribution.model import Analysis, ModelInfo
from attribution.origin import origin_from_dict
from attribution.pipeline import Analyzer
from attribution.quoting.marks import find_regions
from attribution.reading.drafts import Draft
from attribution.reading.jsontree import read_json, traced_string
from attribution.reading.read import find_files, read_articles, read_file, read_items, read_path
from attribution.reading.tracing import Lines, Traced, pieces_of
from attribution.reading.webpage import write_fragment
from attribution.reading.xmltree import parse_xml
from attribution.spans import Span
from tests.formats import BAD, GOOD, INPUTS, file_text, leads_back, spells
from tests.word_files import WORD_FILES, word_file

NOT_THE_STORY = (
    "cookies", "Not this", "Hidden", "Secret", "disgrace", "Buy now", "They lied", "never stand again", "Doctors hate",
    "roofer who paid", "window.", "crossed with him", "letter. “I read it every day", "Worth every cent",
    "Shut them all",
    "I never touched", "We and our partners", "He counted my train", "rescued a cow", "plainer form", "Eat up",
    "in May, the port said", "Share full article", "taste smoke", "{", "<p", "&#",
)  # fmt: skip


def articles_in(name):
    return [item for item in read_path(INPUTS / name) if not isinstance(item, ReadError)]


def files_of(article, path):
    parts = {piece.part for piece in article.origin.pieces}
    return {part: file_text(path, article.origin.encoding, part) for part in parts}


def test_every_file_has_its_row():
    assert {path.name for path in INPUTS.iterdir()} == set(GOOD) | set(BAD)


@pytest.mark.parametrize("name", GOOD)
def test_what_a_file_gives(name, monkeypatch):
    monkeypatch.chdir(INPUTS)
    form, encoding, expected = GOOD[name]
    found = []
    for item in read_items((INPUTS / name).read_bytes(), path=name):
        if isinstance(item, ReadError):
            found.append(str(item))
            continue
        runs = [(zone, len(list(run))) for zone, run in groupby(p.zone for p in item.paragraphs)]
        zones = " ".join(zone if size == 1 else f"{zone}*{size}" for zone, size in runs)
        found.append((item.id, item.title, item.byline, item.published, item.section, item.url, zones))
        assert (item.origin.format, item.origin.encoding, item.path) == (form, encoding, name)
    assert tuple(found) == expected


@pytest.mark.parametrize("name", GOOD)
def test_every_character_stands_in_the_file_where_the_map_says(name):
    for article in articles_in(name):
        leads_back(article, files_of(article, INPUTS / name))


@pytest.mark.parametrize("name", GOOD)
def test_the_words_of_every_quotation_stand_in_the_file(name):
    quotations = 0
    for article in articles_in(name):
        files = files_of(article, INPUTS / name)
        for region in find_regions(article).regions:
            pieces = list(article.origin.pieces_of(region.span))
            inside = "".join(piece.span.slice(article.text) for piece in pieces)
            assert inside.split() == region.span.slice(article.text).split()
            assert all(spells(p.file.slice(files[p.part]), p.span.slice(article.text)) for p in pieces)
            part, hull = article.origin.hull(region.span)
            assert all(hull.contains(p.file) for p in pieces if p.part == part)
            quotations += 1
    assert quotations


@pytest.mark.parametrize("name", GOOD)
def test_only_the_story_is_read(name):
    for article in articles_in(name):
        assert not [words for words in NOT_THE_STORY if words in article.text]


@pytest.mark.parametrize(
    "name", ["wordpress.html", "arc.html", "ghost.html", "amp.html", "newsletter.html", "edited.docx"]
)
def test_a_pull_quote_is_in_no_zone_that_is_counted(name):
    (article,) = articles_in(name)
    repeats = [p for p in article.paragraphs if p.zone == "boilerplate" and "quote" not in p.span.slice(article.text)]
    told = [region.span for region in find_regions(article).regions]
    assert repeats
    assert not [span for span in told if any(p.span.overlaps(span) for p in repeats)]


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_has_one_line(name, monkeypatch):
    monkeypatch.chdir(INPUTS)
    kind, words = BAD[name]
    with pytest.raises(ReadError) as caught:
        list(read_items((INPUTS / name).read_bytes(), path=name))
    assert (type(caught.value), str(caught.value)) == (kind, words)


@pytest.mark.parametrize("name", GOOD)
def test_the_name_makes_no_difference(name):
    data = (INPUTS / name).read_bytes()
    for other in ("story", "story.bin", "story.txt"):
        texts = [i.text for i in read_items(data, path=other) if not isinstance(i, ReadError)]
        assert texts == [article.text for article in articles_in(name)]


def test_words_that_look_like_a_format_are_text():
    story = "The council met on Monday, and the mayor said that it would meet again before the end of the month.\n"
    for start in ("[Photo: a pier]\n\n", "{sic}\n\n", "< 5 per cent\n\n", "Title, text\n\n", "<Shouting>\n\n"):
        (article,) = read_articles((start + story * 2).encode(), name="story.txt")
        assert article.origin is None
    (article,) = read_articles(b"<div>\n\n# A page\n\n" + story.encode() * 2, path="notes.md")
    assert article.origin is None


def test_the_word_files_are_what_their_source_makes():
    assert {name: (INPUTS / name).read_bytes() for name in WORD_FILES} == WORD_FILES


# --- the map, for whatever a file holds

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=12)
SPACES = st.sampled_from([" ", "\n", "  \t", "\r\n   ", "\xa0"])
ENTITIES = st.sampled_from(
    ["&amp;", "&ldquo;", "&#8217;", "&nbsp;", "&shy;", "&#x2014", "&lt;", "&bogus;", "&#150;", "&"]
)
TAGS = st.sampled_from([
    "<p>", "</p>", "<b>", "</b>", "<br>", "<br/>", "<q>", "</q>", "<li>", "<div class=related>", "</div>", "<wbr>",
    "<td>", "<table>", "</table>", "<tr>", "<a href='x>y'>", "</a>", "<!-- > -->", "<script>if (a < b) '<p>'</script>",
    "<", "<3",
    "<h2>", "<blockquote>", "</blockquote>", "<figcaption>", "<p hidden>", "</ p>", "<?x?>", "<![CDATA[x]]>", "<x-y>",
])  # fmt: skip
MARKUP = st.lists(WORDS | SPACES | ENTITIES | TAGS, max_size=30).map("".join)


def written(source):
    draft = Draft("page")
    write_fragment(source, draft, "page")
    draft.end()
    return draft


@given(MARKUP)
@example("<q>a<q>b</q></q>")
@example("<td>a<br>b<td>c")
@example("a\r\n\nb &#10; c&shy;d")
@settings(max_examples=300)
def test_any_markup_leads_back(text):
    draft = written(Traced.whole(text))
    traced = draft.traced()
    end = 0
    for piece in pieces_of(traced, {None: Lines(text)}):
        assert traced.text[end : piece.span.start].strip() == ""
        assert spells(piece.file.slice(text), piece.span.slice(traced.text))
        end = piece.span.end
    assert traced.text[end:] == ""


@given(MARKUP, st.booleans())
def test_markup_in_json_leads_back_through_both(text, ascii_only):
    file = json.dumps({"a": text}, ensure_ascii=ascii_only)
    value = read_json(file, "file")
    inner = traced_string(value["a"], Traced.whole(file))
    assert inner.text == text
    traced = written(inner).traced()
    for piece in pieces_of(traced, {None: Lines(file)}):
        assert spells(piece.file.slice(file), piece.span.slice(traced.text))


@given(st.lists(WORDS | SPACES, max_size=12).map("".join), st.booleans())
def test_xml_leads_back(words, cdata):
    kept = words.replace("]]>", "")
    inside = f"<![CDATA[{kept}]]>" if cdata else escape_xml(kept)
    file = f'<?xml version="1.0" encoding="latin-1"?>\n<a>é<b>{inside}</b></a>'
    tree = parse_xml(Traced.whole(file), "file")
    traced = tree.traced(tree.root.first("b"))
    if not cdata:
        assert traced.text == kept.replace("\r\n", "\n")
    for piece in pieces_of(traced, {None: Lines(file)}):
        assert spells(piece.file.slice(file), piece.span.slice(traced.text))


@given(st.lists(st.tuples(WORDS, st.text(st.sampled_from('ab“”", ;\n'), max_size=20)), min_size=1, max_size=4))
def test_tables_have_the_cells_that_the_csv_module_wrote(rows):
    file = io.StringIO(newline="")
    csv.writer(file).writerows([("title", "text"), *((title.strip(), f"Said {text}") for title, text in rows)])
    text = file.getvalue()
    items = list(read_items(text.encode(), name="rows.csv"))
    assert len(items) == len(rows)
    for (_, body), article in zip(rows, items, strict=True):
        assert not isinstance(article, ReadError), article
        assert "".join(article.text.split()).endswith("".join(f"Said{body}".split()))
        leads_back(article, {None: text})


@given(st.lists(st.lists(WORDS, min_size=1, max_size=5), min_size=1, max_size=5))
def test_word_leads_back(paragraphs):
    body = "".join(
        "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{escape_xml(run)} </w:t></w:r>' for run in runs) + "</w:p>"
        for runs in paragraphs
    )
    data = word_file(body + "<w:p><w:r><w:t>And that was all, she said.</w:t></w:r></w:p>")
    (article,) = read_articles(data, name="x.docx")
    part = {"word/document.xml": file_of(data)}
    for piece in article.origin.pieces:
        assert spells(piece.file.slice(part[piece.part]), piece.span.slice(article.text))
    lines = [article.origin.line_and_column(p.span.start)[0] for p in article.paragraphs]
    assert lines == sorted(lines)


def file_of(data, part="word/document.xml"):
    import zipfile  # noqa: PLC0415 - for this alone

    return zipfile.ZipFile(io.BytesIO(data)).read(part).decode()


TREES = st.recursive(
    st.text(st.sampled_from("ab <>&“é"), max_size=6).map(escape),
    lambda inner: st.tuples(st.sampled_from(["div", "b", "section", "em"]), st.lists(inner, max_size=4)).map(
        lambda pair: f"<{pair[0]} class='x' data-y=\"<p>\">{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=20,
)


@given(TREES)
def test_words_are_those_that_the_standard_library_finds(text):
    heard = []
    parser = HTMLParser()
    parser.handle_data = heard.append
    parser.feed(text)
    parser.close()
    assert "".join(written(Traced.whole(text)).traced().text.split()) == "".join("".join(heard).split())


# --- places


def test_a_place_is_a_line_of_the_file_and_a_finding_can_point_at_it():
    (article,) = articles_in("wordpress.html")
    places = Places(article)
    lines = (INPUTS / "wordpress.html").read_text("utf-8").split("\n")
    at = article.text.index("Teuila")
    line, column = places.line_and_column(at)
    assert lines[line - 1][column - 1 :].startswith("Teuila O&#8217;Rourke")
    span = Span(at, article.text.index(", a shop"))
    assert lines[line - 1][column - 1 : places.edges(span)[3] - 1] == "Teuila O&#8217;Rourke"
    hull = places.file_span(span)
    assert hull.slice("\n".join(lines)) == "Teuila O&#8217;Rourke"


def test_a_place_in_a_word_document_is_paragraph_and_character():
    (article,) = articles_in("edited.docx")
    assert article.origin.line_and_column(article.text.index("Paloma")) == (5, 39)
    assert Places(article).file_span(Span(0, 5)) is None


@pytest.mark.parametrize("name", ["wordpress.html", "edited.docx", "feed.rss", "rows.csv"])
def test_json_keeps_the_map(name):
    for article in articles_in(name):
        made = Analysis(article, ModelInfo("none", "0"))
        data = json.loads(json.dumps(made.to_dict()))
        assert Analysis.from_dict(data, text=article.text) == made


@pytest.mark.parametrize(
    "origin",
    [
        3,
        {},
        {"format": 1, "encoding": "x", "number": None, "pieces": []},
        {"format": "x", "encoding": "x", "number": None, "pieces": [[0, 1, 0, 1, 1]]},
        {"format": "x", "encoding": "x", "number": None, "pieces": [[0, 9, 0, 9, 1, 1]]},
        {"format": "x", "encoding": "x", "number": None, "pieces": [[0, 2, 0, 2, 1, 1], [1, 3, 2, 4, 1, 1]]},
        {"format": "x", "encoding": "x", "number": None, "pieces": [[3, 2, 0, 2, 1, 1]]},
    ],
)
def test_a_map_that_does_not_fit_is_refused(origin):
    with pytest.raises(SchemaError, match=r"article\.origin"):
        origin_from_dict({"origin": origin}, 5)


# --- several articles, folders


def test_one_article_is_asked_of_a_file_of_several():
    with pytest.raises(ReadError, match=r"holds 3 articles; analyze_many"):
        read_file(INPUTS / "feed.rss")
    with pytest.raises(ReadError, match="no text of an article"):
        read_articles((INPUTS / "feed.rss").read_bytes(), name="feed.rss")


def test_columns_can_be_named():
    data = b'kop,verhaal\nBridge stuck,"The bridge is stuck, the keeper said."\n'
    (article,) = read_articles(data, name="rows.csv", columns={"text": "verhaal", "title": "kop"})
    assert (article.title, article.text) == ("Bridge stuck", "Bridge stuck\n\nThe bridge is stuck, the keeper said.")
    with pytest.raises(FormatError, match="there is no field 'tekst'"):
        read_articles(data, name="rows.csv", columns={"tekst": "verhaal"})


def test_a_folder_gives_articles_and_no_report_of_them(tmp_path):
    for name in ("wordpress.html", "edited.docx", "feed.rss", "rows.csv", "analysis.json"):
        (tmp_path / name).write_bytes((INPUTS / name).read_bytes())
    report = '<!doctype html>\n<html><head>\n<meta name="generator" content="attribution-audit">\n</head></html>'
    (tmp_path / "report.html").write_text(report, encoding="utf-8")
    assert [path.name for path in find_files([tmp_path])] == ["edited.docx", "feed.rss", "wordpress.html"]
    with pytest.raises(FormatError, match="is a report of this program"):
        read_file(tmp_path / "report.html")


@pytest.mark.model
def test_every_quote_that_is_found_stands_in_the_file():
    analyzer = Analyzer()
    spoken = {}
    for name in ("wordpress.html", "edited.docx", "feed.rss"):
        for outcome in analyzer.analyze_many([INPUTS / name]):
            if outcome.analysis is None:
                continue
            article = outcome.analysis.article
            files = files_of(article, INPUTS / name)
            for quote in outcome.analysis.quotes:
                for span in (*quote.content, *filter(None, [quote.cue, quote.source])):
                    pieces = list(article.origin.pieces_of(span))
                    assert (
                        "".join(p.span.slice(article.text) for p in pieces).split() == span.slice(article.text).split()
                    )
                    assert all(spells(p.file.slice(files[p.part]), p.span.slice(article.text)) for p in pieces)
                source = outcome.analysis.source(quote.speaker)
                spoken.setdefault(article.id, set()).add(source.name if source else None)
    assert {"Ingrid Mbeki", "Teuila O’Rourke"} <= spoken["wordpress"]
    assert "Paloma Reyes-Grant" in spoken["edited"]
    assert "Pauline Takahashi" in spoken["feed-1"]
