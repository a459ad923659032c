"""The file of corrections: what is written is read back, and every fault is one line that names its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.correcting.anchors import Anchor
from attribution.correcting.edits import (
    MOST_CORRECTIONS,
    Add,
    Corrections,
    Describe,
    Reassign,
    Remove,
    Who,
    corrections_file,
    corrections_from_dict,
    corrections_to_dict,
    load_corrections,
)
from attribution.errors import CorrectionError
from attribution.model import SourceKind
from attribution.sourcing.taxonomy import GROUPS

NAMES = st.text(min_size=1, max_size=12).filter(str.strip)
ANCHORS = st.builds(Anchor, NAMES, st.text(max_size=32), st.text(max_size=32), st.integers(0, 10**6))
KINDS = st.sampled_from(get_args(SourceKind))
PEOPLE = st.builds(Who, NAMES, KINDS, st.none() | ANCHORS)
QUOTES = st.lists(ANCHORS, min_size=1, max_size=3).map(tuple)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "name": NAMES,
        "kind": KINDS,
        "role": st.none() | NAMES,
        "role_group": st.sampled_from(sorted(GROUPS)),
        "affiliation": st.none() | NAMES,
    },
).filter(bool)
ITEMS = st.one_of(
    st.builds(Reassign, QUOTES, st.none() | PEOPLE),
    st.builds(Add, QUOTES, st.none() | PEOPLE),
    st.builds(Remove, QUOTES),
    st.builds(Describe, PEOPLE, CHANGES.map(lambda changes: tuple(changes.items()))),
)
CORRECTIONS = st.builds(Corrections, st.text(max_size=12), st.lists(ITEMS, max_size=4).map(tuple))
ANCHOR = {"words": "“No.”", "before": "", "after": " said", "start": 0}
WHO = {"name": "Mele Taufa", "kind": "person", "mention": None}


@given(CORRECTIONS)
def test_what_is_written_is_read_back(corrections):
    data = json.loads(json.dumps(corrections_to_dict(corrections)))
    assert corrections_from_dict(data) == corrections


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path):
    made = Corrections("dam", (Remove((Anchor("“No.”", "", " said", 7),)),))
    file = tmp_path / "dam.corrections.json"
    for encoding in ("utf-8", "utf-8-sig"):
        file.write_text(json.dumps(corrections_to_dict(made), ensure_ascii=False), encoding=encoding)
        assert load_corrections(file) == made


def test_the_file_stands_beside_the_article():
    assert corrections_file(Path("news") / "dam.v2.txt") == Path("news") / "dam.v2.corrections.json"


def item(**fields: object):
    return {"schema": 1, "article": "dam", "corrections": [fields]}


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ([], "corrections: is not an object"),
        ({"schema": 1, "article": "a"}, 'has no "corrections"'),
        ({"schema": 2, "article": "a", "corrections": []}, "is schema 2; this release reads schema 1"),
        ({"schema": True, "article": "a", "corrections": []}, '"schema" is bool'),
        ({"schema": 1, "article": "a", "corrections": [], "x": 1}, '"x" is none of schema, article, corrections'),
        ({"schema": 1, "article": "a", "corrections": [3] * (MOST_CORRECTIONS + 1)}, "2,001 corrections"),
        ({"schema": 1, "article": "a", "corrections": [3]}, "correction 1: is not an object"),
        (item(do="burn"), 'correction 1: "do" is "burn", not one of reassign, describe, add, remove'),
        (item(do="remove", quote=[ANCHOR], speaker=None), '"speaker" is none of do, quote'),
        (item(do="remove", quote=[]), "has 0 stretches of words; it needs 1 to"),
        (item(do="remove", quote=[{**ANCHOR, "words": " "}]), 'correction 1, quote 1: "words" is empty'),
        (item(do="remove", quote=[{**ANCHOR, "words": "x" * 100_001}]), '"words" is longer than 100,000 characters'),
        (item(do="remove", quote=[{**ANCHOR, "start": -1}]), '"start" is below 0'),
        (item(do="remove", quote=[{**ANCHOR, "start": "3"}]), '"start" is str'),
        (item(do="reassign", quote=[ANCHOR]), 'has no "speaker"'),
        (item(do="add", quote=[ANCHOR], speaker="Mele"), '"speaker" is str'),
        (item(do="add", quote=[ANCHOR], speaker={**WHO, "kind": "ghost"}), 'correction 1, speaker: "kind" is "ghost"'),
        (item(do="describe", source=WHO, set={}), "sets nothing; it can set name, kind, role"),
        (item(do="describe", source=WHO, set={"age": "71"}), 'correction 1, set: "age" is none of name, kind'),
        (item(do="describe", source=WHO, set={"kind": None}), '"kind" cannot be null'),
        (item(do="describe", source=WHO, set={"role_group": "gods"}), '"role_group" is "gods", not one of armed_group'),
    ],
)  # fmt: skip
def test_every_fault_is_one_line_that_names_its_place(data, fault, tmp_path):
    with pytest.raises(CorrectionError) as raised:
        corrections_from_dict(data)
    assert fault in str(raised.value)
    assert "\n" not in str(raised.value)
    file = tmp_path / "dam.corrections.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(CorrectionError, match=r"dam\.corrections\.json: ?"):
        load_corrections(file)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"{", "is not JSON"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"[" * 100_000, "is not JSON"),
        (b" " * 5_000_001, "larger than 5 MB"),
    ],
)
def test_a_file_that_is_none_is_told(tmp_path, content, fault):
    file = tmp_path / "dam.corrections.json"
    file.write_bytes(content)
    with pytest.raises(CorrectionError, match=fault):
        load_corrections(file)
    with pytest.raises(CorrectionError, match="cannot be read"):
        load_corrections(tmp_path / "none.corrections.json")
