"""Names in news, labelled for this project: sentences of Wikinews articles, one article in ten only to measure.

``wikinews_names.tsv`` holds an article's year and place in its file, a sentence's span in the article and the names'
spans in the sentence: no text. Every name of a labelled sentence is marked.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.convert import parse_names
from training.package import load_tokenizer

WIKINEWS_NAMES = Path(__file__).with_name("wikinews_names.tsv")
# Articles whose place divides by it teach nothing: 29 of the 294.
HELD_OUT = 10
Tagged = tuple[list[str], list[str]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence on one line, with its names as (start, end, kind) in it."""

    text: str
    names: tuple[tuple[int, int, str], ...]
    held_out: bool


def read_articles(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (year and place, text) of the articles in ``folder/wikinews_YEAR.csv``."""
    limit = csv.field_size_limit(10**9)
    try:
        for file in sorted(folder.glob("wikinews_*.csv")):
            with file.open(encoding="utf-8", newline="") as lines:
                for number, row in enumerate(csv.DictReader(lines), start=1):
                    yield f"{file.stem[-4:]}:{number}", row["text"]
    finally:
        csv.field_size_limit(limit)  # of all that read CSV in this process


def read_wikinews_names(folder: Path, path: Path = WIKINEWS_NAMES) -> Iterator[Labelled]:
    """Yield the labelled sentences of the articles in ``folder/wikinews_YEAR.csv``.

    Raises:
        ValueError: an article or a sentence is not there: the labels belong to other files.
    """
    texts = dict(read_articles(folder))
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", "article\t")):
            continue
        article, span, listed = line.split("\t")
        start, end = (int(place) for place in span.split("-"))
        if end > len(texts.get(article, "")):
            raise ValueError(f"{path.name}: no sentence {span} in article {article} of {folder.name}")
        yield Labelled(
            texts[article][start:end].replace("\n", " "),
            tuple(parse_names(listed)),
            int(article.partition(":")[2]) % HELD_OUT == 0,
        )


def tag_sentences(sentences: Sequence[Labelled], package: Path) -> list[Tagged]:
    """Return (words, BIO tags) of the sentences, cut into words by the package's tokenizer."""
    document = load_tokenizer(package)("\n\n".join(s.text for s in sentences))
    tokens = [token for sentence in document.sentences for token in sentence.tokens]
    found: list[Tagged] = []
    offset = index = 0
    for sentence in sentences:
        first, end = index, offset + len(sentence.text)
        while index < len(tokens) and tokens[index].start_char < end:
            index += 1
        places = [(token.start_char - offset, token.end_char - offset) for token in tokens[first:index]]
        found.append(([token.text for token in tokens[first:index]], tag_words(places, sentence.names)))
        offset = end + 2
    return found


def tag_words(places: Sequence[tuple[int, int]], names: Sequence[tuple[int, int, str]]) -> list[str]:
    """Return a BIO tag for each word at (start, end)."""
    tags = ["O"] * len(places)
    for first, last, kind in names:
        covered = [i for i, (start, end) in enumerate(places) if start < last and first < end]
        for index in covered:
            tags[index] = f"{'B' if index == covered[0] else 'I'}-{kind}"
    return tags
