"""Findings as SARIF 2.1.0, the format in which code hosts and editors read what a checker found.

Columns count code points, as everywhere here; lines end at CR, LF or CR LF.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import PurePath
from typing import Any
from urllib.parse import quote as percent_encode

import attribution
from attribution.auditing.profiles import Profile
from attribution.auditing.rules import known_rules
from attribution.auditing.silence import Silence
from attribution.model import Analysis, Article, Finding, Severity
from attribution.spans import Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
VERSION = "2.1.0"
_LEVELS: dict[Severity, str] = {"info": "note", "warning": "warning", "error": "error"}
_LINE_END = re.compile(r"\r\n|\r|\n")


def to_sarif(
    analyses: Iterable[Analysis],
    *,
    profile: Profile,
    silenced: Iterable[tuple[Article, Finding, Silence]] = (),
) -> dict[str, Any]:
    """Return a SARIF log of one run over several articles, ready for ``json.dumps``.

    Args:
        analyses: what was checked; their findings are the results, in order.
        profile: the profile it was checked by; rules it switches off are listed as disabled.
        silenced: findings that an entry silenced; they follow as suppressed results with the entry's reason.

    An article that came from no file goes by its id.
    """
    index = {rule.id: number for number, rule in enumerate(known_rules())}
    results: list[dict[str, Any]] = []
    for analysis in analyses:
        places = Places(analysis.article)
        results.extend(_result(places, finding, index) for finding in analysis.findings)
    for article, finding, entry in silenced:
        result = _result(Places(article), finding, index)
        kind = "external" if entry.comment is None else "inSource"
        results.append({**result, "suppressions": [{"kind": kind, "justification": entry.reason}]})
    driver = {
        "name": "attribution-audit",
        "semanticVersion": attribution.__version__,
        "rules": _descriptors(profile),
        "properties": {"profile": profile.name, "profileDated": profile.dated.isoformat()},
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\r", "\n"],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": VERSION, "runs": [run]}


def _descriptors(profile: Profile) -> list[dict[str, Any]]:
    found = []
    for rule in known_rules():
        setting = profile.setting(rule.id)
        level = {"level": _LEVELS[setting.severity]} if setting.severity else {"enabled": False}
        found.append(
            {
                "id": rule.id,
                "name": "".join(word.capitalize() for word in rule.title.split()),
                "shortDescription": {"text": rule.title},
                "fullDescription": {"text": f"{rule.title}. Follows {setting.follows}."},
                "defaultConfiguration": level,
            }
        )
    return found


class Places:
    """An article's address and the lines of its file: of the text, where that is the file itself."""

    def __init__(self, article: Article) -> None:
        self.text = article.text
        self._origin = article.origin
        path = PurePath(article.path or article.id)
        self.uri = path.as_uri() if path.is_absolute() else percent_encode(path.as_posix())
        self._starts: Sequence[int] = [0, *(match.end() for match in _LINE_END.finditer(article.text))]

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Return the line and the column, both from 1, of an offset."""
        if self._origin is not None:
            return self._origin.line_and_column(offset)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def edges(self, span: Span) -> tuple[int, int, int, int]:
        """Return line and column of the first of a span's words, and of what follows the last."""
        start = self.line_and_column(span.start)
        if self._origin is None or not len(span):
            return *start, *self.line_and_column(span.end)
        # What follows may stand anywhere in a page: the end is that of the last character.
        return *start, *self._origin.end_line_and_column(span.end - 1)

    def file_span(self, span: Span) -> Span | None:
        """Return where the words stand in the file, or None where it is an archive."""
        if self._origin is None:
            return span
        hull = self._origin.hull(span)
        return hull[1] if hull is not None and hull[0] is None else None


def _result(places: Places, finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    words = finding.span.slice(places.text)
    start_line, start_column, end_line, end_column = places.edges(finding.span)
    region: dict[str, Any] = {
        "startLine": start_line,
        "startColumn": start_column,
        "endLine": end_line,
        "endColumn": end_column,
        "snippet": {"text": words},
    }
    file = places.file_span(finding.span)
    if file is not None:
        region |= {"charOffset": file.start, "charLength": len(file)}
    # The words and not the place: the same finding is known again after an edit elsewhere in the article.
    print_of = sha256(f"{finding.rule}\0{' '.join(words.split())}".encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": places.uri}, "region": region}}],
        "partialFingerprints": {"words/v1": print_of},
    }
