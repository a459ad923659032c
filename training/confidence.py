"""Measure how often each rule is right: ``python -m training.confidence SHARED``.

SHARED holds ``data`` and ``eval``. Rules that find quotes are measured on PolNeAR's development articles (right: the
content overlaps a marked content by half or lies in it, and the source, where one is marked, is met); rules that name
speakers on the hand-labelled articles in SHARED and in ``examples/gold`` (right: the speaker's name agrees). Writes
``attribution/data/confidence.tsv``: counts only.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from attribution.model import Analysis, Quote
from attribution.pipeline import Analyzer
from attribution.sourcing.confidence import speaker_rule
from attribution.spans import Span
from training.polnear import Attribution, articles

ROOT = Path(__file__).parent.parent
OUT = ROOT / "attribution" / "data" / "confidence.tsv"
HALF, NEARLY_ALL = 0.5, 0.9
Counts = Counter[tuple[str, bool]]


def letters(text: str, spans: tuple[Span, ...]) -> set[int]:
    """Return the offsets of letters and digits in the spans."""
    return {i for s in spans for i in range(s.start, s.end) if text[i].isalnum()}


def count_quotes(analyzer: Analyzer, folder: Path, counts: Counts) -> None:
    """Count the quotes of PolNeAR's development articles by the rule that found them."""
    golds = list(articles(folder))
    for gold, outcome in zip(
        golds, analyzer.analyze_many(folder / "text" / f"{g.name}.txt" for g in golds), strict=True
    ):
        if outcome.analysis is None:
            continue
        quotes, text = outcome.analysis.quotes, gold.text
        marked = [(letters(text, tuple(Span(*o) for o in a.content)), a) for a in gold.attributions]
        for quote in quotes:
            counts[f"quote:{quote.rule}", is_right(text, quote, marked)] += 1


def is_right(text: str, quote: Quote, marked: list[tuple[set[int], Attribution]]) -> bool:
    """Tell whether a marked content shares half of the words, or holds nine tenths of them, and the source is met.

    The second case is for quotations that the corpus marks as one and the guide as several ("A," he said. "B.").
    """
    own = letters(text, quote.content)
    for content, attribution in marked:
        common = len(own & content)
        if common and (common / len(own | content) >= HALF or common / len(own) >= NEARLY_ALL):
            wanted = letters(text, tuple(Span(*o) for o in attribution.source))
            if not wanted or quote.source is None or wanted & letters(text, (quote.source,)):
                return True
    return False


def count_speakers(analyzer: Analyzer, files: list[Path], counts: Counts, score: object) -> None:
    """Count the named speakers of hand-labelled articles by the rule that named them."""
    for path in sorted(files):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text_path = next(
            p
            for p in (path.parent / gold["text_file"], path.parent.parent / Path(gold["text_file"]).name)
            if p.exists()
        )
        analysis = analyzer.analyze(text_path)
        text = analysis.article.text
        pieces = [
            (letters(text, (span,)), quote)
            for quote in analysis.quotes
            if quote.act == "speech"
            for span in quote.content
        ]
        wanted = [(letters(text, (Span(*o),)), q) for q in gold["quotes"] for o in q["content"]]
        matched = score.match([w for w, _ in wanted], [p for p, _ in pieces], HALF)  # type: ignore[attr-defined]
        for i, j in matched.items():
            count_speaker(analysis, pieces[j][1], wanted[i][1], counts, score)


def count_speaker(analysis: Analysis, quote: Quote, gold: dict[str, str], counts: Counts, score: object) -> None:
    """Count one named speaker."""
    rule = speaker_rule(quote)
    source = analysis.source(quote.speaker)
    if rule is not None and source is not None:
        counts[rule, score.same_name(gold["speaker"], source.name, gold["kind"])] += 1  # type: ignore[attr-defined]


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    options = parser.parse_args()
    sys.path.insert(0, str(options.shared / "eval"))
    import score  # noqa: PLC0415 - the corpora's own scorer

    counts: Counts = Counter()
    analyzer = Analyzer()
    count_quotes(analyzer, options.shared / "data/polnear/dev", counts)
    labelled = [*(options.shared / "data/speakers-dev").glob("*.json"), *(ROOT / "examples/gold").glob("*.json")]
    count_speakers(analyzer, labelled, counts, score)
    rows = [f"{d}\t{counts[d, True]}\t{counts[d, True] + counts[d, False]}" for d in sorted({d for d, _ in counts})]
    OUT.write_text(
        "# source: training/confidence.py: PolNeAR's development articles (quote:), hand-labelled articles (speaker:)\n"
        "# licence: counts are facts\ndecision\tright\tdecisions\n" + "\n".join(rows) + "\n",
        encoding="utf-8",
    )
    print("\n".join(rows))


if __name__ == "__main__":
    main()
