"""W3C Web Annotation: each quote, its cue and its source as annotations of the article's text.

After the Web Annotation Data Model and Vocabulary (W3C Recommendations of 23 February 2017). Each stretch of content
is a target of its own, given twice: by its words with those around it (TextQuoteSelector), which survive an edit
elsewhere, and by its offsets (TextPositionSelector), in code points of the text as it was read, as the model counts.
Cue and source are annotations that link to their quote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attribution.model import Analysis, Quote
from attribution.spans import Span
from attribution.writing.facts import article_address, joined, part_address, speaker, told, unicode_text

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32  # characters of prefix and suffix, as many as common annotation tools keep
Data = dict[str, Any]


def web_annotations(analysis: Analysis) -> Data:
    """Return an AnnotationCollection whose first page holds all annotations, in text order; thoughts among them."""
    items = [item for quote in analysis.quotes for item in _annotations(analysis, quote)]
    collection: Data = {
        "@context": CONTEXT,
        "id": part_address(analysis.article, "annotations"),
        "type": "AnnotationCollection",
        "label": f"Quotes in {unicode_text(analysis.article.title or analysis.article.id)}",
        "generator": {"type": "Software", "name": "attribution-audit"},
        "total": len(items),
    }
    if items:
        page = {
            "id": part_address(analysis.article, "page1"),
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        }
        collection["first"] = page
    return collection


def _annotations(analysis: Analysis, quote: Quote) -> Iterator[Data]:
    spans = [span for span in quote.content if len(span)]
    if not spans:
        return
    here = part_address(analysis.article, quote.id)
    yield _annotation(analysis, here, "highlighting", tuple(_bodies(analysis, quote)), spans)
    for name, span in (("cue", quote.cue), ("source", quote.source)):
        if span is not None and len(span):
            bodies = (_text("tagging", name), {"type": "SpecificResource", "purpose": "linking", "source": here})
            yield _annotation(analysis, part_address(analysis.article, f"{quote.id}-{name}"), "linking", bodies, [span])


def _annotation(analysis: Analysis, address: str, motivation: str, bodies: Iterable[Data], spans: list[Span]) -> Data:
    return {
        "id": address,
        "type": "Annotation",
        "motivation": motivation,
        "body": list(bodies),
        "target": [_target(analysis, span) for span in spans],
    }


def _bodies(analysis: Analysis, quote: Quote) -> Iterator[Data]:
    yield _text("tagging", "quote")
    yield _text("tagging", quote.type)
    if quote.act != "speech":
        yield _text("tagging", quote.act)
    source = speaker(analysis, quote)
    if source is None:
        yield _text("tagging", quote.status)
        names = [other.name for key in quote.candidates if (other := analysis.source(key)) is not None]
        if names:
            yield _text("commenting", f"Could be: {unicode_text('; '.join(names))}")
        return
    yield _text("identifying", source.name)
    yield _text("classifying", source.role_group)
    yield _text("describing", f"{told(source)}: {joined(analysis.article.text, quote.content)}")


def _text(purpose: str, words: str) -> Data:
    return {"type": "TextualBody", "purpose": purpose, "value": unicode_text(words), "format": "text/plain"}


def _target(analysis: Analysis, span: Span) -> Data:
    text = analysis.article.text
    return {
        "type": "SpecificResource",
        "source": article_address(analysis.article),
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": unicode_text(span.slice(text)),
                "prefix": unicode_text(text[max(span.start - AROUND, 0) : span.start]),
                "suffix": unicode_text(text[span.end : span.end + AROUND]),
            },
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        ],
    }
