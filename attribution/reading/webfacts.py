"""What a page says about its article beside the text: JSON-LD first, then meta tags, then marked elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from attribution.reading.drafts import Facts
from attribution.reading.jsontree import Placed, decode_json, find_objects
from attribution.reading.markup import Element, Words

_META: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "headline"),
    "byline": ("author", "parsely-author", "sailthru.author", "dc.creator", "byl", "article:author", "twitter:creator"),
    "published": (
        "article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "pubdate", "publish-date",
        "publishdate", "dc.date.issued", "dcterms.created", "dc.date", "date", "cxenseparse:recs:publishtime",
    ),
    "section": ("article:section", "parsely-section", "articlesection", "section", "cxenseparse:recs:category"),
    "url": ("og:url", "parsely-link"),
}  # fmt: skip
_TYPE = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report|Review|NewsItem)$")
_SITE = re.compile(r"\s+[|–—•»]\s+[^|–—•»]{2,60}$|\s+-\s+[^-]{2,40}$")
MOST_META = 400
MOST_SCRIPTS = 40  # scripts of JSON-LD that are looked at


class Head:
    """The parts of a page that speak about it: meta tags, links, times, titles and JSON-LD."""

    def __init__(self, text: str, root: Element) -> None:
        self.text = text
        self.meta: dict[str, str] = {}
        self.canonical: str | None = None
        self.title: str | None = None
        self.scripts: list[Words] = []
        self.times: list[tuple[str, bool]] = []
        for element in root.walk():
            self._take(element)

    def _take(self, element: Element) -> None:
        attrs = element.attrs
        if element.name == "meta" and len(self.meta) < MOST_META:
            for key in ("property", "name", "itemprop"):
                if attrs.get(key) and attrs.get("content", "").strip():
                    self.meta.setdefault(attrs[key].lower(), attrs["content"])
        elif element.name == "link" and "canonical" in attrs.get("rel", "").lower().split():
            self.canonical = self.canonical or attrs.get("href")
        elif element.name == "title" and self.title is None and element.children:
            self.title = unescape(self.text[element.inner : element.inner_end])
        elif element.name == "script" and "ld+json" in attrs.get("type", "").lower():
            self.scripts += [c for c in element.children if isinstance(c, Words)][: MOST_SCRIPTS - len(self.scripts)]
        elif element.name == "time" and attrs.get("datetime", "").strip():
            marked = "datepublished" in attrs.get("itemprop", "").lower() or "pubdate" in attrs
            self.times.append((attrs["datetime"], marked))


def find_facts(head: Head, *, headline: str | None) -> tuple[Facts, Placed | None]:
    """Return what the page says, and the text of the article in its JSON-LD, if it is there.

    Args:
        head: the parts of the page that say it.
        headline: the words of the heading that readers see; they are the title.
    """
    facts = Facts()
    facts.add("title", headline)
    objects = [item for script in head.scripts for item in _articles(head, script)]
    wanted = {_plain(headline), _plain(head.meta.get("og:title"))} - {""}
    objects.sort(key=lambda item: _plain(item.get("headline")) not in wanted)
    body = None
    if objects:
        _take_article(facts, objects[0])
        found = objects[0].get("articleBody")
        body = found if isinstance(found, Placed) else None
    marked = [time for time, is_marked in head.times if is_marked]
    facts.add("published", head.meta.get("article:published_time"))
    facts.add("published", marked[0] if marked else None)
    facts.add("url", head.canonical)
    for name, keys in _META.items():
        for key in keys:
            value = head.meta.get(key)
            if not (name == "byline" and value and value.lower().startswith(("http", "@", "www."))):
                facts.add(name, value)
    facts.add("published", head.times[0][0] if head.times else None)
    facts.add("title", _SITE.sub("", " ".join(head.title.split())[:1000]) if head.title else None)
    return facts, body


def _articles(head: Head, script: Words) -> Iterator[dict[str, Any]]:
    """Yield the articles in a script of JSON-LD, wherever they stand in it; none where it is broken."""
    text = head.text
    try:
        value, _ = decode_json(text, _first_bracket(text, script.start))
    except ValueError:
        return
    for item in find_objects(value):
        kinds = item.get("@type")
        named = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and _TYPE.search(kind) for kind in named):
            yield item


def _take_article(facts: Facts, item: dict[str, Any]) -> None:
    facts.add("title", _text(item.get("headline") or item.get("name")))
    facts.add("byline", _people(item.get("author") or item.get("creator")))
    facts.add("published", item.get("datePublished") or item.get("dateCreated"))
    section = item.get("articleSection")
    facts.add("section", _text(section[0] if isinstance(section, list) and section else section))
    page = item.get("mainEntityOfPage")
    facts.add("url", page.get("@id") if isinstance(page, dict) else page)
    facts.add("url", item.get("url"))


def _people(value: object) -> str | None:
    """Return the names of people or organisations in JSON-LD, joined as a byline has them."""
    names: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        for one in name if isinstance(name, list) else [name]:
            words = _text(one)
            if words and not words.lower().startswith(("http", "@")) and words not in names:
                names.append(words)
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else None


def _text(value: object) -> str | None:
    return " ".join(unescape(value).split()) if isinstance(value, str) else None


def _plain(words: object) -> str:
    return " ".join(unescape(words).split()).casefold() if isinstance(words, str) else ""


def _first_bracket(text: str, start: int) -> int:
    """Return where the JSON begins: some systems put it in a comment or CDATA."""
    found = [at for mark in "{[" if (at := text.find(mark, start, start + 200)) >= 0]
    cdata = text.find("<![CDATA[", start, start + 200)
    return min((at for at in found if cdata < 0 or at > cdata + 8), default=start)
