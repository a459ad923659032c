"""JSON: the contract's fields in their order, round trips of any record, and loading what does not fit."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import pytest
from hypothesis import given

from attribution.errors import SchemaError
from attribution.model import Analysis
from attribution.schema import (
    SCHEMA_VERSION,
    analysis_from_dict,
    analysis_to_dict,
    annotated_from_dict,
    annotated_to_dict,
)
from tests.handmade import TEXT, ferry_analysis
from tests.strategies import analyses, annotations


@given(analyses())
def test_an_analysis_comes_back_the_same(analysis):
    data = analysis_to_dict(analysis)
    carried = json.loads(json.dumps(data))
    assert carried == data
    assert analysis_from_dict(carried, text=analysis.article.text) == analysis


@given(annotations())
def test_an_annotation_comes_back_the_same(annotated):
    carried = json.loads(json.dumps(annotated_to_dict(annotated)))
    assert annotated_from_dict(carried, text=annotated.article.text) == annotated


def test_the_fields_are_those_of_the_contract_in_its_order():
    data = ferry_analysis().to_dict()
    assert list(data) == [
        *("schema", "article", "models", "quotes", "sources", "no_comment", "audit", "findings", "warnings")
    ]
    article = "id title byline published url section language characters words sha256"
    quote = "id type content cue source speaker status confidence rule evidence paragraph flags"
    source = "id name kind role role_group affiliation pronouns anonymous reason mentions evidence extra"
    assert list(data["article"])[:10] == article.split()
    assert list(data["models"]) == ["package", "version"]
    assert list(data["quotes"][0])[:12] == quote.split()
    assert list(data["sources"][0]) == source.split()
    assert list(data["no_comment"][0])[:4] == ["speaker", "start", "end", "text"]
    assert list(data["findings"][0]) == ["rule", "severity", "message", "start", "end", "quote"]
    assert list(data["quotes"][0]["evidence"][0]) == ["rule", "spans", "note"]
    assert list(data["audit"]) == ["measures", "breakdowns"]
    assert data["schema"] == SCHEMA_VERSION == 1


def test_what_an_analysis_says():
    data = ferry_analysis().to_dict()
    start = TEXT.index("“We")
    assert data["article"]["characters"] == len(TEXT)
    assert data["quotes"][0]["content"] == [{"start": start, "end": start + 25, "text": "“We will row if we must,”"}]
    assert data["quotes"][2]["source"] is None
    assert (data["quotes"][2]["act"], data["quotes"][2]["candidates"]) == ("speech", ["s1", "s2"])
    assert data["article"]["paragraphs"][0] == {"start": 0, "end": 20, "zone": "headline"}


def change(data, path, value):
    *keys, last = path
    for key in keys:
        data = data[key]
    if value is KeyError:
        del data[last]
    else:
        data[last] = value


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (["schema"], 2, "analysis: is schema 2"),
        (["schema"], KeyError, 'has no "schema"'),
        (
            ["quotes", 0, "content", 0, "text"],
            "We will",
            r"analysis.quotes\[0\].content\[0\]: \[\d+, \d+\) is not \"We will\"",
        ),
        (["quotes", 0, "content", 0, "end"], 10_000, r"quotes\[0\].content\[0\]: \[\d+, 10000\) is no range"),
        (["quotes", 0, "content", 0, "start"], "3", r"content\[0\].start: is str, not int"),
        (["quotes", 0, "content", 0, "start"], True, r"content\[0\].start: is bool, not int"),
        (["quotes", 1, "type"], "shouted", r'quotes\[1\]: "type" is "shouted"'),
        (["quotes", 0, "speaker"], "s9", 'q1 names the source "s9"'),
        (["quotes", 2, "candidates", 0], "s9", 'q3 names the source "s9"'),
        (["no_comment", 0, "speaker"], "s9", 'no_comment names the source "s9"'),
        (["quotes"], {}, "analysis.quotes: is dict, not list"),
        (["sources", 0], "Vuki", r"sources\[0\]: is not an object"),
        (["sources", 0, "anonymous"], 0, r"sources\[0\].anonymous: is int, not bool"),
        (["sources", 0, "extra"], KeyError, r'sources\[0\]: has no "extra"'),
        (["sources", 0, "extra"], {"pronouns": 1}, r"sources\[0\].extra.pronouns: is int, not str"),
        (["article", "sha256"], "0", "article: sha256 does not fit"),
        (["article", "characters"], 3, "article: has 3 characters, and this text has"),
        (["article", "paragraphs", 0, "zone"], "sports", r'paragraphs\[0\]: "zone"'),
        (["warnings", 0], 1, r"warnings\[0\]: is not a string"),
        (["findings", 0, "severity"], "fatal", "severity"),
    ],
)
def test_what_does_not_fit_is_named(path, value, words):
    data = copy.deepcopy(ferry_analysis().to_dict())
    change(data, path, value)
    with pytest.raises(SchemaError, match=words) as caught:
        Analysis.from_dict(data, text=TEXT)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [None, [], "x", 3, {}])
def test_what_is_no_analysis_is_refused(data):
    with pytest.raises(SchemaError, match="analysis"):
        analysis_from_dict(data, text="")


def test_another_text_of_the_same_length_is_refused():
    with pytest.raises(SchemaError, match="sha256"):
        Analysis.from_dict(ferry_analysis().to_dict(), text=TEXT.replace("May", "Jun"))


def keys_of(data):
    if isinstance(data, dict):
        yield from data
        for value in data.values():
            yield from keys_of(value)
    elif isinstance(data, list):
        for value in data:
            yield from keys_of(value)


def test_every_field_is_documented():
    documented = (Path(__file__).parents[1] / "docs" / "json.md").read_text(encoding="utf-8")
    missing = {key for key in keys_of(ferry_analysis().to_dict()) if not re.search(rf'[`"]{key}[`"]', documented)}
    assert missing == set()
