"""The application: what is asked for at which path, and what goes back.

    GET  /              the page to paste a story into
    POST /              its form; the answer is the report
    POST /analyze       an article to its analysis
    GET  /health        whether the models are loaded
    GET  /models        which models those are
    GET  /openapi.json  all of this for programs

FastAPI's pages of documentation load scripts from another host, and its telemetry would record messages of exceptions:
both are off.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request, Response, Security
from fastapi.exceptions import RequestValidationError
from fastapi.params import Depends
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.security import HTTPBearer
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

import attribution
from attribution.annotating.models import ModelPackage
from attribution.errors import ReadError
from attribution.serving.access import bearer_token, check_token
from attribution.serving.answers import MEDIA_TYPES, PAGE, TABLES, choose_format, choose_table, write_answer
from attribution.serving.described import (
    HEALTH_SCHEMA,
    MODELS_SCHEMA,
    Schema,
    analysis_answers,
    article_body,
    example_analysis,
    faults,
)
from attribution.serving.intake import (
    FORM,
    Part,
    Upload,
    check_head,
    check_kind,
    form_upload,
    media_type,
    parse_form,
    raw_upload,
    read_upload,
    receive_body,
)
from attribution.serving.limits import Limits
from attribution.serving.page import form_policy, render_form
from attribution.serving.problems import ProblemError, problem_response
from attribution.serving.shield import FAULT, LOGGER, Shield, fault_line
from attribution.serving.worker import Answer, Job, Worker

LONGEST_TABLE = 1_000_000  # no file within the limit of a body holds more articles
SILENT: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
    "exclude": lambda _scope: True,
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What a service is made of.

    Attributes:
        worker: has the models.
        package: which models those are.
        profile: the name of the sourcing rules that are applied.
        limits: what the service bears.
        token: what a client has to know, or None.
        names: host names that are answered besides localhost and bare addresses, in small letters.
    """

    worker: Worker
    package: ModelPackage
    profile: str = "default"
    limits: Limits = field(default_factory=Limits)
    token: str | None = None
    names: Collection[str] = ()

    @property
    def status(self) -> str:
        """Whether articles are taken: "ready", "loading" or "stopping"."""
        if self.worker.is_stopping:
            return "stopping"
        return "ready" if self.worker.is_ready else "loading"

    async def receive_form(self, request: Request) -> dict[str, Part]:
        """Return the fields of a form; raises `ProblemError`."""
        body = await receive_body(request, self.limits)
        boundary = media_type(request)[1].get(b"boundary", b"")
        return await asyncio.to_thread(parse_form, body, boundary)

    async def answer(
        self, request: Request, upload: Upload, *, kind: str, table: str = TABLES[0], number: int | None = None
    ) -> Response:
        """Return the answer to an article, when it is analysed.

        Raises:
            ProblemError: whatever stands in the way of it, in one line.
            ClientDisconnect: nobody waits for it any more; where it was not begun it will not be.
        """
        job = Job(
            partial(read_upload, upload, self.limits, number=number), partial(write_answer, name=kind, table=table)
        )
        del upload  # the job has it, and lets go of it when it ends
        answer = asyncio.wrap_future(self.worker.submit(job))
        gone = asyncio.ensure_future(_gone(request))
        try:
            waited: set[asyncio.Future[Any]] = {answer, gone}
            await asyncio.wait(waited, timeout=self.limits.answer, return_when=asyncio.FIRST_COMPLETED)
            if answer.done():
                return _response(_result(answer))
            if gone.done():
                raise ClientDisconnect
            if job.future.running():
                raise ProblemError(
                    504, f"the analysis took longer than {self.limits.answer:g} s; send a shorter article"
                )
            raise ProblemError(
                503,
                f"the article waited longer than {self.limits.answer:g} s; come again later",
                headers={"Retry-After": "30"},
            )
        finally:
            gone.cancel()
            answer.cancel()


class _Application(FastAPI):
    """FastAPI with an example whose nulls stay in OpenAPI, which FastAPI's own way drops."""

    example: Schema

    def openapi(self) -> Schema:
        """Return what OpenAPI says of the service."""
        described = super().openapi()
        answer = described["paths"]["/analyze"]["post"]["responses"]["200"]["content"]["application/json"]
        answer["example"] = self.example
        return described


def build_app(desk: Desk) -> Shield:
    """Return the application, which starts the desk's worker and stops it."""

    @contextlib.asynccontextmanager
    async def run_worker(_: FastAPI) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_exception_handler(
            lambda _, context: LOGGER.error("fault: %s", fault_line(context.get("exception") or RuntimeError()))
        )
        desk.worker.start()
        yield
        await asyncio.to_thread(desk.worker.stop, 1.0)

    app = _Application(
        title="attribution-audit",
        description="Who is quoted in an article, how much, in what role, on what evidence. Nothing is kept.",
        version=attribution.__version__,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=run_worker,
        telemetry=SILENT,
    )
    app.example = example_analysis(desk.package)
    app.add_exception_handler(ProblemError, _tell_problem)
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_exception_handler(RequestValidationError, _tell_parameter)
    app.add_exception_handler(Exception, _tell_fault)
    _add_page(app, desk)
    _add_analyze(app, desk)
    _add_facts(app, desk)
    return Shield(app, names=desk.names, paths=("/", "/analyze", "/health", "/models", "/openapi.json"))


def _add_page(app: FastAPI, desk: Desk) -> None:
    def show(*, text: str = "", problem: ProblemError | None = None) -> Response:
        info = desk.package
        page = render_form(
            desk.limits,
            token=desk.token is not None,
            models=f"{info.name} {info.version}" if desk.worker.is_ready else None,
            text=text,
            problem=problem.detail if problem is not None else None,
        )
        headers = {"Content-Security-Policy": form_policy(), **(problem.headers if problem is not None else {})}
        return HTMLResponse(page, problem.status if problem is not None else 200, headers)

    @app.get("/", include_in_schema=False)
    async def form() -> Response:
        return show()

    @app.post("/", include_in_schema=False)
    async def report(request: Request) -> Response:
        text = ""
        try:
            check_head(request, desk.limits)
            check_kind(request, (FORM,))
            fields = await desk.receive_form(request)
            text = fields["text"].words if "text" in fields else ""
            given = fields["token"].words.strip() if "token" in fields else ""
            check_token(given or bearer_token(request.headers), desk.token)
            upload = form_upload(fields)
            del fields
            return await desk.answer(request, upload, kind=PAGE)
        except ProblemError as problem:
            return show(text=text, problem=problem)


def _add_analyze(app: FastAPI, desk: Desk) -> None:
    @app.post(
        "/analyze",
        summary="Analyse an article",
        response_class=Response,
        responses={
            200: analysis_answers(),
            **faults(400, *([401] if desk.token else []), 403, 406, 408, 413, 415, 422, 429, 500, 503, 504),
        },
        openapi_extra={"requestBody": article_body()},
        dependencies=_security(desk),
    )
    async def analyze(
        request: Request,
        format: Annotated[  # noqa: A002 - the parameter's name
            str | None,
            Query(
                description="What to answer with; it goes before Accept.", json_schema_extra={"enum": [*MEDIA_TYPES]}
            ),
        ] = None,
        table: Annotated[
            str, Query(description="Which table a CSV holds.", json_schema_extra={"enum": [*TABLES]})
        ] = TABLES[0],
        article: Annotated[
            int | None, Query(ge=1, le=LONGEST_TABLE, description="Which article, where the file holds several.")
        ] = None,
    ) -> Response:
        """Take an article as it is, or in a form's `file` or `text`, and answer with its analysis."""
        check_token(bearer_token(request.headers), desk.token)
        wanted = choose_format(format, request.headers.get("accept"))
        chosen = choose_table(table)
        check_head(request, desk.limits)
        kind = check_kind(request)
        desk.worker.check_room()
        if kind == FORM:
            upload = form_upload(await desk.receive_form(request))
        else:
            upload = raw_upload(await receive_body(request, desk.limits), kind)
        return await desk.answer(request, upload, kind=wanted, table=chosen, number=article)


def _add_facts(app: FastAPI, desk: Desk) -> None:
    @app.get(
        "/health",
        summary="Whether the models are loaded",
        response_class=JSONResponse,
        responses={
            200: {"description": "Articles are taken.", "content": {"application/json": {"schema": HEALTH_SCHEMA}}},
            503: {"description": "Not yet, or no more.", "content": {"application/json": {"schema": HEALTH_SCHEMA}}},
            **faults(400),
        },
    )
    async def health() -> Response:
        status = desk.status
        data = {"status": status, "version": attribution.__version__, "waiting": desk.worker.depth}
        return JSONResponse(data, 200 if status == "ready" else 503)

    @app.get(
        "/models",
        summary="Which models analyse",
        response_class=JSONResponse,
        responses={
            200: {"description": "The models.", "content": {"application/json": {"schema": MODELS_SCHEMA}}},
            **faults(400, *([401] if desk.token else [])),
        },
        dependencies=_security(desk),
    )
    async def models(request: Request) -> Response:
        check_token(bearer_token(request.headers), desk.token)
        manifest = desk.package.manifest
        data = {
            "package": desk.package.name,
            "version": desk.package.version,
            "language": str(manifest.get("language", "en")),
            "licence": str(manifest.get("licence", "")),
            "data": list(manifest.get("data", ())),
            "profile": desk.profile,
        }
        return JSONResponse(data)


def _security(desk: Desk) -> list[Depends]:
    """Return what tells OpenAPI of the token; the check itself is `check_token`."""
    return [Security(HTTPBearer(auto_error=False))] if desk.token else []


async def _gone(request: Request) -> None:
    """Wait until the client is gone; its body has been received."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _result(answer: asyncio.Future[Answer]) -> Answer:
    """Return the answer, or raise what went wrong as a problem; only what a reader says of an article is passed on."""
    if answer.cancelled():
        raise ProblemError(503, "the service is stopping", headers={"Retry-After": "10"})
    try:
        return answer.result()
    except ReadError as error:
        raise ProblemError(422, str(error)) from None
    except ProblemError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, its message can hold words of the article
        LOGGER.error("fault: %s", fault_line(error.__cause__ or error))
        raise ProblemError(500, FAULT) from None


def _response(answer: Answer) -> Response:
    headers = {"Content-Security-Policy": f"{answer.policy}; frame-ancestors 'none'"} if answer.policy else {}
    return Response(answer.body, 200, headers, answer.media_type)


async def _tell_problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return problem_response(error)


async def _tell_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = {404: "there is nothing at this path", 405: "this path does not take this method"}
    words = detail.get(error.status_code, "the request cannot be answered")
    return problem_response(ProblemError(error.status_code, words, headers=error.headers))


async def _tell_fault(_: Request, __: Exception) -> Response:
    """Answer what nobody foresaw; `Shield` writes its place to the log."""
    return problem_response(ProblemError(500, FAULT))


async def _tell_parameter(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    names = dict.fromkeys(str(fault["loc"][-1]) for fault in error.errors())
    return problem_response(ProblemError(422, f"a parameter has a value it does not take: {', '.join(names)}"))
