"""Quotations set apart from a story that repeat its words: pull quotes, which must not be counted twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+")
RUN = 3  # words in a row that are compared
SHARE = 0.7  # of those runs that stand in the story; a pull quote may join what "she said" stands between
FEWEST = 5  # words; fewer are too few to be called the same


def find_repeats(paragraphs: Sequence[str], apart: Sequence[int]) -> list[int]:
    """Return which of the paragraphs numbered in ``apart`` repeat words of the others; case and marks do not matter."""
    words = [_WORD.findall(paragraph.casefold()) for paragraph in paragraphs]
    held = set(apart)
    story = {run for number, own in enumerate(words) if number not in held for run in _runs(own)}
    found = []
    for number in apart:
        runs = _runs(words[number])
        if len(words[number]) >= FEWEST and sum(run in story for run in runs) >= SHARE * len(runs):
            found.append(number)
    return found


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]
