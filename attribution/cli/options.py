"""Options that several commands share, each written once, and what they are read into."""

from __future__ import annotations

import functools
import inspect
import shutil
import sys
from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from attribution.auditing.profiles import list_profiles
from attribution.commands.formats import PIPED_WIDTH
from attribution.commands.running import Options, Run
from attribution.reading.rows import COLUMNS

HTML_SUFFIXES = (".html", ".htm")

Articles = Annotated[
    list[Path],
    typer.Argument(
        metavar="ARTICLE",
        help="Files of any format that is read (text, Markdown, web pages, Word, feeds, tables, ...), folders, or -.",
        show_default=False,
    ),
]
Columns = Annotated[
    str | None,
    typer.Option(
        metavar="FIELD=NAME,...",
        help="Columns of tables that have others than usual names: text=story,title=head.",
        show_default=False,
    ),
]
Models = Annotated[
    str | None,
    typer.Option(
        metavar="NAME|DIR",
        help="Language models: a package's name or folder (attribution models list).",
        show_default=False,
    ),
]
Taxonomy = Annotated[
    Path | None,
    typer.Option(
        metavar="NAME|FILE",
        help="Roles and role groups of your own: a file (TSV), or an installed plug-in's name.",
        show_default=False,
    ),
]
Sources = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="What you know of sources (CSV, TOML): wins over the article.", show_default=False
    ),
]
Profile = Annotated[
    str, typer.Option(metavar="NAME|FILE", help=f"Sourcing rules: {', '.join(list_profiles())}, or a TOML file.")
]
Dated = Annotated[
    str | None,
    typer.Option("--date", metavar="TEXT", help="Date to print on the page; today's unless given, none if empty."),
]
RulesOnly = Annotated[
    bool, typer.Option("--rules-only", help="Find quotes by rules and word lists alone, without the learned parts.")
]
CorrectionsFile = Annotated[
    Path | None,
    typer.Option(
        "--corrections",
        metavar="FILE",
        help="An editor's corrections of the one article; without it NAME.corrections.json beside each.",
        show_default=False,
    ),
]
NoCorrections = Annotated[bool, typer.Option("--no-corrections", help="Leave NAME.corrections.json unread.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Every quote with its rule; tracebacks of faults.")]


def analysis_options(*, without: Collection[str] = ()) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that puts the options of an analysis in the place of a command's argument ``options``.

    The command is called with the `Options` they make. ``without`` names those that it does not take.
    """
    ours = inspect.signature(_read_options, eval_str=True).parameters
    shared = [ours[name].replace(kind=inspect.Parameter.KEYWORD_ONLY) for name in ours if name not in without]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def call(**given: object) -> None:
            options = _read_options(**{each.name: given.pop(each.name) for each in shared})  # type: ignore[arg-type]
            command(**given, options=options)

        parameters = []
        for each in inspect.signature(command, eval_str=True).parameters.values():
            if each.name == "options":
                parameters += shared
            else:
                parameters.append(each.replace(kind=inspect.Parameter.KEYWORD_ONLY))
        call.__signature__ = inspect.Signature(parameters, return_annotation=None)  # type: ignore[attr-defined]
        call.__annotations__ = {each.name: each.annotation for each in parameters}
        return call

    return decorate


def _read_options(
    *,
    models: Models = None,
    taxonomy: Taxonomy = None,
    sources: Sources = None,
    profile: Profile = "default",
    rules_only: RulesOnly = False,
    corrections: CorrectionsFile = None,
    no_corrections: NoCorrections = False,
    columns: Columns = None,
    verbose: Verbose = False,
) -> Options:
    return Options(
        models,
        taxonomy,
        profile,
        learned=not rules_only,
        sources=sources,
        verbose=verbose,
        corrections=corrections,
        corrected=not no_corrections,
        columns=_read_columns(columns),
    )


def _read_columns(given: str | None) -> tuple[tuple[str, str], ...]:
    """Return the pairs of field and column in ``--columns``; raises `typer.BadParameter`."""
    pairs = [pair.partition("=") for pair in given.split(",")] if given else []
    for field, _, name in pairs:
        if field.strip() not in COLUMNS or not name.strip():
            fields = ", ".join(COLUMNS)
            raise typer.BadParameter(f"{given} is not FIELD=NAME,... with fields of {fields}", param_hint="--columns")
    return tuple((field.strip(), name.strip()) for field, _, name in pairs)


def start(paths: Sequence[Path], options: Options) -> Run:
    """Return a run over articles that prints data to stdout and words for the person to stderr."""
    return Run(paths, options, out=sys.stdout, err=sys.stderr)


def today() -> date:
    """Return the day it is where the command runs."""
    return date.today()  # noqa: DTZ011 - the reader's own day


def page_date(dated: str | None) -> str | None:
    """Return the date a page shows for what ``--date`` gave: today's where it was not given, none where it is empty."""
    return (today().isoformat() if dated is None else dated) or None


def line_width() -> int:
    """Return how many columns a line may have: the terminal's, or a fixed number where stdout is no terminal."""
    return shutil.get_terminal_size((PIPED_WIDTH, 24)).columns if sys.stdout.isatty() else PIPED_WIDTH
