"""The marks of an article, and what the characters beside each let it be: opening, closing, an apostrophe, inches."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Literal

from attribution.lexicons import load_table
from attribution.model import Article
from attribution.spans import Span

Family = Literal["double", "single", "angle", "small angle"]

FAMILIES: dict[str, Family] = {
    **dict.fromkeys(('"', "＂", "“", "”", "„", "‟", "``", "''", "‘‘", "’’"), "double"),
    **dict.fromkeys(("'", "‘", "’", "‚", "‛", "`"), "single"),
    **dict.fromkeys(("«", "»"), "angle"),
    **dict.fromkeys(("‹", "›"), "small angle"),
}
OPENERS = frozenset(("“", "„", "‟", "``", "‘‘", "‘", "‚", "‛", "`", "«", "‹"))
CLOSERS = frozenset(("”", "’’", "’", "»", "›"))
_LOW = frozenset(("„", "‚"))
_MARK_CHARACTERS = frozenset("".join(FAMILIES))
_MARK = re.compile(r"'(?=''(?![\w']))|’(?=’’(?![\w’]))|``|‘‘|''|’’|[\"＂“”„‟'‘’‚‛`«»‹›]")
_MASKED = re.compile(
    r"https?://[^\s<>\"“”„«»]+|www\.[^\s<>\"“”„«»]+"  # addresses
    r"|</?[A-Za-z!][^<>\n]*>"  # tags, with what their attributes hold
    r"|(?<=\])\([^()\s]+(?:\s+\"[^\"()]*\")?\)"  # Markdown: where a link leads, and its title
    r"|(?<!`)`(?![`\s])[^`\n]*(?<![\s`])`(?![`\w])"  # Markdown: code
    r"|(?<=[\w-])=(?:\"[^\"\n]*\"|'[^'\n]*')"  # name="value"
)
# Characters without width that tell where a script turns or a line may break; posts are full of them.
_INVISIBLE = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_BEFORE_OPENING = frozenset("([{–—―-/\u00a1\u00bf")
_AFTER_CLOSING = frozenset(".,;:!?)]}–—―-/…")
SENTENCE_ENDS = frozenset(".!?…,;:–—―-")
_FRACTIONS = frozenset("½¼¾⅓⅔⅛")
WORD_AFTER = re.compile(r"\w{1,12}")
_WORD_BEFORE = re.compile(r"\w{1,12}\Z")
_FEET_BEFORE = re.compile(r"\d['‘’′]\d{1,2}\Z")  # 6’2”
_CLOSER_NEXT = re.compile(r"[.,!?…]{1,3}['’](?!\w)")
_DECADE = re.compile(r"\d\ds?\b")
_ROCK_N_ROLL = re.compile(r"n['‘’](?!\w)", re.IGNORECASE)


class Can(Enum):
    """What a mark can be, by the characters beside it."""

    OPEN = "open"
    CLOSE = "close"
    EITHER = "either"  # it closes what is open, or opens
    CLOSE_OR_NOT = "close or not"  # it closes, or is a possessive (players’) or inches (12")
    OPEN_OR_NOT = "open or not"  # it opens, or stands for left-out letters (’em)


@dataclass(slots=True)
class Mark:
    """A quotation mark (or two characters that are one) and what can be told of it alone."""

    start: int
    end: int
    glyph: str
    family: Family
    can: Can
    left: str  # nearest character before it that has width and is no mark, "" at the paragraph's edge
    right: str
    word_follows: bool  # no white space after it
    closes_ahead: int = 0  # marks of its family that can close, before the next one that opens
    doubles_ahead: int = 0  # the same of double marks


def find_marks(article: Article) -> list[list[Mark]]:
    """List the marks of every paragraph, none for boilerplate; those in addresses, tags and code are left out."""
    masked = [_masked_range(match) for match in _MASKED.finditer(article.text)]
    doubled = _doubled_singles(article.text)
    marks: list[list[Mark]] = []
    mask = 0
    for paragraph in article.paragraphs:
        found: list[Mark] = []
        if paragraph.zone != "boilerplate":
            found, mask = _scan(article.text, paragraph.span, masked, mask, doubled)
        marks.append(found)
    return marks


def _masked_range(match: re.Match[str]) -> tuple[int, int]:
    """Return the range in which marks are none; those after an address are the sentence's."""
    trailing = len(match[0]) - len(match[0].rstrip("'‘’.,;:!?)")) if match[0][0] in "hw" else 0
    return match.start(), match.end() - trailing


def _doubled_singles(text: str) -> frozenset[str]:
    """Tell which two single marks in a row are one double mark in this article: those it also opens with."""
    doubled = {"``"}
    if "``" in text or (re.search(r"(?<!\S)'{2,3}\w", text) and re.search(r"\S''(?![\w'])", text)):
        doubled.add("''")
    if "‘‘" in text:
        doubled |= {"‘‘", "’’"}
    return frozenset(doubled)


def _scan(
    text: str, span: Span, masked: list[tuple[int, int]], mask: int, doubled: frozenset[str]
) -> tuple[list[Mark], int]:
    """List the marks of a paragraph with what each can be; ``mask`` is the first masked range not yet passed."""
    places: list[tuple[int, int]] = []
    for match in _MARK.finditer(text, span.start, span.end):
        start, end = match.span()
        while mask < len(masked) and masked[mask][1] <= start:
            mask += 1
        if mask < len(masked) and masked[mask][0] <= start:
            continue
        if len(match[0]) > 1 and match[0] not in doubled:
            places += [(start, start + 1), (start + 1, end)]
        else:
            places.append((start, end))
    left = [""] * len(places)
    for index, (start, _) in enumerate(places):
        touches = index > 0 and places[index - 1][1] == start
        left[index] = left[index - 1] if touches else _visible_before(text, start, span)
    found: list[Mark] = []
    right, after = "", -1
    for index in range(len(places) - 1, -1, -1):
        start, end = places[index]
        if end != after:
            right = _visible_after(text, end, span)
        after = start
        glyph = text[start:end]
        mark = Mark(start, end, glyph, FAMILIES[glyph], Can.EITHER, left[index], right, end < span.end)
        mark.word_follows = end < span.end and not text[end].isspace()
        if mark.family == "single" and _is_apostrophe(text, mark, span):
            continue
        mark.can = _single_can(text, mark, span) if mark.family == "single" else _double_can(text, mark, span)
        found.append(mark)
    _count_closers(found)
    found.reverse()
    return found, mask


def _visible_before(text: str, offset: int, span: Span) -> str:
    while offset > span.start and text[offset - 1] in _INVISIBLE:
        offset -= 1
    return text[offset - 1] if offset > span.start else ""


def _visible_after(text: str, offset: int, span: Span) -> str:
    while offset < span.end and text[offset] in _INVISIBLE:
        offset += 1
    return text[offset] if offset < span.end else ""


def _by_space(mark: Mark) -> Can:
    """Say what white space and punctuation beside a mark make of it."""
    space_before = not mark.left or mark.left.isspace()
    space_after = not mark.right or mark.right.isspace()
    if space_before and not space_after:
        return Can.EITHER if mark.right in ",;:)]}" else Can.OPEN
    if space_after and not space_before:
        return Can.OPEN if mark.left in "([{" else Can.CLOSE
    before, after = mark.left in _BEFORE_OPENING, mark.right in _AFTER_CLOSING
    if before != after and not space_before:
        return Can.OPEN if before else Can.CLOSE
    return Can.EITHER


def _double_can(text: str, mark: Mark, span: Span) -> Can:
    place = _by_space(mark)
    if mark.glyph in _LOW:
        return Can.OPEN
    if mark.glyph in OPENERS:
        return Can.OPEN if place is Can.OPEN or not mark.left else Can.EITHER
    if mark.glyph in CLOSERS and not _FEET_BEFORE.search(text, max(span.start, mark.start - 5), mark.start):
        return Can.EITHER if place is Can.OPEN or not mark.left else Can.CLOSE
    if place is not Can.OPEN and (mark.left.isdigit() or mark.left in _FRACTIONS):
        return Can.CLOSE_OR_NOT
    return place


def _is_apostrophe(text: str, mark: Mark, span: Span) -> bool:
    """Tell whether a single mark can be nothing but an apostrophe: inside a word, or rock 'n' roll."""
    before = text[mark.start - 1] if mark.start > span.start else ""
    after = text[mark.end] if mark.end < span.end else ""
    if before.isalnum() and after.isalnum():
        return True
    if mark.glyph in ("‚", "`") and _by_space(mark) is not Can.OPEN:
        return True  # a comma of another font, an accent
    if _ROCK_N_ROLL.match(text, mark.end, span.end):
        return True
    if before in ("n", "N") and mark.start - 2 >= span.start and text[mark.start - 2] in "'‘’":
        return True
    word = _WORD_BEFORE.search(text, max(span.start, mark.start - 12), mark.start)
    return word is not None and after.isspace() and word_uses().get(word[0].lower()) == "clipped"


def _single_can(text: str, mark: Mark, span: Span) -> Can:
    place = _by_space(mark)
    if place is Can.OPEN:
        if mark.glyph == "’" or _elides(text, mark, span):
            return Can.OPEN_OR_NOT
        return Can.OPEN
    if place is not Can.CLOSE:
        return Can.EITHER
    if mark.left.isdigit() or mark.left in _FRACTIONS:
        return Can.CLOSE_OR_NOT
    return Can.CLOSE_OR_NOT if _may_be_possessive(text, mark, span) else Can.CLOSE


def _elides(text: str, mark: Mark, span: Span) -> bool:
    """Tell whether letters may be left out at a mark: ’em, ’90s."""
    word = WORD_AFTER.match(text, mark.end, span.end)
    return word is not None and (
        word_uses().get(word[0].lower()) == "elided" or _DECADE.fullmatch(text, mark.end, word.end()) is not None
    )


def _may_be_possessive(text: str, mark: Mark, span: Span) -> bool:
    """Tell whether a mark after a word may be its apostrophe: the players’ choice, nothin’ doing."""
    before = _WORD_BEFORE.search(text, max(span.start, mark.start - 12), mark.start)
    if before and before[0].lower().endswith("in") and len(before[0]) > len("win"):
        return True
    if before and before[0][-1] in "sSxXzZ" and _CLOSER_NEXT.match(text, mark.end, span.end):
        return True  # it was the villagers’.’
    following = mark.end
    if following + 1 >= span.end or not text[following].isspace() or not text[following + 1].isalnum():
        return False
    after = WORD_AFTER.match(text, following + 1, span.end)
    closed = after is not None and word_uses().get(after[0]) == "closed"
    return before is not None and before[0][-1] in "sSxXzZ" and not closed


@cache
def word_uses() -> dict[str, str]:
    """Return what the words beside a mark say of it: ``elided``, ``clipped`` or ``closed``."""
    return load_table("apostrophes").column("use")


def _count_closers(backwards: list[Mark]) -> None:
    """Count for each mark how many closers of its family come before the next opener of it.

    Singles inside a double quotation do not count those beyond its end.
    """
    ahead: dict[Family, int] = dict.fromkeys(FAMILIES.values(), 0)
    outside: list[int] = []
    for mark in backwards:
        mark.closes_ahead, mark.doubles_ahead = ahead[mark.family], ahead["double"]
        if mark.can is Can.OPEN:
            ahead[mark.family] = 0
        elif mark.can in (Can.CLOSE, Can.EITHER):
            ahead[mark.family] += 1
        if mark.family == "double" and mark.can is Can.CLOSE:
            outside.append(ahead["single"])
            ahead["single"] = 0
        elif mark.family == "double" and mark.can is Can.OPEN and outside:
            ahead["single"] = outside.pop()


def speaks_in_singles(text: str, marks: list[list[Mark]]) -> bool:
    """Tell whether single marks are this article's marks of speech: more of them stand where speech begins and ends."""
    uses = word_uses()
    seen = {"single": 0, "double": 0}
    for mark in (mark for paragraph in marks for mark in paragraph if mark.family in seen):
        if mark.can is Can.OPEN and text[mark.end : mark.end + 1].isupper():
            seen[mark.family] += 1
        elif mark.can is Can.CLOSE and mark.left in SENTENCE_ENDS:
            word = WORD_AFTER.match(text, mark.end + 1)
            seen[mark.family] += 2 if word and uses.get(word[0]) == "closed" else 1
    return seen["single"] > seen["double"]
