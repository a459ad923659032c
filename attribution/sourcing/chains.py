"""Chains: all mentions of one person or body, and which of an article's names are one.

Names are joined over the whole article, so that a late full name serves an early surname. A surname that several people
share is decided by title, office or nearness; where none decides, the candidates are handed on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from attribution.annotating.syntax import Tree
from attribution.model import EntityType, SourceKind
from attribution.sourcing.mentions import Context, Mention
from attribution.sourcing.names import (
    PersonName,
    is_acronym,
    organisation_key,
    parse_person,
    part_of,
    same_organisation,
    same_person,
    same_words,
    title_pronoun,
)
from attribution.sourcing.nouns import is_demonym, is_organisation_noun, noun_pronoun
from attribution.sourcing.phrases import Phrase
from attribution.sourcing.roles import Description
from attribution.sourcing.taxonomy import singular
from attribution.spans import Span

BRACKETED = re.compile(r"[(\[](?:the )?([^\s()\[\]]{1,40})[)\]]")
ARTICLE = re.compile(r"\b[Tt]he \Z")
CHAMBERS = frozenset({"house", "senate"})  # bodies of their own, whatever house an article names beside them
NEAR_PARAGRAPHS = 2
# "her husband, the painter Ivo Lind": somebody who is named as another's relative.
KIN = re.compile(
    r"\b(?:his|her|their|['’]s) (?:[a-z-]+ )?(?:husband|wife|son|daughter|brother|sister|father|mother|uncle|aunt"
    r"|cousin|nephew|niece|widow|spouse|partner),? [^.!?\n]{0,40}\Z"
)
KIN_REACH = 70
# "Ivo Lind, the singer known as “Moth”": the characters between a name and the words on the other.
KNOWN_AS = re.compile(r"\b(?:known|performs|writes|goes) (?:as|by) [“\"‘']?")
KNOWN_REACH = 60
CALLED = 2  # times that the surname alone has meant somebody before
PARTY_LETTERS = {"D": ("democrat",), "R": ("republican",)}


@dataclass(slots=True)
class Chain:
    """One person or body and what is known of it.

    ``pronouns`` counts those that the whole article shows to be its own, ``spoken`` all that speak for it; ``among`` is
    the group of whom somebody is only called one; ``owner`` is whose campaign, lawyer or aides a description tells of.
    """

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
    spoken: Counter[str] = field(default_factory=Counter)
    titled: str | None = None
    phrase: Phrase | None = None
    phrases: list[Phrase] = field(default_factory=list)
    members: tuple[Chain, ...] = ()
    among: Chain | None = None
    owner: Chain | None = None

    def takes(self, pronoun: str) -> bool | None:
        """Tell whether the pronoun fits what the article shows of the chain; None where it shows nothing."""
        if self.kind in {"person", "unnamed_person"}:
            known = self.titled or next(iter(self.pronouns), None)
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


@dataclass(frozen=True, slots=True)
class Decision:
    """The chain a phrase goes with, or the candidates, and why."""

    chain: Chain | None
    rule: str
    spans: tuple[Span, ...] = ()
    note: str = ""
    candidates: tuple[Chain, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention that the walk has passed; ``main``: it stands in no clause that only adds to another."""

    chain: Chain
    span: Span
    sentence: int
    paragraph: int
    subject: bool
    quoted: bool
    speaker: bool
    main: bool = True


class Chains:
    """The chains of one article and the references to them."""

    def __init__(self, context: Context, describe: Callable[[Span], Iterable[Description]]) -> None:
        self.context = context
        self.text = context.text
        self.describe = describe
        self.all: list[Chain] = []
        self.by_name: dict[Span, Decision] = {}
        self.history: list[Seen] = []
        self._known = tuple(KNOWN_AS.finditer(self.text))
        self._bare: set[str] = set()
        self._bracketed = frozenset(BRACKETED.findall(self.text))

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
        self._bare = {
            m.phrase.head.slice(self.text)
            for m in bodies
            if not ARTICLE.search(self.text, max(0, m.start - 4), m.start)
        }
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
            if same_words(chain.person, name) or same_person(chain.person, name):
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
                how = "surname" if same_words(chain.person, name) else part_of(name, chain.person)
                if how:
                    by_how.setdefault(how, []).append(chain)
        for how in ("surname", "nickname", "given", "middle"):
            if by_how.get(how):
                self._choose(mention, name, by_how[how])
                return
        known = self._known_as(mention.phrase.head.slice(self.text))
        if known is not None:
            self._take(known, mention, name, "speaker:name", f"{known.name} is known by that name")
            return
        # A first name or surname that nobody in the article carries in full: a person known by one name.
        chain = self.new("person", mention.phrase.head.slice(self.text))
        chain.person = name
        self._take(chain, mention, name, "speaker:name", "the article gives one name only")

    def _known_as(self, string: str) -> Chain | None:
        """Return the person whom the article says to be known by this name ("Ivo Lind, the singer known as Moth,")."""
        match = next((m for m in self._known if self.text.startswith(string, m.end())), None)
        if match is None:
            return None
        before = [
            (s.end, c.index, c)
            for c in self.all
            if c.kind == "person"
            for s in c.names
            if 0 <= match.start() - s.end < KNOWN_REACH and "\n" not in self.text[s.end : match.start()]
        ]
        return max(before)[2] if before else None

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
        known = self._goes_by_surname(best, chains, start)
        if known is not None and paragraph(start) > paragraph(near.start):
            self._take(known, mention, name, "speaker:name", "the one whom the article calls by that surname alone")
            return
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

    def _goes_by_surname(self, nearest: Chain, chains: Sequence[Chain], start: int) -> Chain | None:
        """Return whom the article goes on to call by the surname alone although another of that name came between.

        The other is only a relative of theirs ("her husband, Ivo Lind"), or the surname alone has meant them before.
        """
        bare = {c.index: sum(" " not in s.slice(self.text) for s in c.names if s.start < start) for c in chains}
        if bare[nearest.index]:
            return None
        others = [c for c in chains if c is not nearest and any(s.start < start for s in c.names)]
        full = [s for s in nearest.names if s.start < start]
        kin = all(KIN.search(self.text, max(0, s.start - KIN_REACH), s.start) for s in full)
        passing = len(full) <= CALLED
        called = others if kin else [c for c in others if passing and bare[c.index] >= CALLED]
        return called[0] if len(called) == 1 else None

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
            if how == "part" and "LOC" in {mention.phrase.label, chain.label} and mention.phrase.label != chain.label:
                how = None  # "New Harbour" the town is not "New Harbour Council"
            if how is None and self._introduced(chain, string):
                how = "acronym"
            if how is None and mention.phrase.label == "ORG" and self._only_opener(chain, string):
                how = "part"
            if how is None and self._only_head(chain, span):
                how = "part"
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
            if description.rule in {"role:prenominal", "role:apposition", "role:apposition-before"}:
                chain.descriptions.append(description)
                chain.nouns.add(description.noun)

    def _only_opener(self, chain: Chain, word: str) -> bool:
        """Tell whether a word opens the name of this body and of no other ("Suffolk" of "Suffolk University")."""
        if organisation_key(chain.name)[:1] != (word.lower(),) or chain.label != "ORG":
            return False
        if is_demonym(word) or is_organisation_noun(word.lower()):
            return False
        opened = [c for c in self.all if c.label == "ORG" and organisation_key(c.name)[:1] == (word.lower(),)]
        return opened == [chain]

    def _only_head(self, chain: Chain, span: Span) -> bool:
        """Tell whether "the Courier" or "the Committee" is the head of this body's name and of no other's."""
        word = span.slice(self.text).lower()
        if (
            chain.label != "ORG"
            or " " in word
            or word in CHAMBERS
            or not ARTICLE.search(self.text, max(0, span.start - 4), span.start)
        ):
            return False
        if span.slice(self.text) in self._bare:
            return False  # "Lagoon" the network is not the "Friends of Lagoon"
        headed = [c for c in self.all if c.label == "ORG" and c.kind == "organization" and word in _heads(c.name)]
        return headed == [chain]

    def _introduced(self, chain: Chain, acronym: str) -> bool:
        """Tell whether the acronym or short name stands in brackets right after a name of the chain."""
        if acronym not in self._bracketed:
            return False
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
        quoted = self.context.quoted(span.start)
        main = index is None or _in_main_clause(self.context.forest.trees[index], span)
        self.history.append(Seen(chain, span, sentence, paragraph, subject, quoted, speaker, main))


def _heads(name: str) -> frozenset[str]:
    """Return the words that can stand for a body after "the": its last, and the one before "of", "on" or "for"."""
    words = organisation_key(name)
    if len(words) <= 1:
        return frozenset()
    joint = next((i for i, word in enumerate(words) if word in {"of", "on", "for"}), len(words))
    return frozenset({words[-1], words[joint - 1]}) if 0 < joint < len(words) else frozenset(words[-1:])


def _in_main_clause(tree: Tree, span: Span) -> bool:
    """Tell whether no adverbial or relative clause lies between the words and the root of their sentence."""
    covered = tree.covered(span)
    if not covered:
        return True
    head = tree.head_of(covered)
    return not any(tree.tokens[i].deprel.startswith(("advcl", "acl")) for i in (head, *tree.ancestors(head)))
