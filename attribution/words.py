"""What a word is, for every count of words: the article's, a quote's, a source's.

A word is a run of letters, combining marks and digits that starts with a letter or digit, with single apostrophes
and hyphens inside ("wasn't", "Qala-i-Naw", "30-year") and, between digits, full stops and commas ("1,200.50").
Dashes, slashes, underscores and full stops elsewhere part words, so "U.S." is two and "and/or" is two.
"""

from __future__ import annotations

import regex

from attribution.spans import Span

# Each separator must be followed by a letter or digit, and no character can be taken in two ways: linear time.
_CORE = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*+"
_WORD = regex.compile(rf"{_CORE}(?:(?:['’ʼ‐‑-]|(?<=\p{{N}})[.,](?=\p{{N}})){_CORE})*+")


def word_spans(text: str, within: Span | None = None) -> list[Span]:
    """Return the spans of the words of ``text``, or of those that lie inside ``within``, in order.

    A word that ``within`` cuts counts with the part inside.
    """
    area = Span(0, len(text)) if within is None else within
    return [Span(*m.span()) for m in _WORD.finditer(text, area.start, area.end)]


def count_words(text: str, within: Span | None = None) -> int:
    """Return how many words ``text`` has, or the part of it that ``within`` covers."""
    area = Span(0, len(text)) if within is None else within
    return sum(1 for _ in _WORD.finditer(text, area.start, area.end))
