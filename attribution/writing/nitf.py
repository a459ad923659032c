"""IPTC NITF 3.6: the article with ``<q>`` around own words, and ``<person>``, ``<org>`` and ``<function>`` inline.

A ``<q>`` is shown as a quotation, so it is put around what stands in quotation marks and never around a paraphrase, for
which NITF has no element; who is paraphrased is told by the names alone. ``quote-source`` of a ``<q>`` is the speaker's
name, ``class`` says whether all of the quote is in marks (direct) or a part (mixed). NITF lets elements carry
attributes of other namespaces; in `NAMESPACE` they tell which quote of the analysis a ``<q>`` is a part of.

Spans overlap and nest, elements only nest: where two quotes cross, or a quote runs over several stretches or
paragraphs, its ``<q>`` is split, and the parts share ``quote`` and count up in ``part``. Names never hold a ``<q>``: a
name that a quote's edge cuts is split as well. Where names overlap, the longer one is marked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from attribution.model import Analysis, Article, Paragraph, Quote, Source, ZoneKind
from attribution.quoting.marks import find_regions
from attribution.spans import Span, SpanIndex, merge
from attribution.writing.facts import article_address, iso_instant, speaker, speech, xml_text

NITF = "http://iptc.org/std/NITF/2006-10-18/"
NAMESPACE = "tag:attribution-audit,2026:nitf"
VERSION = "-//IPTC//DTD NITF 3.6//EN"
_NAMED = {"person": "person", "organization": "org"}
_FUNCTION = "role:"
_LINES = {"\r": "&#13;"}  # a parser takes a bare carriage return for a line feed
Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    """An element to put around a span; of two that share words the one of lower ``rank`` is the outer."""

    span: Span
    name: str
    rank: tuple[int, ...]
    attributes: Attributes = ()
    quote: str | None = None


def nitf(analysis: Analysis) -> str:
    """Return the document; its text is the article's paragraphs, every character of them."""
    article = analysis.article
    body = _Body(analysis)
    head = [paragraph for paragraph in article.paragraphs if paragraph.zone == "headline"]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f"<nitf xmlns={quoteattr(NITF)} xmlns:a={quoteattr(NAMESPACE)} version={quoteattr(VERSION)}>")
    lines += ["<head>", *_head(article), "</head>", "<body>", "<body.head>"]
    if head:
        first = f"<hl1>{body.words(head[0])}</hl1>"
        lines.append(f"<hedline>{first}{''.join(f'<hl2>{body.words(p)}</hl2>' for p in head[1:])}</hedline>")
    elif article.title:
        lines.append(f"<hedline><hl1>{_text(article.title)}</hl1></hedline>")
    bylines = [p.span.slice(article.text) for p in _of_zone(article, "byline")] or [article.byline or ""]
    lines += [f"<byline>{_text(words)}</byline>" for words in bylines if words]
    lines += [f"<dateline>{_text(p.span.slice(article.text))}</dateline>" for p in _of_zone(article, "dateline")]
    abstract = [f"<p>{body.words(p)}</p>" for p in _of_zone(article, "standfirst")]
    lines += ["<abstract>", *abstract, "</abstract>"] if abstract else []
    lines += ["</body.head>", "<body.content>"]
    lines += [line for p in article.paragraphs for line in _paragraph(body, p)]
    return "\n".join([*lines, "</body.content>", "</body>", "</nitf>"]) + "\n"


def _head(article: Article) -> Iterator[str]:
    if article.title:
        yield f"<title>{_text(article.title)}</title>"
    issued = iso_instant(article.published)
    date = f"<date.issue norm={_value(issued)}/>" if issued else ""
    yield f"<docdata><doc-id id-string={_value(article_address(article))}/>{date}</docdata>"
    if article.section:
        yield f"<pubdata position.section={_value(article.section)}/>"


def _of_zone(article: Article, zone: ZoneKind) -> list[Paragraph]:
    return [paragraph for paragraph in article.paragraphs if paragraph.zone == zone]


def _paragraph(body: _Body, paragraph: Paragraph) -> Iterator[str]:
    match paragraph.zone:
        case "body":
            yield f"<p>{body.words(paragraph)}</p>"
        case "subhead":
            yield f"<hl2>{body.words(paragraph)}</hl2>"
        case "caption" | "boilerplate":
            yield f'<p class="{paragraph.zone}">{body.words(paragraph)}</p>'


@dataclass
class _Body:
    """The marks of an article, and how many parts of each quote are written so far."""

    analysis: Analysis
    parts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _by_paragraph: dict[int, list[_Mark]] = field(init=False)

    def __post_init__(self) -> None:
        article = self.analysis.article
        self._by_paragraph = defaultdict(list)
        spans = [paragraph.span for paragraph in article.paragraphs]
        for mark in (*_quote_marks(self.analysis), *_name_marks(self.analysis)):
            for number in range(article.paragraph_at(mark.span.start), len(spans)):
                if spans[number].start >= mark.span.end:
                    break
                shared = mark.span.intersect(spans[number])
                if shared is not None:
                    part = _Mark(shared, mark.name, mark.rank, mark.attributes, mark.quote)
                    self._by_paragraph[spans[number].start].append(part)

    def words(self, paragraph: Paragraph) -> str:
        """Return a paragraph's words with their elements, as well-formed XML."""
        marks = self._by_paragraph.get(paragraph.span.start, [])
        return "".join(self._pieces(paragraph.span, sorted(marks, key=lambda mark: mark.rank)))

    def _pieces(self, area: Span, marks: Sequence[_Mark]) -> Iterator[str]:
        """Yield the pieces; at each edge what is over is closed, with all inside it, and what holds is opened."""
        text = self.analysis.article.text
        edges = sorted({area.start, area.end, *(e for m in marks for e in (m.span.start, m.span.end))})
        starting: dict[int, list[_Mark]] = defaultdict(list)
        for mark in marks:
            starting[mark.span.start].append(mark)
        active: list[_Mark] = []
        stack: list[_Mark] = []
        for start, end in zip(edges, [*edges[1:], area.end], strict=True):
            active = sorted([*(m for m in active if m.span.end > start), *starting[start]], key=lambda mark: mark.rank)
            kept = next((i for i, (a, b) in enumerate(zip(stack, active, strict=False)) if a != b), len(active))
            kept = min(kept, len(stack))
            yield from (f"</{mark.name}>" for mark in reversed(stack[kept:]))
            yield from map(self._opened, active[kept:])
            stack = active
            yield _text(text[start:end])

    def _opened(self, mark: _Mark) -> str:
        attributes = mark.attributes
        if mark.quote is not None:
            self.parts[mark.quote] += 1
            attributes += (("a:quote", mark.quote), ("a:part", str(self.parts[mark.quote])))
        return f"<{mark.name}{''.join(f' {key}={_value(value)}' for key, value in attributes)}>"


def _quote_marks(analysis: Analysis) -> Iterator[_Mark]:
    marked = SpanIndex(merge(region.span for region in find_regions(analysis.article).regions))
    for number, quote in enumerate(speech(analysis)):
        attributes: Attributes = (("class", quote.type), *_quote_source(analysis, quote))
        for content in quote.content if quote.type != "indirect" else ():
            for span in filter(None, map(content.intersect, marked.overlapping(content))):
                yield _Mark(span, "q", (0, span.start, -span.end, number), attributes, quote.id)


def _quote_source(analysis: Analysis, quote: Quote) -> Attributes:
    source = speaker(analysis, quote)
    return (("quote-source", source.name),) if source is not None else ()


def _name_marks(analysis: Analysis) -> Iterator[_Mark]:
    """Yield the marks of names and roles, of which no two share words."""
    text = analysis.article.text
    found = [mark for source in analysis.sources for mark in _marks_of(source, text)]
    taken: list[_Mark] = []
    for mark in sorted(found, key=lambda mark: (mark.span.start, -mark.span.end, mark.name)):
        if not taken or mark.span.start >= taken[-1].span.end:
            taken.append(mark)
        elif len(mark.span) > len(taken[-1].span):
            taken[-1] = mark
    yield from taken


def _marks_of(source: Source, text: str) -> Iterator[_Mark]:
    element = _NAMED.get(source.kind)
    if element is not None:
        for span in source.mentions:
            if len(span) and _shares_a_word(span.slice(text), source.name):  # "he" and "the mayor" are no names
                yield _Mark(span, element, (1, span.start, -span.end), (("value", source.name),))
    for ground in source.evidence:
        if ground.rule.startswith(_FUNCTION):
            yield from (_Mark(span, "function", (1, span.start, -span.end)) for span in ground.spans if len(span))


def _shares_a_word(words: str, name: str) -> bool:
    return not set(words.casefold().split()).isdisjoint(name.casefold().split())


def _text(words: str) -> str:
    return escape(xml_text(words), _LINES)


def _value(words: str) -> str:
    return quoteattr(xml_text(words), {**_LINES, "\n": "&#10;", "\t": "&#9;"})
