"""Word lists: every list of the package validates, and what does not is named."""

from __future__ import annotations

from importlib.resources import files

import pytest

from attribution.errors import LexiconError
from attribution.lexicons import load_table, read_table

NAMES = sorted(
    p.name.removesuffix(".tsv") for p in (files("attribution") / "data").iterdir() if p.name.endswith(".tsv")
)
HEAD = "# source: by hand\n# licence: Apache-2.0\n"


@pytest.mark.parametrize("name", NAMES)
def test_every_list_of_the_package_validates(name):
    text = (files("attribution") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    if not text.startswith("#"):
        pytest.skip("not a word list")
    table = load_table(name)
    assert table.rows
    assert table.provenance["source"]
    assert table.provenance["licence"]


def test_a_list_gives_its_words_and_columns(tmp_path):
    path = tmp_path / "verbs.tsv"
    path.write_text(f"{HEAD}word\tkind\nsay\tplain\n\nshout\tloud\n", encoding="utf-8")
    table = read_table(path, "verbs")
    assert table.words() == {"say", "shout"}
    assert table.column("kind") == {"say": "plain", "shout": "loud"}
    with pytest.raises(KeyError):
        table.column("size")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("word\nsay\n", "no '# source:' line"),
        ("# source: me\nword\nsay\n", "no '# licence:' line"),
        (HEAD, "no words in it"),
        (f"{HEAD}word\n", "no words in it"),
        (f"{HEAD}word\nsay\nsay\n", r":5: 'say' stands twice"),
        (f"{HEAD}word\nsay\nask\n", r":5: 'ask' is not in sorted order"),
        (f"{HEAD}word\nSay\n", r":4: 'Say' is not lower-case"),
        (f"{HEAD}word\n say\n", r":4: ' say' is empty or has white space"),
        (f"{HEAD}word\tkind\nsay\n", r":4: 1 cells under 2 columns"),
    ],
)
def test_what_is_wrong_with_a_list_is_named(tmp_path, content, words):
    path = tmp_path / "list.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=words) as caught:
        read_table(path, "list")
    assert str(caught.value).startswith(str(path))


def test_a_list_of_names_keeps_its_case(tmp_path):
    path = tmp_path / "list.tsv"
    path.write_text(f"# case: kept\n{HEAD}word\nMs\nMx\n", encoding="utf-8")
    assert read_table(path, "list").words() == {"Ms", "Mx"}


@pytest.mark.parametrize("data", [None, b"\xff\xfe\x00"])
def test_a_list_that_cannot_be_read_is_named(tmp_path, data):
    path = tmp_path / "list.tsv"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(LexiconError, match="cannot be read as a word list"):
        read_table(path, "list")
