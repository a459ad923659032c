"""The gate itself on made-up figures, and the gate on the corpora where they are."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from attribution.errors import AttributionError
from attribution.pipeline import Outcome
from tests.eval import gate
from tests.eval.gate import (
    Baseline,
    Measured,
    RegressionError,
    Suite,
    compare,
    digest,
    find_shared,
    flatten,
    key_of,
    list_changes,
    load_baseline,
    measure,
    predict,
    raise_floors,
    render,
    save_baseline,
    score_articles,
)
from tests.handmade import ferry_analysis

PINS = {"scorer": {"sha256": "c"}, "dev": {"gold": "a", "inputs": "b"}}
BASELINE = Baseline({"dev": {"x.F": 0.70, "y.P": 0.50}}, PINS, {"dev": {"k1": 0.5, "k2": 0.6, "k3": 0.7}})
MEASURED = Measured(
    {"dev": {"x.F": 0.75, "y.P": 0.505}}, PINS, {"dev": {"k1": 0.8, "k2": 0.6, "k3": 0.1}}, {"k1": "one", "k3": "three"}
)


def test_figures_above_their_floors_pass():
    assert compare(BASELINE, MEASURED) == ()


@pytest.mark.parametrize(
    ("measured", "problem"),
    [
        (replace(MEASURED, figures={"dev": {"x.F": 0.6999, "y.P": 0.6}}), "dev: x.F is 0.6999, its floor 0.7000"),
        (replace(MEASURED, figures={"dev": {"x.F": 0.75}}), "dev: y.P was not measured"),
        (replace(MEASURED, pins=PINS | {"dev": {"gold": "z", "inputs": "b"}}), "dev: gold is not what"),
        (replace(MEASURED, pins=PINS | {"dev": {"gold": "a", "inputs": "z"}}), "dev: inputs is not what"),
        (replace(MEASURED, pins=PINS | {"scorer": {"sha256": "z"}}), "scorer: sha256 is not what"),
        (replace(MEASURED, errors=("dev: one: it broke",)), "error: dev: one: it broke"),
    ],
)
def test_what_does_not_pass(measured: Measured, problem: str):
    (line,) = compare(BASELINE, measured)
    assert line.startswith(problem)


def test_update_raises_floors_by_the_margin_and_never_lowers_them_silently():
    raised = raise_floors(BASELINE, MEASURED)
    assert raised.floors == {"dev": {"x.F": 0.74, "y.P": 0.50}}, "a figure within the margin keeps its floor"
    assert raised.articles == MEASURED.articles
    assert compare(raised, MEASURED) == ()


def test_update_refuses_to_lower_a_floor():
    worse = replace(MEASURED, figures={"dev": {"x.F": 0.60, "y.P": 0.505}})
    with pytest.raises(RegressionError, match=r"--allow-regression: dev: x\.F from 0\.7000 to 0\.5900$"):
        raise_floors(BASELINE, worse)
    assert raise_floors(BASELINE, worse, allow_regression=True).floors == {"dev": {"x.F": 0.59, "y.P": 0.5}}


def test_update_refuses_to_forget_a_figure():
    fewer = replace(MEASURED, figures={"dev": {"x.F": 0.75}})
    with pytest.raises(RegressionError, match=r"y\.P is gone"):
        raise_floors(BASELINE, fewer)
    assert raise_floors(BASELINE, fewer, allow_regression=True).floors == {"dev": {"x.F": 0.74}}


def test_gains_are_gains_and_losses_are_losses():
    assert list_changes(BASELINE, MEASURED) == ("loss -0.600 to 0.100  dev: three", "gain +0.300 to 0.800  dev: one")


def test_an_article_that_is_new_is_no_change():
    assert list_changes(replace(BASELINE, articles={}), MEASURED) == ()


def test_baseline_survives_a_round_trip(tmp_path: Path):
    path = tmp_path / "baseline.json"
    assert load_baseline(path) == Baseline()
    save_baseline(BASELINE, path)
    assert load_baseline(path) == BASELINE


def test_render_shows_figure_floor_change_and_problem():
    shown = render(BASELINE, replace(MEASURED, figures={"dev": {"x.F": 0.2, "new.F": 0.9}}))
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    assert "x.F 0.2000 floor 0.7000" in lines
    assert "new.F 0.9000" in lines
    assert "loss -0.600 to 0.100 dev: three" in lines
    assert "dev: x.F is 0.2000, its floor 0.7000" in lines


def test_digest_tells_names_and_bytes(tmp_path: Path):
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_bytes(b"a")
    two.write_bytes(b"b")
    whole = digest([one, two])
    assert digest([two, one]) == whole
    two.write_bytes(b"c")
    assert digest([one, two]) != whole
    assert digest([one]) != digest([two])
    assert key_of(one) == key_of(one) != key_of(two)


def test_flatten():
    assert flatten({"a": {"b": 0.123456, "c": 1}, "d": 2}, ["a.b", "d"]) == {"a.b": 0.1235, "d": 2.0}


class Broken:
    """Gives an analysis for the first article and an error for the others."""

    def analyze_many(self, articles):
        yield Outcome("one", ferry_analysis())
        for path in list(articles)[1:]:
            yield Outcome(path.name, error=AttributionError("it broke"))


def test_an_article_that_fails_is_a_miss(tmp_path: Path):
    inputs = tuple(tmp_path / name for name in ("one.txt", "two.txt"))
    suite = Suite("dev", "polnear", tmp_path, inputs, ())
    out = tmp_path / "out"
    out.mkdir()
    assert predict(suite, Broken(), out) == ["dev: two: it broke"]
    assert [path.name for path in out.iterdir()] == ["one.json"]
    assert json.loads((out / "one.json").read_text(encoding="utf-8"))["quotes"]


def test_each_article_is_scored_alone(tmp_path: Path):
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    inputs = [tmp_path / "text" / name for name in ("one.txt", "one_more.txt")]
    gold = [tmp_path / "attributions" / name for name in ("one_ABCD.ann", "one_more_EFGH.ann")]
    for number, path in enumerate([*inputs, *gold]):
        path.write_text(str(number), encoding="utf-8")
    seen = []

    def score(folder: str, predicted: str) -> dict[str, dict[str, float]]:
        seen.append(sorted(path.name for path in Path(folder).rglob("*.*")))
        assert predicted == str(tmp_path)
        return {"attribution": {"F": len(seen) / 10}}

    suite = Suite("dev", "polnear", tmp_path, tuple(inputs), tuple(gold))
    figures = score_articles(suite, score, tmp_path)
    assert figures == {key_of(inputs[0]): 0.1, key_of(inputs[1]): 0.2}
    assert seen == [["one.txt", "one_ABCD.ann"], ["one_more.txt", "one_more_EFGH.ann"]]


def test_labels_of_speakers_are_scored_beside_a_text_that_lies_elsewhere(tmp_path: Path):
    (tmp_path / "gold").mkdir()
    text, gold = tmp_path / "one.txt", tmp_path / "gold" / "one.json"
    text.write_text("Rain.", encoding="utf-8")
    gold.write_text(json.dumps({"text_file": "../one.txt", "quotes": []}), encoding="utf-8")

    def score(folder: str, predicted: str) -> dict[str, dict[str, float]]:
        assert predicted == str(tmp_path)
        labels = json.loads((Path(folder) / "one.json").read_text(encoding="utf-8"))
        assert (Path(folder) / labels["text_file"]).read_text(encoding="utf-8") == "Rain."
        return {"content_and_speaker": {"F": 1.0}}

    suite = Suite("own", "speakers", gold.parent, (text,), (gold,))
    assert score_articles(suite, score, tmp_path) == {key_of(text): 1.0}


@pytest.fixture
def no_corpora(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("ATTRIBUTION_SHARED", str(tmp_path))


def test_without_corpora_the_gate_says_so(no_corpora, capsys):  # noqa: ARG001 - sets the stage
    assert find_shared() is None
    assert gate.main([]) == 0
    assert capsys.readouterr().out.startswith("skipped: no corpora")


@pytest.fixture
def baseline_file(tmp_path: Path, monkeypatch, capsys):
    path = tmp_path / "baseline.json"
    save_baseline(BASELINE, path)
    monkeypatch.setattr(gate, "find_shared", lambda: tmp_path)
    monkeypatch.setattr(gate, "load_baseline", lambda: load_baseline(path))
    monkeypatch.setattr(gate, "save_baseline", lambda baseline: save_baseline(baseline, path))
    yield path
    assert "x.F" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "figure", "status", "floor"),
    [([], 0.75, 0, 0.7), ([], 0.6, 1, 0.7), (["--update"], 0.75, 0, 0.74), (["--update"], 0.6, 1, 0.7)],
)
def test_main(arguments, figure, status, floor, baseline_file, monkeypatch):  # noqa: PLR0913, PLR0917 - a table's columns
    measured = replace(MEASURED, figures={"dev": {"x.F": figure, "y.P": 0.505}})
    monkeypatch.setattr(gate, "measure", lambda shared: measured)  # noqa: ARG005 - the function's signature
    assert gate.main(arguments) == status
    assert load_baseline(baseline_file).floors["dev"]["x.F"] == floor


def test_baseline_holds_hashes_and_figures_only():
    baseline = load_baseline()
    assert set(baseline.floors) == {"polnear-dev", "speakers-dev", "examples"}
    for suite, floors in baseline.floors.items():
        assert all(0.0 <= floor <= 1.0 for floor in floors.values())
        assert all(len(pin) == 64 and int(pin, 16) >= 0 for pin in baseline.pins[suite].values())
        assert all(len(key) == 12 and int(key, 16) >= 0 for key in baseline.articles[suite])


@pytest.mark.shared
@pytest.mark.model
def test_no_figure_is_under_its_floor():
    shared = find_shared()
    if shared is None:
        pytest.skip("no corpora beside the checkout, and ATTRIBUTION_SHARED names none")
    baseline, measured = load_baseline(), measure(shared)
    problems = compare(baseline, measured)
    assert not problems, render(baseline, measured)
