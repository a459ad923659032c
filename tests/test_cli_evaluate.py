"""The command ``evaluate``: what it reads, prints and writes, and the page with its gains and losses."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from attribution import cli
from attribution.evaluating.evaluate import evaluate
from attribution.evaluating.labels import Label, Labelled, labelled_analysis
from attribution.spans import Span
from attribution.writing.formats import export
from reports.evaluation import build_evaluation, render_evaluation, word_pieces
from tests.builders import make_article
from tests.handmade import TEXT, ferry_analysis, use_fake_stages
from tests.page_reader import read_page
from tests.test_evaluating import story


@pytest.fixture
def run(monkeypatch, tmp_path):
    use_fake_stages(monkeypatch)
    monkeypatch.chdir(tmp_path)
    Path("gold").mkdir()
    for suffix, content in export(ferry_analysis(), "brat").items():
        Path("gold", f"ferry{suffix.removeprefix('.brat')}").write_text(content, encoding="utf-8", newline="")

    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(cli.app, ["evaluate", *map(str, arguments)], prog_name="attribution")

    return invoke


def predict(analysis, folder="found"):
    Path(folder).mkdir(exist_ok=True)
    (Path(folder) / "ferry.json").write_text(json.dumps(analysis.to_dict()), encoding="utf-8")
    shutil.copy("gold/ferry.txt", folder)


def test_predictions_are_scored_against_gold(run):
    analysis = ferry_analysis()
    predict(replace(analysis, quotes=analysis.quotes[:2]))
    done = run("gold", "found", "--verbose")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "1 article, 3 quotes marked, 2 found (speech)"
    content = next(line for line in lines if line.startswith("  content, overlap"))
    assert content.split()[2:] == ["100.0", "66.7", "80.0"]
    assert "  missed: “Nobody asked us.” [nobody]" in lines
    assert "1 missed" in lines


def test_gold_is_analysed_now_where_no_predictions_are_given(run):
    done = run("gold", "--format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    data = json.loads(done.stdout)
    assert (data["schema"], data["thoughts"], data["articles"][0]["predicted"]) == (1, False, 2)
    (score,) = [s for s in data["scores"] if (s["name"], s["level"]) == ("content", "exact")]
    assert (score["found"], score["predicted"], score["gold"]) == (2, 2, 3)


def test_an_article_without_prediction_counts_as_nothing_found(run):
    predict(ferry_analysis())
    for name in ("ferry.ann", "ferry.txt"):
        text = Path("gold", name).read_text(encoding="utf-8")
        Path("gold", name.replace("ferry", "other")).write_text(text.replace("harbour", "village"), encoding="utf-8")
    done = run("gold", "found")
    assert done.exit_code == 1
    assert done.stderr == "attribution: other: its prediction is missing; scored as if nothing was found\n"
    content = next(line for line in done.stdout.splitlines() if line.startswith("  content, overlap"))
    assert content.split()[2], content.split()[4] == ("100.0", "50.0")


def test_an_article_goes_by_its_text_where_names_differ(run):
    predict(ferry_analysis())
    for file in Path("gold").iterdir():
        file.rename(file.with_stem("renamed"))
    assert run("gold", "found").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["none"], 1, "attribution: none: no such file or folder; check the path\n"),
        (["gold", "none"], 1, "attribution: none: no such file or folder; check the path\n"),
        (["gold", "--output", "page.pdf"], 2, "page.pdf is no .html file"),
        (["gold", "--samples", "-1"], 2, "--samples"),
    ],
)
def test_wrong_use_is_told(run, arguments, code, told):
    done = run(*arguments)
    assert done.exit_code == code
    assert told in done.stderr


def test_the_page_is_written_beside_what_is_printed(run):
    predict(ferry_analysis())
    done = run("gold", "found", "--output", "pages/evaluation.html", "--date", "")
    assert done.stderr == f"attribution: wrote {Path('pages/evaluation.html')}\n"
    assert "Every quote is as marked." in Path("pages/evaluation.html").read_text(encoding="utf-8")
    assert done.stdout.startswith("1 article")


def test_intervals_are_printed_where_there_are_articles_to_draw(run):
    predict(ferry_analysis())
    for name in ("ferry.ann", "ferry.txt"):
        shutil.copy(Path("gold", name), Path("gold", name.replace("ferry", "again")))
    done = run("gold", "found", "--samples", "20")
    assert "95% intervals of 20 draws of articles" in done.stdout
    assert "100.0 (100.0–100.0)" in done.stdout


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_lists_gains_and_losses_in_their_words():
    evaluation = evaluate([story()], samples=0)
    html = render_evaluation(evaluation)
    page = read_page(html)
    cells = [cell.text() for cell in page.find("td") if "said" in cell.attributes.get("class", "")]
    assert len(cells) == 3
    assert [tag.text() for tag in page.find("del")][1:2] == [" is old"]
    assert [tag.text() for tag in page.find("b")][1:2] == ["the pier"]
    assert "http://" not in html
    assert render_evaluation(evaluation) == html
    assert "Made" not in html
    assert "Made 1 May" in render_evaluation(evaluation, generated="1 May")


def test_words_of_an_article_are_text_and_nothing_else():
    text = "<script>alert(1)</script> said Ito & co \x00\ud800 ]]> “x”"
    article = make_article(text, title="<img src=x onerror=alert(1)>")
    gold = Labelled(article, (Label((Span(0, 25),), speaker="<b>Ito", rule="<i>"),), tells_speakers=True)
    html = render_evaluation(evaluate([(gold, replace(gold, labels=()))], samples=0))
    page = read_page(html)
    assert not page.find("img")
    assert "<script>alert(1)" not in html
    assert any("<script>alert(1)</script>" in cell.text() for cell in page.find("td"))


def test_what_a_lone_quote_says_stands_alone():
    view = build_evaluation(evaluate([story()], samples=0))
    cases = {case.faults: case for article in view.articles for case in article.cases}
    assert cases["not marked",].facts == (("speaker", None, "Ana Rossi"), ("group", None, "Expert"))
    both = cases["cut otherwise", "another speaker"]
    assert ("speaker", "Ana Rossi", "Keiko Ito") in both.facts
    assert ("cue", "warned", "") in both.facts


@given(st.data())
def test_the_pieces_of_a_case_are_the_words_of_the_article(data):
    text = data.draw(st.text("ab c.", max_size=200))
    edges = st.integers(0, len(text))
    spans = st.lists(st.tuples(edges, edges).map(lambda pair: Span(*sorted(pair))), max_size=4)
    gold, found = data.draw(spans), data.draw(spans)
    pieces = word_pieces(text, gold, found)
    assert "".join(words for _, words in pieces) in text
    for kind, side in (("gold", gold), ("found", found)):
        shown = sum(len(words) for name, words in pieces if name in {kind, "both"})
        assert shown == len({i for span in side for i in range(span.start, span.end)})


def test_a_perfect_prediction_has_no_cases():
    ours = labelled_analysis(ferry_analysis())
    assert ours.article.text == TEXT
    view = build_evaluation(evaluate([(ours, ours)], samples=0))
    assert (view.faults, view.articles[0].cases) == ((), ())
