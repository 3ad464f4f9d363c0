"""A bar for whoever waits: only on a terminal, only beside the answer, only when it takes long enough."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

PATIENCE = 2.0  # seconds before anybody wonders


@contextmanager
def progress(
    what: str, total: int, *, stream: TextIO | None = None, patience: float = PATIENCE
) -> Iterator[Callable[[], None]]:
    """Gives the function to call after each of `total` steps.

    After `patience` seconds a bar with the time left appears on stream (standard error) if that is a terminal;
    it is gone again at the end.
    """
    stream = stream or sys.stderr
    if not stream.isatty():
        yield _nothing
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(file=stream), transient=True)
    task = bar.add_task(what, total=total)
    # A timer, not a look at the clock in each step: the first step may be the one that takes long.
    timer = threading.Timer(patience, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda: bar.advance(task)
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


def _nothing() -> None:
    """Nobody is watching."""
