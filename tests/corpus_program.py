"""A run over a corpus with the stand-in analyzer, in a process that can be killed: SOURCE DIR JOBS [--resume].

Prints a line for each batch that is in the store.
"""

from __future__ import annotations

import sys
from pathlib import Path

from attribution.corpus import workers
from attribution.corpus.inputs import open_corpus
from attribution.corpus.running import analyze_corpus
from attribution.corpus.store import create_store
from attribution.errors import AttributionError
from tests.corpus_fakes import FakeRecipe


class Told:
    def advance(self, articles, *, analyzed):
        if analyzed:
            sys.stdout.write(f"{articles}\n")
            sys.stdout.flush()


def main(source: str, folder: str, jobs: str, *options: str):
    workers.BATCH_ARTICLES = 4
    try:
        with create_store(Path(folder), resume="--resume" in options, patience=1) as store:
            totals = analyze_corpus(open_corpus(source), store, FakeRecipe(), jobs=int(jobs), watch=Told())
    except AttributionError as error:
        sys.exit(str(error))
    sys.stdout.write(f"{totals.analyzed} {totals.unchanged} {totals.failed}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
