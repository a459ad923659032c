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
from reports.labels import group_label, headline_of, published_day, readable_date
from reports.rows import UNITS

# Names are one source over several articles; "a resident" of two articles is not.
NAMED_KINDS = frozenset({"person", "organization"})
MOST_SOURCES = 300  # rows of the table of sources; five hundred articles have some five thousand sources
MOST_PLACES = 100  # articles or findings kept for a source or a rule; the page shows no more
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

    ``href`` is the path of its page relative to the index, with ``/`` between its parts; "" where it has no page.
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
    """A named source over all articles, with (headline, href) of the first of them."""

    name: str
    group: str
    hue: int
    articles: int
    quotes: int
    words: int
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A sourcing rule over all articles, with (message, headline, href) of the first findings."""

    rule: str
    severity: str
    articles: int
    findings: int
    places: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class VoiceSum:
    """What a named source adds up to over all articles; ``places`` are the first `MOST_PLACES` (headline, href)."""

    name: str
    group: str
    articles: int
    quotes: int
    words: int
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SliceSum:
    """What the articles of a month, a section or a byline add up to; ``groups`` are words by role group."""

    label: str
    articles: int
    quotes: int
    groups: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class IndexSums:
    """What all articles add up to, however many they are, and the entries that are listed.

    ``groups`` are the counts in `UNITS` of each role group. ``slices`` are (label, rows in their order, how many are
    left off). At most `MOST_SOURCES` ``voices``, those quoted in most articles first; ``rules`` with the most findings
    first.
    """

    entries: tuple[IndexEntry, ...]
    articles: int
    words: int
    quoted_words: int
    quotes: int
    sources: int
    anonymous: int
    groups: tuple[tuple[str, tuple[int, int, int]], ...]
    slices: tuple[tuple[str, tuple[SliceSum, ...], int], ...]
    voices: tuple[VoiceSum, ...]
    voices_left_off: int
    rules: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """The whole page of several articles. ``groups`` are (key, label, hue, counts in `UNITS`), largest first.

    ``legend`` is (label, hue, whether unresolved), as the stacks show them.
    """

    articles: tuple[ArticleRow, ...]
    articles_left_off: int
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


def build_index(entries: Iterable[IndexEntry] | IndexSums) -> IndexView:
    """Return everything the index shows: the articles in the order given, the latest month last."""
    sums = entries if isinstance(entries, IndexSums) else sum_entries(entries)
    counts = dict(sums.groups)
    ranked = sorted(counts, key=lambda k: (k == "unresolved", k == "unknown", -counts[k][0], k))
    hues = assign_hues(ranked)
    return IndexView(
        articles=tuple(_article_row(entry, ranked, hues) for entry in sums.entries),
        articles_left_off=sums.articles - len(sums.entries),
        words=sums.words,
        quoted_words=sums.quoted_words,
        quotes=sums.quotes,
        sources=sums.sources,
        anonymous=sums.anonymous,
        groups=tuple((key, group_label(key), hues[key], counts[key]) for key in ranked),
        legend=_legend(ranked, hues),
        dated=any(e.published for e in sums.entries),
        sectioned=any(e.section for e in sums.entries),
        totals=_triple([sum(each[i] for each in counts.values()) for i in range(3)]),
        slices=tuple(
            SliceTable(label, tuple(_slice_row(row, ranked, hues) for row in rows), left_off)
            for label, rows, left_off in sums.slices
        ),
        voices=tuple(
            VoiceRow(v.name, group_label(v.group), hues.get(v.group, 0), v.articles, v.quotes, v.words, v.places)
            for v in sums.voices
        ),
        voices_left_off=sums.voices_left_off,
        rules=sums.rules,
    )


def sum_entries(entries: Iterable[IndexEntry]) -> IndexSums:
    """Return what entries add up to, all of them listed."""
    articles = tuple(entries)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for entry in articles:
        for key, own in entry.groups:
            counts[key] = [a + b for a, b in zip(counts[key], own, strict=True)]
    voices = _voices(articles)
    return IndexSums(
        entries=articles,
        articles=len(articles),
        words=sum(e.words for e in articles),
        quoted_words=sum(e.quoted_words for e in articles),
        quotes=sum(e.quotes for e in articles),
        sources=sum(len(e.voices) for e in articles),
        anonymous=sum(v.anonymous for e in articles for v in e.voices),
        groups=tuple((key, _triple(own)) for key, own in counts.items()),
        slices=_slices(articles),
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


def _month(published: str | None) -> str | None:
    """Return the month of an article's date, as "2026-03"; None where its words do not say one for certain."""
    day = published_day(published)
    return f"{day:%Y-%m}" if day is not None else None


def month_name(month: str) -> str:
    """Return a month as "2026-03" in words."""
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"


def _slice_row(row: SliceSum, ranked: Sequence[str], hues: dict[str, int]) -> SliceRow:
    return SliceRow(row.label, row.articles, row.quotes, _stack(row.label, dict(row.groups), ranked, hues))


def _slices(articles: Sequence[IndexEntry]) -> tuple[tuple[str, tuple[SliceSum, ...], int], ...]:
    """Return the breakdowns by month, section and byline, each where at least two differ."""
    tables = []
    for label, keys in (
        ("Months", [_month(e.published) for e in articles]),
        ("Sections", [e.section for e in articles]),
        ("Bylines", [e.byline for e in articles]),
    ):
        members: dict[str, list[IndexEntry]] = defaultdict(list)
        for key, entry in zip(keys, articles, strict=True):
            if key:
                members[key].append(entry)
        if len(members) < 2:  # noqa: PLR2004 - one row compares nothing
            continue
        by_time = label == "Months"
        order = sorted(members) if by_time else sorted(members, key=lambda k: (-len(members[k]), k))
        kept = order[-MOST_SLICES:] if by_time else order[:MOST_SLICES]
        rows = []
        for key in kept:
            counts: Counter[str] = Counter()
            for entry in members[key]:
                counts.update({group: units[0] for group, units in entry.groups})
            name = month_name(key) if by_time else key
            quotes = sum(e.quotes for e in members[key])
            rows.append(SliceSum(name, len(members[key]), quotes, tuple(counts.items())))
        tables.append((label, tuple(rows), len(order) - len(kept)))
    return tuple(tables)


def _voices(articles: Sequence[IndexEntry]) -> tuple[VoiceSum, ...]:
    """Return the named sources, those quoted in most articles first."""
    found: dict[tuple[str, str], list[tuple[IndexEntry, Voice]]] = defaultdict(list)
    for entry in articles:
        for voice in entry.voices:
            if voice.kind in NAMED_KINDS:
                found[voice.kind, " ".join(voice.name.casefold().split())].append((entry, voice))
    rows = [
        VoiceSum(
            uses[0][1].name,
            _commonest(v.group for _, v in uses),
            len(uses),
            sum(v.quotes for _, v in uses),
            sum(v.words for _, v in uses),
            tuple((e.headline, place_of(e.href, v.row)) for e, v in uses[:MOST_PLACES]),
        )
        for uses in found.values()
    ]
    return tuple(sorted(rows, key=lambda r: (-r.articles, -r.quotes, r.name)))


def _commonest(groups: Iterable[str]) -> str:
    """Return the group that is there most often, of two alike the first by the alphabet."""
    return min(Counter(groups).items(), key=lambda item: (-item[1], item[0]))[0]


def place_of(href: str, anchor: str) -> str:
    """Return where on an article's page something stands; nowhere, as "", where the article has no page."""
    return f"{href}#{anchor}" if href else ""


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
            len(uses),
            tuple((r.message, e.headline, place_of(e.href, r.anchor)) for e, r in uses[:MOST_PLACES]),
        )
        for rule, uses in found.items()
    ]
    return tuple(sorted(rows, key=lambda r: (-r.findings, r.rule)))
