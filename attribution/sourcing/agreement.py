"""Which of "he" and "she" an article uses for whom, read off all its pronouns at once.

A pronoun between two people tells nothing of either until another one does. So each pronoun is shared out among those
named shortly before it, by how near they stand and by what is believed of them, and what is believed is read off the
shares again, until both agree (expectation and maximisation). Nothing is taken from the name itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp
from operator import itemgetter

from attribution.sourcing.chains import Chain, Chains
from attribution.sourcing.mentions import Mention
from attribution.sourcing.nouns import noun_pronoun
from attribution.spans import Span

# Weights of somebody named so many sentences before, as subject, in quotation marks, and of nobody. On New York Times
# articles of PolNeAR's training split, with the titles hidden that tell ("Ms."), 203 of 209 people are read right.
NEAR = (0.0, -0.8, -2.0, -3.0)
SUBJECT, QUOTED, PARAGRAPH, NOBODY = 2.4, -4.0, -0.4, -2.0
STRONG, WEAK = 1.0, 0.6  # what a subject and another pronoun tell
PRIOR = 0.2  # of each of the two, before anything is read
ROUNDS = 8
LEAST_SHARE, LEAST_TOLD = 0.85, 0.9
TITLED = 0.98  # "Ms.", "congresswoman" and the like are hardly ever wrong


@dataclass(slots=True)
class _Told:
    """A pronoun with the weight of each chain that it can be, and of nobody among them."""

    word: str
    weight: float
    candidates: dict[int, float]
    nobody: float


def learn_pronouns(chains: Chains, mentions: Sequence[Mention], ahead: Iterable[tuple[str, Chain]] = ()) -> None:
    """Set ``Chain.pronouns`` of the people whose pronoun the article shows.

    ``ahead`` are pronouns that surely are somebody's ("Though she refused, Sato ...").
    """
    people = {c.index: c for c in chains.all if c.kind == "person"}
    told = _collect(chains, mentions, people)
    sure = [(word, chain.index) for word, chain in ahead if chain.index in people]
    fixed = {index: TITLED if c.titled == "she" else 1 - TITLED for index, c in people.items() if c.titled is not None}
    she = {index: fixed.get(index, 0.5) for index in people}
    counts: dict[int, list[float]] = {}
    for _ in range(ROUNDS):
        counts = {index: [0.0, 0.0] for index in people}
        for word, index in sure:
            counts[index][word == "she"] += 1.0
        for pronoun in told:
            fits = {i: w * (she[i] if pronoun.word == "she" else 1 - she[i]) for i, w in pronoun.candidates.items()}
            whole = sum(fits.values()) + pronoun.nobody
            for index, weight in fits.items():
                counts[index][pronoun.word == "she"] += pronoun.weight * weight / whole
        for index, (he_count, she_count) in counts.items():
            if index not in fixed:
                she[index] = (PRIOR + she_count) / (2 * PRIOR + he_count + she_count)
    for index, chain in people.items():
        best, share = max(("she", she[index]), ("he", 1 - she[index]), key=itemgetter(1))
        known = share >= LEAST_SHARE and sum(counts[index]) >= LEAST_TOLD
        chain.pronouns = Counter({best: max(1, round(sum(counts[index])))} if known and index not in fixed else ())


def _collect(chains: Chains, mentions: Sequence[Mention], people: dict[int, Chain]) -> list[_Told]:
    """Return the article's "he" and "she" with whom each can be."""
    told: list[_Told] = []
    recent: list[tuple[Mention, int | None, str | None]] = []
    for mention in mentions:
        if mention.phrase.kind == "name":
            decision = chains.by_name.get(mention.phrase.head)
            if decision is not None and decision.chain is not None and decision.chain.index in people:
                recent.append((mention, decision.chain.index, None))
        elif mention.phrase.kind == "nominal":
            gendered = noun_pronoun(mention.phrase.noun)
            if gendered is not None:
                recent.append((mention, None, gendered))
        elif mention.pronoun in {"he", "she"} and not mention.quoted:
            while recent and mention.sentence - recent[0][0].sentence >= len(NEAR):
                recent.pop(0)
            subject = _subject_beside(chains, mention)
            told.append(
                _share(mention, [r for r in recent if subject is None or not r[0].phrase.head.overlaps(subject)])
            )
    return told


def _subject_beside(chains: Chains, pronoun: Mention) -> Span | None:
    """Return the subject of the verb whose object the pronoun is, and who is somebody else ("Lis met her")."""
    tree = chains.context.forest.trees[pronoun.sentence]
    place = next(iter(tree.covered(pronoun.phrase.head)), None)
    if place is None or pronoun.phrase.noun.endswith("self"):
        return None
    token = tree.tokens[place]
    if token.deprel.partition(":")[0] not in {"obj", "iobj", "obl"} or token.head < 0:
        return None
    subject = tree.child(token.head, "nsubj")
    return tree.tokens[subject].span if subject is not None else None


def _share(pronoun: Mention, recent: Sequence[tuple[Mention, int | None, str | None]]) -> _Told:
    candidates: dict[int, float] = {}
    nobody = exp(NOBODY)
    for mention, index, gendered in recent:
        score = NEAR[pronoun.sentence - mention.sentence] + PARAGRAPH * (pronoun.paragraph - mention.paragraph)
        weight = exp(score + SUBJECT * mention.subject + QUOTED * mention.quoted)
        if index is not None:
            candidates[index] = max(candidates.get(index, 0.0), weight)
        elif gendered == pronoun.pronoun:
            nobody = max(nobody, weight)
    subject = pronoun.phrase.noun in {"he", "she"}
    return _Told(pronoun.pronoun or "", STRONG if subject else WEAK, candidates, nobody)
