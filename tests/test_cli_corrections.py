"""Corrections by the command: the file beside an article or the one named, what is told of it, the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from attribution import cli
from tests.handmade import use_fake_stages

STORY = "Ferry to stop\n\nThe board met. “We will row,” said Tomasi Vuki.\n"
WORDS = {"words": "“We will row,”", "before": "The board met. ", "after": " said Tomasi", "start": 30}
GIVEN = {"do": "reassign", "quote": [WORDS], "speaker": {"name": "Tomasi Vuki", "kind": "person", "mention": None}}
GONE = {"do": "remove", "quote": [{**WORDS, "words": "“Never in my life have I swum,”"}]}


@pytest.fixture
def run(monkeypatch, tmp_path):
    use_fake_stages(monkeypatch)
    monkeypatch.chdir(tmp_path)
    Path("ferry.txt").write_text(STORY, encoding="utf-8")

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(cli.app, list(arguments), prog_name="attribution")

    return invoke


def save(name, *items: object):
    Path(name).write_text(json.dumps({"schema": 1, "article": "ferry", "corrections": items}), encoding="utf-8")


def speakers(done):
    data = json.loads(done.stdout)
    names = {source["id"]: source["name"] for source in data["sources"]}
    return [names.get(quote["speaker"]) for quote in data["quotes"]]


def test_the_file_beside_an_article_is_applied_and_told(run):
    save("ferry.corrections.json", GIVEN, GONE)
    done = run("analyze", "ferry.txt", "--format", "json")
    assert done.exit_code == 0
    assert speakers(done) == ["Tomasi Vuki"]
    applied, unfit = done.stderr.splitlines()
    assert applied == "attribution: ferry.txt: 1 correction applied"
    assert unfit.startswith(
        "attribution: ferry.txt: correction 2 (no quote at “Never in my life have I swum,”) no longer"
    )
    off = run("analyze", "ferry.txt", "--format", "json", "--no-corrections")
    assert (speakers(off), off.stderr) == ([None], "")


def test_a_file_that_is_named_goes_before_the_one_beside(run):
    save("ferry.corrections.json", GONE)
    save("desk.json", GIVEN)
    done = run("analyze", "ferry.txt", "--format", "json", "--corrections", "desk.json")
    assert speakers(done) == ["Tomasi Vuki"]
    assert done.stderr == "attribution: ferry.txt: 1 correction applied\n"


def test_every_command_that_analyses_applies_them(run):
    save("ferry.corrections.json", GIVEN)
    Path("late.txt").write_text(STORY, encoding="utf-8")
    assert "R17" in run("check", "late.txt").stdout
    assert "R17" not in run("check", "ferry.txt").stdout
    assert "R17" in run("check", "ferry.txt", "--no-corrections").stdout
    assert run("report", "ferry.txt", "--output", "ferry.html").exit_code == 0
    assert "Tomasi Vuki" in Path("ferry.html").read_text(encoding="utf-8").partition("<h2")[2].partition("story-h")[0]
    assert "speaker: " in run("diff", "late.txt", "ferry.txt").stdout
    assert "speaker: " not in run("diff", "late.txt", "ferry.txt", "--no-corrections").stdout


def test_a_bad_file_beside_an_article_fails_the_article_and_a_named_one_is_wrong_use(run):
    Path("ferry.corrections.json").write_text("{", encoding="utf-8")
    beside = run("analyze", "ferry.txt")
    assert beside.exit_code == 1
    assert beside.stderr.startswith("attribution: ferry.corrections.json: is not JSON")
    named = run("analyze", "ferry.txt", "--corrections", "none.json")
    assert (named.exit_code, named.stdout) == (2, "")
    assert named.stderr.startswith("attribution: none.json: cannot be read as corrections")


def test_one_file_is_for_one_article(run):
    Path("late.txt").write_text(STORY, encoding="utf-8")
    save("desk.json", GIVEN)
    assert run("analyze", "ferry.txt", "late.txt", "--corrections", "desk.json").exit_code == 2
    assert run("analyze", "ferry.txt", "--corrections", "desk.json", "--no-corrections").exit_code == 2
