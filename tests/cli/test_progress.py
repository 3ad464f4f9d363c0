"""A bar for whoever waits."""

import io
import threading

from monitor.cli.progress import progress


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
