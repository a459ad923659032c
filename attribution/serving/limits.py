"""The bounds of the service: how much it takes, how long it waits, how many it lets wait (docs/service.md)."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_HEAD = 16_384  # bytes of request line and headers together; browsers send some 2 KB


@dataclass(frozen=True, slots=True)
class Limits:
    """What one service bears. Sizes are in bytes or words, times in seconds.

    Attributes:
        body: the longest body of a request.
        words: the longest article; with it an analysis has an end, since a running one cannot be broken off.
        waiting: how many articles may wait for the one that is being analysed; the next is told to come again.
        batch: how many of those that wait are taken at once.
        connections: how many clients may be connected; further ones are cut off.
        receive: from a request's first byte to the end of its head, and as long again to the end of its body.
        answer: from the end of the body to the answer, waiting and analysis together.
        send: how long a client may leave an answer lying that it does not take.
        idle: how long a connection is kept open for a further request.
        stop: how long a stopping service works on what it has taken.
    """

    body: int = 4_000_000
    words: int = 20_000
    waiting: int = 32
    batch: int = 8
    connections: int = 100
    receive: float = 20.0
    answer: float = 120.0
    send: float = 30.0
    idle: float = 5.0
    stop: float = 30.0
