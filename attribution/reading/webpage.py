"""Saved web pages, and the HTML that other formats carry."""

from __future__ import annotations

import re

from attribution.errors import FormatError
from attribution.model import Article, ZoneKind
from attribution.reading.drafts import Draft, Place
from attribution.reading.jsontree import Placed, traced_string
from attribution.reading.markup import Element, parse_markup
from attribution.reading.pageparts import Parts, Story, find_story
from attribution.reading.paragraphs import cut_paragraphs
from attribution.reading.prose import Prose
from attribution.reading.tracing import Traced
from attribution.reading.webfacts import Head, find_facts

_TAGGED = re.compile(r"<(?:p|div|br)\b[^<>]{0,2000}>|</p>", re.IGNORECASE)
_ABOVE = frozenset({"standfirst", "byline", "date", "caption"})


def read_page(text: str, place: Place) -> Article:
    """Return the article of a web page.

    Raises:
        FormatError: it has no story, or is larger or deeper than any page of an article.
        EmptyArticleError, LanguageError: its story has no words, or no English ones.
    """
    source = Traced.whole(text)
    root = parse_markup(text, place.name)
    head = Head(text, root)
    if head.meta.get("generator") == "attribution-audit":
        raise FormatError(f"{place.name}: is a report of this program and no article; name the article")
    parts = Parts(text, root)
    story = find_story(parts)
    draft = Draft(place.name)
    headline = None
    if story is not None:
        prose = Prose(source, parts, draft, headline=story.headline)
        headline = _write_top(story, parts, prose)
        for body in story.bodies:
            prose.write(body)
        prose.finish()
    facts, stored = find_facts(head, headline=headline)
    if stored is not None and (story is None or len(stored) > 2 * draft.length):
        # The page shows its story by a script, or a part of it only: what it stores for machines is whole.
        draft = _stored(stored, source, place.name)
    elif story is None:
        raise FormatError(
            f"{place.name}: no article was found in this page; open one article and save it when it shows"
        )
    return draft.article(place, facts, {None: source.lines})


def write_fragment(source: Traced, draft: Draft, name: str, *, zone: ZoneKind | None = None) -> None:
    """Write a piece of HTML that is the body of an article, or its part of one zone, and nothing else.

    Raises:
        FormatError: it has more tags, or deeper ones, than any article.
    """
    root = parse_markup(source.text, name)
    prose = Prose(source, Parts(source.text, root), draft, zone=zone)
    prose.write(root)
    prose.finish()


def _write_top(story: Story, parts: Parts, prose: Prose) -> str | None:
    """Write what stands above the body, and return the words of the headline, wherever that is."""
    body = story.bodies[0]
    done: list[Element] = []
    for element in parts.walk(story.region):
        if element.start >= body.start:
            break
        inside_done = any(above.start <= element.start < above.end for above in done[-1:])
        holds_body = element.end >= body.end and element is not body
        if inside_done or holds_body:
            continue
        if element is story.headline or parts.part(element) in _ABOVE or _is_deck(element, story.headline):
            line, zone = prose.line_of(element)
            prose.write(line, zone=zone)
            done.append(line)
    return prose.words_of(story.headline) or None if story.headline is not None else None


def _is_deck(element: Element, headline: Element | None) -> bool:
    """Tell whether an element is the line directly below the headline."""
    if headline is None or headline.parent is None or element.name not in {"h2", "h3", "p"}:
        return False
    beside = [child for child in headline.parent.children if isinstance(child, Element)]
    at = next((number for number, child in enumerate(beside) if child is headline), None)
    return at is not None and beside[at + 1 : at + 2] == [element]


def _stored(words: Placed, source: Traced, name: str) -> Draft:
    """Return the article in a string of JSON-LD."""
    draft = Draft(name)
    write_text(traced_string(words, source), draft, name)
    return draft


def write_text(source: Traced, draft: Draft, name: str) -> None:
    """Write the text of an article that may be HTML; a paragraph's tag or a line break's tells."""
    if _TAGGED.search(source.text):
        write_fragment(source, draft, name)
    else:
        write_lines(source, draft)


def write_lines(source: Traced, draft: Draft) -> None:
    """Write plain text, a paragraph a line or, where it was wrapped at some column, a run of lines."""
    for block in cut_paragraphs(source.text):
        draft.begin(block.zone, heading=block.heading, marked=block.marked)
        draft.flow(source, block.span.start, block.span.end)
    draft.end()
