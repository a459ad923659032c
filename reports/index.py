"""Many articles on one page: a small record of each, and what adds up over all of them, still without HTML.

An `IndexEntry` keeps figures and names and no text, so that a run over thousands of articles can hold one for each.
Sums over articles are sums of the counts in their audits; shares of sums are never averages of shares.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from attribution.model import Analysis
from reports.charts import OTHER_HUE, Part, assign_hues, stack_parts
from reports.labels import group_label, headline_of, readable_date
from reports.rows import UNITS

# Names are one source over several articles; "a resident" of two articles is not.
NAMED_KINDS = frozenset({"person", "organization"})
MOST_SOURCES = 300  # rows of the table of sources; five hundred articles have some five thousand sources
MOST_SLICES = 24  # rows of a breakdown by month, section or byline: two years of months


@dataclass(frozen=True, slots=True)
class Voice:
    """A source of one article, for the sums over articles; ``row`` is its row on the article's page."""

    name: str
    kind: str
    group: str
    anonymous: bool
    quotes: int
    words: int
    row: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding of one article; ``anchor`` is its words on the article's page."""

    rule: str
    severity: str
    message: str
    anchor: str


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One article: its facts, its counts by role group in each of `UNITS`, its sources and findings.

    ``href`` is the path of its page relative to the index, with ``/`` between its parts.
    """

    href: str
    headline: str
    published: str | None
    section: str | None
    byline: str | None
    words: int
    quoted_words: int
    quotes: int
    groups: tuple[tuple[str, tuple[int, int, int]], ...]
    voices: tuple[Voice, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """A bar stacked by role group over the full width: (hue, part); groups without a hue are one part, "Other"."""

    label: str
    total: int
    parts: tuple[tuple[int, Part], ...]


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """A line of the list of articles."""

    entry: IndexEntry
    day: str | None
    sort_day: str
    sources: int
    anonymous: int
    stack: Stack


@dataclass(frozen=True, slots=True)
class SliceRow:
    """All articles of a month, a section or a byline."""

    label: str
    articles: int
    quotes: int
    stack: Stack


@dataclass(frozen=True, slots=True)
class SliceTable:
    """A breakdown of the articles; ``left_off`` counts the rows that were too many."""

    label: str
    rows: tuple[SliceRow, ...]
    left_off: int


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """A named source over all articles, with (headline, href) of each."""

    name: str
    group: str
    hue: int
    quotes: int
    words: int
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A sourcing rule over all articles, with (message, headline, href) of each finding."""

    rule: str
    severity: str
    articles: int
    places: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """The whole page of several articles. ``groups`` are (key, label, hue, counts in `UNITS`), largest first.

    ``legend`` is (label, hue, whether unresolved), as the stacks show them.
    """

    articles: tuple[ArticleRow, ...]
    words: int
    quoted_words: int
    quotes: int
    sources: int
    anonymous: int
    groups: tuple[tuple[str, str, int, tuple[int, int, int]], ...]
    legend: tuple[tuple[str, int, bool], ...]
    dated: bool
    sectioned: bool
    totals: tuple[int, int, int]
    slices: tuple[SliceTable, ...]
    voices: tuple[VoiceRow, ...]
    voices_left_off: int
    rules: tuple[RuleRow, ...]


def index_entry(analysis: Analysis, href: str) -> IndexEntry:
    """Return the record of one article for the index; ``href`` is where its page lies, relative to the index."""
    measures = {m.id: m for m in analysis.audit.measures}
    shares = {(b.dimension, str(b.unit)): {s.key: s for s in b.shares} for b in analysis.audit.breakdowns}
    by_group = [shares.get(("role_group", unit), {}) for unit in UNITS]
    words, quotes = shares.get(("source", "words"), {}), shares.get(("source", "quotes"), {})
    quoted = measures.get("quoted_words")
    counted = measures.get("quotes")
    return IndexEntry(
        href=href,
        headline=headline_of(analysis),
        published=analysis.article.published,
        section=analysis.article.section,
        byline=analysis.article.byline,
        words=int(quoted.denominator or 0) if quoted else 0,
        quoted_words=int(quoted.numerator) if quoted else 0,
        quotes=int(counted.numerator) if counted else 0,
        groups=tuple(
            (key, _triple([column[key].numerator if key in column else 0 for column in by_group]))
            for key in dict.fromkeys(key for column in by_group for key in column)
        ),
        voices=tuple(
            Voice(
                s.name,
                s.kind,
                s.role_group,
                s.anonymous,
                quotes[s.id].numerator,
                words[s.id].numerator if s.id in words else 0,
                f"s{n}",
            )
            for n, s in enumerate(analysis.sources, 1)
            if s.id in quotes
        ),
        remarks=tuple(Remark(f.rule, f.severity, f.message, f"f{n}") for n, f in enumerate(analysis.findings, 1)),
    )


def build_index(entries: Iterable[IndexEntry]) -> IndexView:
    """Return everything the index shows: the articles in the order given, the latest month last."""
    articles = tuple(entries)
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for entry in articles:
        for key, counts in entry.groups:
            sums[key] = [a + b for a, b in zip(sums[key], counts, strict=True)]
    ranked = sorted(sums, key=lambda k: (k == "unresolved", k == "unknown", -sums[k][0], k))
    hues = assign_hues(ranked)
    voices = _voices(articles, hues)
    return IndexView(
        articles=tuple(_article_row(entry, ranked, hues) for entry in articles),
        words=sum(e.words for e in articles),
        quoted_words=sum(e.quoted_words for e in articles),
        quotes=sum(e.quotes for e in articles),
        sources=sum(len(e.voices) for e in articles),
        anonymous=sum(v.anonymous for e in articles for v in e.voices),
        groups=tuple((key, group_label(key), hues[key], _triple(sums[key])) for key in ranked),
        legend=_legend(ranked, hues),
        dated=any(e.published for e in articles),
        sectioned=any(e.section for e in articles),
        totals=_triple([sum(counts[i] for counts in sums.values()) for i in range(3)]),
        slices=_slices(articles, ranked, hues),
        voices=voices[:MOST_SOURCES],
        voices_left_off=max(len(voices) - MOST_SOURCES, 0),
        rules=_rules(articles),
    )


def _triple(counts: Sequence[int]) -> tuple[int, int, int]:
    words, quotes, sources = counts
    return (words, quotes, sources)


def _stack(label: str, counts: dict[str, int], ranked: Sequence[str], hues: dict[str, int]) -> Stack:
    total = sum(counts.values())
    merged: Counter[tuple[str, int, bool]] = Counter()
    for entry, keys in _folded(ranked, hues).items():
        merged[entry] = sum(counts.get(key, 0) for key in keys)
    shown = [(entry, count) for entry, count in merged.items() if count]
    parts = stack_parts([(name, count, (), unsure) for (name, _, unsure), count in shown], total)
    return Stack(label, total, tuple((hue, part) for ((_, hue, _), _), part in zip(shown, parts, strict=True)))


def _folded(ranked: Sequence[str], hues: dict[str, int]) -> dict[tuple[str, int, bool], list[str]]:
    """Return (label, hue, whether unresolved) with the groups under it; those without a hue come after the others."""
    found: dict[tuple[str, int, bool], list[str]] = defaultdict(list)
    for key in sorted(ranked, key=lambda k: (k == "unresolved", k == "unknown", hues[k] == OTHER_HUE)):
        loose = hues[key] == OTHER_HUE and key != "unresolved"
        found["Other" if loose else group_label(key), hues[key], key == "unresolved"].append(key)
    return found


def _legend(ranked: Sequence[str], hues: dict[str, int]) -> tuple[tuple[str, int, bool], ...]:
    """Return the entries of the legend; "Other" names the groups it stands for."""
    folded = _folded(ranked, hues)
    return tuple(
        (f"Other: {', '.join(group_label(k).lower() for k in keys)}" if name == "Other" else name, hue, unsure)
        for (name, hue, unsure), keys in folded.items()
    )


def _article_row(entry: IndexEntry, ranked: Sequence[str], hues: dict[str, int]) -> ArticleRow:
    return ArticleRow(
        entry=entry,
        day=readable_date(entry.published),
        sort_day=entry.published or "",
        sources=len(entry.voices),
        anonymous=sum(v.anonymous for v in entry.voices),
        stack=_stack(entry.headline, {key: counts[0] for key, counts in entry.groups}, ranked, hues),
    )


def _month(published: str | None) -> tuple[str, str] | None:
    """Return the month of an ISO date, for sorting and for reading."""
    try:
        day = date.fromisoformat((published or "").strip()[:10])
    except ValueError:
        return None
    return (f"{day:%Y-%m}", f"{day:%B %Y}")


def _slices(articles: Sequence[IndexEntry], ranked: Sequence[str], hues: dict[str, int]) -> tuple[SliceTable, ...]:
    """Return the breakdowns by month, section and byline, each where at least two differ."""
    tables = []
    months = [_month(e.published) for e in articles]
    for label, keys in (
        ("Months", [m[0] if m else None for m in months]),
        ("Sections", [e.section for e in articles]),
        ("Bylines", [e.byline for e in articles]),
    ):
        members: dict[str, list[IndexEntry]] = defaultdict(list)
        for key, entry in zip(keys, articles, strict=True):
            if key:
                members[key].append(entry)
        if len(members) < 2:  # noqa: PLR2004 - one row compares nothing
            continue
        names = dict(m for m in months if m)
        by_time = label == "Months"
        order = sorted(members) if by_time else sorted(members, key=lambda k: (-len(members[k]), k))
        kept = order[-MOST_SLICES:] if by_time else order[:MOST_SLICES]
        rows = []
        for key in kept:
            counts: Counter[str] = Counter()
            for entry in members[key]:
                counts.update({group: units[0] for group, units in entry.groups})
            name = names.get(key, key) if by_time else key
            quotes = sum(e.quotes for e in members[key])
            rows.append(SliceRow(name, len(members[key]), quotes, _stack(name, dict(counts), ranked, hues)))
        tables.append(SliceTable(label, tuple(rows), len(order) - len(kept)))
    return tuple(tables)


def _voices(articles: Sequence[IndexEntry], hues: dict[str, int]) -> tuple[VoiceRow, ...]:
    """Return the named sources, those quoted in most articles first."""
    found: dict[tuple[str, str], list[tuple[IndexEntry, Voice]]] = defaultdict(list)
    for entry in articles:
        for voice in entry.voices:
            if voice.kind in NAMED_KINDS:
                found[voice.kind, " ".join(voice.name.casefold().split())].append((entry, voice))
    rows = []
    for uses in found.values():
        group = Counter(v.group for _, v in uses).most_common(1)[0][0]
        rows.append(
            VoiceRow(
                uses[0][1].name,
                group_label(group),
                hues.get(group, 0),
                sum(v.quotes for _, v in uses),
                sum(v.words for _, v in uses),
                tuple((e.headline, f"{e.href}#{v.row}") for e, v in uses),
            )
        )
    return tuple(sorted(rows, key=lambda r: (-len(r.places), -r.quotes, r.name)))


def _rules(articles: Sequence[IndexEntry]) -> tuple[RuleRow, ...]:
    """Return the findings by rule, the most frequent first."""
    found: dict[str, list[tuple[IndexEntry, Remark]]] = defaultdict(list)
    for entry in articles:
        for remark in entry.remarks:
            found[remark.rule].append((entry, remark))
    rows = [
        RuleRow(
            rule,
            uses[0][1].severity,
            len({id(e) for e, _ in uses}),
            tuple((r.message, e.headline, f"{e.href}#{r.anchor}") for e, r in uses),
        )
        for rule, uses in found.items()
    ]
    return tuple(sorted(rows, key=lambda r: (-len(r.places), r.rule)))
