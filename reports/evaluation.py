"""An evaluation as one self-contained page: the figures with their intervals, then every gain and loss in its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import get_args

from attribution.evaluating.evaluate import ArticleResult, Case, Evaluation, Fault
from attribution.evaluating.intervals import Figure
from attribution.evaluating.labels import Label
from attribution.model import Article
from attribution.spans import Span, hull, merge
from reports.html import render_page
from reports.labels import TYPE_LABELS, group_label

AROUND = 70  # characters of the article shown before and after
LONGEST = 500  # characters of one piece; a longer one is cut in its middle
FAULT_LABELS = {
    "missed": "missed",
    "spurious": "not marked",
    "wrong span": "cut otherwise",
    "wrong source": "another source",
    "wrong speaker": "another speaker",
}
SECTION_LABELS = {"quotes": "Quotes", "type": "By form", "role group": "By role group", "rule": "By rule"}
FAULTS: tuple[Fault, ...] = get_args(Fault)
Piece = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A line of figures; each is (per cent, interval) with empty strings for what there is not."""

    name: str
    level: str
    figures: tuple[tuple[str, str], ...]
    found: int
    predicted: int
    covered: int
    gold: int


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A rate or a difference: its name, figure, interval and what it is of."""

    name: str
    figure: tuple[str, str]
    of: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A quote that is not as marked.

    ``pieces`` are words of the article, each ``both`` (marked and found), ``gold`` (marked alone), ``found`` (found
    alone) or ``around``; ``facts`` are (what, as marked, as found) where the two differ, one of them None where there
    is no such quote.
    """

    faults: tuple[str, ...]
    paragraph: int
    pieces: tuple[Piece, ...]
    facts: tuple[tuple[str, str | None, str | None], ...]
    rule: str | None


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article with its counts, its differences of shares in per cent, and its cases."""

    name: str
    gold: int
    predicted: int
    paired: int
    differences: tuple[tuple[str, str], ...]
    cases: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """The whole page."""

    articles: tuple[ArticleRow, ...]
    sections: tuple[tuple[str, tuple[ScoreRow, ...]], ...]
    rates: tuple[FigureRow, ...]
    differences: tuple[FigureRow, ...]
    faults: tuple[tuple[str, int], ...]
    gold: int
    predicted: int
    thoughts: bool
    samples: int


def render_evaluation(evaluation: Evaluation, *, generated: str | None = None) -> str:
    """Return the page of an evaluation; ``generated`` is a date to print at the foot."""
    return render_page("evaluation", view=build_evaluation(evaluation), generated=generated)


def build_evaluation(evaluation: Evaluation) -> EvaluationView:
    """Return what the page shows, without any HTML; articles with the most cases come first."""
    faults = Counter(fault for result in evaluation.articles for case in result.cases for fault in case.faults)
    intervals = any(score.f.low is not None for score in evaluation.scores)
    return EvaluationView(
        articles=tuple(_article(result) for result in sorted(evaluation.articles, key=lambda r: -len(r.cases))),
        sections=tuple(_sections(evaluation)),
        rates=tuple(FigureRow(r.name, _shown(r.figure), f"{r.hits:,} of {r.of:,}") for r in evaluation.rates),
        differences=tuple(
            FigureRow(d.name, _shown(d.figure), f"{d.articles:,} article{'s' if d.articles != 1 else ''}")
            for d in evaluation.differences
        ),
        faults=tuple((FAULT_LABELS[fault], faults[fault]) for fault in FAULTS if faults[fault]),
        gold=sum(result.gold for result in evaluation.articles),
        predicted=sum(result.predicted for result in evaluation.articles),
        thoughts=evaluation.thoughts,
        samples=evaluation.samples if intervals else 0,
    )


def word_pieces(text: str, gold: Iterable[Span], predicted: Iterable[Span]) -> tuple[Piece, ...]:
    """Return the words marked and found with those around them, each piece once and in the order of the text."""
    marked, found = merge(gold), merge(predicted)
    if not marked and not found:
        return ()
    whole = hull((*marked, *found))
    window = Span(_words_before(text, whole.start), _words_after(text, whole.end))
    edges = sorted({window.start, window.end, *(e for span in (*marked, *found) for e in (span.start, span.end))})
    pieces: list[Piece] = []
    one = other = 0
    for start, end in pairwise(edges):
        while one < len(marked) and marked[one].end <= start:
            one += 1
        while other < len(found) and found[other].end <= start:
            other += 1
        in_gold = one < len(marked) and marked[one].start <= start
        in_found = other < len(found) and found[other].start <= start
        kind = ("both" if in_found else "gold") if in_gold else ("found" if in_found else "around")
        pieces.append((kind, _cut(text[start:end])))
    return tuple(pieces)


def _words_before(text: str, start: int) -> int:
    """Return where the words before ``start`` that are shown begin, at a word's start."""
    first = max(start - AROUND, 0)
    space = text.find(" ", first, start) if first else -1
    return space + 1 if space >= 0 else first


def _words_after(text: str, end: int) -> int:
    last = min(end + AROUND, len(text))
    space = text.rfind(" ", end, last) if last < len(text) else -1
    return space if space >= 0 else last


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST // 2]} … {words[-LONGEST // 2 :]}"


def _sections(evaluation: Evaluation) -> Iterator[tuple[str, tuple[ScoreRow, ...]]]:
    for section, title in SECTION_LABELS.items():
        rows = tuple(
            ScoreRow(
                _name(section, score.name),
                score.level if section == "quotes" else "",
                (_shown(score.precision), _shown(score.recall), _shown(score.f)),
                score.found,
                score.predicted,
                score.covered,
                score.gold,
            )
            for score in evaluation.scores
            if score.section == section
        )
        if rows:
            yield title, rows


def _name(section: str, name: str) -> str:
    return {"type": TYPE_LABELS.get(name, name), "role group": group_label(name)}.get(section, name)


def _shown(figure: Figure) -> tuple[str, str]:
    if figure.value is None:
        return "–", ""
    interval = f"{100 * figure.low:.1f}–{100 * figure.high:.1f}" if None not in {figure.low, figure.high} else ""  # type: ignore[operator]
    return f"{100 * figure.value:.1f}", interval


def _article(result: ArticleResult) -> ArticleRow:
    return ArticleRow(
        result.article.title or result.article.id,
        result.gold,
        result.predicted,
        result.paired,
        tuple((name, f"{100 * value:.1f}") for name, value in result.differences),
        tuple(_case(result.article, case) for case in result.cases),
    )


def _case(article: Article, case: Case) -> CaseRow:
    gold, found = case.gold or Label(()), case.predicted or Label(())
    first = min((*gold.content, *found.content), default=Span(0, 0))
    return CaseRow(
        tuple(FAULT_LABELS[fault] for fault in case.faults),
        article.paragraph_at(first.start) + 1,
        word_pieces(article.text, gold.content, found.content),
        tuple(_facts(article, case)),
        found.rule,
    )


def _facts(article: Article, case: Case) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield who speaks and by which words, both where they differ, one where there is no other."""
    gold, found = case.gold, case.predicted
    sides = [label for label in (gold, found) if label is not None]
    for name, values in (
        ("speaker", [label.speaker or "" for label in sides]),
        ("group", [group_label(label.role_group) if label.role_group else "" for label in sides]),
        ("source", [_words(article, label.source) for label in sides]),
        ("cue", [_words(article, label.cue) for label in sides]),
    ):
        if len(values) == 1:
            if values[0]:
                yield (name, values[0], None) if gold is not None else (name, None, values[0])
        elif values[0] != values[1]:
            yield name, values[0], values[1]


def _words(article: Article, spans: Iterable[Span]) -> str:
    return " … ".join(span.slice(article.text) for span in spans)
