"""``attribution check``: a linter for sourcing."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from attribution.auditing.profiles import load_profile
from attribution.auditing.silence import Silence, load_silences, silence_file
from attribution.cli.options import Articles, analysis_options, start, today
from attribution.commands.checks import (
    Checked,
    CheckFormat,
    check_article,
    check_json,
    check_lines,
    check_sarif,
    comment_lines,
    unused_line,
)
from attribution.commands.outputs import json_text
from attribution.commands.running import CHECK_FAILED, DONE, Options, beside, one_line_errors
from attribution.errors import SilenceError


class FailOn(StrEnum):
    """The lowest severity that fails a check."""

    info = "info"
    warning = "warning"
    error = "error"


@analysis_options()
def check(
    *,
    articles: Articles,
    format: Annotated[CheckFormat, typer.Option(help="What to write.")] = CheckFormat.text,  # noqa: A002
    fail_on: Annotated[FailOn, typer.Option(help="The lowest severity that fails.")] = FailOn.error,
    no_silence: Annotated[
        bool, typer.Option("--no-silence", help="Leave comments and NAME.silence.toml unread.")
    ] = False,
    options: Options,
) -> None:
    """Check articles against sourcing rules: a line for each finding, FILE:LINE:COLUMN RULE SEVERITY MESSAGE.

    Findings that an entry of NAME.silence.toml beside the article silences, or a comment in it (<!-- attribution:
    ignore R2 - why -->), are left out and fail nothing; JSON and SARIF keep them apart. What fits no finding is told on
    stderr. JSON is one object with the findings of each article. Exit codes: 0 nothing of that severity, 1 an article
    failed, 2 wrong use, 3 something of that severity was found.
    """
    day = today()
    with one_line_errors(sys.stderr):
        rules = load_profile(options.profile)
    with start(articles, options) as run:
        done: list[Checked] = []
        unused: dict[Path, list[Silence]] = {}
        for article in run.articles:
            place = beside(article) if not no_silence else None
            file = silence_file(place) if place is not None else None
            try:
                silences = load_silences(file) if file is not None else ()
            except SilenceError as error:
                run.fail(str(file), error)
                continue
            analysis = run.analyze(article)
            if analysis is None:
                continue
            checked = check_article(analysis, silences, today=day, comments=not no_silence)
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
                run.tell(unused_line(str(file), entry, today=day))
        for checked in done:
            for line in comment_lines(checked, today=day):
                run.tell(line)
    found = any(checked.reaches(fail_on.value) for checked in done)
    raise typer.Exit(run.code or (CHECK_FAILED if found else DONE))
