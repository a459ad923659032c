"""Silencing findings, one by one and with a reason, in a small file beside the article.

``dam.txt`` has ``dam.silence.toml``:

    [[silence]]
    rule = "R2"
    words = "a person briefed on the talks"    # words of the finding, or some of them; without: all of the rule
    reason = "the editor knows who it is; the terms forbid a reason"
    until = 2026-12-31                         # last day on which it holds; without: for good

It goes by words and not by offsets, so it holds when the article is edited around them; what no longer fits any finding
is reported, so that no entry stays behind unseen.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from attribution.auditing.rules import RULES
from attribution.errors import SilenceError
from attribution.model import Article, Finding

SUFFIX = ".silence.toml"
_KEYS = frozenset({"rule", "words", "reason", "until"})


@dataclass(frozen=True, slots=True)
class Silence:
    """An entry: findings of ``rule`` at ``words`` (empty: anywhere) are not wanted, for ``reason``, ``until`` a day."""

    rule: str
    words: str
    reason: str
    until: date | None = None

    def fits(self, article: Article, finding: Finding) -> bool:
        """Tell whether the entry is about this finding; white space and case do not count."""
        return finding.rule == self.rule and _plain(self.words) in _plain(finding.span.slice(article.text))


@dataclass(frozen=True, slots=True)
class Silenced:
    """Findings after silencing: those left, those silenced with their entry, and the entries that fit none."""

    left: tuple[Finding, ...]
    silenced: tuple[tuple[Finding, Silence], ...]
    unused: tuple[Silence, ...]


def silence_file(article: Path) -> Path:
    """Return where the entries for an article's file are looked for: beside it, with the suffix `SUFFIX`."""
    return article.with_name(article.stem + SUFFIX)


def load_silences(path: Path) -> tuple[Silence, ...]:
    """Return the entries of a file, none where there is no file; raises `SilenceError` where it does not validate."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise SilenceError(f"{path}: cannot be read ({error.strerror or error})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SilenceError(f"{path}: is not TOML ({error})") from error
    entries = data.get("silence", [])
    stray = [key for key in data if key != "silence"]
    if stray or not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise SilenceError(f"{path}: holds entries [[silence]] and nothing else")
    return tuple(_entry(path, number, entry) for number, entry in enumerate(entries, 1))


def apply_silences(
    article: Article, findings: Sequence[Finding], silences: Sequence[Silence], *, today: date | None = None
) -> Silenced:
    """Part the findings into those left and those silenced; the order is kept and the first fitting entry counts.

    An entry whose ``until`` lies before ``today`` fits nothing; without ``today`` no entry is ever over.
    """
    live = [entry for entry in silences if today is None or entry.until is None or today <= entry.until]
    left: list[Finding] = []
    silenced: list[tuple[Finding, Silence]] = []
    for finding in findings:
        entry = next((entry for entry in live if entry.fits(article, finding)), None)
        if entry is None:
            left.append(finding)
        else:
            silenced.append((finding, entry))
    used = {entry for _, entry in silenced}
    return Silenced(tuple(left), tuple(silenced), tuple(entry for entry in silences if entry not in used))


def _entry(path: Path, number: int, entry: dict[str, Any]) -> Silence:
    where = f"{path}: entry {number}"
    stray = [key for key in entry if key not in _KEYS]
    if stray:
        raise SilenceError(f'{where}: "{stray[0]}" is none of {", ".join(sorted(_KEYS))}')
    if entry.get("rule") not in {rule.id for rule in RULES}:
        raise SilenceError(f'{where}: needs a line rule = "R1" to "R{len(RULES)}"')
    if not isinstance(entry.get("reason"), str) or not entry["reason"].strip():
        raise SilenceError(f'{where}: needs a line reason = "..."; nothing is silenced without one')
    if not isinstance(entry.get("words", ""), str):
        raise SilenceError(f'{where}: words must be in quotation marks, words = "..."')
    until = entry.get("until")
    if until is not None and type(until) is not date:
        raise SilenceError(f"{where}: until must be a date, until = YYYY-MM-DD")
    return Silence(entry["rule"], entry.get("words", ""), entry["reason"].strip(), until)


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()
