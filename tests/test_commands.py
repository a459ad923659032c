"""docs/commands.md: the help of every command is there as it is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from attribution.cli import app
from attribution.commands.running import CHECK_FAILED, DONE, FAILED, WRONG_USE

TEXT = (Path(__file__).parents[1] / "docs" / "commands.md").read_text(encoding="utf-8")
SHOWN = dict(re.findall(r"^\$ attribution ?(.*?) ?--help\n(.*?)(?=^\$ |^```)", TEXT, re.MULTILINE | re.DOTALL))


def commands(group, words=()):
    """Yield the words of every group and command."""
    yield " ".join(words)
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*words, name))


@pytest.mark.parametrize("command", list(commands(typer.main.get_command(app))))
def test_the_help_of_a_command_is_in_the_document_as_it_is_printed(command, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    app([*command.split(), "--help"], prog_name="attribution", standalone_mode=False)
    assert SHOWN.get(command) == capsys.readouterr().out, "run: make docs"


def test_the_document_shows_no_command_that_is_gone():
    assert set(SHOWN) == set(commands(typer.main.get_command(app)))


def test_the_exit_codes_are_those_of_the_command():
    listed = [int(code) for code in re.findall(r"^\| (\d+) \|", TEXT, re.MULTILINE)]
    assert listed == [DONE, FAILED, WRONG_USE, CHECK_FAILED, 130]
