"""The command ``attribution``. Data goes to stdout, everything else to stderr.

Each command reads its options, calls the library and prints. Exit codes: 0 done, 1 an article failed (the others are
done), 2 wrong use, 3 a check failed, 130 interrupted.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import attribution
from attribution.annotating.models import find_models, list_models
from attribution.auditing.compare import compare
from attribution.auditing.profiles import list_profiles, load_profile
from attribution.auditing.silence import Silence, load_silences, silence_file
from attribution.commands.changes import ChangesFormat, changes_to_dict, markdown_changes, text_changes
from attribution.commands.checks import (
    Checked,
    CheckFormat,
    check_article,
    check_json,
    check_lines,
    check_sarif,
    unused_line,
)
from attribution.commands.formats import PIPED_WIDTH, Format, TableName, file_contents, outline, table_text
from attribution.commands.outputs import json_text
from attribution.commands.running import CHECK_FAILED, DONE, Options, Run, one_line_errors
from attribution.commands.summary import markdown_summary, text_summary
from attribution.errors import SilenceError
from attribution.schema import analysis_to_dict

HTML_SUFFIXES = (".html", ".htm")

app = typer.Typer(
    name="attribution",
    help="Who is quoted in an article, how much, in what role, on what evidence. Works offline.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
models_app = typer.Typer(rich_markup_mode=None, help="Which language models are used, their scores and licence.")
app.add_typer(models_app, name="models")


class FailOn(StrEnum):
    """The lowest severity that fails a check."""

    info = "info"
    warning = "warning"
    error = "error"


Articles = Annotated[
    list[Path],
    typer.Argument(
        metavar="ARTICLE", help="Text or Markdown files, folders of them, or - for stdin.", show_default=False
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
    Path | None, typer.Option(metavar="FILE", help="Roles and role groups of your own (TSV).", show_default=False)
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


@app.command(short_help="Find who is quoted, and print it or write it to files.")
def analyze(  # noqa: PLR0917 - typer declares options by arguments
    articles: Articles,
    format: Annotated[Format, typer.Option(help="What to write.")] = Format.text,  # noqa: A002 - the option's name
    output: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write a file for each article into this folder.", show_default=False),
    ] = None,
    table: Annotated[
        TableName, typer.Option(help="Which table CSV on stdout holds; --output writes all.")
    ] = TableName.quotes,
    models: Models = None,
    taxonomy: Taxonomy = None,
    sources: Sources = None,
    profile: Profile = "default",
    rules_only: RulesOnly = False,
    corrections: CorrectionsFile = None,
    no_corrections: NoCorrections = False,
    verbose: Verbose = False,
) -> None:
    """Find who is quoted in articles, and print it or write it to files.

    JSON of one article is indented; of several it is one line an article (JSON lines). In CSV a text that starts with
    = + - @ or a tab gets an apostrophe in front, so that spreadsheets do not take it for a formula. Articles of one
    name get numbered files. Exit codes: 0 done, 1 an article failed (the others are done), 2 wrong use.
    """
    looks_like_file = output is not None and output.suffix.lower() in {".json", ".csv", ".txt", ".md"}
    if output is not None and not output.is_dir() and (output.exists() or looks_like_file):
        raise typer.BadParameter(f"{output} is a file; --output takes a folder", param_hint="--output")
    options = Options(
        models,
        taxonomy,
        profile,
        learned=not rules_only,
        sources=sources,
        verbose=verbose,
        corrections=corrections,
        corrected=not no_corrections,
    )
    with _run(articles, options) as run:
        done = 0
        for article, name in run.named():
            analysis = run.analyze(article)
            if analysis is None:
                continue
            if output is not None:
                for suffix, content in file_contents(analysis, format, verbose=verbose):
                    run.write(output / f"{name}{suffix}", content)
            elif format is Format.text:
                run.print(("\n" if done else "") + text_summary(analysis, width=_width(), verbose=verbose))
            elif format is Format.json:
                run.print(json_text(analysis_to_dict(analysis), indent=None if run.several else 2) + "\n")
            elif format is Format.csv:
                run.print(table_text(analysis, table, header=not done, extra=run.extra_columns))
            else:
                run.print(("\n" if done else "") + markdown_summary(analysis))
            done += 1
    raise typer.Exit(run.code)


@app.command(short_help="Write the HTML report.")
def report(  # noqa: PLR0917 - typer declares options by arguments
    articles: Articles,
    output: Annotated[Path, typer.Option(metavar="FILE.html|DIR", help="One page, or a folder of pages and an index.")],
    dated: Dated = None,
    models: Models = None,
    taxonomy: Taxonomy = None,
    sources: Sources = None,
    profile: Profile = "default",
    rules_only: RulesOnly = False,
    corrections: CorrectionsFile = None,
    no_corrections: NoCorrections = False,
    verbose: Verbose = False,
) -> None:
    """Write the HTML report: a self-contained page for each article, and an index where --output is a folder.

    Exit codes: 0 done, 1 an article failed (the others are done), 2 wrong use.
    """
    from reports.html import render_index, render_report  # noqa: PLC0415 - jinja is wanted only here
    from reports.index import index_entry  # noqa: PLC0415

    generated = _day(dated)
    options = Options(
        models,
        taxonomy,
        profile,
        learned=not rules_only,
        sources=sources,
        verbose=verbose,
        corrections=corrections,
        corrected=not no_corrections,
    )
    with _run(articles, options) as run:
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


@app.command(short_help="Check articles against sourcing rules.")
def check(  # noqa: PLR0917 - typer declares options by arguments
    articles: Articles,
    format: Annotated[CheckFormat, typer.Option(help="What to write.")] = CheckFormat.text,  # noqa: A002
    profile: Profile = "default",
    fail_on: Annotated[FailOn, typer.Option(help="The lowest severity that fails.")] = FailOn.error,
    no_silence: Annotated[bool, typer.Option("--no-silence", help="Leave NAME.silence.toml unread.")] = False,
    models: Models = None,
    taxonomy: Taxonomy = None,
    sources: Sources = None,
    rules_only: RulesOnly = False,
    corrections: CorrectionsFile = None,
    no_corrections: NoCorrections = False,
    verbose: Verbose = False,
) -> None:
    """Check articles against sourcing rules: a line for each finding, FILE:LINE:COLUMN RULE SEVERITY MESSAGE.

    Findings that an entry of NAME.silence.toml beside the article silences, with a reason, are left out and fail
    nothing; JSON and SARIF keep them apart. An entry that fits no finding is told on stderr. JSON is one object with
    the findings of each article. Exit codes: 0 nothing of that severity, 1 an article failed, 2 wrong use, 3 something
    of that severity was found.
    """
    today = _today()
    with one_line_errors(sys.stderr):
        rules = load_profile(profile)
    options = Options(
        models,
        taxonomy,
        profile,
        learned=not rules_only,
        sources=sources,
        verbose=verbose,
        corrections=corrections,
        corrected=not no_corrections,
    )
    with _run(articles, options) as run:
        done: list[Checked] = []
        unused: dict[Path, list[Silence]] = {}
        for article in run.articles:
            file = silence_file(Path(article.path)) if article.path and not no_silence else None
            try:
                silences = load_silences(file) if file is not None else ()
            except SilenceError as error:
                run.fail(str(file), error)
                continue
            analysis = run.analyze(article)
            if analysis is None:
                continue
            checked = check_article(analysis, silences, today=today)
            done.append(checked)
            if file is not None:  # two articles can share the file: dam.txt and dam.md
                unused[file] = [entry for entry in unused.get(file, silences) if entry in checked.unused]
            if format is CheckFormat.text:
                run.print(check_lines(checked))
        if format is CheckFormat.json:
            data = check_json(done, profile=rules, fail_on=fail_on.value, failed=run.failed)
            run.print(json_text(data) + "\n")
        elif format is CheckFormat.sarif:
            run.print(json_text(check_sarif(done, profile=rules)) + "\n")
        for file, entries in unused.items():
            for entry in entries:
                run.tell(unused_line(str(file), entry, today=today))
    found = any(checked.reaches(fail_on.value) for checked in done)
    raise typer.Exit(run.code or (CHECK_FAILED if found else DONE))


@app.command(short_help="Compare the sourcing of two versions of an article.")
def diff(  # noqa: PLR0917 - typer declares options by arguments
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier version: a file, or - for stdin.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later version: a file, or - for stdin.")],
    format: Annotated[ChangesFormat, typer.Option(help="What to print.")] = ChangesFormat.text,  # noqa: A002
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE.html", help="Write a page instead of printing.", show_default=False),
    ] = None,
    dated: Dated = None,
    models: Models = None,
    taxonomy: Taxonomy = None,
    profile: Profile = "default",
    rules_only: RulesOnly = False,
    no_corrections: NoCorrections = False,
    verbose: Verbose = False,
) -> None:
    """Compare the sourcing of two versions of an article: sources, quotes, figures and findings gained, lost, changed.

    Sources are matched by their names and quotes by their words, so that a paragraph moved is no change. Both versions
    are analysed; the JSON that analyze writes does not hold the article and will not do. Exit codes: 0 compared,
    changed or not, 1 an article failed, 2 wrong use.
    """
    if output is not None and (output.suffix.lower() not in HTML_SUFFIXES or output.is_dir()):
        raise typer.BadParameter(f"{output} is no .html file", param_hint="--output")
    for version in (old, new):
        if version.is_dir() or version.suffix.lower() == ".json":
            raise typer.BadParameter(f"{version} is no article; diff takes two text or Markdown files")
    options = Options(models, taxonomy, profile, learned=not rules_only, verbose=verbose, corrected=not no_corrections)
    with _run([old, new], options) as run:
        analyses = list(run.analyses())
        if not run.failed:
            comparison = compare(analyses[0], analyses[-1])  # one article alone was named twice
            if output is not None:
                from reports.compare import render_comparison  # noqa: PLC0415 - jinja is wanted only here

                run.write(output, render_comparison(comparison, generated=_day(dated)))
            elif format is ChangesFormat.text:
                run.print(text_changes(comparison, width=_width()))
            elif format is ChangesFormat.json:
                run.print(json_text(changes_to_dict(comparison)) + "\n")
            else:
                run.print(markdown_changes(comparison))
    raise typer.Exit(run.code)


@models_app.callback(invoke_without_command=True)
def _models(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_()


@models_app.command("list")
def list_() -> None:
    """List the model packages that can be used here, a line each: name, version, size, folder."""
    with one_line_errors(sys.stderr):
        packages = list_models()
        if not packages:
            find_models()  # says what is missing and what to do
        for package in packages:
            print(f"{package.name}  {package.version}  {package.size / 1e6:.1f} MB  {package.directory}")


@models_app.command("info")
def info(name: Annotated[str | None, typer.Argument(metavar="[NAME|DIR]", show_default=False)] = None) -> None:
    """Print what a package's manifest says: version, licence, training data, scores."""
    with one_line_errors(sys.stderr):
        package = find_models(name)
        print(f"folder: {package.directory}")
        for key, value in package.manifest.items():
            if key != "files":
                print("\n".join(outline(key, value)))


@models_app.command("path")
def path(name: Annotated[str | None, typer.Argument(metavar="[NAME|DIR]", show_default=False)] = None) -> None:
    """Print the folder of the package that is used."""
    with one_line_errors(sys.stderr):
        print(find_models(name).directory)


def _run(paths: Sequence[Path], options: Options) -> Run:
    return Run(paths, options, out=sys.stdout, err=sys.stderr)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the reader's own day


def _day(given: str | None) -> str | None:
    return (_today().isoformat() if given is None else given) or None


def _width() -> int:
    return shutil.get_terminal_size((PIPED_WIDTH, 24)).columns if sys.stdout.isatty() else PIPED_WIDTH
