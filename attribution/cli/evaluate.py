"""``attribution evaluate``: scores against annotations, as text, JSON or a page of what is not as marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from attribution.cli.options import HTML_SUFFIXES, Dated, analysis_options, line_width, page_date, start
from attribution.commands.evaluation import EvaluationFormat, evaluation_to_dict, text_evaluation
from attribution.commands.outputs import json_text
from attribution.commands.running import FAILED, Options, Run
from attribution.errors import GoldError
from attribution.evaluating.evaluate import Evaluation
from attribution.evaluating.evaluate import evaluate as score
from attribution.evaluating.gold import Gold, read_gold
from attribution.evaluating.intervals import SAMPLES, SEED
from attribution.evaluating.labels import Labelled, labelled_analysis


@analysis_options(without=("corrections", "no_corrections", "columns"))
def evaluate(
    *,
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Annotated articles: a folder or file.")],
    predictions: Annotated[
        Path | None,
        typer.Argument(
            metavar="PREDICTIONS",
            help="What was found in them, in any of the same forms; without it they are analysed now.",
            show_default=False,
        ),
    ] = None,
    format: Annotated[EvaluationFormat, typer.Option(help="What to print.")] = EvaluationFormat.text,  # noqa: A002
    output: Annotated[
        Path | None,
        typer.Option(metavar="FILE.html", help="Write a page with every gain and loss too.", show_default=False),
    ] = None,
    dated: Dated = None,
    samples: Annotated[
        int, typer.Option(metavar="N", min=0, max=100_000, help="Draws of the 95% intervals; 0 for none.")
    ] = SAMPLES,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of the draws.")] = SEED,
    options: Options,
) -> None:
    """Score quotes against annotations: exact and overlap, by part, type, role group and rule; speakers; shares.

    GOLD is brat standoff (NAME.txt with NAME.ann, or PolNeAR's text/ and attributions/), Citron JSON, JSON that analyze
    wrote (corrected or not, with its articles), or labels as in examples/gold. An article for which PREDICTIONS has
    nothing counts as one in which nothing was found. Exit codes: 0 done, 1 an article failed (the others are scored), 2
    wrong use.
    """
    if output is not None and (output.suffix.lower() not in HTML_SUFFIXES or output.is_dir()):
        raise typer.BadParameter(f"{output} is no .html file", param_hint="--output")
    with start([], replace(options, corrected=False)) as run:
        with run.one_line_errors():
            marked = _read(run, gold)
            found = _read(run, predictions) if predictions is not None else None
        pairs = list(_analysed(run, marked.articles) if found is None else _matched(run, marked.articles, found))
        if not pairs:
            raise typer.Exit(FAILED)
        evaluation = score(pairs, samples=samples, seed=seed)
        if format is EvaluationFormat.json:
            run.print(json_text(evaluation_to_dict(evaluation)) + "\n")
        else:
            run.print(text_evaluation(evaluation, width=line_width(), verbose=options.verbose))
        if output is not None:
            _write_page(run, output, evaluation, dated)
    raise typer.Exit(run.code)


def _read(run: Run, path: Path) -> Gold:
    read = read_gold(path)
    for name, error in read.failed:
        run.fail(name, error)
    return read


def _analysed(run: Run, articles: Sequence[Labelled]) -> list[tuple[Labelled, Labelled]]:
    run.articles += [labelled.article for labelled in articles]
    pairs = []
    for labelled in articles:
        analysis = run.analyze(labelled.article)
        pairs.append((labelled, labelled_analysis(analysis) if analysis is not None else _nothing(labelled)))
    return pairs


def _matched(run: Run, articles: Sequence[Labelled], found: Gold) -> list[tuple[Labelled, Labelled]]:
    """Give each article the prediction of its name, or where names differ that of its text."""
    by_name = {labelled.article.id: labelled for labelled in found.articles}
    by_text = {labelled.article.text: labelled for labelled in found.articles}
    pairs = []
    for labelled in articles:
        article = labelled.article
        prediction = by_name.get(article.id)
        if prediction is None or prediction.article.text != article.text:
            prediction = by_text.get(article.text)
        if prediction is None:
            known = "is of another text" if article.id in by_name else "is missing"
            run.fail(article.id, GoldError(f"{article.id}: its prediction {known}; scored as if nothing was found"))
        pairs.append((labelled, prediction or _nothing(labelled, like=found.articles)))
    return pairs


def _nothing(labelled: Labelled, like: Sequence[Labelled] = ()) -> Labelled:
    """Return the article with no quotes found, by something that tells what the others tell."""
    first = like[0] if like else Labelled(labelled.article, (), True, True, True)
    return replace(first, article=labelled.article, labels=())


def _write_page(run: Run, output: Path, evaluation: Evaluation, dated: str | None) -> None:
    from reports.evaluation import render_evaluation  # noqa: PLC0415 - jinja is wanted only here

    run.write(output, render_evaluation(evaluation, generated=page_date(dated)))
