"""Stage 3b: who does what a reporting word says: its subject, its agent, the phrase beside it."""

from __future__ import annotations

from attribution.annotating.syntax import NOMINAL, Tree, relation
from attribution.quoting.speech_words import SURE, cue_share, not_sources

PASSIVE_AUXILIARIES = frozenset({"be", "get", "'s", "’s", "is", "was", "were", "are", "been", "being", "got"})
# Stems of verbs that can hang between a subject and its cue: "went on to say", "was quoted as saying".
CONTROL_RELATIONS = frozenset({"xcomp", "advcl", "ccomp"})
# A verb that is a cue in this share of its uses or more (warn .83, deny .45, know .1).
SURE_STEM = 0.4
FINITE = ("VBD", "VBZ", "VBP")


def is_passive(tree: Tree, index: int) -> bool:
    """Tell whether a verb is a passive: by its auxiliary, or as a participle with its agent."""
    if any(
        tree.tokens[i].deprel == "aux:pass" and tree.tokens[i].lemma.lower() in PASSIVE_AUXILIARIES
        for i in tree.children(index)
    ):
        return True
    participle = tree.tokens[index].xpos == "VBN" and not tree.children(index, "aux")
    if closing_source(tree, index) is not None:
        return False
    return participle and (agent_of(tree, index) is not None or tree.tokens[index].deprel == "acl")


def agent_of(tree: Tree, index: int) -> int | None:
    """Return the head of "by X", also where it hangs on an adjective: "described as unfair by traders"."""
    below = [i for i in tree.children(index, "obl", "xcomp", "advcl") if tree.tokens[i].upos == "ADJ"]
    inside = [j for i in below if _has_case(tree, i, "as") for j in tree.children(i, "obl", "nmod")]
    return next((i for i in (*tree.children(index, "obl"), *inside) if _has_case(tree, i, "by")), None)


def _has_case(tree: Tree, index: int, word: str) -> bool:
    return any(tree.tokens[i].lemma == word for i in tree.children(index, "case", "mark"))


def absolute_source(tree: Tree, index: int) -> int | None:
    """Return the subject of "with both sides urging ...": the noun between "with" and a participle."""
    if tree.tokens[index].xpos != "VBG" or index == 0 or tree.tokens[index - 1].upos not in NOMINAL:
        return None
    noun = index - 1
    return noun if any(tree.tokens[i].lemma == "with" for i in tree.children(noun, "case", "mark")) else None


def closing_source(tree: Tree, index: int) -> int | None:
    """Return the subject of a report that closes its sentence: "The strike is illegal, a court ruled".

    Parsers take the verb for a participle and the noun for a second subject of the clause before the comma.
    """
    token = tree.tokens[index]
    noun = token.head
    if token.xpos not in ("VBD", "VBN") or relation(token) != "acl" or not 0 <= noun < index:
        return None
    clause = tree.tokens[noun].head
    first = next(i for i in tree.subtree(noun) if tree.tokens[i].upos != "PUNCT" or i == noun)
    if relation(tree.tokens[noun]) != "nsubj" or not 0 <= clause < first or tree.tokens[first - 1].text != ",":
        return None
    beside = all(tree.tokens[i].upos == "ADV" for i in range(noun + 1, index))
    served = any(i < clause for i in tree.children(clause, "nsubj"))
    return noun if beside and served and agent_of(tree, index) is None else None


def is_nominative(tree: Tree, source: int, cue: int) -> bool:
    """Tell whether the word right before a cue is a pronoun that can only be its subject."""
    return source == cue - 1 and tree.tokens[source].text.lower() in ("he", "she", "they", "we", "i", "who")


def neighbouring_source(tree: Tree, index: int) -> int | None:
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
        return phrase_after(tree, (index,))
    before = index - 1
    while before >= 0 and tokens[before].upos in ("ADV", "AUX"):
        before -= 1
    if before < 0 or (tokens[before].upos not in NOMINAL and tokens[before].text != ","):
        return None
    top = before if tokens[before].text != "," else before - 1
    for above in tree.ancestors(top):
        if above >= index or tokens[above].upos not in NOMINAL or tokens[above].lemma == tokens[index].lemma:
            break
        loose = relation(tokens[top]) == "conj" and not tree.children(top, "cc")
        if loose and tree.children(above, "case"):
            break  # "In interviews, a dozen workers said"
        top = above
    return (
        top
        if top >= 0 and tokens[top].upos in NOMINAL - {"NUM"} and tokens[top].text.lower() not in not_sources("time")
        else None
    )


def is_finite(tree: Tree, index: int) -> bool:
    """Tell whether a verb is finite; taggers take "said" for a participle now and then, which would have its helper."""
    token = tree.tokens[index]
    return token.xpos in FINITE or (
        token.xpos == "VBN" and not tree.children(index, "aux") and not is_passive(tree, index)
    )


def _subject_of_relative(tree: Tree, index: int) -> int | None:
    """Return the noun whose relative clause a finite verb was hung into: "a man who asked not to be named said"."""
    clause = next((i for i in tree.ancestors(index) if tree.tokens[i].deprel == "acl:relcl"), None)
    return tree.tokens[clause].head if clause is not None and tree.tokens[clause].head < clause else None


def speaker_before(tree: Tree, index: int) -> int | None:
    """Return the speaker of "Ito told them she was innocent and denied ...": the parse gives the verb to "she"."""
    token = tree.tokens[index]
    if relation(token) != "conj" or not is_finite(tree, index) or tree.children(index, "nsubj", "mark"):
        return None
    clause = token.head
    above = _teller_of(tree, clause)
    if not 0 <= above < clause < index:
        return None
    subject = tree.child(clause, "nsubj")
    pronoun = subject is not None and tree.tokens[subject].text.lower() in ("he", "she", "it", "they")
    sure = min(cue_share(token.lemma), cue_share(tree.tokens[above].lemma)) >= SURE_STEM
    past = ("VBD", "VBN")
    same = tree.tokens[above].xpos == token.xpos or (tree.tokens[above].xpos in past and token.xpos in past)
    return find_source(tree, above, passive=False)[0] if pronoun and sure and same else None


def _teller_of(tree: Tree, clause: int) -> int:
    """Return the verb that reports a clause, also one the parse hangs on who was told; -1 where there is none."""
    above = tree.tokens[clause].head if clause >= 0 else -1
    if above < 0 or relation(tree.tokens[clause]) == "ccomp":
        return above
    told = relation(tree.tokens[above]) in ("obj", "iobj")
    return tree.tokens[above].head if told and tree.tokens[clause].deprel == "acl:relcl" else -1


def find_source(
    tree: Tree, index: int, *, passive: bool, blocked: frozenset[int] = frozenset()
) -> tuple[int | None, bool]:
    """Return the head of the phrase that does what the predicate says, and whether another predicate owns it.

    A passive has its agent ("by X") or, where it only relays ("was quoted as saying"), no source of its own.
    """
    if passive:
        return agent_of(tree, index), False
    seen: set[int] = set()
    current = index
    while current not in seen:
        seen.add(current)
        # "Ito said it would open and added that": the parse hangs "added" on "open", whose subject never spoke.
        passed = current != index and tree.tokens[current].xpos == "VB" and tree.tokens[index].xpos in FINITE
        passed = passed or (current != index and _is_addition(tree, index, current))
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
        if current == index and kind == "xcomp" and is_finite(tree, index):
            return _subject_of_relative(tree, index), False
        if kind == "acl" and token.deprel != "acl:relcl":
            return (None if token.head in blocked else token.head), True
        if kind not in CONTROL_RELATIONS and kind != "conj":
            break
        coordinated = tree.tokens[index].xpos in FINITE and relation(tree.tokens[index]) == "conj"
        spoken_on = _is_addition(tree, index, current)
        unfinished = coordinated and tree.tokens[current].xpos == "VB"
        if kind == "ccomp" and current != index and not (unfinished or spoken_on):
            break
        current = token.head
    return None, False


def _is_addition(tree: Tree, index: int, clause: int) -> bool:
    """Tell whether "adding" hangs on what was reported: "Ito said the line was shut, adding that ..."."""
    token = tree.tokens[index]
    added = token.xpos == "VBG" and token.lemma == "add" and token.head == clause
    above = tree.tokens[clause].head
    reported = relation(tree.tokens[clause]) == "ccomp" and above >= 0
    return added and reported and cue_share(tree.tokens[above].lemma) >= SURE


def phrase_after(tree: Tree, tokens: tuple[int, ...]) -> int | None:
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
