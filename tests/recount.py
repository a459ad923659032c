"""Counts everything a report shows again, from the JSON in the page and the article's text, for `test_figures`.

Written after docs/audit.md and from nothing that the page is made of; it is told where quotation marks stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex

import attribution
from tests.recount_accusations import accused_not_heard

STORY = {"headline", "standfirst", "subhead", "caption", "body"}
LOOSE = "unresolved"
PEOPLE = {"person", "unnamed_person"}
STANCES = dict(
    line.split("\t")[:2]
    for line in (Path(attribution.__file__).parent / "data" / "stance.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
_IS = {kind: regex.compile(pattern) for kind, pattern in {"LN": r"[\p{L}\p{N}]", "M": r"\p{M}", "N": r"\p{N}"}.items()}


@dataclass(frozen=True)
class Row:
    """A row of a breakdown: its quotes, and what is counted of them; None where a unit is not counted, "?" unknown."""

    key: str
    quotes: frozenset[str]
    words: int
    count: int | None
    sources: int | str | None


@dataclass(frozen=True)
class Measured:
    """A measure: numerator, denominator (None for a plain count) and the ids on the page of what it counts."""

    count: float
    of: float | None
    spans: frozenset[str]


def measured(count: float, of: float | None, quotes: Sequence[dict[str, Any]]) -> Measured:
    """Return a measure with the ids of its quotes."""
    return Measured(count, of, frozenset(q["page"] for q in quotes))


def word_starts(text: str, start: int, end: int) -> list[int]:
    """Return where the words in a stretch of text start."""

    def at(place: int, *kinds: str) -> bool:
        return start <= place < end and any(_IS[kind].match(text[place]) for kind in kinds)

    found = []
    here = start
    while here < end:
        if not at(here, "LN"):
            here += 1
            continue
        found.append(here)
        while at(here, "LN", "M") or (
            here < end
            and (
                (text[here] in "'’ʼ‐‑-" and at(here + 1, "LN"))
                or (text[here] in ".," and at(here - 1, "N") and at(here + 1, "N"))
            )
        ):
            here += 1
    return found


def runs(flags: Sequence[Any]) -> list[tuple[int, int, Any]]:
    """Return the stretches of equal flags as (start, end, flag)."""
    edges = [i for i in range(1, len(flags)) if flags[i] != flags[i - 1]]
    return [(a, b, flags[a]) for a, b in zip([0, *edges], [*edges, len(flags)], strict=True) if a < b]


class Recount:
    """The figures of one article, from ``data`` (the page's JSON), its text and the spans of its quotation marks."""

    def __init__(self, data: dict[str, Any], text: str, marks: Sequence[tuple[int, int]]) -> None:
        self.data, self.text = data, text
        self.paragraphs = data["article"]["paragraphs"]
        self.sources = {s["id"]: s | {"page": f"s{n}"} for n, s in enumerate(data["sources"], 1)}
        self.quotes = [q | {"page": f"q{n}"} for n, q in enumerate(data["quotes"], 1)]
        self.by_page = {q["page"]: q for q in self.quotes}
        self.speech = [q for q in self.quotes if q["act"] == "speech"]
        self.counted = [q for q in self.speech if "duplicate" not in q["flags"]]
        self.heard = [s for s in self.sources.values() if any(self.speaker(q) == s["id"] for q in self.speech)]
        self.marked = [False] * len(text)
        for start, end in marks:
            self.marked[start:end] = [True] * (end - start)
        self._count_words()

    def _count_words(self) -> None:
        zones = [""] * len(self.text)
        for p in self.paragraphs:
            zones[p["start"] : p["end"]] = [p["zone"]] * (p["end"] - p["start"])
        story = [zone in STORY for zone in zones]
        for c in (span for q in self.counted for span in q["content"]):
            story[c["start"] : c["end"]] = [True] * (c["end"] - c["start"])
        self.starts = [w for a, b, inside in runs(story) if inside for w in word_starts(self.text, a, b)]
        in_body = [w for w in self.starts if zones[w] == "body"]
        early = set(in_body[: (len(in_body) + 3) // 4])
        self.quarter_size = len(early)
        self.words, self.own, self.quarter = Counter[str](), Counter[str](), Counter[str]()
        for word in self.starts:
            owner = self._owner(word)
            if owner is not None:
                self.words[owner["page"]] += 1
                self.quarter[owner["page"]] += word in early
                self.own[owner["page"]] += owner["type"] == "direct" or (owner["type"] == "mixed" and self.marked[word])

    def _owner(self, word: int) -> dict[str, Any] | None:
        """Return the shortest quote over a word, of equals the one that starts later."""
        over = [
            (sum(c["end"] - c["start"] for c in q["content"]), -span["start"], -n, q)
            for n, q in enumerate(self.counted)
            for span in q["content"]
            if span["start"] <= word < span["end"]
        ]
        return min(over, key=lambda item: item[:3])[3] if over else None

    def speaker(self, quote: dict[str, Any]) -> str:
        """Return the id of who speaks, or ``unresolved``."""
        return quote["speaker"] if quote["status"] == "resolved" and quote["speaker"] in self.sources else LOOSE

    def said_by(self, key: str, quotes: Sequence[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
        """Return the counted quotes, or those of ``quotes``, of a source or of nobody known."""
        return [q for q in (self.counted if quotes is None else quotes) if self.speaker(q) == key]

    def paragraph(self, offset: int) -> int:
        """Return the number, from 1, of the last paragraph that starts at or before an offset."""
        return max(1, sum(p["start"] <= offset for p in self.paragraphs))

    def pieces(self, quote: dict[str, Any]) -> list[tuple[int, int, bool]]:
        """Return the stretches of a quote as (start, end, whether they are the speaker's own words)."""
        found = []
        for c in quote["content"]:
            size = c["end"] - c["start"]
            own = {"direct": [True] * size, "indirect": [False] * size}.get(quote["type"])
            flags = self.marked[c["start"] : c["end"]] if own is None else own
            found += [(c["start"] + a, c["start"] + b, flag) for a, b, flag in runs(flags)]
        return found

    def breakdowns(self) -> dict[str, list[Row]]:
        """Return the rows of every breakdown of docs/audit.md."""
        spelled: dict[str, str] = {}
        for s in self.heard:
            spelled.setdefault(_key(_house(s)), _house(s) or "none")

        def pronouns(s: dict[str, Any]) -> str:
            return (s["pronouns"] or "not_in_text") if s["kind"] in PEOPLE else "not_a_person"

        def naming(s: dict[str, Any]) -> str:
            return "anonymous" if s["anonymous"] else "unnamed" if s["kind"] in {"unnamed_person", "group"} else "named"

        of_source: dict[str, Callable[[dict[str, Any]], str]] = {
            "role_group": lambda s: s["role_group"],
            "kind": lambda s: s["kind"],
            "affiliation": lambda s: spelled[_key(_house(s))],
            "naming": naming,
            "pronouns": pronouns,
            "role_group_pronouns": lambda s: f"{s['role_group']}:{pronouns(s)}",
        }
        tables = {name: self._rows(self._by_speaker(key), self.words, key) for name, key in of_source.items()}
        group = self._by_speaker(of_source["role_group"])
        own_id = self._by_speaker(lambda s: s["id"])
        stance = {
            q["page"]: STANCES.get(q["cue_lemma"] or "", "unlisted") if q["cue"] else "none" for q in self.counted
        }
        tables["source"] = self._rows(own_id, self.words)
        tables["type"] = self._rows({q["page"]: q["type"] for q in self.counted}, self.words)
        tables["verb_stance"] = self._rows(stance, self.words)
        tables["role_group_stance"] = self._rows({q: f"{group[q]}:{stance[q]}" for q in group}, self.words)
        tables["direct_words"] = self._rows(own_id, self.own, count=False)
        tables["first_quarter_source"] = self._rows(own_id, self.quarter, count=False)
        tables["first_quarter_role_group"] = self._rows(group, self.quarter, count=False)
        return tables

    def _by_speaker(self, key: Callable[[dict[str, Any]], str]) -> dict[str, str]:
        spoken = ((q["page"], self.sources.get(self.speaker(q))) for q in self.counted)
        return {page: LOOSE if source is None else key(source) for page, source in spoken}

    def _rows(
        self,
        keys: dict[str, str],
        weights: Counter[str],
        of_source: Callable[[dict[str, Any]], str] | None = None,
        *,
        count: bool = True,
    ) -> list[Row]:
        voices = Counter(of_source(s) for s in self.heard) if of_source else Counter()
        found = []
        for key in dict.fromkeys([*keys.values(), *voices]):
            quotes = frozenset(q for q, k in keys.items() if k == key)
            number = len(quotes) if count else None
            if not quotes and of_source:  # its sources only repeat what is quoted elsewhere
                voiced = {s["id"] for s in self.heard if of_source(s) == key}
                quotes = frozenset(q["page"] for q in self.speech if self.speaker(q) in voiced)
            known = None if of_source is None else "?" if key == LOOSE else voices[key]
            found.append(Row(key, quotes, sum(weights[q] for q in quotes), number, known))
        return found

    def measures(self) -> dict[str, Measured]:
        """Return every measure of docs/audit.md."""
        return {**self._extent(), **self._concentration(), **self._naming(), **self._placement(), **self._fairness()}

    def _of(self, sources: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        return [q for s in sources for q in self.said_by(s["id"])]

    def _words_of(self, quotes: Sequence[dict[str, Any]]) -> int:
        return sum(self.words[q["page"]] for q in quotes)

    def _extent(self) -> dict[str, Measured]:
        total, every, loose = self.words.total(), self.counted, self.said_by(LOOSE)
        longest = max(self.words.values(), default=0)
        ambiguous = [q for q in loose if q["status"] == "ambiguous"]
        lost = [q for q in loose if q["status"] != "ambiguous"]
        return {
            "sources": measured(len(self.heard), None, every),
            "quotes": measured(len(every), None, every),
            "quoted_words": measured(total, len(self.starts), every),
            "direct_words": measured(self.own.total(), total, [q for q in every if self.own[q["page"]]]),
            "longest_quote": measured(longest, total, [q for q in every if self.words[q["page"]] == longest][:1]),
            "unresolved_quotes": measured(len(lost), len(every), lost),
            "ambiguous_quotes": measured(len(ambiguous), len(every), ambiguous),
        }

    def _concentration(self) -> dict[str, Measured]:
        voices = [(self._words_of(self.said_by(s["id"])), s) for s in self.heard]
        spoken = sorted(size for size, _ in voices if size)
        loose = [self.words[q["page"]] for q in self.said_by(LOOSE)]
        most = spoken[-1] if spoken else 0
        largest = [s for size, s in voices if size == most and most][:1]
        known = [q for q in self.counted if self.speaker(q) != LOOSE]
        houses = {_key(_house(s)) or s["id"] for s in self.heard}
        return {
            "largest_source": measured(most, self.words.total(), self._of(largest)),
            "effective_sources": measured(_effective(spoken), len(self.heard), known),
            "effective_sources_low": measured(_effective([*spoken[:-1], most + sum(loose)]), None, self.counted),
            "effective_sources_high": measured(_effective([*spoken, *loose]), None, self.counted),
            "single_source": measured(len(houses), len(self.heard), known),
        }

    def _naming(self) -> dict[str, Measured]:
        hidden = [s for s in self.heard if s["anonymous"]]
        reasoned = [s for s in hidden if s["reason"]]
        people = [s for s in self.heard if s["kind"] in PEOPLE]
        told = [s for s in people if s["pronouns"]]
        return {
            "anonymous_sources": measured(len(hidden), len(self.heard), self._of(hidden)),
            "anonymous_words": measured(self._words_of(self._of(hidden)), self.words.total(), self._of(hidden)),
            "anonymous_with_reason": measured(len(reasoned), len(hidden), self._of(reasoned)),
            "pronouns": measured(len(told), len(people), self._of(told)),
        }

    def _placement(self) -> dict[str, Measured]:
        body = [n for n, p in enumerate(self.paragraphs) if p["zone"] == "body"]
        placed = [q for q in self.counted if q["paragraph"] in body]
        placed.sort(key=lambda q: min(s["start"] for s in (*q["content"], q["cue"], q["source"]) if s))
        found = {
            name: measured(body.index(quotes[0]["paragraph"]) + 1 if quotes else 0, len(body), quotes)
            for name, quotes in (("first_speaker", placed[:1]), ("last_speaker", placed[-1:]))
        }
        for zone in ("headline", "standfirst"):
            inside = [q for q in self.speech if self._zone(q) == zone]
            voices = {self.speaker(q) for q in inside} - {LOOSE}
            found[f"{zone}_sources"] = measured(len(voices), len(self.heard), inside)
        early = [q for q in self.counted if self.quarter[q["page"]]]
        return found | {"first_quarter_words": measured(self.quarter.total(), self.quarter_size, early)}

    def _zone(self, quote: dict[str, Any]) -> str:
        number = quote["paragraph"]
        return self.paragraphs[number]["zone"] if number < len(self.paragraphs) else "body"

    def _fairness(self) -> dict[str, Measured]:
        official = [s for s in self.heard if s["role_group"] in {"government", "security"}]
        affected, expert = (self._of([s for s in self.heard if s["role_group"] == g]) for g in ("citizen", "expert"))
        silent, clear = accused_not_heard(self.data, self.text, self.counted)
        lines = frozenset(f"n{number}" for number in range(1, len(self.data["no_comment"]) + 1))
        return {
            "official_sources": measured(len(official), len(self.heard), self._of(official)),
            "official_words": measured(self._words_of(self._of(official)), self.words.total(), self._of(official)),
            "affected_and_expert": measured(self._words_of(affected), self._words_of([*affected, *expert]), affected),
            "accused_not_heard": Measured(len(silent), clear, frozenset(silent)),
            "no_comment": Measured(len(lines), None, lines),
        }

    def unsure(self) -> list[tuple[str, str]]:
        """Return (why, quote) of each quote whose speaker or extent is not certain."""
        found = []
        for q in self.speech:
            low = q["confidence"] is not None and q["confidence"] < 0.5
            why = {"ambiguous": "several", "unresolved": "nobody"}.get(q["status"], "measured" if low else "")
            if why or {"unclosed", "unopened"} & set(q["flags"]):
                found.append((why or "mark", q["page"]))
        return found


def _effective(sizes: Sequence[int]) -> float:
    return sum(sizes) ** 2 / sum(size * size for size in sizes) if sum(sizes) else 0


def _house(source: dict[str, Any]) -> str:
    """Return the organisation that a source speaks for or is."""
    return source["affiliation"] or (source["name"] if source["kind"] == "organization" else "")


def _key(house: str) -> str:
    return house.casefold().removeprefix("the ").strip()
