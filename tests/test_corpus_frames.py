"""What comes out of a store: frames as those of the analyses, files of them, the views, and the index page."""

from __future__ import annotations

import csv
import re
import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from attribution.cli.overview import index_page, store_sums
from attribution.corpus.frames import FRAME_COLUMNS, export_frames, read_store
from attribution.corpus.inputs import Corpus, Given, open_corpus
from attribution.corpus.running import analyze_corpus
from attribution.corpus.store import create_store, open_store
from attribution.errors import CorpusError
from attribution.reading.read import read_text
from attribution.tables import findings_frame, measures_frame, quotes_frame, sources_frame
from reports.index import build_index, index_entry, sum_entries
from tests.corpus_fakes import FakeRecipe, analysis_of, rows, write_lines

COUNT = 30


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    place = tmp_path_factory.mktemp("store")
    path = write_lines(place / "a.jsonl", [*rows(COUNT), {"id": "bad", "text": " "}])
    with create_store(place, resume=False) as store:
        analyze_corpus(open_corpus(str(path)), store, FakeRecipe(), page=None)
    return place


@pytest.fixture(scope="module")
def analyses():
    found = []
    for row in sorted(rows(COUNT), key=lambda row: row["id"]):
        article = read_text(row["text"], id=row["id"])
        facts = {"published": row["date"], "section": row["section"], "byline": row["byline"]}
        found.append(analysis_of(type(article)(article.id, article.text, article.paragraphs, article.title, **facts)))
    return found


@pytest.mark.parametrize(
    ("table", "frame_of"),
    [("quotes", quotes_frame), ("sources", sources_frame), ("measures", measures_frame), ("findings", findings_frame)],
)
def test_frames_of_a_store_are_those_of_the_analyses(store, analyses, table, frame_of):
    wanted = pd.concat([frame_of(analysis) for analysis in analyses], ignore_index=True)
    if table == "measures":
        wanted = wanted[wanted["key"].isna()].reset_index(drop=True)  # breakdowns are sums of quotes and sources
    with read_store(store) as frames:
        assert_frame_equal(frames.frame(table), wanted)
        chunks = list(frames.chunks(table, rows=7))
    assert len(chunks) > 3
    assert_frame_equal(pd.concat(chunks, ignore_index=True), wanted)


def test_articles_mentions_and_failures_have_their_columns(store, analyses):
    with read_store(store / "audit.sqlite") as frames:
        articles, mentions, failures = (frames.frame(name) for name in ("articles", "mentions", "failures"))
    assert list(articles["article"]) == [analysis.article.id for analysis in analyses]
    assert list(articles["quotes"]) == [len(analysis.quotes) for analysis in analyses]
    assert list(articles["day"]) == [analysis.article.published for analysis in analyses]
    assert len(mentions) == sum(len(source.mentions) for analysis in analyses for source in analysis.sources)
    assert failures.to_dict("records") == [
        {
            "place": "a.jsonl, line 31",
            "article": "bad",
            "error": "EmptyArticleError",
            "reason": "there is no text in it; nothing to analyse",
        }
    ]


def test_an_empty_store_has_the_same_columns(store, tmp_path):
    create_store(tmp_path, resume=False).__exit__(None, None, None)
    with read_store(tmp_path) as empty, read_store(store) as full:
        for table in FRAME_COLUMNS:
            columns = dict(full.frame(table).dtypes)
            columns.pop("extra_desk", None)  # of the editor's list, which an empty store knows nothing of
            assert dict(empty.frame(table).dtypes) == columns
            assert [len(chunk) for chunk in empty.chunks(table)] == [0]


def test_tables_are_written_as_csv_that_no_spreadsheet_takes_for_formulas(tmp_path):
    text = "Pier to close\n\n“=HYPERLINK(1) we will walk,” said Tomasi Vuki.\n\n=1+1 he wrote.\n"
    with create_store(tmp_path, resume=False) as store:
        analyze_corpus(Corpus("here", [Given("=a", "a", text, (("byline", "@you"),))]), store, FakeRecipe())
    with read_store(tmp_path) as frames:
        written = export_frames(frames, tmp_path / "tables", form="csv")
    assert sorted(path.name for path in written) == sorted(f"{table}.csv" for table in FRAME_COLUMNS)
    for path in written:
        with path.open(encoding="utf-8", newline="") as file:
            for line in csv.reader(file):
                assert not any(cell.startswith(("=", "+", "@")) for cell in line)
    with (tmp_path / "tables" / "articles.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["article"], row["byline"]) == ("'=a", "'@you")


def test_tables_are_written_as_parquet_with_their_types(store, tmp_path, monkeypatch):
    pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    monkeypatch.setattr("attribution.corpus.frames.CHUNK_ROWS", 7)
    with read_store(store) as frames:
        export_frames(frames, tmp_path, form="parquet")
        for table in FRAME_COLUMNS:
            read = pd.read_parquet(tmp_path / f"{table}.parquet", dtype_backend="numpy_nullable")
            assert_frame_equal(read.astype("string"), frames.frame(table).astype("string"))


def test_without_arrow_parquet_is_one_line(store, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with read_store(store) as frames, pytest.raises(CorpusError, match=r"pip install 'attribution-audit\[parquet\]'"):
        export_frames(frames, tmp_path, form="parquet")
    assert list(tmp_path.iterdir()) == []


def ask(store, question):
    with closing(sqlite3.connect(store / "audit.sqlite")) as connection:
        return connection.execute(question).fetchall()


def test_views_add_up_to_the_audits(store, analyses):
    words, quotes = defaultdict(int), defaultdict(int)
    for analysis in analyses:
        for breakdown in analysis.audit.breakdowns:
            if breakdown.dimension == "role_group":
                for share in breakdown.shares:
                    sums = {"words": words, "quotes": quotes}.get(breakdown.unit, defaultdict(int))
                    sums[analysis.article.published[:7], share.key] += share.numerator
    found = ask(store, "SELECT month, role_group, words, quotes FROM group_shares")
    assert {(month, group): (w, q) for month, group, w, q in found} == {
        key: (words[key], quotes[key]) for key in words if words[key]
    }
    for _, shares in pd.DataFrame(ask(store, "SELECT month, share FROM group_shares")).groupby(0):
        assert shares[1].sum() == pytest.approx(1, abs=0.001)
    named = defaultdict(int)
    for analysis in analyses:
        for source in analysis.sources:
            named[source.name] += 1
    assert dict(ask(store, "SELECT name, articles FROM most_quoted")) == named
    assert sum(n for (n,) in ask(store, "SELECT findings FROM rule_counts")) == sum(len(a.findings) for a in analyses)
    assert sum(n for (n,) in ask(store, "SELECT sources FROM anonymous_shares")) == sum(
        len(a.sources) for a in analyses
    )


def test_the_index_adds_up_to_what_the_entries_do(store, analyses):
    entries = [index_entry(analysis, "") for analysis in analyses]
    wanted = sum_entries(entries)
    with open_store(store) as opened:
        found = store_sums(opened)
        assert build_index(found) == build_index(wanted)
        few = store_sums(opened, listed=4)
    assert [entry.published for entry in few.entries] == sorted((e.published for e in entries), reverse=True)[:4]
    assert (few.articles, few.words, few.groups) == (wanted.articles, wanted.words, found.groups)


def test_the_index_page_names_what_failed_and_what_is_not_listed(store, monkeypatch):
    monkeypatch.setattr("attribution.cli.overview.MOST_FAILURES", 0)
    monkeypatch.setattr("attribution.cli.overview.store_sums", lambda opened: store_sums(opened, listed=10))
    with open_store(store) as opened:
        page = index_page(opened)
    assert "see the table failures of the store" in page
    assert "The latest 10 articles are listed." in page
    assert not re.search(r'<a href="(?!#)', page)  # no article has a page here


def test_the_document_has_every_column_of_every_table(store):
    text = (Path(__file__).parents[1] / "docs" / "corpus.md").read_text(encoding="utf-8")
    section = text.partition("\n## The store\n")[2].partition("\n## Questions\n")[0]
    listed = {}
    for part in section.split("\n### ")[1:]:
        name, _, body = part.partition("\n")
        cells = re.findall(r"^\| (`.*?) \|", body, re.MULTILINE)
        listed[name] = {column for cell in cells for column in re.findall(r"`(\w+)`", cell)}
    tables = [name for (name,) in ask(store, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert listed == {
        name: {row[1] for row in ask(store, f"PRAGMA table_info({name})")}
        for name in tables
        if not name.startswith("sqlite_")
    }
    views = {name for (name,) in ask(store, "SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert views == set(re.findall(r"`(\w+)`", text.partition("Five views")[2].partition(".\n")[0]))
