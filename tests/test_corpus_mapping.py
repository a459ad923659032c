"""Frames to frames: the same columns whatever comes in, and a Dask cluster of which a worker is killed."""

from __future__ import annotations

import importlib.util
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from typer.testing import CliRunner

import attribution.corpus
from attribution import cli
from attribution.corpus import Settings, map_frame, map_frames, spark_schema
from attribution.corpus import cluster as clusters
from attribution.corpus.frames import FRAME_COLUMNS
from attribution.corpus.inputs import Columns, open_corpus
from attribution.errors import CorpusError
from attribution.tables import QUOTE_COLUMNS
from tests.corpus_fakes import FakeRecipe, rows, story, write_lines

ROOT = Path(__file__).parents[1]
HAS_DASK = all(importlib.util.find_spec(name) for name in ("dask", "distributed", "pyarrow"))
if HAS_DASK:
    import dask
    import dask.dataframe as dd
    from distributed import Client
needs_dask = pytest.mark.skipif(not HAS_DASK, reason="the extra dask is not installed")


def test_quotes_of_a_frame_have_the_columns_and_types_of_tables():
    found = map_frame(pd.DataFrame(rows(4)), settings=FakeRecipe())
    assert list(found.columns) == list(QUOTE_COLUMNS)
    assert set(found["article"]) == {"a0", "a1", "a2", "a3"}
    assert len(found) == 10


@pytest.mark.parametrize("table", FRAME_COLUMNS)
def test_an_empty_frame_has_the_same_columns_and_types(table):
    full = map_frame(pd.DataFrame([*rows(2), {"id": "bad", "text": " "}]), table=table, settings=FakeRecipe())
    empty = map_frame(pd.DataFrame(rows(1)).head(0), table=table, settings=FakeRecipe())
    assert len(full)
    assert not len(empty)
    assert dict(full.dtypes) == dict(empty.dtypes)


def test_parts_put_together_are_the_whole():
    frame = pd.DataFrame(rows(6))
    whole = map_frame(frame, table="sources", settings=FakeRecipe())
    parts = map_frames((frame.iloc[n : n + 2] for n in (0, 2, 4)), table="sources", settings=FakeRecipe())
    assert_frame_equal(pd.concat(list(parts), ignore_index=True), whole)


def test_rows_that_fail_are_logged_and_to_be_had(caplog):
    frame = pd.DataFrame({"text": [story(1), None, story(2, more=" RAISE")]})
    with caplog.at_level(logging.WARNING, logger="attribution"):
        assert set(map_frame(frame, settings=FakeRecipe())["article"]) == {"row-1"}
    assert [record.getMessage() for record in caplog.records] == [
        'row, row 2: column "text" is missing',
        "row, row 3: a fault in a stage",
    ]
    failures = map_frame(frame, table="failures", settings=FakeRecipe())
    assert list(failures["article"]) == ["row-2", "row-3"]


def test_columns_of_other_names_are_named():
    frame = pd.DataFrame({"body": [story(1)], "when": [pd.Timestamp("2026-03-04")]})
    with pytest.raises(CorpusError, match='no column "text" in the frame; there are: body, when'):
        map_frame(frame, settings=FakeRecipe())
    found = map_frame(frame, table="articles", columns=Columns(text="body", published="when"), settings=FakeRecipe())
    assert list(found["day"]) == ["2026-03-04"]


def test_models_are_loaded_once_a_process(monkeypatch):
    made = []
    make = FakeRecipe.make
    monkeypatch.setattr(FakeRecipe, "make", lambda self: made.append(self) or make(self))
    recipe = FakeRecipe("loaded once")
    for _ in range(3):
        map_frame(pd.DataFrame(rows(1)), settings=recipe)
    assert len(made) == 1


def test_the_schema_for_spark_names_every_column():
    schema = spark_schema("quotes", settings=FakeRecipe())
    assert [part.split()[0].strip("`") for part in schema.split(", ")] == list(QUOTE_COLUMNS)
    assert "`words` bigint" in schema
    assert "`extra_desk` string" in spark_schema("sources", settings=FakeRecipe())


def test_the_names_of_the_package_are_there():
    assert attribution.corpus.map_frame is map_frame
    for name in attribution.corpus.__all__:
        assert getattr(attribution.corpus, name)
    with pytest.raises(AttributeError):
        _ = attribution.corpus.nothing
    assert Settings().extra_columns() == ()


def test_without_dask_a_cluster_is_one_line(monkeypatch, tmp_path):
    pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    monkeypatch.setitem(sys.modules, "distributed", None)
    corpus = open_corpus(str(write_lines(tmp_path / "a.jsonl", rows(2))))
    with pytest.raises(CorpusError, match=r"pip install 'attribution-audit\[dask\]'"):
        clusters.analyze_on_cluster(corpus, tmp_path / "out", FakeRecipe(), "tcp://127.0.0.1:1")


# A real scheduler with two workers, each a process, on loopback


@pytest.fixture(scope="module")
def dask_cluster(tmp_path_factory):
    """The address of a scheduler, and its two worker processes."""
    place = tmp_path_factory.mktemp("dask")
    file = place / "scheduler.json"
    env = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__MEMORY__TERMINATE": "False"}
    common = {"cwd": place, "env": env, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    ports = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    processes = [subprocess.Popen([sys.executable, "-m", "distributed.cli.dask_scheduler", *ports], **common)]
    own = ["--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", *own]
    processes += [subprocess.Popen([*worker, "--name", f"w{n}"], **common) for n in range(2)]
    deadline = time.monotonic() + 120
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    with Client(scheduler_file=str(file), timeout=120, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=120)
        address = client.scheduler.address
    yield address, processes[1:]
    for process in processes:
        process.kill()
        process.wait()


def tables_of(folder):
    return {
        table: pd.concat([pd.read_parquet(path) for path in sorted((folder / table).glob("part-*.parquet"))])
        for table in FRAME_COLUMNS
    }


@needs_dask
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_worker_killed_in_the_middle_loses_nothing(dask_cluster, tmp_path, monkeypatch):
    address, workers = dask_cluster
    monkeypatch.setattr(clusters, "PARTITION_ARTICLES", 5)
    lines = [row | {"text": story(n, more=" SLEEP")} for n, row in enumerate(rows(60))]
    path = write_lines(tmp_path / "a.jsonl", [*lines, {"id": "bad", "text": " "}])
    heard = []

    class Watch:
        def advance(self, articles, *, analyzed) -> None:  # noqa: ARG002 - the watcher's signature
            heard.append(articles)
            if len(heard) == 2:
                workers[0].send_signal(signal.SIGKILL)

    def analyze(folder, *, resume=False, watch=None) -> object:
        corpus = open_corpus(str(path))
        return clusters.analyze_on_cluster(corpus, folder, FakeRecipe(), address, resume=resume, watch=watch)

    totals = analyze(tmp_path / "out", watch=Watch())
    workers[0].wait()
    assert (totals.analyzed, totals.failed) == (60, 1)
    assert [failure.place for failure in totals.failures] == ["a.jsonl, line 61"]
    found = tables_of(tmp_path / "out")
    frame = pd.DataFrame(lines)
    for table in ("quotes", "sources", "measures", "findings", "mentions"):
        whole = map_frame(frame, table=table, settings=FakeRecipe())
        keys = ["article"]
        ordered = found[table].astype("string").sort_values(keys, kind="stable").reset_index(drop=True)
        assert_frame_equal(ordered, whole.astype("string").sort_values(keys, kind="stable").reset_index(drop=True))
    assert not list((tmp_path / "out").rglob("*.part"))

    # Taken up: whole partitions stay as they are, one that is gone or half there is made again.
    (tmp_path / "out" / "articles" / "part-000003.parquet").unlink()
    (tmp_path / "out" / "quotes" / "part-000004.parquet").write_bytes(b"of another")
    (tmp_path / "out" / "articles" / "part-000004.parquet").write_bytes(b"cut off")
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("part-00000[0125].parquet")}
    with pytest.raises(CorpusError, match=r"has partitions already; go on with them \(--resume\)"):
        analyze(tmp_path / "out")
    resumed = analyze(tmp_path / "out", resume=True)
    assert (resumed.analyzed, resumed.unchanged, resumed.failed) == (10, 51, 0)
    assert before == {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("part-00000[0125].parquet")}
    for table, frame in tables_of(tmp_path / "out").items():
        assert_frame_equal(frame, found[table])

    # Fewer articles leave no partition of those that were.
    write_lines(path, lines[:7])
    assert analyze(tmp_path / "out", resume=True).analyzed == 2
    assert sorted(p.name for p in (tmp_path / "out" / "quotes").iterdir()) == [
        "part-000000.parquet",
        "part-000001.parquet",
    ]


@needs_dask
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_scheduler_that_is_not_there_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(clusters, "PATIENCE", 0.5)
    corpus = open_corpus(str(write_lines(tmp_path / "a.jsonl", rows(2))))
    with pytest.raises(CorpusError, match="no Dask scheduler answers there"):
        clusters.analyze_on_cluster(corpus, tmp_path / "out", FakeRecipe(), "tcp://127.0.0.1:1")


@needs_dask
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_partitions_of_a_dask_frame_are_mapped():
    frame = pd.DataFrame(rows(6))
    with dask.config.set(scheduler="synchronous"):
        parts = dd.from_pandas(frame, npartitions=3)
        empty = map_frame(frame.head(0), settings=FakeRecipe())
        found = parts.map_partitions(map_frame, settings=FakeRecipe(), meta=empty).compute()
    whole = map_frame(frame, settings=FakeRecipe())
    assert_frame_equal(found.reset_index(drop=True), whole, check_dtype=False)


@needs_dask
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_the_command_takes_a_cluster(dask_cluster, tmp_path, monkeypatch):
    address, _ = dask_cluster
    monkeypatch.setattr("attribution.corpus.settings.Settings", lambda *_: FakeRecipe())
    path = write_lines(tmp_path / "a.jsonl", [*rows(4), {"id": "bad", "text": " "}])
    out = tmp_path / "out"
    done = CliRunner().invoke(cli.app, ["corpus", str(path), "--dask", address, "--output", str(out)])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "attribution: a.jsonl, line 5: there is no text in it; nothing to analyse",
        "attribution: 4 articles analysed, 1 failed",
        f"attribution: wrote {out}",
    ]
    assert len(pd.read_parquet(out / "quotes" / "part-000000.parquet")) == 10
