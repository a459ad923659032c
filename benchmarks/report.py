"""Time and size of the pages: an article of 5,000 words with 60 quotes, and an index of 500 articles.

    python benchmarks/report.py

Prints one line a page. Bounds to hold: the article's page under 0.3 s and 400 KB. The text is made from a fixed seed.
"""

from __future__ import annotations

import random
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

from attribution.auditing.audit import measure_sourcing
from attribution.model import Analysis, Article, Evidence, Finding, ModelInfo, Paragraph, Quote, Source
from attribution.spans import Span
from reports.html import render_index, render_report
from reports.index import index_entry

WORDS, QUOTES, SOURCES, ARTICLES = 5000, 60, 25, 500
GROUPS = ("government", "citizen", "expert", "business", "civil_society", "politics", "unknown")


def made_up(seed: int, *, words: int = WORDS, quotes: int = QUOTES, sources: int = SOURCES) -> Analysis:
    """Return an analysis of invented words: every second paragraph is a quote between a source and a cue."""
    rnd = random.Random(seed)  # noqa: S311 - a reproducible text, not a secret
    syllables = ("ka", "ro", "mi", "ten", "sal", "vo", "ri", "dun", "pe", "lo")
    people = tuple(
        Source(
            f"s{n}",
            f"Name{n} Family{n}",
            "person",
            role="a member of the council",
            role_group=rnd.choice(GROUPS),
            mentions=(Span(0, 4),),
            evidence=(Evidence("role:apposition", (Span(0, 4),), "the words beside the name"),),
        )
        for n in range(1, sources + 1)
    )  # fmt: skip
    size = words // (2 * quotes)
    parts: list[str] = []
    found: list[Quote] = []
    at = 0
    for number in range(1, quotes + 1):
        plain, said = (" ".join("".join(rnd.choices(syllables, k=2)) for _ in range(size)) for _ in range(2))
        speaker = rnd.choice(people)
        paragraph = f"“{said}”, {speaker.name} said."
        start = at + len(plain) + 2
        content = Span(start, start + len(said) + 2)
        source = Span(content.end + 2, content.end + 2 + len(speaker.name))
        cue = Span(source.end + 1, source.end + 5)
        note = "the reporting word stands after the quotation marks, with its source"
        kind = rnd.choice(("direct", "direct", "indirect"))
        found.append(
            Quote(f"q{number}", kind, (content,), cue, source, "quotes:cue-after", 2 * number - 1, cue_lemma="say",
                  speaker=speaker.id, status="resolved", confidence=0.9,
                  evidence=(Evidence("cue", (cue, source), note),) * 2)
        )  # fmt: skip
        parts += [plain, paragraph]
        at += len(plain) + len(paragraph) + 4
    text = "\n\n".join(parts)
    paragraphs = tuple(Paragraph(Span(*m.span()), "body") for m in re.finditer(r"[^\n]+", text))
    article = Article(
        f"made-up-{seed}", text, paragraphs, title=f"Story number {seed}", published=f"2026-{1 + seed % 12:02d}-11"
    )
    findings = tuple(Finding("R10", "info", "No role at first mention", q.content[0], q.id) for q in found[:6])
    audit = measure_sourcing(article, found, people, ())
    return Analysis(article, ModelInfo("made-up", "0"), tuple(found), people, (), audit, findings)


def measure(name: str, render: Callable[[], str]) -> None:
    """Print the median time of five renderings, the templates already loaded, and the size of the page.

    The processor's own time stands beside the clock's, which a busy machine makes longer.
    """
    page = render()
    times, spent = [], []
    for _ in range(5):
        start, begun = time.perf_counter(), time.process_time()
        render()
        times.append(time.perf_counter() - start)
        spent.append(time.process_time() - begun)
    clock, own = statistics.median(times), statistics.median(spent)
    print(f"{name}: {clock:.3f} s by the clock, {own:.3f} s of a processor, {len(page.encode()) / 1000:.0f} KB")


def main() -> None:
    """Measure both pages."""
    article = made_up(1)
    measure(f"page of {WORDS} words and {QUOTES} quotes", lambda: render_report(article))
    small = made_up(2, words=900, quotes=18, sources=9)
    entries = [
        replace(index_entry(small, f"story-{n}.html"), headline=f"Story number {n}",
                published=f"2026-{1 + n % 12:02d}-11", section=("Local", "Courts", "Business", "Sport")[n % 4])
        for n in range(ARTICLES)
    ]  # fmt: skip
    measure(f"index of {ARTICLES} articles", lambda: render_index(entries))


if __name__ == "__main__":
    main()
