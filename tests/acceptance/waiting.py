"""Waiting for what another process does: always for a condition, never for a while."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

SAFETY = 40.0  # seconds; what is waited for takes a few on an idle machine


def eventually(condition: Callable[[], T], what: str, *, within: float = SAFETY) -> T:
    """What the condition returns once it is true; within (seconds) only ends a wait that is in vain."""
    deadline = time.monotonic() + within
    while not (found := condition()):
        assert time.monotonic() < deadline, f"waited {within:.0f} s in vain for: {what}"
        time.sleep(0.02)
    return found
