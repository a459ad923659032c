"""Stage 2b: what the models read of a paragraph, cut to pieces, each character knowing its place in the article.

The models read a cleaned copy (no zero-width characters, plain spaces, ``''`` as one mark); what they find is led back
to ``Article.text`` by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from attribution.spans import Span

# A paragraph is tokenised in pieces: a batch of paragraphs is as long as the longest of them.
PIECE_CHARACTERS = 3_000
# Format characters that show nothing (joiners, direction marks, soft hyphen, byte order mark, variation selectors).
INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u180e\u2060\ufeff"
    + "".join(
        map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFE00, 0xFE10)))
    )
)
MARKS_TWICE = ("''", "``", "‘‘", "’’")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What the models read of a paragraph: character ``i`` stands at ``[starts[i], ends[i])`` of the article's text."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return the article's span under ``[start, end)`` of the cleaned text, which must not be empty."""
        return Span(self.starts[start], self.ends[end - 1])


def clean_paragraph(text: str, span: Span) -> Cleaned:
    """Return the paragraph as the models read it.

    Runs of white space and control characters become one space, invisible characters go, a quotation mark typed as two
    becomes one, and a paragraph wholly in capitals is read in title case, as the models have seen few of them.
    """
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    shouted = _is_shouted(text[span.start : span.end])
    index = span.start
    while index < span.end:
        character, width = text[index], 1
        if character in INVISIBLE:
            index += 1
            continue
        if text[index : index + 2] in MARKS_TWICE and index + 1 < span.end:
            character, width = '"', 2
        elif character.isspace() or not (character.isprintable() or ord(character) >= 0xA0):  # noqa: PLR2004 - controls
            character = " "
        elif shouted and characters and characters[-1].isalpha() and len(character.lower()) == 1:
            character = character.lower()
        if character != " " or (characters and characters[-1] != " "):
            characters.append(character)
            starts.append(index)
            ends.append(index + width)
        index += width
    if characters and characters[-1] == " ":
        del characters[-1], starts[-1], ends[-1]
    return Cleaned("".join(characters), tuple(starts), tuple(ends))


def _is_shouted(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    # A lone acronym ("NATO") or a byline's initials are no shouted line.
    return len(letters) > 12 and " " in text.strip() and all(not c.islower() for c in letters)  # noqa: PLR2004


def cut_pieces(text: str, limit: int = PIECE_CHARACTERS) -> Iterator[tuple[int, int]]:
    """Yield ``[start, end)`` of pieces of at most ``limit`` characters: cut after a sentence, at a space, or hard."""
    start = 0
    while len(text) - start > limit:
        cut = max(text.rfind(mark, start + limit // 2, start + limit) for mark in (". ", "? ", "! ", ".” ", '." '))
        if cut < 0:
            cut = text.rfind(" ", start + 1, start + limit)
        cut = text.find(" ", cut) if cut >= 0 and text[cut] != " " else cut
        end = cut if start < cut <= start + limit else start + limit
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)
