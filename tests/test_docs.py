"""The documents: what they show is what comes out, what they list is there, and what is there is listed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer

import attribution
from attribution.cli import app
from docs import refresh
from tests.test_layers import ORDER

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCUMENTS = refresh.documents()
LINKING = [*DOCUMENTS, ROOT / "examples" / "README.md"]
AS_NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
ALL_TEXT = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)


@pytest.mark.model
@pytest.mark.parametrize(
    "path", [p for p in DOCUMENTS if refresh.BLOCK.search(p.read_text("utf-8"))], ids=lambda p: p.name
)
def test_sessions_show_what_comes_out(path: Path):
    text = path.read_text(encoding="utf-8")
    assert refresh.refreshed(text) == text, "run: make docs"


@pytest.mark.parametrize("path", DOCUMENTS, ids=AS_NAMES)
def test_trees_and_tables_are_the_ones_made(path: Path):
    text = path.read_text(encoding="utf-8")
    assert refresh.made_parts(text) == text, "run: make docs"


def test_the_readme_starts_with_its_name_one_sentence_and_the_two_commands():
    lines = README.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# attribution-audit"
    assert lines[2].endswith(".")
    fence = lines.index("```sh")
    assert fence < 8
    assert [line.split("#")[0].strip() for line in lines[fence + 1 : fence + 3]] == ["make report", "make test"]


def test_every_module_is_in_the_architecture_and_none_that_is_gone():
    section = README.read_text(encoding="utf-8").partition("## Architecture")[2].partition("\n## ")[0]
    inside, _, reports = section.partition("reports/\n")
    listed, folder = [], ""
    for indent, name, slash in re.findall(r"^((?:  ){1,2})(\w+)(/?) +\S", inside, re.MULTILINE):
        if slash:
            folder = f"{name}."
        else:
            listed.append(name if len(indent) == 2 else f"{folder}{name}")
    assert listed == [name for name in ORDER if not (ROOT / "attribution" / name).is_dir()]
    pages = {path.stem for path in (ROOT / "reports").glob("*.py")} - {"__init__"}
    assert set(re.findall(r"^  (\w+) +\S", reports, re.MULTILINE)) == pages


def commands(group, words=("attribution",)):
    """Yield the words of every command below a group."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*words, name))
        else:
            yield " ".join((*words, name))


@pytest.mark.parametrize("command", list(commands(typer.main.get_command(app))))
def test_every_command_is_in_a_document(command: str):
    assert re.search(rf"{command}\b", ALL_TEXT), f"no document shows {command}"


@pytest.mark.parametrize("name", attribution.__all__)
def test_every_public_name_is_in_the_library_document(name: str):
    assert re.search(rf"\b{name}\b", (ROOT / "docs" / "library.md").read_text(encoding="utf-8"))


def heading_ids(text):
    """Yield the anchors that code hosts give to a document's headings."""
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("path", LINKING, ids=[str(path.relative_to(ROOT)) for path in LINKING])
def test_links_lead_to_files_and_headings_that_are_there(path: Path):
    missing = []
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = unquote(target).partition("#")
        file = (path.parent / name).resolve() if name else path
        if not file.exists() or (anchor and anchor not in heading_ids(file.read_text(encoding="utf-8"))):
            missing.append(target)
    assert missing == []


def test_the_changelog_has_an_entry_for_this_version():
    entry = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition(f"\n## {attribution.__version__}")[2]
    assert re.search(r"^- \S", entry.partition("\n## ")[0], re.MULTILINE)


def test_every_example_is_in_the_examples_readme():
    text = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    examples = [path.name for path in (ROOT / "examples").iterdir() if path.suffix in {".txt", ".md", ".py"}]
    assert [name for name in examples if name != "README.md" and name not in text] == []


def test_no_document_names_a_folder_of_the_machine_it_was_written_on():
    places = re.compile(rf"(?<![\w.])(?:/home/|/root\b|/tmp/|/Users/|{re.escape(str(ROOT))})")
    assert {path.name: places.findall(path.read_text(encoding="utf-8")) for path in LINKING} == {
        path.name: [] for path in LINKING
    }


def test_the_picture_is_the_size_the_script_makes_and_small():
    data = (ROOT / "docs" / "report.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1280, 800)
    assert len(data) < 300_000


WATCHED = """
import runpy, sys
folder = sys.argv[1]
def watch(event, arguments):
    # Binding is left out: urllib3, which Stanza imports, binds a loopback port to see whether there is IPv6.
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        raise SystemExit(f"network: {event} {arguments}")
    if event == "open" and isinstance(arguments[0], str) and set(arguments[1] or "r") & set("wax+"):
        if arguments[0] != "/dev/null" and not arguments[0].startswith(folder):
            raise SystemExit(f"wrote: {arguments}")
sys.addaudithook(watch)
sys.argv = ["attribution", "report", f"{folder}/story.txt", "--output", f"{folder}/story.html"]
runpy.run_module("attribution", run_name="__main__")
"""


@pytest.mark.model
def test_the_command_reaches_no_network_and_writes_only_where_it_was_told(tmp_path: Path):
    story = (ROOT / "examples" / "regional-uk.txt").read_bytes()
    (tmp_path / "story.txt").write_bytes(story)
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(tmp_path)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
        timeout=300,
    )
    assert (done.returncode, done.stderr.decode()) == (0, f"attribution: wrote {tmp_path}/story.html\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["story.html", "story.txt"]
    assert (tmp_path / "story.txt").read_bytes() == story


class TestRefresh:
    """The script that makes what the documents show."""

    def test_shell_sessions_share_a_folder_and_a_code(self):
        text = "```console\n$ echo one > file; false\nold\n$ echo $?\n0\n```\nbetween\n```console\n$ cat file\n```\n"
        new = refresh.refreshed(text)
        assert new == (
            "```console\n$ echo one > file; false\n$ echo $?\n1\n```\nbetween\n```console\n$ cat file\none\n```\n"
        )
        assert refresh.refreshed(new) == new

    def test_shell_commands_go_on_over_lines(self):
        text = "```console\n$ cat <<'END'\n> a\n>\n> b\n> END\nold\n```\n"
        assert refresh.refreshed(text) == "```console\n$ cat <<'END'\n> a\n>\n> b\n> END\na\n\nb\n```\n"

    def test_what_goes_to_stderr_is_shown(self):
        assert "broken\n" in refresh.refreshed("```console\n$ echo broken >&2\n```\n")

    def test_paths_lose_what_differs_between_machines(self):
        text = "```console\n$ pwd\n```\n```pycon\n>>> import attribution\n>>> print(attribution.__file__)\n```\n"
        new = refresh.refreshed(text)
        assert "```console\n$ pwd\n...\n```" in new
        assert "\n.../attribution/__init__.py\n" in new

    def test_python_sessions_keep_names_and_show_errors_without_files(self):
        text = (
            "```pycon\n>>> x = 2\n```\n```pycon\n>>> for i in range(x):\n...     i\n9\n>>> {}['a']\n"
            "Traceback (most recent call last):\n  ...\nNameError: old\n```\n"
        )
        assert refresh.refreshed(text) == (
            "```pycon\n>>> x = 2\n```\n```pycon\n>>> for i in range(x):\n...     i\n0\n1\n>>> {}['a']\n"
            "Traceback (most recent call last):\n  ...\nKeyError: 'a'\n```\n"
        )

    def test_an_exception_that_the_document_does_not_show_is_no_new_output(self):
        with pytest.raises(refresh.FaultError, match="1/0"):
            refresh.refreshed("```pycon\n>>> 1/0\n2\n```\n")
        with pytest.raises(refresh.FaultError, match="ends in code 4"):
            refresh.refreshed("```console\n$ (exit 4)\n$ echo on\n```\n")
        with pytest.raises(refresh.FaultError, match="ZeroDivisionError"):
            refresh.refreshed("```console\n$ python -c 1/0\n```\n")

    def test_the_tables_of_figures_hold_every_floor(self, tmp_path: Path):
        path = tmp_path / "baseline.json"
        floors = {
            "a": {"new": 0.5, "content.F": 0.81249},
            "b": {"characters.F": 0.9},
            "c": {"content.F": 1.0, "new": 0},
        }
        path.write_text(
            json.dumps({"floors": floors, "articles": {"a": {"x": 1, "y": 1}, "b": {}, "c": {}}, "pins": {}})
        )
        assert refresh.figures_table(path) == (
            "| at least, in per cent | a (2 articles) | c (0 articles) |\n|---|---:|---:|\n"
            "| quotes found, F | 81.2 | 100.0 |\n| new | 50.0 | 0.0 |\n\n"
            "| at least, in per cent | b (0 articles) |\n|---|---:|\n"
            "| letters rightly counted as attributed, F | 90.0 |\n"
        )

    def test_without_a_baseline_the_table_says_so(self, tmp_path: Path):
        assert refresh.figures_table(tmp_path / "none.json") == f"{refresh.NOT_MEASURED}\n"


@pytest.mark.skipif(not refresh.BASELINE.is_file(), reason="the accuracy gate has no baseline yet")
def test_every_figure_of_the_gate_has_words():
    floors = json.loads(refresh.BASELINE.read_text(encoding="utf-8"))["floors"]
    assert {figure for held in floors.values() for figure in held} <= set(refresh.FIGURES)
