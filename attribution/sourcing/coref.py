"""Which chain a pronoun goes with, by the words before it.

The text is walked in order; each pronoun is given to the chain that what was passed favours. A decision states its
rule, and one between equals is not taken: the candidates are handed on.
"""

from __future__ import annotations

import re
from collections import Counter

from attribution.sourcing.chains import Chain, Chains, Decision, Seen
from attribution.sourcing.nouns import is_person_noun, may_be_person
from attribution.spans import Span

# Weights of a candidate for a pronoun: how near it stands, then whether it speaks or is a subject. They keep the order
# speaker of the last attribution > subject of the last sentence > other names. On the pronouns that GUM's open genres
# give to reporting verbs they are right for 33 of 35 "he" and 10 of 11 "she".
NEAR = (10.0, 8.0, 6.0, 4.5, 3.5, 2.5, 1.5, 1.0)
SUBJECT, QUOTED, PARAGRAPH, KNOWN, FREQUENT, UNNAMED, INTRODUCED = 3.0, -6.0, 0.8, 2.0, 0.15, 2.0, 7.0
OTHER = 9.0  # what somebody loses whom the clause of the pronoun names beside it
APART = ("conj", "advcl", "acl", "parataxis")  # clauses that can name the subject of another again
ENDS_AFTER = re.compile(r" [a-z]+\.")  # "..., she said."
TEAMS = frozenset("camp campaign crew family police staff team".split())
BODY = 3.0  # what a body loses where the pronoun is "they": a group is rather meant
PLACE = 4.0  # a place is seldom "it" or "they" unless it has spoken
CLAUSE = 0.8  # what a mention loses in a clause that only adds to another
BESIDE_SUBJECT = 2.5  # what a first mention loses beside the subject of its sentence
# Who spoke last: before a pronoun that speaks, and in what is only told.
SPEAKER, TOLD = 4.0, 2.0
BESIDE = 40  # characters between a name and the words that say who it is
RECENT = 40  # mentions before a pronoun of which it is asked in which sentences somebody spoke
FIRST_WORDS = 3  # a pronoun that goes before its name stands in the first words of the sentence
MAX_SENTENCES = 12
TIE = 0.4


def names_person(noun: str) -> bool:
    """Tell whether a noun can be somebody at all ("the debate" cannot)."""
    return is_person_noun(noun) or may_be_person(noun) or "year-old" in noun


def _is_introduced(seen: Seen, word: str) -> bool:
    """Tell whether a mention is a person's first, outside quotation marks, with a description after it."""
    return (
        word in {"he", "she"}
        and not seen.speaker
        and not seen.quoted
        and bool(seen.chain.names)
        and seen.span == min(seen.chain.names)
        and any(0 <= d.span.start - seen.span.end < BESIDE for d in seen.chain.descriptions)
    )


class Antecedents:
    """Finds what goes before: the chain of a pronoun or a description at a place in the text."""

    def __init__(self, chains: Chains) -> None:
        self.chains = chains
        self.context = chains.context
        self.text = chains.text

    def pronoun(self, word: str, span: Span, *, speaks: bool = False) -> Decision:
        """Return the chain that a personal pronoun at ``span`` stands for; ``speaks``: it is the source of a quote."""
        index = self.context.forest.index_at(span.start)
        sentence = index if index is not None else self.context.sentence_of(span.start)
        paragraph = self.context.forest.annotated.article.paragraph_at(span.start)
        ahead = self.ahead(word, span) if word in {"he", "she"} else None
        if ahead is not None:
            note = f"“{word}” goes before {ahead[0].name}, whom the sentence is about"
            return Decision(ahead[0], "speaker:pronoun", (span, ahead[1]), note)
        after = speaks and self._after_quote(span)
        spoke = SPEAKER if speaks and (after or self._opens_paragraph(span)) else TOLD
        others = self._others(span)
        scores: dict[int, tuple[float, Seen]] = {}
        counts: Counter[int] = Counter()
        for seen in reversed(self.chains.history):
            distance = sentence - seen.sentence
            if distance > MAX_SENTENCES:
                break
            if seen.span.start >= span.start or not self._can_be(word, seen.chain):
                continue
            fits = seen.chain.takes(word)
            counts[seen.chain.index] += 1
            score = NEAR[min(distance, len(NEAR) - 1)] - PARAGRAPH * (paragraph - seen.paragraph)
            score += (
                (spoke if seen.main or word in {"it", "they"} else TOLD) * seen.speaker
                + SUBJECT * seen.subject
                - CLAUSE * (not seen.main)
                + QUOTED * (seen.quoted and not seen.speaker)
            )
            score += KNOWN if fits else 0.0
            if after or seen.paragraph == paragraph:
                score += self._introduction(seen, word, sentence)
            score -= PLACE * (seen.chain.label in {"LOC", "MISC"} and not seen.speaker)
            score -= UNNAMED * (seen.chain.kind == "unnamed_person" and not seen.speaker and not seen.subject)
            score -= OTHER * (seen.chain.index in others)
            score -= BODY * (word == "they" and seen.chain.kind == "organization" and not TEAMS & seen.chain.nouns)
            if word == "they" and seen.chain.kind in {"person", "unnamed_person"} and not fits:
                score -= 8.0
            if seen.chain.index not in scores or score > scores[seen.chain.index][0]:
                scores[seen.chain.index] = (score, seen)
        ranked = sorted(
            ((score + FREQUENT * min(counts[i], 6), seen.span.start, seen) for i, (score, seen) in scores.items()),
            key=lambda r: r[:2],
            reverse=True,
        )
        if not ranked:
            return Decision(None, "speaker:pronoun", (span,), f"nobody before it can be “{word}”")
        best = ranked[0]
        here = best[2].paragraph == paragraph and (best[2].subject or best[2].chain.takes(word) is True)
        equals = [r for r in ranked[1:] if best[0] - r[0] < TIE and not (here and r[2].paragraph < paragraph)]
        if equals:
            chains = (best[2].chain, *(r[2].chain for r in equals))
            return Decision(None, "speaker:pronoun", (span,), f"“{word}” can be any of them", chains)
        rejected = ", ".join(r[2].chain.name for r in ranked[1:3])
        note = f"“{word}” follows {best[2].chain.name}" + (f"; less likely: {rejected}" if rejected else "")
        return Decision(best[2].chain, "speaker:pronoun", (span, best[2].span), note)

    def _opens_paragraph(self, span: Span) -> bool:
        """Tell whether the sentence of ``span`` is the first of its paragraph."""
        forest = self.context.forest
        index = forest.index_at(span.start)
        return (
            index is None
            or index == 0
            or (forest.trees[index - 1].sentence.paragraph != forest.trees[index].sentence.paragraph)
        )

    def _others(self, span: Span) -> frozenset[int]:
        """Return who a pronoun cannot be: whom its own clause names after it as subject ("She said Sato had left").

        And, where it is an object, the subject of its verb ("Lis met her").
        """
        index = self.context.forest.index_at(span.start)
        tree = self.context.forest.trees[index] if index is not None else None
        covered = tree.covered(span) if tree is not None else []
        if tree is None or not covered:
            return frozenset()
        token = tree.tokens[covered[0]]
        relation = token.deprel.partition(":")[0]
        if token.head < 0 or tree.tokens[covered[0]].text.lower().endswith(("self", "selves")):
            return frozenset()
        if relation == "nsubj":
            apart = [i for i, t in enumerate(tree.tokens) if t.deprel.startswith(APART) and i != token.head]
            below = set(tree.subtree(token.head, without=apart))
            names = (n.span for n in self.context.names_in(Span(span.end, tree.sentence.span.end)))
            named = [
                n
                for n in names
                if not self.context.quoted(n.start)
                and not self.text.startswith(":", n.end)
                and set(tree.covered(n)) <= below
            ]
        elif relation in {"obj", "iobj"}:
            subject = tree.child(token.head, "nsubj")
            name = self._name_at(tree.tokens[subject].span) if subject is not None else None
            named = [name] if name is not None else []
        else:
            return frozenset()
        decisions = (self.chains.by_name.get(n) for n in named)
        return frozenset(d.chain.index for d in decisions if d is not None and d.chain is not None)

    @staticmethod
    def _can_be(word: str, chain: Chain) -> bool:
        """Tell whether the pronoun can be the chain's by what the article shows of it."""
        fits = chain.takes(word)
        if fits is False:
            return False
        if chain.kind == "unnamed_person" and word in {"he", "she"} and chain.nouns:
            return any(names_person(n) for n in chain.nouns)
        return word != "they" or fits is True or chain.kind in {"organization", "person", "unnamed_person"}

    def _introduction(self, seen: Seen, word: str, sentence: int) -> float:
        """Return what it adds that somebody is named here for the first time, with words that say who it is."""
        if not _is_introduced(seen, word):
            return 0.0
        if seen.sentence == sentence:
            return INTRODUCED - SUBJECT if seen.subject else 0.0
        recent = self.chains.history[-RECENT:]
        rivals = [s for s in recent if s.chain is not seen.chain and not s.quoted and self._can_be(word, s.chain)]
        if any(s.sentence == sentence or (s.sentence == seen.sentence and s.speaker) for s in rivals):
            return 0.0
        beside = any(s.sentence == seen.sentence and s.subject and s.main for s in rivals)
        return INTRODUCED - SUBJECT * seen.subject - BESIDE_SUBJECT * beside

    def _after_quote(self, span: Span) -> bool:
        """Tell whether words of somebody end right before ``span`` ("“...,” she said", "It was late, she said")."""
        before = self.text[max(0, span.start - 3) : span.start].rstrip()
        if before.endswith(","):
            return ENDS_AFTER.match(self.text, span.end) is not None
        return bool(before) and before[-1] in "”\"'’»"

    def ahead(self, word: str, span: Span) -> tuple[Chain, Span] | None:
        """Return whom a pronoun goes before: the subject after the comma ("Though she refused, Ms. Sato ...")."""
        index = self.context.forest.index_at(span.start)
        if index is None:
            return None
        tree = self.context.forest.trees[index]
        covered = tree.covered(span)
        clause = next((i for i in (covered[0], *tree.ancestors(covered[0])) if tree.tokens[i].deprel == "advcl"), None)
        if clause is None or tree.tokens[clause].head < clause or covered[0] > FIRST_WORDS:
            return None
        if any(n.label == "PER" and n.span.end <= span.start for n in self.context.names_in(tree.sentence.span)):
            return None
        subject = tree.child(tree.tokens[clause].head, "nsubj")
        name = self._name_at(tree.tokens[subject].span) if subject is not None else None
        decision = self.chains.by_name.get(name) if name is not None else None
        if decision is None or decision.chain is None or name is None or name.start < span.end:
            return None
        fits = decision.chain.kind == "person" and decision.chain.takes(word) is not False
        return (decision.chain, name) if fits else None

    def _name_at(self, span: Span) -> Span | None:
        reach = Span(max(0, span.start - BESIDE), span.end + BESIDE)
        return next((n.span for n in self.context.names_in(reach) if n.span.overlaps(span)), None)
