"""Counting work instead of seconds: machines are noisy, the lines a function executes are not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

# Steps may grow by this much where the input grows eightfold: a square would take sixty-four times as many.
EIGHTFOLD = 12


def count_steps(action: Callable[[], object]) -> int:
    """Return how many lines of Python ``action`` executes; what runs inside C functions is one step each."""
    steps = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> object:
        nonlocal steps
        steps += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return steps
