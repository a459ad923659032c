"""An evaluation as text for a terminal and as JSON data: every figure with its counts and interval, then the cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, get_args

from attribution.commands.summary import NARROWEST, WIDEST, clip, columns, counted, printable, wrapped
from attribution.evaluating.evaluate import ArticleResult, Case, Evaluation, Fault, Score
from attribution.evaluating.intervals import Figure
from attribution.evaluating.labels import Label
from attribution.model import Article
from attribution.spans import Span

SCHEMA_VERSION = 1
SECTIONS = {"quotes": "quotes", "type": "by type", "role group": "by role group", "rule": "by rule"}
FAULTS: tuple[Fault, ...] = get_args(Fault)
WIDE_NAME, LONGEST = 34, 70
NO_FIGURE = "–"
Data = dict[str, Any]


class EvaluationFormat(StrEnum):
    """What an evaluation can be printed as."""

    text = "text"
    json = "json"


def text_evaluation(evaluation: Evaluation, *, width: int = 100, verbose: bool = False) -> str:
    """Return the figures in lines of at most ``width`` columns; ``verbose`` adds every quote that is not as marked."""
    width = min(max(width, NARROWEST), WIDEST)
    lines = wrapped(headline(evaluation), width)
    for section, title in SECTIONS.items():
        rows = [score for score in evaluation.scores if score.section == section]
        if rows:
            lines += ["", f"{title:{WIDE_NAME}}{'precision':>20}{'recall':>20}{'F':>20}"[:width].rstrip()]
            lines += [_score_line(score) for score in rows]
    if evaluation.rates:
        lines += ["", "of quotes in a pair"]
        lines += [f"{_fit(f'  {r.name}')}{_shown(r.figure):>20}  {r.hits:,} of {r.of:,}" for r in evaluation.rates]
    if evaluation.differences:
        lines += ["", "shares of words, gold beside found (0 equal, 100 nothing in common)"]
        lines += [
            f"{_fit(f'  {d.name}')}{_shown(d.figure):>20}  {counted(d.articles, 'article')}"
            for d in evaluation.differences
        ]
    lines += ["", *wrapped(_cases_line(evaluation), width)]
    if verbose:
        for result in evaluation.articles:
            lines += list(_article_lines(result, width))
    return "\n".join(lines) + "\n"


def headline(evaluation: Evaluation) -> str:
    """Return how much was scored, and how."""
    gold = sum(result.gold for result in evaluation.articles)
    predicted = sum(result.predicted for result in evaluation.articles)
    kept = "speech and thought" if evaluation.thoughts else "speech"
    intervals = f"; 95% intervals of {evaluation.samples:,} draws of articles" if _has_intervals(evaluation) else ""
    of = counted(len(evaluation.articles), "article")
    return f"{of}, {counted(gold, 'quote')} marked, {predicted:,} found ({kept}){intervals}"


def evaluation_to_dict(evaluation: Evaluation) -> Data:
    """Return the evaluation as JSON data (docs/evaluate.md)."""
    return {
        "schema": SCHEMA_VERSION,
        "thoughts": evaluation.thoughts,
        "samples": evaluation.samples,
        "seed": evaluation.seed,
        "scores": [
            {
                "section": score.section,
                "name": score.name,
                "level": score.level,
                "found": score.found,
                "predicted": score.predicted,
                "covered": score.covered,
                "gold": score.gold,
                "precision": _figure(score.precision),
                "recall": _figure(score.recall),
                "f": _figure(score.f),
            }
            for score in evaluation.scores
        ],
        "rates": [{"name": r.name, "hits": r.hits, "of": r.of, "share": _figure(r.figure)} for r in evaluation.rates],
        "differences": [
            {"name": d.name, "articles": d.articles, "difference": _figure(d.figure)} for d in evaluation.differences
        ],
        "articles": [_article(result) for result in evaluation.articles],
    }


def _has_intervals(evaluation: Evaluation) -> bool:
    return any(score.f.low is not None for score in evaluation.scores)


def _score_line(score: Score) -> str:
    name = f"  {printable(score.name)}" + (f", {score.level}" if score.section == "quotes" else "")
    figures = "".join(f"{_shown(figure):>20}" for figure in (score.precision, score.recall, score.f))
    return f"{_fit(name)}{figures}"


def _fit(words: str) -> str:
    shown = clip(words, WIDE_NAME)
    return shown + " " * (WIDE_NAME - columns(shown))


def _shown(figure: Figure) -> str:
    """Return a figure in per cent with its interval: "75.2 (72.6–77.4)"."""
    if figure.value is None:
        return NO_FIGURE
    if figure.low is None or figure.high is None:
        return f"{100 * figure.value:.1f}"
    return f"{100 * figure.value:.1f} ({100 * figure.low:.1f}–{100 * figure.high:.1f})"


def _cases_line(evaluation: Evaluation) -> str:
    found = Counter(fault for result in evaluation.articles for case in result.cases for fault in case.faults)
    told = [f"{found[fault]:,} {fault}" for fault in FAULTS if found[fault]]
    return ", ".join(told) if told else "Every quote is as marked."


def _article_lines(result: ArticleResult, width: int) -> Iterator[str]:
    if result.cases:
        yield from ("", printable(result.article.id))
    for case in result.cases:
        line = f"  {', '.join(case.faults)}: {' | '.join(_told(result.article, case))}"
        yield clip(line, width)


def _told(article: Article, case: Case) -> Iterator[str]:
    for label in (case.gold, case.predicted):
        if label is not None:
            words = " … ".join(printable(span.slice(article.text)) for span in label.content)
            yield f"{clip(words, LONGEST)} [{printable(label.speaker or 'nobody')}]"


def _figure(figure: Figure) -> Data:
    return {"value": figure.value, "low": figure.low, "high": figure.high}


def _article(result: ArticleResult) -> Data:
    return {
        "article": result.article.id,
        "gold": result.gold,
        "predicted": result.predicted,
        "paired": result.paired,
        "differences": dict(result.differences),
        "cases": [
            {
                "faults": list(case.faults),
                "gold": _label(result.article, case.gold),
                "predicted": _label(result.article, case.predicted),
            }
            for case in result.cases
        ],
    }


def _label(article: Article, label: Label | None) -> Data | None:
    if label is None:
        return None
    return {
        "content": _spans(article, label.content),
        "cue": _spans(article, label.cue),
        "source": _spans(article, label.source),
        "type": label.type,
        "speaker": label.speaker,
        "role_group": label.role_group,
        "rule": label.rule,
    }


def _spans(article: Article, spans: Iterable[Span]) -> list[Data]:
    return [{"start": span.start, "end": span.end, "text": span.slice(article.text)} for span in spans]
