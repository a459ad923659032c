"""Reading a noun phrase: is it a name, a pronoun, a description or a pair, and which word is its head.

The parser's relations are used little here: a source is a short run of words, and its surface (commas, the first
preposition, where the name stands) says more surely who is meant than a tree that may be wrong.
"""

# ruff: noqa: PLR2004  the figures count the words or letters of a name or phrase

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from attribution.model import EntityType, Token
from attribution.sourcing.names import POSSESSIVE_ENDINGS, Name, is_acronym, is_title
from attribution.sourcing.nouns import (
    DEFINITE,
    INDEFINITE,
    PERSONAL,
    POSSESSIVES,
    is_group_noun,
    is_organisation_noun,
    is_person_noun,
    nominal_kind,
    noun_tag,
)
from attribution.sourcing.runs import STOPS, Unit, name_at_end
from attribution.sourcing.taxonomy import singular
from attribution.spans import Span, hull

PhraseKind = Literal["name", "nominal", "pronoun", "pair"]
Determiner = Literal["definite", "indefinite", "possessive", "bare"]

REFLEXIVE = frozenset("himself herself itself themselves alone too also both all".split())
CLOSING = ")]"
HYPHENS = frozenset("-‑")
# "The second, Polar Star, ...": counted off from others that the text has named by what they are.
COUNTED = frozenset("first second third fourth other latter former one last".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase read.

    ``head`` is the name for a name, else the head word; ``noun`` its lower-case singular; ``core`` the phrase up to its
    first comma, without determiner; ``before`` the words before the name in its own segment; ``others`` the
    segments between commas and brackets beside the one with the head; ``parts`` the members of a pair.
    """

    span: Span
    kind: PhraseKind
    head: Span
    noun: str
    core: Span
    label: EntityType | None = None
    determiner: Determiner = "bare"
    plural: bool = False
    before: Span | None = None
    others: tuple[Span, ...] = ()
    parts: tuple[Phrase, ...] = ()
    owner: Span | None = None


class PhraseReader:
    """Reads noun phrases of one article, given its text and the names found in it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def read(self, tokens: Sequence[Token], names: Sequence[Name]) -> Phrase | None:
        """Read the tokens as one noun phrase; None where there is no nominal word in them."""
        units = self._units(tokens, names)
        while units and units[0].upos in {"PUNCT", "ADP", "CCONJ", "SCONJ"} and units[0].name is None:
            units.pop(0)
        while len(units) > 2 and self._compares(units):
            units.pop(0)
        while units and units[-1].upos == "PUNCT" and units[-1].name is None and units[-1].text not in CLOSING:
            units.pop()
        if not units:
            return None
        whole = hull(u.span for u in units)
        first = units[0]
        if len(units) == 1 and first.name is None and first.lower in PERSONAL and not is_acronym(first.text):
            return Phrase(
                whole,
                "pronoun",
                first.span,
                first.lower,
                first.span,
                plural=first.lower in {"they", "them", "their", "we", "these", "those"},
            )
        segments = self._segments(units)
        read = [self._segment(segment) for segment in segments]
        pair = self._pair(whole, segments, read)
        if pair is not None:
            return pair
        main = read[0]
        if main is None:
            main = next((phrase for phrase in read if phrase is not None), None)
        if main is None:
            return None
        chosen = read.index(main)
        named = self._named_after(main, read[chosen + 1 :])
        if named is not None:
            chosen += 1 + named[0]
            main = named[1]
        others = tuple(hull(u.span for u in segment) for i, segment in enumerate(segments) if i != chosen)
        return Phrase(
            whole,
            main.kind,
            main.head,
            main.noun,
            main.core,
            main.label,
            main.determiner,
            main.plural,
            main.before,
            others,
            main.parts,
            main.owner,
        )

    @staticmethod
    def _compares(units: list[Unit]) -> bool:
        """Tell whether a phrase opens with what only compares or counts: "more than the office", "at least four"."""
        first, second, third = (u.lower for u in units[:3])
        return (
            first == "least"
            or (first in {"more", "less"} and second == "than" and third == "the")
            or (first == "than" and second == "the")
        )

    def _named_after(self, main: Phrase, rest: Sequence[Phrase | None]) -> tuple[int, Phrase] | None:
        """Return the place and phrase of the name that a description is followed by ("the mayor of X, Amina Yusuf")."""
        if main.kind != "nominal" or main.plural:
            return None
        kind = nominal_kind(main.noun, plural=False)
        counted = main.noun in COUNTED
        for index, phrase in enumerate(rest):
            if phrase is None or phrase.kind != "name":
                continue
            before = phrase.before.slice(self.text) if phrase.before is not None else ""
            role = index == 0 and any(is_title(w) or is_person_noun(singular(w.lower())) for w in before.split())
            if before and not is_title(before) and not (role and kind == "unnamed_person" and phrase.label == "PER"):
                continue
            if kind == "organization" and main.determiner != "bare":
                return index, replace(phrase, label="ORG")
            if counted or (kind == "unnamed_person" and phrase.label == "PER"):
                return index, phrase
            body = is_organisation_noun(singular(phrase.noun.split()[-1]))
            if kind == "unnamed_person" and phrase.label in {"ORG", "MISC"} and " " in phrase.noun and not body:
                return index, replace(phrase, label="PER")
        return None

    def _units(self, tokens: Sequence[Token], names: Sequence[Name]) -> list[Unit]:
        units: list[Unit] = []
        position = 0
        ordered = sorted(names, key=lambda name: name.span)
        for token in tokens:
            while position < len(ordered) and ordered[position].span.end <= token.span.start:
                position += 1
            name = (
                ordered[position] if position < len(ordered) and ordered[position].span.overlaps(token.span) else None
            )
            if name is not None and units and units[-1].name is name:
                continue
            if name is not None:
                units.append(Unit(name.span, self.text[name.span.start : name.span.end], "PROPN", name))
            else:
                # In capitals a relative pronoun is the acronym of a body ("the WHO").
                capitals = token.text.lower() in PERSONAL and is_acronym(token.text)
                tag = "PROPN" if capitals else noun_tag(token)
                before = units[-1].upos if units else "DET"
                opens = before in {"DET", "ADJ", "PART", "PUNCT"}
                if tag == "VERB" and token.xpos in {"VBG", "VBN"} and opens:
                    tag = "ADJ"  # "her running mate", not "officials investigating"
                units.append(Unit(token.span, self.text[token.span.start : token.span.end], tag))
        return self._hyphened(units)

    def _hyphened(self, units: list[Unit]) -> list[Unit]:
        """Return the units with the halves of a double name as one ("Okoro-Lind")."""
        joined: list[Unit] = []
        for unit in units:
            if len(joined) > 1 and joined[-1].text in HYPHENS and joined[-1].name is None and unit.capital:
                first, hyphen = joined[-2], joined[-1]
                if first.capital and first.span.end == hyphen.span.start and hyphen.span.end == unit.span.start:
                    span = hull((first.span, unit.span))
                    known = [u.name.label for u in (first, unit) if u.name is not None]
                    name = Name(span, "PER" if "PER" in known else known[0]) if known else None
                    joined[-2:] = [Unit(span, span.slice(self.text), "PROPN", name)]
                    continue
            joined.append(unit)
        return joined

    @staticmethod
    def _segments(units: list[Unit]) -> list[list[Unit]]:
        segments: list[list[Unit]] = [[]]
        for unit in units:
            if unit.name is None and (unit.text in {",", ";", "(", ")", "[", "]", "–", "—", "--", ":"}):
                if segments[-1]:
                    segments.append([])
            elif unit.name is None and unit.lower == "and" and not segments[-1]:
                continue
            else:
                segments[-1].append(unit)
        return [segment for segment in segments if segment] or [[units[0]]]

    def _segment(self, units: list[Unit]) -> Phrase | None:
        units = list(units)
        while units and units[-1].name is None and units[-1].lower in POSSESSIVE_ENDINGS:
            units.pop()  # "Ms Okafor's (claim)": the owner speaks
        if not units:
            return None
        whole = hull(u.span for u in units)
        stop = next(
            (
                i
                for i, u in enumerate(units)
                if i
                and u.name is None
                and (u.lower in STOPS or u.upos in {"ADP", "VERB", "SCONJ"})
                and any(v.nominal for v in units[:i])
            ),
            len(units),
        )
        last = units[-1]
        if stop < len(units) and last.name is not None and last.name.label == "PER" and self._titled(units, stop):
            stop = len(units)
        prefix = units[:stop]
        while prefix and (
            prefix[-1].lower in REFLEXIVE
            or (
                not prefix[-1].nominal
                and (prefix[-1].upos not in {"ADJ", "DET"} or any(u.nominal for u in prefix[:-1]))
            )
        ):
            prefix.pop()
        if not prefix:
            return None
        determiner, start, owner = self._determiner(prefix)
        core = Span(prefix[start].span.start if start < len(prefix) else prefix[-1].span.start, whole.end)
        head = prefix[-1]
        named = name_at_end(prefix, start, self.text)
        if named is not None:
            span, label, before_end = named
            before = Span(prefix[0].span.start, prefix[before_end - 1].span.end) if before_end > 0 else None
            return Phrase(
                whole,
                "name",
                span,
                self.text[span.start : span.end].lower(),
                core,
                label,
                determiner,
                plural=False,
                before=before,
                owner=owner,
            )
        noun = head.lower
        if noun == "year" and self.text.startswith("-old", head.span.end):
            noun = "year-old"  # "the 43-year-old", whose hyphens are tokens
        plural = self._plural(head, prefix)
        return Phrase(whole, "nominal", head.span, noun, core, None, determiner, plural, owner=owner)

    @staticmethod
    def _plural(head: Unit, prefix: list[Unit]) -> bool:
        noun = head.lower
        if noun in {"police", "media", "press"}:
            return False
        return (
            is_group_noun(noun)
            or (singular(noun) != noun and (not noun.endswith(("news", "ics")) or is_person_noun(singular(noun))))
            or any(u.lower in {"two", "three", "both", "several", "many", "some"} for u in prefix[:-1])
        )

    @staticmethod
    def _titled(units: list[Unit], stop: int) -> bool:
        """Tell whether a name at the end is the head in spite of a preposition ("Secretary of State X")."""
        before = units[-2]
        return (
            units[stop].lower == "of"
            and before is not units[stop]
            and (before.name is not None or before.upos in {"NOUN", "PROPN"})
            and units[stop - 1].capital
            and units[0].upos != "DET"
            and not (len(units) - stop == 3 and is_title(before.text))
        )

    def _determiner(self, prefix: list[Unit]) -> tuple[Determiner, int, Span | None]:
        for index, unit in enumerate(prefix):
            if unit.name is None and unit.lower in POSSESSIVE_ENDINGS and index and index + 1 < len(prefix):
                return "possessive", index + 1, hull(u.span for u in prefix[:index])
        first = prefix[0]
        if first.name is not None or len(prefix) == 1:
            return "bare", 0, None
        if first.lower in POSSESSIVES:
            return "possessive", 1, first.span
        if first.lower in DEFINITE:
            return "definite", 1, None
        if first.lower in INDEFINITE or first.upos == "NUM":
            return (
                "indefinite",
                1 if first.lower in {"a", "an", "another", "some", "any", "each", "every", "no"} else 0,
                None,
            )
        return "bare", 0, None

    def _pair(self, whole: Span, segments: list[list[Unit]], read: list[Phrase | None]) -> Phrase | None:
        members: list[Phrase] = []
        for segment, phrase in zip(segments, read, strict=True):
            halves = self._halves(segment)
            if halves is not None:
                members.extend(halves)
            elif phrase is not None and phrase.kind == "name" and phrase.label == "PER" and phrase.before is None:
                members.append(phrase)
        if len(members) < 2 or (self._halves(segments[0]) is None and not all(m.kind == "name" for m in members)):
            return None
        if self._halves(segments[0]) is None and not any(self._halves(s) for s in segments[1:]):
            return None
        core = Span(members[0].core.start, max(m.span.end for m in members))
        return Phrase(whole, "pair", core, members[0].noun, core, plural=True, parts=tuple(members))

    def _halves(self, units: list[Unit]) -> list[Phrase] | None:
        """Return the phrases on both sides of an "and" that joins two parties, or None."""
        for index, unit in enumerate(units):
            if unit.name is None and unit.lower in {"and", "&", "or"} and 0 < index < len(units) - 1:
                left, right = self._segment(units[:index]), self._segment(units[index + 1 :])
                if left is None or right is None:
                    return None
                before = units[:index]
                if (
                    any(u.name is None and (u.lower in STOPS or u.upos == "ADP") for u in before[1:])
                    and right.kind != "name"
                ):
                    return None
                if before[-1].upos == "ADJ":
                    return None
                if (
                    left.kind == "nominal"
                    and right.kind == "name"
                    and not left.plural
                    and left.determiner in {"bare", "possessive"}
                    and right.before is not None
                ):
                    return None  # "singer and actor Kofi Mensah" is one person
                if (
                    left.kind == "nominal"
                    and not left.plural
                    and right.kind == "nominal"
                    and right.determiner == "bare"
                    and not right.plural
                ):
                    return None  # "the founder and director"
                if (
                    left.kind == "nominal"
                    and right.kind == "nominal"
                    and left.plural != right.plural
                    and right.determiner == "bare"
                    and nominal_kind(left.noun, plural=False) != "unnamed_person"
                ):
                    return None  # "health and safety officials"
                return [left, right]
        return None
