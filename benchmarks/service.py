"""The service under load: clients of a second process, on loopback, for a minute; then its memory and its times.

    python benchmarks/service.py [--clients 16] [--seconds 60] [--words 150] [--warm 300] [--options="--rules-only"]

Starts ``attribution serve`` as a process of its own and posts made-up stories from as many threads as there are
clients, each coming again when a 429 tells it to. First so many stories are posted to warm it, uncounted: what the
models remember of words is bounded and has to be full before memory can be flat. Then it prints how many requests were
answered with which status, latency p50 and p95 of those that were analysed (from the first byte sent to the last
received, without the time a client was told to stay away), and the service's resident memory as the mean of the first
and of the last quarter of the time. Bounds to hold: no status but 200 and 429, and less than 5 % more memory in the
last quarter than in the first. Exits with 1 where one fails.
"""

from __future__ import annotations

import argparse
import http.client
import math
import os
import random
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOST_GROWTH = 1.05
FIRST = ("Amina", "Bogdan", "Chioma", "Dmitri", "Esi", "Farid", "Greta", "Hiroshi", "Ines", "Jarrah", "Keiko", "Lucía")
LAST = ("Adeyemi", "Brandt", "Castillo", "Delacroix", "Eriksen", "Fonoti", "Garrick", "Haddad", "Iyer", "Jovanović")
WHAT = ("the road", "the harbour", "the school", "the clinic", "the new line", "the old mill", "the reservoir")
DOES = ("will close in June", "has cost twice what was planned", "is safe again", "belongs to the town")


@dataclass
class Seen:
    """What the clients saw: how often each status, the seconds of each 200, and the service's memory over time.

    They stop when there are ``enough`` of status 200.
    """

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    enough: float = math.inf


def story(rnd: random.Random, words: int) -> str:
    """Return a made-up story, never the same: the memory of one must not help the next."""
    parts = [f"{rnd.choice(WHAT).capitalize()} {rnd.choice(DOES)}, council says", ""]
    while sum(len(part.split()) for part in parts) < words:
        name = f"{rnd.choice(FIRST)} {rnd.choice(LAST)}{rnd.choice('aeiou')}{rnd.choice('lmnrst')}"
        said = f"{rnd.choice(WHAT)} {rnd.choice(DOES)}, and {rnd.choice(WHAT)} {rnd.choice(DOES)}"
        parts += [
            rnd.choice(
                (f"“{said.capitalize()},” said {name}, an engineer.", f"{name}, a councillor, said that {said}.")
            ),
            "",
        ]
    return "\n".join(parts)


def visit(port: int, until: float, seed: int, words: int, seen: Seen) -> None:
    """Post stories until the time is over or enough are analysed; on the connection of the one before if it is open."""
    rnd = random.Random(seed)  # noqa: S311 - a reproducible text, not a secret
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=180)
    while time.monotonic() < until and len(seen.seconds) < seen.enough:
        begun = time.monotonic()
        try:
            connection.request("POST", "/analyze", story(rnd, words).encode(), {"Content-Type": "text/plain"})
            answer = connection.getresponse()
            answer.read()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            connection.close()  # the service closes a connection that was idle; a new request needs a new one
            if time.monotonic() - begun > 1:
                seen.statuses["cut off"] += 1
            continue
        seen.statuses[str(answer.status)] += 1
        if answer.status == http.HTTPStatus.OK:
            seen.seconds.append(time.monotonic() - begun)
        elif answer.status == http.HTTPStatus.TOO_MANY_REQUESTS:
            time.sleep(min(float(answer.headers["Retry-After"]), max(until - time.monotonic(), 0)))
    connection.close()


def resident(pid: int) -> int:
    """Return the resident memory of a process in bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def share(ordered: list[float], part: float) -> float:
    """Return the value below which a part of the ordered values lies."""
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)] if ordered else float("nan")


def warm(port: int, *, clients: int, words: int, stories: int) -> None:
    """Have so many stories analysed, or more by what the clients have under way."""
    seen = Seen(enough=stories - clients)
    threads = [threading.Thread(target=visit, args=(port, math.inf, ~n, words, seen)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def measure(port: int, pid: int, *, clients: int, seconds: float, words: int) -> Seen:
    """Return what the clients saw in so many seconds."""
    seen = Seen()
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=visit, args=(port, until, n, words, seen)) for n in range(clients)]
    for thread in threads:
        thread.start()
    while time.monotonic() < until:
        seen.memory.append(resident(pid))
        time.sleep(seconds / 120)
    for thread in threads:
        thread.join()
    return seen


def main() -> int:
    """Start the service, measure it, stop it, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--words", type=int, default=150, help="of a story")
    parser.add_argument("--warm", type=int, default=300, help="stories before that")
    parser.add_argument("--options", default="", help="further options of attribution serve")
    given = parser.parse_args()
    environment = {name: value for name, value in os.environ.items() if name != "ATTRIBUTION_TOKEN"}
    command = [sys.executable, "-m", "attribution", "serve", "--port", "0", *shlex.split(given.options)]
    service = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment)
    assert service.stderr is not None
    ready = service.stderr.readline()
    port = re.search(r":(\d+)/$", ready)
    if port is None:
        print(ready, end="")
        return 1
    log = threading.Thread(target=lambda: [None for _ in service.stderr or ()], daemon=True)
    log.start()
    try:
        warm(int(port[1]), clients=given.clients, words=given.words, stories=given.warm)
        seen = measure(int(port[1]), service.pid, clients=given.clients, seconds=given.seconds, words=given.words)
    finally:
        service.send_signal(signal.SIGTERM)
        code = service.wait(60)
    quarter = max(len(seen.memory) // 4, 1)
    first, last = sum(seen.memory[:quarter]) / quarter, sum(seen.memory[-quarter:]) / quarter
    times = sorted(seen.seconds)
    print(f"{given.clients} clients, {given.seconds:g} s, stories of {given.words} words")
    print("answers: " + ", ".join(f"{count} of {status}" for status, count in sorted(seen.statuses.items())))
    print(f"latency of 200: p50 {share(times, 0.5):.2f} s, p95 {share(times, 0.95):.2f} s")
    print(
        f"memory: {first / 1e6:.0f} MB in the first quarter, {last / 1e6:.0f} MB in the last, {last / first:.3f} times"
    )
    print(f"stopped with code {code}")
    fine = set(seen.statuses) <= {"200", "429"} and seen.seconds and last < MOST_GROWTH * first and code == 0
    print("holds" if fine else "DOES NOT HOLD")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
