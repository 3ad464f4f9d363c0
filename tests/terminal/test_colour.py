"""Colour: on a terminal, and never where NO_COLOR or a pipe says otherwise."""

import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.acceptance.feed_server import FeedServer, Item, rss
from tests.docs.sessions import Screen
from tests.terminal.one_round import RULE, WAITING, under_way
from tests.terminal.terminal import Terminal

SAFETY = 60  # seconds
STYLE = re.compile(r"\x1b\[[\d;]*m")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration whose doctor has something to say."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "ports.yaml").write_text(RULE)
    (tmp_path / "feed.xml").write_bytes(rss(Item(name="a", title="Rain")))
    (tmp_path / "config.yaml").write_text("feeds: [{id: a, url: 'https://a.example/feed', outlet: A}]\n")
    return tmp_path


# A table, an alert, a help text, and a mistake. `run` is below: it needs a feed.
COMMANDS = {
    "doctor": ("doctor", "--no-network"),
    "channels test": ("channels", "test", "console"),
    "feeds parse": ("feeds", "parse", "feed.xml"),
    "help": ("--help",),
    "help of a verb": ("feeds", "add", "--help"),
    "wrong usage": ("rnu",),
}
COLOURED = {"doctor", "channels test", "feeds parse"}  # help and mistakes are plain everywhere


def environ(**more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "PYTHONUTF8": "1", **more}


def command(arguments: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "monitor", *arguments]


def on_terminal(folder: Path, arguments: tuple[str, ...], surroundings: Mapping[str, str]) -> str:
    """Everything it writes, either stream, to a terminal of its own."""
    master, terminal = pty.openpty()
    screen = Screen(master)
    process = subprocess.Popen(
        command(arguments),
        cwd=folder,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    process.wait(SAFETY)
    return screen.text()


def in_pipe(folder: Path, arguments: tuple[str, ...], surroundings: Mapping[str, str]) -> str:
    done = subprocess.run(
        command(arguments), cwd=folder, env=surroundings, capture_output=True, check=False, timeout=SAFETY
    )
    return (done.stdout + done.stderr).decode()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_terminal_is_coloured(folder: Path, name: str) -> None:
    shown = on_terminal(folder, COMMANDS[name], environ())
    assert bool(STYLE.search(shown)) == (name in COLOURED), shown
    assert shown.strip()


@pytest.mark.parametrize(
    "surroundings", [{"NO_COLOR": "1"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, {"TERM": "dumb"}], ids=" ".join
)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_terminal_that_wants_none_gets_none(folder: Path, name: str, surroundings: dict[str, str]) -> None:
    shown = on_terminal(folder, COMMANDS[name], environ(**surroundings))
    assert "\x1b" not in shown, shown
    assert shown.strip()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_pipe_is_plain(folder: Path, name: str) -> None:
    assert "\x1b" not in in_pipe(folder, COMMANDS[name], environ())


def test_a_table_is_coloured_in_a_pipe_where_that_is_asked_for(folder: Path) -> None:
    assert STYLE.search(in_pipe(folder, COMMANDS["doctor"], environ(FORCE_COLOR="1")))
    assert "\x1b" not in in_pipe(folder, COMMANDS["doctor"], environ(FORCE_COLOR="1", NO_COLOR="1"))


def test_programs_get_json_whatever_is_asked_for(folder: Path) -> None:
    for arguments in (("check", "--json"), ("doctor", "--no-network", "--json"), COMMANDS["channels test"]):
        assert "\x1b" not in in_pipe(folder, arguments, environ(FORCE_COLOR="1")), arguments


class TestRun:
    """The daemon's log, its bar and the alerts."""

    @pytest.mark.parametrize(("setting", "coloured"), [("", True), ("NO_COLOR=1 ", False)])
    def test_log_bar_and_alerts(
        self, terminal: Terminal, feeds: FeedServer, setting: str, coloured: bool
    ) -> None:
        with under_way(terminal, feeds, f"{setting}newsmonitor run --once"):
            terminal.screen(holding="#00000", ending=WAITING)
            during = terminal.shown("-e")
        log, alert, bar = (
            line for line in during.splitlines() if re.search(r"polled|A port on strike|polling feeds", line)
        )
        for line in (log, alert, bar):
            assert bool(STYLE.search(line)) == coloured, line
