"""Runs what the documents show and writes what came out back into them: ``python docs/refresh.py [--check] [FILE...]``.

In README.md, CONTRIBUTING.md and docs/*.md three things are made and not written by hand: the output in ``console``
blocks (lines after ``$``, run by bash), the output in ``pycon`` blocks (lines after ``>>>``), and what stands between
``<!-- made: NAME -->`` and ``<!-- end -->``: the tree of modules and the table of measured figures. The sessions of a
document run in order in one folder that holds the examples, so that a file one of them writes is there for the next. A
document that is up to date comes out as it went in, which is what tests/test_docs.py asks for. A session may show an
exception where the document has the words "Traceback (most recent call last):" already, and a command may fail where
``echo $?`` is the next one.
"""

from __future__ import annotations

import ast
import contextlib
import difflib
import doctest
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.test_layers import ORDER  # noqa: E402 - the tree of modules follows the order that the tests enforce

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs/*.md")
BASELINE = ROOT / "tests" / "eval" / "baseline.json"
BLOCK = re.compile(r"^```(console|pycon)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MADE = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
NOT_MEASURED = "Not measured yet."
# The figures of the accuracy gate in words, in the order of the table.
FIGURES = {
    "content_overlap.F_all": "quotes found: F of the two lines below",
    "content_overlap.P": "of what is found, a quote that shares half its words or more",
    "content_overlap.R_all": "of all quotes, found",
    "content_overlap.R_speech": "of quotes with a verb of speech or quotation marks, found",
    "content_overlap.R_direct": "of quotes with quotation marks, found",
    "content_close.F_all": "quotes found with four fifths of their words or more, F",
    "attribution.F": "quotes found with their source, F",
    "attribution.P": "of what is found, right with its source",
    "attribution.R": "of all quotes, found with their source",
    "exact_spans.content.F": "content cut exactly, F",
    "exact_spans.source.F": "source cut exactly, F",
    "exact_spans.cue.F": "cue cut exactly, F",
    "characters.F": "letters rightly counted as attributed, F",
    "content_and_speaker.F": "quotes found and given to the right speaker, F",
    "content_and_speaker.R_direct": "of direct quotes, found and given to the right speaker",
    "content.F": "quotes found, F",
    "content.P": "of what is found, a quote",
    "content.R": "of all quotes, found",
    "content.R_direct": "of direct quotes, found",
    "given_content.speaker": "of quotes found, right speaker",
    "given_content.type": "of quotes found, right type",
    "given_speaker.kind": "of those with the right speaker, right kind",
    "given_speaker.role_group": "of those with the right speaker, right role group",
    "given_speaker.role": "of those with the right speaker, right role",
    "given_speaker.affiliation": "of those with the right speaker, right affiliation",
}


class FaultError(Exception):
    """Something that a document shows fails; nothing is written, since the document is not what is wrong."""


def documents() -> list[Path]:
    """Return the documents that are checked, README.md first."""
    return [path for pattern in DOCUMENTS for path in sorted(ROOT.glob(pattern))]


def refreshed(text: str) -> str:
    """Return a document with every session run again and everything made in it made again."""
    text = made_parts(text)
    if not BLOCK.search(text):
        return text
    with _workplace() as folder:
        names: dict[str, Any] = {"__name__": "__main__"}
        return BLOCK.sub(lambda block: _run_block(block[1], block[2], folder, names), text)


def made_parts(text: str) -> str:
    """Return a document with the tree of modules and the table of figures made again; runs nothing."""
    makers = {"modules": module_tree, "figures": figures_table}
    return MADE.sub(lambda part: f"{part[1]}{makers[part[2]]()}{part[3]}", text)


def module_tree() -> str:
    """Return every module with the first sentence of its docstring, by stage, in the order in which they may import."""
    lines = ["```text", "attribution/"]
    folder = ""
    for name in ORDER:
        stage, _, _ = name.rpartition(".")
        path = ROOT.joinpath("attribution", *name.split(".")).with_suffix(".py")
        if not path.is_file():
            continue  # a folder that is a module too has its line before its modules
        if stage not in {"", folder}:
            lines += _folder_line(path.with_name("__init__.py"))
        folder = stage
        lines += _module_line(path, depth=2 if stage else 1)
    lines.append("reports/")
    for path in sorted((ROOT / "reports").glob("*.py")):
        if path.stem != "__init__":
            lines += _module_line(path, depth=1)
    return "\n".join([*lines, "```\n"])


def _folder_line(path: Path) -> list[str]:
    return [f"  {path.parent.name + '/':16} {_first_sentence(path)}"]


def _module_line(path: Path, *, depth: int) -> list[str]:
    wrapped = textwrap.wrap(re.sub(r"^Stage [^:]*: ", "", _first_sentence(path)), 90)
    indent = "  " * depth
    return [f"{indent}{path.stem:14} {wrapped[0]}", *(f"{indent}{'':15} {more}" for more in wrapped[1:])]


def _first_sentence(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    sentence = docstring.partition("\n\n")[0].replace("\n", " ").replace("``", "")
    return re.split(r"(?<=\w)\.\s", sentence)[0].rstrip(".")


def figures_table(path: Path = BASELINE) -> str:
    """Return the floors of the accuracy gate in per cent, a table for each group of sets that share their figures."""
    if not path.is_file():
        return f"{NOT_MEASURED}\n"
    baseline = json.loads(path.read_text(encoding="utf-8"))
    groups: dict[tuple[str, ...], list[str]] = {}
    for name, floors in baseline["floors"].items():
        groups.setdefault(tuple(sorted(floors, key=_place)), []).append(name)
    tables = []
    for figures, names in groups.items():
        heads = [f"{name} ({len(baseline['articles'][name])} articles)" for name in names]
        lines = [f"| at least, in per cent | {' | '.join(heads)} |", f"|---|{'---:|' * len(names)}"]
        for figure in figures:
            values = " | ".join(f"{100 * baseline['floors'][name][figure]:.1f}" for name in names)
            lines.append(f"| {FIGURES.get(figure, figure)} | {values} |")
        tables.append("\n".join(lines) + "\n")
    return "\n".join(tables)


def _place(figure: str) -> tuple[int, str]:
    """Return where a figure stands in the table; those without words of their own stand last."""
    return (list(FIGURES).index(figure) if figure in FIGURES else len(FIGURES)), figure


@contextlib.contextmanager
def _workplace() -> Iterator[Path]:
    """Yield a folder with the examples, and with `attribution` and `python` as commands, whatever is installed."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place).resolve()
        shutil.copytree(ROOT / "examples", folder / "examples", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / ".bin").mkdir()
        for name, words in {"attribution": "-m attribution", "python": ""}.items():
            script = folder / ".bin" / name
            script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n', encoding="utf-8")
            script.chmod(0o755)
        yield folder


def _run_block(language: str, body: str, folder: Path, names: dict[str, Any]) -> str:
    ran = _run_shell(body, folder) if language == "console" else _run_python(body, folder, names)
    for place in (str(folder), str(ROOT)):  # where a path stands, only its end is the same on every machine
        ran = ran.replace(place, "...")
    return f"```{language}\n{ran}```"


def _run_shell(body: str, folder: Path) -> str:
    """Run the lines after ``$ `` (those after ``>`` go on) in one shell; return them with what they print."""
    env = os.environ | {
        "PATH": f"{folder / '.bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "LC_ALL": "C.UTF-8",
    }
    commands = re.findall(r"^\$ (.*(?:\n>(?: .*)?$)*)\n", body, re.MULTILINE)
    edge = "\x1e"  # between the outputs of two commands; $? of the first reaches the second
    script = "".join(
        f'{re.sub(r"^> ?", "", command, flags=re.MULTILINE)}\n_code=$?; printf "{edge}$_code{edge}"; (exit $_code)\n'
        for command in commands
    )
    done = subprocess.run(
        ["bash", "-c", f"exec 2>&1\n{script}"],  # noqa: S607 - the bash that the reader has
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=600,
    )
    printed = done.stdout.decode("utf-8")
    if "Traceback (most recent call last)" in printed or "fault of the program" in printed:
        raise FaultError(f"a command fails, which no document may show:\n{printed}")
    outputs, codes = printed.split(edge)[:-1:2], printed.split(edge)[1::2]
    for command, code, after in zip(commands, codes, [*commands[1:], ""], strict=True):
        if code != "0" and after != "echo $?":
            raise FaultError(
                f"{command!r} ends in code {code}, which the document does not show by echo $?:\n{printed}"
            )
    return "".join(f"$ {command}\n{_ended(output)}" for command, output in zip(commands, outputs, strict=True))


def _run_python(body: str, folder: Path, names: dict[str, Any]) -> str:
    """Run the lines after ``>>> `` as the interpreter does; return them with what they print."""
    lines = []
    for example in doctest.DocTestParser().get_examples(body):
        printed = io.StringIO()
        with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
            try:
                exec(compile(example.source, "<document>", "single"), names)  # noqa: S102 - a document of this project
            except Exception as error:
                if example.exc_msg is None:
                    raise FaultError(f"{example.source.strip()!r} raises, which the document does not show") from error
                last = traceback.format_exc().splitlines()[-1]
                printed.write(f"Traceback (most recent call last):\n  ...\n{last}\n")
        source = example.source.rstrip("\n").split("\n")
        lines += [f">>> {source[0]}", *(f"... {line}".rstrip() for line in source[1:])]
        lines += _ended(printed.getvalue()).splitlines()
    return "".join(f"{line}\n" for line in lines)


def _ended(output: str) -> str:
    return output if not output or output.endswith("\n") else f"{output}\n"


def main(arguments: list[str]) -> int:
    """Write the documents anew, or with ``--check`` only say what would change; return 1 where something would."""
    check = "--check" in arguments
    files = [Path(name) for name in arguments if name != "--check"] or documents()
    changed = False
    for path in files:
        old = path.read_text(encoding="utf-8")
        new = refreshed(old)
        if new != old:
            changed = True
            sys.stdout.writelines(
                difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), path.name, path.name)
            )
            if not check:
                path.write_text(new, encoding="utf-8")
    return int(check and changed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
