"""Stage 1, first part: text to paragraphs. Nothing in the text is changed.

Lines end where Unicode says that they do. A paragraph is a line, or, where the text was hard-wrapped at some column, a
run of lines; the lines themselves decide which of the two (`_wrap_width`). Marks of Markdown (``#``, ``>``, list
bullets, emphasis around a whole line), zero-width characters at the edges and comments for this program (`ASIDE`) stay
outside the spans.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from attribution.model import ZoneKind
from attribution.spans import Span, subtract, trim

ZERO_WIDTH = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060"
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_FULL_STOP = re.compile(r"[.!?:][\"'”’»)\]]*$")
_LIST_ITEM = re.compile(r"(?:[-*+•·–—]|\d{1,2}[.)])\s")
_RULE = re.compile(r"[-*_=~•·#\s—–]{2,}")
_MARK = re.compile(r"\s{0,3}(?:(?P<heading>#{1,6})\s+|(?:>\s?){1,8}|(?:[-*+]|\d{1,3}[.)])\s+)")
_UNDERLINE = re.compile(r"=+|-+")
# What an editor tells this program in the article itself, in a form that HTML and Markdown do not show. It ends on its
# line, so that one which is never closed takes no story with it.
ASIDE = re.compile(r"<!--[ \t]{0,9}attribution:(?P<says>[^\n\r\v\f\x85\u2028\u2029]{0,400}?)-->")
_PICTURE = re.compile(r"!\[[^\]\n]{0,400}\]\([^)\n]{0,800}\)")
WIDEST_COLUMN = 120  # characters; mail and wire terminals wrap at 65 to 80, editors at up to 120
NARROWEST_COLUMN = 40
FEWEST_WRAPPED = 2  # lines that another follows; a headline above its byline makes one
FULL_SHARE = 0.6  # of the lines that another follows; a wrapped paragraph of three lines has two full ones of three
SOFT_LINE = 40  # characters above which a Markdown line that another follows is taken for a part of a paragraph


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph to be: its span, the zone that its mark-up fixes, whether it had a mark, whether it is a heading."""

    span: Span
    zone: ZoneKind | None = None
    marked: bool = False
    heading: bool = False


def cut_paragraphs(text: str, start: int = 0, *, markdown: bool = False) -> tuple[Block, ...]:
    """Return the paragraphs of ``text[start:]`` in order, disjoint, without white space at their edges; linear time.

    A comment for this program (`ASIDE`) is in none of them; in the middle of one it parts it in two.
    """
    lines = [
        _line(text, piece, markdown=markdown)
        for line in _LINE.finditer(text, start)
        for piece in _without_asides(text, Span(*line.span()))
    ]
    lines = [line for line in lines if len(line.span)]
    below = [False]  # whether the line stands directly below the one before it
    below += [_one_break(text, a.span.end, b.span.start) for a, b in pairwise(lines)]
    width = _wrap_width(text, lines, below)
    blocks: list[Block] = []
    fenced = False
    for index, line in enumerate(lines):
        words = line.span.slice(text)
        fence = markdown and words.startswith(("```", "~~~"))
        if fence or fenced:
            fenced = fenced != fence
            blocks.append(replace(line, zone="boilerplate", heading=False))
        elif markdown and below[index] and _UNDERLINE.fullmatch(words) and not blocks[-1].zone:
            blocks[-1] = replace(blocks[-1], heading=True)
        elif (
            below[index]
            and _may_join(blocks[-1], line)
            and (
                _joins_markdown(text, lines[index - 1], line)
                if markdown
                else _joins(text, lines[index - 1], line, width)
            )
        ):
            blocks[-1] = replace(blocks[-1], span=Span(blocks[-1].span.start, line.span.end))
        else:
            blocks.append(line)
    return tuple(blocks)


def _without_asides(text: str, line: Span) -> tuple[Span, ...]:
    asides = [Span(*aside.span()) for aside in ASIDE.finditer(text, line.start, line.end)]
    return subtract(line, asides) if asides else (line,)


def _line(text: str, line: Span, *, markdown: bool) -> Block:
    span = trim(line, text, ZERO_WIDTH)
    words = span.slice(text)
    if _RULE.fullmatch(words):
        return Block(span, "boilerplate")
    if not markdown:
        return Block(span)
    if words.startswith("<!--"):
        return Block(span, "boilerplate")
    mark = _MARK.match(text, span.start, span.end)
    if mark:
        span = trim(Span(mark.end(), span.end), text, ZERO_WIDTH)
    heading = mark is not None and mark["heading"] is not None
    if heading:
        span = trim(span, text, "#" + ZERO_WIDTH)
    if _PICTURE.fullmatch(span.slice(text)):
        return Block(span, "caption")
    return Block(_without_emphasis(text, span), None, mark is not None, heading)


def _without_emphasis(text: str, span: Span) -> Span:
    words = span.slice(text)
    for mark in ("***", "**", "__", "*", "_"):
        inner = words[len(mark) : -len(mark)]
        if words.startswith(mark) and words.endswith(mark) and inner.strip() and mark[0] not in inner:
            return trim(Span(span.start + len(mark), span.end - len(mark)), text, ZERO_WIDTH)
    return span


def _one_break(text: str, end: int, start: int) -> bool:
    return len(_BREAK.findall(text, end, start)) == 1 and not ASIDE.search(text, end, start)


def _wrap_width(text: str, lines: Sequence[Block], below: Sequence[bool]) -> int | None:
    """Return the column at which the text was wrapped, or None where each line is a paragraph.

    A line that a program wrapped could not have taken the next line's first word too, and seldom ends in a full stop.
    """
    inner = [i for i in range(len(lines) - 1) if below[i + 1]]
    width = max((len(lines[i].span) for i in inner), default=0)
    if len(inner) < FEWEST_WRAPPED or not NARROWEST_COLUMN <= width <= WIDEST_COLUMN:
        return None
    full = sum(_is_full(text, lines[i], lines[i + 1], width) for i in inner)
    open_ended = sum(not _FULL_STOP.search(lines[i].span.slice(text)[-12:]) for i in inner)
    return width if min(full, open_ended) >= FULL_SHARE * len(inner) else None


def _is_full(text: str, line: Block, following: Block, width: int) -> bool:
    start = following.span.start
    first_word = text[start : min(start + WIDEST_COLUMN, following.span.end)].split(maxsplit=1)[0]
    return len(line.span) + 1 + len(first_word) > width


def _may_join(open_block: Block, line: Block) -> bool:
    return not (open_block.zone or open_block.heading or line.zone or line.heading)


def _joins_markdown(text: str, above: Block, line: Block) -> bool:
    """Tell whether the line goes on: a break is a space, unless a mark, two spaces or a backslash force a new line."""
    forced = text[above.span.end : above.span.end + 2] == "  " or text[above.span.end - 1] == "\\"
    in_quote = line.marked and text[line.span.start - 2 : line.span.start].strip() == ">"
    return len(above.span) > SOFT_LINE and not forced and (not line.marked or in_quote)


def _joins(text: str, above: Block, line: Block, width: int | None) -> bool:
    indented = text[line.span.start - 1] in " \t\u3000" and (
        above.span.start == 0 or text[above.span.start - 1] not in " \t\u3000"
    )
    item = _LIST_ITEM.match(text, line.span.start, line.span.end)
    return width is not None and not indented and not item and _is_full(text, above, line, width)
