"""Chains: all mentions of one person or body; and which chain a name, a pronoun or a description goes with.

Names first, over the whole article, so that a late full name serves an early surname. Then the text is walked in order and each
pronoun and description is given to the chain that the words before it favour. A decision states its rule, and one
between equals is not taken: the candidates are handed on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from attribution.mentions import Context, Mention
from attribution.model import EntityType, SourceKind
from attribution.names import (
    PersonName,
    is_acronym,
    organisation_key,
    parse_person,
    part_of,
    same_organisation,
    same_person,
    title_pronoun,
)
from attribution.phrases import Phrase, noun_pronoun
from attribution.roles import Description
from attribution.spans import Span
from attribution.taxonomy import singular

# Weights of a candidate for a pronoun: how near it stands, then whether it speaks or is a subject. They keep the order
# speaker of the last attribution > subject of the last sentence > other names, found best on GUM's training news.
NEAR = (10.0, 8.0, 6.0, 4.5, 3.5, 2.5, 1.5, 1.0)
SPEAKER, SUBJECT, QUOTED, PARAGRAPH, KNOWN, FREQUENT, UNNAMED = 4.0, 3.0, -6.0, 0.8, 2.0, 0.15, 2.0
MAX_SENTENCES = 12
TIE = 0.4
SURE = 2.5
NEAR_PARAGRAPHS = 2

SAME_OFFICE = (
    frozenset(
        "lawmaker legislator senator representative congressman congresswoman mp assemblyman assemblywoman rep. sen. parliamentarian councilman councilwoman councillor councilor".split()
    ),
    frozenset("candidate nominee contender hopeful front-runner frontrunner".split()),
    frozenset("spokesman spokeswoman spokesperson".split()),
    frozenset("lawyer attorney solicitor barrister counsel".split()),
    frozenset("governor gov. gov".split()),
    frozenset("doctor physician surgeon".split()),
    frozenset("actor actress".split()),
    frozenset("chairman chairwoman chair chairperson".split()),
    frozenset("researcher scientist professor academic scholar".split()),
    frozenset("boss chief ceo executive head leader director".split()),
    frozenset("author writer novelist".split()),
    frozenset("journalist reporter correspondent".split()),
    frozenset("campaigner activist".split()),
    frozenset("report study paper analysis research review".split()),
    frozenset("poll survey".split()),
    frozenset("lawsuit suit complaint filing".split()),
    frozenset("footage video clip recording".split()),
)
PARTY_LETTERS = {"D": ("democrat",), "R": ("republican",)}
PARTIES = frozenset("democrat republican conservative liberal".split())
# The article's own words put somebody on a campaign stage: "the Mbeki campaign", "voters who support Mbeki".
CAMPAIGN = (
    r"\bNAME(?:['’]s?)?\s+(?:presidential |senate |mayoral |re-election |reelection )?"
    r"(?:campaign|candidacy|bid for|supporters|voters|rally|rallies|super PAC|running mate)\b"
    r"|\b(?:supports?|supporting|endorsed|endorsing|endorse|vot(?:e|ed|ing) for|elect(?:ed|ing)?)\s+(?:[A-Z][\w.]+\s+)?NAME\b"
)
EPITHETS = frozenset(
    "man woman boy girl teenager person billionaire millionaire mogul veteran father mother native".split()
)


def find_campaign(text: str, surname: str) -> re.Match[str] | None:
    """Return the words that put somebody of this surname on a campaign stage, or None."""
    return re.search(CAMPAIGN.replace("NAME", re.escape(surname)), text)


@dataclass(slots=True)
class Chain:
    """One person or body and what is known of it; ``pronouns`` counts those the article uses for it."""

    index: int
    kind: SourceKind
    name: str
    person: PersonName | None = None
    label: EntityType | None = None
    names: list[Span] = field(default_factory=list)
    mentions: list[Span] = field(default_factory=list)
    descriptions: list[Description] = field(default_factory=list)
    nouns: set[str] = field(default_factory=set)
    modifiers: frozenset[str] = frozenset()
    place: str | None = None
    pronouns: Counter[str] = field(default_factory=Counter)
    titled: str | None = None
    phrase: Phrase | None = None
    phrases: list[Phrase] = field(default_factory=list)
    members: tuple[Chain, ...] = ()

    def takes(self, pronoun: str) -> bool | None:
        """Tell whether the pronoun fits what the article shows of the chain; None where it shows nothing."""
        if self.kind in {"person", "unnamed_person"}:
            known = self.titled or self._majority()
            if pronoun == "it":
                return False
            if pronoun == "they":
                return True if known == "they" else (False if known in {"he", "she"} else None)
            return None if known is None else known == pronoun
        if pronoun in {"he", "she"}:
            return False
        if self.kind == "group":
            return pronoun == "they"
        return True if pronoun == "it" else None

    def _majority(self) -> str | None:
        if not self.pronouns:
            return None
        (best, count), *rest = self.pronouns.most_common(2)
        return best if not rest or count >= 2 * rest[0][1] else None


@dataclass(frozen=True, slots=True)
class Decision:
    """The chain a phrase goes with, or the candidates, and why."""

    chain: Chain | None
    rule: str
    spans: tuple[Span, ...] = ()
    note: str = ""
    candidates: tuple[Chain, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    """A mention that the walk has passed."""

    chain: Chain
    span: Span
    sentence: int
    paragraph: int
    subject: bool
    quoted: bool
    speaker: bool


class Chains:
    """The chains of one article and the references to them."""

    def __init__(self, context: Context, describe: Callable[[Span], Iterable[Description]]) -> None:
        self.context = context
        self.text = context.text
        self.describe = describe
        self.all: list[Chain] = []
        self.by_name: dict[Span, Decision] = {}
        self.history: list[_Seen] = []

    def new(self, kind: SourceKind, name: str, phrase: Phrase | None = None) -> Chain:
        """Start a chain."""
        chain = Chain(len(self.all), kind, name, phrase=phrase)
        self.all.append(chain)
        return chain

    # --- names -----------------------------------------------------------------------------------------------------

    def add_names(self, mentions: Sequence[Mention]) -> None:
        """Put every name of the article into a chain: full names first, then their parts, then organisations."""
        people = [m for m in mentions if m.phrase.kind == "name" and m.phrase.label == "PER"]
        parsed = {m.phrase.head: self._person_name(m.phrase.head) for m in people}
        for mention in sorted(people, key=lambda m: -len(parsed[m.phrase.head].words)):
            if len(parsed[mention.phrase.head].words) > 1:
                self._join_full(mention, parsed[mention.phrase.head])
        for mention in people:
            if len(parsed[mention.phrase.head].words) <= 1 or mention.phrase.head not in self.by_name:
                self._join_part(mention, parsed[mention.phrase.head])
        bodies = [m for m in mentions if m.phrase.kind == "name" and m.phrase.label != "PER"]
        for mention in sorted(bodies, key=lambda m: (-len(organisation_key(m.phrase.head.slice(self.text))), m.start)):
            self._join_body(mention)

    def _person_name(self, span: Span) -> PersonName:
        name = parse_person(span.slice(self.text))
        before = self.text[max(0, span.start - 30) : span.start].split()
        titles = tuple(w.lower() for w in before[-1:] if w[:1].isupper())
        return PersonName(name.titles + titles, name.words, name.suffix, name.nickname)

    def _join_full(self, mention: Mention, name: PersonName) -> None:
        for chain in self.all:
            if chain.person is None:
                continue
            if chain.person.words == name.words or same_person(chain.person, name):
                self._take(chain, mention, name, "speaker:name")
                return
            how = part_of(name, chain.person)
            if how == "surname" and not mention.quoted:
                self._take(chain, mention, name, "speaker:name")
                return
        chain = self.new("person", mention.phrase.head.slice(self.text))
        chain.person = name
        self._take(chain, mention, name, "speaker:name")

    def _take(self, chain: Chain, mention: Mention, name: PersonName | None, rule: str, note: str = "") -> None:
        span = mention.phrase.head
        chain.names.append(span)
        if name is not None:
            for title in name.titles:
                chain.titled = chain.titled or title_pronoun(title)
            if not mention.quoted:
                for description in self.describe(span):
                    self._learn(chain, description)
        self.by_name[span] = Decision(chain, rule, (span,), note)

    def _learn(self, chain: Chain, description: Description) -> None:
        chain.descriptions.append(description)
        if description.rule == "role:party":
            chain.nouns.update(PARTY_LETTERS.get(description.span.slice(self.text)[:1], ()))
        words = [singular(w.strip(".,'’s").lower()) for w in description.span.slice(self.text).split()]
        if description.noun:
            chain.nouns.add(description.noun)
            pronoun = noun_pronoun(description.noun) or title_pronoun(description.noun)
            if description.rule != "role:party":
                chain.titled = chain.titled or pronoun
        chain.nouns.update(w for w in words if w)

    def _join_part(self, mention: Mention, name: PersonName) -> None:
        by_how: dict[str, list[Chain]] = {}
        for chain in self.all:
            if chain.person is not None and not chain.members:
                how = "surname" if chain.person.words == name.words else part_of(name, chain.person)
                if how:
                    by_how.setdefault(how, []).append(chain)
        for how in ("surname", "nickname", "given", "middle"):
            if by_how.get(how):
                self._choose(mention, name, by_how[how])
                return
        # A first name or surname that nobody in the article carries in full: a person known by one name.
        chain = self.new("person", mention.phrase.head.slice(self.text))
        chain.person = name
        self._take(chain, mention, name, "speaker:name", "the article gives one name only")

    def _choose(self, mention: Mention, name: PersonName, chains: list[Chain]) -> None:
        if len(chains) > 1:
            pronoun = next((p for t in name.titles if (p := title_pronoun(t))), None)
            if pronoun:
                chains = [c for c in chains if c.titled == pronoun] or [c for c in chains if c.titled is None] or chains
        if len(chains) > 1:
            offices = {t.rstrip(".") for t in name.titles}
            chains = [c for c in chains if offices & {n.rstrip(".") for n in c.nouns}] or chains
        if len(chains) == 1:
            self._take(chains[0], mention, name, "speaker:name")
            return
        start = mention.start
        ranked = sorted(
            chains,
            key=lambda c: max(
                (s.start for s in c.names if s.start < start and len(s.slice(self.text).split()) > 1), default=-1
            ),
            reverse=True,
        )
        best, second = ranked[0], ranked[1]
        full = [s for s in best.names if s.start < start]
        rival = [s for s in second.names if s.start < start and s in self.by_name]
        paragraph = self.context.forest.annotated.article.paragraph_at
        if not full:
            first = min(chains, key=lambda c: min(s.start for s in c.names))
            self._take(first, mention, name, "speaker:name", "the first of that surname to be named in full")
            return
        near = max(full, key=lambda s: s.start)
        apart = not rival or paragraph(max(s.start for s in rival)) < paragraph(near.start)
        if apart and paragraph(start) - paragraph(near.start) <= NEAR_PARAGRAPHS:
            self._take(best, mention, name, "speaker:name", "the nearest full name with that surname")
            return
        counts = sorted(((len(c.names), -c.index, c) for c in chains), reverse=True)
        if counts[0][0] >= 2 * counts[1][0]:
            self._take(counts[0][2], mention, name, "speaker:name", "the one of that surname whom the article is about")
            return
        self.by_name[mention.phrase.head] = Decision(
            None,
            "speaker:shared-surname",
            (mention.phrase.head,),
            "several people share this surname and nothing near decides",
            tuple(chains),
        )

    def _join_body(self, mention: Mention) -> None:
        span = mention.phrase.head
        string = span.slice(self.text)
        rule = "speaker:name"
        for chain in self.all:
            if chain.kind != "organization":
                continue
            how = same_organisation(chain.name, string) or next(
                (h for s in chain.names if (h := same_organisation(s.slice(self.text), string))), None
            )
            if how is None and is_acronym(string) and self._introduced(chain, string):
                how = "acronym"
            if how:
                rule = "speaker:acronym" if how == "acronym" else rule
                self._take(chain, mention, None, rule)
                if len(string) > len(chain.name) and not is_acronym(string) and how != "part":
                    chain.name = string
                return
        chain = self.new("organization", string)
        chain.label = mention.phrase.label
        self._take(chain, mention, None, rule)
        for description in self.describe(span):
            if description.rule == "role:prenominal":
                chain.descriptions.append(description)

    def _introduced(self, chain: Chain, acronym: str) -> bool:
        """Tell whether the acronym stands in brackets right after a name of the chain."""
        return any(
            self.text[s.end : s.end + len(acronym) + 6]
            .lstrip("'’s ")
            .startswith((f"({acronym})", f"[{acronym}]", f"(the {acronym})"))
            for s in chain.names
        )

    # --- the walk --------------------------------------------------------------------------------------------------

    def passed(self, chain: Chain, span: Span, *, subject: bool, speaker: bool) -> None:
        """Note that the text has mentioned the chain at ``span``."""
        index = self.context.forest.index_at(span.start)
        sentence = index if index is not None else self.context.sentence_of(span.start)
        paragraph = self.context.forest.annotated.article.paragraph_at(span.start)
        chain.mentions.append(span)
        self.history.append(_Seen(chain, span, sentence, paragraph, subject, self.context.quoted(span.start), speaker))

    def pronoun(self, word: str, span: Span, *, learn: bool = True) -> Decision:
        """Return the chain that a personal pronoun at ``span`` stands for."""
        index = self.context.forest.index_at(span.start)
        sentence = index if index is not None else self.context.sentence_of(span.start)
        paragraph = self.context.forest.annotated.article.paragraph_at(span.start)
        scores: dict[int, tuple[float, _Seen]] = {}
        counts: Counter[int] = Counter()
        for seen in reversed(self.history):
            distance = sentence - seen.sentence
            if distance > MAX_SENTENCES:
                break
            if seen.span.start >= span.start:
                continue
            fits = seen.chain.takes(word)
            if fits is False or (
                word == "they"
                and fits is None
                and seen.chain.kind != "organization"
                and seen.chain.kind != "person"
                and seen.chain.kind != "unnamed_person"
            ):
                continue
            counts[seen.chain.index] += 1
            score = NEAR[min(distance, len(NEAR) - 1)] - PARAGRAPH * (paragraph - seen.paragraph)
            score += SPEAKER * seen.speaker + SUBJECT * seen.subject + QUOTED * (seen.quoted and not seen.speaker)
            score += KNOWN if fits else 0.0
            score -= UNNAMED * (seen.chain.kind == "unnamed_person" and not seen.speaker)
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
        others = [r for r in ranked[1:] if best[0] - r[0] < TIE]
        if others:
            chains = (best[2].chain, *(r[2].chain for r in others))
            return Decision(None, "speaker:pronoun", (span,), f"“{word}” can be any of them", chains)
        if learn and (len(ranked) == 1 or best[0] - ranked[1][0] >= SURE):
            best[2].chain.pronouns[word] += 1
        rejected = ", ".join(r[2].chain.name for r in ranked[1:3])
        note = f"“{word}” follows {best[2].chain.name}" + (f"; less likely: {rejected}" if rejected else "")
        return Decision(best[2].chain, "speaker:pronoun", (span, best[2].span), note)

    def _last_speaker(self, phrase: Phrase, group: Callable[[Chain | None], str]) -> _Seen | None:
        """Return the person who spoke last, close by, where a new description without complement can be that person's."""
        if phrase.core.end > phrase.head.end:
            return None
        paragraph = self.context.forest.annotated.article.paragraph_at(phrase.span.start)
        last = next((s for s in reversed(self.history) if s.speaker), None)
        if last is None or paragraph - last.paragraph > NEAR_PARAGRAPHS:
            near = [s for s in self.history if paragraph - s.paragraph < NEAR_PARAGRAPHS and s.chain.kind == "person"]
            last = near[-1] if near and all(s.chain is near[-1].chain for s in near) else last
        if last is None or last.chain.kind != "person" or last.span.start >= phrase.span.start:
            return None
        pronoun = noun_pronoun(singular(phrase.noun))
        if paragraph - last.paragraph > NEAR_PARAGRAPHS or (pronoun and last.chain.takes(pronoun) is False):
            return None
        noun = singular(phrase.noun)
        if noun in PARTIES and last.chain.nouns & (PARTIES - {noun}):
            return None
        own, asked = group(last.chain), group(None)
        if own == asked or "unknown" in {own, asked}:
            return last
        for seen in reversed(self.history):
            if paragraph - seen.paragraph > NEAR_PARAGRAPHS:
                break
            if seen.chain.kind == "person" and seen.subject and group(seen.chain) == asked:
                return seen
        return None

    def definite(
        self, phrase: Phrase, kind: SourceKind, modifiers: frozenset[str], group: Callable[[Chain | None], str]
    ) -> Decision | None:
        """Return the chain that a definite description ("the minister", "the ministry") goes back to, or None."""
        noun = singular(phrase.noun)
        same = next((office for office in SAME_OFFICE if noun in office), frozenset({noun}))
        seen_chains: list[tuple[int, Chain, Span]] = []
        passed: set[int] = set()
        for seen in reversed(self.history):
            if seen.chain.index in passed or seen.span.start >= phrase.span.start:
                continue
            passed.add(seen.chain.index)
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
        if kind == "unnamed_person" and (noun in EPITHETS or "year-old" in noun):
            pronoun = noun_pronoun(noun)
            last = next(
                (s for s in reversed(self.history) if s.speaker and s.chain.kind in {"person", "unnamed_person"}), None
            )
            if last is not None and not (pronoun and last.chain.takes(pronoun) is False):
                return Decision(
                    last.chain,
                    "speaker:nominal",
                    (phrase.head, last.span),
                    f"“{phrase.head.slice(self.text)}” follows {last.chain.name}",
                )
        if kind == "unnamed_person" and phrase.determiner == "definite":
            last = self._last_speaker(phrase, group)
            if last is not None:
                return Decision(
                    last.chain,
                    "speaker:description",
                    (phrase.head, last.span),
                    f"“{phrase.head.slice(self.text)}” can only be {last.chain.name}, who spoke last",
                )
        if kind in {"unnamed_person", "organization"}:
            later = [c for c in self.all if c.index not in passed and self._described(c, noun, same, kind, modifiers)]
            if len(later) == 1:
                return Decision(
                    later[0], "speaker:nominal", (phrase.head,), f"the only {noun} of the article, named later"
                )
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
            last = organisation_key(chain.name)
            return (
                bool(last)
                and bool(wanted & ({singular(last[-1]), singular(last[0])} | chain.nouns))
                and self._modified(chain, modifiers)
            )
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
        for seen in reversed(self.history):
            if seen.chain.kind == "organization" and seen.chain.label == "ORG" and group_of(seen.chain.name) in groups:
                return seen.chain
        return None
