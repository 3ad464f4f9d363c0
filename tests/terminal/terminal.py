"""A person at a terminal: tmux holds a shell of 100 by 30 in which commands are typed and screens are read."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.acceptance.waiting import eventually

COLUMNS, ROWS = 100, 30
PROMPT = "$"
_PROMPTS = ([PROMPT], [">"])  # of a new command, and of the rest of one
HOME = "/tmp/home-00000000"  # as long as the real one

# The window is all screen.
_TMUX = f"""\
set-option -g status off
set-option -g default-size {COLUMNS}x{ROWS}
"""
_SHELL = ("bash", "--noprofile", "--norc")

# What differs from one day, run or machine to the next. Each digit or letter becomes 0, so that lines break where
# they broke.
_CHANGING = re.compile(
    r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d\.\d{6}Z| \d\d:\d\d)"  # moments
    r"|(?<!\d)\d\d:\d\d:\d\d(?!\d)"  # and times of the day, also behind the ^C of a terminal
    r"|(?<=127\.0\.0\.1:)\d+"  # ports
    r"|(?<=#)[0-9A-Z]{5}\b|(?<=alert=)[0-9A-Z]{5}\b"  # short ids
    r"|\b[0-9a-f]{24}\b"  # ids
)


def missing() -> str | None:
    """Why no terminal can be had here."""
    absent = [program for program in ("tmux", "bash") if shutil.which(program) is None]
    return f"not on PATH: {', '.join(absent)}" if absent else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """A shell with `newsmonitor` on its PATH and nothing else of the surroundings."""

    home: Path
    tmux: tuple[str, ...]
    environ: Mapping[str, str]

    def enter(self, *lines: str) -> None:
        """Types lines on an empty screen, each at its prompt and with Enter."""
        self.press("C-l")
        eventually(lambda: self.shown() == PROMPT, "an empty screen and a prompt")
        for line in lines:
            self._type(line)
            self.press("Enter")

    def write(self, text: str) -> None:
        """The keys of this, without Enter."""
        self._tell("send-keys", "-l", "--", text)

    def press(self, key: str) -> None:
        """One key by its name in tmux: C-c."""
        self._tell("send-keys", key)

    def screen(self, *, holding: str, ending: str) -> str:
        """What is shown once it holds the one text and ends with the other: without that, it is not there yet."""

        def complete() -> bool:
            text = self.shown("-J")  # with long lines in one piece
            return holding in text and text.endswith(ending)

        try:
            eventually(complete, f"{holding!r} on a screen that ends with {ending!r}")
        except AssertionError as vain:
            raise AssertionError(f"{vain}; the screen:\n{self.shown()}") from None
        return self.shown()

    def shown(self, *options: str) -> str:
        """The screen as it is now, without the empty rest of lines and rows, and with 0 for what changes."""
        lines = self._tell("capture-pane", "-p", *options).splitlines()
        return self._steady("\n".join(map(str.rstrip, lines)).rstrip())

    def close(self) -> None:
        """Ends what runs in it first: a daemon would outlive its terminal."""
        try:
            self.press("C-c")
            eventually(lambda: self.shown().endswith(PROMPT), "the prompt after Ctrl-C")
        finally:
            self._tell("kill-server")

    def _type(self, line: str) -> None:
        """What is typed while no shell asks for it would show twice."""
        eventually(lambda: self.shown().splitlines()[-1:] in _PROMPTS, f"a prompt for {line!r}")
        self.write(line)
        eventually(lambda: self.shown("-J").endswith(self._steady(line)), f"{line!r} at the prompt")

    def _steady(self, text: str) -> str:
        return _CHANGING.sub(_nought, text.replace(str(self.home), HOME))

    def _tell(self, *words: str) -> str:
        done = subprocess.run(
            [*self.tmux, *words], env=self.environ, check=True, capture_output=True, encoding="utf-8"
        )
        return done.stdout


def _nought(found: re.Match[str]) -> str:
    """The same shape with every sign a 0; T and Z between the numbers of a moment stay."""
    text = found[0]
    return re.sub(r"\d", "0", text) if "-" in text or ":" in text else "0" * len(text)


@contextmanager
def terminal() -> Iterator[Terminal]:
    """A terminal whose shell is in a home of its own; all that ends with it."""
    # Not pytest's folder: its name has another length each time, and that of a socket must be short.
    with tempfile.TemporaryDirectory(prefix="home-", dir="/tmp") as name:
        home = Path(name)
        environ = {
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "HOME": name,
            "HISTFILE": "",  # nothing is written into the home once it is being removed
            "PS1": f"{PROMPT} ",
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        }
        config = home / ".tmux.conf"
        config.write_text(_TMUX)
        tmux = ("tmux", "-u", "-S", str(home / ".tmux"), "-f", str(config))
        opened = Terminal(home=home, tmux=tmux, environ=environ)
        opened._tell("new-session", "-d", "-c", name, "--", *_SHELL)
        try:
            yield opened
        finally:
            opened.close()
