"""``attribution corpus``: options, what it prints and where, exit codes; the analyzer is a stand-in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from attribution import cli
from attribution.errors import ProfileError
from tests.corpus_fakes import FakeRecipe, dump, rows, story, write_folder, write_lines

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class FakeSettings:
    models: str | None = None
    taxonomy: str | None = None
    profile: str = "default"
    learned: bool = True
    sources: str | None = None

    def make(self):
        return FakeRecipe(missing=self.models == "none").make()

    def describe(self):
        if self.profile == "tabloid":
            raise ProfileError('no profile "tabloid"')
        return FakeRecipe().describe() | {"learned": self.learned}

    def extra_columns(self):
        return ()


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("attribution.corpus.settings.Settings", FakeSettings)

    def invoke(*arguments: object, stdin: bytes | None = None) -> Result:
        words = ["corpus", *map(str, arguments)]
        return CliRunner().invoke(cli.app, words, input=stdin, prog_name="attribution")

    return invoke


def test_a_folder_becomes_a_store_and_an_index(run):
    write_folder(Path("in"), 5)
    Path("in/bad.txt").write_text(" ", encoding="utf-8")
    done = run("in", "--output", "out")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "attribution: bad.txt: there is no text in it; nothing to analyse",
        "attribution: 5 articles analysed, 1 failed",
        f"attribution: wrote {Path('out/audit.sqlite')}",
        f"attribution: wrote {Path('out/index.html')}",
    ]
    assert len(dump(Path("out"))["articles"]) == 5
    page = Path("out/index.html").read_text(encoding="utf-8")
    assert "bad.txt" in page
    assert "Harbour to close in week 0" in page
    again = run("in", "--output", "out")
    assert again.exit_code == 1
    assert "is there already; go on with it (--resume)" in again.stderr
    Path("in/bad.txt").unlink()
    resumed = run("in", "--output", "out", "--resume")
    assert resumed.stderr.splitlines()[0] == "attribution: 0 articles analysed, 5 unchanged, 0 failed"
    assert resumed.exit_code == 0


def test_rows_on_stdin_with_pages_texts_and_tables(run):
    lines = "".join(json.dumps({"body": row["text"], "key": row["id"]}) + "\n" for row in rows(3))
    options = ("--text", "body", "--id", "key", "--pages", "--keep-text", "--export", "csv", "--limit", 2)
    done = run("-", "--output", "out", *options, stdin=lines.encode())
    assert done.exit_code == 0, done.stderr
    assert {row[1] for row in dump(Path("out"))["articles"]} == {"a0", "a1"}
    assert {path.suffix for path in Path("out").iterdir()} >= {".csv", ".html", ".sqlite"}
    (page, _) = sorted(Path("out/pages").iterdir())
    assert f'href="pages/{page.name}' in Path("out/index.html").read_text(encoding="utf-8")
    assert 'href="../index.html"' in page.read_text(encoding="utf-8")


def test_wrong_use_is_one_line_before_anything_is_made(run):
    write_lines(Path("a.jsonl"), rows(2))
    for arguments, words, code in (
        (("none.jsonl",), "none.jsonl: no such file or folder; check the path", 1),
        (("a.jsonl", "--text", "body"), 'a.jsonl: no column "body"; there are: id, text, date, section, byline.', 1),
        (("a.jsonl", "--profile", "tabloid"), 'no profile "tabloid"', 2),
        (("a.jsonl", "--models", "none"), "no models here. Run: this", 1),
    ):
        done = run(*arguments, "--output", f"out-{code}")
        assert (done.exit_code, done.stdout) == (code, "")
        assert len(done.stderr.splitlines()) == 1
        assert words in done.stderr
    assert run("a.jsonl", "--output", "out", "--jobs", 0).exit_code == 2
    assert run("a.jsonl", "--output", "out", "--dask", "x", "--pages").exit_code == 2


def test_an_extra_that_is_not_there_is_told_before_anything_is_made(run, monkeypatch):
    write_lines(Path("a.jsonl"), rows(2))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = run("a.jsonl", "--output", "out", "--export", "parquet")
    assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert "pip install 'attribution-audit[parquet]'" in done.stderr
    assert not Path("out").exists()


def test_many_failures_are_named_up_to_a_number(run):
    write_lines(Path("a.jsonl"), [{"text": story(1)}, *[{"text": " "}] * 70])
    done = run("a.jsonl", "--output", "out")
    lines = done.stderr.splitlines()
    assert len(lines) == 54
    assert "20 more failed: see table failures of" in done.stderr
    assert "1 article analysed, 70 failed" in done.stderr


def test_words_of_a_corpus_cannot_drive_a_terminal(run):
    write_lines(Path("a.jsonl"), [{"id": "\x1b[31mred", "text": " "}])
    done = run("a.jsonl", "--output", "out")
    assert "\x1b" not in done.stderr


def test_an_interrupt_keeps_what_is_done(run, monkeypatch):
    write_folder(Path("in"), 3)

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("attribution.corpus.running.analyze_corpus", interrupt)
    done = run("in", "--output", "out")
    assert (done.exit_code, done.stderr) == (
        130,
        "attribution: interrupted; what is done is kept, and --resume goes on\n",
    )


@pytest.mark.model
def test_the_embedded_models_fill_a_store(tmp_path):
    """Two processes and one article after the other give one store."""
    outs = []
    for jobs, out in (("1", "one"), ("2", "two")):
        command = [sys.executable, "-m", "attribution", "corpus", "examples/*.txt", "--output", str(tmp_path / out)]
        env = os.environ | {"PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [*command, "--jobs", jobs], cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=600
        )
        assert done.returncode == 0, done.stderr
        outs.append(dump(tmp_path / out))
    assert len(outs[0]["articles"]) == 5
    assert outs[0] == outs[1]
