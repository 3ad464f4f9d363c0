"""A daemon started by hand ends with its terminal; kill -HUP from elsewhere is still a reload."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.feed_server import FeedServer
from tests.acceptance.waiting import SAFETY

# What a shell in a terminal window does: the terminal on standard input becomes the one that controls us.
AS_IN_A_WINDOW = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "monitor", "run"])
"""


@pytest.fixture
def by_hand(tmp_path: Path, feeds: FeedServer) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A daemon, and the other end of its terminal."""
    (tmp_path / "rules").mkdir()
    config = {
        "network": {"allow_private": ["127.0.0.0/8"]},
        "feeds": [{"id": "world", "url": feeds.url("/world"), "outlet": "World"}],
    }
    (tmp_path / "config.yaml").write_text(json.dumps(config))
    window, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", AS_IN_A_WINDOW],
        cwd=tmp_path,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    ) as process:
        os.close(terminal)
        yield process, window
        process.kill()


def await_text(window: int, wanted: str) -> None:
    seen, until = "", time.monotonic() + SAFETY
    while wanted not in seen:
        assert time.monotonic() < until, seen
        if select.select([window], [], [], 0.2)[0]:
            seen += os.read(window, 65536).decode(errors="replace")


def test_it_ends_when_its_terminal_is_closed(by_hand: tuple[subprocess.Popen[bytes], int]) -> None:
    process, window = by_hand
    await_text(window, "ready")
    process.send_signal(signal.SIGHUP)
    await_text(window, "rules loaded")
    os.close(window)
    assert process.wait(timeout=SAFETY) == 0
