"""What `attribution check` says: findings that no entry silences, as lines, as JSON and as SARIF.

Lines and columns count from 1 and columns in code points, in all three; a place is that of the first of the words that
a finding points at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from attribution.auditing.profiles import Profile
from attribution.auditing.sarif import Places, to_sarif
from attribution.auditing.silence import (
    Comments,
    Misread,
    Silence,
    apply_silences,
    load_silences,
    read_comments,
    silence_file,
)
from attribution.commands.summary import clip, printable
from attribution.model import Analysis, Article, Finding, Severity

SCHEMA_VERSION = 1
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")


class CheckFormat(StrEnum):
    """What findings can be written as."""

    text = "text"
    json = "json"
    sarif = "sarif"


@dataclass(frozen=True, slots=True)
class Checked:
    """An article after silencing: the analysis with the findings left, those silenced, the entries that fit none.

    ``misread`` are the comments in the article that silence nothing.
    """

    analysis: Analysis
    silenced: tuple[tuple[Finding, Silence], ...] = ()
    unused: tuple[Silence, ...] = ()
    misread: tuple[Misread, ...] = ()

    def reaches(self, severity: Severity) -> bool:
        """Tell whether a finding that is left is of this severity or a graver one."""
        lowest = SEVERITIES.index(severity)
        return any(SEVERITIES.index(finding.severity) >= lowest for finding in self.analysis.findings)


def check_article(analysis: Analysis, silences: Sequence[Silence], *, today: date, comments: bool = True) -> Checked:
    """Silence what the entries ask for, and the comments in the article; one that is over on ``today`` fits nothing."""
    inside = read_comments(analysis.article) if comments else Comments()
    every = (*silences, *inside.silences)
    result = apply_silences(analysis.article, analysis.findings, every, today=today)
    return Checked(replace(analysis, findings=result.left), result.silenced, result.unused, inside.misread)


def silences_of(article: Article) -> tuple[Silence, ...]:
    """Return the entries of the file beside an article, none where there is no file; raises `SilenceError`."""
    return load_silences(silence_file(Path(article.path))) if article.path else ()


def check_lines(checked: Checked) -> str:
    """Return a line for each finding left: ``FILE:LINE:COLUMN RULE SEVERITY MESSAGE``."""
    article = checked.analysis.article
    places = Places(article)
    name = printable(article.path or article.id)
    lines = []
    for finding in checked.analysis.findings:
        line, column = places.line_and_column(finding.span.start)
        lines.append(f"{name}:{line}:{column} {finding.rule} {finding.severity} {printable(finding.message)}\n")
    return "".join(lines)


def check_json(
    done: Iterable[Checked], *, profile: Profile, fail_on: Severity, failed: Sequence[tuple[str, str]] = ()
) -> dict[str, Any]:
    """Return one object with the findings of each article, those silenced apart.

    ``failed`` are names and reasons of the articles that could not be checked.
    """
    return {
        "schema": SCHEMA_VERSION,
        "profile": {"name": profile.name, "dated": profile.dated.isoformat()},
        "fail_on": fail_on,
        "articles": [_article(checked) for checked in done],
        "failed": [{"article": name, "reason": reason} for name, reason in failed],
    }


def check_sarif(done: Iterable[Checked], *, profile: Profile) -> dict[str, Any]:
    """Return a SARIF log (`attribution.auditing.sarif`); what is silenced is suppressed in it, with its reason."""
    listed = list(done)
    silenced = [(checked.analysis.article, *pair) for checked in listed for pair in checked.silenced]
    return to_sarif([checked.analysis for checked in listed], profile=profile, silenced=silenced)


def unused_line(file: str, silence: Silence, *, today: date) -> str:
    """Return what to tell of an entry that fits nothing: that it is over, or that its words are gone."""
    words = f' at "{clip(printable(silence.words), 60)}"' if silence.words else ""
    what = "entry" if silence.comment is None else "comment"
    entry = f"{file}: the {what} for {silence.rule}{words}"
    if silence.until is not None and silence.until < today:
        return f"{entry} was over after {silence.until.isoformat()}; renew it or take it out"
    return f"{entry} fits no finding; take it out"


def comment_lines(checked: Checked, *, today: date) -> list[str]:
    """Return what to tell of the comments in an article: those that silence nothing, and those that fit nothing."""
    article = checked.analysis.article
    places = Places(article)
    name = printable(article.path or article.id)
    told = [(item.comment, f": {printable(item.fault)}") for item in checked.misread]
    told += [(e.comment, unused_line("", e, today=today)) for e in checked.unused if e.comment is not None]
    return [f"{name}:{places.line_and_column(comment.start)[0]}{words}" for comment, words in sorted(told)]


def _article(checked: Checked) -> dict[str, Any]:
    article = checked.analysis.article
    places = Places(article)
    silenced = [
        {
            **_finding(places, finding),
            "reason": entry.reason,
            "until": entry.until.isoformat() if entry.until is not None else None,
            "comment": places.line_and_column(entry.comment.start)[0] if entry.comment is not None else None,
        }
        for finding, entry in checked.silenced
    ]
    return {
        "article": article.id,
        "path": article.path,
        "findings": [_finding(places, finding) for finding in checked.analysis.findings],
        "silenced": silenced,
    }


def _finding(places: Places, finding: Finding) -> dict[str, Any]:
    line, column, end_line, end_column = places.edges(finding.span)
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "start": finding.span.start,
        "end": finding.span.end,
        "text": finding.span.slice(places.text),
        "quote": finding.quote,
    }
