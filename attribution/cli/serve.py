"""``attribution serve``: the analysis over HTTP, for content systems and for people who paste a story."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from typing import TYPE_CHECKING, Annotated

import typer

from attribution.annotating.models import find_models
from attribution.cli.options import analysis_options
from attribution.commands.running import DONE, FAILED, WRONG_USE, Options, one_line_errors
from attribution.errors import ServiceError

if TYPE_CHECKING:
    import uvicorn

MISSING = 'the service needs packages that are not installed; run: pip install "attribution-audit[serve]"'


@analysis_options(without={"corrections", "no_corrections", "columns", "verbose"})
def serve(
    *,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen; not loopback only with a token.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8765,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="A host name it is reached by, besides localhost; repeat it.", show_default=False
        ),
    ] = None,
    max_bytes: Annotated[int, typer.Option(min=1_000, help="The longest body of a request.")] = 4_000_000,
    max_words: Annotated[int, typer.Option(min=1, help="The longest article.")] = 20_000,
    waiting: Annotated[int, typer.Option(min=1, max=10_000, help="How many articles may wait.")] = 32,
    seconds: Annotated[float, typer.Option(min=1, help="How long an article may wait and take together.")] = 120,
    options: Options,
) -> None:
    """Serve analyses over HTTP, on this machine unless told otherwise, until it is interrupted or told to stop.

    GET / is a page to paste a story into; POST /analyze takes an article and answers with its analysis; GET /health,
    /models and /openapi.json tell of the service. Where ATTRIBUTION_TOKEN is set, requests need it ("Authorization:
    Bearer TOKEN"; the page has a field for it). Nothing is fetched, kept or logged of a story; stderr gets a line a
    request. Exit codes: 0 stopped, 1 it cannot be started, 2 wrong use.
    """
    try:
        from attribution.serving.app import Desk  # noqa: PLC0415 - an extra that the other commands can spare
        from attribution.serving.limits import Limits  # noqa: PLC0415
        from attribution.serving.server import TOKEN_VARIABLE, check_exposure, listen  # noqa: PLC0415
        from attribution.serving.server import serve as run  # noqa: PLC0415
        from attribution.serving.worker import Worker  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name is not None and error.name.partition(".")[0] == "attribution":
            raise
        _tell(MISSING)
        raise typer.Exit(FAILED) from None
    from attribution.pipeline import Analyzer  # noqa: PLC0415 - seconds that --help must not take

    _log_requests()
    limits = Limits(body=max_bytes, words=max_words, waiting=waiting, answer=seconds)
    try:
        token = check_exposure(host, os.environ.get(TOKEN_VARIABLE, ""))
    except ServiceError as error:
        _tell(str(error))
        raise typer.Exit(WRONG_USE) from error
    servers: list[uvicorn.Server] = []
    with one_line_errors(sys.stderr):
        package = find_models(options.models)
        analyzer = Analyzer(
            options.models,
            taxonomy=options.taxonomy,
            profile=options.profile,
            learned=options.learned,
            sources=options.sources,
        )
        listener = listen(host, port)
    address = listener.getsockname()
    shown = f"[{address[0]}]" if ":" in address[0] else address[0]

    def tell_loaded() -> None:
        if worker.failure is not None:
            servers[0].should_exit = True
        else:
            _tell(f"ready: http://{shown}:{address[1]}/")

    worker = Worker(lambda: analyzer, waiting=limits.waiting, batch=limits.batch, on_loaded=tell_loaded)
    names = tuple(name.lower() for name in (host, *(allow_host or ())))
    desk = Desk(worker, package, options.profile, limits=limits, token=token, names=names)
    ended = run(desk, listener, on_made=servers.append)
    if worker.failure is not None:
        _tell(str(worker.failure))
    else:
        _tell("stopped")
    code = FAILED if worker.failure is not None else DONE
    if not ended:  # an analysis that outlasts the time for stopping; Python would wait for its libraries' threads
        sys.stderr.flush()
        os._exit(code)
    raise typer.Exit(code)


def _log_requests() -> None:
    """Send the service's own log to stderr, and that of every library nowhere: it could hold words of an article."""
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(logging.Formatter("attribution: %(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    logger = logging.getLogger("attribution.serving")
    logger.addHandler(lines)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logging.getLogger().handlers = [logging.NullHandler()]
    logging.lastResort = None
    warnings.simplefilter("ignore")


def _tell(words: str) -> None:
    sys.stderr.write(f"attribution: {words}\n")
    sys.stderr.flush()
