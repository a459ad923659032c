"""Which elements of a page are its story: by what the page calls them, and by where its prose stands.

What elements are called is in ``data/page_parts.tsv``. A name that would leave out half the page's prose is not
believed: themes put words such as "sidebar" on the whole body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from attribution.lexicons import load_table
from attribution.reading.markup import Element, Words

_LEFT_OUT = frozenset(
    "audio button canvas datalist dialog footer head iframe input map menu nav noembed noframes noscript object option "
    "script select style svg template textarea title video".split()
)
_FRAME = frozenset({"", "html", "body", "main"})  # of the whole page: their names describe it, not a part
_NAMED_BY = ("class", "id", "itemprop", "rel", "role", "data-component", "data-testid", "data-type", "property")
_ROLES = frozenset({"alertdialog", "complementary", "contentinfo", "dialog", "menu", "navigation", "search", "toolbar"})
_UNSEEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NAME_BREAK = re.compile(r"[^a-z0-9]+")
_NOT_PROSE = frozenset({"a", "h1", "h2", "h3", "h4", "h5", "h6", "button", "option", "title", "label"})
LEAST_PROSE = 25  # characters of a run of words that counts; menus have less
LEAST_STORY = 140  # characters of prose in the shortest story
LONGEST_NAME = 600  # characters of a class; some hold the whole state of a page
MOST_PARTS = 0.5  # of the prose of a page; what holds more is no part of it to leave out


@dataclass(frozen=True, slots=True)
class Story:
    """The elements of a page that hold its story.

    ``region`` holds all of it with what stands above, ``bodies`` the text, ``headline`` is its heading.
    """

    region: Element
    bodies: tuple[Element, ...]
    headline: Element | None


class Parts:
    """What each element of a page is, and how much prose stands in it."""

    def __init__(self, text: str, root: Element) -> None:
        self._text = text
        self.root = root
        self._prose = self._weigh(root, skipping=False)
        self._parts: dict[int, str | None] = {}
        self._kept = self._weigh(root, skipping=True)

    def part(self, element: Element) -> str | None:
        """Return what an element is: a part of ``data/page_parts.tsv``, or None for one of no kind."""
        key = id(element)
        if key not in self._parts:
            self._parts[key] = self._find_part(element)
        return self._parts[key]

    def is_left_out(self, element: Element) -> bool:
        """Tell whether the element's words are no part of the story."""
        return self.part(element) in {"skip", "comments"}

    def prose(self, element: Element) -> int:
        """Return the characters of prose in an element, without the parts that are left out."""
        return self._kept.get(id(element), 0)

    def walk(self, element: Element) -> Iterator[Element]:
        """Yield an element and those in it, in order, without those left out and what is in them."""
        stack = [element]
        while stack:
            here = stack.pop()
            if not self.is_left_out(here):
                yield here
                stack += [child for child in reversed(here.children) if isinstance(child, Element)]

    def _find_part(self, element: Element) -> str | None:
        attrs = element.attrs
        if (
            element.name in _LEFT_OUT
            or "hidden" in attrs
            or _UNSEEN_STYLE.search(attrs.get("style", "")[:LONGEST_NAME])
        ):
            return "skip"
        if element.name in _FRAME:
            return None
        found = _part_named(element.name) if "-" in element.name else None  # amp-ad, amp-social-share
        for name in _NAMED_BY:
            value = attrs.get(name, "")
            found = found or (_part_named(value[:LONGEST_NAME]) if value else None)
        if element.name == "figcaption":
            found = found or "caption"
        if element.name == "time":
            found = found or "date"
        if element.name == "aside" and found != "pullquote":
            found = "pullquote" if _only_quotes(element) else "skip"
        if attrs.get("role", "").lower() in _ROLES:
            found = "skip"
        if found in {"body", "comments", None}:
            return None if element.name == "article" and found == "comments" and self._is_large(element) else found
        return None if element.name == "article" or self._is_large(element) else found

    def _is_large(self, element: Element) -> bool:
        return self._prose.get(id(element), 0) > MOST_PARTS * self._prose[id(self.root)]

    def _weigh(self, root: Element, *, skipping: bool) -> dict[int, int]:
        """Return the prose in each element that has any, by its identity: words outside links and headings."""
        weights: dict[int, int] = {id(root): 0}
        order: list[Element] = []
        stack = [root]
        while stack:
            element = stack.pop()
            order.append(element)
            own = 0
            for child in element.children:
                if isinstance(child, Words):
                    size = child.end - child.start
                    own += size if size >= LEAST_PROSE and not self._text[child.start : child.end].isspace() else 0
                elif child.name not in _LEFT_OUT | _NOT_PROSE and not (skipping and self.is_left_out(child)):
                    stack.append(child)
            if own:
                weights[id(element)] = own
        for element in reversed(order):
            own = weights.get(id(element), 0)
            if own and element.parent is not None:
                weights[id(element.parent)] = weights.get(id(element.parent), 0) + own
        return weights


def find_story(parts: Parts) -> Story | None:
    """Return where the story stands, or None where the page has no prose.

    What the page marks as the body of an article goes first, where it has half the prose of the article around it; then
    the article, the main part, and last the element whose paragraphs have the most prose.
    """
    root = parts.root
    if parts.prose(root) < LEAST_STORY:
        return None
    shown = list(parts.walk(root))
    holder = _heaviest(parts, _outermost(e for e in shown if e.name == "article"))
    main = _heaviest(parts, (e for e in shown if e.name == "main" or e.attrs.get("role") == "main"))
    if main is None or parts.prose(main) < MOST_PARTS * parts.prose(root):
        main = _densest(parts, shown)
    if holder is None or parts.prose(holder) < MOST_PARTS * parts.prose(main):
        holder = main
    groups: dict[int, list[Element]] = {}
    for body in _outermost(e for e in shown if parts.part(e) == "body"):
        above = next((e for e in body.ancestors() if e.name in {"article", "main", "body", ""}), root)
        groups.setdefault(id(above), []).append(body)
    bodies = max(groups.values(), key=lambda group: sum(map(parts.prose, group)), default=[])
    if not bodies or sum(map(parts.prose, bodies)) < MOST_PARTS * parts.prose(holder):
        bodies = [holder]
    headline = _headline(shown, bodies[0], holder)
    region = _common(headline, bodies) if headline is not None else bodies[0].parent or bodies[0]
    return Story(region, tuple(bodies), headline)


def _headline(shown: list[Element], body: Element, holder: Element) -> Element | None:
    """Return the heading of the story: in it or above it, by its level or by what it is called."""
    inside = [e for e in shown if holder.start <= e.start < holder.end]
    for scope in (inside, shown):
        above = [e for e in scope if e.start < body.start or body.start <= e.start < body.end]
        for wanted in (("h1",), ("h2", "h3", "div", "p")):
            named = [e for e in above if e.name in wanted and _is_called(e, "headline")]
            plain = [e for e in above if e.name in wanted and e.name == "h1"]
            if named or plain:
                return (named or plain)[0]
    return None


def _is_called(element: Element, part: str) -> bool:
    return any(_part_named(element.attrs.get(name, "")[:LONGEST_NAME]) == part for name in _NAMED_BY)


def _common(first: Element, others: list[Element]) -> Element:
    """Return the innermost element that holds all of these."""
    for above in (first, *first.ancestors()):
        if all(above.start <= other.start and other.end <= above.end for other in others):
            return above
    return first


def _heaviest(parts: Parts, elements: Iterator[Element]) -> Element | None:
    return max(elements, key=parts.prose, default=None)


def _outermost(elements: Iterator[Element]) -> Iterator[Element]:
    """Yield those of elements in the page's order that lie in no other of them."""
    end = -1
    for element in elements:
        if element.start >= end:
            yield element
            end = element.end


def _densest(parts: Parts, shown: list[Element]) -> Element:
    """Return the element whose own paragraphs have the most prose; a page without marks has its story there."""
    scores: dict[int, float] = {}
    by_id = {id(element): element for element in shown}
    for element in shown:
        if element.name in {"p", "blockquote", "pre"} and parts.prose(element):
            above = element.parent
            for share in (1.0, 0.5):
                if above is not None:
                    scores[id(above)] = scores.get(id(above), 0.0) + share * parts.prose(element)
                    above = above.parent
    known = {key: score for key, score in scores.items() if key in by_id}
    best = by_id[max(known, key=lambda key: known[key])] if known else parts.root
    while best.parent is not None and 2 * parts.prose(best) < parts.prose(parts.root):
        best = best.parent
    return best


def _only_quotes(element: Element) -> bool:
    return any(child.name in {"blockquote", "q"} for child in element.children if isinstance(child, Element))


@cache
def _names() -> tuple[dict[str, str], int]:
    named = load_table("page_parts").column("part")
    return named, max(name.count("-") + 1 for name in named)


@lru_cache(maxsize=20_000)
def _part_named(value: str) -> str | None:
    """Return the part that the words of an attribute name; longer names go before shorter ones."""
    named, longest = _names()
    best: tuple[int, str] | None = None
    for token in value.split():
        pieces = [piece for piece in _NAME_BREAK.split(_HUMP.sub("-", token).lower()) if piece]
        for size in range(min(longest, len(pieces)), 0, -1):
            for start in range(len(pieces) - size + 1):
                part = named.get("-".join(pieces[start : start + size]))
                if part is not None and (best is None or size > best[0]):
                    best = (size, part)
    return best[1] if best else None
