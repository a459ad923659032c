"""Whose words fill a desk's stories: ``python compare_desk.py [ARTICLE...]`` (the articles beside it by default).

Loads the models once, survives an article that cannot be read, and ends in two pandas tables.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

import attribution

HERE = Path(__file__).parent
ARTICLES = ("wire.txt", "broadsheet.txt", "regional-uk.txt", "court.txt", "business.md", "qa.txt")


def main(paths: list[Path]) -> None:
    """Print each role group's share of the quoted words by article, and the sources of each article in figures."""
    frames: list[pd.DataFrame] = []
    for outcome in attribution.Analyzer().analyze_many(paths):
        if outcome.analysis is None:
            print(f"left out: {outcome.error}", file=sys.stderr)
        else:
            frames.append(outcome.analysis.sources_frame())
    if not frames:
        sys.exit("no article could be analysed")
    sources = pd.concat(frames, ignore_index=True)
    words = sources.pivot_table(index="article", columns="role_group", values="words", aggfunc="sum", fill_value=0)
    shares = (
        words.astype(float).div(words.sum(axis="columns").astype(float), axis="index").mul(100).round(0).astype("Int64")
    )
    print("Words by role group, in per cent of all words with a known speaker:", shares.to_string(), sep="\n")
    by_article = sources.groupby("article")
    figures = pd.DataFrame(
        {
            "sources": by_article.size(),
            "unnamed": by_article["anonymous"].sum(),
            "largest": by_article["words"].max(),
            "words": by_article["words"].sum(),
        }
    )
    print("\nSources, those that are anonymous, and the words of the largest:", figures.to_string(), sep="\n")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or [HERE / name for name in ARTICLES])
