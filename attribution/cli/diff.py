"""``attribution diff``: what changed in the sourcing between two versions of an article."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from attribution.auditing.compare import compare
from attribution.cli.options import HTML_SUFFIXES, Dated, analysis_options, line_width, page_date, start
from attribution.commands.changes import ChangesFormat, changes_to_dict, markdown_changes, text_changes
from attribution.commands.outputs import json_text
from attribution.commands.running import Options


@analysis_options(without={"sources", "corrections", "columns"})
def diff(
    *,
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier version: a file, or - for stdin.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later version: a file, or - for stdin.")],
    format: Annotated[ChangesFormat, typer.Option(help="What to print.")] = ChangesFormat.text,  # noqa: A002
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE.html", help="Write a page instead of printing.", show_default=False),
    ] = None,
    dated: Dated = None,
    options: Options,
) -> None:
    """Compare the sourcing of two versions of an article: sources, quotes, figures and findings gained, lost, changed.

    Sources are matched by their names and quotes by their words, so that a paragraph moved is no change. Both versions
    are analysed, in any format that is read, an article in each file; the JSON that analyze writes does not hold the
    article and will not do. Exit codes: 0 compared, changed or not, 1 an article failed, 2 wrong use.
    """
    if output is not None and (output.suffix.lower() not in HTML_SUFFIXES or output.is_dir()):
        raise typer.BadParameter(f"{output} is no .html file", param_hint="--output")
    for version in (old, new):
        if version.is_dir():
            raise typer.BadParameter(f"{version} is a folder; diff takes two files")
    with start([old, new], options) as run:
        held = Counter(article.path for article in run.articles)
        for file, count in held.items():
            if count > 1:  # a feed or table
                raise typer.BadParameter(f"{file or 'stdin'} holds several articles; diff takes files of one")
        analyses = list(run.analyses())
        if not run.failed:
            comparison = compare(analyses[0], analyses[-1])  # one article alone was named twice
            if output is not None:
                from reports.compare import render_comparison  # noqa: PLC0415 - jinja is wanted only here

                run.write(output, render_comparison(comparison, generated=page_date(dated)))
            elif format is ChangesFormat.text:
                run.print(text_changes(comparison, width=line_width()))
            elif format is ChangesFormat.json:
                run.print(json_text(changes_to_dict(comparison)) + "\n")
            else:
                run.print(markdown_changes(comparison))
    raise typer.Exit(run.code)
