"""A service on a free port of this machine whose analyzer stands in for the models: fast, and slow when told to be.

    with Running() as service:
        answer = service.ask("POST", "/analyze", STORY, {"Content-Type": "text/plain"})

As a program (``python -m tests.service SECONDS``) it serves until it gets a signal, each article taking that long.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Self

from attribution.annotating.models import ModelPackage
from attribution.auditing.profiles import load_profile
from attribution.errors import AttributionError
from attribution.model import Analysis, Article, ModelInfo
from attribution.pipeline import Outcome, judge
from attribution.serving.app import Desk
from attribution.serving.limits import Limits
from attribution.serving.server import listen, make_server, serve
from attribution.serving.worker import Worker

PACKAGE = ModelPackage("stand-in", "0", Path(), {"language": "en", "licence": "none", "data": []})
TOKEN = "an-imagined-token-of-32-letters!"
SECRET = "Zbigniew Okonkwo-Tanaka"  # a name that must turn up in no log
STORY = (
    f"Mill bridge to close in June\n\nThe bridge at the mill will close for repairs in June, {SECRET} told the town "
    "council on Monday.\n\n“It has carried more than it was built for,” she said, and nobody there disagreed.\n"
)
FAULT = "Of this story the program makes a fault."
PATIENCE = 60  # seconds that a test waits for what must happen, before it fails


class StandIn:
    """An analyzer that finds nothing, after ``seconds`` an article and not before ``go`` is set."""

    def __init__(self, *, seconds: float = 0.0, error: AttributionError | None = None) -> None:
        self.profile = load_profile("default")
        self.go = threading.Event()
        self.go.set()
        self.begun: list[str] = []
        self._seconds = seconds
        self._error = error

    @cached_property
    def annotator(self) -> object:
        if self._error is not None:
            raise self._error
        return SimpleNamespace(info=ModelInfo("stand-in", "0"))

    def analyze_many(self, articles: Iterable[Article]) -> Iterator[Outcome]:
        for article in articles:
            self.begun.append(article.id)
            time.sleep(self._seconds)
            assert self.go.wait(PATIENCE)
            if FAULT in article.text:
                fault = AttributionError(f"{article.id}: KeyError: {article.text}; this is a fault of the program")
                fault.__cause__ = KeyError(article.text)
                yield Outcome(article.id, error=fault)
            else:
                found = Analysis(article, ModelInfo("stand-in", "0"))
                yield Outcome(article.id, judge(found, profile=self.profile))


@dataclass(frozen=True)
class Reply:
    """What came back: status, headers by their names in small letters, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def detail(self) -> str:
        """The one line of a problem, which is one in every respect."""
        assert self.headers["content-type"] == "application/problem+json"
        assert set(self.json) == {"type", "title", "status", "detail"}
        assert self.json["status"] == self.status
        assert "\n" not in self.json["detail"]
        return self.json["detail"]


class Running:
    """A service in threads of this process; ``ready`` False leaves its models unloaded until `load` is called."""

    def __init__(
        self, *, limits: Limits | None = None, token: str | None = None, analyzer: StandIn | None = None,
        names: tuple[str, ...] = (), ready: bool = True,
    ) -> None:  # fmt: skip
        self.limits = limits or Limits(receive=1.0, idle=2.0, stop=5.0)
        self.analyzer = analyzer or StandIn()
        self.token = token
        self._may_load = threading.Event()
        self._loaded = threading.Event()
        self._wait = ready
        self.worker = Worker(
            self._make, waiting=self.limits.waiting, batch=self.limits.batch, on_loaded=self._loaded.set
        )
        self._listener = listen("127.0.0.1", 0)
        self.port = self._listener.getsockname()[1]
        desk = Desk(self.worker, PACKAGE, limits=self.limits, token=token, names=names)
        self.server = make_server(desk)
        self._thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self._listener]}, daemon=True)

    def _make(self) -> StandIn:
        assert self._may_load.wait(PATIENCE)
        return self.analyzer

    def __enter__(self) -> Self:
        self._thread.start()
        until(lambda: self.server.started)
        if self._wait:
            self.load()
        return self

    def __exit__(self, *_: object) -> None:
        self.analyzer.go.set()
        self._may_load.set()
        self.server.should_exit = True
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def load(self) -> None:
        self._may_load.set()
        assert self._loaded.wait(PATIENCE)

    def ask(
        self, method: str, path: str, body: bytes | str | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Send a request of its own connection and return the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            data = body.encode() if isinstance(body, str) else body
            connection.request(method, path, data, dict(headers or {}))
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def analyze(self, body: bytes | str = STORY, kind: str = "text/plain", query: str = "", **headers: str) -> Reply:
        """Post an article; underscores in names of headers stand for hyphens."""
        sent = {"Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.ask("POST", f"/analyze{query}", body, sent)

    def connect(self) -> socket.socket:
        """Return a bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def raw(self, *pieces: bytes) -> bytes:
        """Send bytes as they are and return all that comes back until the service closes the connection."""
        with self.connect() as connection:
            for piece in pieces:
                connection.sendall(piece)
            return read_all(connection)


def read_all(connection: socket.socket) -> bytes:
    """Return what comes until the other side closes."""
    parts = []
    try:
        while part := connection.recv(65_536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def until(condition) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.01)


def form(fields: Mapping[str, str | tuple[str, bytes]], boundary: str = "----a-boundary") -> tuple[bytes, str]:
    """Return the body of a form and its media type; a field is a text, or a file's name and bytes."""
    parts = []
    for name, value in fields.items():
        filename, data = (f'; filename="{value[0]}"', value[1]) if isinstance(value, tuple) else ("", value.encode())
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{filename}\r\n\r\n'
        parts += [head.encode(), data, b"\r\n"]
    return b"".join([*parts, f"--{boundary}--\r\n".encode()]), f"multipart/form-data; boundary={boundary}"


def main() -> None:
    """Serve until a signal comes; the port is the first line on stdout, and the last says how it ended."""
    worker = Worker(lambda: StandIn(seconds=float(sys.argv[1])), waiting=8, batch=1)
    listener = listen("127.0.0.1", 0)
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    ended = serve(Desk(worker, PACKAGE, limits=Limits(stop=float(sys.argv[2]))), listener)
    sys.stdout.write("ended\n" if ended else "still at work\n")
    sys.stdout.flush()
    if not ended:
        os._exit(0)


if __name__ == "__main__":
    main()
