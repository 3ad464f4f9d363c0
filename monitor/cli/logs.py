"""Logs go to standard error: readable on a terminal, JSON lines when collected."""

import io
import logging
import os
import sys
from contextlib import suppress
from typing import TextIO, cast

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger


class _StandardError(io.TextIOBase):
    """Standard error that may go away (a terminal that was closed): a daemon does not die of its own voice."""

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            sys.stderr.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.flush()


def configure(*, verbose: bool = False, quiet: bool = False) -> None:
    """Ours at INFO (DEBUG when verbose, WARNING when quiet); libraries speak up from WARNING on, in the same form."""
    terminal = sys.stderr.isatty()
    level = logging.WARNING if quiet else logging.DEBUG if verbose else logging.INFO
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        # People compare with the clock on the wall, collectors with each other.
        structlog.processors.TimeStamper(fmt="%H:%M:%S" if terminal else "iso", utc=not terminal),
    ]
    finish = _for_people() if terminal else _for_collectors()
    stream = _StandardError()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *finish],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that is still waiting is no news
    structlog.configure(
        processors=[*shared, *finish],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(cast("TextIO", stream)),
        cache_logger_on_first_use=True,
    )


def say(sentence: str) -> None:
    """One sentence from a part that knows nothing of logs."""
    structlog.get_logger().info(sentence)


def _for_people() -> list[Processor]:
    """Tracebacks without the values of variables: these may be the addresses of channels."""
    return [
        _without_nothings,
        structlog.dev.ConsoleRenderer(
            colors=not os.environ.get("NO_COLOR"),
            pad_event_to=0,
            pad_level=False,
            exception_formatter=structlog.dev.plain_traceback,
        ),
    ]


def _for_collectors() -> list[Processor]:
    """Tracebacks as text, for the same reason."""
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]


def _without_nothings(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A person need not read that there were 0 of something; lists are shown as words."""
    shown = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in event.items()
    }
    return {name: value for name, value in shown.items() if value not in (None, 0, "")}
