"""The command ``attribution``. Data goes to stdout, everything else to stderr.

Each command reads its options, calls the library and prints. Exit codes: 0 done, 1 an article failed (the others are
done), 2 wrong use, 3 a check failed, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

import attribution
from attribution.cli import analyze, check, corpus, diff, evaluate, models, report, serve
from attribution.commands.running import DONE

app = typer.Typer(
    name="attribution",
    help="Who is quoted in an article, how much, in what role, on what evidence. Works offline.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(short_help="Find who is quoted, and print it or write it to files.")(analyze.analyze)
app.command(short_help="Write the HTML report.")(report.report)
app.command(short_help="Check articles against sourcing rules.")(check.check)
app.command(short_help="Compare the sourcing of two versions of an article.")(diff.diff)
app.command(short_help="Score quotes against annotations.")(evaluate.evaluate)
app.command(short_help="Serve analyses over HTTP, on this machine.")(serve.serve)
app.command(short_help="Analyse many articles into one SQLite file.")(corpus.corpus)
app.add_typer(models.models_app, name="models")


def main() -> None:
    """Run the command; a reader that stops reading (``| head``) ends it without a word."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", **({} if stream.isatty() else {"encoding": "utf-8"}))
    try:
        try:
            app(prog_name="attribution")
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the flush at exit must not fail again
        sys.exit(DONE)


def _print_version(value: bool) -> None:
    if value:
        print(f"attribution {attribution.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    pass
