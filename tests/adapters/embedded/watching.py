"""Looking at servers and processes from outside."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from redis import Redis
from redis.exceptions import ConnectionError as Away

from monitor.adapters.embedded import EmbeddedStore

SAFETY = 20.0  # seconds; what is waited for takes some 0.1
WHEEL = {"PATH": ""}  # an environment with nothing in PATH: the wheel's Valkey is left


class Embed(Protocol):
    """The fixture that makes embedded stores over one state folder."""

    def __call__(
        self, environ: Mapping[str, str] = ..., *, say: Callable[[str], None] = ..., patience: float = ...
    ) -> EmbeddedStore: ...


def client_of(url: str) -> Redis:
    return Redis.from_url(url)


def pid_of(url: str) -> int:
    with client_of(url) as client:
        return int(client.info("server")["process_id"])


def answers(url: str) -> bool:
    with client_of(url) as client:
        try:
            return bool(client.ping())
        except Away:
            return False


def gone(pid: int) -> bool:
    """Whether the process has ended; one that waits to be reaped by a parent that never does counts as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SAFETY
    while not condition():
        assert time.monotonic() < deadline, "this should have happened long ago"
        time.sleep(0.01)
