"""Documents as a newcomer follows them: each is typed, block by block, into a folder that looks like a checkout."""

import os
import pty
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread
from typing import Self

SAFETY = 30  # seconds
PORT = "8000"  # as the documents write it; a free one is taken in its place
MODULE = f"{shlex.quote(sys.executable)} -m monitor"

# A comment in the line above a block says what to do with it.
NOT_RUN = "not run: "
FILE = "file"
KEEPS_RUNNING = "keeps running"
ENDS_BY_ITSELF = "ends by itself"

# These tell what a daemon has done so far, so they may be asked again until it has.
WAITS = re.compile(r"newsmonitor (status|alerts|deliveries list|why|feeds list)\b")


@dataclass(frozen=True)
class Block:
    """A fenced block. note is the comment in the line above it."""

    place: str
    kind: str
    note: str
    text: str

    @property
    def is_run(self) -> bool:
        return self.kind == "console" and not self.note.startswith(NOT_RUN)

    def steps(self) -> Iterator[tuple[str, str]]:
        """Command, and what is shown below it."""
        for part in re.split(r"^\$ ", self.text, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            yield command, shown


def blocks(path: Path, root: Path) -> Iterator[Block]:
    text = path.read_text("utf-8")
    form = r"^(?:<!-- ([^\n]*) -->\n)?```(\w*)\n(.*?)^```$"
    for found in re.finditer(form, text, re.DOTALL | re.MULTILINE):
        line = text.count("\n", 0, found.start(2)) + 1
        yield Block(f"{path.relative_to(root)}:{line}", found[2], found[1] or "", found[3])


# What differs each time: times, process ids, and how often something was tried.
_VARYING = (
    (r"\x1b\[[0-9;]*m", ""),
    (r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d", "TIME"),
    (r"^\d\d:\d\d:\d\d ", ""),
    (r"pid \d+", "pid N"),
    (r"\(set [0-9a-f]{6}\)", "(set N)"),  # what rules mean, with the cues of their guards
    (r"\d+s ago", "N s ago"),
    (r"(?<=retry) +\d+\b", " N"),
    (r" +", " "),  # columns are as wide as what stands in them
)


def plain(text: str) -> list[str]:
    """Lines without what differs each time. Dates of 2023 are the demo's and stay."""
    lines = []
    for line in text.replace("\r\n", "\n").splitlines():
        for pattern, instead in _VARYING:
            if not (instead == "TIME" and "2023-" in line):
                line = re.sub(pattern, instead, line)  # noqa: PLW2901  one line, step by step
        lines.append(line.rstrip())
    while lines and not lines[-1]:
        lines.pop()
    return lines


def is_shown(shown: str, real: str) -> bool:
    """Whether a reader sees what the document shows; `...` stands for any lines."""
    pattern = "".join(
        r"(?:[^\n]*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in plain(shown)
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in plain(real))) is not None


class Screen:
    """Everything that is written to a terminal, read as it comes so that nobody waits for us."""

    def __init__(self, master: int) -> None:
        self._master = master
        self._written = bytearray()
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    def text(self) -> str:
        """All of it, once whoever wrote has ended."""
        self._thread.join(SAFETY)
        return self._written.decode()

    def _read(self) -> None:
        with open(self._master, "rb", buffering=0) as terminal, suppress(OSError):  # noqa: PTH123  a number; EIO is its end
            while piece := terminal.read(65536):
                self._written += piece


@dataclass
class Running:
    """A command on a terminal of its own, and what it must have shown when it ends."""

    block: Block
    shown: str
    process: subprocess.Popen[bytes]
    screen: Screen

    def end(self) -> None:
        if self.block.note == KEEPS_RUNNING and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(SAFETY)
        real = self.screen.text()
        assert is_shown(self.shown, real), (
            f"{self.block.place} shows\n{self.shown}\nand in truth it is\n{real}"
        )


@dataclass
class Reader:
    """Follows a document. folder changes with cd, as in a shell."""

    folder: Path
    home: Path
    port: str
    once: dict[str, Running]  # what ends by itself is run for all documents together: a demo takes its time
    running: list[Running] = field(default_factory=list)
    saved: int = 0

    @classmethod
    def in_checkout(cls, home: Path, once: dict[str, Running]) -> Self:
        """The program is this one, not one that ./run would set up; tests/test_run_script.py shows the latter."""
        tools = home / "newsmonitor" / ".venv" / "bin"
        tools.mkdir(parents=True)
        (tools / "activate").touch()
        for script in (tools / "newsmonitor", home / "newsmonitor" / "run"):
            script.write_text(f'#!/bin/sh\nexec {MODULE} "$@"\n')
            script.chmod(0o755)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        return cls(folder=home / "newsmonitor", home=home, port=port, once=once)

    def follow(self, document: Sequence[Block]) -> None:
        try:
            for block in document:
                if FILE in block.note.split(", "):
                    self.save(block)
                elif block.is_run:
                    self.type(block)
            for each in reversed(self.running):
                each.end()
        finally:
            for each in self.running:
                each.process.kill()
                each.process.wait()
                each.screen.text()

    def save(self, block: Block) -> None:
        """Under the name in its first line. The web server tells files apart by the second."""
        found = re.search(r"[\w./-]+\.(?:yaml|xml)", block.text.partition("\n")[0])
        assert found is not None, block.place
        (path,) = (
            each for each in (self.folder, self.folder / "mydesk") if (each / found[0]).parent.is_dir()
        )
        (path / found[0]).write_text(self.here(block.text))
        self.saved += 1
        later = time.time() + 2 * self.saved - 60
        os.utime(path / found[0], (later, later))

    def type(self, block: Block) -> None:
        for command, shown in block.steps():
            if block.note in {KEEPS_RUNNING, ENDS_BY_ITSELF}:
                self.running.append(self.start(block, command, shown))
                continue
            until = time.monotonic() + (SAFETY if WAITS.match(command) else 0)
            while not is_shown(self.here(shown), real := self.run(command)):
                assert time.monotonic() < until, (
                    f"{block.place}: {command}\nshows\n{shown}\nand in truth it is\n{real}"
                )
                time.sleep(0.2)

    def run(self, command: str) -> str:
        """What it prints, on either stream."""
        where = self.home / "folder"
        done = subprocess.run(
            ["bash", "-c", f"{self.here(command)}\npwd > {shlex.quote(str(where))}"],
            cwd=self.folder,
            env=self.environ(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=SAFETY,
            check=False,
        )
        self.folder = Path(where.read_text().strip())
        return done.stdout

    def start(self, block: Block, command: str, shown: str) -> Running:
        """On a terminal, where alerts are text; on a pipe they would be JSON."""
        if block.note == ENDS_BY_ITSELF and command in self.once:
            return replace(self.once[command], block=block, shown=shown)
        master, terminal = pty.openpty()
        process = subprocess.Popen(
            shlex.split(self.here(command)),
            cwd=self.folder,
            env=self.environ(),
            stdin=subprocess.DEVNULL,
            stdout=terminal,
            stderr=terminal,
        )
        os.close(terminal)
        started = Running(block, shown, process, Screen(master))
        self.once[command] = started
        return started

    def here(self, text: str) -> str:
        return re.sub(rf"\b{PORT}\b", self.port, text)

    def environ(self) -> dict[str, str]:
        tools = self.home / "newsmonitor" / ".venv" / "bin"
        root = Path(__file__).parents[2]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("NEWSMONITOR")}
        return kept | {
            "PATH": f"{tools}:{os.environ['PATH']}",
            "PYTHONPATH": str(root),
            "PYTHONUTF8": "1",
            "NO_COLOR": "1",
            "TERM": "dumb",
            "COLUMNS": "200",
            "TZ": "UTC",
        }
