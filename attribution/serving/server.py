"""The server that runs the application: loopback or a token, one process, no log of its own, a bounded stop."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from math import ceil

import uvicorn

from attribution.errors import ServiceError
from attribution.serving.access import is_loopback, token_fault
from attribution.serving.app import Desk, build_app
from attribution.serving.limits import LONGEST_HEAD
from attribution.serving.wire import bounded

TOKEN_VARIABLE = "ATTRIBUTION_TOKEN"  # noqa: S105 - the name of the variable


def check_exposure(host: str, token: str) -> str | None:
    """Return the token to ask for, None for none; raises `ServiceError` where a service would stand open.

    Args:
        host: the address to listen on.
        token: what `TOKEN_VARIABLE` holds; "" where it is not set.
    """
    fault = token_fault(token)
    if fault is None:
        return token
    if token:
        raise ServiceError(f"{TOKEN_VARIABLE} {fault}; make one with: openssl rand -hex 32")
    if not is_loopback(host):
        raise ServiceError(
            f"{host} is reached from other machines and {TOKEN_VARIABLE} {fault}; "
            "set it (openssl rand -hex 32) or leave out --host"
        )
    return None


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; port 0 takes a free one. Raises `ServiceError`."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise ServiceError(
            f"{host}: is no address of this machine ({error.strerror or error}); check --host"
        ) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise ServiceError(
            f"cannot listen on {host} port {port} ({error.strerror or error}); choose another --port"
        ) from error
    return listener


def make_server(desk: Desk) -> uvicorn.Server:
    """Return the server of an application; its ``run`` takes the socket of `listen`, its ``should_exit`` stops it."""
    return uvicorn.Server(
        uvicorn.Config(
            build_app(desk),
            http=bounded(desk.limits),
            ws="none",
            loop="asyncio",
            lifespan="on",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            h11_max_incomplete_event_size=LONGEST_HEAD,
            timeout_keep_alive=ceil(desk.limits.idle),
            timeout_graceful_shutdown=ceil(desk.limits.stop),
        )
    )


def serve(desk: Desk, listener: socket.socket, *, on_made: Callable[[uvicorn.Server], None] | None = None) -> bool:
    """Serve until SIGTERM or SIGINT, finish what was taken, and tell whether the worker's thread has ended.

    Args:
        desk: what is served.
        listener: from `listen`.
        on_made: called with the server before it starts.
    """
    server = make_server(desk)
    if on_made is not None:
        on_made(server)
    # uvicorn raises the signal again when it has stopped; that must not end the command before its last line.
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        server.run(sockets=[listener])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return desk.worker.stop(0)
