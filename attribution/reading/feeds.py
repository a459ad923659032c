"""RSS and Atom files: an article for each item that has its text in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from attribution.errors import ReadError
from attribution.model import Article
from attribution.reading.drafts import Draft, Facts, Place
from attribution.reading.tracing import Traced
from attribution.reading.webpage import write_fragment, write_text
from attribution.reading.xmltree import Node, Tree, parse_xml

SUMMARY = 600  # characters; a shorter text that a feed calls a description is told to be no more than that


def read_feed(text: str, place: Place) -> Iterator[Article | ReadError]:
    """Yield the article of each item of a feed, or the error that stands in its place, in the file's order.

    Raises:
        FormatError: it is no well-formed XML, or declares entities.
    """
    tree = parse_xml(Traced.whole(text), place.name)
    items = list(tree.root.all("item", "entry"))
    if not items:
        yield ReadError(f"{place.name}: is a feed without items; nothing to analyse")
    for number, item in enumerate(items, 1):
        here = place.numbered(number, tree.words(item.first("guid") or item.first("id")))
        try:
            yield _article(tree, item, here)
        except ReadError as error:
            yield error


def _article(tree: Tree, item: Node, place: Place) -> Article:
    draft, facts = Draft(place.name), Facts()
    title = item.first("title")
    if title is not None:
        write_fragment(tree.traced(title), draft, place.name, zone="headline")
        draft.end()
        facts.add("title", " ".join(draft.written))
    facts.add("byline", _authors(tree, item))
    for name in ("pubDate", "published", "date", "issued", "updated"):
        facts.add("published", tree.words(item.first(name)))
    category = item.first("category")
    if category is not None:
        facts.add("section", tree.words(category) or category.attrs.get("label") or category.attrs.get("term"))
    for link in item.nodes():
        if link.name == "link" and link.attrs.get("rel", "alternate") == "alternate":
            facts.add("url", link.attrs.get("href") or tree.words(link))
    facts.add("url", tree.words(item.first("guid") or item.first("id")))
    body, notes = _body(tree, item)
    if body is not None:
        write_text(body, draft, place.name)
    place = replace(place, notes=place.notes + notes)
    if body is None or not body.text.strip():
        draft = Draft(place.name)  # a headline alone is no article
    return draft.article(place, facts, {None: tree.source.lines})


def _body(tree: Tree, item: Node) -> tuple[Traced | None, tuple[str, ...]]:
    """Return the text of an item, and a note where it is no more than a summary."""
    whole = item.first("encoded") or item.first("content")
    if whole is not None and (whole.children or whole.attrs.get("type") == "xhtml"):
        if whole.attrs.get("type") == "xhtml":
            return tree.source.cut(whole.start, whole.end), ()
        return tree.traced(whole), ()
    summary = item.first("description") or item.first("summary")
    if summary is None:
        return None, ()
    text = tree.traced(summary)
    short = len(text.text) < SUMMARY
    return text, ("the feed has a description of this article, which may be less than its text",) if short else ()


def _authors(tree: Tree, item: Node) -> str | None:
    names = [tree.words(node.first("name")) or tree.words(node) for node in item.nodes() if node.name == "author"]
    names += [tree.words(node) for node in item.nodes() if node.name == "creator"]
    people = list(dict.fromkeys(_without_mail(name) for name in names if name))
    return " and ".join(filter(None, [", ".join(people[:-1]), people[-1]])) if people else None


def _without_mail(name: str) -> str:
    """Return the name out of RSS's "address (name)"."""
    match = re.fullmatch(r"\S{1,200}@\S{1,200} \((.{1,200})\)", name)
    return match[1] if match else name
