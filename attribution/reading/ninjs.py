"""IPTC ninjs, news in JSON: versions 2 and 3, and what version 1 calls otherwise.

Version 3 writes the keys of version 2 with capitals inside (``contentType``); case makes no difference here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attribution.model import Article
from attribution.reading.drafts import Draft, Facts, Place
from attribution.reading.jsontree import Placed, traced_string
from attribution.reading.nitf import write_nitf
from attribution.reading.tracing import Traced
from attribution.reading.webpage import write_fragment, write_text

_KEYS = frozenset({"bodies", "body_text", "body_html", "body_xhtml"})
_OF_NEWS = frozenset(
    {"headlines", "headline", "versioncreated", "pubstatus", "standard", "uri", "by", "representationtype"}
)
_LESSER = ("summary", "caption", "teaser", "description", "short", "abstract", "extract")
_DECKS = ("sub", "standfirst", "deck", "dek", "intro")
_FORMS = ("html", "nitf", "plain", "")  # of a body's content type, the best first


def is_ninjs(value: object) -> bool:
    """Tell whether a JSON value is a news item of ninjs with a text."""
    if not isinstance(value, dict):
        return False
    keys = {key.lower() for key in value}
    return bool(keys & _KEYS) and bool(keys & _OF_NEWS)


def read_ninjs(item: dict[str, Any], source: Traced, place: Place) -> Article:
    """Return the article of a news item; ``source`` is the JSON text that its strings are placed in.

    Raises:
        FormatError: its text is HTML or NITF beyond the limits of those.
        EmptyArticleError, LanguageError: there is no text in it, or no English one.
    """
    item = {key.lower(): value for key, value in item.items()}
    draft, facts = Draft(place.name), Facts()
    headlines = list(_values(item.get("headlines")))
    main = next((words for role, _, words in headlines if role in {"", "main", "headline"}), None)
    title = main or _placed(item.get("headline")) or next((words for _, _, words in headlines), None)
    if title is not None:
        write_fragment(traced_string(title, source), draft, place.name, zone="headline")
        draft.end()
        facts.add("title", " ".join(draft.written))
    for role, _, words in headlines:
        if role.startswith(_DECKS) and words is not title:
            write_fragment(traced_string(words, source), draft, place.name, zone="standfirst")
    _take_facts(item, facts)
    body = _body(item)
    if body is None or not body[1].strip():
        draft = Draft(place.name)  # a headline alone is no article
    else:
        form, words = body
        text = traced_string(words, source)
        if form == "html":
            write_fragment(text, draft, place.name)
        elif form == "nitf":
            draft = Draft(place.name)  # it has the headline too
            write_nitf(text, draft, facts, place.name)
        else:
            write_text(text, draft, place.name)
    return draft.article(place, facts, {None: source.lines})


def _body(item: dict[str, Any]) -> tuple[str, Placed] | None:
    """Return the form and the words of the fullest body."""
    found: list[tuple[bool, int, str, Placed]] = []
    for role, kind, words in _values(item.get("bodies")):
        form = next(form for form in _FORMS if form in kind)
        found.append((role.startswith(_LESSER), _FORMS.index(form), form, words))
    for key, form in (("body_html", "html"), ("body_xhtml", "html"), ("body_text", "plain")):
        words_of = _placed(item.get(key))
        if words_of is not None:
            found.append((False, _FORMS.index(form), form, words_of))
    kept = [entry for entry in found if entry[3].strip()]
    if not kept:
        return None
    _, _, form, words = min(kept, key=lambda entry: entry[:2])
    return form, words


def _take_facts(item: dict[str, Any], facts: Facts) -> None:
    facts.add("title", item.get("title"))
    facts.add("byline", item.get("by") or item.get("byline"))
    bylines = [words for _, _, words in _values(item.get("bylines"))]
    people = [
        *_named(item.get("authors"), ""),
        *_named(item.get("people"), "author"),
        *_named(item.get("infosources"), "auth"),
    ]
    facts.add("byline", ", ".join(bylines or people))
    for key in ("contentcreated", "firstcreated", "versioncreated"):
        facts.add("published", item.get(key))
    for value in (item.get("uri"), *(link.get("href") for link in _objects(item.get("links")))):
        facts.add("url", value)
    for name in [*_named(item.get("genres"), "section"), *_named(item.get("subjects"), "")]:
        facts.add("section", name)


def _values(value: object) -> Iterator[tuple[str, str, Placed]]:
    """Yield role, content type and words of the entries of a list such as ``headlines``."""
    for entry in _objects(value):
        lower = {key.lower(): item for key, item in entry.items()}
        words = lower.get("value")
        if isinstance(words, Placed):
            yield str(lower.get("role") or "").lower(), str(lower.get("contenttype") or "").lower(), words


def _named(value: object, role: str) -> list[str]:
    """Return the names of entries whose relation or role starts so; an entry without one has an empty one."""
    return [
        name
        for entry in _objects(value)
        if isinstance(name := entry.get("name") or entry.get("literal"), str)
        and str(entry.get("rel") or entry.get("role") or "").lower().startswith(role)
    ]


def _objects(value: object) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _placed(value: object) -> Placed | None:
    return value if isinstance(value, Placed) else None
