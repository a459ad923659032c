"""One run of the command over articles: reading them, analysing them one by one, telling what failed, writing files.

It writes to the streams it is given: data to one, words for the person to the other.
"""

from __future__ import annotations

import contextlib
import sys
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self, TextIO

import typer

from attribution.commands.outputs import file_names, safe_name, write_file
from attribution.commands.progress import Bar, Progress
from attribution.commands.summary import printable
from attribution.correcting.edits import Corrections, corrections_file, load_corrections
from attribution.errors import (
    AttributionError,
    CorrectionError,
    KnowledgeError,
    LexiconError,
    OutputError,
    ProfileError,
    ReadError,
)
from attribution.model import Analysis, Article
from attribution.reading.read import MAX_BYTES, find_files, read_items, read_path

if TYPE_CHECKING:
    from attribution.pipeline import Analyzer

DONE, FAILED, WRONG_USE, CHECK_FAILED = 0, 1, 2, 3
STDIN = Path("-")
UNUSED_NAMED = 20  # rows of the editor's list that are named where nobody was found for them


@dataclass(frozen=True, slots=True)
class Options:
    """How articles are analysed: the arguments of `attribution.pipeline.Analyzer`, and ``verbose`` for tracebacks.

    ``corrections`` is the file for the one article; without it each article's own file is looked for, if ``corrected``.
    ``columns`` are the names of a table's columns by field.
    """

    models: str | None = None
    taxonomy: Path | None = None
    profile: str = "default"
    learned: bool = True
    sources: Path | None = None
    verbose: bool = False
    corrections: Path | None = None
    corrected: bool = True
    columns: tuple[tuple[str, str], ...] = ()


class Run:
    """The articles of one command: read, analysed one by one, each failure told in a line and counted.

    Args:
        paths: files, folders of them, or `STDIN`.
        options: how they are analysed.
        out: where data goes.
        err: where words for the person go.
    """

    def __init__(self, paths: Sequence[Path], options: Options, *, out: TextIO, err: TextIO) -> None:
        self.articles: list[Article] = []
        self.failed: list[tuple[str, str]] = []
        self._options = options
        self._out, self._err = out, err
        self._begun = 0
        self._analyzer: Analyzer | None = None
        self._told = 0  # of the analyzer's plug-in problems
        self._progress = Progress(err)
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
                for item in _items(file, dict(options.columns)):
                    if isinstance(item, ReadError):
                        self.fail(str(file), item)
                    else:
                        self.articles.append(item)
            except ReadError as error:
                self.fail(str(file), error)
        if options.corrections is not None and not options.corrected:
            raise typer.BadParameter("leave out one of --corrections and --no-corrections", param_hint="--corrections")
        if options.corrections is not None and self.several:
            raise typer.BadParameter(
                f"{options.corrections} corrects one article and there are several", param_hint="--corrections"
            )
        self._given: Corrections | None = None
        if options.corrections is not None:
            with self.one_line_errors():
                self._given = load_corrections(options.corrections)

    def __enter__(self) -> Self:
        self._progress.__enter__()
        return self

    def __exit__(self, *raised: object) -> None:
        self._progress.__exit__(None, None, None)
        if raised[0] is None:
            self._tell_unused_sources()

    @property
    def code(self) -> int:
        """The exit code that the failures so far call for."""
        return FAILED if self.failed else DONE

    @property
    def extra_columns(self) -> tuple[str, ...]:
        """The further columns of the editor's list of sources."""
        return self._analyzer.extra_columns if self._analyzer is not None else ()

    @property
    def several(self) -> bool:
        """Whether more than one article was meant."""
        return len(self.articles) + len(self.failed) > 1

    def named(self, *, taken: Sequence[str] = (), written: bool = True) -> Iterator[tuple[Article, str]]:
        """Yield each article with the name of its output files; says so where one had to be numbered.

        Where no file is ``written`` it says which article is called as one before it, since tables tell them by id.
        """
        names = file_names((article.id for article in self.articles), taken=taken)
        seen: set[str] = set()
        for article, name in zip(self.articles, names, strict=True):
            (plain,) = file_names([article.id])
            if not written and article.id in seen:
                self.tell(f"{shown_name(article)}: an article before it is called {printable(article.id)} too")
            seen.add(article.id)
            if written and name != plain:
                self.tell(f"{shown_name(article)}: its output is called {name}, since {plain} is taken")
            yield article, name

    def analyses(self) -> Iterator[Analysis]:
        """Yield the analysis of each article that can be analysed; the others are told."""
        for article in self.articles:
            analysis = self.analyze(article)
            if analysis is not None:
                yield analysis

    def analyze(self, article: Article) -> Analysis | None:
        """Return the analysis, corrected where there are corrections, or None where it failed, which is told then."""
        self._begun += 1
        try:
            corrections = self.corrections(article)
        except CorrectionError as error:
            self.fail(article.name, error)
            return None
        number = f"{self._begun}/{len(self.articles)} " if len(self.articles) > 1 else ""
        self._progress.say(f"{number}{shown_name(article)}")
        if self._analyzer is None:
            from attribution.pipeline import Analyzer  # noqa: PLC0415 - seconds that --help must not take

            options = self._options
            with self.one_line_errors():
                self._analyzer = Analyzer(
                    options.models,
                    taxonomy=options.taxonomy,
                    profile=options.profile,
                    learned=options.learned,
                    sources=options.sources,
                )
                self._analyzer.annotator  # noqa: B018 - loads the models; without them no article can be done
        (outcome,) = self._analyzer.analyze_many([article])
        for problem in self._analyzer.plugin_problems[self._told :]:
            self.tell(printable(problem))
        self._told = len(self._analyzer.plugin_problems)
        if outcome.error is not None:
            self.fail(article.name, outcome.error)
        if outcome.analysis is None or not corrections.items:
            return outcome.analysis
        from attribution.correcting.corrections import apply_corrections, unfit_line  # noqa: PLC0415 - loads the stages

        done = apply_corrections(outcome.analysis, corrections, profile=self._analyzer.profile)
        count = len(done.applied)
        self.tell(f"{shown_name(article)}: {count} correction{'s' if count != 1 else ''} applied")
        for unfit in done.unfit:
            self.tell(f"{shown_name(article)}: {printable(unfit_line(unfit))}")
        return done.analysis

    def corrections(self, article: Article) -> Corrections:
        """Return the corrections of an article, none where there are none; raises `CorrectionError`."""
        if self._given is not None:
            return self._given
        place = beside(article)
        file = corrections_file(place) if self._options.corrected and place is not None else None
        return load_corrections(file) if file is not None and file.is_file() else Corrections()

    def fail(self, name: str, error: AttributionError) -> None:
        """Tell an article's error in one line, and keep it with the last part of the article's name."""
        words, shown = str(error).removeprefix(f"{name}: "), Path(name).name
        if words.startswith(f"{name} ("):  # one article of a file of several
            number, _, words = words.removeprefix(name).partition("): ")
            shown += f"{number})"
        self.failed.append((shown, words))
        self.tell(str(error))
        if self._options.verbose and error.__cause__ is not None:
            traceback.print_exception(error.__cause__, file=self._err)

    def write(self, file: Path, content: str) -> bool:
        """Write a file and tell its name, or the error."""
        inputs = {Path(article.path).resolve() for article in self.articles if article.path}
        if file.resolve() in inputs:
            self.fail(str(file), OutputError(f"{file}: is one of the articles and stays; choose another --output"))
            return False
        if self._options.sources is not None and file.resolve() == self._options.sources.resolve():
            self.fail(str(file), OutputError(f"{file}: is the list of sources and stays; choose another --output"))
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
        self._out.write(words)
        self._out.flush()

    def tell(self, words: str) -> None:
        """Print a line for the person."""
        self._progress.clear()
        tell(self._err, words)

    def _tell_unused_sources(self) -> None:
        """Tell how many rows of the editor's list were about nobody, and the first of them."""
        names = self._analyzer.unused_sources if self._analyzer is not None else ()
        if names:
            first = ", ".join(map(printable, names[:UNUSED_NAMED]))
            more = f" and {len(names) - UNUSED_NAMED:,} more" if len(names) > UNUSED_NAMED else ""
            rows = "1 row is" if len(names) == 1 else f"{len(names):,} rows are"
            self.tell(f"{self._options.sources}: {rows} about no source found: {first}{more}")

    @contextlib.contextmanager
    def one_line_errors(self) -> Iterator[None]:
        """End the command with one line where the library raises (`one_line_errors`)."""
        with one_line_errors(self._err, before=self._progress):
            yield


@contextlib.contextmanager
def one_line_errors(err: TextIO, *, before: Progress | Bar | None = None) -> Iterator[None]:
    """End the command with one line where the library raises: code 2 where an option names a bad file, else 1.

    What ``before`` shows is wiped first.
    """
    try:
        yield
    except AttributionError as error:
        if before is not None:
            before.clear()
        tell(err, str(error))
        bad_file = isinstance(error, (ProfileError, LexiconError, KnowledgeError, CorrectionError))
        raise typer.Exit(WRONG_USE if bad_file else FAILED) from error


def shown_name(article: Article) -> str:
    """Return an article's file, or its id where it came from none, fit for a terminal."""
    return printable(article.name)


def beside(article: Article) -> Path | None:
    """Return the path that files beside an article are named after, or None where it came from no file.

    An article of several in a file has its own: its id in the folder of the file.
    """
    if article.path is None:
        return None
    path = Path(article.path)
    several = article.origin is not None and article.origin.number is not None
    return path.with_name(f"{safe_name(article.id)}{path.suffix}") if several else path


def tell(err: TextIO, words: str) -> None:
    """Print a line for the person."""
    err.write(f"attribution: {' '.join(words.split())}\n")
    err.flush()


def _items(file: Path, columns: dict[str, str]) -> Iterator[Article | ReadError]:
    """Yield the articles of a file or of stdin, of which one byte more is read than an article can have."""
    if file == STDIN:
        return read_items(sys.stdin.buffer.read(MAX_BYTES + 1), name="stdin", columns=columns)
    return read_path(file, columns=columns)
