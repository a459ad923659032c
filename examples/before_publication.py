"""The last check before publication: ``python before_publication.py FILE [--profile NAME|FILE] [--out DIR]``.

FILE is whatever the content system exports: text, Markdown, a web page, Word, ninjs, NITF. The story is held (exit
code 3) where a sourcing rule finds an error, or where the speaker of a direct quotation is not known. One that passes
gets ``NAME.schema.jsonld`` for the head of its page, and ``NAME.annotations.jsonld`` for an annotation tool.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import attribution

HELD, FAILED = 3, 1
FORMATS = ("schemaorg", "webannotation")


def reasons_to_hold(analysis: attribution.Analysis) -> Iterator[tuple[attribution.Span, str]]:
    """Yield the words at which an editor has to look, and why."""
    for finding in analysis.findings:
        if finding.severity == "error":
            yield finding.span, f"{finding.rule}: {finding.message}"
    for quote in analysis.quotes:
        if quote.type == "direct" and quote.status != "resolved":
            yield quote.content[0], f"{quote.status}: nobody is certain to have said this"


def check(article: attribution.Article, analyzer: attribution.Analyzer, out: Path) -> bool:
    """Print what holds the article, or write what its page needs; tell whether it passes."""
    analysis = analyzer.analyze(article)
    held = sorted(reasons_to_hold(analysis))
    for span, why in held:
        print(f"{article.id}: par. {article.paragraph_at(span.start) + 1}, “{span.slice(article.text)}”: {why}")
    if not held:
        out.mkdir(parents=True, exist_ok=True)
        for name in FORMATS:
            for suffix, content in attribution.export(analysis, name).items():
                (out / f"{article.id}{suffix}").write_text(content, encoding="utf-8")
        print(f"{article.id}: passes, {len(analysis.quotes)} quotes of {len(analysis.sources)} sources")
    return not held


def main() -> int:
    """Check every article of the file; return the exit code."""
    parser = argparse.ArgumentParser(description="Check a story before publication.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--profile", default="default")
    parser.add_argument("--out", type=Path, default=Path())
    given = parser.parse_args()
    try:
        articles = attribution.read_articles(given.file.read_bytes(), name=given.file.name)
        analyzer = attribution.Analyzer(profile=given.profile)
        passed = [check(article, analyzer, given.out) for article in articles]
    except (attribution.AttributionError, OSError) as error:
        print(error, file=sys.stderr)
        return FAILED
    return 0 if all(passed) else HELD


if __name__ == "__main__":
    sys.exit(main())
