"""Which chain a pronoun or a description goes with, by the words before it.

The text is walked in order; each pronoun and description is given to the chain that what was passed favours. A decision
states its rule, and one between equals is not taken: the candidates are handed on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from attribution.model import SourceKind
from attribution.sourcing.chains import NEAR_PARAGRAPHS, Chain, Chains, Decision, Seen
from attribution.sourcing.names import (
    organisation_key,
)
from attribution.sourcing.nouns import is_person_noun, may_be_person, noun_pronoun
from attribution.sourcing.phrases import Phrase
from attribution.sourcing.taxonomy import singular
from attribution.spans import Span

# Weights of a candidate for a pronoun: how near it stands, then whether it speaks or is a subject. They keep the order
# speaker of the last attribution > subject of the last sentence > other names. On the pronouns that GUM's open genres
# give to reporting verbs they are right for 33 of 35 "he" and 10 of 11 "she".
NEAR = (10.0, 8.0, 6.0, 4.5, 3.5, 2.5, 1.5, 1.0)
SUBJECT, QUOTED, PARAGRAPH, KNOWN, FREQUENT, UNNAMED, INTRODUCED = 3.0, -6.0, 0.8, 2.0, 0.15, 2.0, 7.0
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

SAME_OFFICE = (
    frozenset(
        "lawmaker legislator senator representative congressman congresswoman mp assemblyman assemblywoman rep. sen. "
        "parliamentarian councilman councilwoman councillor councilor".split()
    ),
    frozenset("candidate nominee contender hopeful front-runner frontrunner mate".split()),
    frozenset("spokesman spokeswoman spokesperson".split()),
    frozenset("lawyer attorney solicitor barrister counsel".split()),
    frozenset("governor gov. gov".split()),
    frozenset("doctor physician surgeon".split()),
    frozenset("actor actress".split()),
    frozenset("chairman chairwoman chair chairperson".split()),
    frozenset("researcher scientist professor academic scholar".split()),
    frozenset("boss chief ceo executive head leader director".split()),
    frozenset("officer pc wpc constable sergeant sgt inspector detective det supt superintendent".split()),
    frozenset("author writer novelist".split()),
    frozenset("journalist reporter correspondent".split()),
    frozenset("campaigner activist".split()),
    frozenset("report study paper analysis research review".split()),
    frozenset("poll survey".split()),
    frozenset("lawsuit suit complaint filing".split()),
    frozenset("footage video clip recording".split()),
)
PARTIES = frozenset("democrat republican conservative liberal".split())
EPITHETS = frozenset(
    "man woman boy girl teenager person billionaire millionaire mogul veteran father mother native".split()
)


YOUNG = frozenset("boy girl child teenager youngster toddler".split())
CHILDREN = frozenset(
    "son daughter nephew niece great-nephew great-niece grandson granddaughter stepson stepdaughter brother sister "
    "twin".split()
)


def _before_joints(words: tuple[str, ...]) -> list[int]:
    """Return the places of the heads of a body's name: before "of" and "for" ("Museum of Natural History")."""
    return [i for i, after in enumerate(words[1:]) if after in {"of", "for"}][:1]


def _names_person(noun: str) -> bool:
    """Tell whether a noun can be somebody at all ("the debate" cannot)."""
    return is_person_noun(noun) or may_be_person(noun) or "year-old" in noun


@dataclass(frozen=True, slots=True)
class Sought:
    """What a description asks for: a kind of source, what is said of it before its noun, and whose it is."""

    kind: SourceKind
    modifiers: frozenset[str]
    owner: Chain | None = None


def belongs_to_another(chain: Chain, owner: Chain | None) -> bool:
    """Tell whether the chain is somebody's and that is not ``owner`` ("Sato's campaign" beside "her campaign")."""
    return owner is not None and chain.owner is not None and chain.owner is not owner


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
        spoke = SPEAKER if speaks else TOLD
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
                spoke * seen.speaker
                + SUBJECT * seen.subject
                - CLAUSE * (not seen.main)
                + QUOTED * (seen.quoted and not seen.speaker)
            )
            score += KNOWN if fits else 0.0
            if after or seen.paragraph == paragraph:
                score += self._introduction(seen, word, sentence)
            score -= PLACE * (seen.chain.label in {"LOC", "MISC"} and not seen.speaker)
            score -= UNNAMED * (seen.chain.kind == "unnamed_person" and not seen.speaker and not seen.subject)
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
        others = [r for r in ranked[1:] if best[0] - r[0] < TIE and not (here and r[2].paragraph < paragraph)]
        if others:
            chains = (best[2].chain, *(r[2].chain for r in others))
            return Decision(None, "speaker:pronoun", (span,), f"“{word}” can be any of them", chains)
        rejected = ", ".join(r[2].chain.name for r in ranked[1:3])
        note = f"“{word}” follows {best[2].chain.name}" + (f"; less likely: {rejected}" if rejected else "")
        return Decision(best[2].chain, "speaker:pronoun", (span, best[2].span), note)

    @staticmethod
    def _can_be(word: str, chain: Chain) -> bool:
        """Tell whether the pronoun can be the chain's by what the article shows of it."""
        fits = chain.takes(word)
        if fits is False:
            return False
        if chain.kind == "unnamed_person" and word in {"he", "she"} and chain.nouns:
            return any(_names_person(n) for n in chain.nouns)
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
        """Tell whether the words of a quotation end right before ``span`` ("“...,” she said")."""
        before = self.text[max(0, span.start - 3) : span.start].rstrip()
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

    def _last_speaker(self, phrase: Phrase, group: Callable[[Chain | None], str], *, speaks: bool) -> Seen | None:
        """Return the person who spoke last, close by, where a new description can be that person's."""
        paragraph = self.context.forest.annotated.article.paragraph_at(phrase.span.start)
        last = next((s for s in reversed(self.chains.history) if s.speaker), None)
        if phrase.core.end > phrase.head.end and not (speaks and last is not None and last.paragraph == paragraph):
            return None
        if last is None or paragraph - last.paragraph > NEAR_PARAGRAPHS:
            near = [
                s for s in self.chains.history if paragraph - s.paragraph < NEAR_PARAGRAPHS and s.chain.kind == "person"
            ]
            last = near[-1] if near and all(s.chain is near[-1].chain for s in near) else last
        if last is None or last.chain.kind != "person" or last.span.start >= phrase.span.start:
            return None
        if not _names_person(singular(phrase.noun)):
            return None
        pronoun = noun_pronoun(singular(phrase.noun))
        if paragraph - last.paragraph > NEAR_PARAGRAPHS or (pronoun and last.chain.takes(pronoun) is False):
            return None
        noun = singular(phrase.noun)
        if noun in PARTIES and last.chain.nouns & (PARTIES - {noun}):
            return None
        own, asked = group(last.chain), group(None)
        if own == asked != "unknown" or (speaks and "unknown" in {own, asked}):
            return last
        for seen in reversed(self.chains.history):
            if paragraph - seen.paragraph > NEAR_PARAGRAPHS:
                break
            if seen.chain.kind == "person" and seen.subject and group(seen.chain) == asked:
                return seen
        return None

    def definite(
        self,
        phrase: Phrase,
        sought: Sought,
        group: Callable[[Chain | None], str],
        *,
        speaks: bool,
    ) -> Decision | None:
        """Return the chain that a definite description ("the minister", "the ministry") goes back to, or None.

        ``speaks`` tells whether it is the source of a quote, which goes on with whoever spoke before. What belongs to
        another than its owner is not meant.
        """
        kind, modifiers, owner = sought.kind, sought.modifiers, sought.owner
        noun = singular(phrase.noun)
        same = next((office for office in SAME_OFFICE if noun in office), frozenset({noun}))
        seen_chains: list[tuple[int, Chain, Span]] = []
        passed: set[int] = set()
        for seen in reversed(self.chains.history):
            if seen.chain.index in passed or seen.span.start >= phrase.span.start:
                continue
            passed.add(seen.chain.index)
            if belongs_to_another(seen.chain, owner):
                continue
            seen_chains.append((seen.paragraph, seen.chain, seen.span))
        for exact in (True, False):
            for _, chain, span in seen_chains:
                if self._described(chain, noun if exact else "", frozenset() if exact else same, kind, modifiers):
                    return Decision(
                        chain,
                        "speaker:nominal",
                        (phrase.head, span),
                        f"“{phrase.head.slice(self.text)}” is {chain.name}",
                    )
        if kind == "unnamed_person" and noun in YOUNG:
            young = self._relative_of(phrase, noun_pronoun(noun))
            if young is not None:
                return young
        if kind == "unnamed_person" and speaks and (noun in EPITHETS or "year-old" in noun):
            pronoun = noun_pronoun(noun)
            last = next(
                (
                    s
                    for s in reversed(self.chains.history)
                    if s.speaker and s.chain.kind in {"person", "unnamed_person"}
                ),
                None,
            )
            if last is not None and not (pronoun and last.chain.takes(pronoun) is False):
                return Decision(
                    last.chain,
                    "speaker:nominal",
                    (phrase.head, last.span),
                    f"“{phrase.head.slice(self.text)}” follows {last.chain.name}",
                )
        if kind == "unnamed_person" and phrase.determiner == "definite":
            last = self._last_speaker(phrase, group, speaks=speaks)
            if last is not None:
                return Decision(
                    last.chain,
                    "speaker:description",
                    (phrase.head, last.span),
                    f"“{phrase.head.slice(self.text)}” can only be {last.chain.name}, who spoke last",
                )
        if kind in {"unnamed_person", "organization"}:
            later = [
                c for c in self.chains.all if c.index not in passed and self._described(c, noun, same, kind, modifiers)
            ]
            if len(later) == 1:
                return Decision(
                    later[0], "speaker:nominal", (phrase.head,), f"the only {noun} of the article, named later"
                )
        return None

    def _relative_of(self, phrase: Phrase, pronoun: str | None) -> Decision | None:
        """Return the relative named in the same paragraph ("her nephew Ali ... the boy"), who need not have spoken."""
        paragraph = self.context.forest.annotated.article.paragraph_at(phrase.span.start)
        for seen in reversed(self.chains.history):
            if seen.paragraph != paragraph:
                return None
            if (
                seen.chain.kind == "person"
                and seen.chain.nouns & CHILDREN
                and seen.chain.takes(pronoun or "") is not False
            ):
                words = f"“{phrase.head.slice(self.text)}” is {seen.chain.name}"
                return Decision(seen.chain, "speaker:nominal", (phrase.head, seen.span), words)
        return None

    def _described(
        self, chain: Chain, noun: str, same: frozenset[str], kind: SourceKind, modifiers: frozenset[str]
    ) -> bool:
        """Tell whether the chain is one that the noun describes."""
        if kind == "unnamed_person" and chain.kind not in {"person", "unnamed_person"}:
            return False
        if kind == "organization" and chain.kind != "organization":
            return False
        if kind in {"group", "document"} and chain.kind != kind:
            return False
        wanted = {noun} if noun else set(same)
        if chain.kind == "organization":
            words = organisation_key(chain.name)
            heads = {singular(words[i]) for i in (0, -1, *_before_joints(words))} if words else set()
            return bool(words) and bool(wanted & (heads | chain.nouns)) and self._modified(chain, modifiers)
        return bool(wanted & chain.nouns) and self._modified(chain, modifiers)

    def _modified(self, chain: Chain, modifiers: frozenset[str]) -> bool:
        if not modifiers:
            return True
        own = set(chain.modifiers) | chain.nouns | set(organisation_key(chain.name))
        return (
            modifiers <= own
            if chain.kind in {"group", "document", "organization", "unnamed_person"}
            else not modifiers - own or bool(modifiers & own)
        )

    def body_before(self, groups: frozenset[str], group_of: Callable[[str], str]) -> Chain | None:
        """Return the organisation last mentioned whose group is one of ``groups`` ("the group", "the company")."""
        for seen in reversed(self.chains.history):
            if seen.chain.kind == "organization" and seen.chain.label == "ORG" and group_of(seen.chain.name) in groups:
                return seen.chain
        return None
