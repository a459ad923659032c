"""The accuracy gate: scores on labelled articles, held to floors that only rise.

    python tests/eval/gate.py                       score, compare, list gains and losses; exit status 1 below a floor
    python tests/eval/gate.py --update              raise the floors to the figures less the margin, and pin the data
    python tests/eval/gate.py --update --allow-regression

``baseline.json`` holds a floor for each figure, the SHA-256 of gold, inputs and scorer, and the last figure of each
article, which is named by the hash of its text: nothing of a corpus is written down. An article that ends in an error
counts as one without quotes. The corpora lie in the folder that ``ATTRIBUTION_SHARED`` names, or in ``shared`` beside
the checkout. The package must be installed, as `make` does it.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from attribution.pipeline import Analyzer

ROOT = Path(__file__).resolve().parents[2]
BASELINE = Path(__file__).with_name("baseline.json")
# Floors lie this far under the figure they were set from: training a model again moves figures by less.
MARGIN = 0.01
# Differences of an article's figure below this are not listed.
LEAST_CHANGE = 0.005
FIGURES = {
    "polnear": (
        *("content_overlap.P", "content_overlap.R_all", "content_overlap.F_all", "content_overlap.R_speech"),
        *("content_overlap.R_direct", "content_close.F_all", "attribution.P", "attribution.R", "attribution.F"),
        *("exact_spans.source.F", "exact_spans.cue.F", "exact_spans.content.F", "characters.F"),
    ),
    "speakers": (
        *("content.P", "content.R", "content.F", "content.R_direct", "content_and_speaker.F"),
        *("content_and_speaker.R_direct", "given_content.speaker", "given_content.type", "given_speaker.kind"),
        *("given_speaker.role_group", "given_speaker.role", "given_speaker.affiliation"),
    ),
}
# The one figure by which gains and losses of an article are told.
ARTICLE_FIGURE = {"polnear": "attribution.F", "speakers": "content_and_speaker.F"}

Kind = Literal["polnear", "speakers"]
Score = Callable[[str, str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Suite:
    """Labelled articles: ``gold`` files and the ``inputs`` they label, each input with its gold beside it in order."""

    name: str
    kind: Kind
    folder: Path
    inputs: tuple[Path, ...]
    gold: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """Floors, pins and the last figures of articles, by suite; ``scorer`` is the SHA-256 of the scoring program."""

    floors: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    pins: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    articles: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a run gave, in the form of the baseline.

    ``names`` tells the file of each article's hash, ``errors`` has a line for each article that ended in an error.
    """

    figures: Mapping[str, Mapping[str, float]]
    pins: Mapping[str, Mapping[str, str]]
    articles: Mapping[str, Mapping[str, float]]
    names: Mapping[str, str] = field(default_factory=dict)
    errors: tuple[str, ...] = ()


class RegressionError(Exception):
    """An update would lower a floor."""


def find_shared() -> Path | None:
    """Return the folder of the corpora, or None where it is not there."""
    shared = Path(os.environ.get("ATTRIBUTION_SHARED") or ROOT.parent / "shared").resolve()
    wanted = ("eval/score.py", "data/polnear/dev/text", "data/speakers-dev")
    return shared if all((shared / name).exists() for name in wanted) else None


def find_suites(shared: Path) -> tuple[Suite, ...]:
    """Return the labelled sets: two of the corpora, and the articles of ``examples``."""
    dev = shared / "data" / "polnear" / "dev"
    return (
        Suite(
            "polnear-dev",
            "polnear",
            dev,
            tuple(sorted((dev / "text").glob("*.txt"))),
            tuple(sorted((dev / "attributions").glob("*.ann"))),
        ),
        _speakers("speakers-dev", shared / "data" / "speakers-dev"),
        _speakers("examples", ROOT / "examples" / "gold"),
    )


def _speakers(name: str, folder: Path) -> Suite:
    gold = tuple(sorted(folder.glob("*.json")))
    inputs = tuple(folder / json.loads(path.read_text(encoding="utf-8"))["text_file"] for path in gold)
    return Suite(name, "speakers", folder, inputs, gold)


def digest(paths: Iterable[Path]) -> str:
    """Return the SHA-256 over the names and the bytes of files, in order of their names."""
    whole = hashlib.sha256()
    for path in sorted(paths, key=lambda path: path.name):
        whole.update(path.name.encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def key_of(path: Path) -> str:
    """Return the name under which an article's figure is kept: the start of the SHA-256 of its bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def flatten(scores: Mapping[str, Any], wanted: Iterable[str]) -> dict[str, float]:
    """Return the wanted figures of nested scores, by dotted name."""
    found = {}
    for name in wanted:
        value: Any = scores
        for part in name.split("."):
            value = value[part]
        found[name] = round(float(value), 4)
    return found


def load_scorer(shared: Path) -> dict[str, Score]:
    """Import the scoring program of the corpora and return its functions by kind of suite."""
    spec = importlib.util.spec_from_file_location("score", shared / "eval" / "score.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"no scorer in {shared}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {"polnear": module.polnear, "speakers": module.speakers}


def measure(shared: Path, analyzer: Analyzer | None = None) -> Measured:
    """Run the whole way over every article and score it."""
    suites = find_suites(shared)
    scorer = load_scorer(shared)
    analyzer = analyzer or Analyzer()
    figures, articles = {}, {}
    pins = {"scorer": {"sha256": digest([shared / "eval" / "score.py"])}}
    names: dict[str, str] = {}
    errors: list[str] = []
    for suite in suites:
        with tempfile.TemporaryDirectory() as folder:
            errors += predict(suite, analyzer, Path(folder))
            score = scorer[suite.kind]
            figures[suite.name] = flatten(score(str(suite.folder), folder), FIGURES[suite.kind])
            articles[suite.name] = score_articles(suite, score, Path(folder))
        pins[suite.name] = {"gold": digest(suite.gold), "inputs": digest(suite.inputs)}
        names |= {key_of(path): path.stem for path in suite.inputs}
    return Measured(figures, pins, articles, names, tuple(errors))


def predict(suite: Suite, analyzer: Analyzer, folder: Path) -> list[str]:
    """Write the analysis of each article as the command would; return a line for each that ended in an error."""
    errors = []
    stems = [path.stem for path in (suite.inputs if suite.kind == "polnear" else suite.gold)]
    for stem, outcome in zip(stems, analyzer.analyze_many(suite.inputs), strict=True):
        if outcome.analysis is None:
            errors.append(f"{suite.name}: {stem}: {outcome.error}")
        else:
            data = json.dumps(outcome.analysis.to_dict())
            (folder / f"{stem}.json").write_text(data, encoding="utf-8")
    return errors


def score_articles(suite: Suite, score: Score, predicted: Path) -> dict[str, float]:
    """Return the figure of each article alone, by the hash of its text."""
    wanted = ARTICLE_FIGURE[suite.kind]
    found = {}
    for number, path in enumerate(suite.inputs):
        with tempfile.TemporaryDirectory() as folder:
            alone = Path(folder)
            if suite.kind == "polnear":
                (alone / "text").mkdir()
                (alone / "attributions").mkdir()
                (alone / "text" / path.name).symlink_to(path)
                for gold in suite.gold:
                    if gold.stem.rpartition("_")[0] == path.stem:
                        (alone / "attributions" / gold.name).symlink_to(gold)
            else:
                gold = suite.gold[number]
                labels = json.loads(gold.read_text(encoding="utf-8")) | {"text_file": path.name}
                (alone / gold.name).write_text(json.dumps(labels), encoding="utf-8")
                (alone / path.name).symlink_to(path)
            found[key_of(path)] = flatten(score(folder, str(predicted)), [wanted])[wanted]
    return found


def compare(baseline: Baseline, measured: Measured) -> tuple[str, ...]:
    """Return a line for each error, each pin that does not fit the data, and each figure under its floor."""
    problems = [f"error: {line}" for line in measured.errors]
    for name, pins in baseline.pins.items():
        for kind, pin in pins.items():
            if measured.pins.get(name, {}).get(kind) != pin:
                problems.append(f"{name}: {kind} is not what the floors were set on; look at why, then --update")
    for name, floors in baseline.floors.items():
        for figure, floor in floors.items():
            value = measured.figures.get(name, {}).get(figure)
            if value is None:
                problems.append(f"{name}: {figure} was not measured")
            elif value < floor:
                problems.append(f"{name}: {figure} is {value:.4f}, its floor {floor:.4f}")
    return tuple(problems)


def raise_floors(baseline: Baseline, measured: Measured, *, allow_regression: bool = False) -> Baseline:
    """Return the baseline with floors raised to the figures less `MARGIN`, and data and articles as measured.

    Raises `RegressionError` where a figure is under its floor, unless ``allow_regression``.
    """
    floors: dict[str, dict[str, float]] = {}
    lowered = []
    for name, figures in measured.figures.items():
        floors[name] = {}
        for figure, value in figures.items():
            new = round(max(value - MARGIN, 0.0), 4)
            old = baseline.floors.get(name, {}).get(figure)
            if old is not None and value < old:
                lowered.append(f"{name}: {figure} from {old:.4f} to {new:.4f}")
            floors[name][figure] = new if old is None or value < old else max(old, new)
    for name, held in baseline.floors.items():
        lowered += [f"{name}: {figure} is gone" for figure in held if figure not in measured.figures.get(name, {})]
    if lowered and not allow_regression:
        raise RegressionError("refusing to lower floors without --allow-regression: " + "; ".join(lowered))
    return Baseline(floors, measured.pins, measured.articles)


def list_changes(baseline: Baseline, measured: Measured) -> tuple[str, ...]:
    """Return a line for each article whose figure rose ("gain") or fell ("loss") since it was last written down."""
    changes = []
    for suite, figures in measured.articles.items():
        for key, value in figures.items():
            before = baseline.articles.get(suite, {}).get(key)
            if before is None or abs(value - before) < LEAST_CHANGE:
                continue
            word = "gain" if value > before else "loss"
            name = measured.names.get(key, key)
            changes.append((value - before, f"{word} {value - before:+.3f} to {value:.3f}  {suite}: {name}"))
    return tuple(line for _, line in sorted(changes))


def load_baseline(path: Path = BASELINE) -> Baseline:
    """Return what is written down, or an empty baseline where nothing is."""
    if not path.exists():
        return Baseline()
    data = json.loads(path.read_text(encoding="utf-8"))
    return Baseline(data["floors"], data["pins"], data["articles"])


def save_baseline(baseline: Baseline, path: Path = BASELINE) -> None:
    """Write the baseline down, sorted, so that a change shows line by line."""
    data = {"floors": baseline.floors, "pins": baseline.pins, "articles": baseline.articles}
    path.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def render(baseline: Baseline, measured: Measured) -> str:
    """Return the figures beside their floors, then gains and losses, then what is wrong."""
    lines = []
    for name, figures in measured.figures.items():
        lines.append(name)
        floors = baseline.floors.get(name, {})
        lines += [
            f"  {figure:32} {value:.4f}" + (f"  floor {floors[figure]:.4f}" if figure in floors else "")
            for figure, value in figures.items()
        ]
    return "\n".join([*lines, *list_changes(baseline, measured), *compare(baseline, measured)]) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Run the gate; 0 where every figure holds, 1 where one does not, 0 with a word where there are no corpora."""
    parser = argparse.ArgumentParser(description="Score the labelled articles and hold the figures to their floors.")
    parser.add_argument("--update", action="store_true", help="raise the floors and pin the data")
    parser.add_argument("--allow-regression", action="store_true", help="let --update lower floors")
    options = parser.parse_args(arguments)
    shared = find_shared()
    if shared is None:
        sys.stdout.write("skipped: no corpora beside the checkout and ATTRIBUTION_SHARED names none\n")
        return 0
    baseline, measured = load_baseline(), measure(shared)
    sys.stdout.write(render(baseline, measured))
    if not options.update:
        return 1 if compare(baseline, measured) else 0
    try:
        save_baseline(raise_floors(baseline, measured, allow_regression=options.allow_regression))
    except RegressionError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
