"""What goes wrong with a request, as problem details (RFC 9457): a status and one clear line, never the article."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

PROBLEM_TYPE = "application/problem+json"
# As RFC 9110 names them; Python 3.11 has the older names.
_TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}


class ProblemError(Exception):
    """A request that is answered by a problem.

    Args:
        status: the HTTP status.
        detail: one line that says what is wrong and what to do.
        headers: further headers, such as ``Retry-After``.
    """

    def __init__(self, status: int, detail: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = " ".join(detail.split())
        self.headers = dict(headers or {})


def problem_json(status: int, detail: str) -> bytes:
    """Return the body of a problem."""
    problem = {"type": "about:blank", "title": title_of(status), "status": status, "detail": detail}
    return json.dumps(problem).encode()


def problem_response(problem: ProblemError) -> Response:
    """Return the answer to a request with a problem."""
    return Response(
        problem_json(problem.status, problem.detail), problem.status, problem.headers, media_type=PROBLEM_TYPE
    )


def title_of(status: int) -> str:
    """Return the name of an HTTP status."""
    return _TITLES.get(status) or HTTPStatus(status).phrase
