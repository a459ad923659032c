"""The index page of a store: sums over all its articles, counted by SQLite, and the entries that are listed.

Only the articles listed are held, with their sources and findings; every other figure is a sum that the store gives.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from attribution.commands.outputs import write_file
from attribution.corpus.store import Store
from reports.html import render_index
from reports.index import (
    MOST_PLACES,
    MOST_SLICES,
    MOST_SOURCES,
    NAMED_KINDS,
    IndexEntry,
    IndexSums,
    Remark,
    RuleRow,
    SliceSum,
    Voice,
    VoiceSum,
    month_name,
    place_of,
)

MOST_LISTED = 500  # articles; a page of more is slow to open
MOST_FAILURES = 50
_HEARD = (
    "EXISTS (SELECT 1 FROM quotes AS q WHERE q.article = s.article AND q.speaker = s.id"
    " AND q.status = 'resolved' AND q.act = 'speech')"
)
_NAMED = f"s.kind IN ({', '.join(repr(kind) for kind in sorted(NAMED_KINDS))}) AND {_HEARD}"


def index_page(store: Store, *, generated: str | None = None) -> str:
    """Return the index page of a store, with the failures that it holds."""
    failed = store.failures(MOST_FAILURES)
    left_off = store.count("failures") - len(failed)
    if left_off:
        failed.append((f"{left_off:,} more", "see the table failures of the store"))
    return render_index(store_sums(store), generated=generated, failed=failed)


def store_sums(store: Store, *, listed: int = MOST_LISTED) -> IndexSums:
    """Return what the articles of a store add up to.

    All of them are listed by their ids; of more than ``listed`` the latest, those without a date last.
    """
    (figures,) = store.query(
        "SELECT count(*), coalesce(sum(story_words), 0), coalesce(sum(quoted_words), 0), coalesce(sum(quotes), 0),"
        " coalesce(sum(sources), 0), coalesce(sum(anonymous), 0) FROM articles"
    )
    articles, words, quoted_words, quotes, sources, anonymous = figures
    order = "id" if articles <= listed else "day IS NULL, day DESC, id"
    keys = [key for (key,) in store.query(f"SELECT key FROM articles ORDER BY {order} LIMIT ?", (listed,))]  # noqa: S608
    voices = _voices(store)
    (named,) = store.query(f"SELECT count(DISTINCT s.kind || ' ' || s.name_key) FROM sources AS s WHERE {_NAMED}")  # noqa: S608
    return IndexSums(
        entries=tuple(_entry(store, key) for key in keys),
        articles=articles,
        words=words,
        quoted_words=quoted_words,
        quotes=quotes,
        sources=sources,
        anonymous=anonymous,
        groups=_groups(store),
        slices=_slices(store),
        voices=voices,
        voices_left_off=named[0] - len(voices),
        rules=_rules(store),
    )


def _entry(store: Store, key: int) -> IndexEntry:
    ((page, title, published, section, byline, words, quoted_words, quotes),) = store.query(
        "SELECT coalesce(page, ''), title, coalesce(day, published), section, byline, story_words, quoted_words, quotes"
        " FROM articles WHERE key = ?",
        (key,),
    )
    groups = _counted(
        store.query(
            "SELECT CASE WHEN s.id IS NULL THEN 'unresolved' ELSE s.role_group END, sum(q.words), count(*)"
            " FROM quotes AS q LEFT JOIN sources AS s"
            " ON s.article = q.article AND s.id = q.speaker AND q.status = 'resolved'"
            " WHERE q.article = ? AND q.words IS NOT NULL GROUP BY 1",
            (key,),
        ),
        store.query(
            f"SELECT role_group, count(*) FROM sources AS s WHERE article = ? AND {_HEARD} GROUP BY 1",  # noqa: S608
            (key,),
        ),
    )
    voices = store.query(
        f"SELECT name, kind, role_group, anonymous, quotes, words, 's' || number FROM sources AS s"  # noqa: S608
        f" WHERE article = ? AND {_HEARD} ORDER BY number",
        (key,),
    )
    remarks = store.query(
        "SELECT rule, severity, message, 'f' || number FROM findings WHERE article = ? ORDER BY number", (key,)
    )
    return IndexEntry(
        href=page,
        headline=title,
        published=published,
        section=section,
        byline=byline,
        words=words,
        quoted_words=quoted_words,
        quotes=quotes,
        groups=groups,
        voices=tuple(Voice(n, kind, group, bool(anon), q, w, row) for n, kind, group, anon, q, w, row in voices),
        remarks=tuple(Remark(*row) for row in remarks),
    )


def _groups(store: Store) -> tuple[tuple[str, tuple[int, int, int]], ...]:
    return _counted(
        store.query("SELECT role_group, sum(words), count(*) FROM quoted GROUP BY 1"),
        store.query(f"SELECT role_group, count(*) FROM sources AS s WHERE {_HEARD} GROUP BY 1"),  # noqa: S608
    )


def _counted(said: object, heard: object) -> tuple[tuple[str, tuple[int, int, int]], ...]:
    """Return (group, (words, quotes, sources)) of rows (group, words, quotes) and rows (group, sources)."""
    counts: dict[str, tuple[int, int, int]] = {}
    for group, words, quotes in said:  # type: ignore[attr-defined]
        counts[group] = (words, quotes, 0)
    for group, sources in heard:  # type: ignore[attr-defined]
        words, quotes, _ = counts.get(group, (0, 0, 0))
        counts[group] = (words, quotes, sources)
    return tuple(sorted(counts.items()))


def _slices(store: Store) -> tuple[tuple[str, tuple[SliceSum, ...], int], ...]:
    tables = []
    for label, key in (("Months", "substr(day, 1, 7)"), ("Sections", "section"), ("Bylines", "byline")):
        by_time = label == "Months"
        ((different,),) = store.query(f"SELECT count(DISTINCT {key}) FROM articles WHERE {key} <> ''")  # noqa: S608
        if different < 2:  # noqa: PLR2004 - one row compares nothing
            continue
        order = "1 DESC" if by_time else "2 DESC, 1"
        kept = list(
            store.query(
                f"SELECT {key}, count(*), sum(quotes) FROM articles WHERE {key} <> '' GROUP BY 1"  # noqa: S608
                f" ORDER BY {order} LIMIT {MOST_SLICES}"
            )
        )
        groups: dict[str, list[tuple[str, int]]] = defaultdict(list)
        marks = ", ".join("?" * len(kept))
        found = store.query(
            f"SELECT {key}, role_group, sum(words) FROM quoted WHERE {key} IN ({marks}) GROUP BY 1, 2",  # noqa: S608
            [row[0] for row in kept],
        )
        for name, group, words in found:
            groups[name].append((group, words))
        rows = [SliceSum(month_name(n) if by_time else n, count, q, tuple(groups[n])) for n, count, q in kept]
        tables.append((label, tuple(rows[::-1] if by_time else rows), different - len(rows)))
    return tuple(tables)


def _voices(store: Store) -> tuple[VoiceSum, ...]:
    voices = []
    rows = store.query(
        f"SELECT s.kind, s.name_key, count(*), sum(s.quotes), sum(s.words) FROM sources AS s WHERE {_NAMED}"  # noqa: S608
        " GROUP BY 1, 2 ORDER BY 3 DESC, 4 DESC, min(s.name) LIMIT ?",
        (MOST_SOURCES,),
    )
    for kind, name_key, articles, quotes, words in list(rows):
        own = (kind, name_key)
        ((group, _),) = store.query(
            f"SELECT role_group, count(*) FROM sources AS s WHERE kind = ? AND name_key = ? AND {_HEARD}"  # noqa: S608
            " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1",
            own,
        )
        places = list(
            store.query(
                f"SELECT s.name, a.title, coalesce(a.page, ''), 's' || s.number FROM sources AS s"  # noqa: S608
                f" JOIN articles AS a ON a.key = s.article WHERE kind = ? AND name_key = ? AND {_HEARD}"
                f" ORDER BY a.id, s.number LIMIT {MOST_PLACES}",
                own,
            )
        )
        links = tuple((title, place_of(page, row)) for _, title, page, row in places)
        voices.append(VoiceSum(places[0][0], group, articles, quotes, words, links))
    return tuple(voices)


def _rules(store: Store) -> tuple[RuleRow, ...]:
    rows = []
    for rule, severity, count, articles in list(
        store.query(
            "SELECT rule, min(severity), count(*), count(DISTINCT article) FROM findings GROUP BY 1 ORDER BY 3 DESC, 1"
        )
    ):
        places = store.query(
            "SELECT message, a.title, coalesce(a.page, ''), 'f' || f.number FROM findings AS f"
            " JOIN articles AS a ON a.key = f.article WHERE rule = ? ORDER BY a.id, f.number LIMIT ?",
            (rule, MOST_PLACES),
        )
        links = tuple((message, title, place_of(page, anchor)) for message, title, page, anchor in places)
        rows.append(RuleRow(rule, severity, articles, count, links))
    return tuple(rows)


def write_index(store: Store, *, generated: str | None = None) -> Path:
    """Write the index page beside the store, and return its path; raises `OutputError`."""
    path = store.path.with_name("index.html")
    write_file(path, index_page(store, generated=generated))
    return path
