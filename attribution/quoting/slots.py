"""Stage 3b: what a cue could report. Each dependent of a cue is a slot; content is a union of slots.

Beside the cue's own dependents there are three slots that no dependent gives: ``governor`` (the clause that a
parenthetical "he said" hangs on), ``front`` (the words before a closing ", he said") and ``relative`` ("a plan she
called reckless"). The shapes follow UD's ``ccomp`` and ``parataxis`` for reported speech
(https://universaldependencies.org/u/dep/ccomp.html).
"""

from __future__ import annotations

from dataclasses import dataclass

from attribution.annotating.syntax import Tree, relation
from attribution.quoting.cues import Cue
from attribution.quoting.speech_words import SURE, cue_share

# Dependents that never hold content: function words, and the cue's own modifiers.
FUNCTION = frozenset(
    ("punct", "aux", "cop", "mark", "cc", "expl", "discourse", "det", "case", "advmod", "reparandum", "goeswith")
)
HANGING = frozenset({"parataxis", "advcl", "conj", "acl", "dep", "discourse", "appos", "ccomp"})
CLAUSAL = frozenset({"ccomp", "xcomp", "advcl", "parataxis", "csubj", "conj", "acl", "dep"})


@dataclass(frozen=True, slots=True)
class Slot:
    """Words that may be content of a cue: sorted token indices in its sentence, without the cue and its source."""

    name: str
    head: int
    tokens: tuple[int, ...]


def source_tokens(tree: Tree, head: int) -> tuple[int, ...]:
    """Return the tokens of the phrase that names a source: its noun phrase with appositions, without relative clauses.

    The phrase is contiguous around its head (annotation guide, field ``source``).
    """
    left_out = [
        i
        for i in tree.children(head)
        if tree.tokens[i].deprel
        in ("acl:relcl", "parataxis", "dep", "cop", "nsubj", "ccomp", "advcl", "discourse", "orphan")
        or (
            relation(tree.tokens[i]) in ("case", "punct", "cc", "mark", "advmod")
            and (i < head or relation(tree.tokens[i]) == "punct")
        )
        or (relation(tree.tokens[i]) == "conj" and tree.tokens[i].upos in ("VERB", "AUX"))
    ]
    inside = set(tree.subtree(head, without=left_out))
    first = last = head
    while first - 1 in inside or (_is_joint(tree, first - 1) and first - 2 in inside):
        first -= 1
    while last + 1 in inside or (_is_joint(tree, last + 1) and last + 2 in inside):
        last += 1
    tokens = list(range(first, last + 1))
    while (
        tokens[-1] != head
        and tree.tokens[tokens[-1]].upos == "PUNCT"
        and tree.tokens[tokens[-1]].text not in (")", "]")
    ):
        tokens.pop()
    while tokens[0] != head and tree.tokens[tokens[0]].upos in ("PUNCT", "CCONJ", "ADP", "SCONJ"):
        tokens.pop(0)
    return tuple(tokens)


def _is_joint(tree: Tree, index: int) -> bool:
    return (
        0 <= index < len(tree.tokens)
        and tree.tokens[index].upos == "PUNCT"
        and tree.tokens[index].text in (",", "(", "-", "'", "’", ")")
    )


def find_slots(tree: Tree, cue: Cue) -> tuple[Slot, ...]:
    """Return the slots of a cue in text order."""
    slots: tuple[Slot, ...] = tree.remember(("slots", cue), lambda: _slots(tree, cue))
    return slots


def _slots(tree: Tree, cue: Cue) -> tuple[Slot, ...]:
    taken = set(cue.tokens)
    if cue.source is not None:
        phrase = set(source_tokens(tree, cue.source))
        if cue.head in phrase:  # "a letter warning that it sinks": the cue hangs below its source, its words do not
            phrase -= set(tree.subtree(cue.head))
        taken |= phrase
    if cue.kind == "according":
        return _around_phrase(tree, cue, taken)
    slots = [
        _slot(tree, relation(tree.tokens[child]), child, taken, without=(cue.head, *_other_subjects(tree, child)))
        for child in tree.children(cue.head)
        if relation(tree.tokens[child]) not in FUNCTION and child != cue.source
    ]
    light = [i for i in cue.tokens if i != cue.head]
    slots += [
        _slot(tree, "of-" + relation(tree.tokens[child]), child, taken, without=())
        for index in light
        for child in tree.children(index)
        if child not in cue.tokens and relation(tree.tokens[child]) not in FUNCTION | {"nmod:poss", "amod", "compound"}
    ]
    hanging = tree.tokens[cue.head]
    if hanging.head >= 0 and relation(hanging) in HANGING:
        slots.append(_governor(tree, cue, taken))
    front = _front(tree, cue, taken)
    if front is not None:
        slots.append(front)
    if hanging.deprel == "acl:relcl" and hanging.head >= 0:
        slots.append(_relative(tree, cue, taken))
    return tuple(sorted((s for s in slots if s.tokens), key=lambda s: (s.tokens, s.name)))


def _other_subjects(tree: Tree, child: int) -> tuple[int, ...]:
    """Return nothing for a clause with words of its own; a coordinated verb keeps its subject."""
    return tuple(i for i in tree.children(child, "conj") if relation(tree.tokens[child]) == "nsubj" and i > child)


def _slot(tree: Tree, name: str, head: int, taken: set[int], *, without: tuple[int, ...]) -> Slot:
    return Slot(name, head, tuple(i for i in tree.subtree(head, without=without) if i not in taken))


def _governor(tree: Tree, cue: Cue, taken: set[int]) -> Slot:
    top = tree.tokens[cue.head].head
    return _slot(tree, "governor", top, taken, without=(cue.head,))


def _front(tree: Tree, cue: Cue, taken: set[int]) -> Slot | None:
    """Return the words from the sentence's start to the comma before ", he said" or ", said she".

    Only where the cue and its source are all that follows the comma up to the cue, so that an opening "On Friday, he
    said" gives its adjunct and no more; the scorer tells the two apart.
    """
    if cue.source is None or cue.shared or not taken:
        return None
    start = min(taken)
    if max(taken) - start > len(taken) + 2:
        return None
    while start > 0 and tree.tokens[start - 1].upos in ("ADV", "AUX", "DET", "ADJ"):
        start -= 1
    comma = start - 1
    if comma < 1 or tree.tokens[comma].upos != "PUNCT":
        return None
    return Slot("front", cue.head, tuple(i for i in range(comma) if i not in taken))


def _relative(tree: Tree, cue: Cue, taken: set[int]) -> Slot:
    noun = tree.tokens[cue.head].head
    return Slot("relative", noun, tuple(i for i in source_tokens(tree, noun) if i not in taken))


def _around_phrase(tree: Tree, cue: Cue, taken: set[int]) -> tuple[Slot, ...]:
    """Return the clause around "according to X": the whole sentence but the phrase, before and after it."""
    phrase = set(taken)
    if cue.source is not None:
        phrase.update(tree.subtree(cue.source))
        phrase = {i for i in phrase if i >= min(cue.tokens)}
    before = tuple(i for i in range(min(cue.tokens)) if i not in phrase)
    after = tuple(i for i in range(max(phrase) + 1, len(tree.tokens)) if i not in phrase)
    clause = _clause_before(tree, cue, before)
    if clause and tree.tokens[clause[0]].lemma == "with" and after:
        # "With the dam half full, according to X, the town ...": X vouches for the opening phrase alone.
        clause, after = clause[1:], ()
    return tuple(
        Slot(name, cue.head, tokens)
        for name, tokens in (("before", clause), ("after", after))
        if any(tree.tokens[i].upos != "PUNCT" for i in tokens)
    )


def _clause_before(tree: Tree, cue: Cue, before: tuple[int, ...]) -> tuple[int, ...]:
    """Return the words before "according to" that it vouches for: the sentence, or its last clause.

    The last clause where a semicolon or dash sets it off, or where what stands before it is another's report.
    """
    top = next((i for i in tree.ancestors(cue.head) if i < cue.head and _is_predicate(tree, i)), None)
    if top is None or relation(tree.tokens[top]) not in ("conj", "parataxis"):
        return before
    inside = set(tree.subtree(top))
    reported = any(
        tree.tokens[i].upos == "VERB" and cue_share(tree.tokens[i].lemma) >= SURE for i in before if i not in inside
    )
    whole = relation(tree.tokens[top]) == "conj" and not reported
    return before if whole else tuple(i for i in before if i in inside)


def _is_predicate(tree: Tree, index: int) -> bool:
    return tree.tokens[index].upos == "VERB" or bool(tree.children(index, "nsubj", "cop"))
