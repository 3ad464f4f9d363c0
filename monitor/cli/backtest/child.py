"""The process that judges the archive: started, listened to, and ended with us."""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO

from monitor.cli.progress import progress
from monitor.core.backtest import Outcome
from monitor.core.errors import MonitorError, StoreError
from monitor.core.ids import RuleId
from monitor.core.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What the process is asked. config: the config.yaml that leads to the store. other, only: see core/backtest."""

    config: Path
    since: timedelta
    rules: tuple[Rule, ...]
    other: tuple[Rule, ...] | None = None
    only: RuleId | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """It has found so many hours to read."""

    hours: int


@dataclass(frozen=True, slots=True)
class HourRead:
    """One of them is done."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It ends: the store does not answer, or is not ours to read."""

    error: StoreError


Said = Begun | HourRead | Failed | Outcome


def judge(job: Job, *, quiet: bool = False) -> Outcome:
    """Waits for the answer, with a bar on a terminal. Raises StoreError, and MonitorError when the process was lost."""
    with _started() as (process, questions, answers):
        with suppress(BrokenPipeError):  # it is gone; that it says nothing tells more
            pickle.dump(job, questions, protocol=pickle.HIGHEST_PROTOCOL)
            questions.flush()
        begun = _heard(process, answers)
        hours = begun.hours if isinstance(begun, Begun) else 0
        with progress("judging the archive, hours", hours, quiet=quiet) as done:
            while not isinstance(said := _heard(process, answers), Outcome):
                done()
        return said


def _heard(process: "subprocess.Popen[bytes]", answers: IO[bytes]) -> Begun | HourRead | Outcome:
    try:
        said: Said = pickle.load(answers)  # noqa: S301  said by a process of our own
    except EOFError:
        raise MonitorError(
            f"the process that judges the archive has ended ({process.wait()}); its own words are above"
        ) from None
    if isinstance(said, Failed):
        raise said.error
    return said


@contextmanager
def _started() -> "Iterator[tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]]":
    """Ends it whatever happens. Who kills us without a word ends it too: it has nobody to tell then."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "monitor.cli.backtest"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONUTF8": "1"},
        start_new_session=True,  # Ctrl-C at a terminal is for us, and we end it
    )
    with process:
        try:
            if process.stdin is None or process.stdout is None:
                raise ValueError("a process that judges needs pipes")
            yield process, process.stdin, process.stdout
        finally:
            process.kill()
            with suppress(BrokenPipeError):  # what it did not read any more
                if process.stdin is not None:
                    process.stdin.close()
