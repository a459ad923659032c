"""Whose name an article holds back, how it describes them instead, and what reason it gives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from attribution.lexicons import load_table
from attribution.sourcing.taxonomy import singular
from attribution.spans import Span, trim

# The reason ends with its sentence, or where the sentence goes back to its own verb (", said so").
SENTENCE_END = re.compile(
    r",\s+(?=(?:said|says|told|added|adding|saying|warned|but|and)\b)|(?<=[.!?])[\"”’']?\s+(?=[\"“‘A-Z])|\n"
)
# A reason longer than 200 characters has run into the next thought.
MAX_REASON = 200


@dataclass(frozen=True, slots=True)
class Withheld:
    """That a name is withheld: the rule and words that say so, and the reason given (None where there is none)."""

    rule: str
    span: Span
    reason: Span | None = None


@cache
def _pattern(*uses: str) -> re.Pattern[str]:
    phrases = [row["phrase"] for row in load_table("anonymity").rows if row["use"] in uses]
    phrases.sort(key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(p) for p in phrases) + r")\b", re.IGNORECASE)


@cache
def _nouns() -> frozenset[str]:
    return frozenset(row["phrase"] for row in load_table("anonymity").rows if row["use"] == "noun")


def find_withheld(text: str, phrase: Span, noun: str, sentence: Span, following: Span | None) -> Withheld | None:
    """Return the ground for calling an unnamed source anonymous, or None.

    ``phrase`` is the source's noun phrase with its relative clause, ``noun`` its head, ``sentence`` the sentence it
    stands in and ``following`` the next one of the paragraph, where a condition of anonymity is often told.
    """
    for area in (sentence, following):
        if area is None:
            continue
        match = _pattern("condition", "withheld").search(text, area.start, area.end)
        if match:
            kind = "anonymous:condition" if _pattern("condition").fullmatch(match.group()) else "anonymous:withheld"
            return Withheld(kind, Span(*match.span()), _reason(text, match.start(), match.end(), area))
    tail = Span(phrase.start, min(sentence.end, phrase.end + 60))
    match = _pattern("familiar").search(text, tail.start, tail.end)
    if match and match.start() <= phrase.end + 20:
        return Withheld("anonymous:described", Span(*match.span()))
    match = _pattern("adjective").search(text, phrase.start, phrase.end)
    if match:
        return Withheld("anonymous:adjective", Span(*match.span()))
    if noun in _nouns() or singular(noun) in _nouns():
        return Withheld("anonymous:bare-source", phrase)
    return None


def _reason(text: str, start: int, end: int, area: Span) -> Span | None:
    """Return the clause that says why: it opens with "because", "citing", "for fear" ... after the condition."""
    whole = text[start:end].lower()
    if whole.startswith(("not auth", "not permitted", "not allowed", "was not permitted")):
        stop = SENTENCE_END.search(text, end, min(area.end, end + MAX_REASON))
        return trim(Span(start, stop.start() if stop else min(area.end, end + MAX_REASON)), text, '.,;"”’')
    match = _pattern("reason").search(text, end, min(area.end, end + 80))
    if not match:
        return None
    stop = SENTENCE_END.search(text, match.end(), min(area.end, match.start() + MAX_REASON))
    limit = stop.start() if stop else min(area.end, match.start() + MAX_REASON)
    return trim(Span(match.start(), limit), text, '.,;"”’')
