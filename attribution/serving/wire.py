"""One connection: cut off when its client sends or takes too slowly, whatever it is in the middle of.

uvicorn waits for ever for the first line of a request and for a client that does not take its answer, and reads what is
left of a body that was refused for as long as somebody sends it. This adds a time limit to each of the three; the
application has one for bodies that it wants (`attribution.serving.intake.receive_body`).
"""

from __future__ import annotations

import asyncio
import sys
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from attribution.serving.limits import Limits
from attribution.serving.problems import PROBLEM_TYPE, problem_json, title_of

TOO_LONG_A_HEAD = 431


class Connection(H11Protocol):
    """A connection within limits, which `bounded` sets."""

    limits: ClassVar[Limits] = Limits()
    _sending: asyncio.TimerHandle | None = None
    _receiving: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start the clock on the first request; cut off a client that is one too many."""
        super().connection_made(transport)  # type: ignore[arg-type]
        self.access_log = False  # the server's own names queries, whatever its logger is set to
        if len(self.connections) > self.limits.connections:
            self.transport.abort()
        else:
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop both clocks."""
        self._stop_receiving()
        self._stop_sending()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, and look whether more is awaited."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """Start the clock anew on what is left of the body, or on the next request."""
        self._stop_receiving()
        super().on_response_complete()
        if self.transport.is_closing():
            self._abort_later()
        else:
            self._watch()

    def pause_writing(self) -> None:
        """Start the clock on a client that does not take its answer."""
        super().pause_writing()
        self._abort_later()

    def resume_writing(self) -> None:
        """Stop it, unless the rest of the last answer is still to be taken."""
        super().resume_writing()
        if not self.transport.is_closing():
            self._stop_sending()

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection, and do not wait for its client in that either."""
        super().timeout_keep_alive_handler()
        self._abort_later()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP with what h11 calls it: 431 where the head is too long, mostly 400."""
        status = getattr(sys.exception(), "error_status_hint", 400)
        self._refuse(status, "the head of the request is too long" if status == TOO_LONG_A_HEAD else msg)

    def _watch(self) -> None:
        """Run the clock while something of a request is awaited here: not while the application is at work on one."""
        at_work = self.cycle is not None and not self.cycle.response_complete
        if at_work or self.timeout_keep_alive_task is not None or self.transport.is_closing():
            self._stop_receiving()
        elif self._receiving is None:
            self._receiving = self.loop.call_later(self.limits.receive, self._too_slow)

    def _too_slow(self) -> None:
        if self.cycle is None or self.conn.our_state is h11.IDLE:
            self._refuse(408, f"the head of the request did not come within {self.limits.receive:g} s")
        else:  # what is left of a refused body is still coming
            self.transport.close()
            self._abort_later()

    def _refuse(self, status: int, detail: str) -> None:
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            body = problem_json(status, detail)
            headers = [("content-type", PROBLEM_TYPE), ("content-length", str(len(body))), ("connection", "close"),
                       ("cache-control", "no-store"), ("x-content-type-options", "nosniff")]  # fmt: skip
            for event in (
                h11.Response(status_code=status, headers=headers, reason=title_of(status).encode()),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
        self._abort_later()

    def _stop_receiving(self) -> None:
        if self._receiving is not None:
            self._receiving.cancel()
            self._receiving = None

    def _stop_sending(self) -> None:
        if self._sending is not None:
            self._sending.cancel()
            self._sending = None

    def _abort_later(self) -> None:
        if self._sending is None:
            self._sending = self.loop.call_later(self.limits.send, self.transport.abort)


def bounded(limits: Limits) -> type[Connection]:
    """Return the class of connections within these limits."""
    return type("BoundedConnection", (Connection,), {"limits": limits})
