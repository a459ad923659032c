"""Stage 3b: reporting words, with the phrase that names their source.

A cue here is a candidate: whether it reports anything is decided with its content (`attribution.quoting.quotes`).
Verbs, nouns and adjectives come from lists counted in a corpus and joined with VerbNet's classes (``data/cue_*.tsv``);
"according to" and "in the words of" are fixed phrases.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from attribution.annotating.syntax import Forest, Tree, relation
from attribution.model import Act
from attribution.quoting.speech_words import (
    act_of,
    adjective_acts,
    cue_share,
    listed_form,
    noun_acts,
    verb_act,
    verb_acts,
)
from attribution.quoting.subjects import (
    FINITE,
    absolute_source,
    closing_source,
    find_source,
    is_finite,
    is_nominative,
    is_passive,
    neighbouring_source,
    phrase_after,
    speaker_before,
)
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
# Endings of finite forms and what stands there in the lemma; only for words the tagger takes for no verb.
ENDINGS = (("s", ""), ("es", ""), ("ed", ""), ("d", ""), ("ies", "y"), ("ied", "y"))
LEAST_STEM = 0.3
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "nor", "neither"})
# Adverbs before a verb that are no part of its cue: "[when] asked", "farmers [here] say", "though".
LOOSE_ADVERBS = frozenset({"when", "here", "there", "though", "alike", "online", "nationwide", "worldwide"})
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
            if token.upos == "VERB" or (token.upos == "AUX" and token.lemma in verb_acts()):
                cue = _verb_cue(tree, number, index, frozenset() if index in inside[number] else inside[number])
            elif _is_mistagged(tree, index):
                cue = _verb_cue(tree, number, index, inside[number])
            elif token.upos == "NOUN" and token.lemma in noun_acts():
                cue = _noun_cue(tree, number, index)
            elif token.upos == "ADJ" and token.lemma in adjective_acts():
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
        source = phrase_after(tree, tokens)
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


def _verb_cue(tree: Tree, number: int, index: int, blocked: frozenset[int]) -> Cue | None:
    token = tree.tokens[index]
    lemma = listed_form(token.lemma)
    listed = lemma in verb_acts()
    # Parsers take "has called on" for a passive now and then: a passive has its auxiliary, or is a bare participle.
    passive = is_passive(tree, index)
    source, shared = find_source(tree, index, passive=passive, blocked=blocked)
    absolute = absolute_source(tree, index)
    if absolute is None:
        absolute = closing_source(tree, index)
    if absolute is not None:
        source, shared = absolute, False
    elif listed and not passive and (source is None or shared or source not in (index - 1, index + 1)):
        neighbour = neighbouring_source(tree, index)
        adrift = source is None or shared or tree.tokens[source].text.lower() in ("that", "which", "who")
        if (
            neighbour is not None
            and neighbour not in blocked
            and (source is None or is_nominative(tree, neighbour, index) or (neighbour == index - 1 and adrift))
        ):
            source, shared = neighbour, False
    most = _most_before(tree, index) if listed and not passive else None
    if most is not None:
        source, shared = most, False
    elif token.upos == "NOUN" and _plural_before(tree, index) is not None:
        source, shared = _plural_before(tree, index), False
    elif listed and source is None and not passive and relation(token) == "conj" and is_finite(tree, index):
        source = neighbouring_source(tree, token.head)
        shared = source is not None
    speaker = speaker_before(tree, index) if listed and not passive else None
    if speaker is not None:
        source, shared = speaker, True
    tokens = _verb_group(tree, index)
    words = {tree.tokens[i].text.lower() for i in tree.children(index, "aux", "advmod", "cop")}
    return Cue(
        "verb",
        number,
        index,
        tokens,
        tree.span(tokens),
        lemma,
        verb_act(lemma),
        source,
        shared,
        passive,
        negated=bool(words & NEGATIONS),
        modal=bool(words & MODALS),
        listed=listed,
    )


def _leads_in(tree: Tree, index: int, verb: int) -> bool:
    """Tell whether a word is an auxiliary or adverb of the verb: "has also called for" is one cue in PolNeAR."""
    loose = tree.tokens[index].text.lower() in LOOSE_ADVERBS or index == _most_before(tree, verb)
    return (
        tree.tokens[index].head == verb
        and not loose
        and (
            relation(tree.tokens[index]) == "aux"
            or (relation(tree.tokens[index]) == "advmod" and tree.tokens[index].upos in ("ADV", "PART"))
        )
    )


def _is_mistagged(tree: Tree, index: int) -> bool:
    """Tell whether a word tagged as no verb is a form of a listed one before "that": "The indictment alleges that"."""
    following = index + 1
    if following >= len(tree.tokens) or tree.tokens[following].text.lower() != "that" or index == 0:
        return False
    word = tree.tokens[index].text.lower()
    if cue_share(word) >= LEAST_STEM and _plural_before(tree, index) is not None:
        return True
    stems = [word[: -len(ending)] + rest for ending, rest in ENDINGS if word.endswith(ending)]
    return tree.tokens[index - 1].upos not in ("DET", "ADJ", "ADP") and any(cue_share(s) >= LEAST_STEM for s in stems)


def _plural_before(tree: Tree, index: int) -> int | None:
    """Return the subject of a verb read as a noun in a sentence with no verb before it: "Documents seen by us show"."""
    if any(tree.tokens[i].xpos in (*FINITE, "MD") for i in range(index)):
        return None
    top = next((i for i in tree.ancestors(index) if tree.tokens[i].head < 0), None)
    plural = top is not None and top < index and tree.tokens[top].xpos in ("NNS", "NNPS")
    return top if plural else None


def _most_before(tree: Tree, index: int) -> int | None:
    """Return the "most" of "and most said", which parsers take for an adverb."""
    before = index - 1
    most = before >= 0 and tree.tokens[before].text.lower() == "most" and tree.tokens[before].head == index
    alone = most and not tree.children(index, "nsubj") and tree.tokens[index].xpos in FINITE
    return before if alone else None


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
        if noun is not None and tree.tokens[noun].lemma in noun_acts() and index < noun <= index + 3:
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
        act_of(noun_acts(), token.lemma),
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
        act_of(adjective_acts(), token.lemma),
        source,
        shared,
        listed=True,
    )
