"""Made-up attributions around real sentences: what news is made of and treebanks lack.

A treebank sentence becomes what somebody says: a speaker of one of many kinds, a reporting verb, quotation marks in one
of three forms. The trees follow EWT: the verb is the root, what is said its ``ccomp``, a title ``nmod:desc`` of a name.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from training.convert import Sent, Word

NAMES = Path(__file__).parent / "names.tsv"
# A phrase that stands twice is drawn twice as often.
PHRASES = Path(__file__).parent / "phrases.tsv"

QUOTES = (("“", "”"), ("“", "”"), ('"', '"'), ('"', '"'), ("‘", "’"))


def load_phrases(path: Path = PHRASES) -> dict[str, list[str]]:
    """Read the phrases by kind: roles, titles, places, groups, demonyms, crowds, and verbs as ``form/lemma``."""
    phrases: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith(("#", "kind	")):
            kind, phrase = line.split("	")
            phrases.setdefault(kind, []).append(phrase)
    return phrases


@dataclass
class Node:
    """A word being placed: ``head`` is a position in the list being built, -1 for the head of that list."""

    form: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str
    tag: str = "O"
    space: bool = True


@dataclass
class Names:
    """The names of ``names.tsv`` by origin."""

    given: dict[str, list[str]] = field(default_factory=dict)
    family: dict[str, list[str]] = field(default_factory=dict)
    single: list[str] = field(default_factory=list)

    def full(self, rng: random.Random) -> list[str]:
        """Return the words of a full name; one origin in it, the family name first where that is the custom."""
        origin = rng.choice(sorted(self.given))
        given = [rng.choice(self.given[origin])]
        if rng.random() < 0.12:
            given.append(rng.choice(self.given[origin]))
        if origin in ("american", "english", "filipino") and rng.random() < 0.2:
            given.append(rng.choice("ABCDEFGHJKLMNPRSTVW") + ".")
        family = [rng.choice(self.family[origin])]
        if origin in ("spanish", "latin", "brazilian", "portuguese") and rng.random() < 0.25:
            family.append(rng.choice(self.family[origin]))
        words = [*family, *given] if origin in ("chinese", "korean", "hongkong", "vietnamese") else [*given, *family]
        return [word for name in words for word in name.split("_")]

    def last(self, rng: random.Random) -> list[str]:
        """Return the words of a family name, or of a name that stands alone."""
        if rng.random() < 0.15:
            return rng.choice(self.single).split("_")
        return rng.choice(self.family[rng.choice(sorted(self.family))]).split("_")

    def first(self, rng: random.Random) -> list[str]:
        """Return the words of a given name."""
        return rng.choice(self.given[rng.choice(sorted(self.given))]).split("_")


def load_names(path: Path = NAMES) -> Names:
    """Read the names; ``_`` joins the words of one name."""
    names = Names()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", "origin\t")):
            continue
        origin, part, listed = line.split("\t")
        if part == "single":
            names.single = listed.split()
        else:
            getattr(names, part)[origin] = listed.split()
    return names


def split_word(word: str) -> list[str]:
    """Return a name's word as EWT cuts it: ``al-Masri`` is three tokens, ``O'Brien`` one."""
    return [piece for piece in re.split(r"(-)", word) if piece]


def name_nodes(words: list[str], *, kind: str = "PER") -> list[Node]:
    """Return a flat name whose first token is the head."""
    nodes: list[Node] = []
    for word in words:
        pieces = split_word(word)
        for index, piece in enumerate(pieces):
            tag = f"I-{kind}" if nodes else f"B-{kind}"
            glued = index < len(pieces) - 1
            if piece == "-":
                nodes.append(Node("-", "-", "PUNCT", "HYPH", len(nodes) + 1, "punct", tag, space=False))
            else:
                nodes.append(
                    Node(
                        piece,
                        piece,
                        "PROPN",
                        "NNP",
                        -1 if not nodes else 0,
                        "" if not nodes else "flat",
                        tag,
                        not glued,
                    )
                )
    return nodes


def phrase_nodes(text: str, tag: str, *, name: bool) -> list[Node]:
    """Return a noun phrase whose last word is the head: determiner, adjectives and nouns before it."""
    words = text.split()
    determiners = {"the", "a", "an", "The"}
    numbers = {"two", "three", "several"}
    adjectives = {
        "local",
        "senior",
        "deputy",
        "political",
        "provincial",
        "human",
        "medical",
        "tribal",
        "foreign",
        "chief",
    }
    last = len(words) - 1
    nodes: list[Node] = []
    for index, word in enumerate(words):
        mark = "O"
        if tag and not (index == 0 and word in determiners):
            mark = f"{'I' if any(n.tag != 'O' for n in nodes) else 'B'}-{tag}"
        plural = index == last and word.endswith("s") and not word.endswith("ss")
        if word in determiners:
            node = Node(word, word.lower() if word != "an" else "a", "DET", "DT", last, "det", mark)
        elif word in numbers and index < last:
            node = Node(
                word,
                word,
                "NUM" if word != "several" else "ADJ",
                "CD" if word != "several" else "JJ",
                last,
                "nummod" if word != "several" else "amod",
                mark,
            )
        elif index == last:
            lemma = word[:-1] if plural and not name else word
            lemma = {"witnesse": "witness", "familie": "family"}.get(lemma, lemma)
            tags = ("PROPN", "NNP") if name else ("NOUN", "NNS" if plural or word == "police" else "NN")
            node = Node(word, lemma, *tags, -1, "", mark)
        elif word in adjectives and not name:
            node = Node(word, word, "ADJ", "JJ", last, "amod", mark)
        else:
            node = Node(word, word, "PROPN" if name else "NOUN", "NNP" if name else "NN", last, "compound", mark)
        nodes.append(node)
    return nodes


def attach(inner: list[Node], head: int, deprel: str, offset: int) -> list[Node]:
    """Return copies of ``inner`` moved by ``offset``, their own head attached to ``head``."""
    return [
        replace(
            node,
            head=head if node.head == -1 else node.head + offset,
            deprel=deprel if node.head == -1 else node.deprel,
        )
        for node in inner
    ]


def head_of(nodes: list[Node]) -> int:
    """Return the position of the head."""
    return next(index for index, node in enumerate(nodes) if node.head == -1)


def join(parts: list[tuple[list[Node], str]], *, head: int) -> list[Node]:
    """Return one phrase of parts (nodes, relation to the head part); ``head`` is the index of the head part."""
    offsets = [sum(len(p) for p, _ in parts[:i]) for i in range(len(parts))]
    target = offsets[head] + head_of(parts[head][0])
    built: list[Node] = []
    for index, (nodes, deprel) in enumerate(parts):
        where, relation = (-1, "") if index == head else (target, deprel)
        built += attach(nodes, where, relation, offsets[index])
    return built


def mark_nodes(form: str, xpos: str, *, space: bool = True) -> list[Node]:
    """Return a punctuation mark."""
    lemma = {"“": '"', "”": '"', "‘": "'", "’": "'"}.get(form, form)
    return [Node(form, lemma, "PUNCT", xpos, -1, "", "O", space)]


def tight(nodes: list[Node]) -> list[Node]:
    """Return the nodes with no white space after the last one."""
    return [*nodes[:-1], replace(nodes[-1], space=False)]


class Speakers:
    """Speakers of many kinds, drawn by a seeded generator."""

    def __init__(self, names: Names, rng: random.Random) -> None:
        self.names = names
        self.rng = rng
        phrases = load_phrases()
        self.roles, self.titles, self.places = phrases["roles"], phrases["titles"], phrases["places"]
        self.groups, self.demonyms, self.crowds = phrases["groups"], phrases["demonyms"], phrases["crowds"]
        self.verbs = phrases["verbs"]

    def pick(self, options: list[str]) -> str:
        """Draw one."""
        return self.rng.choice(options)

    def place(self) -> list[Node]:
        """Draw a place's name."""
        return phrase_nodes(self.pick(self.places), "LOC", name=True)

    def modifier(self) -> tuple[list[Node], str] | None:
        """Draw what stands before a role: a place, an organisation, a nationality, or nothing."""
        chance = self.rng.random()
        if chance < 0.35:
            return self.place(), "compound"
        if chance < 0.5:
            group = self.pick([g for g in self.groups if not g.startswith("the ")])
            return phrase_nodes(group, "ORG", name=True), "compound"
        if chance < 0.7:
            word = self.pick(self.demonyms)
            return [Node(word, word, "ADJ", "JJ", -1, "", "B-MISC")], "amod"
        return None

    def role(self) -> list[Node]:
        """Draw a role with what stands before it."""
        nodes = phrase_nodes(self.pick(self.roles), "", name=False)
        modifier = self.modifier()
        return join([modifier, (nodes, "")], head=1) if modifier else nodes

    def person(self) -> list[Node]:
        """Draw a full name or a family name."""
        return name_nodes(self.names.full(self.rng) if self.rng.random() < 0.75 else self.names.last(self.rng))

    def subject(self) -> list[Node]:
        """Return a speaker: name, title and name, role and name, name with apposition, role alone, group."""
        rng = self.rng
        chance = rng.random()
        comma = mark_nodes(",", ",")
        if chance < 0.2:
            return self.person()
        if chance < 0.4:
            title = phrase_nodes(self.pick(self.titles), "", name=True)
            if rng.random() < 0.3:
                before = self.modifier()
                title = join([before, (title, "")], head=1) if before else title
            return join([(title, "nmod:desc"), (self.person(), "")], head=1)
        if chance < 0.62:
            return join([(self.role(), "nmod:desc"), (self.person(), "")], head=1)
        if chance < 0.8:
            article = (
                [Node("the", "the", "DET", "DT", -1, "")]
                if rng.random() < 0.4
                else [Node("a", "a", "DET", "DT", -1, "")]
            )
            role = join([(article, "det"), (phrase_nodes(self.pick(self.roles), "", name=False), "")], head=1)
            if rng.random() < 0.6:
                form = rng.choice(["in", "from", "of", "at", "with", "for"])
                inner = self.place() if rng.random() < 0.6 else phrase_nodes(self.pick(self.groups), "ORG", name=True)
                case = [Node(form, form, "ADP", "IN", -1, "")]
                role = join([(role, ""), (join([(case, "case"), (inner, "")], head=1), "nmod")], head=0)
            apposition = join([(comma, "punct"), (role, ""), (comma, "punct")], head=1)
            return join([(tight(self.person()), ""), (self.tight_inner(apposition), "appos")], head=0)
        if chance < 0.88:
            article = [Node("the", "the", "DET", "DT", -1, "")]
            return join([(article, "det"), (self.role(), "")], head=1)
        if chance < 0.95:
            return phrase_nodes(self.pick(self.crowds), "", name=False)
        return phrase_nodes(self.pick(self.groups), "ORG", name=True)

    @staticmethod
    def tight_inner(nodes: list[Node]) -> list[Node]:
        """No white space before a comma."""
        return [
            replace(node, space=False) if index + 1 < len(nodes) and nodes[index + 1].form == "," else node
            for index, node in enumerate(nodes)
        ]


def is_statement(sentence: Sent) -> bool:
    """Tell whether the sentence can be what somebody says: a clause with a subject, 4 to 28 words, one full stop."""
    words = sentence.words
    if not 4 <= len(words) <= 28 or words[-1].form != "." or sum(w.form == "." for w in words) > 1:
        return False
    if any(w.xpos in ("``", "''", "-LRB-", "-RRB-", ":", "ADD") for w in words) or words[0].form[:1].islower():
        return False
    root = next((i for i, w in enumerate(words, 1) if w.head == 0), 0)
    subjects = [i for i, w in enumerate(words, 1) if w.head == root and w.deprel.startswith("nsubj")]
    return bool(subjects) and subjects[0] < root and words[0].upos not in ("CCONJ", "INTJ")


def content_nodes(sentence: Sent, tags: list[str] | None = None) -> list[Node]:
    """Return the statement without its full stop, to be put in a clause."""
    words = sentence.words
    return tight(
        [
            Node(w.form, w.lemma, w.upos, w.xpos, w.head - 1, w.deprel, tags[i] if tags else "O", w.space)
            for i, w in enumerate(words[:-1])
        ]
    )


def lowered(nodes: list[Node]) -> list[Node]:
    """Return the clause as it stands inside a sentence: no capital but in a name or "I"."""
    first = nodes[0]
    if first.upos == "PROPN" or first.form == "I" or first.form.isupper() or first.tag != "O":
        return nodes
    return [replace(first, form=first.form[0].lower() + first.form[1:]), *nodes[1:]]


def capital(nodes: list[Node]) -> list[Node]:
    """Return the phrase as it stands at a sentence's start."""
    return [replace(nodes[0], form=nodes[0].form[0].upper() + nodes[0].form[1:]), *nodes[1:]]


def attribute(statement: list[Node], speakers: Speakers) -> list[Node]:
    """Return a sentence in which a made-up speaker says the statement."""
    rng = speakers.rng
    subject = speakers.subject()
    form, lemma = rng.choice(speakers.verbs).split("/")
    verb = [Node(form, lemma, "VERB", "VBZ" if form.endswith("s") else "VBD", -1, "")]
    stop, comma = mark_nodes(".", "."), mark_nodes(",", ",")
    opening, closing = rng.choice(QUOTES)
    left, right = mark_nodes(opening, "``", space=False), mark_nodes(closing, "''")
    shape = rng.random()
    if form == "told":
        told = phrase_nodes(rng.choice(["reporters", "journalists", *speakers.groups]), "", name=False)
        if told[-1].form[0].isupper():
            told = phrase_nodes(" ".join(n.form for n in told), "ORG", name=True)
        verb = join([(verb, ""), (told, "iobj")], head=0)
    elif rng.random() < 0.15:
        case = [
            Node("in", "in", "ADP", "IN", -1, ""),
            Node("a", "a", "DET", "DT", -1, ""),
            Node("statement", "statement", "NOUN", "NN", -1, ""),
        ]
        phrase = join([([case[0]], "case"), ([case[1]], "det"), ([case[2]], "")], head=2)
        verb = join([(verb, ""), (phrase, "obl")], head=0)
    if shape < 0.3:  # X said (that) S.
        inner = lowered(statement)
        if rng.random() < 0.35:
            inner = join([([Node("that", "that", "SCONJ", "IN", -1, "")], "mark"), (inner, "")], head=1)
        parts = [(capital(subject), "nsubj"), (verb, ""), (inner, "ccomp"), (stop, "punct")]
        return join(parts, head=1)
    if shape < 0.4:  # According to X, S.
        case = [Node("According", "accord", "VERB", "VBG", -1, "", "O"), Node("to", "to", "ADP", "IN", 0, "fixed", "O")]
        phrase = tight(join([(case, "case"), (subject, "")], head=1))
        if phrase[-1].form == ",":
            phrase = phrase[:-1]
        return join([(tight(phrase), "obl"), (comma, "punct"), (lowered(statement), ""), (stop, "punct")], head=2)
    if shape < 0.5:  # S, X said.
        inner = join([(statement, ""), (comma, "punct")], head=0)
        return join([(inner, "ccomp"), (subject, "nsubj"), (tight(verb), ""), (stop, "punct")], head=2)
    if shape < 0.58:  # X said: “S.”
        inner = join([(left, "punct"), (statement, ""), (tight(stop), "punct"), (right, "punct")], head=1)
        colon = mark_nodes(rng.choice([":", ","]), ":" if form != "told" else ",")
        return join([(capital(subject), "nsubj"), (tight(verb), ""), (colon, "punct"), (inner, "ccomp")], head=1)
    # “S!” X said, or “S,” X said.
    stop_mark = mark_nodes(rng.choice("!?"), ".", space=False) if shape < 0.62 else tight(comma)
    inner = join([(left, "punct"), (statement, ""), (stop_mark, "punct"), (right, "punct")], head=1)
    if rng.random() < 0.35 and len(verb) == 1:  # “S,” said X.
        return join([(inner, "ccomp"), (verb, ""), (tight(subject), "nsubj"), (stop, "punct")], head=1)
    return join([(inner, "ccomp"), (subject, "nsubj"), (tight(verb), ""), (stop, "punct")], head=2)


def to_sent(nodes: list[Node]) -> Sent:
    """Return the nodes as a treebank sentence."""
    return Sent(tuple(Word(n.form, n.lemma, n.upos, n.xpos, n.head + 1, n.deprel or "root", n.space) for n in nodes))
