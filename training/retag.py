"""Trees with the tags a tagger gives them in half of the sentences, so that the parser learns to live with its errors.

    python -m training.retag TREES OUT PACKAGE

PACKAGE is a model package; its tagger reads the words of TREES (CoNLL-U). A parser that saw gold tags alone loses four
points of LAS when it gets a tagger's.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from training.convert import Sent, read_conllu, write_conllu
from training.package import load_over_words

SEED = 1234
SHARE = 0.5
BATCH = 2_000
Tags = Sequence[tuple[str, str]]


def retag(sentences: Iterable[tuple[Sent, Tags]], *, share: float = SHARE, seed: int = SEED) -> list[Sent]:
    """Return the sentences with the given (universal, Penn) tags in ``share`` of them."""
    rng = random.Random(seed)
    found = []
    for sentence, tags in sentences:
        if rng.random() < share:
            words = zip(sentence.words, tags, strict=True)
            found.append(replace(sentence, words=tuple(replace(w, upos=u, xpos=x) for w, (u, x) in words)))
        else:
            found.append(sentence)
    return found


def tag(sentences: Sequence[Sent], package: Path) -> list[Tags]:
    """Return the tags that the package's tagger gives the words of each sentence."""
    pipeline = load_over_words(package, "pos")
    found: list[Tags] = [()] * len(sentences)
    order = sorted(range(len(sentences)), key=lambda index: len(sentences[index].words))
    for start in range(0, len(order), BATCH):
        part = order[start : start + BATCH]
        document = pipeline([[word.form for word in sentences[index].words] for index in part])
        for index, tagged in zip(part, document.sentences, strict=True):
            found[index] = [(word.upos, word.xpos) for word in tagged.words]
    return found


def retag_file(trees: Path, out: Path, package: Path) -> None:
    """Write the trees of a file again, with the package's tags in half of the sentences."""
    sentences = list(read_conllu(trees.read_text(encoding="utf-8")))
    tagged = retag(zip(sentences, tag(sentences, package), strict=True))
    out.write_text(write_conllu(tagged), encoding="utf-8")


if __name__ == "__main__":
    retag_file(*map(Path, sys.argv[1:]))
