"""One run over a corpus: what is in the store and unchanged is left, the rest analysed, and one process writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol

from attribution.commands.outputs import safe_name, write_file
from attribution.corpus.inputs import Corpus, Given, Unreadable, unique
from attribution.corpus.records import Done, Failure, Record
from attribution.corpus.settings import Recipe
from attribution.corpus.store import Store
from attribution.corpus.workers import Work, Workers, batches
from attribution.model import Analysis

PAGES = "pages"
PAGE_NAME = 60  # characters of an article's id in the name of its page
FAILURES_KEPT = 50


class Watcher(Protocol):
    """Who is told how far a run is."""

    def advance(self, articles: int, *, analyzed: bool) -> None:
        """Hear that so many more are settled: analysed now, or found in the store."""


@dataclass(slots=True)
class Totals:
    """What a run did. ``failures`` holds the first `FAILURES_KEPT`; all of them are in the store."""

    analyzed: int = 0
    unchanged: int = 0
    failed: int = 0
    failures: list[Failure] = field(default_factory=list)


def analyze_corpus(  # noqa: PLR0913 - the options of the command, each by its name
    corpus: Corpus,
    store: Store,
    recipe: Recipe,
    *,
    jobs: int = 1,
    limit: int | None = None,
    keep_text: bool = False,
    page: Callable[[Analysis], str] | None = None,
    watch: Watcher | None = None,
) -> Totals:
    """Analyse every article of a corpus that is not in the store as it would be, and put it there.

    Args:
        corpus: what to analyse; it is read as a stream.
        store: where results go; `attribution.corpus.store.create_store` gives it.
        recipe: how articles are analysed.
        jobs: how many processes analyse; each loads the models, some 600 MB.
        limit: how many of the corpus's items are looked at, the first of them.
        keep_text: whether the store keeps the articles' texts, compressed.
        page: what makes an article's HTML page, which is then written below the store's folder; a function at the top
            of a module, since it is sent to the processes.
        watch: who is told how far it is.

    Returns:
        What was done. A failure is one line in it and one row of the store, and takes no other article with it.

    Raises:
        AttributionError: what ``recipe`` has wrong, before anything is analysed.
        CorpusError: the corpus cannot be read on, or the store cannot be written; what is in it is whole, and another
            run takes it up.
        OutputError: a page cannot be written.
    """
    store.begin_run(recipe.describe(), corpus=corpus.label)
    totals = Totals()
    pages = page is not None
    coming = _wanted(unique(islice(corpus, limit)), store, totals, watch, keep_text=keep_text, pages=pages)
    work = Workers(Work(recipe, keep_text=keep_text, page=page), jobs)
    with closing(work.run(coming)) as batches_done:
        for done in batches_done:
            store.write(done, pages=_write_pages(done, store.path.parent))
            _count(done, totals)
            if watch is not None:
                watch.advance(len(done), analyzed=True)
    store.end_run()
    return totals


def _wanted(  # noqa: PLR0913 - what one loop of the run needs
    items: Iterable[Given | Unreadable],
    store: Store,
    totals: Totals,
    watch: Watcher | None,
    *,
    keep_text: bool,
    pages: bool,
) -> Iterator[tuple[Given | Unreadable, ...]]:
    """Yield what has to be analysed of each batch of the corpus.

    Batches are cut before what is known is left out: a batch that a kill took is then analysed in the same company
    again, and the last digit of a sum, which depends on the company, comes out as it would have.
    """
    for batch in batches(items):
        wanted = tuple(store.wanted(batch, keep_text=keep_text, pages=pages))
        known = len(batch) - len(wanted)
        totals.unchanged += known
        if watch is not None and known:
            watch.advance(known, analyzed=False)
        if wanted:
            yield wanted


def _count(done: Iterable[Done], totals: Totals) -> None:
    for each in done:
        totals.analyzed += len(each.records)
        totals.failed += len(each.failures)
        totals.failures += each.failures[: FAILURES_KEPT - len(totals.failures)]


def _write_pages(done: Iterable[Done], folder: Path) -> dict[int, str]:
    """Write the pages of a batch before its rows, so that a row in the store has its page; return their paths."""
    paths = {}
    for record in (record for each in done for record in each.records):
        if record.page is not None:
            paths[record.key] = f"{PAGES}/{page_name(record)}"
            write_file(folder / paths[record.key], record.page)
    return paths


def page_name(record: Record) -> str:
    """Return the file name of an article's page: its id as far as file systems take it, and its number in the store."""
    plain = re.sub(r"\s+", " ", str(record.article["id"]))
    return f"{safe_name(plain)[:PAGE_NAME]}-{record.key:014x}.html"
