"""Word lists: TSV files in ``attribution/data`` with their provenance, checked when they are loaded.

A list starts with comment lines, of which ``# source:`` and ``# licence:`` are required, then a header row, then rows
sorted by the first column without repeats. Words are lower-case unless the list says ``# case: kept``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from attribution.errors import LexiconError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

REQUIRED_PROVENANCE = ("source", "licence")


@dataclass(frozen=True, slots=True)
class Table:
    """A validated word list: its provenance, its columns and its rows, a dict each."""

    name: str
    provenance: dict[str, str]
    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]

    def words(self) -> frozenset[str]:
        """Return the entries of the first column."""
        return frozenset(row[self.columns[0]] for row in self.rows)

    def column(self, name: str) -> dict[str, str]:
        """Return a mapping from the first column to the column ``name``; KeyError where there is none."""
        return {row[self.columns[0]]: row[name] for row in self.rows}


@cache
def load_table(name: str) -> Table:
    """Load the list ``attribution/data/NAME.tsv``, once a process; raises `LexiconError` where it does not validate."""
    return read_table(files("attribution") / "data" / f"{name}.tsv", name)


def read_table(path: Path | Traversable, name: str) -> Table:
    """Read and validate a word list from ``path``; raises `LexiconError` naming the file, the line and the fault."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read as a word list ({error})") from error
    provenance: dict[str, str] = {}
    columns: tuple[str, ...] = ()
    rows: list[dict[str, str]] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            key, colon, value = line[1:].partition(":")
            if colon:
                provenance[key.strip().lower()] = value.strip()
        elif not line.strip():
            continue
        elif not columns:
            columns = tuple(line.split("\t"))
        else:
            cells = line.split("\t")
            if len(cells) != len(columns):
                raise LexiconError(f"{path}:{number}: {len(cells)} cells under {len(columns)} columns")
            rows.append(dict(zip(columns, cells, strict=True)))
            _check_row(path, number, rows, columns[0], provenance)
    missing = [key for key in REQUIRED_PROVENANCE if not provenance.get(key)]
    if missing:
        raise LexiconError(f"{path}: no '# {missing[0]}:' line; say where the words come from")
    if not rows:
        raise LexiconError(f"{path}: no words in it")
    return Table(name, provenance, columns, tuple(rows))


def _check_row(
    path: Path | Traversable,
    number: int,
    rows: list[dict[str, str]],
    first: str,
    provenance: dict[str, str],
) -> None:
    word = rows[-1][first]
    if not word or word != word.strip():
        raise LexiconError(f"{path}:{number}: {word!r} is empty or has white space around it")
    if provenance.get("case") != "kept" and word != word.lower():
        raise LexiconError(f"{path}:{number}: {word!r} is not lower-case")
    if len(rows) > 1 and rows[-2][first] >= word:
        fault = "stands twice" if rows[-2][first] == word else "is not in sorted order"
        raise LexiconError(f"{path}:{number}: {word!r} {fault}")
