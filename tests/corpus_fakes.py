"""A stand-in for the analyzer that needs no models and can be sent to other processes, and corpora for it."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from attribution.auditing.profiles import load_profile
from attribution.errors import AttributionError, ModelMissingError
from attribution.model import Analysis, Evidence, Quote, Source
from attribution.pipeline import Outcome, judge
from attribution.quoting.marks import find_regions
from attribution.spans import Span
from tests.builders import MODELS

NAMES = ("Oluwaseun Marchetti", "Ingrid Tupou", "Rafael Nakagawa", "Chiamaka Lindqvist", "Dmitri Okonkwo")
PLACES = ("Harbour", "Bridge", "Market", "School", "Station")
_SAID = re.compile(r"” said ([A-Z]\w+ [A-Z]\w+)(, an? [\w ]+)?")


class FakeAnalyzer:
    """Finds quotations followed by "said NAME". KILL in a text ends the process, RAISE fails, SLEEP takes a while."""

    def analyze_many(self, articles, *, batch=1):  # noqa: ARG002 - the analyzer's signature
        for article in articles:
            if "KILL" in article.text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "RAISE" in article.text:
                yield Outcome(article.name, error=AttributionError(f"{article.name}: a fault in a stage"))
                continue
            if "SLEEP" in article.text:
                time.sleep(0.2)
            yield Outcome(article.name, analysis_of(article))


def analysis_of(article):
    """Return an analysis with a quote for each quotation, by the one who said it."""
    quotes, sources, mentions = [], {}, {}
    for number, region in enumerate([r for r in find_regions(article).regions if r.depth == 0], 1):
        said = _SAID.match(article.text, region.span.end - 1)
        speaker = None
        if said:
            span = Span(*said.span(1))
            speaker = sources.setdefault(said[1], f"s{len(sources) + 1}")
            mentions.setdefault(said[1], []).append(span)
        quotes.append(
            Quote(
                *(f"q{number}", "direct", (region.span,)),
                cue=Span(said.start() + 2, said.start() + 6) if said else None,
                source=span if said else None,
                rule="by-hand",
                paragraph=article.paragraph_at(region.span.start),
                cue_lemma="say" if said else None,
                speaker=speaker,
                status="resolved" if said else "unresolved",
                confidence=0.9 if said else None,
                evidence=(Evidence("by-hand"),),
            )
        )
    people = tuple(
        Source(
            *(key, name, "person"),
            role="a fisher" if key == "s1" else None,
            role_group="citizen" if key == "s1" else "government",
            anonymous=False,
            mentions=tuple(mentions[name]),
            extra=(("desk", "coast"),) if key == "s2" else (),
        )
        for name, key in sources.items()
    )
    return judge(Analysis(article, MODELS, tuple(quotes), people), profile=load_profile("default"))


@dataclass(frozen=True)
class FakeRecipe:
    """Makes the analyzer above; another ``version`` stands for other models."""

    version: str = "1"
    missing: bool = False

    def make(self):
        if self.missing:
            raise ModelMissingError("no models here. Run: this")
        return FakeAnalyzer()

    def describe(self):
        return {"program": "0", "models": {"package": "by-hand", "version": self.version}}

    def extra_columns(self):
        return ("desk",)


def story(number: int, *, more: str = "") -> str:
    """Return a story with two or three quotes; the same number gives the same story."""
    place, first, second = PLACES[number % 5], NAMES[number % 5], NAMES[(number * 3 + 1) % 5]
    loose = "\n\n“Nobody asked us about it.”" if number % 3 == 0 else ""
    return (
        f"{place} to close in week {number}\n\nBy Amara Solberg\n\nThe {place.lower()} will close.{more}\n\n"
        f"“We will walk if we must, all {number} of us,” said {first}, a fisher from the bay.\n\n"
        f"“The work cannot wait,” said {second}.{loose}\n"
    )


def write_folder(folder: Path, count: int) -> Path:
    """Write so many stories into a folder with folders in it."""
    for number in range(count):
        path = folder / f"week-{number % 4}" / f"story-{number:04}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(story(number), encoding="utf-8")
    return folder


def rows(count: int) -> list[dict[str, object]]:
    """Return so many stories as rows with facts."""
    return [
        {
            "id": f"a{number}",
            "text": story(number),
            "date": f"2026-{1 + number % 3:02}-{1 + number % 28:02}",
            "section": ("Local", "Courts")[number % 2],
            "byline": NAMES[number % 2],
        }
        for number in range(count)
    ]


def write_lines(path: Path, found) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")
    return path


def dump(path: Path) -> dict[str, list[tuple]]:
    """Return every row of a store, in canonical order; of runs, not when they were."""
    if path.is_dir():
        path /= "audit.sqlite"
    with closing(sqlite3.connect(path)) as store:
        assert store.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert store.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {
            name: sorted(store.execute(f"SELECT * FROM {name}"), key=repr) for name in tables if "sqlite_" not in name
        }
    return found | {"runs": [row[:-2] for row in found["runs"]]}
