"""A run of words inside a noun phrase, and the name at its end: where it starts, what stands before it, its label."""

# ruff: noqa: PLR2004  the figures count the words or letters of a name or phrase

from __future__ import annotations

from dataclasses import dataclass

from attribution.model import EntityType
from attribution.sourcing.names import GIVEN_MOSTLY, GIVEN_TOO, PARTICLES, Name, is_acronym, is_title
from attribution.sourcing.nouns import PARTY_NOUNS, is_demonym, is_group_noun, is_organisation_noun, is_person_noun
from attribution.sourcing.taxonomy import singular
from attribution.spans import Span, hull

# Words that open a complement or a clause: the head of a phrase stands before the first of them.
STOPS = frozenset(
    "of for at in with from to on by who whose whom that which about near outside inside under against".split()
)
MAX_ACRONYM = 8  # characters: "BFM TV" is a body, a longer run of capitals is a name in a headline


@dataclass(frozen=True, slots=True)
class Unit:
    """A token, or all tokens of a name."""

    span: Span
    text: str
    upos: str
    name: Name | None = None

    @property
    def lower(self) -> str:
        """The words in lower case."""
        return self.text.lower()

    @property
    def nominal(self) -> bool:
        """Whether it can be the head of a noun phrase."""
        return self.name is not None or self.upos in {"NOUN", "PROPN", "PRON", "NUM", "X"}

    @property
    def capital(self) -> bool:
        """Whether it is written with a capital."""
        return self.text[:1].isupper()


def name_at_end(prefix: list[Unit], start: int, text: str) -> tuple[Span, EntityType, int] | None:
    """Return the name at the end, its label, and how many units stand before it; None for a common noun."""
    head = prefix[-1]
    last = head.lower.split()[-1]
    people = is_demonym(last) or is_person_noun(singular(last)) or is_group_noun(last)
    if head.lower == "police" or "year-old" in head.lower or (len(prefix) > 1 and singular(head.lower) in PARTY_NOUNS):
        return None
    after_person = len(prefix) > 1 and prefix[-2].name is not None and prefix[-2].name.label == "PER"
    if head.name is None:
        wanted = head.upos == "PROPN" or (after_person and head.capital and head.upos in {"X", "ADJ", "NOUN", "VERB"})
        if not wanted or (people and not after_person):
            return None
    elif head.name.label != "PER" and " of " not in head.lower and people and _several_or_person(last):
        return None  # "Senate Republicans" are a group, whatever the recogniser takes them for
    first = len(prefix) - 1
    while first > start and _joins(prefix[first - 1], prefix[first]) and not _after_of(prefix, first):
        first -= 1
    if first == start + 1 and _given(prefix[start]):
        first = start
    pair = prefix[start:]
    if len(pair) == 2 and pair[0].capital and " " not in pair[0].text + head.text and head.upos == "PROPN":
        place = pair[0].name is not None or is_demonym(pair[0].text)
        if place and not _title_end(pair) and not is_organisation_noun(singular(last)):
            return hull(u.span for u in pair), "PER", start  # "Jordan Baez", "Christian Voss"
    units = prefix[first:]
    cut = _title_end(units)
    run, titles = units[cut:], units[:cut]
    label = _label(run, titles or prefix[start:first], text)
    if label != "PER" and titles and all(u.name is None for u in run):
        run, cut = units, 0
    return hull(u.span for u in run), label, first + cut


def _several_or_person(word: str) -> bool:
    return singular(word) != word or is_person_noun(word)


def _after_of(prefix: list[Unit], first: int) -> bool:
    """Tell whether the word before a full name goes with an office ("Minister of Health Jiro Tanabe")."""
    name = prefix[first].name
    before = [u.lower for u in prefix[max(0, first - 3) : first - 1]]
    return (
        name is not None
        and name.label == "PER"
        and " " in prefix[first].text
        and (before[-1:] == ["of"] or before == ["of", "the"])
    )


def _given(unit: Unit) -> bool:
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


def _joins(left: Unit, right: Unit) -> bool:
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


def _title_end(units: list[Unit]) -> int:
    """Return how many leading units are titles or roles; at least one unit is left for the name."""
    cut = 0
    for index in range(len(units) - 1):
        unit = units[index]
        word = unit.lower
        if unit.name is not None and unit.name.label == "PER":
            continue
        after = units[index + 1].name
        ahead = (after is not None and after.label == "PER") or len(units) - index > 2 or index == cut
        if word in GIVEN_TOO and unit.capital and len(units) == index + 2 and (after is None or word in GIVEN_MOSTLY):
            continue
        role = is_person_noun(singular(word)) and (ahead or not unit.capital)
        joint = index > 0 and is_title(f"{units[index - 1].lower} {word}")
        if role or joint or is_title(word) or is_title(word.rstrip(".")):
            cut = index + 1
    return cut


def _label(run: list[Unit], titles: list[Unit], whole: str) -> EntityType:
    labels = [u.name.label for u in run if u.name is not None]
    text = whole[run[0].span.start : run[-1].span.end]
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
