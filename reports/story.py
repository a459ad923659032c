"""The story of the page: the article cut into blocks, its layers laid and its margin notes pinned."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from attribution.model import Analysis, Quote, ZoneKind
from attribution.spans import Span, hull, merge
from reports.highlight import Layer, LayerKind, Piece, Point, cut, quote_layers


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (``zone`` set) or the white space between two (``zone`` None), cut into pieces."""

    zone: ZoneKind | None
    number: int
    hue: int | None
    pieces: tuple[Piece, ...]


def own_spans(quote: Quote, regions: Sequence[Span]) -> tuple[Span, ...]:
    """Return the parts of a quote that the speaker said in these very words: what stands in quotation marks.

    ``regions`` are the passages in quotation marks, sorted and disjoint.
    """
    if quote.type == "direct":
        return quote.content
    if quote.type == "indirect":
        return ()
    return merge(shared for span in quote.content for r in regions if (shared := span.intersect(r)))


def build_story(
    analysis: Analysis, ids: Mapping[str, str], own: Mapping[str, Sequence[Span]], hues: Mapping[str, int]
) -> tuple[Block, ...]:
    """Return the article as blocks whose pieces, one after the other, hold every character of the text.

    Args:
        analysis: whose article is drawn.
        ids: the id on the page of each quote, by the quote's own id.
        own: the parts of each quote that stand in quotation marks.
        hues: the hue of each quote that has one.
    """
    return _Story(analysis, ids, own, hues).story()


class _Story:
    def __init__(
        self, analysis: Analysis, ids: Mapping[str, str], own: Mapping[str, Sequence[Span]], hues: Mapping[str, int]
    ) -> None:
        self.analysis = analysis
        self.article = analysis.article
        self.text = analysis.article.text
        self.ids, self.own, self.hues = ids, own, hues
        self.voiced = self.voiced_paragraphs()

    def story(self) -> tuple[Block, ...]:
        """Return the article as blocks whose pieces, one after the other, hold every character of the text."""
        if not self.article.paragraphs:
            return (Block(None, 0, None, cut(self.text, Span(0, len(self.text)), ())),)
        layers: list[Layer] = []
        points: list[Point] = []
        last_speaker: str | None = ""
        for quote in self.analysis.quotes:
            key, spans = self.ids[quote.id], [part for s in quote.content for part in self.in_paragraphs(s)]
            layers += quote_layers(key, spans, self.own[quote.id], thought=quote.act == "thought")
            layers += [Layer(quote.cue, "cue", key)] if quote.cue and len(quote.cue) else []
            layers += [Layer(quote.source, "source", key)] if quote.source and len(quote.source) else []
            if not spans:
                layers.append(self.anchor(Span(0, 0), "quote", key, quote.paragraph))
                continue
            whole = hull(spans)
            if quote.act == "speech":
                speaker = quote.speaker if quote.status == "resolved" else None
                if speaker != last_speaker or speaker is None:
                    points.append(Point(whole.start, "note", key, before=True))
                last_speaker = speaker
            points.append(Point(whole.end, "ref", key, before=False))
        for number, line in enumerate(self.analysis.no_comment, 1):
            layers.append(self.anchor(line.span, "no_comment", f"n{number}"))
        for number, finding in enumerate(self.analysis.findings, 1):
            layer = self.anchor(finding.span, "finding", f"f{number}")
            layers.append(layer)
            end = self.article.paragraphs[self.article.paragraph_at(layer.span.start)].span.end
            points.append(Point(min(layer.span.end, end), "finding", f"f{number}", before=False))
        return self.blocks(sorted(layers, key=lambda la: la.span), sorted(points, key=lambda po: po.offset))

    def in_paragraphs(self, span: Span) -> list[Span]:
        """Return the parts of a span that lie in paragraphs: only there a layer can be drawn."""
        found = []
        paragraphs = self.article.paragraphs
        for index in range(self.article.paragraph_at(span.start), len(paragraphs)):
            paragraph = paragraphs[index]
            if paragraph.span.start >= span.end:
                break
            if shared := span.intersect(paragraph.span):
                found.append(shared)
        return found

    def anchor(self, span: Span, kind: LayerKind, key: str, paragraph: int = 0) -> Layer:
        """Return a layer that starts inside a paragraph, so that the id it carries is on the page."""
        paragraphs = self.article.paragraphs
        start = max(span.start, paragraphs[paragraph].span.start)
        holder = next((p.span for p in paragraphs if p.span.end > start), paragraphs[-1].span)
        start = min(max(start, holder.start), holder.end)
        end = max(span.end, start) if start < holder.end else start
        return Layer(Span(start, end), kind, key, anchor=True)

    def blocks(self, layers: Sequence[Layer], points: Sequence[Point]) -> tuple[Block, ...]:
        """Return the article's blocks under layers sorted by span and points sorted by offset, in one pass."""
        blocks: list[Block] = []
        at = 0
        offsets = [point.offset for point in points]
        begun: list[Layer] = []
        following = 0
        for number, paragraph in enumerate(self.article.paragraphs, 1):
            window = paragraph.span
            if window.start > at:
                blocks.append(Block(None, 0, None, cut(self.text, Span(at, window.start), ())))
            while following < len(layers) and layers[following].span.start <= window.end:
                begun.append(layers[following])
                following += 1
            begun = [layer for layer in begun if layer.span.end >= window.start]
            here = points[bisect_left(offsets, window.start) : bisect_right(offsets, window.end)]
            pieces = cut(self.text, window, begun, here)
            blocks.append(Block(paragraph.zone, number, self.voiced.get(number - 1), pieces))
            at = window.end
        if at < len(self.text):
            blocks.append(Block(None, 0, None, cut(self.text, Span(at, len(self.text)), ())))
        return tuple(blocks)

    def voiced_paragraphs(self) -> dict[int, int]:
        """Return the hue of the first quote in each paragraph in which somebody speaks."""
        found: dict[int, int] = {}
        for quote in (q for q in self.analysis.quotes if q.act == "speech"):
            for span in quote.content:
                last = self.article.paragraph_at(max(span.end - 1, 0))
                for index in range(self.article.paragraph_at(span.start), last + 1):
                    found.setdefault(index, self.hues[quote.id])
        return found
