"""Names as strings: titles stripped, personal names compared part by part, acronyms matched with what they stand for.

Nothing is ever guessed from a name: it tells who is meant, never a gender or an origin.
"""

# ruff: noqa: PLR2004  the figures count the words or letters of a name or phrase

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from attribution.lexicons import load_table
from attribution.model import EntityType
from attribution.sourcing.taxonomy import singular
from attribution.spans import Span

SUFFIXES = frozenset("jr jr. sr sr. ii iii iv esq esq. phd ph.d. md m.d. qc kc mp mbe obe cbe".split())
PARTICLES = frozenset(
    "de da di do du del della dos das la le el al ul van von der den ter ten bin ibn ben bint abu zu y e st st. san "
    "santa".split()
)
ORGANISATION_JOINERS = frozenset("of the and for in on de la & des du".split())
COMPANY_ENDINGS = frozenset(
    "inc inc. corp corp. ltd ltd. llc plc co co. gmbh ag sa s.a. group holdings company corporation".split()
)
# Last words of bodies' names that are nobody's surname, and those of companies' names that are surnames too.
BODY_ENDS = frozenset(
    "foundation committee commission university institute association council ministry department agency federation "
    "society coalition caucus bureau corporation academy alliance league".split()
)
SURNAMES_TOO = frozenset("bank brands dairy gas homes mills oil power spa steel stores travel water works".split())
NICKNAME = re.compile(r"\s+[\"“”'‘’(]([^\"“”'‘’()]{1,30})[\"“”'‘’)](?=\s)")
PART = re.compile(r"[^\W_]+(?:[-.'’][^\W_]+)*\.?")
# As tokens of their own, straight and curly.
POSSESSIVE_ENDINGS = frozenset({"'s", "’s", "'", "’"})
POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
# Titles and person nouns that are given names too; before a single word they are taken for one where a name is known.
GIVEN_TOO = frozenset(
    "archer baker baron carter christian constable cook cooper count dean deacon duke earl fisher gardner grant "
    "guy hunter judge justice king major marshal mason miller page parker pastor porter prince queen rider royal "
    "sawyer sheriff sister tanner taylor ward".split()
)
# Of these, the ones that stand before a surname far more often as a name than as a title.
GIVEN_MOSTLY = frozenset(
    "archer baker carter christian cooper fisher gardner grant guy hunter mason miller page parker porter royal sawyer "
    "tanner taylor ward".split()
)
PAPERS = frozenset("magazine news newspaper".split())  # what a paper or station goes without ("Lagoon Magazine")
MAX_TITLE_WORDS = 3
REMEMBERED = 4096  # names whose parts are kept in memory: those of some articles, never of all that a service has seen


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the article and what the recogniser, or the words around it, take it for."""

    span: Span
    label: EntityType


@dataclass(frozen=True, slots=True)
class PersonName:
    """A personal name in parts, lower-case: titles before it, the name's words, its suffix and its nickname."""

    titles: tuple[str, ...]
    words: tuple[str, ...]
    suffix: str = ""
    nickname: str = ""

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.words[-1] if self.words else ""


@cache
def _company_words() -> frozenset[str]:
    return load_table("company_words").words()


def ends_as_body(words: Sequence[str]) -> bool:
    """Tell whether the last of several words makes them a body's name, whoever it is named after."""
    if len(words) < 2 or not words[-1][:1].isupper():
        return False
    last = words[-1].lower()
    return last in BODY_ENDS or (is_company_word(words[-1]) and last not in SURNAMES_TOO)


def is_company_word(word: str) -> bool:
    """Tell whether a capitalised word at the end of a name makes it a company's ("Foods", "Inc.")."""
    return word[:1].isupper() and word.lower().rstrip(".") in _company_words()


@cache
def _titles() -> dict[str, tuple[str, str]]:
    table = load_table("titles")
    return {row["title"]: (row["use"], row["pronoun"]) for row in table.rows}


def is_title(words: str) -> bool:
    """Tell whether a word or phrase is a title ("Mr.", "Prime Minister"), whatever its case."""
    return words.lower() in _titles()


def is_style(words: str) -> bool:
    """Tell whether a title is only a form of address ("Ms.", "Sir"), which says no role."""
    return _titles().get(words.lower(), ("", ""))[0] == "style"


def title_pronoun(words: str) -> str | None:
    """Return "he" or "she" where the title itself says so ("Mr.", "congresswoman"), else None."""
    pronoun = _titles().get(words.lower(), ("", "-"))[1]
    return None if pronoun == "-" else pronoun


def split_titles(words: list[str]) -> tuple[list[str], list[str]]:
    """Split the words of a name into leading titles and the rest; the rest is never empty.

    A title needs something after it that can be a name, so that "Major" or "King" alone stay names.
    """
    start = 0
    while start < len(words) - 1:
        for length in range(min(MAX_TITLE_WORDS, len(words) - 1 - start), 0, -1):
            if is_title(" ".join(words[start : start + length])):
                start += length
                break
        else:
            break
    return words[:start], words[start:]


def strip_possessive(text: str) -> str:
    """Return a name without a possessive ending."""
    return POSSESSIVE.sub("", text)


@lru_cache(REMEMBERED)
def parse_person(text: str) -> PersonName:
    """Read a personal name; the words come back lower-case, without marks, particles kept where they stand."""
    text = strip_possessive(text.strip())
    nickname = ""
    match = NICKNAME.search(text)
    if match:
        nickname = match.group(1).lower()
        text = text[: match.start()] + text[match.end() :]
    words = PART.findall(text)
    titles, rest = split_titles(words)
    suffix = ""
    while len(rest) > 1 and rest[-1].lower() in SUFFIXES:
        suffix = rest.pop().lower().rstrip(".")
    return PersonName(tuple(t.lower() for t in titles), tuple(_plain(w) for w in rest), suffix, nickname)


def _plain(word: str) -> str:
    """Return a word of a name in the one spelling by which it is compared: its apostrophe may be of either form."""
    return word.lower().rstrip(".").replace("’", "'")


def _agree(one: str, other: str) -> bool:
    """Tell whether two given names can be one: equal, or one is the other's initial."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _same_order(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    position = 0
    for word in short:
        while position < len(full) and not _agree(word, full[position]):
            position += 1
        if position == len(full):
            return False
        position += 1
    return True


def same_words(one: PersonName, other: PersonName) -> bool:
    """Tell whether two names have the same words and no different suffixes ("Jr.", "III")."""
    return one.words == other.words and (one.suffix == other.suffix or not (one.suffix and other.suffix))


def same_person(one: PersonName, other: PersonName) -> bool:
    """Tell whether two names of at least two words each can be one person's.

    The last words agree and the words of the shorter stand in the longer in order ("Anna Petrova", "Anna Ivanovna
    Petrova"), or a nickname takes the given name's place. Different suffixes ("Jr.", "Sr.") are different people.
    """
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return False
    short, full = sorted((one, other), key=lambda name: len(name.words))
    if len(short.words) < 2:
        return False
    if short.words == full.words[: len(short.words)] and full.words[len(short.words) - 1] != full.surname:
        # "Maria del Carmen" beside "Maria del Carmen Ruiz": the whole of the shorter opens the longer.
        return len(short.words) >= 2 and len(full.words) - len(short.words) == 1
    if short.surname != full.surname:
        return False
    if _same_order(short.words, full.words):
        return True
    nicknames = {short.nickname, full.nickname} - {""}
    return bool(nicknames & {short.words[0], full.words[0]})


def part_of(part: PersonName, full: PersonName) -> str | None:
    """Say how a shorter name can stand for a longer one: "surname", "given", "nickname" or None.

    The surname may carry its particles ("de Lima"); the first word counts as given name, which is the family name
    where that comes first.
    """
    if not part.words or len(part.words) >= len(full.words):
        return None
    if part.suffix and part.suffix != full.suffix:
        return None  # "Marcus Jr." beside "Marcus Hill": the son
    if full.words[-len(part.words) :] == part.words:
        return "surname"
    if full.nickname and part.words == (full.nickname,):
        return "nickname"
    if full.words[: len(part.words)] == part.words:
        return "given"
    # The paternal surname alone: "Gabriel García Márquez" is "García".
    if (
        len(part.words) == 1
        and len(full.words) >= 3
        and part.words[0] in full.words[1:-1]
        and part.words[0] not in PARTICLES
    ):
        return "middle"
    return None


@lru_cache(REMEMBERED)
def organisation_key(name: str) -> tuple[str, ...]:
    """Return the words of an organisation's name by which it is compared: lower-case, no article, no company ending."""
    words = [w.lower() for w in re.findall(r"[\w&]+(?:[.'’-][\w&]+)*", strip_possessive(name.strip()))]
    words = [strip_possessive(w).replace(".", "").replace("’", "'") for w in words]
    while len(words) > 1 and words[0] in {"the", "a", "an"}:
        words = words[1:]
    while len(words) > 1 and words[-1] in COMPANY_ENDINGS:
        words = words[:-1]
    return tuple(words)


def is_acronym(name: str) -> bool:
    """Tell whether a name is written as an acronym: two to six capitals, full stops or an ampersand between them."""
    bare = name.replace(".", "").replace("&", "")
    return 2 <= len(bare) <= 6 and bare.isalpha() and bare.isupper()


def acronym_of(acronym: str, name: str) -> bool:
    """Tell whether the acronym is built from the initials of a name of two words or more ("LRN")."""
    letters = acronym.replace(".", "").replace("&", "").lower()
    words = [w for w in re.findall(r"\w+", strip_possessive(name)) if w]
    if len(words) < 2 or not letters:
        return False
    plain = "".join(w[0] for w in words).lower()
    short = "".join(w[0] for w in words if w.lower() not in ORGANISATION_JOINERS).lower()
    return letters in {plain, short} and len(letters) >= 2


def same_organisation(one: str, other: str) -> str | None:
    """Say why two names can be one organisation's: "equal", "acronym", "part" or None.

    A part must be the end or the start of the longer name and longer than one generic word ("Foundation"); one word
    is enough where only words for companies follow it.
    """
    a, b = organisation_key(one), organisation_key(other)
    if not a or not b:
        return None
    if a == b or tuple(map(singular, a)) == tuple(map(singular, b)):
        return "equal"
    if is_acronym(one) and acronym_of(one, other):
        return "acronym"
    if is_acronym(other) and acronym_of(other, one):
        return "acronym"
    short, full = sorted((a, b), key=len)
    if len(short) == 1 and short[0] == full[0] and all(w in _company_words() or w in PAPERS for w in full[1:]):
        return "part"  # "Norvik" of "Norvik Foods"
    if len(short) >= 2 and (full[-len(short) :] == short or full[: len(short)] == short):
        return "part"
    return None


def person_words_of(text: str) -> str:
    """Return a personal name as written, without its titles."""
    words = text.split()
    return " ".join(split_titles(words)[1]) if words else text
