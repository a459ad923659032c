"""``attribution report``: a page for each article, and an index over several."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from attribution.cli.options import HTML_SUFFIXES, Articles, Dated, analysis_options, page_date, start
from attribution.commands.running import Options


@analysis_options()
def report(
    *,
    articles: Articles,
    output: Annotated[Path, typer.Option(metavar="FILE.html|DIR", help="One page, or a folder of pages and an index.")],
    dated: Dated = None,
    options: Options,
) -> None:
    """Write the HTML report: a self-contained page for each article, and an index where --output is a folder.

    Exit codes: 0 done, 1 an article failed (the others are done), 2 wrong use.
    """
    from reports.html import render_index, render_report  # noqa: PLC0415 - jinja is wanted only here
    from reports.index import index_entry  # noqa: PLC0415

    generated = page_date(dated)
    with start(articles, options) as run:
        if output.suffix.lower() in HTML_SUFFIXES and not output.is_dir():
            if run.several:
                raise typer.BadParameter(
                    f"{output} is one page and there are several articles; give a folder", param_hint="--output"
                )
            for analysis in run.analyses():
                kept = run.corrections(analysis.article)
                run.write(output, render_report(analysis, generated=generated, corrections=kept))
        else:
            if output.exists() and not output.is_dir():
                raise typer.BadParameter(f"{output} is neither a folder nor .html", param_hint="--output")
            entries = []
            for article, name in run.named(taken=("index",)):
                found = run.analyze(article)
                if found is not None:
                    kept = run.corrections(article)
                    page = render_report(found, generated=generated, index="index.html", corrections=kept)
                    if run.write(output / f"{name}.html", page):
                        entries.append(index_entry(found, f"{name}.html"))
            if entries:
                index = render_index(entries, generated=generated, failed=run.failed)
                run.write(output / "index.html", index)
    raise typer.Exit(run.code)
