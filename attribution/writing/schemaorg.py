"""schema.org: the article as a NewsArticle and each reported utterance as a Quotation of it, in JSON-LD.

``spokenByCharacter`` names the person or body to whom the article gives the words, which is what the vocabulary means
by it; ``creator`` stands besides only where all words are the speaker's own, since those of a paraphrase are the
reporter's. A document is no one who speaks: a quotation of it ``isBasedOn`` it.
"""

from __future__ import annotations

from typing import Any

from attribution.model import Analysis, Article, Quote, Source
from attribution.words import count_words
from attribution.writing.facts import article_address, iso_day, joined, part_address, speaker, speech, unicode_text

CONTEXT = "https://schema.org"
_PERSONS = frozenset({"person", "unnamed_person"})
Data = dict[str, Any]


def schema_org(analysis: Analysis) -> Data:
    """Return a graph of the article, its sources in order of first quote, and its quotations in text order."""
    quotes = speech(analysis)
    speakers = dict.fromkeys(source.id for quote in quotes if (source := speaker(analysis, quote)) is not None)
    return {
        "@context": CONTEXT,
        "@graph": [
            _article(analysis.article),
            *(_source(analysis.article, source) for source in analysis.sources if source.id in speakers),
            *(_quotation(analysis, quote) for quote in quotes),
        ],
    }


def _article(article: Article) -> Data:
    facts = {
        "headline": article.title,
        "author": {"@type": "Person", "name": unicode_text(article.byline)} if article.byline else None,
        "datePublished": iso_day(article.published),
        "articleSection": article.section,
        "inLanguage": article.language,
        "wordCount": count_words(article.text),
    }
    return {"@id": article_address(article), "@type": "NewsArticle"} | _present(facts)


def _source(article: Article, source: Source) -> Data:
    at = {"@id": part_address(article, source.id), "name": unicode_text(source.name)}
    if source.kind == "document":
        return at | {"@type": "CreativeWork"} | _present({"genre": source.role})
    if source.kind not in _PERSONS:
        return at | {"@type": "Organization"} | _present({"description": source.role})
    body = {"@type": "Organization", "name": unicode_text(source.affiliation)} if source.affiliation else None
    return at | {"@type": "Person"} | _present({"jobTitle": source.role, "affiliation": body})


def _quotation(analysis: Analysis, quote: Quote) -> Data:
    article = analysis.article
    facts: Data = {
        "@id": part_address(article, quote.id),
        "@type": "Quotation",
        "text": joined(article.text, quote.content),
        "genre": quote.type,
        "isPartOf": {"@id": article_address(article)},
    }
    source = speaker(analysis, quote)
    if source is None:
        return facts
    who = {"@id": part_address(article, source.id)}
    if source.kind == "document":
        return facts | {"isBasedOn": who}
    return facts | {"spokenByCharacter": who} | ({"creator": who} if quote.type == "direct" else {})


def _present(facts: Data) -> Data:
    return {key: unicode_text(value) if isinstance(value, str) else value for key, value in facts.items() if value}
