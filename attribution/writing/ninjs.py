"""IPTC ninjs 3.0 and 2.1: the article with the people, organisations and information sources it speaks with.

ninjs has no element for a quotation, so what is known of who says what goes where the standard has a place for it:
``people`` are the named persons quoted, ``organisations`` the bodies quoted and those that people speak for, and
``infoSources`` everybody and everything that supplied words, in order of first quote. An information source without a
``role`` is one that originated information, which is what a quoted source does. 2.1 has the same properties in small
letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

from attribution.model import Analysis, Article, Source
from attribution.words import count_words
from attribution.writing.facts import article_address, iso_instant, speaker, speech, told, unicode_text

Version = Literal["3.0", "2.1"]
QUOTED, SPOKEN_FOR = "quoted", "affiliation"
_ABOVE = frozenset({"headline", "byline", "boilerplate"})
Data = dict[str, Any]


def ninjs(analysis: Analysis, version: Version = "3.0") -> Data:
    """Return the news object; its body is the story without headline, byline and boilerplate."""
    article = analysis.article
    quoted = dict.fromkeys(s.id for quote in speech(analysis) if (s := speaker(analysis, quote)) is not None)
    sources = [source for source in analysis.sources if source.id in quoted]
    body = unicode_text(story_text(article))
    data: Data = {
        "uri": article_address(article),
        "standard": {
            "name": "ninjs",
            "version": version,
            "schema": f"http://www.iptc.org/std/ninjs/ninjs-schema_{version}.json",
        },
        "type": "text",
        "language": article.language,
        "headlines": [{"role": "main", "contentType": "text/plain", "value": words} for words in _headlines(article)],
        "by": unicode_text(article.byline or ""),
        "contentCreated": iso_instant(article.published),
        "bodies": [
            {
                "role": "main",
                "contentType": "text/plain",
                "charCount": len(body),
                "wordCount": count_words(body),
                "value": body,
            }
        ],
        "people": [
            {"name": unicode_text(source.name), "rel": QUOTED, "literal": unicode_text(source.id)}
            for source in sources
            if source.kind == "person"
        ],
        "organisations": list(_organisations(sources)),
        "infoSources": [{"name": told(source), "literal": unicode_text(source.id)} for source in sources],
    }
    kept = {key: value for key, value in data.items() if value}
    return kept if version == "3.0" else _lowered(kept)


def story_text(article: Article) -> str:
    """Return the story's paragraphs, a blank line between them; a dateline stays on the line it stands on."""
    pieces: list[str] = []
    end: int | None = None
    for paragraph in article.paragraphs:
        if paragraph.zone in _ABOVE:
            continue
        words = paragraph.span.slice(article.text)
        gap = article.text[end : paragraph.span.start] if end is not None else ""
        if pieces:
            pieces.append(gap if gap and not gap.strip(" \t") else "\n\n")
        pieces.append(words)
        end = paragraph.span.end
    return "".join(pieces)


def _headlines(article: Article) -> Iterator[str]:
    words = article.title or next((p.span.slice(article.text) for p in article.paragraphs if p.zone == "headline"), "")
    if words.strip():
        yield unicode_text(" ".join(words.split()))


def _organisations(sources: Iterable[Source]) -> Iterator[Data]:
    named: set[str] = set()
    listed = list(sources)
    for source in listed:
        if source.kind == "organization" and source.name.casefold() not in named:
            named.add(source.name.casefold())
            yield {"name": unicode_text(source.name), "rel": QUOTED, "literal": unicode_text(source.id)}
    for source in listed:
        if source.affiliation and source.affiliation.casefold() not in named:
            named.add(source.affiliation.casefold())
            yield {"name": unicode_text(source.affiliation), "rel": SPOKEN_FOR}


def _lowered(value: Any) -> Any:  # noqa: ANN401 - JSON data
    if isinstance(value, dict):
        return {key.lower(): _lowered(inner) for key, inner in value.items()}
    return [_lowered(inner) for inner in value] if isinstance(value, list) else value
