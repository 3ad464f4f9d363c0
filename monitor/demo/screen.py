"""Standard output for a person who watches, also through a pipe."""

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import BinaryIO

_STYLE = re.compile(r"\x1b\[[\d;]*m")


class Screen(io.TextIOWrapper):
    """Says that it is a terminal, so that alerts are told as text and not as JSON lines; styles reach only one that is."""

    def __init__(self, stream: BinaryIO, *, encoding: str, styled: bool) -> None:
        super().__init__(stream, encoding=encoding, errors="backslashreplace", line_buffering=True)
        self._styled = styled

    def isatty(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        super().write(text if self._styled else _STYLE.sub("", text))
        return len(text)


@contextmanager
def on_screen() -> Iterator[None]:
    """Everything written to standard output meanwhile goes to a Screen over it."""
    real = sys.stdout
    real.flush()
    styled = real.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    screen = Screen(real.buffer, encoding=real.encoding, styled=styled)
    try:
        with redirect_stdout(screen):
            yield
    finally:
        screen.flush()
        screen.detach()  # else its end would be the end of the real one
