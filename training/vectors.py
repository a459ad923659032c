"""Word vectors from the open text at hand, which tagger, parser and recogniser share: ``en/pretrain/news.pt``.

    python -m training.vectors ../shared/data OUT

Some 1.5 million words (PolNeAR train, the treebanks, the name corpora, Wikinews), lower case, as the tokenizers have
them. Skip-gram with a window of two words: near words tell a word's kind, far ones its topic, and tags and trees ask
for the kind. gensim trains them; Stanza reads vectors but does not make any.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from training.convert import read_columns
from training.prepare import read_treebank
from training.wikinews import read_articles

SIZE = 100
# 27,460 words are written twice or more; 11.7 MB.
LEAST_COUNT = 2
SETTINGS = {"window": 2, "sg": 1, "negative": 10, "epochs": 15, "sample": 1e-4, "seed": 1234}
SHORTEST = 3
PLAIN_MARKS = str.maketrans("’“”", '\'""')
TOKEN = re.compile(r"\w+(?:-\w+)*|n't|'\w+|[^\w\s]")
COLUMN_FILES = (
    "wikigold/CONLL-format/data/wikigold.conll.txt",
    "sec_filings/CONLL-format/data/train/FIN5.txt",
    "multiner_cc0/Final_English.txt",
)


def read_sentences(data: Path) -> Iterator[list[str]]:
    """Yield the sentences of all corpora as lower-case words."""
    for words in _read_raw(data):
        shown = [word.lower().translate(PLAIN_MARKS).replace(" ", "") for word in words if word.strip()]
        if len(shown) >= SHORTEST:
            yield shown


def _read_raw(data: Path) -> Iterator[list[str]]:
    polnear = data / "polnear"
    with lzma.open(polnear / "polnear-corenlp-train.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            path = next((polnear / "train" / "text").glob(f"{entry['name']}*"), None)
            text = path.read_bytes().decode("utf-8") if path else ""
            for sentence in entry["sentences"] if text else ():
                yield [text[token[0] : token[1]] for token in sentence]
    for sentence in read_treebank(data, "ewt-train", "gum-open-train"):
        yield [word.form for word in sentence.words]
    for name in COLUMN_FILES:
        text = (data / "ner" / name).read_text(encoding="utf-8", errors="replace")
        for words, _ in read_columns(text):
            yield words
    for _, text in read_articles(data / "wikinews" / "data"):
        for sentence in re.split(r"(?<=[.!?])\s+|\n", text):
            yield TOKEN.findall(sentence)


def make_vectors(data: Path, out: Path) -> None:
    """Write ``pretrain.txt`` and ``pretrain.pt``, the form in which Stanza reads vectors, into ``out``."""
    from gensim.models import Word2Vec  # noqa: PLC0415 - only this stage needs it
    from stanza.models.common.pretrain import Pretrain  # noqa: PLC0415

    # one worker: more of them make other vectors each time
    vectors = Word2Vec(list(read_sentences(data)), vector_size=SIZE, min_count=LEAST_COUNT, workers=1, **SETTINGS).wv
    text = out / "pretrain.txt"
    with text.open("w", encoding="utf-8") as file:
        for word in vectors.index_to_key:
            file.write(f"{word} {' '.join(f'{value:.4f}' for value in vectors[word])}\n")
    (out / "pretrain.pt").unlink(missing_ok=True)
    Pretrain(str(out / "pretrain.pt"), str(text)).load()


if __name__ == "__main__":
    make_vectors(Path(sys.argv[1]), Path(sys.argv[2]))
