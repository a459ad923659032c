"""Around the whole application: who is let in, the headers of every answer, one line of log, and no fault's words.

An exception's message can hold words of an article. So it stops here: the log gets its class and the line of code, and
neither the server's own error log nor a client gets anything of it.
"""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from attribution.serving.access import check_host, check_origin
from attribution.serving.limits import LONGEST_HEAD
from attribution.serving.problems import ProblemError, problem_response

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
FAULT = "the program failed on this request; nothing of it was kept"
LOGGER = logging.getLogger("attribution.serving")
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Not "no-referrer": with that a browser sends our own form with "Origin: null".
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Shield:
    """An ASGI application around another.

    Args:
        app: the application.
        names: the host names that are answered besides localhost and bare addresses, in small letters.
        paths: the paths that the log names; any other, like any other method, is logged as "?".
    """

    def __init__(self, app: ASGIApp, *, names: Collection[str], paths: Collection[str]) -> None:
        self._app = app
        self._names = frozenset(names)
        self._paths = frozenset(paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass on what is none."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.monotonic()
        status = 0

        async def guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        problem = None
        try:
            _check_size(scope)
            headers = Headers(scope=scope)
            check_host(headers, self._names)
            check_origin(scope["method"], headers)
            await self._app(scope, receive, guarded)
        except ProblemError as error:
            problem = error
        except ClientDisconnect:
            pass
        except asyncio.CancelledError:  # the time for stopping is over
            problem = ProblemError(503, "the service is stopping", headers={"Retry-After": "10"})
        except Exception as error:  # noqa: BLE001 - the server would log its message
            LOGGER.error("fault: %s", fault_line(error))  # noqa: TRY400 - a traceback ends in the message
            problem = ProblemError(500, FAULT)
        if problem is not None and not status:
            await problem_response(problem)(scope, receive, guarded)
        self._log(scope, status, time.monotonic() - begun)

    def _log(self, scope: Scope, status: int, seconds: float) -> None:
        client = scope.get("client")
        method = scope["method"] if scope["method"] in METHODS else "?"
        path = scope["path"] if scope["path"] in self._paths else "?"
        LOGGER.info("%s %s %s %s %.3fs", client[0] if client else "-", method, path, status or "gone", seconds)


def _check_size(scope: Scope) -> None:
    """Refuse a long head that came in one piece, which the server takes as a whole. Raises `ProblemError` (431)."""
    size = len(scope["raw_path"]) + len(scope["query_string"])
    if size + sum(len(name) + len(value) + 4 for name, value in scope["headers"]) > LONGEST_HEAD:
        raise ProblemError(431, "the head of the request is too long")


def fault_line(error: BaseException) -> str:
    """Return an exception's class and the place in the code it comes from, without its message."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__module__}.{type(error).__qualname__}{place}"
