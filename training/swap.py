"""Other names and other quotation marks in sentences that have a tree or entity tags: more of what news is made of."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from training.convert import Sent, Word
from training.speech import Names, Speakers, name_nodes, split_word

# Curly most often, as in news; single marks as in British papers.
STYLES = (("“", "”"), ("“", "”"), ("“", "”"), ('"', '"'), ('"', '"'), ("‘", "’"))
DOUBLE = frozenset('"“”')
COURTESY = frozenset(
    ("Mr.", "Mrs.", "Ms.", "Dr.", "Mr", "Mrs", "Ms", "Dr", "President", "Senator", "Sen.", "Gen.", "General")
)
APOSTROPHE_SHARE = 0.5


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
        for index, tag in enumerate(tags):
            if tag.startswith("B-"):
                end = index + 1
                while end < len(tags) and tags[end] == f"I-{tag[2:]}":
                    end += 1
                found.setdefault(tag[2:], set()).add(tuple(words[index:end]))
    return {kind: [list(name) for name in sorted(names)] for kind, names in found.items()}


def swap_tagged(
    words: Sequence[str],
    tags: Sequence[str],
    speakers: Speakers,
    *,
    share: float,
    pool: Mapping[str, Sequence[list[str]]] | None = None,
) -> tuple[list[str], list[str]]:
    """Return words and BIO tags with other persons in ``share`` of the places and other places in half as many.

    With a ``pool``, organisations change too, and they and places are drawn from it: a recogniser that has seen the
    same few firms in all their sentences learns the firms and not the sentences.
    """
    rng = speakers.rng
    out: list[str] = []
    marks: list[str] = []
    index = 0
    while index < len(words):
        end = index + 1
        kind = tags[index][2:]
        while end < len(words) and tags[end] == f"I-{kind}" and kind:
            end += 1
        new: list[str] = []
        chance = rng.random()
        if kind == "PER" and chance < share and not any("'" in w or "’" in w for w in words[index:end]):
            names = speakers.names
            short = names.last(rng) if rng.random() < 0.7 else names.first(rng)
            drawn = names.full(rng) if end - index > 1 else short
            new = [piece for word in drawn for piece in (split_word(word) if rng.random() < 0.6 else [word])]
        elif kind in ("ORG", "LOC") and pool is not None and chance < share:
            new = rng.choice(pool[kind])
        elif kind == "LOC" and pool is None and chance < share / 2 and end - index <= 2:
            new = speakers.pick(speakers.places).split()
        if new:
            out += new
            marks += [f"B-{kind}", *[f"I-{kind}"] * (len(new) - 1)]
        else:
            out += words[index:end]
            marks += tags[index:end]
        index = end
    return out, marks
