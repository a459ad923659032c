"""Stage 3c: content tokens -> content spans, cut as the annotation guide says.

Without the opening "that", without cue, source and outer punctuation; whole quotations with their marks; one span for
words with nothing but punctuation between them; and no further than where the next report of the sentence begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import regex

from attribution.annotating.syntax import Tree, relation
from attribution.model import Article, Quote
from attribution.quoting.marks import Region
from attribution.spans import Span, merge, subtract, trim

EDGE = ",;:–—-."
# Two words are shared by chance too often ("very happy"); from three on a copy is a copy in the six examples.
LEAST_REPEATED = 3
# Quotes with the same opening words that are looked at; a text of one sentence over and over has more.
MOST_COMPARED = 20
# Prepositions between a cue and words in marks.
LINKS = ("as", "with")
# What follows a closing mark with a comma before it, or a dash behind it.
_APPOSITION = regex.compile(r"(?:,[^\w\s]|.{2}\s*[–—-]{1,2})\s+an?\s", regex.DOTALL)
_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’][\p{L}]+)?")
_NEXT_REPORT = regex.compile(r"[,;:]?\s+(?:and|but|while|whereas|although|though)\s+\Z|[;:–—]\s*\Z")


def cut_pieces(tree: Tree, tokens: Sequence[int], text: str, holes: Iterable[Span]) -> list[Span]:
    """Return the spans of content tokens, in order; ``holes`` are the cue and its source."""
    left = list(tokens)
    while left and (
        relation(tree.tokens[left[0]]) == "punct"
        or (
            tree.tokens[left[0]].text.lower() == "that"
            and tree.tokens[left[0]].upos in ("SCONJ", "ADP", "PRON")
            and len(left) > 1
        )
        or (left[0] == 0 and tree.tokens[0].upos == "CCONJ")
    ):
        left.pop(0)
    runs: list[list[int]] = []
    for index in left:
        if runs and all(tree.tokens[i].upos in ("PUNCT", "CCONJ") for i in range(runs[-1][-1] + 1, index)):
            runs[-1].append(index)
        else:
            runs.append([index])
    pieces = []
    for run in runs:
        while len(run) > 1 and tree.tokens[run[-1]].upos in ("CCONJ", "PUNCT"):
            run.pop()
        for piece in subtract(tree.span(run), holes):
            trimmed = trim(piece, text, EDGE)
            if any(c.isalnum() for c in trimmed.slice(text)):
                pieces.append(trimmed)
    return pieces


def absorb_regions(
    pieces: list[Span], regions: Mapping[int, Region], holes: Sequence[Span], text: str
) -> tuple[list[Span], list[int]]:
    """Grow pieces over the whole of every quotation they reach into and join what belongs together.

    ``regions`` are the quotations near the pieces, by number. Returns the pieces and the numbers of the regions in
    them. Two neighbouring quotations stay two pieces.
    """
    used = []
    grown = list(pieces)
    for number, region in regions.items():
        if not any(hole.overlaps(region.span) for hole in holes) and any(p.overlaps(region.inner) for p in pieces):
            grown.append(region.span)
            used.append(number)
    ends = {region.span.end for region in regions.values()}
    starts = {region.span.start for region in regions.values()}
    joined: list[Span] = []
    for piece in merge(grown):
        between = text[joined[-1].end : piece.start] if joined else ""
        apart = bool(joined) and (
            (joined[-1].end in ends and piece.start in starts)  # two quotations
            or any(hole.start < piece.start and joined[-1].end < hole.end for hole in holes)
        )
        if joined and not any(c.isalnum() for c in between) and "\n" not in between and not apart:
            joined[-1] = Span(joined[-1].start, piece.end)
        else:
            joined.append(piece)
    return [_whole_marks(piece, regions.values()) for piece in joined], used


def _whole_marks(piece: Span, regions: Iterable[Region]) -> Span:
    """Take in the rest of a quotation that a piece holds one mark of."""
    for region in regions:
        if region.span.overlaps(piece) and not piece.contains(region.span):
            return Span(min(piece.start, region.span.start), max(piece.end, region.span.end))
    return piece


def trim_marked(pieces: Iterable[Span], regions: Iterable[Region], text: str) -> list[Span]:
    """Leave out what stands beside words in marks and is the reporter's.

    A preposition before them alone ('an accident that she described | as "a scandal"'), and an apposition
    behind the comma or dash that ends them ('"a scandal," | a word the council disliked').
    """
    trimmed = []
    for piece in pieces:
        inside = [region.span for region in regions if piece.contains(region.span)]
        if inside and _APPOSITION.match(text, inside[-1].end - 2, piece.end):
            piece = Span(piece.start, inside[-1].end)  # noqa: PLW2901 - the same piece, shorter
        if len(inside) == 1 and not any(c.isalnum() for c in text[inside[0].end : piece.end]):
            lead = text[piece.start : inside[0].start].strip(" \u00a0,:").lower()
            piece = Span(inside[0].start, piece.end) if lead in LINKS else piece  # noqa: PLW2901
        trimmed.append(piece)
    return trimmed


def cut_at_next_report(pieces: list[Span], reports: Iterable[Span], text: str) -> list[Span]:
    """End pieces where another report of the sentence begins ("..., and Ito said ...").

    ``reports`` are the spans from source to cue of the other reports that have a source of their own.
    """
    if not pieces:
        return []
    start, limit = pieces[0].start, pieces[-1].end
    for report in reports:
        if start < report.start < limit:
            lead = _NEXT_REPORT.search(text, start, report.start)
            if lead is not None and lead.start() > start:
                limit = lead.start()
    cut = (trim(Span(p.start, limit), text, EDGE) if p.end > limit else p for p in pieces if p.start < limit)
    return [piece for piece in cut if len(piece)]


def find_repeats(article: Article, quotes: Sequence[Quote]) -> frozenset[int]:
    """Return the indices of quotes whose words stand in another quote: the headline's or pull quote's, not the body's.

    Words are compared without marks and case; fewer than `LEAST_REPEATED` are too few to be called the same.
    """
    words = [
        tuple(_WORD.findall(" ".join(s.slice(article.text) for s in quote.content).casefold())) for quote in quotes
    ]
    joined = [" " + " ".join(w) + " " for w in words]
    openings: dict[tuple[str, ...], list[int]] = {}
    for number, own in enumerate(words):
        for start in range(len(own) - LEAST_REPEATED + 1):
            openings.setdefault(own[start : start + LEAST_REPEATED], []).append(number)
    found: set[int] = set()
    for number, own in enumerate(words):
        if len(own) >= LEAST_REPEATED and _is_copy(article, quotes[number]):
            others = openings[own[:LEAST_REPEATED]][:MOST_COMPARED]
            if any(joined[number] in joined[other] for other in others if other != number and other not in found):
                found.add(number)
    return frozenset(found)


def _is_copy(article: Article, quote: Quote) -> bool:
    """Tell whether a quote stands where stories repeat their own: in a heading or caption, or alone with no cue."""
    return article.paragraphs[quote.paragraph].zone != "body" or (quote.cue is None and quote.source is None)


def share_of_words(left: Iterable[Span], right: Iterable[Span]) -> float:
    """Return the characters that two lists of spans share over those that either covers."""
    first, second = merge(left), merge(right)
    common = sum(len(shared) for a in first for b in second if (shared := a.intersect(b)))
    total = sum(map(len, merge([*first, *second])))
    return common / total if total else 0.0
