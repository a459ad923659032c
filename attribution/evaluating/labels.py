"""What somebody or something marked as quotes in an article, in one form for gold and for what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from attribution.model import Act, Analysis, Article, Quote, QuoteType, Source, SourceKind
from attribution.quoting.marks import find_regions
from attribution.spans import Span, SpanIndex, merge
from attribution.words import word_spans

FORMS: tuple[QuoteType, ...] = get_args(QuoteType)


@dataclass(frozen=True, slots=True)
class Label:
    """One quote as marked. ``speaker`` is a name; what the marking does not tell is None, as is an unknown speaker.

    ``rule`` is what found it, where a program did.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    type: QuoteType = "indirect"
    act: Act | None = None
    speaker: str | None = None
    kind: SourceKind | None = None
    role: str | None = None
    role_group: str | None = None
    affiliation: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article with its quotes as marked, in text order; what a marking never tells is not scored.

    ``tells_speakers``: names who speaks. ``tells_groups``: gives each speaker's role group. ``tells_acts``: keeps
    speech and thought apart.
    """

    article: Article
    labels: tuple[Label, ...]
    tells_speakers: bool = False
    tells_groups: bool = False
    tells_acts: bool = False


def labelled_analysis(analysis: Analysis) -> Labelled:
    """Return an analysis as labels; a quote whose speaker is not certain has none."""
    known = {source.id: source for source in analysis.sources}
    labels = tuple(_label(quote, known) for quote in analysis.quotes if any(map(len, quote.content)))
    return Labelled(analysis.article, in_order(labels), tells_speakers=True, tells_groups=True, tells_acts=True)


def in_order(labels: tuple[Label, ...]) -> tuple[Label, ...]:
    """Return labels in text order."""
    return tuple(sorted(labels, key=lambda label: (label.content, label.cue, label.source)))


def _label(quote: Quote, known: dict[str, Source]) -> Label:
    source = known.get(quote.speaker or "") if quote.status == "resolved" else None
    return Label(
        merge(quote.content),
        (quote.cue,) if quote.cue is not None else (),
        (quote.source,) if quote.source is not None else (),
        quote.type,
        quote.act,
        source.name if source else None,
        source.kind if source else None,
        source.role if source else None,
        source.role_group if source else None,
        source.affiliation if source else None,
        quote.rule,
    )


class Forms:
    """Tells the form of a quotation from an article's quotation marks, for markings that do not say it."""

    def __init__(self, article: Article) -> None:
        self._text = article.text
        self._marked = SpanIndex(merge(region.span for region in find_regions(article).regions))

    def told(self, form: object, content: tuple[Span, ...]) -> QuoteType:
        """Return the form that is told, where it is one, else that of the marks."""
        for known in FORMS:
            if form == known:
                return known
        return self.of(content)

    def of(self, content: tuple[Span, ...]) -> QuoteType:
        """Return direct where all words stand in marks, indirect where none does, else mixed."""
        words = [word for span in content for word in word_spans(self._text, span)]
        inside = sum(bool(self._marked.numbers(word)) for word in words)
        if not inside:
            return "indirect"
        return "direct" if inside == len(words) else "mixed"
