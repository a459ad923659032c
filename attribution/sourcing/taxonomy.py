"""The role taxonomy: which role group a role or an organisation belongs to, and the words that say so.

The taxonomy is a replaceable TSV (``attribution/data/roles.tsv``): a phrase a row, with the group of the person whose
role it is (``role``), whether words beside it may decide otherwise (``firm``), the group of a body so named
(``organisation``) and the group it lends to a role that is not firm (``field``).
"""

# ruff: noqa: PLR2004  the figures count the words or letters of a name or phrase

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from attribution.errors import LexiconError
from attribution.lexicons import Table, load_table, read_table
from attribution.plugins import Plugin, broken, load_plugins

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

GROUPS = frozenset(
    "government politics security armed_group justice international business civil_society expert professional"
    " media culture_sport religion citizen unknown".split()
)
UNKNOWN = "unknown"
GROUP = "attribution.taxonomies"
# The longest phrase of the list has seven words; a replaced list may have longer ones, which then never match.
MAX_WORDS = 8
WORD = re.compile(r"[\w&]+(?:[.&'’/-][\w&]+)*\.?", re.UNICODE)
BREAKS = frozenset("of for at in with from to on by who whose that which under against about before since".split())
# Say how far an office reaches or only what kind of body it is held in, and less than the body's name does ("the
# campaign's state chairman", "the bureau's director").
WIDE = frozenset(
    "state national county city district federal regional local washington bureau agency department company group "
    "organisation organization firm office".split()
)
# Say what somebody has been, and less than any role beside them ("a combat veteran and former CIA officer").
PAST_LIFE = frozenset("veteran native graduate alumnus immigrant supporter".split())
# Say whose somebody is, and less than what they are told to be as well ("a nephew of the king and an investor").
AND_ALSO = re.compile(r"\band (?:an?|the|also|fellow) ")
KIN = frozenset(
    "brother sister son daughter father mother husband wife cousin nephew niece uncle aunt widow widower grandson"
    " granddaughter grandfather grandmother ex-husband ex-wife twin stepson stepdaughter parent".split()
)
# Cities that stand for their governments only where nothing is beside them ("Washington", but "Washington Echo").
SEATS = frozenset(
    "ankara baghdad beijing berlin damascus islamabad kabul london moscow paris pyongyang riyadh seoul taipei tehran"
    " tokyo washington".split()
)
# Say what somebody has done beside a trade ("journalist and author").
BESIDE_A_TRADE = frozenset({"author", "writer"})
# People who have joined for or against something are campaigners ("Mothers for Clean Rivers").
JOINED = re.compile(r"(?:the )?(?:[a-z’'-]+ ){0,2}?([a-z’'-]+) (?:for|against|united) (?!the defen[cs]e )")
ONE_OF = re.compile(r"^one of (?:the|his|her|its|their) ", re.IGNORECASE)
# Under or during whom an office was held is no body that it was held in.
REIGNS = frozenset({"under", "during"})
COLUMNS = ("phrase", "role", "firm", "organisation", "field")
IRREGULAR = {
    "men": "man",
    "women": "woman",
    "children": "child",
    "wives": "wife",
    "people": "person",
    "policemen": "policeman",
    "passers-by": "passer-by",
    "media": "media",
    "police": "police",
    "news": "news",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """A role group and the phrase of the taxonomy that gave it; an empty phrase where nothing did."""

    group: str
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the taxonomy; a column that is not used is None."""

    role: str | None
    firm: bool
    organisation: str | None
    field: str | None
    bare: bool = False


@cache
def singular(word: str) -> str:
    """Return the singular of a lower-case noun by its ending; an unknown shape comes back as it is."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("men") and len(word) > 4:
        return word[:-3] + "man"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s")) and len(word) > 3:
        return word[:-1]
    return word


def words_of(phrase: str) -> list[str]:
    """Return the lower-case words of a phrase; a possessive loses its ending, commas and brackets become ``,``."""
    found = []
    phrase = re.sub(r"\bwho\b", "that", phrase)  # "those who answered" name no World Health Organization
    for part in re.split(r"([,;()–—])", phrase.lower()):
        if part and part in ",;()–—":
            found.append(",")
        for word in WORD.findall(part):
            bare = re.sub(r"['’]s$|['’]$", "", word)
            found.append(bare.rstrip(".") if bare.count(".") == 1 and len(bare) > 5 else bare)
    return found


class Taxonomy:
    """The phrases of a taxonomy file, looked up longest first."""

    def __init__(self, table: Table) -> None:
        missing = [name for name in COLUMNS if name not in table.columns]
        if missing:
            raise LexiconError(f"{table.name}: no column {missing[0]!r}; a taxonomy has {', '.join(COLUMNS)}")
        self.entries: dict[str, Entry] = {}
        for row in table.rows:
            groups = {key: None if row[key] == "-" else row[key] for key in ("role", "organisation", "field")}
            for group in groups.values():
                if group is not None and group not in GROUPS:
                    raise LexiconError(
                        f"{table.name}: {row['phrase']!r} has the group {group!r}; "
                        f"use one of {', '.join(sorted(GROUPS))}"
                    )
            firm = row["firm"]
            self.entries[row["phrase"]] = Entry(
                groups["role"], firm == "yes", groups["organisation"], groups["field"], bare=firm == "bare"
            )

    def _at(self, words: Sequence[str], start: int, end: int) -> tuple[str, Entry] | None:
        phrase = " ".join(words[start:end])
        one = " ".join([*words[start : end - 1], singular(words[end - 1])])
        for form in (phrase, one, phrase.replace(".", ""), one.removeprefix("co-")):  # a co-director is a director
            if form in self.entries:
                return form, self.entries[form]
        return None

    def _longest(self, words: Sequence[str], column: str, first: int = 0) -> Iterator[tuple[int, int, str, Entry]]:
        """Yield (start, end, phrase, entry) of matches that use ``column``, longest first, then the later."""
        for length in range(min(MAX_WORDS, len(words) - first), 0, -1):
            for start in range(len(words) - length, first - 1, -1):
                found = self._at(words, start, start + length)
                if found and getattr(found[1], column) is not None:
                    yield start, start + length, *found

    def organisation_group(self, name: str) -> Ground:
        """Return the group of a body by its name: the whole name, else the longest phrase in it, the last of equals."""
        words = [w for w in words_of(name) if w not in {"the", ","}]
        ground = self._body(words)
        joined = JOINED.match(name.lower()) if " " not in ground.phrase else None
        people = singular(joined.group(1)) if joined is not None else ""
        several = people in load_table("person_nouns").words() and joined is not None and people != joined.group(1)
        if several and ground.group != "politics":
            return Ground("civil_society", people)
        if ground.group != UNKNOWN:
            return ground
        last = name.rsplit(maxsplit=1)[-1] if len(name.split()) > 1 else ""
        if last[:1].isupper() and last.lower().rstrip(".") in load_table("company_words").words():
            return Ground("business", last.lower())  # "Norvik Foods": what no phrase knows, a trade at its end
        return Ground(UNKNOWN)

    def _body(self, words: Sequence[str]) -> Ground:
        """Return the group of the longest phrase for a body, of equals the one that heads the name, else the last.

        "Institute for Public Opinion" is headed by its institute. What names citizens does so only at the end of that
        part or of the whole ("the village", "the Sow family", but "Village Bakeries").
        """
        head = next((i for i, word in enumerate(words) if i and word in BREAKS), len(words))
        for length in range(min(MAX_WORDS, len(words)), 0, -1):
            found = [
                (start + length, *match)
                for start in range(len(words) - length, -1, -1)
                if (match := self._at(words, start, start + length)) is not None
                and match[1].organisation is not None
                and (match[0] not in SEATS or length == len(words))
                and (match[1].organisation != "citizen" or start + length in {head, len(words)})
            ]
            if found:
                heads = (f for f in found if f[0] == head and f[1] not in WIDE | {"school"})
                _, phrase, entry = next(heads, found[0])
                return Ground(entry.organisation or UNKNOWN, phrase)
        return Ground(UNKNOWN)

    def has_role(self, word: str) -> bool:
        """Tell whether a lower-case word or phrase is a role of the taxonomy."""
        entry = self.entries.get(word) or self.entries.get(singular(word))
        return entry is not None and entry.role is not None

    def role_group(self, role: str, affiliation: str | None = None, *, body: Ground | None = None) -> Ground:
        """Return the group of a role: its head decides, or, where not firm, the words beside it.

        ``body`` is the group of the affiliation where the article says more of it than its name does.
        """
        role = ONE_OF.sub("", role)
        lent = body or (self.organisation_group(affiliation) if affiliation else Ground(UNKNOWN))
        best = Ground(UNKNOWN)
        for segment in _segments(words_of(role)):
            ground, firm = self._segment_group(segment, lent)
            # "a superdelegate and Mbeki supporter", "managing director and analyst at Wren & Co"
            if (ground.group in {"citizen", UNKNOWN} or ground.phrase in BESIDE_A_TRADE) and "and" in segment:
                other, sure = self._segment_group(segment[: segment.index("and")], lent)
                ground, firm = (other, sure) if other.group != UNKNOWN else (ground, firm)
            if firm and ground.phrase not in (PAST_LIFE | KIN if AND_ALSO.search(role) else PAST_LIFE):
                return ground
            best = best if best.group != UNKNOWN else ground
        if best.group != UNKNOWN:
            return best
        return lent if lent.group != UNKNOWN else best

    def _segment_group(self, words: list[str], lent: Ground) -> tuple[Ground, bool]:
        """Return the group of one role and whether more than a default gave it."""
        stop = next((i for i, word in enumerate(words) if word in BREAKS and i), len(words))
        match = self._head_match(words, stop)
        if match is None:
            return self.organisation_group(" ".join(words)), False
        start, end, phrase, entry = match
        if entry.firm:
            return Ground(entry.role or UNKNOWN, phrase), True
        ground = self._beside(words, start, end, lent)
        if ground.group != UNKNOWN:
            return Ground(ground.group, f"{ground.phrase} {phrase}" if ground.phrase else phrase), True
        if entry.bare and (lent.phrase or len(words) > end - start):
            return Ground(UNKNOWN, phrase), False
        return Ground(entry.role or UNKNOWN, phrase), False

    def _head_match(self, words: list[str], stop: int) -> tuple[int, int, str, Entry] | None:
        """Return the longest role phrase over the word before the first preposition, else the last role before."""
        for length in range(min(MAX_WORDS, len(words)), 0, -1):
            for start in range(max(0, stop - length), stop):
                if start + length >= stop and start + length <= len(words):
                    found = self._at(words, start, start + length)
                    if found and found[1].role:
                        return start, start + length, *found
        for end in range(stop, 0, -1):
            for length in range(min(MAX_WORDS, end), 0, -1):
                found = self._at(words, end - length, end)
                if found and found[1].role:
                    return end - length, end, *found
        return None

    def _beside(self, words: list[str], start: int, end: int, lent: Ground) -> Ground:
        """Return the group that the words before a role (nearest first), after it, or the affiliation lend to it."""
        before, after = words[:start], words[end:]
        for stop in range(len(before), 0, -1):
            for length in range(min(MAX_WORDS, stop), 0, -1):
                found = self._at(before, stop - length, stop)
                group = found and (found[1].field or found[1].organisation)
                if found and group and not (found[0] in WIDE and lent.group != UNKNOWN):
                    return Ground(group, found[0])
        # "of the institute in Lomé" is not the city's; "of the budget office in the Okoye administration" is its.
        ins = (i for i, word in enumerate(after) if word == "in" and after[i + 1 : i + 2] != ["the"])
        placed = next(ins, len(after))
        placed = next((i for i, word in enumerate(after[:placed]) if word in REIGNS), placed)
        held = after[:placed] if lent.group != UNKNOWN else after
        body = self._body(held[1:] if held[:1] and held[0] in BREAKS else held)
        if body.group != UNKNOWN:
            return body
        if lent.group != UNKNOWN:
            return lent
        for _, _, phrase, entry in self._longest(after, "field"):
            return Ground(entry.field or UNKNOWN, phrase)
        return Ground(UNKNOWN)


def _segments(words: list[str]) -> Iterator[list[str]]:
    """Yield the parts of a role between commas; each is a role of its own ("a lawyer, and a former mayor")."""
    part: list[str] = []
    for word, following in zip([*words, ","], [*words[1:], "", ""], strict=False):
        if word == "," or (word == "and" and following in {"a", "an", "the", "former", "ex", "also", "fellow"}):
            if part:
                yield part
            part = []
        elif part or word not in {"a", "an", "the", "and", "his", "her", "their", "its"}:
            part.append(word)


def load_taxonomy(path: Path | None = None) -> Taxonomy:
    """Load a taxonomy by its file or by the name that a plug-in gives it; None is the one of this package.

    Raises:
        LexiconError: there is none of this name, or it does not validate.
    """
    if path is None:
        return Taxonomy(load_table("roles"))
    file = find_taxonomy(path)
    return Taxonomy(read_table(file, file.name))


def find_taxonomy(name_or_path: Path | str) -> Path | Traversable:
    """Return the file of a taxonomy: one that is there, else that of the plug-in of this name (group `GROUP`).

    Raises:
        LexiconError: a bare name that is neither, or a plug-in that gives no file.
    """
    path = Path(name_or_path)
    if path.exists() or len(path.parts) > 1 or path.suffix:
        return path
    plugins = load_plugins(GROUP)
    for plugin in plugins.found:
        if plugin.name == path.name:
            return _file_of(plugin)
    problem = next((line for line in plugins.problems if f" {path.name} of " in line), None)
    if problem is not None:
        raise LexiconError(problem)
    known = ", ".join(plugin.name for plugin in plugins.found) or "none"
    raise LexiconError(f'no taxonomy "{path}". Installed: {known}; a file of your own goes by its path (./{path}.tsv)')


def _file_of(plugin: Plugin) -> Path | Traversable:
    """Return the file a plug-in gives: a path, something like one in a package, or a function that returns it."""
    value = plugin.value
    try:
        value = value() if callable(value) else value
        file = Path(value) if isinstance(value, str) else value
        if not hasattr(file, "read_text") or not hasattr(file, "name"):
            raise TypeError(f"it gives {type(file).__name__} and no file")  # noqa: TRY301 - told as all its faults
    except Exception as error:
        raise LexiconError(broken(plugin.called, GROUP, error)) from error
    return file  # type: ignore[return-value]  # it has what a file has
