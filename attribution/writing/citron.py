"""The JSON in which Citron (BBC R&D) keeps annotated quotes: the text, and spans of cue, sources and contents.

After docs/data_format.md of Citron. ``coreferences`` is where the article names the speaker best, and
``coreference_groups`` are the mentions of each source. A quote without a cue has null there. ``type`` and ``speaker``
are more than the format asks for; its readers pass over them.
"""

from __future__ import annotations

from typing import Any

from attribution.model import Analysis, Quote, Source
from attribution.spans import Span
from attribution.writing.facts import speaker, unicode_text

Data = dict[str, Any]


def citron(analysis: Analysis) -> Data:
    """Return the document with its quotes in text order, thoughts among them, which Citron does not tell apart."""
    text = unicode_text(analysis.article.text)
    mentions = [[_span(span, text) for span in source.mentions] for source in analysis.sources if source.mentions]
    return {
        "text": text,
        "quotes": [_quote(analysis, quote, text) for quote in analysis.quotes if any(map(len, quote.content))],
        "coreference_groups": mentions,
    }


def _quote(analysis: Analysis, quote: Quote, text: str) -> Data:
    source = speaker(analysis, quote)
    data: Data = {
        "id": unicode_text(quote.id),
        "cue": _span(quote.cue, text) if quote.cue is not None else None,
        "sources": [_span(quote.source, text)] if quote.source is not None else [],
        "contents": [_span(span, text) for span in quote.content if len(span)],
        "type": quote.type,
        "speaker": unicode_text(source.name) if source is not None else None,
    }
    named = _best_name(source, text) if source is not None else None
    if named is not None and named != quote.source:
        data["coreferences"] = [_span(named, text)]
    if quote.confidence is not None:
        data["confidence"] = quote.confidence
    return data


def _best_name(source: Source, text: str) -> Span | None:
    """Return the first mention that has the whole name, else the first."""
    whole = (span for span in source.mentions if source.name.casefold() in span.slice(text).casefold())
    return next(whole, source.mentions[0] if source.mentions else None)


def _span(span: Span, text: str) -> Data:
    return {"start": span.start, "end": span.end, "text": span.slice(text)}
