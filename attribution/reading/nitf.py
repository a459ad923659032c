"""NITF 3, the XML that agencies send stories in: headline, byline, dateline, blocks of paragraphs, captions."""

from __future__ import annotations

import re
from typing import NamedTuple

from attribution.errors import FormatError
from attribution.model import Article, ZoneKind
from attribution.reading.drafts import Draft, Facts, Place
from attribution.reading.tracing import Traced, Tracer
from attribution.reading.xmltree import Node, Tree, parse_xml

_PARAGRAPHS: dict[str, ZoneKind | None] = {
    "p": None, "li": None, "dt": None, "dd": None, "pre": None, "note": "boilerplate", "hl1": "headline",
    "hl2": "subhead", "byline": "byline", "dateline": "dateline", "distributor": "byline", "abstract": "standfirst",
    "media-caption": "caption", "media-producer": "caption", "tagline": "boilerplate", "bibliography": "boilerplate",
    "credit": None, "tr": "boilerplate", "datasource": "boilerplate", "copyrite": "boilerplate",
}  # fmt: skip
_LEFT_OUT = frozenset({"fn", "media-reference", "media-metadata", "media-object", "rights", "slugline", "pronounce"})
_MARKS = (("“", "”"), ("‘", "’"))
_MARKED = re.compile(r"\s*[\"“‘«']")
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?)?")


def read_nitf(text: str, place: Place) -> Article:
    """Return the article of an NITF file.

    Raises:
        FormatError: it is no well-formed XML, declares entities, or has no body.
        EmptyArticleError, LanguageError: there are no words in it, or no English ones.
    """
    source = Traced.whole(text)
    draft, facts = Draft(place.name), Facts()
    write_nitf(source, draft, facts, place.name)
    return draft.article(place, facts, {None: source.lines})


def write_nitf(source: Traced, draft: Draft, facts: Facts, name: str) -> None:
    """Write an NITF document into a draft, and add what its head says to the facts; raises as `read_nitf`."""
    tree = parse_xml(source, name)
    body = tree.root.first("body")
    if tree.root.name != "nitf" or body is None:
        raise FormatError(f"{name}: is NITF without a body; nothing to analyse")
    top = body.first("body.head")
    if top is not None:
        facts.add("title", tree.words(next(top.all("hl1"), None)))
        facts.add("byline", tree.words(next(top.all("byline"), None)))
    _Writer(tree, draft).write(body)
    head = tree.root.first("head")
    if head is not None:
        _take_head(tree, head, facts)


def _take_head(tree: Tree, head: Node, facts: Facts) -> None:
    facts.add("title", tree.words(head.first("title")))
    for name in ("date.issue", "date.release"):
        for node in head.all(name):
            facts.add("published", _day(node.attrs.get("norm")))
    for node in head.all("pubdata"):
        facts.add("published", _day(node.attrs.get("date.publication")))
        facts.add("section", node.attrs.get("position.section"))
        facts.add("url", node.attrs.get("ex-ref"))
    for node in head.all("tobject.subject"):
        facts.add("section", node.attrs.get("tobject.subject.type") or node.attrs.get("tobject.subject.matter"))


def _day(norm: str | None) -> str | None:
    """Return NITF's "20240311T063000+0100" in the form that other formats have it in, without its zone."""
    match = _DAY.match(norm or "")
    if match is None:
        return norm
    day = "-".join(match.group(1, 2, 3))
    return f"{day}T{match[4]}:{match[5]}" if match[4] and match[4] + match[5] != "0000" else day


class _Step(NamedTuple):
    """What is left to do: words to write, an element to open, or one to close."""

    item: Node | tuple[int, int, bool]
    closing: bool = False


class _Writer:
    """Writes the elements of a body in order."""

    def __init__(self, tree: Tree, draft: Draft) -> None:
        self._tree, self._draft = tree, draft
        self._open: list[str] = []
        self._quotes = 0

    def write(self, body: Node) -> None:
        steps = [_Step(body)]
        while steps:
            item, closing = steps.pop()
            if not isinstance(item, Node):
                self._words(item)
            elif closing:
                self._close(item)
            elif item.name not in _LEFT_OUT:
                self._begin(item)
                steps.append(_Step(item, closing=True))
                steps += [_Step(child) for child in reversed(item.children)]
        self._draft.end()

    def _begin(self, node: Node) -> None:
        source = self._tree.source
        if node.name in _PARAGRAPHS:
            inside = bool(self._open)
            self._open.append(node.name)
            if not inside:
                self._draft.begin(self._zone(node), marked=node.name == "li")
            elif self._open[0] in {"abstract", "note", "tagline", "byline"} and node.name == "p":
                self._draft.begin(_PARAGRAPHS[self._open[0]])
        elif node.name in {"td", "th"} and self._draft.is_open:
            self._draft.put("\t", source, *self._tree.tag(node.start))
        elif node.name == "br":
            self._draft.line(source, *self._tree.tag(node.start))
        elif node.name == "q":
            self._mark(node, 0, node.start)
            self._quotes += 1
        elif node.name in {"byttl", "location", "story.date", "person", "virtloc"} and self._draft.is_open:
            self._draft.space(source, *self._tree.tag(node.start))

    def _close(self, node: Node) -> None:
        if node.name in _PARAGRAPHS:
            self._open.pop()
            if not self._open:
                self._draft.end()
        elif node.name == "q":
            self._quotes -= 1
            self._mark(node, 1, node.end)

    def _zone(self, node: Node) -> ZoneKind | None:
        above = {parent.name for parent in _ancestors(node)}
        if node.name == "hl2" and "body.head" in above:
            return "standfirst"
        if above & {"body.end"}:
            return "boilerplate"
        if node.name == "byline" and "body.content" in above:
            return None
        return _PARAGRAPHS[node.name]

    def _words(self, words: tuple[int, int, bool]) -> None:
        tracer = Tracer()
        self._tree.copy(words, tracer)
        text = tracer.traced()
        if not self._open and text.text.strip():
            self._draft.begin()  # words between blocks: some systems leave paragraphs out
            self._draft.flow(text, 0, len(text.text))
            self._draft.end()
        elif self._open:
            self._draft.flow(text, 0, len(text.text))

    def _mark(self, node: Node, side: int, at: int) -> None:
        """Write a quotation mark at an edge of ``<q>``, unless the story has one there itself."""
        if not self._open or _MARKED.match(self._tree.traced(node).text):
            return
        self._draft.put(_MARKS[min(self._quotes, 1)][side], self._tree.source, *self._tree.tag(at))


def _ancestors(node: Node) -> list[Node]:
    found = []
    above = node.parent
    while above is not None:
        found.append(above)
        above = above.parent
    return found
