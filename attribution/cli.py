"""The command ``attribution``; the only module that prints. Data goes to stdout, everything else to stderr.

Each command reads its options, calls the library and prints. Exit codes: 0 done, 1 an article failed (the others are
done), 2 wrong use, 3 a check failed, 130 interrupted.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import traceback
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import typer

import attribution
from attribution.errors import AttributionError, LexiconError, OutputError, ProfileError, ReadError
from attribution.formats import PIPED_WIDTH, Format, TableName, file_contents, outline, table_text
from attribution.model import Analysis, Article, Severity
from attribution.models import find_models, list_models
from attribution.outputs import file_names, json_text, write_file
from attribution.profiles import list_profiles
from attribution.progress import Progress
from attribution.read import find_files, read_bytes, read_file
from attribution.schema import analysis_to_dict
from attribution.summary import line_and_column, markdown_summary, printable, text_summary

if TYPE_CHECKING:
    from attribution.pipeline import Analyzer

DONE, FAILED, WRONG_USE, CHECK_FAILED = 0, 1, 2, 3
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
STDIN = Path("-")
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
Profile = Annotated[
    str, typer.Option(metavar="NAME|FILE", help=f"Sourcing rules: {', '.join(list_profiles())}, or a TOML file.")
]
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
    profile: Profile = "default",
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
    with _Run(articles, models, taxonomy, profile, verbose=verbose) as run:
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
                run.print(table_text(analysis, table, header=not done))
            else:
                run.print(("\n" if done else "") + markdown_summary(analysis))
            done += 1
    raise typer.Exit(run.code)


@app.command(short_help="Write the HTML report.")
def report(  # noqa: PLR0917 - typer declares options by arguments
    articles: Articles,
    output: Annotated[Path, typer.Option(metavar="FILE.html|DIR", help="One page, or a folder of pages and an index.")],
    dated: Annotated[
        str | None,
        typer.Option("--date", metavar="TEXT", help="Date to print on the pages; today's unless given, none if empty."),
    ] = None,
    models: Models = None,
    taxonomy: Taxonomy = None,
    profile: Profile = "default",
    verbose: Verbose = False,
) -> None:
    """Write the HTML report: a self-contained page for each article, and an index where --output is a folder.

    Exit codes: 0 done, 1 an article failed (the others are done), 2 wrong use.
    """
    from reports.html import render_index, render_report  # noqa: PLC0415 - jinja is wanted only here
    from reports.index import index_entry  # noqa: PLC0415

    generated = (date.today().isoformat() if dated is None else dated) or None  # noqa: DTZ011 - the reader's own day
    with _Run(articles, models, taxonomy, profile, verbose=verbose) as run:
        if output.suffix.lower() in HTML_SUFFIXES and not output.is_dir():
            if run.several:
                raise typer.BadParameter(
                    f"{output} is one page and there are several articles; give a folder", param_hint="--output"
                )
            for article in run.articles:
                analysis = run.analyze(article)
                if analysis is not None:
                    run.write(output, render_report(analysis, generated=generated))
        else:
            if output.exists() and not output.is_dir():
                raise typer.BadParameter(f"{output} is neither a folder nor .html", param_hint="--output")
            entries = []
            for article, name in run.named(taken=("index",)):
                analysis = run.analyze(article)
                if analysis is not None:
                    page = render_report(analysis, generated=generated, index="index.html")
                    if run.write(output / f"{name}.html", page):
                        entries.append(index_entry(analysis, f"{name}.html"))
            if entries:
                index = render_index(entries, generated=generated, failed=run.failed)
                run.write(output / "index.html", index)
    raise typer.Exit(run.code)


@app.command(short_help="Check articles against sourcing rules.")
def check(  # noqa: PLR0917 - typer declares options by arguments
    articles: Articles,
    profile: Profile = "default",
    fail_on: Annotated[FailOn, typer.Option(help="The lowest severity that fails.")] = FailOn.error,
    models: Models = None,
    taxonomy: Taxonomy = None,
    verbose: Verbose = False,
) -> None:
    """Check articles against sourcing rules: a line for each finding, FILE:LINE:COLUMN: RULE SEVERITY: MESSAGE.

    Exit codes: 0 nothing of that severity, 1 an article failed, 2 wrong use, 3 something of that severity was found.
    """
    found = False
    with _Run(articles, models, taxonomy, profile, verbose=verbose) as run:
        for article in run.articles:
            analysis = run.analyze(article)
            if analysis is None:
                continue
            for finding in analysis.findings:
                line, column = line_and_column(article.text, finding.span.start)
                place = f"{printable(article.path or article.id)}:{line}:{column}"
                run.print(f"{place}: {finding.rule} {finding.severity}: {printable(finding.message)}\n")
                found = found or SEVERITIES.index(finding.severity) >= SEVERITIES.index(fail_on.value)
    raise typer.Exit(run.code or (CHECK_FAILED if found else DONE))


@models_app.callback(invoke_without_command=True)
def _models(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_()


@models_app.command("list")
def list_() -> None:
    """List the model packages that can be used here, a line each: name, version, size, folder."""
    with _one_line_errors():
        packages = list_models()
        if not packages:
            find_models()  # says what is missing and what to do
        for package in packages:
            print(f"{package.name}  {package.version}  {package.size / 1e6:.1f} MB  {package.directory}")


@models_app.command("info")
def info(name: Annotated[str | None, typer.Argument(metavar="[NAME|DIR]", show_default=False)] = None) -> None:
    """Print what a package's manifest says: version, licence, training data, scores."""
    with _one_line_errors():
        package = find_models(name)
        print(f"folder: {package.directory}")
        for key, value in package.manifest.items():
            if key != "files":
                print("\n".join(outline(key, value)))


@models_app.command("path")
def path(name: Annotated[str | None, typer.Argument(metavar="[NAME|DIR]", show_default=False)] = None) -> None:
    """Print the folder of the package that is used."""
    with _one_line_errors():
        print(find_models(name).directory)


class _Run:
    """The articles of one command: read, analysed one by one, each failure told in a line and counted."""

    def __init__(
        self, paths: Sequence[Path], models: str | None, taxonomy: Path | None, profile: str, *, verbose: bool
    ) -> None:
        self.articles: list[Article] = []
        self.failed: list[tuple[str, str]] = []
        self._begun = 0
        self._options = (models, taxonomy, profile)
        self._verbose = verbose
        self._analyzer: Analyzer | None = None
        self._progress = Progress(sys.stderr)
        if paths.count(STDIN) > 1:
            raise typer.BadParameter("- stands for stdin, which can be read once", param_hint="ARTICLE")
        files: dict[Path, None] = {}
        for given in paths:
            try:
                files.update(dict.fromkeys([STDIN] if given == STDIN else find_files([given])))
            except ReadError as error:
                self.fail(str(given), error)
        for file in files:
            try:
                self.articles.append(_read_stdin() if file == STDIN else read_file(file))
            except ReadError as error:
                self.fail(str(file), error)

    def __enter__(self) -> Self:
        self._progress.__enter__()
        return self

    def __exit__(self, *raised: object) -> None:
        self._progress.__exit__(None, None, None)

    @property
    def code(self) -> int:
        """The exit code that the failures so far call for."""
        return FAILED if self.failed else DONE

    @property
    def several(self) -> bool:
        """Whether more than one article was meant."""
        return len(self.articles) + len(self.failed) > 1

    def named(self, *, taken: Sequence[str] = ()) -> Iterator[tuple[Article, str]]:
        """Yield each article with the name of its output files; says so where one had to be numbered."""
        names = file_names((article.id for article in self.articles), taken=taken)
        for article, name, plain in zip(self.articles, names, _plain_names(self.articles), strict=True):
            if name != plain:
                self.tell(
                    f"{printable(article.path or article.id)}: its output is called {name}, since {plain} is taken"
                )
            yield article, name

    def analyze(self, article: Article) -> Analysis | None:
        """Return the analysis, or None where it failed, which is told then."""
        name = printable(article.path or article.id)
        self._begun += 1
        number = f"{self._begun}/{len(self.articles)} " if len(self.articles) > 1 else ""
        self._progress.say(f"{number}{name}")
        if self._analyzer is None:
            from attribution.pipeline import Analyzer  # noqa: PLC0415 - seconds that --help must not take

            models, taxonomy, profile = self._options
            with _one_line_errors(self._progress):
                self._analyzer = Analyzer(models, taxonomy=taxonomy, profile=profile)
                self._analyzer.annotator  # noqa: B018 - loads the models; without them no article can be done
        (outcome,) = self._analyzer.analyze_many([article])
        if outcome.error is not None:
            self.fail(article.path or article.id, outcome.error)
        return outcome.analysis

    def fail(self, name: str, error: AttributionError) -> None:
        """Tell an article's error in one line, and keep it with the last part of the article's name."""
        self.failed.append((Path(name).name, str(error).removeprefix(f"{name}: ")))
        self.tell(str(error))
        if self._verbose and error.__cause__ is not None:
            traceback.print_exception(error.__cause__, file=sys.stderr)

    def write(self, file: Path, content: str) -> bool:
        """Write a file and tell its name, or the error."""
        inputs = {Path(article.path).resolve() for article in self.articles if article.path}
        if file.resolve() in inputs:
            self.fail(str(file), OutputError(f"{file}: is one of the articles and stays; choose another --output"))
            return False
        try:
            write_file(file, content)
        except OutputError as error:
            self.fail(str(file), error)
            return False
        self.tell(f"wrote {file}")
        return True

    def print(self, words: str) -> None:
        """Print data."""
        self._progress.clear()
        print(words, end="", flush=True)

    def tell(self, words: str) -> None:
        """Print a line for the person."""
        self._progress.clear()
        print(f"attribution: {' '.join(words.split())}", file=sys.stderr, flush=True)


@contextlib.contextmanager
def _one_line_errors(progress: Progress | None = None) -> Iterator[None]:
    """End the command with one line where the library raises: code 2 where an option names a bad file, else 1."""
    try:
        yield
    except AttributionError as error:
        if progress is not None:
            progress.clear()
        print(f"attribution: {' '.join(str(error).split())}", file=sys.stderr)
        raise typer.Exit(WRONG_USE if isinstance(error, (ProfileError, LexiconError)) else FAILED) from error


def _read_stdin() -> Article:
    return read_bytes(sys.stdin.buffer.read(), id="stdin")


def _plain_names(articles: Sequence[Article]) -> list[str]:
    return [file_names([article.id])[0] for article in articles]


def _width() -> int:
    return shutil.get_terminal_size((PIPED_WIDTH, 24)).columns if sys.stdout.isatty() else PIPED_WIDTH
