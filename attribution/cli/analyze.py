"""``attribution analyze``: who is quoted, printed or written to files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from attribution.cli.options import Articles, analysis_options, line_width, start
from attribution.commands.formats import Format, TableName, file_contents, table_text
from attribution.commands.outputs import json_text
from attribution.commands.running import Options
from attribution.commands.summary import markdown_summary, text_summary
from attribution.schema import analysis_to_dict
from attribution.writing.formats import export


@analysis_options()
def analyze(
    *,
    articles: Articles,
    format: Annotated[Format, typer.Option(help="What to write.")] = Format.text,  # noqa: A002 - the option's name
    output: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write a file for each article into this folder.", show_default=False),
    ] = None,
    table: Annotated[
        TableName, typer.Option(help="Which table CSV on stdout holds; --output writes all.")
    ] = TableName.quotes,
    options: Options,
) -> None:
    """Find who is quoted in articles, and print it or write it to files.

    JSON of one article is indented; of several it is one line an article (JSON lines). In CSV a text that starts with
    = + - @ or a tab gets an apostrophe in front, so that spreadsheets do not take it for a formula. brat is two files
    an article and takes --output, as does NITF of several. Articles of one name get numbered files. Exit codes: 0 done,
    1 an article failed (the others are done), 2 wrong use.
    """
    looks_like_file = output is not None and output.suffix.lower() in {".json", ".csv", ".txt", ".md"}
    if output is not None and not output.is_dir() and (output.exists() or looks_like_file):
        raise typer.BadParameter(f"{output} is a file; --output takes a folder", param_hint="--output")
    with start(articles, options) as run:
        reason = format.needs_folder(several=run.several) if output is None else None
        if reason is not None:
            raise typer.BadParameter(f"{reason}; name a folder for them", param_hint="--output")
        done = 0
        for article, name in run.named(written=output is not None):
            analysis = run.analyze(article)
            if analysis is None:
                continue
            if output is not None:
                for suffix, content in file_contents(analysis, format, verbose=options.verbose):
                    run.write(output / f"{name}{suffix}", content)
            elif format is Format.text:
                run.print(("\n" if done else "") + text_summary(analysis, width=line_width(), verbose=options.verbose))
            elif format is Format.json:
                run.print(json_text(analysis_to_dict(analysis), indent=None if run.several else 2) + "\n")
            elif format is Format.csv:
                run.print(table_text(analysis, table, header=not done, extra=run.extra_columns))
            elif format is Format.md:
                run.print(("\n" if done else "") + markdown_summary(analysis))
            else:
                run.print("".join(export(analysis, format.value, indent=None if run.several else 2).values()))
            done += 1
        if output is not None and done and format.writer is not None:
            for name, content in format.writer.beside.items():
                run.write(output / name, content)
    raise typer.Exit(run.code)
