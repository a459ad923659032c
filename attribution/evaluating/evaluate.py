"""Gold annotations beside what was found: every figure with its interval, and every difference with its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from attribution.evaluating.intervals import SAMPLES, SEED, Draws, Figure, Sums
from attribution.evaluating.labels import Label, Labelled
from attribution.evaluating.scores import (
    Key,
    Matched,
    count_differences,
    count_group_words,
    count_rates,
    count_scores,
    match,
)
from attribution.evaluating.speakers import share_difference
from attribution.model import Article

Fault = Literal["missed", "spurious", "wrong span", "wrong source", "wrong speaker"]
Acts = Literal["auto", "speech", "all"]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F of one line of `attribution.evaluating.scores`, with the four counts behind them."""

    section: str
    name: str
    level: str
    found: int
    predicted: int
    covered: int
    gold: int
    precision: Figure
    recall: Figure
    f: Figure


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of pairs: ``hits`` of ``of``."""

    name: str
    hits: int
    of: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class Difference:
    """The total variation between shares of attributed words, gold beside found: what an audit would be off by.

    Of each article, then their mean; by role group also of the words of all articles put together.
    """

    name: str
    articles: int
    figure: Figure


@dataclass(frozen=True, slots=True)
class Case:
    """A quote that is not as marked: what is wrong, and the quote as marked and as found; a lone one has no other."""

    faults: tuple[Fault, ...]
    gold: Label | None
    predicted: Label | None


@dataclass(frozen=True, slots=True)
class ArticleResult:
    """One article: how many quotes are marked, found and in a pair, its differences of shares, and its cases."""

    article: Article
    gold: int
    predicted: int
    paired: int
    differences: tuple[tuple[str, float], ...]
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures over all articles. ``thoughts`` says whether thoughts were scored along with speech."""

    articles: tuple[ArticleResult, ...]
    scores: tuple[Score, ...]
    rates: tuple[Rate, ...]
    differences: tuple[Difference, ...]
    thoughts: bool
    samples: int
    seed: int

    def score(self, name: str, level: str = "overlap", *, section: str = "quotes") -> Score:
        """Return a score by its name; KeyError where there is none."""
        for score in self.scores:
            if (score.section, score.name, score.level) == (section, name, level):
                return score
        raise KeyError(name)


def evaluate(
    pairs: Iterable[tuple[Labelled, Labelled]], *, acts: Acts = "auto", samples: int = SAMPLES, seed: int = SEED
) -> Evaluation:
    """Score what was found against gold.

    Args:
        pairs: each article as marked and as found, of the same text.
        acts: which quotes are scored; ``auto`` keeps to speech where gold tells speech from thought, else takes all.
        samples: draws of the bootstrap; 0 for no intervals.
        seed: of the draws.

    Raises:
        ValueError: the two of a pair are of different texts.
    """
    listed = list(pairs)
    for gold, predicted in listed:
        if gold.article.text != predicted.article.text:
            raise ValueError(f"{gold.article.id}: gold and prediction are of different texts")
    speech = acts == "speech" or (acts == "auto" and all(gold.tells_acts for gold, _ in listed))
    matched = [match(*(_spoken(side) if speech else side for side in both)) for both in listed]
    draws = Draws(len(matched), samples=samples, seed=seed)
    return Evaluation(
        tuple(_result(each) for each in matched),
        _scores(matched, draws),
        _rates(matched, draws),
        _differences(matched, draws),
        not speech,
        samples,
        seed,
    )


def _spoken(side: Labelled) -> Labelled:
    return replace(side, labels=tuple(label for label in side.labels if label.act != "thought"))


def _precision(sums: Sums) -> float | None:
    return sums[0] / sums[1] if sums[1] else None


def _recall(sums: Sums) -> float | None:
    return sums[2] / sums[3] if sums[3] else None


def _f(sums: Sums) -> float | None:
    precision, recall = _precision(sums), _recall(sums)
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _share(sums: Sums) -> float | None:
    return sums[0] / sums[1] if sums[1] else None


def _scores(matched: Sequence[Matched], draws: Draws) -> tuple[Score, ...]:
    counted = [count_scores(each) for each in matched]
    keys: dict[Key, None] = {}
    for section in ("quotes", "type", "role group", "rule"):
        found = dict.fromkeys(key for counts in counted for key in counts if key[0] == section)
        keys |= found if section in {"quotes", "type"} else dict.fromkeys(sorted(found))
    scores = []
    for key in keys:
        rows = [counts.get(key, (0, 0, 0, 0)) for counts in counted]
        found, predicted, covered, gold = (sum(column) for column in zip(*rows, strict=True))
        figures = draws.figures(rows, _precision, _recall, _f)
        scores.append(Score(*key, found, predicted, covered, gold, *figures))
    return tuple(scores)


def _rates(matched: Sequence[Matched], draws: Draws) -> tuple[Rate, ...]:
    counted = [count_rates(each) for each in matched]
    rates = []
    for name in dict.fromkeys(name for counts in counted for name in counts):
        rows = [counts.get(name, (0, 0)) for counts in counted]
        hits, of = (sum(column) for column in zip(*rows, strict=True))
        rates.append(Rate(name, hits, of, *draws.figures(rows, _share)))
    return tuple(rates)


def _differences(matched: Sequence[Matched], draws: Draws) -> tuple[Difference, ...]:
    counted = [count_differences(each) for each in matched]
    found = []
    for name in dict.fromkeys(name for counts in counted for name in counts):
        rows = [(counts.get(name, 0.0), int(name in counts)) for counts in counted]
        found.append(Difference(f"{name}, mean of articles", sum(row[1] for row in rows), *draws.figures(rows, _share)))
    words = [counts for each in matched if (counts := count_group_words(each)) is not None]
    if words:
        groups = sorted({group for marked, predicted in words for group in (*marked, *predicted)})
        columns = [[side[group] for side in both for group in groups] for both in words]

        def difference(sums: Sums) -> float | None:
            marked, predicted = (dict(zip(groups, half, strict=True)) for half in _halves(sums))
            return share_difference(marked, predicted)

        found.append(Difference("role group, all articles as one", len(words), *draws.figures(columns, difference)))
    return tuple(found)


def _halves(sums: Sums) -> tuple[Sums, Sums]:
    return sums[: len(sums) // 2], sums[len(sums) // 2 :]


def _result(matched: Matched) -> ArticleResult:
    gold, predicted = matched.gold, matched.predicted
    cases = [case for _, one, other, same in matched.both() if (case := _case(matched, one, other, same=same)).faults]
    paired = {pair.gold for pair in matched.pairs}, {pair.predicted for pair in matched.pairs}
    cases += [Case(("missed",), label, None) for n, label in enumerate(gold.labels) if n not in paired[0]]
    cases += [Case(("spurious",), None, label) for n, label in enumerate(predicted.labels) if n not in paired[1]]
    return ArticleResult(
        gold.article,
        len(gold.labels),
        len(predicted.labels),
        len(matched.pairs),
        tuple(count_differences(matched).items()),
        tuple(sorted(cases, key=lambda case: ((case.gold or case.predicted or Label(())).content, case.faults))),
    )


def _case(matched: Matched, one: Label, other: Label, *, same: bool) -> Case:
    faults: list[Fault] = []
    if not matched.exact(one.content, other.content):
        faults.append("wrong span")
    if bool(one.source) != bool(other.source) or (one.source and not matched.touch(one.source, other.source)):
        faults.append("wrong source")
    if matched.gold.tells_speakers and matched.predicted.tells_speakers and not same:
        faults.append("wrong speaker")
    return Case(tuple(faults), one, other)
