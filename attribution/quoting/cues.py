"""Stage 3b: reporting words, with the phrase that names their source.

A cue here is a candidate: whether it reports anything is decided with its content (`attribution.quoting.quotes`).
Verbs, nouns and adjectives come from lists counted in a corpus and joined with VerbNet's classes (``data/cue_*.tsv``);
"according to" and "in the words of" are fixed phrases.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from attribution.annotating.syntax import NOMINAL, Forest, Tree, relation
from attribution.lexicons import load_table
from attribution.model import Act
from attribution.spans import Span

CueKind = Literal["verb", "noun", "adjective", "according"]

# Prepositions that make one cue with their verb ("called for"); counted as part of the cue by the annotation guide.
PHRASAL = {
    "allude": {"to"},
    "appeal": {"for", "to"},
    "argue": {"for", "against"},
    "ask": {"for"},
    "call": {"for", "on", "upon"},
    "complain": {"about", "of"},
    "carry": {"on"},
    "chime": {"in"},
    "go": {"on"},
    "hint": {"at"},
    "lash": {"out"},
    "plead": {"for"},
    "point": {"out", "to"},
    "push": {"for"},
    "refer": {"to"},
    "single": {"out"},
    "speak": {"out"},
    "talk": {"about"},
    "warn": {"of", "about", "against"},
    "weigh": {"in"},
}
# "expressed concern", "gave credit", "raised questions": the noun carries the meaning and belongs to the cue.
LIGHT_VERBS = frozenset(
    {"express", "voice", "give", "raise", "make", "issue", "offer", "have", "deliver", "cast", "lay"}
)
PASSIVE_AUXILIARIES = frozenset({"be", "get", "'s", "’s", "is", "was", "were", "are", "been", "being", "got"})
# Stems of verbs that can hang between a subject and its cue: "went on to say", "was quoted as saying".
CONTROL_RELATIONS = frozenset({"xcomp", "advcl", "ccomp"})
# Endings of finite forms and what stands there in the lemma; only for words the tagger takes for no verb.
ENDINGS = (("s", ""), ("es", ""), ("ed", ""), ("d", ""), ("ies", "y"), ("ied", "y"))
LEAST_STEM = 0.3
FINITE = ("VBD", "VBZ", "VBP")
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "nor", "neither"})
MODALS = frozenset(
    {"will", "would", "can", "could", "may", "might", "must", "shall", "should", "'ll", "’ll", "'d", "’d"}
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A possible reporting word.

    ``head`` and ``tokens`` are token indices in sentence ``sentence``; ``source`` is the head of the phrase that names
    the source, in the same sentence, or None. ``shared`` tells that the source was found at another verb ("... said,
    adding").
    """

    kind: CueKind
    sentence: int
    head: int
    tokens: tuple[int, ...]
    span: Span
    lemma: str
    act: Act
    listed: bool = field(kw_only=True)
    source: int | None
    shared: bool = False
    passive: bool = False
    negated: bool = False
    modal: bool = False


def find_cues(forest: Forest, quoted: tuple[Span, ...] = ()) -> tuple[Cue, ...]:
    """Return the candidates of an article in text order.

    ``quoted`` are the stretches in quotation marks: words in them are never the source of a cue outside them.
    """
    cues: list[Cue] = []
    inside = tokens_in(forest, quoted)
    for number, tree in enumerate(forest.trees):
        used: set[int] = set()
        for phrase in _fixed_phrases(tree, number):
            cues.append(phrase)
            used.update(phrase.tokens)
        for index, token in enumerate(tree.tokens):
            if index in used:
                continue
            cue: Cue | None = None
            if token.upos == "VERB" or (token.upos == "AUX" and token.lemma in _verbs()):
                cue = _verb_cue(tree, number, index, frozenset() if index in inside[number] else inside[number])
            elif _is_mistagged(tree, index):
                cue = _verb_cue(tree, number, index, inside[number])
            elif token.upos == "NOUN" and token.lemma in _nouns():
                cue = _noun_cue(tree, number, index)
            elif token.upos == "ADJ" and token.lemma in _adjectives():
                cue = _adjective_cue(tree, number, index)
            if cue is not None:
                cues.append(cue)
    return tuple(sorted(cues, key=lambda cue: cue.span))


def tokens_in(forest: Forest, spans: tuple[Span, ...]) -> tuple[frozenset[int], ...]:
    """Return, a sentence each, the indices of the tokens in ``spans``."""
    found: list[set[int]] = [set() for _ in forest.trees]
    for span in spans:
        for number in forest.overlapping(span):
            found[number].update(forest.trees[number].covered(span))
    return tuple(frozenset(indices) for indices in found)


@cache
def not_sources(kind: str) -> frozenset[str]:
    """Return the words that name no source though they stand where one does: "time", "label" or "sign"."""
    return frozenset(word for word, why in load_table("not_sources").column("kind").items() if why == kind)


@cache
def _shares() -> dict[str, float]:
    rows = load_table("cue_verbs").rows
    return {row["word"]: int(row["cues"]) / int(row["seen"]) for row in rows if int(row["seen"])}


def cue_share(lemma: str) -> float:
    """Return in which share of its uses in the training articles a verb was a cue; 0 for a verb never seen."""
    return _shares().get(lemma, 0.0)


def verb_act(lemma: str) -> Act:
    """Return what a verb reports; a verb on no list is taken for speech, as only quoted words make it a cue."""
    return "thought" if _verbs().get(lemma) == "thought" else "speech"


@cache
def _verbs() -> dict[str, str]:
    return load_table("cue_verbs").column("act")


@cache
def _nouns() -> dict[str, str]:
    return load_table("cue_nouns").column("act")


@cache
def _adjectives() -> dict[str, str]:
    return load_table("cue_adjectives").column("act")


def _act(acts: dict[str, str], lemma: str) -> Act:
    return "thought" if acts.get(lemma) == "thought" else "speech"


def _fixed_phrases(tree: Tree, number: int) -> list[Cue]:
    """Find "according to X" and "in the words of X"."""
    found = []
    lower = [token.text.lower() for token in tree.tokens]
    for index in range(len(lower) - 1):
        if lower[index] == "according" and lower[index + 1] == "to":
            tokens: tuple[int, ...] = (index, index + 1)
        elif lower[index : index + 4] == ["in", "the", "words", "of"]:
            tokens = tuple(range(index, index + 4))
        else:
            continue
        source = _phrase_after(tree, tokens)
        found.append(
            Cue(
                "according",
                number,
                index,
                tokens,
                tree.span(tokens),
                " ".join(lower[i] for i in tokens),
                "speech",
                source,
                listed=True,
            )
        )
    return found


def _phrase_after(tree: Tree, tokens: tuple[int, ...]) -> int | None:
    """Return the head of the noun phrase that begins right after ``tokens``."""
    first = tokens[-1] + 1
    if first >= len(tree.tokens):
        return None
    head = first
    for above in tree.ancestors(first):
        if above < first or tree.tokens[above].upos not in NOMINAL:
            break
        if min(tree.subtree(above, without=tree.children(above, "case", "punct"))) < min(tokens):
            break
        head = above
    return head if tree.tokens[head].upos in NOMINAL or tree.tokens[head].upos == "ADJ" else None


def _verb_cue(tree: Tree, number: int, index: int, blocked: frozenset[int]) -> Cue | None:
    token = tree.tokens[index]
    listed = token.lemma in _verbs()
    # Parsers take "has called on" for a passive now and then: a passive has its auxiliary, or is a bare participle.
    passive = is_passive(tree, index)
    source, shared = find_source(tree, index, passive=passive, blocked=blocked)
    absolute = _absolute_source(tree, index)
    if absolute is not None:
        source, shared = absolute, False
    elif listed and not passive and (source is None or shared or source not in (index - 1, index + 1)):
        neighbour = _neighbouring_source(tree, index)
        adrift = source is None or shared or tree.tokens[source].text.lower() in ("that", "which", "who")
        if (
            neighbour is not None
            and neighbour not in blocked
            and (source is None or _is_nominative(tree, neighbour, index) or (neighbour == index - 1 and adrift))
        ):
            source, shared = neighbour, False
    tokens = _verb_group(tree, index)
    words = {tree.tokens[i].text.lower() for i in tree.children(index, "aux", "advmod", "cop")}
    return Cue(
        "verb",
        number,
        index,
        tokens,
        tree.span(tokens),
        token.lemma,
        verb_act(token.lemma),
        source,
        shared,
        passive,
        negated=bool(words & NEGATIONS),
        modal=bool(words & MODALS),
        listed=listed,
    )


def _leads_in(tree: Tree, index: int, verb: int) -> bool:
    """Tell whether a word is an auxiliary or adverb of the verb: "has also called for" is one cue in PolNeAR."""
    return tree.tokens[index].head == verb and (
        relation(tree.tokens[index]) == "aux"
        or (relation(tree.tokens[index]) == "advmod" and tree.tokens[index].upos in ("ADV", "PART"))
    )


def is_passive(tree: Tree, index: int) -> bool:
    """Tell whether a verb is a passive: by its auxiliary, or as a participle with its agent."""
    if any(
        tree.tokens[i].deprel == "aux:pass" and tree.tokens[i].lemma.lower() in PASSIVE_AUXILIARIES
        for i in tree.children(index)
    ):
        return True
    participle = tree.tokens[index].xpos == "VBN" and not tree.children(index, "aux")
    return participle and (_agent(tree, index) is not None or tree.tokens[index].deprel == "acl")


def _agent(tree: Tree, index: int) -> int | None:
    """Return the head of "by X"."""
    return next(
        (i for i in tree.children(index, "obl") if any(tree.tokens[c].lemma == "by" for c in tree.children(i, "case"))),
        None,
    )


def _absolute_source(tree: Tree, index: int) -> int | None:
    """Return the subject of "with both sides urging ...": the noun between "with" and a participle."""
    if tree.tokens[index].xpos != "VBG" or index == 0 or tree.tokens[index - 1].upos not in NOMINAL:
        return None
    noun = index - 1
    return noun if any(tree.tokens[i].lemma == "with" for i in tree.children(noun, "case", "mark")) else None


def _is_nominative(tree: Tree, source: int, cue: int) -> bool:
    """Tell whether the word right before a cue is a pronoun that can only be its subject."""
    return source == cue - 1 and tree.tokens[source].text.lower() in ("he", "she", "they", "we", "i", "who")


def _neighbouring_source(tree: Tree, index: int) -> int | None:
    """Return the head of the noun phrase right beside a cue that the parse left without a subject.

    "..., said Ito" (the phrase after the verb, where only a mark or comma stands before it) or "Ito, a baker, said".
    """
    tokens = tree.tokens
    if tokens[index].xpos not in ("VBD", "VBZ", "VBP", "VB", "NNS", "VBN") or (
        index and tokens[index - 1].upos == "PART"
    ):
        return None
    after = index + 1
    inverted = index > 0 and tokens[index - 1].upos == "PUNCT"
    if (
        inverted
        and after < len(tokens)
        and tokens[after].upos in NOMINAL | {"ADJ"}
        and tokens[after].text.lower() != "that"
    ):
        return _phrase_after(tree, (index,))
    before = index - 1
    while before >= 0 and tokens[before].upos in ("ADV", "AUX"):
        before -= 1
    if before < 0 or (tokens[before].upos not in NOMINAL and tokens[before].text != ","):
        return None
    top = before if tokens[before].text != "," else before - 1
    for above in tree.ancestors(top):
        if above >= index or tokens[above].upos not in NOMINAL or tokens[above].lemma == tokens[index].lemma:
            break
        top = above
    return (
        top
        if top >= 0 and tokens[top].upos in NOMINAL - {"NUM"} and tokens[top].text.lower() not in not_sources("time")
        else None
    )


def _is_mistagged(tree: Tree, index: int) -> bool:
    """Tell whether a word tagged as no verb is a form of a listed one before "that": "The indictment alleges that"."""
    following = index + 1
    if following >= len(tree.tokens) or tree.tokens[following].text.lower() != "that" or index == 0:
        return False
    word = tree.tokens[index].text.lower()
    stems = [word[: -len(ending)] + rest for ending, rest in ENDINGS if word.endswith(ending)]
    return tree.tokens[index - 1].upos not in ("DET", "ADJ", "ADP") and any(cue_share(s) >= LEAST_STEM for s in stems)


def _verb_group(tree: Tree, index: int) -> tuple[int, ...]:
    """Return the verb with the particle or preposition, or the noun, that makes one cue with it."""
    token = tree.tokens[index]
    first = index
    while first > 0 and _leads_in(tree, first - 1, index):
        first -= 1
    group = [*range(first, index + 1), *(i for i in tree.children(index, "compound:prt") if i == index + 1)]
    following = group[-1] + 1
    if following < len(tree.tokens) and tree.tokens[following].text.lower() in PHRASAL.get(token.lemma, ()):
        group.append(following)
    elif token.lemma in LIGHT_VERBS:
        noun = tree.child(index, "obj")
        if noun is None and following < len(tree.tokens) and tree.tokens[following].upos == "NOUN":
            noun = following  # "expressed concern", read as a participle before its noun
        if noun is not None and tree.tokens[noun].lemma in _nouns() and index < noun <= index + 3:
            group.extend(range(index + 1, noun + 1))
    return tuple(sorted(set(group)))


def _noun_cue(tree: Tree, number: int, index: int) -> Cue:
    """Make a cue of "his claim that ...", "the senator's threat to ...": the source is the owner."""
    token = tree.tokens[index]
    owner = tree.child(index, "nmod:poss")
    if owner is None:
        owner = next(
            (
                i
                for i in tree.children(index, "nmod")
                if any(tree.tokens[c].lemma in ("by", "from") for c in tree.children(i, "case"))
            ),
            None,
        )
    shared = False
    if owner is None and relation(token) == "obj" and token.head >= 0 and tree.tokens[token.head].lemma in LIGHT_VERBS:
        owner, shared = find_source(tree, token.head, passive=False)[0], True
    return Cue(
        "noun",
        number,
        index,
        (index,),
        token.span,
        token.lemma,
        _act(_nouns(), token.lemma),
        owner,
        shared,
        listed=True,
    )


def _adjective_cue(tree: Tree, number: int, index: int) -> Cue:
    """Make a cue of "is confident that ...": the source is the subject."""
    token = tree.tokens[index]
    source, shared = find_source(tree, index, passive=False)
    tokens = tuple(sorted((index, *tree.children(index, "cop"))))
    contiguous = tokens if tokens[-1] - tokens[0] == len(tokens) - 1 else (index,)
    return Cue(
        "adjective",
        number,
        index,
        contiguous,
        tree.span(contiguous),
        token.lemma,
        _act(_adjectives(), token.lemma),
        source,
        shared,
        listed=True,
    )


def find_source(
    tree: Tree, index: int, *, passive: bool, blocked: frozenset[int] = frozenset()
) -> tuple[int | None, bool]:
    """Return the head of the phrase that does what the predicate says, and whether another predicate owns it.

    A passive has its agent ("by X") or, where it only relays ("was quoted as saying"), no source of its own.
    """
    if passive:
        return _agent(tree, index), False
    seen: set[int] = set()
    current = index
    while current not in seen:
        seen.add(current)
        # "Ito said it would open and added that": the parse hangs "added" on "open", whose subject never spoke.
        passed = current != index and tree.tokens[current].xpos == "VB" and tree.tokens[index].xpos in FINITE
        subjects = [
            i
            for i in tree.children(current, "nsubj")
            if not passed and i not in blocked and tree.tokens[i].text.lower() not in not_sources("time")
        ]
        # Of two subjects the parse gives one verb, the nearer before it is the right one.
        subject = next((i for i in reversed(subjects) if i < current), next(iter(subjects), None))
        if subject is not None:
            relayed = current != index and is_passive(tree, current)
            spoken = tree.tokens[current].lemma in ("quote", "cite", "report")
            return (None if relayed and not spoken else subject), current != index
        token = tree.tokens[current]
        if token.head < 0:
            break
        kind = relation(token)
        if kind == "acl" and token.deprel != "acl:relcl":
            return (None if token.head in blocked else token.head), True
        if kind not in CONTROL_RELATIONS and kind != "conj":
            break
        coordinated = tree.tokens[index].xpos in FINITE and relation(tree.tokens[index]) == "conj"
        if kind == "ccomp" and current != index and not (coordinated and tree.tokens[current].xpos == "VB"):
            break
        current = token.head
    return None, False
