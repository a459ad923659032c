"""The service and clients that mean no good: hostile bodies, slow hands, broken HTTP, and the end of the process."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the service's packages are not installed: pip install attribution-audit[serve]")
pytest.importorskip("python_multipart", reason="the service's packages are not installed")
pytest.importorskip("uvicorn", reason="the service's packages are not installed")

from attribution.errors import ServiceError
from attribution.serving.limits import LONGEST_HEAD, Limits
from attribution.serving.server import check_exposure, listen
from tests.service import PATIENCE, STORY, TOKEN, Running, read_all, until
from tests.test_serving import in_background

HEAD = b"POST /analyze HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
BODY = STORY.encode()
REQUEST = HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY
HEALTH = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def service():
    with Running(limits=Limits(body=200_000, receive=0.5, idle=1.0, send=0.5, stop=5.0)) as running:
        yield running


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def drip(connection: socket.socket, piece: bytes, *, seconds: float = PATIENCE) -> None:
    """Send a piece again and again, slowly, until the other side has had enough."""
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            connection.sendall(piece)
            time.sleep(0.05)
    except OSError:
        return
    raise AssertionError("the service listens for ever")


def is_well(service) -> bool:
    return service.analyze().status == 200


# Hostile bodies


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html><body><script>alert(1)</script></body></html>",
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "%s">]><r>&x;</r>' % Path(__file__).as_uri().encode(),
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
        + b"".join(b'<!ENTITY %c "&%c;&%c;">' % (c + 1, c, c) for c in range(97, 110))
        + b"]><r>&n;</r>",
        b"<a>" * 60_000,
        b"PK\x03\x04" + bytes(1000),
        b"\xc3\x28" * 5_000,
        b"\x80\x81\xfe\xff" * 5_000,
        b"\x00" * 100_000,
        b"=cmd|' /C calc'!A0," * 1_000,
    ],
    ids=["html", "entity", "many entities", "nesting", "zip", "bad UTF-8", "no encoding", "NUL", "formula"],
)
@pytest.mark.parametrize("kind", ["text/plain", "text/html", "application/xml", "application/octet-stream"])
def test_a_hostile_body_is_answered_in_bounded_time_and_harms_nobody(service, body, kind):
    begun = time.monotonic()
    reply = service.analyze(body, kind)
    assert reply.status in {200, 413, 422}  # what reads as a text is one; no file but the body is opened
    assert time.monotonic() - begun < PATIENCE
    assert b"clients that mean no good" not in reply.body, "an entity of a file was read"
    assert is_well(service)


def test_a_body_of_100_mb_is_413_before_it_is_sent(service):
    answer = service.raw(HEAD + b"Expect: 100-continue\r\nContent-Length: 100000000\r\n\r\n")
    assert status_of(answer) == 413
    assert b"100 Continue" not in answer


@pytest.mark.parametrize("framing", [b"Content-Length: 100000000\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n"])
def test_a_body_of_100_mb_that_is_sent_all_the_same_is_413(service, framing):
    chunk = bytes(100_000)
    if b"chunked" in framing:
        chunk = b"%x\r\n%s\r\n" % (len(chunk), chunk)
    with service.connect() as connection:
        connection.sendall(HEAD + framing)
        sent = 0
        try:
            for _ in range(1000):
                sent += connection.send(chunk)
        except OSError:
            pass
        assert status_of(connection.recv(65_536)) == 413
    assert is_well(service)


# Slow hands


def test_a_head_that_does_not_end_is_408(service):
    with service.connect() as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\n")
        drip(connection, b"A: b\r\n")
        assert status_of(read_all(connection)) == 408


def test_a_client_that_says_nothing_is_cut_off(service):
    with service.connect() as connection:
        assert status_of(read_all(connection)) == 408


@pytest.mark.parametrize("framing", [b"Content-Length: 5000\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n"])
def test_a_body_that_does_not_end_is_408_and_the_connection_closed(service, framing):
    piece = b"1\r\na\r\n" if b"chunked" in framing else b"a"
    with service.connect() as connection:
        connection.sendall(HEAD + framing)
        drip(connection, piece)
    answer = service.raw(HEAD + framing + piece)
    assert status_of(answer) == 408
    assert b"connection: close" in answer.lower()
    assert is_well(service)


def test_a_refused_body_that_keeps_coming_is_cut_off(service):
    with service.connect() as connection:
        connection.sendall(HEAD + b"Content-Length: 100000000\r\n\r\n")
        assert status_of(connection.recv(65_536)) == 413
        drip(connection, b"a")


def test_a_client_that_does_not_take_its_answer_is_cut_off(service):
    with service.connect() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        request = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
        connection.sendall(request * 300)
        until(lambda: service.server.server_state.connections)
        until(lambda: not service.server.server_state.connections)
    assert is_well(service)


def test_an_idle_connection_is_closed(service):
    with service.connect() as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        begun = time.monotonic()
        assert status_of(read_all(connection)) == 200
        assert time.monotonic() - begun < PATIENCE


def test_clients_beyond_the_limit_are_cut_off_and_the_others_answered():
    with Running(limits=Limits(connections=3, receive=5.0, stop=1.0)) as service:
        held = [service.connect() for _ in range(3)]
        until(lambda: len(service.server.server_state.connections) == 3)
        with service.connect() as one_too_many:
            assert read_all(one_too_many) == b""
        held[0].sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert status_of(read_all(held[0])) == 200
        for connection in held:
            connection.close()


# Broken HTTP


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET /\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: rebound.example\r\n\r\n", 400),
        (b"GET /" + b"a" * LONGEST_HEAD + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nA: " + b"a" * LONGEST_HEAD + b"\r\n\r\n", 431),
        (HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", 400),
        (HEAD + b"Content-Length: -5\r\n\r\nabcdef", 400),
        (HEAD + b"Content-Length: 99999999999999999999999999\r\n\r\nabcdef", 400),
        (HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n", 501),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nno chunk\r\n", 400),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\na", 408),
    ],
)
def test_what_is_no_http_is_refused(service, sent, status):
    answer = service.raw(sent)
    assert status_of(answer) == status
    assert b"application/problem+json" in answer
    assert is_well(service)


def test_a_content_length_that_is_too_short_leaves_the_rest_as_no_request(service):
    length = len(BODY) - 20
    answer = service.raw(HEAD + b"Content-Length: %d\r\n\r\n" % length + BODY + b"\r\n\r\n")
    assert status_of(answer) == 200
    assert b"HTTP/1.1 400" in answer


def test_a_content_length_that_is_too_long_is_408(service):
    assert status_of(service.raw(HEAD + b"Content-Length: %d\r\n\r\n" % (len(BODY) + 20) + BODY)) == 408


def test_requests_in_a_row_are_answered_in_order(service):
    request = HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY
    answer = service.raw(request + request + HEALTH)
    assert answer.count(b"HTTP/1.1 200") == 3
    assert answer.index(b'"waiting"') > answer.rindex(b'"schema"')


# Clients that go


def test_an_article_whose_client_is_gone_is_not_begun():
    with Running(limits=Limits(batch=1, stop=5.0)) as service:
        service.analyzer.go.clear()
        first, answers = in_background(service.analyze)
        until(lambda: service.analyzer.begun)
        with service.connect() as connection:
            connection.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY)
            until(lambda: service.worker.depth == 1)
        until(lambda: service.worker.depth == 0)
        service.analyzer.go.set()
        first.join(PATIENCE)
        assert answers[0].status == 200
        assert len(service.analyzer.begun) == 1


def test_a_client_that_goes_in_the_middle_of_its_body_or_its_analysis_harms_nobody(service):
    with service.connect() as connection:
        connection.sendall(HEAD + b"Content-Length: 5000\r\n\r\nThe")
    service.analyzer.go.clear()
    before = len(service.analyzer.begun)
    with service.connect() as connection:
        connection.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY)
        until(lambda: len(service.analyzer.begun) > before)
    service.analyzer.go.set()
    assert is_well(service)


# The process


class Process:
    """The service as a process of its own, in a folder of its own that it must leave empty."""

    def __init__(self, folder: Path, *, seconds: float, stop: float) -> None:
        self.folder = folder
        places = dict.fromkeys(("TMPDIR", "HOME", "XDG_CACHE_HOME", "TEMP", "TMP"), str(folder))
        self.process = subprocess.Popen(
            [sys.executable, "-B", "-m", "tests.service", str(seconds), str(stop)],
            stdout=subprocess.PIPE,
            env={**os.environ, **places, "PYTHONPATH": str(Path(__file__).parents[1])},
            cwd=folder,
            text=True,
        )
        self.port = int(self.process.stdout.readline())
        until(lambda: b'"ready"' in self.ask(HEALTH))

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def ask(self, request: bytes) -> bytes:
        with self.connect() as connection:
            connection.sendall(request)
            return read_all(connection)

    def send(self, count: int) -> list[socket.socket]:
        """Post articles and return their connections when the first is being analysed and the others wait."""
        connections = [self.connect() for _ in range(count)]
        for number, connection in enumerate(connections):
            connection.sendall(REQUEST)
            until(lambda number=number: f'"waiting":{number}'.encode() in self.ask(HEALTH))
        time.sleep(0.2)
        return connections

    def end(self) -> str:
        words, _ = self.process.communicate(timeout=PATIENCE)
        return words.strip()


@pytest.fixture
def start(tmp_path):
    started = []

    def launch(**options: float) -> Process:
        started.append(Process(tmp_path, **options))
        return started[-1]

    yield launch
    for each in started:
        if each.process.poll() is None:
            each.process.kill()
        each.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopping_service_finishes_what_it_has_taken(start, number):
    service = start(seconds=2.0, stop=15.0)
    connections = service.send(3)
    service.process.send_signal(number)
    assert [status_of(read_all(connection)) for connection in connections] == [200, 200, 200]
    for connection in connections:
        connection.close()
    assert service.end() == "ended"
    assert service.process.returncode == 0
    with pytest.raises(ConnectionRefusedError):
        service.connect()


def test_a_stopping_service_does_not_wait_for_ever(start):
    service = start(seconds=600.0, stop=1.0)
    for connection in service.send(2):
        with connection:
            service.process.send_signal(signal.SIGTERM)
            assert status_of(read_all(connection)) == 503
    assert service.end() == "still at work"


def test_a_service_killed_in_the_middle_of_a_request_leaves_nothing_behind(start):
    service = start(seconds=600.0, stop=1.0)
    page = b"<!DOCTYPE html><html><body><article><p>%s</p></article></body></html>" % BODY
    length = b"Connection: close\r\nContent-Length: %d\r\n\r\n"
    at_work, waiting = service.connect(), service.connect()
    at_work.sendall(HEAD + length % len(page) + page)
    waiting.sendall(REQUEST)
    until(lambda: b'"waiting":1' in service.ask(HEALTH))
    with at_work, waiting, service.connect() as half:
        half.sendall(HEAD + b"Content-Length: 3000000\r\n\r\n" + bytes(1_500_000))
        opened = [str(file.readlink()) for file in Path(f"/proc/{service.process.pid}/fd").glob("*")]
        service.process.kill()
        service.process.wait(PATIENCE)
        assert read_all(at_work) == read_all(waiting) == b""
    assert not [name for name in opened if str(service.folder) in name]
    assert list(service.folder.rglob("*")) == []
    again = listen("127.0.0.1", service.port)
    again.close()


# Where it listens


@pytest.mark.parametrize(
    ("host", "token", "said"),
    [
        ("127.0.0.1", "", None),
        ("::1", "", None),
        ("localhost", "", None),
        ("127.9.9.9", TOKEN, None),
        ("0.0.0.0", TOKEN, None),
        ("0.0.0.0", "", "0.0.0.0 is reached from other machines and ATTRIBUTION_TOKEN is not set"),
        ("::", "", ":: is reached from other machines"),
        ("desk.example", "", "desk.example is reached from other machines"),
        ("127.0.0.1", "short", "ATTRIBUTION_TOKEN has 5 characters and takes 16 or more"),
        ("0.0.0.0", "a token of words with spaces", "ATTRIBUTION_TOKEN holds characters that no header can carry"),
        ("127.0.0.1", "ein-Tokën-mit-Umlauten", "ATTRIBUTION_TOKEN holds characters"),
    ],
)
def test_a_service_that_others_reach_needs_a_token(host, token, said):
    if said is None:
        assert check_exposure(host, token) == (token or None)
    else:
        with pytest.raises(ServiceError, match=said):
            check_exposure(host, token)


def test_a_port_that_is_taken_and_a_host_that_is_none_are_told_in_a_line():
    with listen("127.0.0.1", 0) as taken, pytest.raises(ServiceError, match="cannot listen on 127"):
        listen("127.0.0.1", taken.getsockname()[1])
    with pytest.raises(ServiceError, match="no address of this machine"):
        listen("no.such.host.invalid", 0)
