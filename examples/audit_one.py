"""Who speaks in one article, and how much: ``python audit_one.py [ARTICLE]`` (the wire story beside it by default)."""

from __future__ import annotations

import sys
from pathlib import Path

import attribution


def main(path: Path) -> None:
    """Print a line for each source, the most quoted words first."""
    analysis = attribution.analyze(path)
    sources = analysis.sources_frame().sort_values("words", ascending=False, kind="stable")
    print(f"{analysis.article.title}: {len(analysis.quotes)} quotes, {len(sources)} sources")
    for source in sources.fillna({"role": "no role given"}).itertuples():
        print(f"{source.words:5} words in {source.quotes} quotes  {source.name}, {source.role} ({source.role_group})")
    for quote in analysis.quotes:
        if quote.status != "resolved" and quote.act == "speech":
            print(f"{quote.status}: {quote.content[0].slice(analysis.article.text)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("wire.txt"))
