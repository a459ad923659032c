"""Which role group a source belongs to: by its role, the body it speaks for, whom it works for or where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from attribution.sourcing.chains import Chain, Chains
from attribution.sourcing.lives import find_life, find_town
from attribution.sourcing.mentions import Context
from attribution.sourcing.nouns import is_demonym, is_organisation_noun
from attribution.sourcing.principals import Principals
from attribution.sourcing.roles import Description
from attribution.sourcing.standing import (
    find_campaign,
    find_candidacy,
    find_class,
    find_election,
    find_kinds,
    find_newsroom,
    find_outlet,
    find_owner,
    find_several,
    find_standing,
)
from attribution.sourcing.taxonomy import KIN, UNKNOWN, Ground, Taxonomy, singular
from attribution.spans import Span

CANDIDACY = re.compile(
    r"(?<!doctoral )(?<!phd )\b(?:candidate|nominee|running mate|hopeful|contender|challenger"
    r"|presidential (?:rival|campaign)|front-?runner)$"
    r"|\b(?:candidate|nominee|running mate) (?:for|of|in)\b|^(?:candidate|nominee|running mate)\b"
    r"|\b(?:presidential|vice-presidential) (?:candidate|nominee)\b|\bleader in (?:[\w-]+ ){0,3}polls\b"
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
# Whose group is that of the person they speak or work for, whatever their field ("Mensah's top foreign policy aide").
VOICES = frozenset("aide adviser advisor staffer spokesman spokeswoman spokesperson surrogate speechwriter".split())
# Nouns that say who somebody is to others and place nobody.
RELATIONAL = frozenset(
    "rival opponent colleague friend man woman guy son daughter elder figure native counterpart predecessor successor "
    "challenger contender speaker host critic foe person associate guest".split()
)
DOCTOR = re.compile(r"\bDr\.? $")
AGED_NOUN = re.compile(r"\byear-old$|\byear-old (?:from|of|in|at|who|with)\b")
# "36 percent of voters", "a third of those asked"; a share of somebody is who they are.
PART = re.compile(
    r"(?:[\w.,%-]+ ){0,3}?(?:percent|per cent|third|quarter|half|majority|plurality|proportion)s?(?:\Z| of (.+))"
    r"|(?:\w+ )?(?:in|out of) (?:two|three|four|five|ten|10)\Z|[\d.]+ ?%(?:\Z| of (?:.+))",
    re.IGNORECASE,
)
LEADER = re.compile(r"(?:[Tt]he |[Aa]n? )?(\w+) leader")
# Peoples and faiths beside states; who leads them leads no government.
PEOPLES = frozenset("jewish kurdish palestinian african catalan tibetan uyghur scottish welsh".split())
LONG_NAME = 5  # words of a name that has a title and a body in it
AGED = re.compile(
    r", (?:an? )?(\d{2}-year-old(?= (?:from|of|in|at|who)\b|[,.;])|\d{2}(?=[,.;]))"
)  # private people are told by their age
MEDICAL = frozenset("consultant specialist registrar".split())
COMPLEMENT = re.compile(r"\s+(?:of|for|in|from|on|about|by|with|to|that)\b")
# "the former president of the NABW": of a body, written as one.
PRESIDES = re.compile(r"\bpresident of (?:the )?(?:[A-Z]{3,}|[A-Z][\w&-]+ [A-Z])")
PRESIDENTS = frozenset({"president", "former president"})
# What a body is called that nothing else is said of: a cause's own.
CAUSES = re.compile(
    r"\b(?:advocacy|activist|grassroots|grass-roots|watchdog|nonprofit|non-profit|progressive|conservative|liberal|libertarian"
    r"|pro-[\w-]+|anti-[\w-]+|campaign|pressure|voters?|voting|riders|tenants|veterans|women|youth|students?|environmental"
    r"|immigrants?|abortion)['’]?s?['’]? (?:group|organi[sz]ation|network|movement|coalition|collective)s?$"
)
# "the governor's spokeswoman": of whom only the office is told.
OFFICE_OWNER = re.compile(
    r"(?:[Tt]he )?((?:[a-z-]+ ){0,3}[a-z-]+)['’]s? (?:[\w-]+ ){0,3}?"
    r"(?:spokes\w+|aides?|advis[eo]rs?|staffers?|press secretary|chief of staff)$"
)
WEAK_NAMES = frozenset({"action"})  # say less of a body than what the article calls it
PRODUCTS = frozenset("app platform marketplace brand chatbot".split())  # who speaks for one does so for its company
LEAST = 3  # words of the name of a body that a recogniser takes for a person's
BODY_ENDS = frozenset(
    "pac committee institute association foundation party coalition council university college center centre fund"
    " project alliance league union network watch action".split()
)
AGED_BEFORE = re.compile(r"\b(\d{1,2}-year-old) \Z")
OWN_CAMPAIGN = re.compile(r"\bin (?:his|her|their) (?:[\w-]+ ){0,4}campaign\b")
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
        self.principals = Principals(context, chains, lambda chain: self.of(chain)[0])

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
            said = next((w for m in chain.mentions if (w := find_several(self.text, m)) is not None), None)
            return (self.taxonomy.role_group(said), tuple(chain.mentions[:1])) if said else (Ground(UNKNOWN), ())
        if chain.among is not None:
            return self.of(chain.among)
        if chain.kind == "organization":
            ground = self._named(chain, name, role)
            return (ground, spans) if ground.group != UNKNOWN else self._by_survey(chain, spans)
        if chain.kind == "document":
            share = PART.match(name)
            if share is not None and share.group(1):  # "a strong majority of those asked" taken for a document
                return self.taxonomy.role_group(share.group(1)), spans
            ground = self.taxonomy.organisation_group(affiliation) if affiliation else Ground(UNKNOWN)
            if ground.group == UNKNOWN:  # a poll of voters is a poll, whoever they vote for
                ground = self._first((COMPLEMENT.split(name, maxsplit=1)[0], name))
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
        if chain.kind in {"person", "unnamed_person"}:
            principal, words = self.principals.find(chain, VOICES)
            if principal.group != UNKNOWN:
                return principal, words
        unnamed = self._unnamed(chain, name)
        if unnamed is not None:
            return unnamed, spans
        said = role or name if chain.kind != "person" else role or ""
        ground = self._by_role(chain, name, said, affiliation)
        if ground.group not in {UNKNOWN, "politics", "government"} and chain.person is not None:
            running = self._running(chain, role)
            if running is not None:
                return Ground("politics", " ".join(running.slice(self.text).split())), (running,)
        if ground.group == UNKNOWN and chain.kind in {"person", "unnamed_person"} and AGED_NOUN.search(said):
            return Ground("citizen", "year-old"), spans
        if ground.group == "citizen" and ground.phrase in KIN and chain.kind == "person":
            stage, words = self._by_company(chain, spans)
            stage = stage if stage.group != UNKNOWN else self._any_group(chain, affiliation)
            if stage.group not in {UNKNOWN, "citizen"}:
                return stage, words
        if ground.group == "citizen" and ground.phrase in RELATIONAL and chain.kind == "person":
            stage, words = self._by_stage(chain, *self._by_company(chain, spans))
            if stage.group != UNKNOWN:
                return stage, words
        if ground.group == UNKNOWN and chain.kind in {"person", "unnamed_person"}:
            return self._by_stage(chain, *self._by_life(chain, *self._by_company(chain, spans)))
        if ground.group == UNKNOWN and chain.kind == "group":
            near, words = self._by_company(chain, spans)
            if near.group != UNKNOWN:
                return near, words
        if ground.group == UNKNOWN and not ground.phrase and chain.kind == "group":
            ground = self.taxonomy.organisation_group(name)
        return ground, spans

    def _by_role(self, chain: Chain, name: str, said: str, affiliation: str | None) -> Ground:
        """Return the group that the words for somebody give with the body they speak for, or the words before names."""
        ground = self.taxonomy.role_group(said, affiliation, body=self.of_body(affiliation) if affiliation else None)
        if ground.phrase in PRESIDENTS and affiliation:
            ground = self.of_body(affiliation)  # of a body and of no country
        if ground.phrase in RELATIONAL and affiliation:
            lent = self.of_body(affiliation)  # "the woman", who reports for a paper
            ground = lent if lent.group != UNKNOWN else ground
        if ground.group == UNKNOWN and chain.kind == "person":
            ground = self._any_group(chain, affiliation)
        if ground.group == UNKNOWN and chain.kind in {"person", "unnamed_person"} and self._leads_a_nation(said):
            ground = Ground("government", said.lower())
        if ground.group == UNKNOWN and chain.kind == "person":
            ground = self._by_words_before(chain, name)
        return ground

    def _named(self, chain: Chain, name: str, role: str | None) -> Ground:
        """Return the group of a body: by whose it is, its name, what it is an example of or called."""
        owner = self.principals.owner_group(name)
        if owner != UNKNOWN:
            return Ground(owner, name)
        kind = self._by_kind(name) if name.lower().rsplit(maxsplit=1)[-1] in WEAK_NAMES else Ground(UNKNOWN)
        if kind.group != UNKNOWN:
            return kind
        ground = self._first((name, role or "", *(s.slice(self.text) for s in chain.names), *sorted(chain.nouns)))
        if ground.group == UNKNOWN and chain.label == "LOC":
            return Ground("government", name)  # a country or town that speaks is its government
        ground = ground if ground.group != UNKNOWN else self._by_class(chain)
        return ground if ground.group != UNKNOWN else self._by_kind(name)

    def _unnamed(self, chain: Chain, name: str) -> Ground | None:
        """Return the group of a share of people or of an unnamed holder of an office left, None for anybody else."""
        part = PART.match(name) if chain.kind in {"unnamed_person", "group"} else None
        if part is not None:  # of those asked; a bare "32 percent" are they
            whole = self.taxonomy.role_group(part.group(1) or "people")
            return whole if whole.group != UNKNOWN else Ground("citizen", name)
        owner = OFFICE_OWNER.match(name) if chain.kind == "unnamed_person" else None
        if owner is not None:
            office = self.taxonomy.role_group(owner.group(1))
            if FORMER.match(owner.group(1)) and office.group == "government":
                return Ground("politics", owner.group(1))
            if office.group in {"government", "politics"}:
                return office
        if chain.kind == "unnamed_person" and FORMER.match(name.lower()) and OFFICES.search(name.lower()):
            return Ground("politics", name.lower())
        return None

    def _by_class(self, chain: Chain) -> Ground:
        """Return the group of what somebody is told to be an example of ("employers such as Norvik")."""
        classes = (words for name in chain.names if (words := find_class(self.text, name)) is not None)
        for words in classes:
            ground = self.taxonomy.organisation_group(words)
            ground = ground if ground.group != UNKNOWN else self.taxonomy.role_group(words)
            if ground.group != UNKNOWN:
                return ground
        return Ground(UNKNOWN)

    @staticmethod
    def _leads_a_nation(role: str) -> bool:
        """Tell whether a role is "Ghanaian leader" or "the Peruvian leader"."""
        match = LEADER.fullmatch(role)
        return match is not None and is_demonym(match.group(1)) and match.group(1).lower() not in PEOPLES

    def _by_words_before(self, chain: Chain, name: str) -> Ground:
        """Return the group that the newsroom before a name, or a title that was read into it, gives a person."""
        body = self.taxonomy.organisation_group(name)
        if body.phrase == name.lower().removeprefix("the "):
            return body  # a body whose name was read as a person's
        for span in chain.names:
            newsroom = find_newsroom(self.text, span)
            person = newsroom is not None and any(
                n.label == "PER" and n.span.end < span.start for n in self.context.names_in(_before(span, newsroom))
            )
            if newsroom is not None and not person:
                return Ground("media", newsroom)
            outlet = None if self.context.quoted(span.start) else find_outlet(self.text, span)
            if outlet is not None:
                return Ground("media", outlet)
            owner = find_owner(self.text, span)
            if owner is not None and self.taxonomy.organisation_group(owner).group == "media":
                return Ground("media", owner)
        words = name.split()
        if len(words) >= LEAST and re.split(r" (?:of|for|on|in) ", name)[0].split()[-1].lower() in BODY_ENDS:
            return body
        titled = self.taxonomy.role_group(" ".join(words[:-2])) if len(words) >= LONG_NAME else Ground(UNKNOWN)
        return titled if titled.group != UNKNOWN else self._by_class(chain)

    def of_body(self, name: str) -> Ground:
        """Return the group of a body by its name or by what the article calls it elsewhere."""
        ground = self.taxonomy.organisation_group(name)
        if ground.group != UNKNOWN and ground.phrase not in WEAK_NAMES:
            return ground
        chain = next((c for c in self.chains.all if c.kind == "organization" and self.facts(c)[0] == name), None)
        if chain is not None and chain.label != "LOC":
            return self.of(chain)[0]
        kind = self._by_kind(name)
        return kind if kind.group != UNKNOWN else ground

    def _by_kind(self, name: str) -> Ground:
        """Return the group of what the article calls a body right beside its name ("Plinq, a dating app")."""
        for words in find_kinds(self.text, name):
            if CAUSES.search(words.lower()):
                return Ground("civil_society", words)
            last = words.rsplit(maxsplit=1)[-1].lower()
            if last in PRODUCTS:
                return Ground("business", words)
            if is_organisation_noun(singular(last)) or last == "pac":
                ground = self.taxonomy.organisation_group(words)
                if ground.group != UNKNOWN:
                    return ground
        return Ground(UNKNOWN)

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
        ground, words = self.principals.find(chain, AIDES)
        if words:
            return ground, words
        if chain.person is not None and (self._only_one(chain) or " " in chain.name):
            standing = find_standing(self.text, self._surname(chain) if self._only_one(chain) else chain.name)
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
        if any(d.noun not in RELATIONAL and d.rule.startswith("role:") for d in chain.descriptions if d.noun):
            return ground, spans
        aged = next((m for s in chain.names if (m := AGED.match(self.text, s.end)) is not None), None)
        aged = aged or next(
            (m for s in chain.names if (m := AGED_BEFORE.search(self.text, max(0, s.start - 13), s.start))), None
        )
        if aged is not None:
            return Ground("citizen", aged.group(1)), (Span(*aged.span(1)),)
        town = next((t for s in chain.names if (t := find_town(self.context, s)) is not None), None)
        if town is not None:
            return Ground("citizen", "of " + town.slice(self.text)), (town,)
        span = self._election(chain)
        return (Ground("politics", span.slice(self.text)), (span,)) if span is not None else (ground, spans)

    def _election(self, chain: Chain) -> Span | None:
        """Return a word on an election where enough of what is told of somebody is about one."""
        forest = self.context.forest
        sentences = forest.annotated.sentences
        places = (forest.index_at(s.start) for s in chain.names if not self.context.quoted(s.start))
        indexes = sorted({i for i in places if i is not None})
        near = sorted({j for i in indexes for j in (i - 1, i, i + 1) if 0 <= j < len(sentences)})
        return find_election(self.text, (sentences[i].span for i in indexes), (sentences[j].span for j in near))

    def _running(self, chain: Chain, role: str | None) -> Span | None:
        """Return what shows that somebody told by a former trade runs for an office ("retired surgeon X")."""
        runs = find_candidacy(self.text, self._surname(chain)) if self._only_one(chain) else None
        if runs is not None:
            return runs
        if role is None or not FORMER.match(role.lower()):
            return next((d.span for d in chain.descriptions if OWN_CAMPAIGN.search(d.span.slice(self.text))), None)
        match = find_campaign(self.text, self._surname(chain)) if self._only_one(chain) else None
        if match is not None:
            return Span(*match.span())
        trade = self.taxonomy.role_group(role).group in {"professional", "business", "culture_sport"}
        return self._election(chain) if trade else None

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
            if FORMER.match(words) and OFFICES.search(words) and not PRESIDES.search(description.span.slice(self.text)):
                return description
        return None

    def _any_group(self, chain: Chain, affiliation: str | None) -> Ground:
        """Return the group of any other description of the person; a party's letter after the name is politics."""
        for description in chain.descriptions:
            if description.rule == "role:party" or PARTY_LETTER.match(description.span.slice(self.text)):
                return Ground("politics", description.span.slice(self.text))
            ground = self.taxonomy.role_group(description.span.slice(self.text), affiliation)
            if ground.phrase in KIN:
                continue
            if ground.group != UNKNOWN and not (affiliation and ground.phrase in PRESIDENTS):
                return ground
        return Ground(UNKNOWN)


def _before(name: Span, words: str) -> Span:
    """Return the stretch before a name that holds the words and what joins them to it."""
    return Span(max(0, name.start - len(words) - 4), name.start)
