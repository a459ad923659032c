"""Converting the corpora to what Stanza's trainers read: pure functions from text to text, no file access.

CoNLL-U sentences are lists of `Word`; multiword tokens are flattened, so that every word has its own place in the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

ID, FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL, DEPS, MISC = range(10)
COLUMNS = 10
# How the Penn trees write brackets and quotation marks, and the tag of what is not in the text.
BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "``": '"', "''": '"'}
EMPTY = "-NONE-"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence; ``head`` counts from 1, 0 is the root; ``space`` tells whether white space follows."""

    form: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str
    space: bool = True


@dataclass(frozen=True, slots=True)
class Sent:
    """A sentence of a treebank; ``paragraph`` and ``document`` tell whether one begins with it."""

    words: tuple[Word, ...]
    document: bool = False
    paragraph: bool = False
    id: str = ""

    def text(self) -> str:
        """Return the sentence as written, without white space at its end."""
        return "".join(w.form + " " * w.space for w in self.words).rstrip(" ")


def read_conllu(text: str) -> Iterator[Sent]:
    """Yield the sentences of a CoNLL-U file, multiword tokens flattened, empty nodes dropped."""
    document = paragraph = False
    sentence_id = ""
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            document = document or line.startswith("# newdoc")
            paragraph = paragraph or line.startswith(("# newdoc", "# newpar"))
            sentence_id = value.strip() if key.strip() == "sent_id" else sentence_id
        elif line:
            rows.append(line.split("\t"))
        elif rows:
            yield Sent(_flatten(rows), document, paragraph, sentence_id)
            document = paragraph = False
            rows = []


def _flatten(rows: list[list[str]]) -> tuple[Word, ...]:
    words: list[Word] = []
    cover: dict[int, tuple[str, int, int, bool]] = {}  # word id -> (surface, first, last, space after)
    for row in rows:
        space = "SpaceAfter=No" not in row[MISC]
        if "-" in row[ID]:
            first, last = (int(part) for part in row[ID].split("-"))
            for index in range(first, last + 1):
                cover[index] = (row[FORM], first, last, space)
        elif "." not in row[ID]:
            word = Word(row[FORM], row[LEMMA], row[UPOS], row[XPOS], int(row[HEAD]), row[DEPREL], space)
            index = int(row[ID])
            if index in cover:
                _, _, last, space = cover[index]
                word = replace(word, space=space if index == last else False)
            words.append(word)
    for surface, first, last, _ in set(cover.values()):
        parts = split_surface(surface, [w.form for w in words[first - 1 : last]])
        for index, part in enumerate(parts, first - 1):
            words[index] = replace(words[index], form=part)
    return tuple(words)


def split_surface(surface: str, forms: list[str]) -> list[str]:
    """Return the surface cut into one non-empty piece a word: as the words spell it, else the rest goes to the first.

    Raises ``ValueError`` where the surface has fewer characters than there are words.
    """
    if "".join(forms) == surface:
        return forms
    if len(surface) < len(forms):
        raise ValueError(f"{surface!r} cannot be cut into {len(forms)} words")
    pieces: list[str] = []
    rest = surface
    for index in range(len(forms) - 1, 0, -1):
        size = min(len(forms[index]), len(rest) - index)
        pieces.append(rest[len(rest) - size :])
        rest = rest[: len(rest) - size]
    return [rest, *reversed(pieces)]


def write_conllu(sentences: Iterable[Sent]) -> str:
    """Return the sentences as CoNLL-U without features, with ``# newdoc`` and ``# newpar`` where they begin."""
    lines: list[str] = []
    for number, sentence in enumerate(sentences, 1):
        if sentence.document:
            lines.append("# newdoc")
        if sentence.paragraph:
            lines.append("# newpar")
        lines += [f"# sent_id = {sentence.id or number}", f"# text = {sentence.text()}"]
        for index, word in enumerate(sentence.words, 1):
            misc = "_" if word.space else "SpaceAfter=No"
            cells = (index, word.form, word.lemma, word.upos, word.xpos, "_", word.head, word.deprel, "_", misc)
            lines.append("\t".join(str(cell) for cell in cells))
        lines.append("")
    return "\n".join([*lines, ""])


def read_brackets(text: str, name: str) -> Iterator[Sent]:
    """Yield the sentences of a file of Penn trees, words and Penn tags alone, with ids ``NAME:1``, ``NAME:2``, ..."""
    depth = start = number = 0
    for mark in re.finditer(r"[()]", text):
        start = mark.start() if not depth else start
        depth += 1 if mark.group() == "(" else -1
        if depth:
            continue
        number += 1
        leaves = re.findall(r"\(([^\s()]+)\s+([^\s()]+)\)", text[start : mark.end()])
        words = (Word(BRACKETS.get(form, form), "_", "X", xpos, 0, "dep") for xpos, form in leaves if xpos != EMPTY)
        yield Sent(tuple(words), id=f"{name}:{number}")


def tokenizer_labels(paragraphs: Iterable[Iterable[Sent]]) -> tuple[str, str]:
    """Return (text, labels) for Stanza's tokenizer trainer: a digit a character, a blank line between paragraphs.

    0 inside a token, 1 at a token's last character, 2 at a sentence's last character.
    """
    texts, labels = [], []
    for paragraph in paragraphs:
        text, label = "", ""
        for sentence in paragraph:
            if text and not text.endswith(" "):
                text, label = text + " ", label + "0"
            for index, word in enumerate(sentence.words):
                last = index == len(sentence.words) - 1
                text += word.form
                label += "0" * (len(word.form) - 1) + ("2" if last else "1")
                if word.space and not last:
                    text, label = text + " ", label + "0"
        if text:
            texts.append(text)
            labels.append(label)
    return "\n\n".join(texts) + "\n\n", "\n\n".join(labels) + "\n\n"


def ner_json(sentences: Iterable[tuple[list[str], list[str]]]) -> str:
    """Return sentences of (words, BIO tags) as the JSON of Stanza's NER trainer."""
    return json.dumps(
        [[{"text": w, "ner": t} for w, t in zip(words, tags, strict=True)] for words, tags in sentences],
        ensure_ascii=False,
    )


def read_columns(
    text: str, *, word: int = 0, tag: int = -1, sep: str | None = None
) -> Iterator[tuple[list[str], list[str]]]:
    """Yield (words, tags) of a CoNLL-like column file; a blank line ends a sentence, comments are skipped."""
    words: list[str] = []
    tags: list[str] = []
    for line in [*text.splitlines(), ""]:
        cells = line.split(sep) if line.strip() and not line.startswith(("# ", "-DOCSTART-")) else []
        if cells:
            words.append(cells[word])
            tags.append(cells[tag])
        elif not line.strip() and words:
            yield words, tags
            words, tags = [], []


def to_bio(tags: list[str], mapping: dict[str, str]) -> list[str]:
    """Return BIO tags over the mapped types; IO input is read with a new entity where the type changes.

    A type that is not in ``mapping`` becomes O.
    """
    found: list[str] = []
    previous = "O"
    for tag in tags:
        prefix, _, kind = tag.partition("-")
        kind = mapping.get(kind.upper(), "") if prefix != "O" else ""
        if not kind:
            found.append("O")
        elif prefix == "B" or previous in ("O", "") or previous != kind:
            found.append(f"B-{kind}")
        else:
            found.append(f"I-{kind}")
        previous = kind or "O"
    return found


def name_spans(tags: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield (first, end, type) of the names in BIO tags; an inner tag after no name goes on with the last one."""
    start, end, kind = 0, 0, ""
    for index, tag in enumerate(tags):
        if tag.startswith("B-"):
            if kind:
                yield start, end, kind
            start, kind = index, tag[2:]
        if tag != "O":
            end = index + 1
    if kind:
        yield start, end, kind


def parse_names(listed: str) -> Iterator[tuple[int, int, str]]:
    """Yield (first, last, type) of labels as our files write them: ``1-3 ORG; 8 PER``."""
    for item in filter(None, listed.split("; ")):
        place, kind = item.split(" ")
        first, _, last = place.partition("-")
        yield int(first), int(last or first), kind
