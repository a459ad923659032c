"""Read PolNeAR's brat standoff: articles with their attributions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Offsets = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One marked attribution: offsets of its source, cue and content."""

    source: Offsets
    cue: Offsets
    content: Offsets


@dataclass(frozen=True, slots=True)
class Gold:
    """An article's name, text and attributions."""

    name: str
    text: str
    attributions: tuple[Attribution, ...]


def articles(folder: Path) -> Iterator[Gold]:
    """Yield the articles of a split that one annotator marked, in order of their names."""
    marked_by_name: dict[str, list[Path]] = defaultdict(list)
    for path in (folder / "attributions").glob("*.ann"):
        marked_by_name[path.name[:-9]].append(path)
    for path in sorted((folder / "text").glob("*.txt")):
        marked = marked_by_name[path.stem]
        if len(marked) == 1:
            yield Gold(path.stem, path.open(encoding="utf-8", newline="").read(), read_standoff(marked[0]))


def read_standoff(path: Path) -> tuple[Attribution, ...]:
    """Return the attributions of a brat file; events without content are left out."""
    spans: dict[str, Offsets] = {}
    found: list[Attribution] = []
    lines = path.open(encoding="utf-8", newline="").read().split("\n")
    for line in lines:
        if line.startswith("T") and "\t" in line:
            key, where = line.split("\t")[:2]
            pieces = where.split(" ", 1)[1].split(";")
            spans[key] = tuple((int(a), int(b)) for a, b in (piece.split() for piece in pieces))
    for line in lines:
        if line.startswith("E") and "\t" in line:
            roles: dict[str, list[tuple[int, int]]] = defaultdict(list)
            for part in line.split("\t")[1].split():
                role, key = part.split(":")
                roles[re.sub(r"\d+$", "", role)] += spans.get(key, ())
            if roles["Content"]:
                found.append(Attribution(tuple(roles["Source"]), tuple(roles["Cue"]), tuple(roles["Content"])))
    return tuple(found)
