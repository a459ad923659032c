"""HTML to a tree of elements that know where they stand, in time that grows with the page alone.

The tokenizer follows the WHATWG standard: what it calls an error is read on as browsers do, and a tag or comment that
never ends takes the rest of the page with it. The tree has the rules for tags left out that pages of news rely on
(paragraphs, lists, tables), and not those for misnested formatting, which moves no words.

The standard library's HTMLParser tells positions too but takes quadratic time on pages made to that end (before Python
3.11.14); html5lib and lxml tell none, or lines alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from attribution.errors import FormatError

MOST_TAGS = 200_000  # the longest articles have some thousands
DEEPEST = 500  # nested elements; browsers stop at 512
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
RAW = frozenset("script style textarea title xmp iframe noembed noframes noscript".split())
_CLOSES_P = frozenset(
    "address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption figure footer form h1 "
    "h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table ul search".split()
)
_SCOPES = frozenset("table td th caption template object html body".split())
_ACROSS = frozenset("table thead tbody tfoot tr td th caption template object body html".split())
# A tag in the key ends the first open element among the values, unless one of the stops lies between.
_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    **dict.fromkeys(("li",), (frozenset({"li"}), frozenset({"ul", "ol", "menu"}))),
    **dict.fromkeys(("dt", "dd"), (frozenset({"dt", "dd"}), frozenset({"dl"}))),
    **dict.fromkeys(("td", "th"), (frozenset({"td", "th"}), frozenset({"tr", "table"}))),
    **dict.fromkeys(("tr",), (frozenset({"tr"}), frozenset({"table"}))),
    **dict.fromkeys(("tbody", "thead", "tfoot"), (frozenset({"tbody", "thead", "tfoot"}), frozenset({"table"}))),
    **dict.fromkeys(("option",), (frozenset({"option"}), frozenset({"select"}))),
}
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>\0]*)|<!--|<[!?/]")
_NAME = re.compile(r"[\s/]*+(=?[^\s/>=]*+)")
_EQUALS = re.compile(r"\s*+=\s*+")
_BARE = re.compile(r"[^\s>]*+")
_COMMENT_END = re.compile(r"--!?>")


class Words:
    """A run of the page between tags, entities and all; ``cdata`` has none."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = start, end


class Element:
    """An element: its name in lower case, its attributes, where its tags stand, and what is in it.

    ``start`` and ``inner`` are the edges of the start tag, ``inner_end`` and ``end`` of the end tag; they are equal
    where that tag was left out.
    """

    __slots__ = ("attrs", "children", "end", "inner", "inner_end", "name", "parent", "start")

    def __init__(self, name: str, attrs: dict[str, str], start: int, inner: int, parent: Element | None) -> None:
        self.name = name
        self.attrs = attrs
        self.start, self.inner = start, inner
        self.inner_end = self.end = inner
        self.parent = parent
        self.children: list[Element | Words] = []

    def walk(self) -> Iterator[Element]:
        """Yield the elements in it, in the page's order, itself first."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack += [child for child in reversed(element.children) if isinstance(child, Element)]

    def ancestors(self) -> Iterator[Element]:
        """Yield the elements it lies in, the nearest first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


def parse_markup(text: str, name: str, start: int = 0) -> Element:
    """Return the root of the page's tree, an element without a name.

    Raises:
        FormatError: there are more tags, or they are nested deeper, than in any article.
    """
    builder = _Builder(name)
    at = start
    while True:
        match = _TAG.search(text, at)
        if match is None:
            builder.words(at, len(text))
            break
        builder.words(at, match.start())
        at = _markup_end(text, match, builder)
    builder.close(len(text))
    return builder.root


def _markup_end(text: str, match: re.Match[str], builder: _Builder) -> int:
    """Take what starts with ``<`` into the tree and return where it ends."""
    if not match[2]:
        if match[0] == "<!--":
            if text.startswith((">", "->"), match.end()):
                return text.index(">", match.end()) + 1
            over = _COMMENT_END.search(text, match.end())
            return over.end() if over else len(text)
        if match[0] == "<!" and text.startswith("[CDATA[", match.end()):
            stop = text.find("]]>", match.end())
            return stop + 3 if stop >= 0 else len(text)
        stop = text.find(">", match.end())
        return stop + 1 if stop >= 0 else len(text)
    attrs, end = _attributes(text, match.end())
    if end is None:
        return len(text)
    tag = match[2].lower()
    if match[1]:
        builder.end(tag, match.start(), end)
        return end
    builder.start(tag, attrs, match.start(), end, closed=text[end - 2] == "/")
    if tag not in RAW:
        return end
    closing = re.compile(rf"</{re.escape(tag)}(?=[\s/>])", re.IGNORECASE).search(text, end)
    stop = closing.start() if closing else len(text)
    builder.words(end, stop)
    return stop


def _attributes(text: str, at: int) -> tuple[dict[str, str], int | None]:
    """Return the attributes of a tag, the first of each name, and where the tag ends, or None where it never does."""
    attrs: dict[str, str] = {}
    while True:
        name = _NAME.match(text, at)
        at = name.end() if name else at
        if at >= len(text):
            return attrs, None
        if name is not None and not name[1]:
            return attrs, at + 1  # only ">" is left to stand here
        value = ""
        equals = _EQUALS.match(text, at)
        if equals:
            at = equals.end()
            quote = text[at : at + 1]
            if quote in {'"', "'"}:
                stop = text.find(quote, at + 1)
                if stop < 0:
                    return attrs, None
                value, at = text[at + 1 : stop], stop + 1
            else:
                bare = _BARE.match(text, at)
                value, at = (bare[0], bare.end()) if bare else ("", at)
        if name is not None:
            attrs.setdefault(name[1].lower(), unescape(value) if "&" in value else value)


class _Builder:
    """The tree so far and the elements that are open, innermost last."""

    def __init__(self, name: str) -> None:
        self.root = Element("", {}, 0, 0, None)
        self._name = name
        self._open = [self.root]
        self._tags = 0
        self._all: Counter[str] = Counter()
        # Names open since each table cell or the like: an end tag in a cell ends nothing outside it.
        self._scopes: list[Counter[str]] = [Counter()]

    def words(self, start: int, end: int) -> None:
        if start < end:
            self._open[-1].children.append(Words(start, end))

    def start(self, name: str, attrs: dict[str, str], start: int, end: int, *, closed: bool) -> None:
        self._tags += 1
        if self._tags > MOST_TAGS:
            raise FormatError(f"{self._name}: has more than {MOST_TAGS:,} tags and is no page of one article")
        if name in _CLOSES_P and self._scopes[-1]["p"]:
            self._pop("p", start, start)
        if name in _ENDS:
            ended, stops = _ENDS[name]
            self._end_sibling(ended, stops, start)
        element = Element(name, attrs, start, end, self._open[-1])
        self._open[-1].children.append(element)
        if name in VOID or (closed and "-" in name):
            return
        if len(self._open) > DEEPEST:
            raise FormatError(
                f"{self._name}: its tags are nested more than {DEEPEST} deep; it is no page of an article"
            )
        self._open.append(element)
        if name in _SCOPES:
            self._scopes.append(Counter())
        self._scopes[-1][name] += 1
        self._all[name] += 1

    def end(self, name: str, start: int, end: int) -> None:
        if name == "br":  # read as a line break by every browser
            self._open[-1].children.append(Element("br", {}, start, end, self._open[-1]))
        elif self._scopes[-1][name] or (name in _ACROSS and self._all[name]):
            self._pop(name, start, end)

    def close(self, end: int) -> None:
        for element in self._open:
            element.inner_end = element.end = end

    def _end_sibling(self, names: frozenset[str], stops: frozenset[str], at: int) -> None:
        if not any(self._all[name] for name in names):
            return
        for element in reversed(self._open):
            if element.name in names:
                self._pop(element.name, at, at)
                return
            if element.name in stops:
                return

    def _pop(self, name: str, start: int, end: int) -> None:
        while True:
            element = self._open.pop()
            element.inner_end = start
            element.end = end if element.name == name else start
            self._all[element.name] -= 1
            self._scopes[-1][element.name] -= 1
            if element.name in _SCOPES:
                self._scopes.pop()
            if element.name == name:
                return
