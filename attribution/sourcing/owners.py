"""Whose somebody or something is: the owner of "her lawyer", "Sato's aides", "the Okafor campaign".

Two campaigns of one article differ in whose they are and in nothing else, so a description that has an owner is taken
up only by one that can have the same.
"""

from __future__ import annotations

from attribution.model import SourceKind
from attribution.sourcing.chains import Chain, Chains
from attribution.sourcing.coref import Antecedents
from attribution.sourcing.mentions import PRONOUNS
from attribution.sourcing.names import parse_person, part_of, same_person, same_words, strip_possessive
from attribution.sourcing.phrases import Phrase
from attribution.sourcing.roles import Description
from attribution.spans import Span

# Bodies that go by somebody's name: of a person there is one at a time, whatever else is said of it.
OF_PEOPLE = frozenset("administration camp campaign team".split())
BEFORE = 40  # characters before a description that are looked at for its owner


class Owners:
    """Finds the chain that a possessive, or a name before a noun, stands for."""

    def __init__(self, chains: Chains, antecedents: Antecedents) -> None:
        self.chains = chains
        self.antecedents = antecedents
        self.context = chains.context
        self.text = chains.text

    def of_phrase(self, phrase: Phrase) -> Chain | None:
        """Return the owner that a description names or points to; None where there is none or it is not known."""
        if phrase.owner is not None:
            return self._of_words(phrase.owner)
        before = [n for n in self.context.names_in(phrase.core) if n.span.end < phrase.head.start]
        if phrase.noun in OF_PEOPLE and before:
            return self._named(before[-1].span)
        return None

    def _of_words(self, span: Span) -> Chain | None:
        word = span.slice(self.text).lower()
        if word in PRONOUNS:
            return self.antecedents.pronoun(PRONOUNS[word], span).chain
        read = self.context.read(span)
        return self._named(read.head) if read is not None and read.kind == "name" else None

    def _named(self, span: Span) -> Chain | None:
        decision = self.chains.by_name.get(span)
        return decision.chain if decision is not None else None

    def owned(self, owner: Chain | None, noun: str, kind: SourceKind, modifiers: frozenset[str]) -> Chain | None:
        """Return what has been called this noun of this owner, named bodies included, or None."""
        if owner is None:
            return None
        for chain in self.chains.all:
            if chain.kind == kind == "organization" and noun in OF_PEOPLE and self._goes_by(chain, noun, owner):
                return chain
            if chain.kind != kind or chain.owner is not owner or noun not in chain.nouns:
                continue
            if noun in OF_PEOPLE or modifiers <= chain.modifiers:
                return chain
        return None

    def _goes_by(self, chain: Chain, noun: str, owner: Chain) -> bool:
        """Tell whether the body is named by its owner ("Okafor campaign", "Okafor's campaign")."""
        *words, last = chain.name.split() or [""]
        if last.lower() != noun or not words or owner.person is None:
            return False
        name = parse_person(strip_possessive(" ".join(words)))
        return (
            same_words(name, owner.person)
            or same_person(name, owner.person)
            or part_of(name, owner.person) == "surname"
        )

    def can_own(self, owner: Chain | None, description: Description) -> bool:
        """Tell whether a possessive stands before the description, and can be that of ``owner``."""
        first = description.span.slice(self.text).split()[0]
        reach = Span(max(0, description.span.start - BEFORE), description.span.start + len(first))
        inside = self.context.names_in(description.span)
        if inside and inside[0].label == "PER" and inside[0].span.start == description.span.start:
            return owner is None or self._named(inside[0].span) is owner  # "Novak spokeswoman Ada Obi"
        words = (*self.text[reach.start : description.span.start].split()[-1:], first)
        if any(word.lower() in PRONOUNS for word in words):
            return True
        if all(strip_possessive(word) == word for word in words):
            return False
        names = self.context.names_in(reach)
        named = self._named(names[-1].span) if names else None
        return owner is None or named is None or named is owner
