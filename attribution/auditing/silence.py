"""Silencing findings, one by one and with a reason: in a small file beside the article, or by a comment in it.

``dam.txt`` has ``dam.silence.toml``:

    [[silence]]
    rule = "R2"
    words = "a person briefed on the talks"    # words of the finding, or some of them; without: all of the rule
    reason = "the editor knows who it is; the terms forbid a reason"
    until = 2026-12-31                         # last day on which it holds; without: for good

It goes by words and not by offsets, so it holds when the article is edited around them. In the article itself

    <!-- attribution: ignore R2 until 2026-12-31 - the editor knows who it is -->

stands on a line of its own before the paragraph that it is about, or on that paragraph's line; reading takes it out of
every paragraph (`attribution.reading.paragraphs.ASIDE`). What no longer fits any finding is reported, so that no entry
stays behind unseen.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from attribution.auditing.rules import RULES, known_rules
from attribution.errors import SilenceError
from attribution.model import Article, Finding
from attribution.reading.paragraphs import ASIDE
from attribution.spans import Span, hull

SUFFIX = ".silence.toml"
_KEYS = frozenset({"rule", "words", "reason", "until"})
_IDS = frozenset(rule.id for rule in RULES)
_BEGUN = re.compile(r"<!--[ \t]{0,9}attribution:")
_SAYS = re.compile(
    r"\s*ignore\s+(?P<rules>R\d{1,3}(?:\s*,\s*R\d{1,3})*)(?:\s+until\s+(?P<until>\d{4}-\d\d-\d\d))?"
    r"\s*(?:[-–—:]+(?P<reason>.*))?",
    re.IGNORECASE,
)
_FORM = "write <!-- attribution: ignore R2 - why -->"
_FAR = 2_000  # characters between paragraphs of one line; a comment has 400 at most
_MOST_BESIDE = 4  # paragraphs on one line: a dateline, what follows it, and the parts between comments
_LINE_BREAK = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Silence:
    """An entry: findings of ``rule`` at ``words`` (empty: anywhere) are not wanted, for ``reason``, ``until`` a day.

    Of a comment in the article ``comment`` is where it stands, and findings that begin in ``within`` are meant.
    """

    rule: str
    words: str
    reason: str
    until: date | None = None
    comment: Span | None = None
    within: Span | None = None

    def fits(self, article: Article, finding: Finding) -> bool:
        """Tell whether the entry is about this finding; white space and case do not count."""
        if self.within is not None and not self.within.start <= finding.span.start < self.within.end:
            return False
        return finding.rule == self.rule and _plain(self.words) in _plain(finding.span.slice(article.text))


@dataclass(frozen=True, slots=True)
class Misread:
    """A comment in the article that silences nothing: where it stands, and what is wrong with it."""

    comment: Span
    fault: str


@dataclass(frozen=True, slots=True)
class Comments:
    """What the comments in an article silence, and those that silence nothing; both in text order."""

    silences: tuple[Silence, ...] = ()
    misread: tuple[Misread, ...] = ()


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


def read_comments(article: Article) -> Comments:
    """Return what the comments in an article silence; one that cannot be read silences nothing, and says why."""
    places = _Places(article)
    silences: list[Silence] = []
    misread: list[Misread] = []
    begun = _BEGUN.search(article.text)
    while begun:
        whole = ASIDE.match(article.text, begun.start())
        comment = Span(*(whole or begun).span())
        try:
            silences += _comment_entries(whole["says"] if whole else None, comment, places.about(comment))
        except SilenceError as error:
            misread.append(Misread(comment, str(error)))
        begun = _BEGUN.search(article.text, comment.end)
    return Comments(tuple(silences), tuple(misread))


def _comment_entries(says: str | None, comment: Span, within: Span | None) -> Iterator[Silence]:
    """Yield an entry for each rule that a comment names; raises `SilenceError` with what is wrong with it."""
    if says is None:
        raise SilenceError(f"the comment has no --> on its line, so it is read as words of the story; {_FORM}")
    form = _SAYS.fullmatch(says)
    if form is None:
        raise SilenceError(f"the comment is not understood; {_FORM}")
    rules = dict.fromkeys(rule.strip().upper() for rule in form["rules"].split(","))
    stray = next((rule for rule in rules if rule not in _IDS), None)
    if stray is not None:
        raise SilenceError(f"the comment names {stray}, and the rules are R1 to R{len(RULES)}")
    reason = (form["reason"] or "").strip()
    if not reason:
        raise SilenceError(f"the comment has no reason, and nothing is silenced without one; {_FORM}")
    try:
        until = date.fromisoformat(form["until"]) if form["until"] else None
    except ValueError as error:
        raise SilenceError(f"the comment says until {form['until']}, which is no date") from error
    if within is None:
        raise SilenceError("the comment stands below the story; put it before the paragraph that it is about")
    yield from (Silence(rule, "", reason, until, comment, within) for rule in rules)


class _Places:
    """The paragraphs of an article, looked up by what stands beside and below a comment."""

    def __init__(self, article: Article) -> None:
        self.text = article.text
        self.spans = [paragraph.span for paragraph in article.paragraphs]
        self.starts = [span.start for span in self.spans]
        self.story = [n for n, paragraph in enumerate(article.paragraphs) if paragraph.zone != "boilerplate"]

    def about(self, comment: Span) -> Span | None:
        """Return the paragraphs on the comment's line; where there are none, the next one of the story, if any."""
        after = bisect_left(self.starts, comment.end)
        first, last = self._line(comment, after, after)
        if first == last:
            place = bisect_left(self.story, after)
            if place == len(self.story):
                return None
            first = self.story[place]
            first, last = self._line(self.spans[first], first, first + 1)
        return hull(self.spans[first:last])

    def _line(self, around: Span, first: int, last: int) -> tuple[int, int]:
        """Return the range of paragraphs that goes on from ``first`` and ``last`` without a break of line."""
        edge = around.start
        for _ in range(_MOST_BESIDE):
            if first == 0 or self._parted(self.spans[first - 1].end, edge):
                break
            first -= 1
            edge = self.spans[first].start
        edge = around.end
        for _ in range(_MOST_BESIDE):
            if last == len(self.spans) or self._parted(edge, self.starts[last]):
                break
            edge = self.spans[last].end
            last += 1
        return first, last

    def _parted(self, end: int, start: int) -> bool:
        """Tell whether a line ends between two places, or so much stands there that nobody reads them as one."""
        return start - end > _FAR or _LINE_BREAK.search(self.text, end, start) is not None


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
    if entry.get("rule") not in {rule.id for rule in known_rules()}:
        house = "".join(f', "{rule.id}"' for rule in known_rules()[len(RULES) :])
        raise SilenceError(f'{where}: needs a line rule = "R1" to "R{len(RULES)}"{house}')
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
