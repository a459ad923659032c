"""``attribution corpus``: many articles into one store that a run can take up again, with an index page."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attribution.cli.options import analysis_options
from attribution.commands.progress import Bar
from attribution.commands.running import DONE, FAILED, Options, one_line_errors, tell
from attribution.commands.summary import printable
from attribution.model import Analysis

if TYPE_CHECKING:
    from attribution.corpus.inputs import Corpus
    from attribution.corpus.running import Totals
    from attribution.corpus.settings import Settings

INTERRUPTED = 130


class ExportForm(StrEnum):
    """What the tables are written as, besides the store."""

    csv = "csv"
    parquet = "parquet"


Text = Annotated[str | None, typer.Option(metavar="COLUMN", help="The column of texts [text].", show_default=False)]
Id = Annotated[
    str | None,
    typer.Option(metavar="COLUMN", help="The column of ids [id]; without it rows are numbered.", show_default=False),
]
Date = Annotated[str | None, typer.Option(metavar="COLUMN", help="The column of dates [date].", show_default=False)]
Title = Annotated[
    str | None, typer.Option(metavar="COLUMN", help="The column of headlines [title].", show_default=False)
]
Byline = Annotated[
    str | None, typer.Option(metavar="COLUMN", help="The column of bylines [byline].", show_default=False)
]
Section = Annotated[
    str | None, typer.Option(metavar="COLUMN", help="The column of sections [section].", show_default=False)
]
Url = Annotated[str | None, typer.Option(metavar="COLUMN", help="The column of addresses [url].", show_default=False)]


@analysis_options(without={"corrections", "no_corrections", "columns", "verbose"})
def corpus(
    *,
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="A folder, a quoted pattern, a .jsonl, .csv or .parquet file, or - for JSON lines on stdin.",
            show_default=False,
        ),
    ],
    output: Annotated[Path, typer.Option(metavar="DIR", help="The folder of the store, audit.sqlite.")],
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the store that is there: new and changed articles only.")
    ] = False,
    jobs: Annotated[int, typer.Option(min=1, max=256, help="How many processes analyse; each loads the models.")] = 1,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Look at the first so many articles only.", show_default=False)
    ] = None,
    text: Text = None,
    id: Id = None,  # noqa: A002 - the option's name
    date: Date = None,
    title: Title = None,
    byline: Byline = None,
    section: Section = None,
    url: Url = None,
    pages: Annotated[bool, typer.Option("--pages", help="Write a page for each article, too.")] = False,
    keep_text: Annotated[
        bool, typer.Option("--keep-text", help="Keep the articles' texts in the store, compressed.")
    ] = False,
    export: Annotated[
        ExportForm | None, typer.Option(help="Write the tables as files, too.", show_default=False)
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="SCHEDULER",
            help="Analyse on the Dask cluster of this address, into Parquet files and no store.",
            show_default=False,
        ),
    ] = None,
    options: Options,
) -> None:
    """Analyse many articles into one SQLite file, audit.sqlite, with an index page.

    A run that ends early has lost nothing: with --resume the next goes on, and leaves articles that are in the store
    with the same text, models and settings as they are. Articles that fail are listed at the end and in the store.
    Exit codes: 0 done, 1 an article failed (the others are done), 2 wrong use, 130 interrupted.
    """
    from attribution.corpus.inputs import Columns, open_corpus, parquet_library  # noqa: PLC0415 - seconds that --help must not take
    from attribution.corpus.settings import Settings  # noqa: PLC0415

    if dask is not None and (pages or keep_text or export or jobs > 1):
        raise typer.BadParameter("--pages, --keep-text, --export and --jobs are of the store", param_hint="--dask")
    settings = Settings(options.models, options.taxonomy, options.profile, options.learned, options.sources)
    columns = Columns(text, id, date, title, byline, section, url)
    with Bar(sys.stderr) as bar, one_line_errors(sys.stderr, before=bar):
        try:
            if export is ExportForm.parquet:
                parquet_library()  # not after hours that it is missing
            articles = open_corpus(source, columns, stdin=sys.stdin.buffer)
            if dask is not None:
                totals = _to_cluster(articles, output, settings, dask, resume=resume, limit=limit, bar=bar)
            else:
                making = {"jobs": jobs, "keep_text": keep_text, "page": render_page if pages else None}
                totals = _to_store(articles, output, settings, resume=resume, limit=limit, bar=bar, **making)
            if export is not None:
                _write_tables(output, export)
        except KeyboardInterrupt:
            bar.clear()
            tell(sys.stderr, "interrupted; what is done is kept, and --resume goes on")
            raise typer.Exit(INTERRUPTED) from None
    raise typer.Exit(FAILED if totals.failed else DONE)


def render_page(analysis: Analysis) -> str:
    """Return an article's page for a folder of pages below the index; a worker process calls it."""
    from reports.html import render_report  # noqa: PLC0415 - jinja is wanted only here

    return render_report(analysis, index="../index.html")


def _to_store(
    articles: Corpus,
    folder: Path,
    settings: Settings,
    *,
    resume: bool,
    bar: Bar,
    **options: object,
) -> Totals:
    from attribution.cli.overview import write_index  # noqa: PLC0415
    from attribution.corpus.running import analyze_corpus  # noqa: PLC0415
    from attribution.corpus.store import create_store  # noqa: PLC0415

    with create_store(folder, resume=resume) as store:
        bar.begin(articles.total, articles.share)
        totals = analyze_corpus(articles, store, settings, watch=bar, **options)  # type: ignore[arg-type]
        bar.clear()
        index = write_index(store)
    _tell_totals(totals, f"table failures of {store.path}")
    tell(sys.stderr, f"wrote {store.path}")
    tell(sys.stderr, f"wrote {index}")
    return totals


def _to_cluster(
    articles: Corpus,
    folder: Path,
    settings: Settings,
    scheduler: str,
    *,
    resume: bool,
    limit: int | None,
    bar: Bar,
) -> Totals:
    from attribution.corpus.cluster import analyze_on_cluster  # noqa: PLC0415

    bar.begin(articles.total, articles.share)
    totals = analyze_on_cluster(articles, folder, settings, scheduler, resume=resume, limit=limit, watch=bar)
    bar.clear()
    _tell_totals(totals, f"{folder}/failures")
    tell(sys.stderr, f"wrote {folder}")
    return totals


def _write_tables(folder: Path, form: ExportForm) -> None:
    from attribution.corpus.frames import export_frames, read_store  # noqa: PLC0415 - pandas takes a second

    with read_store(folder) as frames:
        for path in export_frames(frames, folder, form=form.value):
            tell(sys.stderr, f"wrote {path}")


def _tell_totals(totals: Totals, place: str) -> None:
    for failure in totals.failures:
        tell(sys.stderr, printable(f"{failure.place}: {failure.reason}"))
    if totals.failed > len(totals.failures):
        tell(sys.stderr, f"{totals.failed - len(totals.failures):,} more failed: see {place}")
    articles = f"{totals.analyzed:,} article{'' if totals.analyzed == 1 else 's'}"
    unchanged = f", {totals.unchanged:,} unchanged" if totals.unchanged else ""
    tell(sys.stderr, f"{articles} analysed{unchanged}, {totals.failed:,} failed")
