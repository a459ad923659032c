"""``attribution report``: a page for each article, and an index over several."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from attribution.cli.options import HTML_SUFFIXES, Articles, Dated, analysis_options, page_date, start, today
from attribution.commands.checks import Checked, check_article, silences_of
from attribution.commands.running import Options, Run
from attribution.errors import SilenceError
from attribution.model import Analysis, Finding


@analysis_options()
def report(
    *,
    articles: Articles,
    output: Annotated[Path, typer.Option(metavar="FILE.html|DIR", help="One page, or a folder of pages and an index.")],
    dated: Dated = None,
    options: Options,
) -> None:
    """Write the HTML report: a self-contained page for each article, and an index where --output is a folder.

    Findings that NAME.silence.toml or a comment in the article silences stand apart, with the reason. Exit codes: 0
    done, 1 an article failed (the others are done), 2 wrong use.
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
                kept, checked = run.corrections(analysis.article), _silenced(run, analysis)
                page = render_report(
                    checked.analysis, generated=generated, corrections=kept, silenced=_reasons(checked)
                )
                run.write(output, page)
        else:
            if output.exists() and not output.is_dir():
                raise typer.BadParameter(f"{output} is neither a folder nor .html", param_hint="--output")
            entries = []
            for article, name in run.named(taken=("index",)):
                found = run.analyze(article)
                if found is not None:
                    kept, checked = run.corrections(article), _silenced(run, found)
                    page = render_report(
                        checked.analysis,
                        generated=generated,
                        index="index.html",
                        corrections=kept,
                        silenced=_reasons(checked),
                    )
                    if run.write(output / f"{name}.html", page):
                        entries.append(index_entry(checked.analysis, f"{name}.html"))
            if entries:
                index = render_index(entries, generated=generated, failed=run.failed)
                run.write(output / "index.html", index)
    raise typer.Exit(run.code)


def _silenced(run: Run, analysis: Analysis) -> Checked:
    """Return the analysis without what is silenced; a file that cannot be read silences nothing, and is told."""
    try:
        silences = silences_of(analysis.article)
    except SilenceError as error:
        run.fail(analysis.article.path or analysis.article.id, error)
        silences = ()
    return check_article(analysis, silences, today=today())


def _reasons(checked: Checked) -> list[tuple[Finding, str]]:
    return [(finding, entry.reason) for finding, entry in checked.silenced]
