"""What the words of a description say by themselves: which bodies a generic noun can mean, what is counted."""

from __future__ import annotations

import re

from attribution.sourcing.nouns import is_group_noun, is_organisation_noun, is_person_noun
from attribution.sourcing.taxonomy import singular
from attribution.spans import Span

OPENER = re.compile(r"^(?:the|a|an|this|that|these|those|some|his|her|their|its)\s+", re.IGNORECASE)
COUNT = re.compile(
    r"^(?:(?:at least|about|more than|nearly|some) )?"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|a dozen|several|\d[\d,]*) (?!of\b)(?=[a-z])",
    re.IGNORECASE,
)
# What "the group", "the company" ... may stand for: the last body named whose role group is one of these.
GENERIC: dict[str, frozenset[str]] = {
    "group": frozenset({"civil_society", "armed_group", "politics", "expert", "business", "unknown"}),
    "organization": frozenset({"civil_society", "expert", "international", "professional", "business", "unknown"}),
    "organisation": frozenset({"civil_society", "expert", "international", "professional", "business", "unknown"}),
    "company": frozenset({"business", "unknown", "media"}),
    "firm": frozenset({"business", "expert", "justice", "unknown"}),
    "agency": frozenset({"government", "international", "security", "media"}),
    "charity": frozenset({"civil_society", "unknown"}),
    "network": frozenset({"media", "civil_society"}),
    "newspaper": frozenset({"media"}),
    "paper": frozenset({"media"}),
    "magazine": frozenset({"media"}),
    "bank": frozenset({"business"}),
    "airline": frozenset({"business", "unknown"}),
    "party": frozenset({"politics"}),
    "body": frozenset({"international", "government", "civil_society"}),
    "union": frozenset({"civil_society"}),
    "watchdog": frozenset({"civil_society", "government"}),
    "university": frozenset({"expert"}),
    "institute": frozenset({"expert"}),
    "center": frozenset({"expert"}),
    "centre": frozenset({"expert"}),
}
# Documents that are their author's own words; a report or a poll speaks for itself and keeps its author beside it.
OWN_WORDS = frozenset(
    "statement letter tweet post email e-mail memo message blog note op-ed column remarks speech announcement "
    "release testimony".split()
)


def words_mean_two(words: str) -> bool:
    """Tell whether "the two", "the pair", "both" can mean the last two people named; "both sides" are no people."""
    return words.lower().split()[-1] in {"both", "two", "pair", "couple", "duo", "men", "women"}


def is_common(word: str) -> bool:
    """Tell whether a lower-case word is a noun for people or bodies."""
    one = singular(word)
    return is_person_noun(one) or is_organisation_noun(one) or is_group_noun(word)


def plain_name(words: str) -> str:
    """Return a description as a name: one line, no article, no number."""
    return COUNT.sub("", OPENER.sub("", " ".join(words.split())), count=1).strip(" ,.")


def role_text(span: Span, text: str) -> str:
    """Return the words of a role as written, on one line."""
    return " ".join(span.slice(text).split())
