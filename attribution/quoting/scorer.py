"""Stage 3b: how likely a cue reports something, and how likely a slot of it is content.

Two logistic models over the words and relations around a cue; their weights (``data/scorer_*.tsv``) are learned by
``training/scorer.py`` from PolNeAR's training articles, of which only these weights are kept. Without weights for a
word the models fall back on its relation, its neighbours and whether its words stand in quotation marks.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache

from attribution.annotating.syntax import Tree, relation
from attribution.lexicons import load_table
from attribution.quoting.cues import Cue
from attribution.quoting.slots import CLAUSAL, Slot, find_slots

LONG_SLOT = 4
DOCUMENT_LIKE = frozenset({"data", "research", "evidence", "history", "experience", "fact", "result"})


def score_cue(tree: Tree, cue: Cue, *, quoted: bool) -> float:
    """Return the probability that a cue reports; ``quoted`` as in `cue_features`."""
    score: float = tree.remember(
        ("score", cue, quoted),
        lambda: probability(load_weights("cue"), cue_features(tree, cue, find_slots(tree, cue), quoted=quoted)),
    )
    return score


def cue_features(tree: Tree, cue: Cue, slots: tuple[Slot, ...], *, quoted: bool) -> list[str]:
    """Return the features of a cue; ``quoted`` tells that words in quotation marks stand in a slot of it."""
    token = tree.tokens[cue.head]
    names = {slot.name for slot in slots}
    shape = "+".join(
        sorted(
            n
            for n in names
            if n in CLAUSAL or n in ("obj", "obl", "of-obj", "nmod", "governor", "front", "after", "before")
        )
    )
    word = f"{cue.kind}:{cue.lemma}"
    source = _source_feature(tree, cue)
    group = " ".join(tree.tokens[i].lemma for i in cue.tokens)
    features = [
        "bias",
        f"kind={cue.kind}",
        f"w={word}",
        f"listed={cue.listed}",
        f"shape={shape}",
        f"q={quoted}",
        f"src={source}",
        f"xpos={token.xpos}",
        f"rel={token.deprel}",
        f"w={word}|q={quoted}",
        f"w={word}|clause={'ccomp' in names}",
        f"w={word}|src={source}",
        f"act={cue.act}|src={source}|shape={shape}",
        f"act={cue.act}|q={quoted}",
        f"passive={cue.passive}|{cue.act}",
        f"neg={cue.negated}|{cue.act}",
        f"modal={cue.modal}|{cue.act}",
        f"shared={cue.shared}|{source}",
        f"w={word}|passive={cue.passive}",
        f"w={word}|obj={'obj' in names}",
        f"w={word}|xcomp={'xcomp' in names}",
        f"listed={cue.listed}|q={quoted}|{source}",
    ]
    if len(cue.tokens) > 1:
        features.append(f"group={group}")
    if token.head >= 0:
        features.append(f"above={tree.tokens[token.head].lemma}|{relation(token)}")
    features += [f"w={word}|s={name}" for name in names]
    features += [f"prep={p}|w={cue.lemma}" for slot in slots if (p := _preposition(tree, slot))]
    if any(tree.tokens[i].lemma == "to" and relation(tree.tokens[i]) == "mark" for i in tree.children(cue.head)):
        features.append(f"infinitive|{cue.act}")
    if cue.source is not None:
        features.append(f"srcword={tree.tokens[cue.source].lemma.lower()}")
    return features


def slot_features(tree: Tree, cue: Cue, slot: Slot, slots: tuple[Slot, ...], *, quoted: bool) -> list[str]:
    """Return the features of one slot of a cue."""
    names = sorted({other.name for other in slots})
    clause = next((n for n in ("ccomp", "governor", "front", "xcomp", "advcl", "obj") if n in names), "none")
    after = slot.tokens[0] > cue.head
    head = tree.tokens[slot.head]
    mark = (
        next((tree.tokens[i].lemma for i in tree.children(slot.head, "mark", "advmod") if i < slot.head), "")
        if slot.head != cue.head
        else ""
    )
    subject = slot.head != cue.head and bool(tree.children(slot.head, "nsubj"))
    first = after and not any(o.tokens[0] > cue.head and o.tokens[0] < slot.tokens[0] for o in slots)
    near = slot.tokens[0] - cue.tokens[-1] == 1
    comma = (slot.tokens[0] > 0 and tree.tokens[slot.tokens[0] - 1].text == ",") or tree.tokens[
        slot.tokens[0]
    ].text == ","
    prep = _preposition(tree, slot)
    word = f"{cue.kind}:{cue.lemma}"
    base = f"{slot.name}|{'after' if after else 'before'}"
    return [
        "bias",
        base,
        f"{base}|w={word}",
        f"{base}|{cue.act}",
        f"{base}|prep={prep}",
        f"{base}|w={word}|prep={prep}",
        f"{base}|up={head.upos}",
        f"{base}|mark={mark}",
        f"{base}|subj={subject}|{cue.act}",
        f"{base}|clause={clause}",
        f"{base}|w={word}|clause={clause}",
        f"{base}|q={quoted}",
        f"{base}|xpos={head.xpos}",
        f"{base}|first={first}|subj={subject}",
        f"{base}|near={near}|subj={subject}",
        f"{base}|comma={comma}|subj={subject}",
        f"{base}|long={len(slot.tokens) >= LONG_SLOT}",
        f"{base}|passive={cue.passive}",
        f"{base}|kind={cue.kind}",
        f"{base}|head={head.lemma}",
        f"{base}|{'+'.join(names)}",
        f"{base}|w={word}|subj={subject}",
        f"{base}|w={word}|up={head.upos}",
        f"prep={prep}|w={word}",
        f"{base}|w={word}|mark={mark}",
        f"{base}|xpos={head.xpos}|comma={comma}|{clause}",
    ]


def probability(weights: Mapping[str, float], features: Iterable[str]) -> float:
    """Return the logistic of the sum of the weights of the features; a feature without a weight counts nothing."""
    total = sum(weights.get(feature, 0.0) for feature in features)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def load_weights(name: str) -> dict[str, float]:
    """Return the weights ``data/scorer_NAME.tsv``, by feature."""
    return {feature: float(weight) for feature, weight in load_table(f"scorer_{name}").column("weight").items()}


def _source_feature(tree: Tree, cue: Cue) -> str:
    if cue.source is None:
        return "none"
    token = tree.tokens[cue.source]
    if token.upos == "PRON":
        return "pron:" + token.text.lower()
    if token.upos == "NOUN":
        return "data" if token.lemma in DOCUMENT_LIKE else "noun"
    return token.upos.lower()


def _preposition(tree: Tree, slot: Slot) -> str:
    return (
        next((tree.tokens[i].lemma for i in tree.children(slot.head, "case") if i in slot.tokens or i < slot.head), "")
        if slot.name in ("obl", "nmod", "of-obl", "of-nmod")
        else ""
    )
