"""What a corpus takes: memory over a long run, the store's size, what a second process gains, what kills cost.

    python benchmarks/corpus.py size [--articles 2000]     bytes of the store for an article, text left out
    python benchmarks/corpus.py memory [--articles 2000]   resident memory of all processes, by quarters of the run
    python benchmarks/corpus.py jobs [--articles 400]      articles a second with one and with two processes
    python benchmarks/corpus.py kills [--kills 20]         runs killed at random moments, taken up, and compared

Articles are those of examples/ and, where it is there, of ../shared/data, over and over, each under its own id and with
a line of its own. Nothing is asserted; aims: under 12 KB an article, the last quarter within a tenth of the second, 1.7
times, equal. `size` analyses each article once and puts its rows in under many ids.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from attribution.corpus.inputs import Given, open_corpus
from attribution.corpus.records import Done, record_of
from attribution.corpus.running import Totals, analyze_corpus
from attribution.corpus.settings import Settings
from attribution.corpus.store import create_store
from attribution.model import Analysis
from attribution.pipeline import Analyzer

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
SEED = 7
LONGEST = 12_000  # characters


def texts() -> list[str]:
    """Return the articles that a corpus is made of, none longer than 12,000 characters."""
    paths = [*sorted((ROOT / "examples").glob("*.txt"))]
    for pattern in ("articles/*.txt", "speakers-dev/*.txt"):
        paths += sorted(SHARED.glob(pattern))
    found = [path.read_text(encoding="utf-8") for path in paths]
    return [text for text in found if len(text) <= LONGEST]


def made_up(count: int) -> Iterator[tuple[str, str]]:
    """Yield (id, text) of so many articles."""
    whole = texts()
    for number in range(count):
        yield f"{number % 12:02}/story-{number:05}", f"{whole[number % len(whole)].rstrip()}\n\nStory {number}.\n"


def write_corpus(path: Path, count: int) -> Path:
    """Write so many articles as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for name, text in made_up(count):
            file.write(json.dumps({"id": name, "text": text}) + "\n")
    return path


def resident(pid: int) -> int:
    """Return the resident bytes of a process and all below it (Linux)."""
    total = 0
    for process in [pid, *below(pid)]:
        with contextlib.suppress(OSError):
            total += int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return total * resource.getpagesize()


def below(pid: int) -> list[int]:
    """Return the processes below a process (Linux)."""
    found = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, children.read_text(encoding="ascii").split()):
                found += [child, *below(child)]
    return found


class Sampler:
    """Takes the memory after each batch that is in the store."""

    def __init__(self) -> None:
        self.taken: list[tuple[int, int]] = []
        self.done = 0

    def advance(self, articles: int, *, analyzed: bool) -> None:  # noqa: ARG002 - the watcher's signature
        """Hear of a batch."""
        self.done += articles
        self.taken.append((self.done, resident(os.getpid())))

    def quarter(self, number: int) -> float:
        """Return the mean of a quarter of the run, 1 to 4, in MB."""
        edge = self.done / 4
        inside = [size for done, size in self.taken if (number - 1) * edge < done <= number * edge]
        return sum(inside) / max(len(inside), 1) / 1e6


def run(path: Path, folder: Path, *, jobs: int, watch: Sampler | None = None) -> tuple[Totals, float]:
    """Analyse a corpus; return what was done and the seconds it took."""
    begun = time.perf_counter()
    with create_store(folder, resume=False) as store:
        totals = analyze_corpus(open_corpus(str(path)), store, Settings(), jobs=jobs, watch=watch)
    return totals, time.perf_counter() - begun


def stored_bytes(folder: Path) -> int:
    """Return the size of the store's file after its free pages are given back."""
    with closing(sqlite3.connect(folder / "audit.sqlite")) as connection:
        connection.execute("VACUUM")
    return (folder / "audit.sqlite").stat().st_size


def measure_size(place: Path, count: int) -> None:
    """Print the bytes of the store for an article, with the rows of real analyses under many ids."""
    whole = texts()
    analyses = [o.analysis for o in Analyzer().analyze_many(whole) if o.analysis is not None]
    with create_store(place / "size", resume=False) as store:
        store.begin_run(Settings().describe(), corpus="made up")
        for number in range(count):
            store.write([_under_another_id(analyses[number % len(analyses)], number)])
        store.end_run()
    size = stored_bytes(place / "size")
    text = sum(len(analyses[n % len(analyses)].article.text.encode()) for n in range(count))
    quotes = sum(len(analyses[n % len(analyses)].quotes) for n in range(count))
    print(
        f"size: {size / count / 1000:.1f} KB an article in the store, of {text / count / 1000:.1f} KB of text with"
        f" {quotes / count:.0f} quotes ({count:,} articles)"
    )
    with closing(sqlite3.connect(place / "size" / "audit.sqlite")) as connection, contextlib.suppress(sqlite3.Error):
        for name, used in connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY 1 ORDER BY 2 DESC"):
            print(f"  {name}: {used / count:,.0f} bytes an article")


def _under_another_id(analysis: Analysis, number: int) -> Done:
    given = Given(f"{number % 12:02}/story-{number:05}", "", analysis.article.text)
    named = replace(analysis, article=replace(analysis.article, id=given.id))
    return Done(given, (record_of(named, given),))


def measure_memory(place: Path, count: int, jobs: int) -> None:
    """Print the memory of a run by quarters, its rate and the size of its store."""
    sampler = Sampler()
    totals, seconds = run(write_corpus(place / "a.jsonl", count), place / "memory", jobs=jobs, watch=sampler)
    quarters = [sampler.quarter(number) for number in (1, 2, 3, 4)]
    print(
        f"memory: {', '.join(f'{size:.0f}' for size in quarters)} MB in the quarters of {totals.analyzed:,} articles"
        f" ({jobs} job{'s' * (jobs > 1)}); the last is {quarters[3] / quarters[1]:.2f} of the second"
    )
    print(f"  {totals.analyzed / seconds:.2f} articles a second, {totals.failed} failed")
    print(f"  {stored_bytes(place / 'memory') / count / 1000:.1f} KB an article in the store")


def measure_jobs(place: Path, count: int) -> None:
    """Print how much faster two processes are than one, loading models left out."""
    path = write_corpus(place / "a.jsonl", count)
    rates = []
    for jobs in (1, 2):
        sampler = Timer(jobs)
        run(path, place / f"jobs-{jobs}", jobs=jobs, watch=sampler)
        rates.append(sampler.rate())
    print(f"jobs: {rates[0]:.2f} articles a second with one, {rates[1]:.2f} with two: {rates[1] / rates[0]:.2f} times")


class Timer(Sampler):
    """Takes the time from the second batch of each process on: loading models and the first shapes do not count."""

    def __init__(self, jobs: int) -> None:
        super().__init__()
        self.first = 2 * jobs - 1
        self.times: list[tuple[float, int]] = []

    def advance(self, articles: int, *, analyzed: bool) -> None:  # noqa: ARG002 - the watcher's signature
        """Hear of a batch."""
        self.times.append((time.perf_counter(), articles))

    def rate(self) -> float:
        """Return the articles a second from then on."""
        done = sum(articles for _, articles in self.times[self.first + 1 :])
        return done / max(self.times[-1][0] - self.times[self.first][0], 0.001)


def measure_kills(place: Path, count: int, kills: int) -> None:
    """Print whether a store whose runs were killed is the one of a run that was not."""
    path = write_corpus(place / "a.jsonl", count)
    run(path, place / "whole", jobs=1)
    chance = random.Random(SEED)  # noqa: S311 - the same blows each time, not a secret
    program = [sys.executable, "-m", "attribution", "corpus", str(path), "--output", str(place / "killed"), "--resume"]
    done = []
    for number in range(kills):
        options = ["--jobs", str(1 + number % 2)]
        with subprocess.Popen([*program, *options], cwd=ROOT, stderr=subprocess.DEVNULL) as process:
            # So many articles more, or so many looks at the store: some blows fall before the first batch.
            wanted = articles_in(place / "killed") + chance.choice((1, 1, 10, 20))
            looks = chance.randrange(400)
            while process.poll() is None and articles_in(place / "killed") < wanted and looks:
                time.sleep(0.1)
                looks -= 1
            time.sleep(chance.random() * 0.3)
            process.send_signal(signal.SIGKILL)
        done.append(articles_in(place / "killed"))
    subprocess.run(program, cwd=ROOT, stderr=subprocess.DEVNULL, check=True)
    equal = rows_of(place / "killed") == rows_of(place / "whole")
    print(f"kills: {kills} kills at {done} articles of {count}; the store is {'equal' if equal else 'NOT EQUAL'}")


def articles_in(folder: Path) -> int:
    """Return how many articles a store has, 0 where there is none yet."""
    try:
        with closing(sqlite3.connect(f"file:{folder / 'audit.sqlite'}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.Error:
        return 0


def rows_of(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of a store in canonical order; of runs, not when they were."""
    with closing(sqlite3.connect(folder / "audit.sqlite")) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        rows = {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for (name,) in list(names)}  # noqa: S608
    return rows | {"runs": [row[:-2] for row in rows["runs"]]}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["size", "memory", "jobs", "kills"])
    parser.add_argument("--articles", type=int)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--kills", type=int, default=20)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        if given.what == "size":
            measure_size(place, given.articles or 2000)
        elif given.what == "memory":
            measure_memory(place, given.articles or 2000, given.jobs)
        elif given.what == "jobs":
            measure_jobs(place, given.articles or 400)
        else:
            measure_kills(place, given.articles or 80, given.kills)


if __name__ == "__main__":
    main()
