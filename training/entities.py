"""Names for the recogniser out of the treebanks: GUM's own marks, and our labels of proper nouns.

GUM marks every mention with its kind; those whose head is a proper noun are names. EWT and MASC mark no
kinds, but which words are proper nouns; ``ewt_names.tsv`` and ``masc_names.tsv`` hold their kinds and extents, labelled
for this project after the guidelines of Universal NER (Mayhew et al. 2024): places of words and no text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from training.convert import DEPREL, FORM, HEAD, ID, MISC, XPOS, Sent, parse_names

Tagged = tuple[list[str], list[str]]
Mention = tuple[int, int, str]
EWT_NAMES = Path(__file__).with_name("ewt_names.tsv")
MASC_NAMES = Path(__file__).with_name("masc_names.tsv")
# By the Penn tag, since EWT has "New" of "New York" as an adjective.
PROPER = frozenset(("NNP", "NNPS"))
KINDS = {"person": "PER", "place": "LOC", "organization": "ORG", "event": "MISC", "object": "MISC", "abstract": "MISC"}
# Words inside a name of several proper nouns; a person's name has none that is not part of it by its tree.
BRIDGES = {"ORG": frozenset(("of", "for", "and", "&", "the", "de")), "LOC": frozenset(("of", "de")), "PER": frozenset()}
BRIDGES["MISC"] = BRIDGES["ORG"]
TITLE = "nmod:desc"
# Titles that the treebanks make part of a name and Universal NER does not.
TITLES = frozenset("president mr. mrs. ms. mr mrs ms dr. dr senator sen. general gen. judge king queen prince".split())
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan jan. feb feb. mar mar. apr apr. jun jun. jul jul. aug aug. sep sep. sept "
    "sept. oct oct. nov nov. dec dec. mon tue wed thu fri sat sun am pm est edt pst gmt".split()
)


def read_gum_names(text: str, nationalities: frozenset[str]) -> Iterator[Tagged]:
    """Yield (words, BIO tags) of the sentences of a GUM file whose proper nouns are all in a mention with a kind.

    Nationalities are MISC, as in the other corpora, also where GUM marks those who have them as persons.
    """
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if line and not line.startswith("#"):
            cells = line.split("\t")
            if cells[ID].isdigit():
                rows.append(cells)
        elif not line and rows:
            tags = tag_names(rows, list(_mentions(rows)))
            if all(_is_told(row, tag) for row, tag in zip(rows, tags, strict=True)):
                words = [row[FORM] for row in rows]
                yield words, [_nationality(w, tag, nationalities) for w, tag in zip(words, tags, strict=True)]
            rows = []


def _is_told(row: Sequence[str], tag: str) -> bool:
    return row[XPOS] not in PROPER or tag != "O" or row[DEPREL] == TITLE or row[FORM].lower() in CALENDAR | TITLES


def _nationality(word: str, tag: str, nationalities: frozenset[str]) -> str:
    return "B-MISC" if word in nationalities and tag in ("O", "B-PER") else tag


def _mentions(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, str, int]]:
    """Yield (first, last, kind, head) of the mentions of a sentence, counted from 0."""
    opened: dict[str, list[tuple[int, str, int]]] = {}
    for index, row in enumerate(rows):
        value = next((part[7:] for part in row[MISC].split("|") if part.startswith("Entity=")), "")
        for piece in value.replace("(", "\n(").replace(")", ")\n").split("\n"):
            if piece.startswith("("):
                cells = piece.strip("()").split("-", 7)
                if len(cells) > 5:
                    head = index + int(cells[5].split(",")[0]) - 1 if cells[5].split(",")[0].isdigit() else index
                    opened.setdefault(cells[0], []).append((index, cells[1], head))
                if piece.endswith(")") and opened.get(cells[0]):
                    first, kind, head = opened[cells[0]].pop()
                    yield first, index, kind, head
            elif piece.endswith(")") and opened.get(piece[:-1]):
                first, kind, head = opened[piece[:-1]].pop()
                yield first, index, kind, head


def tag_names(rows: Sequence[Sequence[str]], mentions: Iterable[tuple[int, int, str, int]]) -> list[str]:
    """Return BIO tags of the longest names among the mentions."""
    names: list[Mention] = []
    for first, last, kind, head in mentions:
        if kind not in KINDS or head >= len(rows) or rows[head][XPOS] not in PROPER:
            continue
        label = KINDS[kind]
        start, end = name_around(rows, head, label, first, last)
        while label == "PER" and start < end and rows[start][FORM].lower() in TITLES:
            start += 1
        names.append((start, end, label))
    tags = ["O"] * len(rows)
    for start, end, label in sorted(set(names), key=lambda n: (n[0] - n[1], n)):
        if all(tag == "O" for tag in tags[start : end + 1]):
            tags[start : end + 1] = [f"B-{label}", *[f"I-{label}"] * (end - start)]
    return tags


def name_around(rows: Sequence[Sequence[str]], head: int, label: str, first: int, last: int) -> tuple[int, int]:
    """Return [first, last] of the name around a proper noun: its flat parts, and proper nouns joined to it."""
    start = end = head
    for index in range(first, last + 1):
        if rows[index][DEPREL].startswith("flat") and int(rows[index][HEAD]) == head + 1:
            start, end = min(start, index), max(end, index)

    def part(index: int) -> bool:
        return rows[index][XPOS] in PROPER and rows[index][DEPREL] != TITLE

    def bridged(index: int, step: int) -> bool:
        """Tell whether the word is inside a name that goes on behind it."""
        beyond = index + step
        while first <= beyond <= last and rows[beyond][FORM].lower() in BRIDGES[label]:
            beyond += step
        return rows[index][FORM].lower() in BRIDGES[label] and first <= beyond <= last and part(beyond)

    while start > first and (part(start - 1) or bridged(start - 1, -1)):
        start -= 1
    while end < last and (part(end + 1) or bridged(end + 1, 1)):
        end += 1
    return start, end


def read_labelled_names(sentences: Iterable[Sent], path: Path) -> Iterator[Tagged]:
    """Yield (words, BIO tags) of the sentences that are labelled in the file or have no proper noun.

    Raises ``ValueError`` where a label does not fit its sentence: another release of the treebank has other words.
    """
    labels = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith(("#", "sentence\t")):
            key, listed = line.split("\t")
            labels[key] = listed
    for sentence in sentences:
        words = [w.form for w in sentence.words]
        tags = ["O"] * len(words)
        for first, last, kind in parse_names(labels.get(sentence.id, "")):
            if last > len(words):
                raise ValueError(f"{path.name}: word {last} of {sentence.id}, which has {len(words)}")
            tags[first - 1 : last] = [f"B-{kind}", *[f"I-{kind}"] * (last - first)]
        if sentence.id in labels or not any(w.xpos in PROPER for w in sentence.words):
            yield words, tags
