"""Files: names that fit everywhere, whole files or none, JSON in one line, CSV that is no formula."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.commands.outputs import csv_text, file_names, json_text, safe_name, write_file
from attribution.errors import OutputError


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("story", "story"),
        ("a/b\\c:d?", "a_b_c_d_"),
        ("..", "article"),
        ("", "article"),
        (" x. ", "x"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("łódź 船", "łódź 船"),
        ("a\nb\0", "a_b_"),
        ("y" * 300, "y" * 100),
    ],
)
def test_safe_names(words, name):
    assert safe_name(words) == name


@given(st.lists(st.sampled_from(["a", "A", "a-2", "b", "index", "a/", ""]) | st.text(max_size=5), max_size=12))
def test_no_two_names_are_alike(ids):
    names = file_names(ids, taken=("index",))
    folded = [name.casefold() for name in [*names, "index"]]
    assert len(names) == len(ids)
    assert len(set(folded)) == len(folded)
    assert all(name and "/" not in name for name in names)


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "deep" / "a.json"
    write_file(path, "one\r\nline “”")
    assert path.read_bytes() == "one\r\nline “”".encode()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(
        OutputError, match=r"a\.json: cannot be written \(No space left on device\); choose another --output"
    ):
        write_file(path, "two")
    assert path.read_text(encoding="utf-8").startswith("one")
    assert [p.name for p in path.parent.iterdir()] == ["a.json"]


def test_a_folder_that_is_a_file_is_told(tmp_path):
    (tmp_path / "a").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        write_file(tmp_path / "a" / "b.json", "x")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_json_comes_back_and_a_line_is_a_line(data):
    line = json_text(data, indent=None)
    assert json.loads(line) == data
    assert len(line.splitlines()) == 1
    assert line.encode("utf-8")
    assert json.loads(json_text(data)) == data


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_becomes_text(cell):
    text = csv_text(pd.DataFrame({"words": pd.array([cell], dtype="string")}))
    assert next(csv.DictReader(io.StringIO(text, newline="")))["words"] == f"'{cell}"


def test_numbers_stay_and_gaps_are_empty():
    frame = pd.DataFrame(
        {"n": pd.array([-3, None], dtype="Int64"), "t": pd.array(["a,b\n“c”", None], dtype="string"), "x": [0.5, -0.25]}
    )
    assert csv_text(frame) == 'n,t,x\n-3,"a,b\n“c”",0.5\n,,-0.25\n'
    assert csv_text(frame, header=False).startswith("-3,")
