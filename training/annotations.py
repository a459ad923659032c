"""Annotate a folder of articles once for the trainings that follow: ``python -m training.annotations FOLDER CACHE``.

Writes a pickle of name -> Annotated, made by the embedded models from raw text. The cache holds article text: keep it
out of the repository.
"""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path

from attribution.annotating.annotate import Annotator
from attribution.annotating.models import find_models
from attribution.reading.read import read_file

CHUNK = 40


def main() -> None:
    """Annotate and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--models", default=None)
    options = parser.parse_args()
    annotator = Annotator(find_models(options.models))
    articles = [read_file(path) for path in sorted(options.folder.glob("*.txt"))]
    done = {}
    for start in range(0, len(articles), CHUNK):
        chunk = articles[start : start + CHUNK]
        done.update(
            {article.id: annotated for article, annotated in zip(chunk, annotator.annotate_many(chunk), strict=True)}
        )
        print(f"{len(done)} of {len(articles)}", flush=True)
    options.cache.write_bytes(pickle.dumps(done))


if __name__ == "__main__":
    main()
