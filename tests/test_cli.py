"""The command: what goes where, exit codes, names of files, one line an error; stages are faked, nothing else."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import attribution
from attribution import cli
from attribution.errors import ModelMissingError
from attribution.model import Finding
from attribution.quoting.quotes import Found
from attribution.spans import Span
from tests.handmade import FakeAnnotator, find_quotations, use_fake_stages

STORY = "Ferry to stop\n\nThe board met. “We will row,” said Tomasi Vuki.\n"
ROOT = Path(__file__).parents[1]


@pytest.fixture
def run(monkeypatch, tmp_path):
    use_fake_stages(monkeypatch)
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(
            cli.app, [str(argument) for argument in arguments], input=stdin, prog_name="attribution"
        )

    return invoke


def write(*names: str, text=STORY):
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_text_is_the_default_and_goes_to_stdout(run):
    write("ferry.txt")
    done = run("analyze", "ferry.txt")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("Ferry to stop\nferry: 0 sources, 1 quote, 3 attributed words (25% of 12 words)\n")
    assert "[by-hand]" not in done.stdout
    assert "[by-hand]" in run("analyze", "ferry.txt", "--verbose").stdout


def test_json_of_one_is_an_object_and_of_several_a_line_each(run):
    write("a.txt", "b.txt")
    one = run("analyze", "a.txt", "--format", "json").stdout
    assert one.startswith('{\n  "schema": 1,')
    assert attribution.Analysis.from_dict(json.loads(one), text=STORY).article.id == "a"
    several = run("analyze", "a.txt", "b.txt", "--format", "json").stdout.splitlines()
    assert [json.loads(line)["article"]["id"] for line in several] == ["a", "b"]
    assert FakeAnnotator.made == 2  # once a command


def test_json_lines_stay_lines_when_one_of_two_fails(run):
    write("a.txt")
    done = run("analyze", "a.txt", "none.txt", "--format", "json")
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 1


def test_csv_has_one_header_and_the_table_asked_for(run):
    write("a.txt", "b.txt")
    rows = list(csv.DictReader(io.StringIO(run("analyze", "a.txt", "b.txt", "--format", "csv").stdout)))
    assert [(row["article"], row["text"], row["speaker"]) for row in rows] == [
        ("a", "“We will row,”", ""),
        ("b", "“We will row,”", ""),
    ]
    findings = run("analyze", "a.txt", "--format", "csv", "--table", "findings").stdout
    assert findings.startswith("article,rule,severity")


def test_markdown_has_its_headings(run):
    write("a.txt")
    done = run("analyze", "a.txt", "--format", "md")
    assert done.stdout.startswith("# Ferry to stop\n\na: 0 sources")
    assert "\n## Quotes\n" in done.stdout


@pytest.mark.parametrize(
    ("kind", "files"),
    [
        ("json", ["a.json"]),
        ("text", ["a.summary.txt"]),
        ("md", ["a.summary.md"]),
        ("csv", ["a.findings.csv", "a.measures.csv", "a.quotes.csv", "a.sources.csv"]),
    ],
)
def test_output_writes_files_and_prints_nothing(run, kind, files):
    write("a.txt")
    done = run("analyze", "a.txt", "--format", kind, "--output", "out/deep")
    assert (done.exit_code, done.stdout) == (0, "")
    assert sorted(p.name for p in Path("out/deep").iterdir()) == files
    assert sorted(done.stderr.splitlines()) == [f"attribution: wrote {Path('out/deep') / name}" for name in files]


def test_articles_of_one_name_get_numbered_files(run):
    write("x/story.txt", "y/story.txt", "z/Story.md")
    done = run("analyze", "x", "y", "z", "--format", "json", "--output", "out")
    assert sorted(p.name for p in Path("out").iterdir()) == ["Story-3.json", "story-2.json", "story.json"]
    assert "story.txt: its output is called story-2, since story is taken" in done.stderr


def test_printed_articles_of_one_name_are_told_apart_on_stderr(run):
    write("x/story.txt", "y/story.txt", "z/Story.md")
    done = run("analyze", "x", "y", "z", "--format", "csv")
    assert (done.exit_code, done.stderr) == (
        0,
        f"attribution: {Path('y/story.txt')}: an article before it is called story too\n",
    )


def test_an_article_is_never_overwritten(run):
    write("a.txt")
    Path("a.json").write_text(STORY, encoding="utf-8")
    done = run("analyze", "a.json", "--format", "json", "--output", ".")
    assert done.exit_code == 1
    assert done.stderr == "attribution: a.json: is one of the articles and stays; choose another --output\n"
    assert Path("a.json").read_text(encoding="utf-8") == STORY
    assert run("report", "a.txt", "--output", "a.txt/x.html").exit_code == 1


def test_stdin_is_an_article(run):
    done = run("analyze", "-", "--format", "json", stdin=STORY)
    assert json.loads(done.stdout)["article"]["id"] == "stdin"
    assert run("analyze", "-", "-", stdin=STORY).exit_code == 2
    empty = run("analyze", "-", stdin="")
    assert (empty.exit_code, empty.stdout) == (1, "")
    assert empty.stderr == "attribution: stdin: the file is empty; nothing to analyse\n"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("none.txt", None, "none.txt: no such file or folder; check the path"),
        ("a.txt", b"", "a.txt: the file is empty; nothing to analyse"),
        ("a.txt", b" \n ", "a.txt: there is no text in it; nothing to analyse"),
        (
            "a.txt",
            b"%PDF-1.4",
            "a.txt: is a PDF file, not a text file; copy its text into a .txt file, or run pdftotext on it",
        ),
    ],
)
def test_a_bad_article_is_one_line_and_code_1(run, name, data, words):
    if data is not None:
        Path(name).write_bytes(data)
    for command in (["analyze"], ["check"], ["report", "--output", "out"]):
        done = run(*command, name)
        assert (done.exit_code, done.stdout, done.stderr) == (1, "", f"attribution: {words}\n")


def test_a_bad_article_does_not_stop_the_others(run):
    write("a.txt", "c.txt")
    write("b.txt", text="RAISE the alarm")
    done = run("analyze", "none.txt", "a.txt", "b.txt", "c.txt", "--format", "json", "--output", "out")
    assert done.exit_code == 1
    assert sorted(p.name for p in Path("out").iterdir()) == ["a.json", "c.json"]
    assert "attribution: b.txt: ZeroDivisionError: a fault in a stage" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Traceback" in run("analyze", "b.txt", "--verbose").stderr


def test_an_article_without_quotes_is_no_error(run):
    write("a.txt", text="It rained all day.")
    done = run("analyze", "a.txt")
    assert (done.exit_code, done.stdout) == (0, "a\na: no quotes found in 4 words\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyze"],
        ["analyze", "a.txt", "--format", "xml"],
        ["analyze", "a.txt", "--output", "a.txt"],
        ["analyze", "a.txt", "--format", "json", "--output", "out.json"],
        ["report", "a.txt"],
        ["report", "a.txt", "b.txt", "--output", "one.html"],
        ["report", "a.txt", "--output", "a.txt"],
        ["check", "a.txt", "--profile", "none"],
        ["check", "a.txt", "--fail-on", "never"],
        ["check", "a.txt", "--format", "csv"],
        ["diff", "a.txt"],
        ["diff", "a.txt", "."],
        ["diff", "a.txt", "two.csv"],
        ["diff", "-", "-"],
        ["analyze", "a.txt", "--taxonomy", "none.tsv"],
        ["nonsense"],
    ],
)
def test_wrong_use_is_code_2_without_data(run, arguments):
    write("a.txt", "b.txt")
    write("two.csv", text="id,text\none,The ferry stops.\ntwo,The ferry sails.\n")
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_report_of_one_article_is_one_page(run):
    write("a.txt")
    done = run("report", "a.txt", "--output", "page.html", "--date", "")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "attribution: wrote page.html\n")
    page = Path("page.html").read_text(encoding="utf-8")
    assert "We will row" in page
    assert run("report", "a.txt", "--output", "again.html", "--date", "").exit_code == 0
    assert Path("again.html").read_text(encoding="utf-8") == page


def test_report_of_several_articles_has_an_index_that_links_them(run):
    write("a.txt", "index.txt", "what? #1.txt" if os.name != "nt" else "what #1.txt")
    done = run("report", ".", "none.txt", "--output", "out", "--date", "8 July 2021")
    assert done.exit_code == 1
    pages = sorted(p.name for p in Path("out").iterdir())
    assert pages[:3] == ["a.html", "index-2.html", "index.html"]
    index = Path("out/index.html").read_text(encoding="utf-8")
    assert 'href="index-2.html"' in index
    assert "%231.html" in index
    assert "8 July 2021" in index
    assert "no such file or folder" in index
    assert 'href="index.html"' in Path("out/a.html").read_text(encoding="utf-8")


def test_check_prints_places_and_ends_with_3_where_something_fails(run, monkeypatch):
    write("a.txt")
    found = (
        Finding("R2", "warning", "No reason is given.", Span(30, 44)),
        Finding("R9", "info", "Two speakers.", Span(0, 5)),
    )
    monkeypatch.setattr("attribution.pipeline.check_sourcing", lambda *_, **__: found)
    done = run("check", "a.txt")
    assert done.stdout == "a.txt:3:16 R2 warning No reason is given.\na.txt:1:1 R9 info Two speakers.\n"
    assert done.exit_code == 0
    assert run("check", "a.txt", "--fail-on", "warning").exit_code == 3
    assert run("check", "a.txt", "--fail-on", "info").exit_code == 3
    assert run("check", "a.txt", "none.txt", "--fail-on", "info").exit_code == 1


SILENCED = '[[silence]]\nrule = "R2"\nreason = "agreed"\n'


@pytest.fixture
def one_warning(monkeypatch):
    found = (Finding("R2", "warning", "No reason is given.", Span(30, 44)),)
    monkeypatch.setattr("attribution.pipeline.check_sourcing", lambda *_, **__: found)


@pytest.mark.usefixtures("one_warning")
def test_check_reads_the_silences_beside_the_article(run):
    write("a.txt", "b.txt")
    write("a.silence.toml", text=SILENCED)
    done = run("check", "a.txt", "--fail-on", "info")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    both = run("check", "a.txt", "b.txt", "--fail-on", "info")
    assert (both.exit_code, both.stdout) == (3, "b.txt:3:16 R2 warning No reason is given.\n")
    loud = run("check", "a.txt", "--fail-on", "info", "--no-silence")
    assert (loud.exit_code, loud.stdout) == (3, "a.txt:3:16 R2 warning No reason is given.\n")


@pytest.mark.usefixtures("one_warning")
def test_the_page_shows_what_is_silenced_apart_with_the_reason(run):
    write("a.txt", "b.txt")
    write("a.silence.toml", text=SILENCED)
    assert run("report", "a.txt", "b.txt", "--output", "out").exit_code == 0
    pages = [Path("out", name).read_text(encoding="utf-8") for name in ("a.html", "b.html", "index.html")]
    assert [page.count("reason: <bdi>agreed") for page in pages] == [1, 0, 0]
    assert [page.count('id="finding-f1"') for page in pages] == [0, 1, 0]
    assert "1 finding in 1 article" in pages[2]
    write("a.silence.toml", text='[[silence]]\nrule = "R2"\n')
    done = run("report", "a.txt", "--output", "a.html")
    assert done.exit_code == 1
    assert "needs a line reason" in done.stderr
    assert 'id="finding-f1"' in Path("a.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("one_warning")
def test_an_entry_that_fits_nothing_is_told_and_fails_nothing(run):
    write("a.txt")
    write("a.silence.toml", text=SILENCED + '[[silence]]\nrule = "R9"\nwords = "x"\nreason = "old"\n')
    done = run("check", "a.txt", "--fail-on", "info")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == 'attribution: a.silence.toml: the entry for R9 at "x" fits no finding; take it out\n'
    write("a.md", text="Rain fell over the harbour of the town.")
    shared = run("check", "a.txt", "a.md", "--fail-on", "info")
    assert shared.stderr.count("fits no finding") == 1


@pytest.mark.usefixtures("one_warning")
def test_a_bad_file_of_silences_fails_its_article_alone(run):
    write("a.txt", "b.txt")
    write("a.silence.toml", text='[[silence]]\nrule = "R2"\n')
    done = run("check", "a.txt", "b.txt")
    assert (done.exit_code, done.stdout) == (1, "b.txt:3:16 R2 warning No reason is given.\n")
    assert done.stderr.startswith("attribution: a.silence.toml: entry 1: needs a line reason")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.usefixtures("one_warning")
def test_check_writes_one_object_of_json_or_sarif(run):
    write("a.txt", "b.txt")
    write("a.silence.toml", text=SILENCED)
    done = run("check", "a.txt", "b.txt", "none.txt", "--format", "json", "--fail-on", "warning")
    data = json.loads(done.stdout)
    assert done.exit_code == 1
    assert [(a["path"], len(a["findings"]), len(a["silenced"])) for a in data["articles"]] == [
        ("a.txt", 0, 1),
        ("b.txt", 1, 0),
    ]
    assert data["failed"] == [{"article": "none.txt", "reason": "no such file or folder; check the path"}]
    sarif = run("check", "a.txt", "b.txt", "--format", "sarif", "--fail-on", "warning")
    assert sarif.exit_code == 3
    results = json.loads(sarif.stdout)["runs"][0]["results"]
    assert [(r["locations"][0]["physicalLocation"]["region"]["startColumn"], "suppressions" in r) for r in results] == [
        (16, False),
        (16, True),
    ]
    everything = run("check", "a.txt", "--format", "json", "--fail-on", "info")
    assert everything.exit_code == 0


def test_rules_only_reaches_the_stage_that_finds_quotes(run, monkeypatch):
    write("a.txt")
    asked = []

    def listen(annotated: object, marks: object, *, learned: bool) -> Found:
        asked.append(learned)
        return find_quotations(annotated, marks)

    monkeypatch.setattr("attribution.pipeline.find_quotes", listen)
    for command in (["analyze"], ["check"], ["report", "--output", "page.html"]):
        assert run(*command, "a.txt").exit_code == 0
        assert run(*command, "a.txt", "--rules-only").exit_code == 0
    assert asked == [True, False] * 3


def test_an_article_of_a_table_that_failed_is_named_once(run):
    write("rows.csv", text="id,text\none,The ferry stops.\ntwo,\n")
    data = json.loads(run("check", "rows.csv", "--format", "json").stdout)
    reason = "there is no text of an article in it; nothing to analyse"
    assert data["failed"] == [{"article": "rows.csv (two)", "reason": reason}]


def test_diff_compares_two_versions(run):
    write("old.txt")
    write("new.txt", text=STORY + "\n“Nobody asked us,” said Sina Leota.\n")
    done = run("diff", "old.txt", "new.txt")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("Ferry to stop\nold.txt → new.txt\n1 quote gained, ")
    assert "\nQuotes\n  + par. 3, (not resolved), direct: “Nobody asked us,”\n" in done.stdout
    data = json.loads(run("diff", "new.txt", "old.txt", "--format", "json").stdout)
    assert [quote["content"][0]["text"] for quote in data["quotes"]["lost"]] == ["“Nobody asked us,”"]
    assert run("diff", "old.txt", "new.txt", "--format", "md").stdout.startswith("# Ferry to stop\n")
    piped = run("diff", "old.txt", "-", stdin=STORY)
    assert piped.stdout == "Ferry to stop\nold.txt → stdin\nNo change in the sourcing.\n"


def test_diff_writes_a_page(run):
    write("old.txt")
    write("new.txt", text=STORY + "\n“Nobody asked us,” said Sina Leota.\n")
    done = run("diff", "old.txt", "new.txt", "--output", "page.html", "--date", "8 July 2021")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "attribution: wrote page.html\n")
    page = Path("page.html").read_text(encoding="utf-8")
    assert "Nobody asked us" in page
    assert "8 July 2021" in page
    assert run("diff", "old.txt", "new.txt", "--output", "new.txt").exit_code == 2


def test_diff_takes_any_format_but_one_article_in_each_file(run):
    write("a.txt")
    write("a.json", text=json.dumps({"headline": "Ferry to stop", "body_text": STORY.partition("\n\n")[2]}))
    done = run("diff", "a.txt", "a.json")
    assert (done.exit_code, done.stderr) == (0, "")
    write("two.csv", text="id,text\none,The ferry stops.\ntwo,The ferry sails.\n")
    assert "two.csv holds several articles; diff takes files of one" in run("diff", "two.csv", "two.csv").stderr


def test_diff_of_a_file_with_itself_is_empty(run):
    write("a.txt")
    done = run("diff", "a.txt", "a.txt")
    assert (done.exit_code, done.stdout) == (0, "Ferry to stop\na.txt → a.txt\nNo change in the sourcing.\n")


def test_diff_needs_both_versions(run):
    write("a.txt")
    write("b.txt", text="RAISE the alarm")
    for other, words in (("none.txt", "no such file"), ("b.txt", "ZeroDivisionError")):
        done = run("diff", "a.txt", other)
        assert (done.exit_code, done.stdout) == (1, "")
        assert words in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_missing_models_are_one_line(run, monkeypatch):
    write("a.txt", "b.txt")

    def missing(_: object) -> None:
        raise ModelMissingError("no models.\nRun: this")

    monkeypatch.setattr("attribution.pipeline.find_models", missing)
    done = run("analyze", "a.txt", "b.txt")
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", "attribution: no models. Run: this\n")


def test_models_are_listed_described_and_located(run):
    listed = run("models", "list")
    assert listed.exit_code == 0
    assert run("models").stdout == listed.stdout
    assert "news-en" in listed.stdout
    assert "licence:" in run("models", "info").stdout
    folder = run("models", "path").stdout
    assert Path(folder.strip()).is_dir()
    assert run("models", "info", "none").exit_code == 1


def test_version_and_help(run):
    assert run("--version").stdout == f"attribution {attribution.__version__}\n"
    for command in ([], ["analyze"], ["report"], ["check"], ["diff"], ["models"], ["models", "list"]):
        done = run(*command, "--help")
        assert done.exit_code == 0
        assert done.stdout.startswith("Usage: attribution")
    told = " ".join(run("analyze", "--help").stdout.split())
    assert "(JSON lines)" in told
    assert "apostrophe" in told


def test_words_of_an_article_cannot_drive_a_terminal(run):
    write(
        "a.txt", text="Ferry\n\n“\x1b[31mred\x07 \u202eleft\u202c” said Vuki of the harbour board." + " It rained." * 60
    )
    done = run("analyze", "a.txt", "--verbose")
    assert not {"\x1b", "\x07", "\u202e", "\u202c"} & set(done.stdout)
    assert "red" in done.stdout


def test_an_interrupt_ends_with_130_and_no_words(run, monkeypatch):
    write("a.txt")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(FakeAnnotator, "annotate", interrupt)
    done = run("analyze", "a.txt")
    assert (done.exit_code, done.stdout, done.stderr.strip()) == (130, "", "")


def test_a_reader_that_stops_ends_the_command_quietly():
    code = "import attribution.cli as c; c.app = lambda **_: print('words ' * 100_000); c.main()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        process.stdout.read(10)
        process.stdout.close()
        errors = process.stderr.read()
        assert process.wait(timeout=60) == 0
    assert errors == b""


def test_the_module_runs_as_a_command(tmp_path):
    arguments = [sys.executable, "-m", "attribution", "analyze", str(tmp_path / "none.txt")]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"attribution: {tmp_path / 'none.txt'}: no such file or folder; check the path\n"
