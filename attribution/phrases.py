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
from attribution.names import GIVEN_MOSTLY, GIVEN_TOO, PARTICLES, Name, is_acronym, is_title
from attribution.nouns import (
    DEFINITE,
    INDEFINITE,
    PERSONAL,
    POSSESSIVES,
    is_demonym,
    is_group_noun,
    is_organisation_noun,
    is_person_noun,
    nominal_kind,
    noun_tag,
)
from attribution.spans import Span, hull
from attribution.taxonomy import singular

PhraseKind = Literal["name", "nominal", "pronoun", "pair"]
Determiner = Literal["definite", "indefinite", "possessive", "bare"]

STOPS = frozenset(
    "of for at in with from to on by who whose whom that which about near outside inside under against".split()
)
REFLEXIVE = frozenset("himself herself itself themselves alone too also both all".split())
CLOSING = ")]"
MAX_ACRONYM = 8  # characters: "BFM TV" is a body, a longer run of capitals is a name in a headline


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


@dataclass(frozen=True, slots=True)
class _Unit:
    """A token, or all tokens of a name."""

    span: Span
    text: str
    upos: str
    name: Name | None = None

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def nominal(self) -> bool:
        return self.name is not None or self.upos in {"NOUN", "PROPN", "PRON", "NUM", "X"}

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


class PhraseReader:
    """Reads noun phrases of one article, given its text and the names found in it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def read(self, tokens: Sequence[Token], names: Sequence[Name]) -> Phrase | None:
        """Read the tokens as one noun phrase; None where there is no nominal word in them."""
        units = self._units(tokens, names)
        while units and units[0].upos in {"PUNCT", "ADP", "CCONJ", "SCONJ"} and units[0].name is None:
            units.pop(0)
        while units and units[-1].upos == "PUNCT" and units[-1].name is None and units[-1].text not in CLOSING:
            units.pop()
        if not units:
            return None
        whole = hull(u.span for u in units)
        first = units[0]
        if len(units) == 1 and first.name is None and first.lower in PERSONAL:
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
        if main.kind == "nominal" and self._may_be_person(main):
            # "The governor of the province, Amina Yusuf," is named by the segment that follows.
            for index in range(chosen + 1, len(read)):
                phrase = read[index]
                if phrase is not None and phrase.kind == "name" and phrase.label == "PER" and phrase.before is None:
                    main, chosen = phrase, index
                    break
                if (
                    phrase is not None
                    and phrase.kind == "name"
                    and phrase.label in {"ORG", "MISC"}
                    and " " in phrase.noun
                    and not is_organisation_noun(singular(phrase.noun.split()[-1]))
                ):
                    main, chosen = replace(phrase, label="PER"), index
                    break
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
    def _may_be_person(phrase: Phrase) -> bool:
        return not phrase.plural and nominal_kind(phrase.noun, plural=False) == "unnamed_person"

    def _units(self, tokens: Sequence[Token], names: Sequence[Name]) -> list[_Unit]:
        units: list[_Unit] = []
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
                units.append(_Unit(name.span, self.text[name.span.start : name.span.end], "PROPN", name))
            else:
                tag = noun_tag(token)
                before = units[-1].upos if units else "DET"
                opens = before in {"DET", "ADJ", "PART", "PUNCT"}
                if tag == "VERB" and token.xpos in {"VBG", "VBN"} and opens:
                    tag = "ADJ"  # "her running mate", not "officials investigating"
                units.append(_Unit(token.span, self.text[token.span.start : token.span.end], tag))
        return units

    @staticmethod
    def _segments(units: list[_Unit]) -> list[list[_Unit]]:
        segments: list[list[_Unit]] = [[]]
        for unit in units:
            if unit.name is None and (unit.text in {",", ";", "(", ")", "[", "]", "–", "—", "--", ":"}):
                if segments[-1]:
                    segments.append([])
            elif unit.name is None and unit.lower == "and" and not segments[-1]:
                continue
            else:
                segments[-1].append(unit)
        return [segment for segment in segments if segment] or [[units[0]]]

    def _segment(self, units: list[_Unit]) -> Phrase | None:
        units = list(units)
        while units and units[-1].name is None and units[-1].lower in {"'s", "’s", "'", "’"}:
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
        named = self._named(prefix, start)
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
        plural = self._plural(head, prefix)
        return Phrase(whole, "nominal", head.span, noun, core, None, determiner, plural, owner=owner)

    @staticmethod
    def _plural(head: _Unit, prefix: list[_Unit]) -> bool:
        noun = head.lower
        if noun in {"police", "media", "press"}:
            return False
        return (
            is_group_noun(noun)
            or (singular(noun) != noun and not noun.endswith(("news", "ics")))
            or any(u.lower in {"two", "three", "both", "several", "many", "some"} for u in prefix[:-1])
        )

    @staticmethod
    def _titled(units: list[_Unit], stop: int) -> bool:
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

    def _determiner(self, prefix: list[_Unit]) -> tuple[Determiner, int, Span | None]:
        for index, unit in enumerate(prefix):
            if unit.name is None and unit.lower in {"'s", "’s", "’", "'"} and index and index + 1 < len(prefix):
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

    def _named(self, prefix: list[_Unit], start: int) -> tuple[Span, EntityType, int] | None:
        """Return the name at the end, its label, and how many units stand before it; None for a common noun."""
        head = prefix[-1]
        last = head.lower.split()[-1]
        people = is_demonym(last) or is_person_noun(singular(last)) or is_group_noun(last)
        if head.lower == "police" or "year-old" in head.lower:
            return None
        after_person = len(prefix) > 1 and prefix[-2].name is not None and prefix[-2].name.label == "PER"
        if head.name is None:
            wanted = head.upos == "PROPN" or (
                after_person and head.capital and head.upos in {"X", "ADJ", "NOUN", "VERB"}
            )
            if not wanted or (people and not after_person):
                return None
        elif head.name.label != "PER" and people and (singular(last) != last or is_person_noun(last)):
            return None  # "Senate Republicans" are a group, whatever the recogniser takes them for
        first = len(prefix) - 1
        while first > start and self._joins(prefix[first - 1], prefix[first]):
            first -= 1
        if first == start + 1 and self._given(prefix[start]):
            first = start
        pair = prefix[start:]
        if len(pair) == 2 and pair[0].capital and " " not in pair[0].text + head.text and head.upos == "PROPN":
            place = pair[0].name is not None or is_demonym(pair[0].text)
            if place and not self._title_end(pair) and not is_organisation_noun(singular(last)):
                return hull(u.span for u in pair), "PER", start  # "Jordan Baez", "Christian Voss"
        units = prefix[first:]
        cut = self._title_end(units)
        run, titles = units[cut:], units[:cut]
        label = self._label(run, titles or prefix[start:first])
        if label != "PER" and titles and all(u.name is None for u in run):
            run, cut = units, 0
        return hull(u.span for u in run), label, first + cut

    @staticmethod
    def _given(unit: _Unit) -> bool:
        """Tell whether a capitalised first word is a given name whatever its tag ("Will" is a verb too)."""
        word = unit.lower
        return (
            unit.name is None
            and unit.capital
            and unit.upos in {"VERB", "AUX", "ADV", "INTJ"}
            and not is_title(word)
            and not is_demonym(word)
            and not is_person_noun(singular(word))
        )

    @staticmethod
    def _joins(left: _Unit, right: _Unit) -> bool:
        """Tell whether two neighbours can be parts of one name."""
        if left.name is not None:
            if left.name.label == "LOC":
                return right.name is None and right.capital and is_organisation_noun(singular(right.lower))
            return left.name.label == "PER" or right.name is None
        if not left.capital and left.lower not in PARTICLES:
            return False
        if right.name is not None and right.name.label != "PER" and is_person_noun(singular(left.lower)):
            return False
        return left.upos in {"PROPN", "ADJ", "NOUN", "X"} and not is_demonym(left.text) and left.lower not in STOPS

    @staticmethod
    def _title_end(units: list[_Unit]) -> int:
        """Return how many leading units are titles or roles; at least one unit is left for the name."""
        cut = 0
        for index in range(len(units) - 1):
            unit = units[index]
            word = unit.lower
            if unit.name is not None and unit.name.label == "PER":
                continue
            after = units[index + 1].name
            ahead = (after is not None and after.label == "PER") or len(units) - index > 2 or index == cut
            if (
                word in GIVEN_TOO
                and unit.capital
                and len(units) == index + 2
                and (after is None or word in GIVEN_MOSTLY)
            ):
                continue
            role = is_person_noun(singular(word)) and (ahead or not unit.capital)
            joint = index > 0 and is_title(f"{units[index - 1].lower} {word}")
            if role or joint or is_title(word) or is_title(word.rstrip(".")):
                cut = index + 1
        return cut

    def _label(self, run: list[_Unit], titles: list[_Unit]) -> EntityType:
        labels = [u.name.label for u in run if u.name is not None]
        text = self.text[run[0].span.start : run[-1].span.end]
        titled = any(u.name is None and (is_title(u.text) or is_person_noun(singular(u.lower))) for u in titles[-1:])
        last = singular(run[-1].lower.split()[-1])
        if titled and not is_organisation_noun(last):
            return "PER"
        if is_organisation_noun(last) or last in {"inc", "inc.", "corp", "corp.", "ltd"}:
            return "ORG"
        if labels:
            return "PER" if "PER" in labels else labels[-1]
        if is_acronym(text.split()[0]) and all(w.isupper() for w in text.split()) and len(text) <= MAX_ACRONYM:
            return "ORG"
        return "PER" if len(run) > 1 else "MISC"

    def _pair(self, whole: Span, segments: list[list[_Unit]], read: list[Phrase | None]) -> Phrase | None:
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

    def _halves(self, units: list[_Unit]) -> list[Phrase] | None:
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
