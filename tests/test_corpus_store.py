"""The store: what a run puts there, what the next one leaves, and that no kill, lock or full disk harms it."""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from attribution.corpus import store as stores
from attribution.corpus import workers
from attribution.corpus.inputs import Corpus, Given, Unreadable, open_corpus
from attribution.corpus.records import day_of
from attribution.corpus.running import analyze_corpus
from attribution.corpus.store import create_store, open_store
from attribution.errors import ModelMissingError, OutputError, StoreError
from tests.corpus_fakes import FakeRecipe, dump, rows, story, write_folder, write_lines

ROOT = Path(__file__).parents[1]


def run(source, folder, *, recipe=None, resume=False, **options: object):
    corpus = source if isinstance(source, Corpus) else open_corpus(str(source))
    with create_store(Path(folder), resume=resume, patience=0.1) as store:
        return analyze_corpus(corpus, store, recipe or FakeRecipe(), **options)


def program(*arguments: object, **options: object):
    command = [sys.executable, "-m", "tests.corpus_program", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def ask(folder, question):
    with closing(sqlite3.connect(folder / "audit.sqlite")) as connection:
        return connection.execute(question).fetchall()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A folder of articles, and the store of it that no run had to take up."""
    place = tmp_path_factory.mktemp("whole")
    folder = write_folder(place / "in", 160)
    (folder / "bad.txt").write_bytes(b"")
    (folder / "worse.txt").write_text(story(1, more=" RAISE"), encoding="utf-8")
    totals = run(folder, place / "out")
    assert (totals.analyzed, totals.unchanged, totals.failed) == (160, 0, 2)
    return folder, place / "out"


def test_each_article_is_there_once_and_failures_have_their_reasons(whole):
    _, out = whole
    assert ask(out, "SELECT count(*), count(DISTINCT id) FROM articles") == [(160, 160)]
    bad, worse = ask(out, "SELECT place, error, reason FROM failures ORDER BY place")
    assert bad[:2] == ("bad.txt", "EmptyArticleError")
    assert bad[2].endswith("nothing to analyse")
    assert worse == ("worse.txt", "AttributionError", "a fault in a stage")
    assert ask(out, "SELECT count(*) FROM quotes") == [(374,)]
    ((settings, finished),) = ask(out, "SELECT settings, finished FROM runs")
    assert '"version": "1"' in settings
    assert finished


def test_spans_lead_back_to_words(whole):
    folder, out = whole
    found = ask(out, 'SELECT a.id, q.start, q."end", q.text FROM quotes AS q JOIN articles AS a ON a.key = q.article')
    found += ask(
        out, 'SELECT a.id, m.start, m."end", m.text FROM mentions AS m JOIN articles AS a ON a.key = m.article'
    )
    assert len(found) > 600
    for article, start, end, words in found:
        assert (folder / article).read_text(encoding="utf-8")[start:end] == words


def test_a_store_is_the_same_whatever_the_jobs_and_the_order(whole, tmp_path):
    folder, out = whole
    run(folder, tmp_path / "two", jobs=2)
    assert dump(tmp_path / "two") == dump(out)
    items = list(open_corpus(str(folder)))
    random.Random(3).shuffle(items)
    run(Corpus(str(folder), items), tmp_path / "shuffled")
    assert dump(tmp_path / "shuffled") == dump(out)


def test_twenty_kills_at_random_moments_lose_nothing(whole, tmp_path):
    folder, out = whole
    chance = random.Random(11)
    stores_made = killed = 0
    while killed < 20:
        with program(folder, tmp_path / str(stores_made), 1 + killed % 2, "--resume") as process:
            # So many batches in the store and then a moment more; some before there is any.
            lines = [process.stdout.readline() for _ in range(chance.choice((0, 1, 1, 2, 3)))]
            time.sleep(chance.random() * 0.05)
            ended = "" in lines or process.poll() is not None
            process.kill()
            process.wait()
        killed += not ended
        if ended:  # quicker than the blows: the next fall on another store
            assert dump(tmp_path / str(stores_made)) == dump(out)
            stores_made += 1
    with program(folder, tmp_path / str(stores_made), 1, "--resume") as process:
        printed, told = process.communicate()
    assert process.returncode == 0, told
    analyzed, unchanged, failed = map(int, printed.splitlines()[-1].split())
    assert (analyzed + unchanged, failed) == (160, 2)
    assert dump(tmp_path / str(stores_made)) == dump(out)


def test_what_is_there_and_unchanged_is_left(whole, tmp_path):
    folder, out = whole
    shutil.copytree(out, tmp_path / "out")
    totals = run(folder, tmp_path / "out", resume=True)
    assert (totals.analyzed, totals.unchanged, totals.failed) == (0, 160, 2)
    assert dump(tmp_path / "out") == dump(out)


def test_what_changed_is_analysed_anew(whole, tmp_path):
    folder, out = whole
    shutil.copytree(out, tmp_path / "out")
    shutil.copytree(folder, tmp_path / "in")
    (tmp_path / "in" / "week-0" / "story-0000.txt").write_text(story(900), encoding="utf-8")
    (tmp_path / "in" / "worse.txt").write_text(story(1), encoding="utf-8")
    (tmp_path / "in" / "new.txt").write_text(story(901), encoding="utf-8")
    totals = run(tmp_path / "in", tmp_path / "out", resume=True)
    assert (totals.analyzed, totals.unchanged, totals.failed) == (3, 159, 1)
    run(tmp_path / "in", tmp_path / "fresh")
    assert {**dump(tmp_path / "out"), "runs": []} == {**dump(tmp_path / "fresh"), "runs": []}


def test_an_article_that_goes_bad_goes(whole, tmp_path):
    folder, _ = whole
    for number in range(3):
        shutil.copy(folder / "week-0" / f"story-{4 * number:04}.txt", tmp_path)
    run(tmp_path, tmp_path / "out")
    (tmp_path / "story-0004.txt").write_text(" ", encoding="utf-8")
    totals = run(tmp_path, tmp_path / "out", resume=True)
    assert (totals.analyzed, totals.unchanged, totals.failed) == (0, 2, 1)
    assert ask(tmp_path / "out", "SELECT count(*) FROM articles") == [(2,)]
    assert dump(tmp_path / "out")


def test_other_models_are_another_run(whole, tmp_path):
    folder, out = whole
    shutil.copytree(out, tmp_path / "out")
    totals = run(folder, tmp_path / "out", resume=True, recipe=FakeRecipe("2"))
    assert (totals.analyzed, totals.unchanged) == (160, 0)
    assert ask(tmp_path / "out", "SELECT model_version FROM runs") == [("2",)]
    run(folder, tmp_path / "fresh", recipe=FakeRecipe("2"))
    assert dump(tmp_path / "out") == dump(tmp_path / "fresh")
    limited = run(folder, tmp_path / "out", resume=True, limit=10)
    assert limited.analyzed + limited.failed == 10
    assert len(ask(tmp_path / "out", "SELECT key FROM runs")) == 2


def test_texts_are_kept_where_asked_for(whole, tmp_path):
    folder, _ = whole
    run(folder, tmp_path, limit=6)
    assert ask(tmp_path, "SELECT count(text) FROM articles") == [(0,)]
    totals = run(folder, tmp_path, limit=6, resume=True, keep_text=True)
    assert totals.analyzed == 5
    ((article, packed),) = ask(tmp_path, "SELECT id, text FROM articles ORDER BY id LIMIT 1")
    assert zlib.decompress(packed).decode() == (folder / article).read_text(encoding="utf-8")
    assert run(folder, tmp_path, limit=6, resume=True).unchanged == 5


def page_of(analysis):
    return f"<p>{analysis.article.id}"


def test_pages_are_written_where_the_store_says(whole, tmp_path):
    folder, _ = whole
    run(folder, tmp_path, limit=6, page=page_of)
    for article, page in ask(tmp_path, "SELECT id, page FROM articles"):
        assert (tmp_path / page).read_text(encoding="utf-8") == f"<p>{article}"
    assert len(list((tmp_path / "pages").iterdir())) == 5
    assert run(folder, tmp_path, limit=6, resume=True, page=page_of).unchanged == 5


def test_a_store_that_is_there_is_not_written_by_chance(whole):
    folder, out = whole
    before = dump(out)
    with pytest.raises(StoreError, match=r"audit\.sqlite: is there already; go on with it \(--resume\)"):
        run(folder, out)
    assert dump(out) == before


def test_a_process_that_dies_takes_one_article_with_it(tmp_path):
    items = [Given(f"a{n}", f"a{n}", story(n, more=" KILL" if n == 5 else "")) for n in range(12)]
    totals = run(Corpus("here", items), tmp_path, jobs=2)
    assert (totals.analyzed, totals.failed) == (11, 1)
    ((place, reason),) = ask(tmp_path, "SELECT place, reason FROM failures")
    assert place == "a5"
    assert reason.startswith("the process that analysed it ended (signal 9)")


def test_models_that_are_missing_are_one_error(tmp_path):
    with pytest.raises(ModelMissingError, match="no models here"):
        run(Corpus("here", [Given("a", "a", story(1))]), tmp_path, recipe=FakeRecipe(missing=True))


def test_a_second_article_of_an_id_is_a_failure(tmp_path):
    path = write_lines(tmp_path / "a.jsonl", [*rows(3), {"id": "a1", "text": story(7)}])
    totals = run(path, tmp_path / "out")
    assert (totals.analyzed, totals.failed) == (3, 1)
    assert ask(tmp_path / "out", "SELECT place, reason FROM failures") == [
        ("a.jsonl, line 4", 'its id "a1" is that of an article before it; --id COLUMN names ids that differ')
    ]
    again = run(path, tmp_path / "out", resume=True)
    assert (again.unchanged, again.failed) == (3, 1)


def test_letters_that_no_store_holds_are_replaced(tmp_path):
    text = story(1, more=" \ud800 and \x00 “\ud801no\x00”")
    run(Corpus("here", [Given("a\ud800", "a", text)]), tmp_path)
    assert ask(tmp_path, "SELECT id FROM articles") == [("a\ufffd",)]
    assert "“\ufffdno\ufffd”" in {words for (words,) in ask(tmp_path, "SELECT text FROM quotes")}
    assert run(Corpus("here", [Given("a\ud800", "a", text)]), tmp_path, resume=True).unchanged == 1


def test_only_as_much_is_read_as_there_are_processes_for(tmp_path):
    read = []

    def items() -> Iterator[Given]:
        for number in range(400):
            read.append(number)
            yield Given(f"a{number}", f"a{number}", story(number))

    class Watch:
        ahead = 0

        def advance(self, articles, *, analyzed) -> None:  # noqa: ARG002 - the watcher's signature
            self.done = getattr(self, "done", 0) + articles
            Watch.ahead = max(Watch.ahead, len(read) - self.done)

    run(Corpus("here", items()), tmp_path, jobs=2, watch=Watch())
    assert Watch.ahead <= 2 * workers.BATCH_ARTICLES


# What goes wrong with the disk


def test_a_locked_store_is_one_line_and_stays_whole(whole, tmp_path):
    folder, out = whole
    shutil.copytree(out, tmp_path / "out")
    with closing(sqlite3.connect(tmp_path / "out" / "audit.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"audit\.sqlite: another program is writing it; close that"):
            run(folder, tmp_path / "out", resume=True, recipe=FakeRecipe("2"))
    assert dump(tmp_path / "out") == dump(out)


def test_two_runs_never_write_one_store(whole):
    _, out = whole
    with create_store(out, resume=True), pytest.raises(StoreError, match="another run is writing it; wait for its end"):
        create_store(out, resume=True)
    create_store(out, resume=True).__exit__(None, None, None)


def test_a_store_without_room_is_one_line_and_goes_on_with_room(whole, tmp_path, monkeypatch):
    folder, out = whole
    prepare = stores._prepare

    def small(connection) -> None:
        prepare(connection)
        connection.execute("PRAGMA max_page_count = 60")

    monkeypatch.setattr(stores, "_prepare", small)
    monkeypatch.setattr(workers, "BATCH_ARTICLES", 8)
    with pytest.raises(StoreError, match="there is no room left for it; make room and go on with --resume"):
        run(folder, tmp_path)
    assert 0 < ask(tmp_path, "SELECT count(*) FROM articles")[0][0] < 160
    dump(tmp_path)
    monkeypatch.setattr(stores, "_prepare", prepare)
    assert run(folder, tmp_path, resume=True).unchanged > 0
    assert dump(tmp_path) == dump(out)


def test_a_disk_that_is_full_is_one_line_and_goes_on_with_room(whole, tmp_path):
    folder, out = whole
    limit = 300_000

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    with program(folder, tmp_path, 1, preexec_fn=small_files) as process:
        told = process.stderr.read()
        assert process.wait() == 1
    assert re.fullmatch(
        r"\S*audit\.sqlite: cannot be written \(.*\); go on with --resume: what is in it is whole\n", told
    )
    dump(tmp_path)
    with program(folder, tmp_path, 1, "--resume") as process:
        process.stdout.read()
        assert process.wait() == 0, process.stderr.read()
    assert dump(tmp_path) == dump(out)


@contextmanager
def as_nobody():
    """Be a user who may not write everywhere, where the tests are run by root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name != "posix", reason="folders that cannot be written are made with POSIX permissions")
def test_a_folder_that_cannot_be_written_is_one_line(whole, tmp_path):
    _, out = whole
    shutil.copytree(out, tmp_path / "out")
    (tmp_path / "out").chmod(0o555)
    for file in (tmp_path / "out").iterdir():
        file.chmod(0o444)
    modes = {parent: parent.stat().st_mode for parent in (tmp_path, *tmp_path.parents[:2])}
    for parent, mode in modes.items():
        parent.chmod(mode | 0o055)
    try:
        with as_nobody():
            for place in (tmp_path / "out", tmp_path / "out" / "new"):
                with pytest.raises(StoreError, match=r"^[^\n]* choose another --output$"):
                    create_store(place, resume=True)
    finally:
        (tmp_path / "out").chmod(0o755)
        for parent, mode in modes.items():
            parent.chmod(mode)
    for file in (tmp_path / "out").iterdir():
        file.chmod(0o644)
    assert dump(tmp_path / "out") == dump(out)


def test_a_page_that_cannot_be_written_is_an_error_and_nothing_of_it_in_the_store(whole, tmp_path):
    folder, _ = whole
    (tmp_path / "pages").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError, match="pages"):
        run(folder, tmp_path, limit=3, page=page_of)
    assert ask(tmp_path, "SELECT count(*) FROM articles") == [(0,)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not a database at all, but a text of some length " * 40, "is no store"),
        (b"", None),
    ],
)
def test_what_is_no_store_is_told(tmp_path, content, words):
    (tmp_path / "audit.sqlite").write_bytes(content)
    if words is None:
        with pytest.raises(StoreError, match="is an empty file and no store yet"):
            open_store(tmp_path)
        create_store(tmp_path, resume=True).__exit__(None, None, None)
        return
    for opened in (open_store, lambda path: create_store(path, resume=True)):
        with pytest.raises(StoreError, match=words):
            opened(tmp_path)


def test_files_of_others_and_of_other_schemas_are_left(tmp_path):
    with pytest.raises(StoreError, match="no such store; attribution corpus makes one"):
        open_store(tmp_path)
    path = tmp_path / "audit.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    with pytest.raises(StoreError, match="is an SQLite file and no store of this program"):
        create_store(tmp_path, resume=True)
    path.unlink()
    create_store(tmp_path, resume=False).__exit__(None, None, None)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="is of schema 99; this release has 1"):
        open_store(path)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-03-04", "2026-03-04"),
        ("2026-03-04T10:00:00Z", "2026-03-04"),
        ("4 March 2026", "2026-03-04"),
        ("March 4th, 2026", "2026-03-04"),
        ("Mar. 4, 2026", "2026-03-04"),
        ("Wed, 04 Mar 2026 23:30:00 -0500", "2026-03-04"),
        ("3/4/2026", None),
        ("March 2026", None),
        ("2026-13-40", None),
        ("", None),
        (None, None),
    ],
)
def test_days_are_read_where_they_are_certain(words, day):
    assert day_of(words) == day


def test_unreadable_items_are_told_and_kept(tmp_path):
    totals = run(Corpus("here", [Unreadable("row 3", "holds nothing", "x"), Given("a", "a", story(1))]), tmp_path)
    assert [(f.place, f.reason) for f in totals.failures] == [("row 3", "holds nothing")]
    assert ask(tmp_path, "SELECT place, id, reason FROM failures") == [("row 3", "x", "holds nothing")]
