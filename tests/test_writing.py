"""Formats of newsrooms and annotators: every output follows its standard's rules, whatever the words hold."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given

from attribution.commands.formats import Format
from attribution.model import Analysis, Evidence, Quote, Source
from attribution.quoting.marks import find_regions
from attribution.reading.read import read_articles, read_file
from attribution.spans import Span
from attribution.writing.facts import article_address, iso_day, iso_instant, unicode_text, xml_text
from attribution.writing.formats import WRITERS, export
from attribution.writing.ninjs import story_text
from attribution.writing.nitf import NAMESPACE, NITF
from tests.builders import MODELS, make_article
from tests.handmade import ferry_analysis
from tests.strategies import analyses
from tests.work import EIGHTFOLD, count_steps

HOSTILE = (
    "A ]]> “<q>&amp;\x00\x0b\x1b\ufffe\ud800\U0001f6a3” 'said'\t\"Zoë Ødegård\"\u2028\x85"
    "<!-- \r\n\r\nAll –> was [[well]]."
)


def hostile() -> Analysis:
    article = make_article(HOSTILE, title="<b>\x00'\"&\ud800", byline="\x01", url="javascript:alert(1)", section="\"'<")
    quote = Quote("q\ud800<1>", "mixed", (Span(0, 9), Span(9, len(HOSTILE))), Span(3, 40), Span(5, 12), "r", 0)
    quote = replace(quote, speaker="s\x00", status="resolved")
    source = Source(
        "s\x00", "\ud800<&\"'\x0b", "person", "]]>", affiliation="\x1f", mentions=(Span(0, 20), Span(4, 30))
    )
    return Analysis(article, MODELS, (quote,), (source,))


def data(analysis, name):
    (content,) = export(analysis, name).values()
    content.encode("utf-8")  # raises where a lone surrogate is left
    return json.loads(content)


def test_the_command_knows_every_writer_by_its_name():
    own = {"text", "json", "csv", "md"}
    assert [kind.value for kind in Format if kind.value not in own] == list(WRITERS)
    with pytest.raises(ValueError, match='no format "docx"; there are: webannotation,'):
        export(ferry_analysis(), "docx")


@pytest.mark.parametrize(
    ("published", "day", "instant"),
    [
        ("2026-03-12", "2026-03-12", None),
        ("2026-03-12T09:30:00Z", "2026-03-12", "2026-03-12T09:30:00+00:00"),
        ("2026-03-12T09:30", "2026-03-12", None),
        ("Thu, 12 Mar 2026 23:30:00 +0000", "2026-03-12", None),
        ("12 Mar 2026 06:30 EST", "2026-03-12", None),
        ("Thu, 42 Mar 2026 06:30:00 +0000", None, None),
        ("12 Mar 2026 99:99", None, None),
        ("12 March 2026", None, None),
        ("2026-13-40", None, None),
        (None, None, None),
    ],
)
def test_dates_are_said_where_they_are_certain(published, day, instant):
    assert (iso_day(published), iso_instant(published)) == (day, instant)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=1#c", True),
        ("https://example.org/%C3%A9", True),
        ("https://example.org/é", False),
        ("javascript:alert(1)", False),
        ("https://example.org/ a", False),
        ("", False),
    ],
)
def test_an_article_goes_by_its_url_or_by_its_text(url, kept):
    address = article_address(make_article("Words.", url=url))
    assert address == url if kept else address.startswith("ni:///sha-256;")


# --- W3C Web Annotation: rules of the data model, section by section --------------------------------------------------


MOTIVATIONS = {"highlighting", "linking", "tagging", "identifying", "classifying", "describing", "commenting"}


def check_web_annotation(collection: dict[str, Any], text: str) -> None:
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"  # 3.1
    assert collection["type"] == "AnnotationCollection"  # 5.1
    assert isinstance(collection["total"], int)
    items = collection["first"]["items"] if collection["total"] else []
    assert collection["total"] == len(items)
    if items:
        assert collection["first"]["type"] == "AnnotationPage"  # 5.2
        assert collection["first"]["startIndex"] == 0
    for item in items:
        assert item["type"] == "Annotation"  # 3.1: one id, a type, one target or more
        assert item["motivation"] in MOTIVATIONS  # 3.3.5
        assert item["target"]
        for body in item["body"]:
            assert body["purpose"] in MOTIVATIONS
            assert body["type"] == "SpecificResource" or isinstance(body["value"], str)  # 3.2.4
        for target in item["target"]:
            assert target["type"] == "SpecificResource"  # 4
            quote, position = target["selector"]
            assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
            start, end = position["start"], position["end"]  # 4.2.5: zero-based, end excluded, code points
            assert 0 <= start < end <= len(text)
            assert quote["exact"] == text[start:end]  # 4.2.4
            assert text[:start].endswith(quote["prefix"])
            assert text[end:].startswith(quote["suffix"])


def test_web_annotations_select_the_words_twice():
    analysis = ferry_analysis()
    collection = data(analysis, "webannotation")
    check_web_annotation(collection, analysis.article.text)
    first, cue, source, *_ = collection["first"]["items"]
    assert [body["value"] for body in first["body"]][:4] == ["quote", "direct", "Tomasi Vuki", "citizen"]
    assert first["target"][0]["selector"][0] == {
        "type": "TextQuoteSelector",
        "exact": "“We will row if we must,”",
        "prefix": "Ferry to stop in May\n\n",
        "suffix": " said Tomasi Vuki, a fisherman.\n",
    }
    assert [item["body"][0]["value"] for item in (cue, source)] == ["cue", "source"]
    assert {item["body"][1]["source"] for item in (cue, source)} == {first["id"]}
    unsure = next(item for item in collection["first"]["items"] if item["id"].endswith("#q3"))
    assert [body["value"] for body in unsure["body"]][2:] == ["ambiguous", "Could be: Tomasi Vuki; harbour board"]


OA = {  # the terms of http://www.w3.org/ns/anno.jsonld that are used, with what they stand for
    **{
        f"{name}": f"oa:{name}"
        for name in ("Annotation", "TextualBody", "SpecificResource", "exact", "prefix", "suffix")
    },
    **{f"{name}": f"oa:{name}" for name in ("TextQuoteSelector", "TextPositionSelector", "start", "end", *MOTIVATIONS)},
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "value": "rdf:value",
    "format": "dc:format",
    "label": "rdfs:label",
    "name": "foaf:name",
    "total": "as:totalItems",
    "startIndex": "as:startIndex",
    "Software": "as:Application",
    **{key: {"@type": "@id", "@id": f"oa:has{key.title()}"} for key in ("body", "target", "source", "selector")},
    "first": {"@type": "@id", "@id": "as:first"},
    "generator": {"@type": "@id", "@id": "as:generator"},
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "id": "@id",
    "type": "@type",
    "oa": "http://www.w3.org/ns/oa#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "as": "http://www.w3.org/ns/activitystreams#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
CONTEXTS = {
    "http://www.w3.org/ns/anno.jsonld": OA,
    "https://schema.org": {"@vocab": "http://schema.org/"},
}


def triples(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what an independent JSON-LD processor reads, with contexts from here and not from the network."""
    pyld = pytest.importorskip("pyld", reason="PyLD is not installed: pip install --group formats")

    def load(url: str, _options: object) -> dict[str, Any]:
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": CONTEXTS[url]}}

    return pyld.jsonld.to_rdf(document, {"documentLoader": load})["@default"]


@pytest.mark.parametrize("analysis", [ferry_analysis(), hostile()], ids=["ferry", "hostile"])
def test_a_json_ld_processor_reads_every_web_annotation(analysis):
    document = data(analysis, "webannotation")
    found = triples(document)
    kinds = [t["object"]["value"] for t in found if t["predicate"]["value"].endswith("#type")]
    assert kinds.count("http://www.w3.org/ns/oa#Annotation") == document["total"]
    exact = [t["object"]["value"] for t in found if t["predicate"]["value"] == "http://www.w3.org/ns/oa#exact"]
    text = unicode_text(analysis.article.text)
    assert exact
    assert all(words in text for words in exact)


# --- schema.org -------------------------------------------------------------------------------------------------------

# What each type may have, of what the vocabulary gives it or what it inherits (schema.org 30.0).
SCHEMA = {
    "NewsArticle": {"headline", "author", "datePublished", "articleSection", "inLanguage", "wordCount"},
    "Person": {"name", "jobTitle", "affiliation"},
    "Organization": {"name", "description"},
    "CreativeWork": {"name", "genre"},
    "Quotation": {"text", "genre", "isPartOf", "isBasedOn", "spokenByCharacter", "creator"},
}
RANGES = {"spokenByCharacter": {"Person", "Organization"}, "creator": {"Person", "Organization"},
          "isBasedOn": {"CreativeWork"}, "isPartOf": {"NewsArticle"}}  # fmt: skip


def check_schema_org(document: dict[str, Any]) -> None:
    assert document["@context"] == "https://schema.org"
    nodes = {node["@id"]: node["@type"] for node in document["@graph"]}
    assert len(nodes) == len(document["@graph"])
    for node in document["@graph"]:
        assert set(node) - {"@id", "@type"} <= SCHEMA[node["@type"]]
        for name, kinds in RANGES.items():
            assert name not in node or nodes[node[name]["@id"]] in kinds


def test_schema_org_gives_each_quotation_its_speaker_and_its_article():
    analysis = ferry_analysis(published="2026-05-02", byline="Ana Tui")
    document = data(analysis, "schemaorg")
    check_schema_org(document)
    article, vuki, _, first, second, third = document["@graph"]
    assert (article["datePublished"], article["author"]["name"]) == ("2026-05-02", "Ana Tui")
    assert (vuki["@type"], vuki["jobTitle"]) == ("Person", "a fisherman")
    assert first["text"] == "“We will row if we must,”"
    assert first["spokenByCharacter"] == first["creator"] == {"@id": vuki["@id"]}
    assert "creator" not in second  # the words of a paraphrase are the reporter's
    assert "spokenByCharacter" not in third  # nobody stands out
    values = {t["predicate"]["value"] for t in triples(document)}
    assert "http://schema.org/spokenByCharacter" in values


def test_a_document_does_not_speak():
    analysis = ferry_analysis()
    sources = (replace(analysis.sources[0], kind="document"), analysis.sources[1])
    document = data(replace(analysis, sources=sources), "schemaorg")
    check_schema_org(document)
    assert "isBasedOn" in document["@graph"][3]


# --- ninjs: the parts of the published schemas (IPTC, CC BY 4.0) that are written -------------------------------------


def text_items(*names: str, required: tuple[str, ...] = ()) -> dict[str, Any]:
    properties = {name: {"type": "integer" if name.lower().endswith("count") else "string"} for name in names}
    item = {"type": "object", "additionalProperties": False, "properties": properties, "required": list(required)}
    return {"type": "array", "items": item}


def ninjs_schema(version: str) -> dict[str, Any]:
    party = ("name", "rel", "uri", "literal")
    properties = {
        "uri": {"type": "string", "format": "uri"},
        "type": {"enum": ["text", "audio", "video", "picture", "graphic", "composite", "component"]},
        "language": {"type": "string"},
        "by": {"type": "string"},
        "contentCreated": {"type": "string", "format": "date-time"},
        "headlines": text_items("role", "contentType", "value", required=("value",)),
        "bodies": text_items("role", "contentType", "charCount", "wordCount", "value", required=("value",)),
        "people": text_items(*party),
        "organisations": text_items(*party),
        "infoSources": text_items("name", "role", "uri", "literal"),
        "standard": text_items("name", "version", "schema")["items"],
    }
    schema = {"type": "object", "required": ["uri"], "additionalProperties": False, "properties": properties}
    return schema if version == "3.0" else lowered(schema)


def lowered(schema):
    if isinstance(schema, dict):
        return {k: {n.lower(): lowered(s) for n, s in v.items()} if k == "properties" else lowered(v)
                for k, v in schema.items()}  # fmt: skip
    return schema


@pytest.mark.parametrize(("name", "version"), [("ninjs", "3.0"), ("ninjs2", "2.1")])
@pytest.mark.parametrize("analysis", [ferry_analysis(), hostile()], ids=["ferry", "hostile"])
def test_ninjs_validates(name, version, analysis):
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed: pip install --group formats")
    document = data(analysis, name)
    jsonschema.Draft202012Validator.check_schema(ninjs_schema(version))
    jsonschema.Draft202012Validator(ninjs_schema(version)).validate(document)
    assert document["standard"]["version"] == version


def test_ninjs_says_who_supplied_words():
    analysis = ferry_analysis(byline="Ana Tui", published="2026-05-02T08:00:00+12:00")
    sources = (replace(analysis.sources[0], affiliation="Fishers’ Union"), analysis.sources[1])
    document = data(replace(analysis, sources=sources), "ninjs")
    assert document["people"] == [{"name": "Tomasi Vuki", "rel": "quoted", "literal": "s1"}]
    assert [(o["name"], o["rel"]) for o in document["organisations"]] == [
        ("harbour board", "quoted"),
        ("Fishers’ Union", "affiliation"),
    ]
    names = [source["name"] for source in document["infoSources"]]
    assert names == ["Tomasi Vuki, a fisherman, Fishers’ Union", "harbour board"]
    (body,) = document["bodies"]
    assert body["value"].startswith("“We will row")
    assert body["charCount"] == len(body["value"])
    assert document["contentCreated"] == "2026-05-02T08:00:00+12:00"
    assert {key.lower() for key in document} == set(data(replace(analysis, sources=sources), "ninjs2"))


def test_a_dateline_stays_on_its_line():
    article = make_article("SUVA, May 2 – The ferry is late.\nRead more", zones={1: "boilerplate"})
    spans = (Span(0, 13), Span(14, 32))
    article = replace(article, paragraphs=tuple(replace(article.paragraphs[0], span=span) for span in spans))
    assert story_text(article) == "SUVA, May 2 – The ferry is late."


# --- NITF: content models of the NITF 3.6 schema that are used --------------------------------------------------------

ENRICHED = {"person", "org", "function", "q"}
CONTENT = {
    "nitf": ["head", "body"],
    "head": ["title", "docdata", "pubdata"],
    "docdata": ["doc-id", "date.issue"],
    "body": ["body.head", "body.content"],
    "body.head": ["hedline", "byline", "dateline", "abstract"],
    "hedline": ["hl1", "hl2"],
    "abstract": ["p"],
    "body.content": {"p", "hl2"},
    **dict.fromkeys(("p", "hl1", "hl2", "q"), ENRICHED),
    "person": {"function"},
}
ATTRIBUTES = {
    "nitf": {"version"}, "doc-id": {"id-string"}, "date.issue": {"norm"}, "pubdata": {"position.section"},
    "p": {"class"}, "q": {"class", "quote-source"}, "person": {"value"}, "org": {"value"}, "function": set(),
}  # fmt: skip
TEXT_IN = {"title", "hl1", "hl2", "p", "byline", "dateline", *ENRICHED}


def check_nitf(root: ET.Element) -> None:
    for element in root.iter():
        name = element.tag.removeprefix(f"{{{NITF}}}")
        children = [child.tag.removeprefix(f"{{{NITF}}}") for child in element]
        allowed = CONTENT.get(name, set())
        assert set(children) <= set(allowed), name
        if isinstance(allowed, list):  # a sequence
            assert children == sorted(children, key=allowed.index)
        own = {key for key in element.attrib if not key.startswith(f"{{{NAMESPACE}}}")}
        assert own <= ATTRIBUTES.get(name, set()), name
        if name not in TEXT_IN:
            assert not "".join([element.text or "", *(child.tail or "" for child in element)]).strip()


def body_words(root: ET.Element) -> list[str]:
    content = root.find(f".//{{{NITF}}}body.content")
    assert content is not None
    return ["".join(element.itertext()) for element in content]


def test_nitf_marks_quotes_and_names():
    root = ET.fromstring(export(ferry_analysis(), "nitf")[".nitf.xml"])
    check_nitf(root)
    quotes = [(q.get("quote-source"), q.get("class"), "".join(q.itertext())) for q in root.iter(f"{{{NITF}}}q")]
    assert quotes == [
        ("Tomasi Vuki", "direct", "“We will row if we must,”"),  # the board is paraphrased, which is no quotation
        (None, "direct", "“Nobody asked us.”"),
    ]
    assert [p.text for p in root.iter(f"{{{NITF}}}person")] == ["Tomasi Vuki"]
    assert [p.text for p in root.iter(f"{{{NITF}}}org")] == ["The harbour board"]


def test_nitf_splits_what_crosses_and_nests_what_nests():
    text = "“abcdefghij klm”\n\n“nopq” rs"
    article = make_article(text)
    spans = [(Span(0, 7),), (Span(4, 10),), (Span(5, 6),), (Span(13, 26),)]
    quotes = [Quote(f"q{n}", "mixed", content, None, None, "r", 0) for n, content in enumerate(spans)]
    source = Source("s1", "ab fg", "person", evidence=(Evidence("role:title", (Span(9, 11),)),))
    source = replace(source, mentions=(Span(1, 3), Span(6, 8)))
    content = export(Analysis(article, MODELS, tuple(quotes), (source,)), "nitf")[".nitf.xml"]
    inner = content.partition("<body.content>\n")[2].partition("\n</body.content>")[0]
    short = inner.replace(' class="mixed"', "").replace(' value="ab fg"', "").replace("a:quote", "n")
    assert short == (
        '<p><q n="q0" a:part="1">“<person>ab</person>c<q n="q1" a:part="1">d<q n="q2" a:part="1">e</q>'
        '<person>f</person></q></q><q n="q1" a:part="2"><person>g</person>h<function>i</function></q>'
        '<function>j</function> k<q n="q3" a:part="1">lm”</q></p>\n'
        '<p><q n="q3" a:part="2">“nopq”</q> rs</p>'
    )
    assert body_words(ET.fromstring(content)) == text.split("\n\n")


def test_nitf_is_read_alike_by_lxml():
    etree = pytest.importorskip("lxml.etree", reason="lxml is not installed: pip install --group formats")
    for analysis in (ferry_analysis(), hostile()):
        content = export(analysis, "nitf")[".nitf.xml"]
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        words = "".join(etree.fromstring(content.encode(), parser).itertext())
        assert words == "".join(ET.fromstring(content).itertext())


# --- all of them ------------------------------------------------------------------------------------------------------


@given(analyses())
@example(hostile())
def test_every_format_holds_any_words(analysis):
    text = unicode_text(analysis.article.text)
    check_web_annotation(data(analysis, "webannotation"), text)
    json.dumps(data(analysis, "ninjs"))
    assert data(analysis, "citron")["text"] == text
    for quote in data(analysis, "citron")["quotes"]:
        for span in (*quote["contents"], *quote["sources"], *([quote["cue"]] if quote["cue"] else [])):
            assert span["text"] == text[span["start"] : span["end"]]
    files = export(analysis, "brat")
    assert files[".brat.txt"] == text
    for line in files[".brat.ann"].splitlines():
        assert line[0] in "TEA#"
        assert line.count("\t") in {1, 2}


@given(analyses())
@example(hostile())
def test_nitf_is_well_formed_and_keeps_every_word(analysis):
    disjoint = make_article(analysis.article.text, title=analysis.article.title)
    root = ET.fromstring(export(replace(analysis, article=disjoint), "nitf")[".nitf.xml"])
    check_nitf(root)
    wanted = [xml_text(p.span.slice(disjoint.text)) for p in disjoint.paragraphs]
    assert body_words(root) == wanted


@given(analyses())
def test_schema_org_keeps_its_rules(analysis):
    ids = {source.id: replace(source, id=f"s{n}") for n, source in enumerate(analysis.sources)}
    quotes = tuple(replace(quote, id=f"q{n}") for n, quote in enumerate(analysis.quotes))
    check_schema_org(data(replace(analysis, quotes=quotes, sources=tuple(ids.values())), "schemaorg"))


def test_writing_takes_time_in_proportion_to_the_words():
    def quoted(paragraphs: int) -> Analysis:
        article = make_article("\n\n".join(["“We row on,” said Lea Tui of the board."] * paragraphs))
        starts = [paragraph.span.start for paragraph in article.paragraphs]
        quotes = tuple(
            Quote(f"q{n}", "direct", (Span(s, s + 12),), Span(s + 13, s + 17), Span(s + 18, s + 25), "r", n,
                  speaker="s1", status="resolved")
            for n, s in enumerate(starts)
        )  # fmt: skip
        source = Source("s1", "Lea Tui", "person", mentions=tuple(Span(s + 18, s + 25) for s in starts))
        return Analysis(article, MODELS, quotes, (source,))

    for name in WRITERS:
        few, many = (count_steps(partial(export, quoted(size), name)) for size in (50, 400))
        assert many < EIGHTFOLD * few, name


@pytest.mark.parametrize(("name", "file"), [("nitf", "a.xml"), ("ninjs", "a.json"), ("ninjs2", "a.json")])
def test_an_article_is_read_again_as_it_was(name, file):
    analysis = ferry_analysis(byline="Ana Tui", published="2026-05-02T08:00:00+12:00")
    (content,) = export(analysis, name).values()
    (article,) = read_articles(content.encode(), name=file)
    # No paraphrase has got quotation marks, and no mark is doubled.
    assert story_of(article) == story_of(analysis.article)
    assert (article.title, article.byline, article.published) == (
        "Ferry to stop in May", "Ana Tui", "2026-05-02T08:00:00+12:00")  # fmt: skip


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[1] / "examples").glob("*.txt")), ids=lambda path: path.stem
)
def test_the_examples_are_read_again_from_nitf(path):
    """With every stretch in quotation marks marked, as an analysis that finds all of them would have it."""
    article = read_file(path)
    regions = find_regions(article).regions
    quotes = tuple(
        Quote(f"q{n}", "direct", (region.span,), None, None, "r", article.paragraph_at(region.span.start))
        for n, region in enumerate(regions)
    )
    (read,) = read_articles(export(Analysis(article, MODELS, quotes), "nitf")[".nitf.xml"].encode(), name="a.xml")

    assert sorted(story_of(read)) == sorted(story_of(article))


def story_of(article):
    """Return zone and words of each paragraph but byline and dateline, which formats keep apart from the story."""
    kept = [p for p in article.paragraphs if p.zone not in {"byline", "dateline"}]
    return [(p.zone if p.zone == "headline" else "story", p.span.slice(article.text)) for p in kept]
