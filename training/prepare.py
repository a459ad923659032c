"""Write what Stanza's trainers read, from the corpora beside the checkout; same seed, same bytes.

    tokenize: text and labels of EWT and GUM-open with other quotation marks
    lemma:    each (word, part of speech) once, to train the network; all of the text, to count for the dictionary
    pos, depparse: EWT and GUM-open with other names and quotation marks, and made-up attributions around their
              sentences
    ner:      WikiGold, Universal NER, SEC filings, persons of the CC0 corpus, the names of GUM, EWT and MASC
              (`training.entities`) and of Wikinews (`training.wikinews`), PolNeAR train as another parser tags it, all
              with other names in part of the places (`training.swap`), and made-up attributions around their sentences

re3d is left out: it marks "the insurgents" as an organisation and titles as part of a name.
"""

from __future__ import annotations

import json
import lzma
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from attribution.annotating.models import EMBEDDED
from training.convert import (
    Sent,
    Word,
    ner_json,
    read_brackets,
    read_columns,
    read_conllu,
    to_bio,
    tokenizer_labels,
    write_conllu,
)
from training.entities import EWT_NAMES, MASC_NAMES, read_gum_names, read_labelled_names
from training.speech import Node, Speakers, attribute, content_nodes, is_statement, load_names, load_phrases, to_sent
from training.swap import NO_NAME, Deck, load_cities, load_known_names, pool_names, restyle, swap_names, swap_tagged
from training.wikinews import read_wikinews_names, tag_sentences

SEED = 1234
ATTRIBUTIONS = 6_500
TAGGED_ATTRIBUTIONS = 3_000


@dataclass(frozen=True, slots=True)
class Draw:
    """What the recogniser reads in a round: news sentences with and without names, and how much of the rest is changed.

    Sentences labelled after one set of guidelines (Universal NER's, and ours) come once as they are and ``copies``
    times with ``share`` of their names drawn from all the others' and the known ones.
    """

    named: int
    empty: int
    share: float
    copies: int


# First the names, then the sentences as they are: on gold words of UNER EWT test 74.2 after the first alone and 77.1
# after both; where only sentences with names were copied, precision was 3 lower.
DRAWS = {"ner-first": Draw(8_000, 1_500, 0.6, 2), "ner-train": Draw(8_000, 4_000, 0.45, 1)}
# Cuts the labelled sentences of Wikinews into words.
PACKAGE = EMBEDDED / "news-en"
SILVER = {"PERSON": "PER", "ORGANIZATION": "ORG", "LOCATION": "LOC", "MISC": "MISC"}
GOLD = {kind: kind for kind in ("PER", "ORG", "LOC", "MISC")}
# Shorter words in capitals are abbreviations of others.
LEAST_CAPITALS = 3
MARKS = frozenset('"“”')
SINGLE_QUOTES = frozenset("'‘’")
LONGEST = 60

Tagged = tuple[list[str], list[str]]


def read_treebank(data: Path, *names: str) -> list[Sent]:
    """Return the sentences of the treebanks, in order."""
    found: list[Sent] = []
    for name in names:
        with lzma.open(data / "ud" / f"{name}.conllu.xz", "rt", encoding="utf-8") as file:
            found += read_conllu(file.read())
    return found


def read_silver(data: Path, split: str) -> list[list[Tagged]]:
    """Return the PolNeAR articles as lists of tagged sentences, without those with ``''``, which are cut wrongly."""
    articles = []
    with lzma.open(data / "polnear" / f"polnear-corenlp-{split}.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            path = next((data / "polnear" / split / "text").glob(f"{entry['name']}*"), None)
            text = path.read_bytes().decode("utf-8") if path else ""
            sentences = []
            for tokens in entry["sentences"] if text else ():
                words = [text[token[0] : token[1]] for token in tokens]
                if any(w in ("''", "``") or not w or w.split() != [w] for w in words):
                    continue
                sentences.append((words, to_bio([f"I-{t[4]}" if t[4] in SILVER else "O" for t in tokens], SILVER)))
            articles.append(sentences)
    return articles


def read_masc(data: Path) -> Iterator[Sent]:
    """Yield the sentences of MASC's trees, file by file."""
    for path in sorted((data / "frames" / "masc_propbank_ptb").rglob("*.mrg")):
        yield from read_brackets(path.read_text(encoding="utf-8", errors="replace"), path.stem)


def restyle_tagged(words: list[str], tags: list[str], rng: random.Random) -> Tagged:
    """Return the words with quotation marks of one style, by turns, and half of the time curly apostrophes."""
    opening, closing = rng.choice((("“", "”"), ('"', '"'), ("‘", "’")))
    curly = rng.random() < 0.5
    out: list[str] = []
    count = 0
    for word in words:
        if word in MARKS:
            out.append(closing if count % 2 else opening)
            count += 1
        else:
            out.append(word.replace("'", "’") if curly and word != "'" else word)
    return out, tags


def is_tagged_statement(words: list[str]) -> bool:
    """Tell whether tagged words can be what somebody says (without a tree to ask)."""
    return (
        5 <= len(words) <= 28
        and words[-1] == "."
        and words[0][0].isupper()
        and words[0] not in ("But", "And", "Or")
        and not any(word in MARKS or word in SINGLE_QUOTES or word in "():" for word in words)
    )


def prepare_trees(data: Path, out: Path) -> None:
    """Write train and dev of the tagger and the parser."""
    rng = random.Random(SEED)
    names = load_names()
    speakers = Speakers(names, rng)
    path = data / "lexicons" / "people" / "firstNames.json"
    first = frozenset(json.loads(path.read_text(encoding="utf-8"))["firstNames"])
    sentences = read_treebank(data, "ewt-train", "gum-open-train")
    made = []
    for sentence in sentences:
        changed = restyle(sentence, rng)
        made.append(swap_names(changed, names, rng, first) if rng.random() < 0.6 else changed)
    statements = [sentence for sentence in sentences if is_statement(sentence)]
    for _ in range(ATTRIBUTIONS):
        statement = rng.choice(statements)
        if rng.random() < 0.3:
            statement = swap_names(statement, names, rng, first)
        made.append(to_sent(attribute(content_nodes(restyle(statement, rng)), speakers)))
    rng.shuffle(made)
    dev = rng.sample(read_treebank(data, "gum-open-dev"), 350) + rng.sample(read_treebank(data, "ewt-dev"), 350)
    (out / "trees-train.conllu").write_text(write_conllu(made), encoding="utf-8")
    (out / "trees-dev.conllu").write_text(write_conllu(dev), encoding="utf-8")


def prepare_lemmas(data: Path, out: Path) -> None:
    """Write the word types for the network, the whole text for the dictionary, and dev."""
    # The treebanks have different rules for "people", "her" and "--"; counted once, GUM outvotes the larger EWT there
    # (lemmas on EWT dev, gold tokens: 96.66 so, 96.9 with EWT twice).
    sentences = read_treebank(data, "ewt-train", "ewt-train", "gum-open-train")
    counted = Counter((w.form, w.upos, w.lemma) for s in sentences for w in s.words)
    best: dict[tuple[str, str], str] = {}
    for (form, upos, lemma), _ in counted.most_common():
        best.setdefault((form, upos), lemma)
    types = [
        Word(form, lemma, upos, "_", 0, "root")
        for (form, upos), lemma in sorted(best.items())
        if any(c.isalpha() for c in form) and "http" not in form and len(form) < 25
    ]
    (out / "lemma-types.conllu").write_text(write_conllu(Sent((word,)) for word in types), encoding="utf-8")
    text = write_conllu(sentences) + write_conllu(Sent((word,)) for word in capitals(best))
    (out / "lemma-text.conllu").write_text(text, encoding="utf-8")
    (out / "lemma-dev.conllu").write_text(write_conllu(read_treebank(data, "ewt-dev")), encoding="utf-8")


def capitals(lemmas: Mapping[tuple[str, str], str]) -> Iterator[Word]:
    """Yield the words of small letters again as headlines and the beginnings of sentences write them.

    ``lemmas`` maps (form, part of speech) to lemma. As a proper noun the same letters keep their capital, which comes
    first, since the dictionary takes a form's first lemma for parts of speech that it has not seen the form with.
    """
    for (form, upos), lemma in lemmas.items():
        if upos in ("PROPN", "X") or not form.isalpha() or not form.islower() or len(form) < LEAST_CAPITALS:
            continue
        for other in (form.capitalize(), form.upper()):
            if (other, upos) not in lemmas:
                if (other, "PROPN") not in lemmas:
                    yield Word(other, other, "PROPN", "_", 0, "root")
                yield Word(other, lemma, upos, "_", 0, "root")


def prepare_names(data: Path, out: Path) -> None:
    """Write the rounds of the recogniser's training, and dev."""
    rng = random.Random(SEED)
    speakers = Speakers(load_names(), rng)
    nationalities = frozenset(load_phrases()["demonyms"])
    silver = [s for article in read_silver(data, "train") for s in article if 3 <= len(s[0]) <= LONGEST]
    rng.shuffle(silver)
    named = [s for s in silver if any(tag != "O" for tag in s[1])]
    empty = [s for s in silver if all(tag == "O" for tag in s[1])]
    hand = read_labelled(data, nationalities)
    ner = data / "ner"
    wikigold = _columns(ner / "wikigold" / "CONLL-format" / "data" / "wikigold.conll.txt")
    decks = make_decks([*hand, *wikigold], rng)
    with lzma.open(data / "ud" / "gum-open-train.conllu.xz", "rt", encoding="utf-8") as file:
        gold = [*read_gum_names(file.read(), nationalities), *wikigold]
    gold += _columns(ner / "sec_filings" / "CONLL-format" / "data" / "train" / "FIN5.txt")[:600]
    gold += [s for s in _columns(ner / "multiner_cc0" / "Final_English.txt") if _has_persons(s)]
    gold = [s for s in gold if len(s[0]) <= LONGEST]
    swap = partial(swap_tagged, speakers=speakers)
    statements = [s for s in (*named, *hand, *empty[:1500]) if is_tagged_statement(s[0])]
    for name, draw in DRAWS.items():
        train = [swap(*s, share=0.25) for s in (*named[: draw.named], *gold)]
        train += [*empty[: draw.empty], *(swap(*s, share=0.1) for s in hand)]
        train += [swap(*s, share=draw.share, decks=decks) for s in hand * draw.copies]
        train = [restyle_tagged(*s, rng) for s in train]
        for _ in range(TAGGED_ATTRIBUTIONS):
            words, tags = swap(*rng.choice(statements), share=0.3)
            train.append(tagged_attribution(words, tags, speakers))
        rng.shuffle(train)
        (out / f"{name}.json").write_text(ner_json(train), encoding="utf-8")
    dev = rng.sample([s for article in read_silver(data, "dev") for s in article if 3 <= len(s[0]) <= LONGEST], 700)
    (out / "ner-dev.json").write_text(ner_json(dev), encoding="utf-8")


def read_labelled(data: Path, nationalities: frozenset[str]) -> list[Tagged]:
    """Return the sentences labelled after Universal NER's guidelines, theirs and ours, each once.

    An interview names who speaks before every answer. Nationalities are MISC, as in the other corpora; Universal NER
    has no such mark.
    """
    uner = data / "ner" / "uner"
    theirs = [
        *_columns(uner / "en_ewt-ud-dev.iob2", 1, 2),
        *_columns(uner / "pud" / "en_pud-ud-test.iob2", 1, 2),
    ]
    theirs = [
        (w, ["B-MISC" if a in nationalities and b == "O" else b for a, b in zip(w, t, strict=True)]) for w, t in theirs
    ]
    ewt = read_labelled_names(read_treebank(data, "ewt-train"), EWT_NAMES)
    masc = read_labelled_names(read_masc(data), MASC_NAMES)
    wikinews = [s for s in read_wikinews_names(data / "wikinews" / "data") if not s.held_out]
    sentences = {tuple(s[0]): s for s in (*theirs, *ewt, *masc, *tag_sentences(wikinews, PACKAGE))}
    return [s for s in sentences.values() if 0 < len(s[0]) <= LONGEST]


def make_decks(sentences: Iterable[Tagged], rng: random.Random) -> dict[str, Deck]:
    """Return decks of the names in the sentences and of the known ones; words that are no names are known ones."""
    known = load_known_names()
    known["LOC"] += load_cities()
    found = {kind: [*names, *known.get(kind, ())] for kind, names in pool_names(sentences).items()}
    return {kind: Deck(names, rng) for kind, names in {**found, NO_NAME: known[NO_NAME]}.items()}


def tagged_attribution(words: list[str], tags: list[str], speakers: Speakers) -> Tagged:
    """Return the tagged words, a sentence with a full stop, as what a made-up speaker says."""
    statement = [
        Node(word, word, "X", "X", -1 if i == 0 else 0, "dep", tag)
        for i, (word, tag) in enumerate(zip(words[:-1], tags[:-1], strict=True))
    ]
    nodes = attribute(statement, speakers)
    return [node.form for node in nodes], [node.tag for node in nodes]


def _columns(path: Path, word: int = 0, tag: int = -1) -> list[Tagged]:
    text = path.read_text(encoding="utf-8", errors="replace")
    rows = read_columns(text, word=word, tag=tag, sep="\t" if word else None)
    return [(words, to_bio([t if "-" in t else "O" for t in tags], GOLD)) for words, tags in rows]


def _has_persons(sentence: Tagged) -> bool:
    words, tags = sentence
    return 5 <= len(words) <= 50 and "B-PER" in tags and sum(tag != "O" for tag in tags) * 2 < len(tags)


def prepare_tokens(data: Path, out: Path) -> None:
    """Write text and labels of the tokenizer, train and dev."""
    rng = random.Random(SEED)
    sentences = [restyle(sentence, rng) for sentence in read_treebank(data, "ewt-train", "gum-open-train")]
    text, labels = tokenizer_labels(paragraphs(sentences))
    (out / "tokens-train.txt").write_text(text, encoding="utf-8")
    (out / "tokens-train.labels").write_text(labels, encoding="utf-8")
    dev = read_treebank(data, "gum-open-dev")
    text, labels = tokenizer_labels(paragraphs(dev))
    (out / "tokens-dev.txt").write_text(text, encoding="utf-8")
    (out / "tokens-dev.labels").write_text(labels, encoding="utf-8")
    (out / "tokens-dev.conllu").write_text(write_conllu(dev), encoding="utf-8")
    # the trainer asks for the expansions of multiword tokens; flattened, there are none
    (out / "tokens-mwt.json").write_text("[]", encoding="utf-8")


def paragraphs(sentences: Iterable[Sent]) -> list[list[Sent]]:
    """Return the sentences by paragraph."""
    found: list[list[Sent]] = []
    for sentence in sentences:
        if sentence.paragraph or not found:
            found.append([])
        found[-1].append(replace(sentence, document=False))
    return found
