"""A bar for whoever waits: only on a terminal, only beside the answer, only when it takes long enough."""

import io
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout, suppress
from typing import TYPE_CHECKING, Protocol, TextIO, cast

if TYPE_CHECKING:
    from rich.live import Live

PATIENCE = 2.0  # seconds before anybody wonders
_REDRAWN = 5  # times a second


class Steps(Protocol):
    """One more step is done; or with left: all but so many."""

    def __call__(self, *, left: int | None = None) -> None: ...


@contextmanager
def progress(
    what: str, total: int, *, quiet: bool = False, stream: TextIO | None = None, patience: float = PATIENCE
) -> Iterator[Steps]:
    """Gives what to call after each of `total` steps.

    After `patience` seconds a bar with the time left appears on stream (standard error) if that is a terminal;
    it is gone again at the end. What is written meanwhile to a terminal, by any thread, goes above the bar.
    quiet: there is none.
    """
    stream = stream or sys.stderr
    if quiet or not stream.isatty():
        yield _nothing
        return
    bar = _Bar(what, total, stream)
    # A timer, not a look at the clock in each step: the first step may be the one that takes long.
    timer = threading.Timer(patience, bar.show)
    timer.daemon = True
    timer.start()
    with bar.below_what_is_written():
        try:
            yield bar.step
        finally:
            timer.cancel()
            timer.join()
            bar.hide()


def _nothing(*, left: int | None = None) -> None:
    """Nobody is watching."""


class _Bar:
    """Shown from show() to hide(). It steps aside while something else is written."""

    def __init__(self, what: str, total: int, stream: TextIO) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._console = Console(file=cast("TextIO", _Voice(stream)))
        self._progress = Progress(*columns, console=self._console)
        self._task = self._progress.add_task(what, total=total)
        self._total = total
        self._lock = threading.RLock()  # whoever has it writes to the terminal
        self._live: Live | None = None

    def step(self, *, left: int | None = None) -> None:
        if left is None:
            self._progress.advance(self._task)
        else:
            self._progress.update(self._task, completed=self._total - left)

    def show(self) -> None:
        with self._lock:
            if self._console.is_dumb_terminal:  # it cannot take back what it showed
                return
            from rich.live import Live

            self._live = Live(
                get_renderable=self._progress.get_renderable,
                console=self._console,
                refresh_per_second=_REDRAWN,
                transient=True,
                redirect_stdout=False,  # it would all go to our stream, and be wrapped
                redirect_stderr=False,
            )
            self._live.start(refresh=True)

    def hide(self) -> None:
        with self._lock:
            if self._live is not None:
                self._live.stop()
                self._live = None

    @contextmanager
    def aside(self) -> Iterator[None]:
        with self._lock:
            shown = self._live is not None
            self.hide()
            try:
                yield
            finally:
                if shown:
                    self.show()

    @contextmanager
    def below_what_is_written(self) -> Iterator[None]:
        """For standard output and standard error, as far as they are terminals."""
        with ExitStack() as stack:
            for stream, redirect in ((sys.stdout, redirect_stdout), (sys.stderr, redirect_stderr)):
                if stream.isatty():
                    above = _Above(stream, self)
                    stack.callback(above.release)
                    stack.enter_context(redirect(cast("TextIO", above)))
            yield


class _Voice(io.TextIOBase):
    """A terminal that may be closed any moment: nobody is watching then, and nothing else follows from it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override]  # typeshed has it as an attribute
        return self._stream.encoding

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._stream.flush()


class _Above(io.TextIOBase):
    """A terminal's stream to which whole lines are written, above the bar. The start of one waits for its end.

    Whoever keeps it beyond the time of the bar writes as to the stream itself.
    """

    def __init__(self, stream: TextIO, bar: _Bar) -> None:
        self._stream, self._bar = stream, bar
        self._begun = ""
        self._released = False
        self._lock = threading.Lock()

    @property
    def encoding(self) -> str:  # type: ignore[override]  # typeshed has it as an attribute
        return self._stream.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        return self._stream.errors

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()

    def write(self, text: str) -> int:
        with self._lock:
            if self._released:
                return self._stream.write(text)
            lines, newline, self._begun = (self._begun + text).rpartition("\n")
            if newline:
                with self._bar.aside():
                    self._stream.write(lines + newline)
                    self._stream.flush()
        return len(text)

    def flush(self) -> None:
        with self._lock:
            if self._released:
                self._stream.flush()

    def release(self) -> None:
        """The bar is gone for good."""
        with self._lock:
            self._released = True
            if self._begun:
                self._stream.write(self._begun)
                self._stream.flush()
