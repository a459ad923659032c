"""The words of HTML elements to the paragraphs of a draft: what browsers show, in the order they show it.

White space is drawn together, entities become their characters, ``<q>`` its quotation marks. Captions, headings and the
like get their zones from `Parts`; a pull quote that repeats the story becomes boilerplate, so that nobody is
counted for saying a thing twice.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import takewhile

from attribution.model import ZoneKind
from attribution.reading.drafts import UNSEEN, Draft
from attribution.reading.markup import Element, Words
from attribution.reading.pageparts import Parts
from attribution.reading.repeats import find_repeats
from attribution.reading.tracing import Traced

_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,32});?")
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol p pre search section summary table "
    "tbody td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ZONE_OF: dict[str, ZoneKind] = {
    "caption": "caption",
    "headline": "headline",
    "standfirst": "standfirst",
    "byline": "byline",
    "date": "dateline",
}
_HELD = frozenset({"blockquote", "pre", "table"})  # what figures hold beside pictures
_MARKS = (("“", "”"), ("‘", "’"))
_OPENS = re.compile(r"\s*(?:[\"“‘«]|&(?:ldquo|lsquo|quot|laquo|#8220|#8216|#x201[8cC]|#34);)")
_NOTE = re.compile(r"\W{0,3}[\w*†‡]{1,3}\W{0,3}")
_END = re.compile(r"[.!?…][\"'”’)]*$")
_PARTED: frozenset[ZoneKind | None] = frozenset({"byline", "caption", "dateline"})  # pages part their spans by style
SHORT_PART = 200  # characters; a longer "byline" is a portrait of the author, a longer "headline" none
LINKED = 0.9  # of a paragraph's characters that stand in links: it leads elsewhere
FEWEST_LINKED = 3  # words of it
LONGEST_CELL = 100  # characters in a cell of a table of figures


class Prose:
    """Writes elements of a page into a draft.

    Args:
        source: the page's text.
        parts: what its elements are.
        draft: what to write into.
        headline: the element that is the story's headline.
        zone: the zone of all that has none of its own.
    """

    def __init__(
        self,
        source: Traced,
        parts: Parts,
        draft: Draft,
        *,
        headline: Element | None = None,
        zone: ZoneKind | None = None,
    ) -> None:
        self._source, self._parts, self._draft, self._headline = source, parts, draft, headline
        self._zones: list[ZoneKind | None] = [zone]
        self._links = self._depth = 0  # elements open: links, quotations
        self._linked = self._length = 0  # characters of the open paragraph
        self._started = False  # whether a paragraph of the body has been written
        self._rows: list[Element] = []  # rows open of tables of figures
        self._aside: list[bool] = []  # for each open block whether it is a quotation set apart
        self._headed: int | None = None  # the number of the headline
        self._first = 0  # the number of the open paragraph; a line break may have ended some of it already
        self._apart: list[int] = []  # the numbers of paragraphs that are

    def write(self, element: Element, *, zone: ZoneKind | None = None) -> None:
        """Write all of an element that is shown and part of the story, in a zone if its own parts have none."""
        self._zones.append(zone or self._zones[-1])
        if element.name not in _BLOCKS:
            self._begin(element, self._zone_of(element, self._parts.part(element)))
        stack: list[tuple[Element | Words, bool]] = [(element, False)]
        while stack:
            item, closing = stack.pop()
            if isinstance(item, Words):
                self._text(item)
            elif closing:
                self._close(item)
            elif self._open(item):
                stack.append((item, True))
                stack += [(child, False) for child in reversed(item.children)]
        self._end()
        self._zones.pop()

    def line_of(self, element: Element) -> tuple[Element, ZoneKind | None]:
        """Return the line that an element of a byline or the like stands in, where all parts of it are of its kind."""
        part, above = self._parts.part(element), element.parent
        if element.name in _BLOCKS or above is None or above.name not in _BLOCKS or part is None:
            return element, None
        others = {self._parts.part(child) for child in above.walk() if child is not above}
        if others <= {part, None} and _size(above, self._source.text) <= SHORT_PART:
            return above, self._zone_of(element, part)
        return element, None

    def finish(self) -> None:
        """Take out of the story what only looks like it; call it once, after all was written."""
        draft = self._draft
        for number in find_repeats(draft.written, self._apart):
            draft.set_zone(number, "boilerplate")
        # Kickers and menus above a headline, and headings of lists at the end that were left out.
        above = range(self._headed) if self._headed is not None else ()
        below = takewhile(draft.is_heading, reversed(range(len(draft.written))))
        for number in (*(n for n in above if draft.zone_of(n) is None), *below):
            draft.set_zone(number, "boilerplate")

    def words_of(self, element: Element) -> str:
        """Return the words in an element in one line."""
        return " ".join(unescape(_words_in(element, self._source.text)).split())

    def _open(self, element: Element) -> bool:
        """Begin an element; tell whether what is in it is to be written."""
        name, draft = element.name, self._draft
        if self._parts.is_left_out(element) or _is_note(element, self._source.text):
            return False
        if name == "br":
            self._break(element)
            return False
        if name in _BLOCKS or "-" in name:
            part = self._parts.part(element)
            if part in {"byline", "date"} and _size(element, self._source.text) > SHORT_PART:
                return False
            self._zones.append(self._zone_of(element, part))
            self._aside.append(part == "pullquote" or name == "blockquote" or (bool(self._aside) and self._aside[-1]))
            if name in {"td", "th"} and self._rows:
                if draft.is_open:
                    draft.put("\t", self._source, element.start, element.inner)
            else:
                self._begin(element)
            if name == "tr" and _is_figures(element, self._source.text):
                self._zones[-1] = "boilerplate"
                self._begin(element)
                self._rows.append(element)
        elif draft.zone in _PARTED and draft.is_open:
            draft.space(self._source, element.start, element.inner)
        if name == "a":
            self._links += 1
        elif name == "q":
            self._mark(element, 0)
            self._depth += 1
        elif name not in _BLOCKS and self._is_part_of_line(element):
            self._begin(element, self._zone_of(element, self._parts.part(element)))
        return True

    def _close(self, element: Element) -> None:
        name = element.name
        if name in _BLOCKS or "-" in name:
            if not (self._rows and name in {"td", "th"}):
                self._end()
            if self._rows and self._rows[-1] is element:
                self._rows.pop()
            self._zones.pop()
            self._aside.pop()
        elif name == "a":
            self._links -= 1
        elif name == "q":
            self._depth -= 1
            self._mark(element, 1)

    def _is_part_of_line(self, element: Element) -> bool:
        """Tell whether an element within a line is a byline or the like that has the line to itself, or nearly so."""
        above = element.parent
        if self._draft.is_open or above is None or self._parts.part(element) not in {"byline", "date", "caption"}:
            return False
        return _size(above, self._source.text) <= max(SHORT_PART, _size(element, self._source.text))

    def _zone_of(self, element: Element, part: str | None) -> ZoneKind | None:
        """Return the zone of the paragraphs in an element."""
        if element is self._headline:
            return "headline"
        outer = self._zones[-1]
        zone = _ZONE_OF.get(part or "")
        if element.name == "figure" and zone is None and not {child.name for child in element.walk()} & _HELD:
            return "caption"
        if zone == "caption" and _holds_quotation(element):
            return outer
        if zone in {"headline", "standfirst"} and (self._started or zone == "headline"):
            return outer
        return zone or outer

    def _begin(self, element: Element, zone: ZoneKind | None = None) -> None:
        self._end()
        self._first = len(self._draft.written)
        zone = zone or self._zones[-1]
        heading = element.name in _HEADINGS and zone is None
        self._draft.begin(zone, heading=heading, marked=element.name == "li")

    def _end(self) -> None:
        """End the open paragraph; one that is all link leads to another story."""
        draft = self._draft
        if draft.zone is None and self._linked and self._linked >= LINKED * self._length:
            words = draft.open_words
            if (len(words.split()) >= FEWEST_LINKED or not self._started) and not _END.search(words):
                draft.rezone("boilerplate")
        zone = draft.zone
        draft.end()
        if len(draft.written) > self._first:
            self._headed = self._first if zone == "headline" and self._headed is None else self._headed
            self._started = self._started or zone is None
            if self._aside and self._aside[-1]:
                self._apart += range(self._first, len(draft.written))
        self._first = len(draft.written)
        self._linked = self._length = 0

    def _break(self, element: Element) -> None:
        if self._rows:
            self._draft.space(self._source, element.start, element.inner)
        else:
            self._draft.line(self._source, element.start, element.inner)

    def _mark(self, element: Element, side: int) -> None:
        """Write the quotation mark that browsers draw at an edge of ``<q>``, unless the page wrote one there itself."""
        text = self._source.text
        start, end = (element.inner_end, element.end) if side else (element.start, element.inner)
        if start == end or _OPENS.match(text, element.inner, element.inner_end):
            return
        if not self._draft.is_open and not side:
            self._ensure()
        self._draft.put(_MARKS[min(self._depth, 1)][side], self._source, start, end)

    def _ensure(self) -> None:
        if not self._draft.is_begun:
            self._draft.begin(self._zones[-1])

    def _text(self, words: Words) -> None:
        source, at = self._source, words.start
        size = len(source.text[words.start : words.end].strip())
        self._linked += size if self._links else 0
        self._length += size
        self._ensure()
        for match in _ENTITY.finditer(source.text, words.start, words.end):
            self._draft.flow(source, at, match.start())
            self._entity(match)
            at = match.end()
        self._draft.flow(source, at, words.end)

    def _entity(self, match: re.Match[str]) -> None:
        made = unescape(match[0])
        if made == match[0]:
            self._draft.flow(self._source, *match.span())
        elif made.isspace() and made != "\xa0":
            self._draft.space(self._source, *match.span())
        elif made.strip(UNSEEN):
            self._draft.put(made, self._source, *match.span())


def _words_in(element: Element, text: str, most: int = 4 * SHORT_PART) -> str:
    """Return the raw words in an element, to some length."""
    found: list[str] = []
    size = 0
    stack: list[Element | Words] = [element]
    while stack and size < most:
        item = stack.pop()
        if isinstance(item, Words):
            found.append(text[item.start : min(item.end, item.start + most)])
            size += len(found[-1])
        elif item.name not in {"script", "style", "noscript"}:
            stack += reversed(item.children)
    return " ".join(found)


def _size(element: Element, text: str) -> int:
    """Return the characters of the words in an element, exact while they are few."""
    return len(" ".join(_words_in(element, text).split()))


def _is_note(element: Element, text: str) -> bool:
    """Tell whether an element is the raised number of a note: a link of one to three characters in ``<sup>``."""
    if element.name != "sup" or not any(isinstance(c, Element) and c.name == "a" for c in element.children):
        return False
    return _NOTE.fullmatch(_words_in(element, text, 20).strip()) is not None


def _holds_quotation(element: Element) -> bool:
    """Tell whether the figure of a caption is a quotation, so that the caption says whose."""
    figure = element.parent
    if figure is None or figure.name != "figure":
        return False
    inside = {child.name for child in figure.walk()}
    return "blockquote" in inside and not inside & {"img", "picture", "video", "amp-img"}


def _is_figures(row: Element, text: str) -> bool:
    """Tell whether a row is one of a table of figures: two cells or more, none of them prose."""
    cells = [child for child in row.children if isinstance(child, Element) and child.name in {"td", "th"}]
    return len(cells) > 1 and all(
        len(_words_in(cell, text, 2 * LONGEST_CELL).strip()) <= LONGEST_CELL for cell in cells
    )
