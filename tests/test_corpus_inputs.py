"""A corpus as a stream: every kind of source gives the same articles, and what is bad is one bad row."""

from __future__ import annotations

import csv
import gzip
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.corpus import inputs
from attribution.corpus.inputs import Columns, Given, Unreadable, open_corpus, unique
from attribution.errors import CorpusError
from tests.corpus_fakes import rows, story, write_folder, write_lines

ROWS = rows(3)


def write_csv(path, found, *, encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(found[0]))
        writer.writeheader()
        writer.writerows(found)
    return path


def articles(source, columns=None, *, stdin=None):
    return list(open_corpus(str(source), columns, stdin=stdin))


def shape(items):
    return [(item.id, item.data, dict(item.facts)) for item in items]


EXPECTED = [
    (row["id"], row["text"], {"published": row["date"], "section": row["section"], "byline": row["byline"]})
    for row in ROWS
]


def test_tables_of_all_kinds_give_the_same_articles(tmp_path):
    lines = write_lines(tmp_path / "a.jsonl", ROWS)
    packed = tmp_path / "a.jsonl.gz"
    packed.write_bytes(gzip.compress(lines.read_bytes()))
    table = write_csv(tmp_path / "a.csv", ROWS)
    for source in (lines, packed, table):
        assert shape(articles(source)) == EXPECTED
    assert shape(articles("-", stdin=io.BytesIO(lines.read_bytes()))) == EXPECTED
    packed_table = tmp_path / "a.csv.gz"
    packed_table.write_bytes(gzip.compress(table.read_bytes()))
    assert shape(articles(packed_table)) == EXPECTED


def test_parquet_gives_them_too(tmp_path):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    frame = pandas.DataFrame(ROWS)
    frame.to_parquet(tmp_path / "a.parquet")
    assert shape(articles(tmp_path / "a.parquet")) == EXPECTED
    corpus = open_corpus(str(tmp_path / "a.parquet"))
    assert corpus.total == 3
    frame["date"] = pandas.to_datetime(frame["date"])
    frame["id"] = range(3)
    frame.to_parquet(tmp_path / "b.parquet")
    found = articles(tmp_path / "b.parquet")
    assert [item.id for item in found] == ["0", "1", "2"]
    assert dict(found[1].facts)["published"] == "2026-02-02T00:00:00"
    with pytest.raises(CorpusError, match='no column "body"; there are: id, text'):
        articles(tmp_path / "a.parquet", Columns(text="body"))
    (tmp_path / "c.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(CorpusError, match=r"c\.parquet: is no Parquet file"):
        articles(tmp_path / "c.parquet")


def test_a_folder_gives_its_articles_at_any_depth_in_order(tmp_path):
    folder = write_folder(tmp_path / "in", 6)
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "x.txt").write_text("no", encoding="utf-8")
    (folder / "note.doc").write_text("no", encoding="utf-8")
    corpus = open_corpus(str(folder))
    found = list(corpus)
    assert corpus.total == 6
    assert [item.id for item in found] == sorted(f"week-{n % 4}/story-{n:04}.txt" for n in range(6))
    assert found[0].data.decode() == story(0)


def test_a_pattern_gives_what_it_matches(tmp_path):
    write_folder(tmp_path / "in", 6)
    found = articles(tmp_path / "in" / "*" / "story-000[13].txt")
    assert [item.id for item in found] == ["week-1/story-0001.txt", "week-3/story-0003.txt"]
    for number in (2, 1):
        write_lines(tmp_path / f"part-{number}.jsonl", [{"text": story(number)}])
    assert [item.id for item in articles(tmp_path / "part-*.jsonl")] == ["part-1-1", "part-2-1"]
    assert [item.id for item in articles(tmp_path / "in" / "week-1" / "story-0001.txt")] == ["story-0001.txt"]
    with pytest.raises(CorpusError, match="no file fits this pattern"):
        articles(tmp_path / "none-*.txt")


def test_a_file_of_rows_that_cannot_be_used_leaves_the_others_as_they_are(tmp_path):
    write_lines(tmp_path / "part-1.jsonl", [{"body": "Rain."}])
    (tmp_path / "part-2.jsonl.gz").write_bytes(b"no archive")
    write_lines(tmp_path / "part-3.jsonl", [{"text": story(3)}])
    bad, packed, good = list(open_corpus(str(tmp_path / "part-*")))
    assert bad == Unreadable("part-1.jsonl", 'no column "text"; there are: body. Name the right one: --text NAME')
    assert (packed.place, packed.reason.startswith("cannot be read to its end")) == ("part-2.jsonl.gz", True)
    assert good.id == "part-3-1"


def test_columns_of_other_names_are_named(tmp_path):
    path = write_lines(tmp_path / "a.jsonl", [{"body": "Rain.", "when": "3 May 2026", "n": 7}])
    (found,) = articles(path, Columns(text="body", published="when", id="n"))
    assert (found.id, found.data, found.facts) == ("7", "Rain.", (("published", "3 May 2026"),))


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (Columns(), 'no column "text"; there are: body, id. Name the right one: --text NAME'),
        (
            Columns(text="body", published="when"),
            'no column "when"; there are: body, id. Name the right one: --date NAME',
        ),
    ],
)
def test_a_column_that_is_missing_is_told_before_anything_is_read(tmp_path, columns, words):
    row = {"body": "Rain.", "id": "1"}
    for path in (write_lines(tmp_path / "a.jsonl", [row]), write_csv(tmp_path / "a.csv", [row])):
        with pytest.raises(CorpusError) as error:
            open_corpus(str(path), columns)
        assert str(error.value) == f"{path.name}: {words}"


def test_bad_lines_are_bad_lines(tmp_path, monkeypatch):
    monkeypatch.setattr(inputs, "MAX_BYTES", 200)
    path = tmp_path / "a.jsonl"
    lines = [
        *(b'{"text": "one"}', b"", b"{", b"[1]", b'{"text": 5}', b'{"id": "x"}', b'{"text": "\xff"}', b"[" * 190),
        *(b'{"text": "' + b"a" * 400 + b'"}', b'{"text": "last", "id": "l"}'),
    ]
    path.write_bytes(b"\n".join(lines))
    found = articles(path)
    assert [(item.id, item.data) for item in found if isinstance(item, Given)] == [("a-1", "one"), ("l", "last")]
    bad = {item.place: item.reason for item in found if isinstance(item, Unreadable)}
    assert list(bad) == [f"a.jsonl, line {n}" for n in (3, 4, 5, 6, 7, 8, 9)]
    assert bad["a.jsonl, line 4"] == "is JSON and no object with columns"
    assert bad["a.jsonl, line 5"] == 'column "text" holds no text but int'
    assert bad["a.jsonl, line 6"] == 'column "text" is missing'
    assert bad["a.jsonl, line 9"] == "a line of more than 200 bytes is no article"


def test_bad_rows_of_csv_are_bad_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(
        b'\xef\xbb\xbfid,text\r\n1,one\r\n2,t\xfcr\r\n3,a,b,c\r\n\r\n4\r\n5,"two\nlines, one cell"\r\n6,caf\xc3\xa9'
    )
    found = articles(path)
    assert [(item.id, item.data) for item in found if isinstance(item, Given)] == [
        ("1", "one"),
        ("5", "two\nlines, one cell"),
        ("6", "café"),
    ]
    assert [(item.place, item.reason) for item in found if isinstance(item, Unreadable)] == [
        ("a.csv, row 2", "is not UTF-8; save the table as UTF-8"),
        ("a.csv, row 3", "has 4 cells for 2 columns"),
        ("a.csv, row 4", 'column "text" is missing'),
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_what_holds_nothing_says_so(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(CorpusError, match="no articles there; it is empty"):
        articles(tmp_path / name)
    with pytest.raises(CorpusError, match="no such file or folder"):
        articles(tmp_path / "none")
    (tmp_path / "folder").mkdir()
    with pytest.raises(CorpusError, match="no articles there"):
        articles(tmp_path / "folder")


def test_a_gzip_that_is_none_is_one_line(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(b"no gzip")
    with pytest.raises(CorpusError, match="cannot be read to its end"):
        articles(tmp_path / "a.jsonl.gz")


def test_an_id_is_there_once():
    items = [Given("a", "p1", "one"), Given("b", "p2", "two"), Given("a", "p3", "three"), Unreadable("p4", "bad", "b")]
    found = list(unique(items))
    assert found[:2] == items[:2]
    assert [(item.place, item.id) for item in found[2:]] == [("p3", None), ("p4", None)]
    assert found[2].reason == 'its id "a" is that of an article before it; --id COLUMN names ids that differ'


def test_a_file_too_large_is_named_and_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(inputs, "MAX_BYTES", 10)
    (tmp_path / "a.txt").write_text("much more than ten", encoding="utf-8")
    (found,) = articles(tmp_path)
    assert found == Unreadable("a.txt", "18 bytes are no article; the limit is 10", "a.txt")


def test_how_much_is_read_is_known(tmp_path):
    path = write_lines(tmp_path / "a.jsonl", [{"text": "x" * 1000}] * 2000)
    corpus = open_corpus(str(path))
    shares = [corpus.share() for _ in corpus]
    assert shares == sorted(shares)
    assert shares[0] < 0.1
    assert corpus.share() == 1.0


CELLS = st.one_of(st.none(), st.integers(), st.floats(), st.booleans(), st.text(max_size=20), st.lists(st.text()))


@given(st.lists(st.dictionaries(st.sampled_from(["text", "id", "date", "title", "other"]), CELLS), max_size=8))
def test_any_row_is_an_article_or_says_why_not(found):
    lines = json.dumps({"text": "first"}) + "\n" + "".join(json.dumps(row) + "\n" for row in found)
    items = articles("-", stdin=io.BytesIO(lines.encode()))
    assert len(items) == len(found) + 1
    for item, row in zip(items[1:], found, strict=True):
        assert isinstance(item, Given) == isinstance(row.get("text"), str)
        if isinstance(item, Given):
            assert item.data == row["text"]
            assert all("\n" not in words for _, words in item.facts)


@given(st.text(max_size=30), st.text(max_size=30))
def test_digests_tell_articles_apart(one, two):
    assert (Given("a", "p", one).digest == Given("a", "q", two).digest) == (one == two)
    assert Given("a", "p", one).digest != Given("a", "p", one.encode("utf-8", "surrogatepass")).digest
    assert Given("a", "p", one).digest != Given("a", "p", one, (("title", "x"),)).digest
