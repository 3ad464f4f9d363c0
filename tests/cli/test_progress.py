"""A bar for whoever waits."""

import io
import sys
import threading
from contextlib import redirect_stderr, redirect_stdout

import pytest

from monitor.cli.progress import progress


@pytest.fixture(autouse=True)
def able(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal of whoever runs the tests may be none."""
    monkeypatch.setenv("TERM", "xterm")


class Terminal(io.StringIO):
    def __init__(self) -> None:
        super().__init__()
        self.spoken = threading.Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if "feeds" in text:
            self.spoken.set()
        return super().write(text)


def test_what_is_done_quickly_needs_no_bar() -> None:
    terminal = Terminal()
    with progress("feeds", 2, stream=terminal, patience=60) as done:
        done()
        done()
    assert "feeds" not in terminal.getvalue()


def test_who_waits_sees_how_far_it_is() -> None:
    terminal = Terminal()
    with progress("feeds", 2, stream=terminal, patience=0) as done:
        done()
        assert terminal.spoken.wait(30)
    assert "/2" in terminal.getvalue()


def test_a_pipe_stays_silent() -> None:
    pipe = io.StringIO()
    with progress("feeds", 2, stream=pipe, patience=0) as done:
        done()
    assert pipe.getvalue() == ""


def test_who_wants_quiet_gets_it() -> None:
    terminal = Terminal()
    with progress("feeds", 2, quiet=True, stream=terminal, patience=0) as done:
        done()
    assert terminal.getvalue() == ""


def test_a_terminal_that_takes_nothing_back_is_spared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    terminal = Terminal()
    with progress("feeds", 2, stream=terminal, patience=0) as done:
        done()
    assert terminal.getvalue() == ""


def test_it_may_hear_how_much_is_left() -> None:
    terminal = Terminal()
    with progress("feeds", 9, stream=terminal, patience=0) as done:
        done(left=4)
        done(left=4)
        done()
        assert terminal.spoken.wait(30)
    assert "6/9" in terminal.getvalue()


def test_lines_go_above_it_whole() -> None:
    terminal = Terminal()
    with (
        redirect_stdout(terminal),
        redirect_stderr(terminal),
        progress("feeds", 2, stream=terminal, patience=0),
    ):
        assert terminal.spoken.wait(30)
        sys.stdout.write("an alert, ")
        sys.stdout.write("and its link\n")
    gone = "\x1b[1A\x1b[2K"  # up, and the line is empty
    assert f"{gone}an alert, and its link\n" in terminal.getvalue()


def test_the_rest_of_a_line_is_not_lost() -> None:
    terminal = Terminal()
    with redirect_stdout(terminal), progress("feeds", 2, stream=terminal, patience=60):
        kept = sys.stdout
        kept.write("no end")
    kept.write(" yet\n")
    assert terminal.getvalue() == "no end yet\n"


def test_a_terminal_that_was_closed_ends_nothing_else() -> None:
    class Closed(Terminal):
        def write(self, text: str) -> int:
            self.spoken.set()
            raise OSError(5, "Input/output error")

    terminal = Closed()
    with progress("feeds", 2, stream=terminal, patience=0) as done:
        assert terminal.spoken.wait(30)
        done()
