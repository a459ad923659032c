"""Which chain a definite description goes with ("the minister", "the ministry"), by the words before it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from attribution.model import SourceKind
from attribution.sourcing.chains import NEAR_PARAGRAPHS, Chain, Chains, Decision, Seen
from attribution.sourcing.coref import names_person
from attribution.sourcing.names import organisation_key
from attribution.sourcing.nouns import is_demonym, noun_pronoun
from attribution.sourcing.phrases import Phrase
from attribution.sourcing.taxonomy import singular
from attribution.spans import Span

AFTER_NAME = re.compile(r"(?: \([\w.\s-]+\))?(?: (?:of|from) (?:[A-Z][\w.]+ ?){1,3})?, ")
APPOSED = 90  # characters of a name with its place or party before a description in commas
STEM = 4  # letters that a place and its people have in common ("Texas", "Texan")
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
    "man woman boy girl teenager person billionaire millionaire mogul veteran father mother native businessman "
    "businesswoman tycoon magnate entrepreneur politician".split()
)


# Words that tell one of several of a kind from another, who has been spoken of as one of them.
COUNTED = frozenset("first second third fourth other another latter source sources".split())
YOUNG = frozenset("boy girl child teenager youngster toddler".split())
CHILDREN = frozenset(
    "son daughter nephew niece great-nephew great-niece grandson granddaughter stepson stepdaughter brother sister "
    "twin".split()
)


def _before_joints(words: tuple[str, ...]) -> list[int]:
    """Return the places of the heads of a body's name: before "of" and "for" ("Museum of Natural History")."""
    return [i for i, after in enumerate(words[1:]) if after in {"of", "for"}][:1]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a description asks for: a kind of source, what is said of it before its noun, and whose it is."""

    kind: SourceKind
    modifiers: frozenset[str]
    owner: Chain | None = None


def belongs_to_another(chain: Chain, owner: Chain | None) -> bool:
    """Tell whether the chain is somebody's and that is not ``owner`` ("Sato's campaign" beside "her campaign")."""
    return owner is not None and chain.owner is not None and chain.owner is not owner


class Descriptions:
    """Finds what a description goes back to, or that it is somebody new."""

    def __init__(self, chains: Chains) -> None:
        self.chains = chains
        self.context = chains.context
        self.text = chains.text

    def _last_speaker(self, phrase: Phrase, group: Callable[[Chain | None], str], *, speaks: bool) -> Seen | None:
        """Return the person who spoke last, close by, where a new description can be that person's."""
        paragraph = self.context.forest.annotated.article.paragraph_at(phrase.span.start)
        noun = singular(phrase.noun)
        if not names_person(noun) or COUNTED & set(phrase.core.slice(self.text).lower().split()):
            return None
        asked = group(None)
        last = self._last_person(group, asked)
        if phrase.core.end > phrase.head.end and not (speaks and last is not None and last.paragraph == paragraph):
            return None
        if last is None or paragraph - last.paragraph > NEAR_PARAGRAPHS:
            near = [
                s for s in self.chains.history if paragraph - s.paragraph < NEAR_PARAGRAPHS and s.chain.kind == "person"
            ]
            last = near[-1] if near and all(s.chain is near[-1].chain for s in near) else None
            last = last or self._subject_before(phrase, lambda chain: group(chain) == asked != "unknown")
        if last is None or last.chain.kind != "person" or last.span.start >= phrase.span.start:
            return None
        pronoun = noun_pronoun(noun)
        if paragraph - last.paragraph > NEAR_PARAGRAPHS or (pronoun and last.chain.takes(pronoun) is False):
            return None
        if noun in PARTIES and last.chain.nouns & (PARTIES - {noun}):
            return None
        own = group(last.chain)
        if own == asked != "unknown" or (speaks and "unknown" in {own, asked}):
            return last
        for seen in reversed(self.chains.history):
            if paragraph - seen.paragraph > NEAR_PARAGRAPHS:
                break
            if seen.chain.kind == "person" and seen.subject and group(seen.chain) == asked:
                return seen
        return None

    def _last_person(self, group: Callable[[Chain | None], str], asked: str) -> Seen | None:
        """Return where a person last spoke; bodies, documents and unnamed people of another trade may have since."""
        for seen in reversed(self.chains.history):
            if not seen.speaker or seen.chain.kind not in {"person", "unnamed_person", "group"}:
                continue
            if seen.chain.kind == "person":
                return seen
            if seen.chain.kind == "unnamed_person" and not any(names_person(n) for n in seen.chain.nouns):
                continue
            if asked == "unknown" or group(seen.chain) in {"unknown", asked}:
                return seen
        return None

    def _subject_before(self, phrase: Phrase, fits: Callable[[Chain], bool] = lambda _: False) -> Seen | None:
        """Return the person whom the sentence before is about: the only one in it, or one who ``fits``."""
        if any(is_demonym(w) for w in self.text[phrase.core.start : phrase.head.start].split()):
            return None  # "the French president" is hardly whom the article has named without a country
        index = self.context.forest.index_at(phrase.span.start)
        before = [s for s in self.chains.history if index is not None and s.sentence == index - 1 and not s.quoted]
        people = [s for s in before if s.chain.kind in {"person", "unnamed_person"}]
        subjects = [s for s in people if s.subject and s.main]
        alone = len({s.chain.index for s in people}) == 1
        return subjects[-1] if subjects and (alone or fits(subjects[-1].chain)) else None

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
            near = self._subject_before(phrase)
            if near is not None and (last is None or last.paragraph < near.paragraph):
                last = near
            if last is not None and not (pronoun and last.chain.takes(pronoun) is False):
                return Decision(
                    last.chain,
                    "speaker:nominal",
                    (phrase.head, last.span),
                    f"“{phrase.head.slice(self.text)}” follows {last.chain.name}",
                )
        if kind == "unnamed_person" and phrase.determiner == "definite":
            here = self.context.forest.annotated.article.paragraph_at(phrase.span.start) - NEAR_PARAGRAPHS
            placed = self._of_place(phrase, [(chain, span) for at, chain, span in seen_chains if at >= here])
            if placed is not None:
                note = f"“{phrase.core.slice(self.text)}” is {placed[0].name}, who is of that place"
                return Decision(placed[0], "speaker:description", (phrase.head, placed[1]), note)
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
                note = f"the only {noun} of the article, named later"
                beside = any(0 < s.start - phrase.head.end <= len(", ") for s in later[0].names)
                named = beside or noun in organisation_key(later[0].name)
                return Decision(later[0], "speaker:nominal" if named else "speaker:later", (phrase.head,), note)
        return None

    def apposed(self, phrase: Phrase) -> Decision | None:
        """Return whom a description in commas after a name is of ("Ada Obi of Lagos, a trader hurt by it, said")."""
        start = phrase.span.start
        reach = Span(max(0, start - APPOSED), start)
        if phrase.span.slice(self.text).split()[0].lower() not in {"a", "an"}:
            return None
        people = [n for n in self.context.names_in(reach) if n.label == "PER" and not self.context.quoted(n.span.start)]
        name = next((n for n in people if AFTER_NAME.fullmatch(self.text, n.span.end, start)), None)
        decision = self.chains.by_name.get(name.span) if name is not None else None
        if name is None or decision is None or decision.chain is None:
            return None
        note = f"“{phrase.head.slice(self.text)}” is said of {decision.chain.name}"
        return Decision(decision.chain, "speaker:apposition", (phrase.head, name.span), note)

    def _of_place(self, phrase: Phrase, seen: list[tuple[Chain, Span]]) -> tuple[Chain, Span] | None:
        """Return the only person whose role names the place in a description ("the Ohio Republican", "the Texan")."""
        noun = singular(phrase.noun)
        if not names_person(noun) and not is_demonym(noun):
            return None
        words = [w for w in self.text[phrase.core.start : phrase.head.start].split() if w[:1].isupper()]
        places = {singular(w.lower()) for w in words if not is_demonym(w)} - PARTIES - {"democratic", "presidential"}
        people = []
        for chain, span in seen:
            if chain.kind != "person" or (noun in PARTIES and chain.nouns & (PARTIES - {noun})):
                continue
            stem = is_demonym(noun) and any(w[:STEM] == noun[:STEM] for w in chain.nouns if len(w) > STEM)
            if places & chain.nouns or (stem and not places):
                people.append((chain, span))
        pronoun = noun_pronoun(noun)
        people = [p for p in people if not (pronoun and p[0].takes(pronoun) is False)]
        return people[0] if len(people) == 1 else None

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
