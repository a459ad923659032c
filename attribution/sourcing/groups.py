"""Which role group a source belongs to: by its role, the body it speaks for, whom it works for or where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from attribution.sourcing.chains import Chain, Chains
from attribution.sourcing.lives import find_life
from attribution.sourcing.mentions import Context
from attribution.sourcing.nouns import is_organisation_noun
from attribution.sourcing.roles import Description
from attribution.sourcing.standing import find_election, find_standing
from attribution.sourcing.taxonomy import UNKNOWN, Ground, Taxonomy, singular
from attribution.spans import Span

CANDIDACY = re.compile(
    r"\b(?:candidate|nominee|running mate|hopeful|contender|challenger|presidential (?:rival|campaign)|front-?runner)$"
    r"|\b(?:candidate|nominee|running mate) (?:for|of|in)\b|^(?:candidate|nominee|running mate)\b"
    r"|\b(?:presidential|vice-presidential) (?:candidate|nominee)\b"
)
AIDES = frozenset(
    "spokesman spokeswoman spokesperson aide adviser advisor staffer strategist manager assistant surrogate director "
    "chief supporter ally chairman".split()
)
FORMER = re.compile(r"(?:the |a |then-)?(?:former|ex|onetime|one-time|ousted|retired)\b")
OFFICES = re.compile(
    r"\b(?:president|prime minister|governor|gov\.|mayor|secretary of state|first lady|chancellor|premier)$"
    r"|\b(?:senator|sen\.)$"
    r"|\b(?:governor|mayor|president) of\b"
)
# A bare director is of a film or play where words for them stand in a paragraph that names the person.
ON_STAGE = frozenset("director producer choreographer".split())
STAGE = re.compile(
    r"\b(?:films?|movies?|cinemas?|theatres?|theaters?|screenplay|premiere[ds]?|documentar(?:y|ies)|box office|operas?"
    r"|ballets?|musicals?|playwrights?|Oscars?|Hollywood|sequels?|biopics?|actors?|actress(?:es)?)\b"
)
SURVEY = re.compile(r"\b(?:survey|poll|study|research)\b[^.!?\n]{0,40}\bby (?:the )?\Z")
SURVEY_REACH = 70
# Nouns for trades that no list has in full.
TRADE = re.compile(r"\w{2,}(?:builder|maker|smith|wright|keeper|layer|fitter|driver|dresser|cutter|worker|mender)$")
STAFF = frozenset("aide adviser advisor staffer surrogate strategist ally operative".split())
DOCTOR = re.compile(r"\bDr\.? $")
AGED = re.compile(r", (\d{2})(?=[,.;])")  # private people are told by their age
MEDICAL = frozenset("consultant specialist registrar".split())
PARTY_LETTER = re.compile(r"^(?:D|R|I|Dem|Rep|Lab|Con|SNP|Democrat|Republican)\b")


class Groups:
    """Finds the role groups of an article's sources; ``facts`` gives a chain's name, role and affiliation."""

    def __init__(
        self,
        context: Context,
        chains: Chains,
        taxonomy: Taxonomy,
        facts: Callable[[Chain], tuple[str, str | None, str | None]],
    ) -> None:
        self.context = context
        self.text = context.text
        self.chains = chains
        self.taxonomy = taxonomy
        self.facts = facts

    def of(self, chain: Chain) -> tuple[Ground, tuple[Span, ...]]:
        """Return the group of a source and the words that it stands on."""
        return self._of(chain, *self.facts(chain))

    def _of(
        self, chain: Chain, name: str, role: str | None, affiliation: str | None
    ) -> tuple[Ground, tuple[Span, ...]]:
        spans = tuple(d.span for d in chain.descriptions[:1]) or tuple(chain.mentions[:1])
        if chain.members:
            for member in chain.members:
                ground, words = self.of(member)
                if ground.group != UNKNOWN:
                    return ground, words
            return Ground(UNKNOWN), ()
        if chain.among is not None:
            return self.of(chain.among)
        if chain.kind == "organization":
            called = (name, role or "", *(s.slice(self.text) for s in chain.names), *sorted(chain.nouns))
            ground = self._first(called)
            if ground.group == UNKNOWN and chain.label == "LOC":
                return Ground("government", name), spans  # a country or town that speaks is its government
            return (ground, spans) if ground.group != UNKNOWN else self._by_survey(chain, spans)
        if chain.kind == "document":
            ground = self.taxonomy.organisation_group(affiliation) if affiliation else Ground(UNKNOWN)
            if ground.group == UNKNOWN:
                ground = self.taxonomy.organisation_group(name)
            return ground, spans
        if chain.kind == "group" and self._is_body(name):
            return self.taxonomy.organisation_group(name), spans
        if chain.kind == "person":
            standing = self._candidacy(chain)
            if standing is not None:
                return Ground("politics", standing.noun), (standing.span,)
            medical = next((d for d in chain.descriptions if d.noun in MEDICAL), None)
            if medical is not None and self._doctor(chain):
                return Ground("professional", f"Dr {medical.noun}"), (medical.span,)
        said = role or name if chain.kind != "person" else role or ""
        ground = self.taxonomy.role_group(said, affiliation, body=self.of_body(affiliation) if affiliation else None)
        if ground.group == UNKNOWN and chain.kind == "person":
            ground = self._any_group(chain, affiliation)
        if ground.group == UNKNOWN and chain.kind in {"person", "unnamed_person"}:
            return self._by_stage(chain, *self._by_life(chain, *self._by_company(chain, spans)))
        if ground.group == UNKNOWN and chain.kind == "group":
            near, words = self._by_company(chain, spans)
            if near.group != UNKNOWN:
                return near, words
        if ground.group == UNKNOWN and not ground.phrase and chain.kind == "group":
            ground = self.taxonomy.organisation_group(name)
        return ground, spans

    def of_body(self, name: str) -> Ground:
        """Return the group of a body by its name or by what the article calls it elsewhere."""
        ground = self.taxonomy.organisation_group(name)
        if ground.group != UNKNOWN:
            return ground
        chain = next((c for c in self.chains.all if c.kind == "organization" and self.facts(c)[0] == name), None)
        return self.of(chain)[0] if chain is not None else ground

    def _doctor(self, chain: Chain) -> bool:
        return any(DOCTOR.search(self.text, max(0, s.start - 5), s.start) for s in chain.names)

    def _first(self, words: Iterable[str]) -> Ground:
        """Return the first group that any of the words give a body."""
        grounds = (self.taxonomy.organisation_group(w) for w in words if w)
        return next((g for g in grounds if g.group != UNKNOWN), Ground(UNKNOWN))

    def _by_survey(self, chain: Chain, spans: tuple[Span, ...]) -> tuple[Ground, tuple[Span, ...]]:
        """Return expert for the body that an article says a survey is by."""
        for name in chain.names:
            before = Span(max(0, name.start - SURVEY_REACH), name.start)
            match = SURVEY.search(self.text, before.start, before.end)
            if match:
                return Ground("expert", " ".join(match.group().split())), (Span(*match.span()),)
        return Ground(UNKNOWN), spans

    def _by_life(self, chain: Chain, ground: Ground, spans: tuple[Span, ...]) -> tuple[Ground, tuple[Span, ...]]:
        """Return the ground, or what the article tells of the life or stage of somebody whom nothing else places."""
        if ground.group != UNKNOWN or chain.kind != "person":
            return ground, spans
        if any(d.noun in ON_STAGE for d in chain.descriptions):
            paragraphs = self.context.forest.annotated.article.paragraphs
            here = self.context.forest.annotated.article.paragraph_at
            for name in chain.names:
                area = paragraphs[here(name.start)].span
                match = STAGE.search(self.text, area.start, area.end)
                if match:
                    return Ground("culture_sport", match.group()), (Span(*match.span()),)
        trade = next((d for d in chain.descriptions if TRADE.match(d.noun)), None)
        if trade is not None:
            return Ground("professional", trade.noun), (trade.span,)
        life = (
            find_life(self.context, chain)
            if all(d.rule == "role:later-mention" or not d.noun for d in chain.descriptions)
            else None
        )
        return (Ground(life.group, life.word), (life.span,)) if life is not None else (ground, spans)

    @staticmethod
    def _is_body(name: str) -> bool:
        """Tell whether a group is named by a noun for a body ("the teachers' union")."""
        words = [w for w in re.split(r"\s+(?:of|for|in|at|from|on)\s+", name)[0].split() if w]
        return bool(words) and is_organisation_noun(singular(words[-1].lower()))

    def _by_company(self, chain: Chain, spans: tuple[Span, ...]) -> tuple[Ground, tuple[Span, ...]]:
        """Return the group of the person somebody works for, or politics for somebody on a campaign stage."""
        areas = [d.span for d in chain.descriptions if d.noun in AIDES]
        if chain.phrase is not None and singular(chain.phrase.noun) in AIDES:
            areas.append(chain.phrase.span)
        for area in areas:
            for name in self.context.names_in(Span(max(0, area.start - 40), area.end)):
                principal = self.chains.by_name.get(name.span)
                if name.label != "PER" or principal is None or principal.chain is None or principal.chain is chain:
                    continue
                near = (
                    self.text[name.span.end : area.start].strip() in {"'s", "’s", "'", "’"}
                    if name.span.end <= area.start
                    else True
                )
                if near:
                    ground = self.of(principal.chain)[0]
                    aide = chain.phrase.noun if chain.phrase is not None else ""
                    if ground.group == UNKNOWN and singular(aide) in STAFF:
                        ground = Ground("politics", aide)
                    return ground, (area,)
        if chain.person is not None and self._only_one(chain):
            standing = find_standing(self.text, self._surname(chain))
            if standing is not None:
                group, span = standing
                return Ground(group, " ".join(span.slice(self.text).split())), (span,)
        return Ground(UNKNOWN), spans

    def _surname(self, chain: Chain) -> str:
        words = max((n.slice(self.text).split() for n in chain.names), key=len)
        return words[-1]

    def _by_stage(self, chain: Chain, ground: Ground, spans: tuple[Span, ...]) -> tuple[Ground, tuple[Span, ...]]:
        """Return the ground, or politics for somebody without a role of whom most is told about an election."""
        if ground.group != UNKNOWN or chain.kind != "person":
            return ground, spans
        article = self.context.forest.annotated.article
        if " " in chain.name and chain.name.lower() in (article.byline or "").lower():
            return Ground("media", "byline"), tuple(chain.names[:1])
        doctor = next((s for s in chain.names if DOCTOR.search(self.text, max(0, s.start - 5), s.start)), None)
        if doctor is not None:
            return Ground("professional", "Dr"), (doctor,)
        if any(d.noun and d.rule.startswith("role:") for d in chain.descriptions):
            return ground, spans
        forest = self.context.forest
        indexes = (forest.index_at(s.start) for s in chain.names if not self.context.quoted(s.start))
        sentences = forest.annotated.sentences
        aged = next((m for s in chain.names if (m := AGED.match(self.text, s.end)) is not None), None)
        if aged is not None:
            return Ground("citizen", aged.group(1)), (Span(*aged.span(1)),)
        span = find_election(self.text, (sentences[i].span for i in indexes if i is not None))
        return (Ground("politics", span.slice(self.text)), (span,)) if span is not None else (ground, spans)

    def _only_one(self, chain: Chain) -> bool:
        """Tell whether nobody else in the article has the person's surname."""
        surname = chain.person.surname if chain.person else ""
        return not any(c is not chain and c.person is not None and c.person.surname == surname for c in self.chains.all)

    def _candidacy(self, chain: Chain) -> Description | None:
        """Return the description that shows the person on a campaign stage, or as having left an elected office."""
        for description in chain.descriptions:
            words = description.span.slice(self.text).lower()
            if CANDIDACY.search(words) and not FORMER.match(words):
                return description
            if FORMER.match(words) and OFFICES.search(words):
                return description
        return None

    def _any_group(self, chain: Chain, affiliation: str | None) -> Ground:
        """Return the group of any other description of the person; a party's letter after the name is politics."""
        for description in chain.descriptions:
            if description.rule == "role:party" or PARTY_LETTER.match(description.span.slice(self.text)):
                return Ground("politics", description.span.slice(self.text))
            ground = self.taxonomy.role_group(description.span.slice(self.text), affiliation)
            if ground.group != UNKNOWN:
                return ground
        return Ground(UNKNOWN)
