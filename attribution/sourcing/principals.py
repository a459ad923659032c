"""Whom somebody works or speaks for: the person named beside the role, or the one that "his" or "her" stands for."""

from __future__ import annotations

import re
from collections.abc import Callable

from attribution.sourcing.chains import Chain, Chains
from attribution.sourcing.mentions import Context
from attribution.sourcing.names import POSSESSIVE_ENDINGS
from attribution.sourcing.taxonomy import UNKNOWN, Ground, singular
from attribution.spans import Span

STAFF = frozenset("aide adviser advisor staffer surrogate strategist ally operative speechwriter".split())
# "the Mensah campaign's spokesman": of the campaign.
OWN_BODY = re.compile(
    r"(?:['’]s?)?(?: [\w-]+){0,4}? (?:campaign|administration|foundation|team|office|government|committee"
    r"|organi[sz]ation|company|transition|ministry|department|party|council|firm|group|union|association)\b"
)
OWNED_BODY = re.compile(r"(?:the )?(.+?)(?:['’]s|(?<=s)['’]) (?:team|camp|office|staff|operation|side)$", re.IGNORECASE)
THEIRS, THEIRS_BEFORE = (re.compile(rf"\b([Hh]is|[Hh]er|[Tt]heir) {end}") for end in ("", r"\Z"))
THEIR_PRONOUN = {"his": "he", "her": "she", "their": "they"}
# Who holds such a job speaks for the person it is held for.
VOICE = re.compile(r"\b(?:press secretary|communications (?:director|chief))\b", re.IGNORECASE)
PUBLIC = frozenset({"politics", "government"})


class Principals:
    """Finds the groups of the people whom others work for; ``group_of`` gives the group of a chain."""

    def __init__(self, context: Context, chains: Chains, group_of: Callable[[Chain], Ground]) -> None:
        self.context = context
        self.text = context.text
        self.chains = chains
        self.group_of = group_of
        self._asked: set[int] = set()  # chains whose group is just being found

    def find(self, chain: Chain, nouns: frozenset[str]) -> tuple[Ground, tuple[Span, ...]]:
        """Return the group of the person whose aide, of these nouns, somebody is; no words where there is none."""
        voices = [d for d in chain.descriptions if d.noun in nouns or VOICE.search(d.span.slice(self.text))]
        areas = [(d.span, d.noun) for d in voices]
        if chain.phrase is not None and singular(chain.phrase.noun) in nouns:
            areas.append((chain.phrase.span, singular(chain.phrase.noun)))
        for area, noun in areas:
            for name in self.context.names_in(Span(max(0, area.start - 40), area.end)):
                principal = self.chains.by_name.get(name.span)
                if name.label != "PER" or principal is None or principal.chain is None or principal.chain is chain:
                    continue
                if OWN_BODY.match(self.text, name.span.end, max(area.end, name.span.end)):
                    continue
                between = self.text[name.span.end : area.start].strip()
                if name.span.end <= area.start and between not in POSSESSIVE_ENDINGS:
                    continue
                ground = self._ask(chain, principal.chain)
                if ground is None:
                    continue  # two who are each other's advisers
                if ground.group == UNKNOWN and noun in STAFF:
                    ground = Ground("politics", noun)
                return ground, (area,)
        for area, noun in areas:
            principal_chain = self.antecedent(chain, area) if noun in STAFF else None
            ground = self._ask(chain, principal_chain) if principal_chain is not None else None
            if ground is not None and ground.group in PUBLIC:
                return ground, (area,)
        return Ground(UNKNOWN), ()

    def owner_group(self, body: str) -> str:
        """Return the group of the person whose team or office a body is ("Mensah’s team"), else unknown."""
        match = OWNED_BODY.match(body)
        words = match.group(1).split() if match is not None else []
        for chain in self.chains.all if words else ():
            if chain.person is not None and chain.person.surname.lower() == words[-1].lower():
                return self.group_of(chain).group
        return UNKNOWN

    def _ask(self, chain: Chain, principal: Chain) -> Ground | None:
        if principal.index in self._asked:
            return None
        self._asked.add(chain.index)
        ground = self.group_of(principal)
        self._asked.discard(chain.index)
        return ground

    def antecedent(self, chain: Chain, area: Span) -> Chain | None:
        """Return whom "his" before a role stands for, or whose bare "aides" are: the first named in the sentence.

        Where it names nobody before the role, the first of the sentence before it.
        """
        before = self.text[max(0, area.start - len("their  ")) : area.start]
        match = THEIRS.match(self.text, area.start, area.end) or THEIRS_BEFORE.search(before)
        bare = chain.kind in {"group", "unnamed_person"} and " " not in chain.name
        index = self.context.forest.index_at(area.start)
        if (match is None and not bare) or index is None:
            return None
        sentences = self.context.forest.annotated.sentences
        for sentence in (sentences[index], sentences[max(0, index - 1)]):
            for name in self.context.names_in(Span(sentence.span.start, min(sentence.span.end, area.start))):
                decision = self.chains.by_name.get(name.span)
                found = decision.chain if decision is not None else None
                if name.label != "PER" or found is None or found is chain:
                    continue
                used = found.pronouns.most_common(1)
                if match is None or not used or used[0][0] == THEIR_PRONOUN[match.group(1).lower()]:
                    return found
        return None
