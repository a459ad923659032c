"""Telling English from other languages by script and by the share of each language's commonest words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

from attribution.errors import LanguageError
from attribution.lexicons import load_table

SAMPLE = 20_000  # characters looked at
PROSE = 0.20  # of the words; English prose has 0.40 to 0.60 in the English list and less than this in any other
FEWEST_WORDS = 25  # below it nothing is said: a line of names is in no language
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
NAMES = {
    "da": "Danish", "de": "German", "en": "English", "es": "Spanish", "fi": "Finnish", "fr": "French",
    "id": "Indonesian", "it": "Italian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "sv": "Swedish", "tr": "Turkish",
}  # fmt: skip


def check_english(text: str, name: str) -> tuple[str, ...]:
    """Return notes for the reader where the text may not be English; when unsure the text is taken.

    Raises:
        LanguageError: it is surely in another language or script; ``name`` says what was read.
    """
    words = [word.lower() for word in _WORD.findall(text[:SAMPLE])]
    if len(words) < FEWEST_WORDS:
        # A script without spaces makes few words of many letters.
        if sum(map(len, words)) >= 4 * FEWEST_WORDS:
            _check_script(words, name)
        return ()
    _check_script(words, name)
    shares = function_word_shares(words)
    english = shares.pop("en")
    best = max(shares, key=lambda code: shares[code])
    if english < PROSE <= shares[best] and shares[best] >= 1.5 * english:
        raise LanguageError(
            f"{name}: looks {NAMES[best]} ({shares[best]:.0%} of its words are {NAMES[best]} function words, "
            f"{english:.0%} English); only English is analysed"
        )
    if english < PROSE / 2 and len(words) >= 4 * FEWEST_WORDS:
        return (
            f"only {english:.0%} of the words are common English words; if this is not English, discard the result",
        )
    return ()


def function_word_shares(words: list[str]) -> dict[str, float]:
    """Return for each language known the share of ``words`` (lower-case) that are function words of it."""
    hits = Counter(code for word in words for code in _languages_of().get(word.replace("’", "'"), ()))
    return {code: hits[code] / len(words) for code in NAMES}


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    return {word: tuple(codes.split()) for word, codes in load_table("function_words").column("languages").items()}


def _check_script(words: list[str], name: str) -> None:
    letters = Counter(_script(letter) for word in words for letter in word)
    script, count = letters.most_common(1)[0]
    if script != "LATIN" and count > 0.5 * sum(letters.values()):
        raise LanguageError(f"{name}: is in {script.title()} script; only English is analysed")


@cache
def _script(letter: str) -> str:
    if letter.isascii():
        return "LATIN"
    first = unicodedata.name(letter, "unknown").partition(" ")[0]
    return {"CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}.get(first, first)
