"""Which body somebody speaks for where the role itself does not name it: "its president", "the union's officer".

The body is one that the article has spoken of before. Each finding states its rule; where two could be meant, none is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from attribution.sourcing.affiliations import Affiliation
from attribution.sourcing.bodynames import COUNTRIES, PLACES, is_party_adjective, is_surname
from attribution.sourcing.chains import Chain, Chains, Seen
from attribution.sourcing.mentions import Context
from attribution.sourcing.nouns import is_demonym, is_organisation_noun
from attribution.sourcing.roles import Description
from attribution.sourcing.taxonomy import singular
from attribution.sourcing.wording import GENERIC
from attribution.spans import Span

# Roles that are always held in a company; a bare one is that of the company the article is about.
COMPANY_ROLES = re.compile(
    r"^(?:the |its |their )?(?:chief executive|chief (?:financial|operating) officer|managing director|finance director"
    r"|operations director|ceo|cfo)\b",
    re.IGNORECASE,
)
ITS = frozenset({"its", "their"})
AUTHORS = frozenset({"author", "co-author", "researcher"})
OFFICIAL = {"bureau": frozenset({"security", "government"}), "department": frozenset({"government", "security"})}
OF_PLACES = frozenset("in of from near across around outside".split())
# Companies by what they do: "the contractor's bookkeeper" is one of the company named before.
TRADERS = frozenset(
    "contractor subcontractor supplier manufacturer carmaker drugmaker chipmaker retailer developer operator lender "
    "insurer brewer builder shipbuilder landlord producer grocer exporter importer distributor".split()
)
NEAR_PARAGRAPHS = 1
# A company that the article names twice as often as the next is the one it is about.
DOMINANT = 2
OWNER = re.compile(r"\b([a-z]+)['’]s?\s+$")
COMPLEMENT = re.compile(r"\b(?:of|for|at|with) (?:the|its) ([a-z]+)\b")


class Bodies:
    """Finds bodies by what was mentioned before; ``facts`` gives a chain's name, role and affiliation.

    ``named`` finds the capitalised name that ends in a noun, wherever the article has it.
    """

    def __init__(
        self,
        context: Context,
        chains: Chains,
        group_of: Callable[[Chain], str],
        facts: Callable[[Chain], tuple[str, str | None, str | None]],
        named: Callable[[str, int], Span | None],
    ) -> None:
        self.context = context
        self.text = context.text
        self.chains = chains
        self.group_of = group_of
        self.facts = facts
        self.named = named

    def of_descriptions(self, descriptions: Iterable[Description]) -> Affiliation | None:
        """Return the body that the first of a person's descriptions leads to, or None."""
        roles = [d for d in descriptions if d.rule.startswith("role:") and d.rule != "role:party"]
        for description in roles:
            found = self._its(description) or self._owned(description.span) or self._spoken(description.span)
            if found is not None:
                return found
        return next((b for d in roles if (b := self._company(d.span)) is not None), None)

    def of_phrase(self, span: Span) -> Affiliation | None:
        """Return the body of an unnamed person ("a spokesman for the company", "the union's lawyer"), or None."""
        return self._owned(span) or self._spoken(span)

    def last_speaker(self, span: Span) -> Affiliation | None:
        """Return the body that spoke last before ``span`` in the same paragraph ("A spokesman added")."""
        paragraph = self.context.forest.annotated.article.paragraph_at(span.start)
        for seen in self._before(span.start):
            if seen.paragraph != paragraph:
                return None
            if seen.speaker:
                return self._affiliation(seen, "affiliation:last-named") if self._is_body(seen.chain) else None
        return None

    def by_noun(self, noun: str, start: int) -> Chain | None:
        """Return the body named before ``start`` that a bare noun ("the union") goes back to, or None."""
        passed: set[int] = set()
        groups = (
            GENERIC.get(noun) or OFFICIAL.get(noun) or (frozenset({"business"}) if noun in TRADERS else frozenset())
        )
        generic: Chain | None = None
        for seen in self._before(start):
            chain = seen.chain
            if chain.index in passed or not self._is_body(chain) or not chain.names:
                continue
            passed.add(chain.index)
            if noun in chain.nouns or singular(chain.name.lower().rsplit(maxsplit=1)[-1]) == noun:
                return chain
            if generic is None and self.group_of(chain) in groups - {"unknown"}:
                generic = chain
        return generic

    def _before(self, start: int) -> Iterable[Seen]:
        return (s for s in sorted(self.chains.history, key=lambda s: -s.span.start) if s.span.start < start)

    @staticmethod
    def _is_body(chain: Chain) -> bool:
        return chain.kind == "organization" and chain.label != "LOC"

    def _affiliation(self, seen: Seen, rule: str) -> Affiliation:
        return Affiliation(seen.span, rule, self.facts(seen.chain)[0])

    def _its(self, description: Description) -> Affiliation | None:
        """Return what "its" or "their" before a role stands for: the last body, or the body behind a document."""
        words = self.text[max(0, description.span.start - 20) : description.span.start].lower().split()
        first = description.span.slice(self.text).lower().split()[0]
        if first not in ITS and (not words or words[-1] not in ITS):
            return None
        paragraph = self.context.forest.annotated.article.paragraph_at(description.span.start)
        for seen in self._before(description.span.start):
            if paragraph - seen.paragraph > NEAR_PARAGRAPHS:
                return None
            if self._is_body(seen.chain) and not (description.noun in AUTHORS and not seen.speaker):
                return self._affiliation(seen, "affiliation:its")
            if seen.chain.kind == "document":
                body = self.facts(seen.chain)[2]
                if body is not None:
                    return Affiliation(seen.span, "affiliation:its", body)
        return None

    def _owned(self, span: Span) -> Affiliation | None:
        """Return the body named before that a common noun beside the role goes back to ("the union's officer")."""
        words = span.slice(self.text)
        owner = OWNER.search(self.text[max(0, span.start - 30) : span.start]) or re.match(
            r"(?:[Tt]he )?([a-z]+)['’]s?\s", words
        )
        named = owner or COMPLEMENT.search(words)
        noun = singular(named.group(1)) if named else ""
        if not named or noun in PLACES or not (is_organisation_noun(noun) or noun in TRADERS):
            return None
        chain = self.by_noun(noun, span.start)
        if chain is not None:
            return Affiliation(span, "affiliation:named-elsewhere", self.facts(chain)[0])
        found = self.named(noun, span.start)
        return Affiliation(found, "affiliation:named-elsewhere") if found is not None else None

    def _spoken(self, span: Span) -> Affiliation | None:
        """Return the body that the first name before a role is ("a Norvik spokesman"), by its full name."""
        first = next((t for t in self.context.tokens_in(span) if t.text[:1].isupper()), None)
        decision = self.chains.by_name.get(first.span) if first is not None else None
        if first is None or decision is None or decision.chain is None or not self._is_body(decision.chain):
            return None
        words = first.text
        before = self.text[max(0, first.span.start - 12) : first.span.start].split()
        place = bool(before) and first.span.start > span.start and before[-1].lower() in OF_PLACES
        if (
            place
            or is_demonym(words)
            or is_party_adjective(words)
            or words.lower() in COUNTRIES
            or is_surname(self.context, words)
        ):
            return None
        return Affiliation(first.span, "affiliation:in-role", self.facts(decision.chain)[0])

    def _company(self, span: Span) -> Affiliation | None:
        """Return the company that a bare chief executive runs: the one the article is about."""
        if not COMPANY_ROLES.match(span.slice(self.text)) or re.search(r"\b(?:of|at)\b|['’]s ", span.slice(self.text)):
            return None
        counts: Counter[int] = Counter()
        for chain in self.chains.all:
            if self._is_body(chain) and chain.names and self.group_of(chain) == "business":
                counts[chain.index] = len(chain.names)
        ranked = counts.most_common(2)
        if not ranked or (len(ranked) > 1 and ranked[0][1] < DOMINANT * ranked[1][1]):
            return None
        chain = self.chains.all[ranked[0][0]]
        return Affiliation(chain.names[0], "affiliation:main-company", self.facts(chain)[0])
