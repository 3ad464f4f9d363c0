"""Tells when a rule file changed on disk (inotify, FSEvents, or polling where there is neither)."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import structlog

log = structlog.get_logger()

_TOGETHER = 200  # ms: an editor writes a file in several steps, a checkout many files
_LOOK_AGAIN = 30.0  # s: for folders that are away

SUFFIXES = (".yaml", ".yml")


async def changes(paths: Sequence[Path]) -> AsyncIterator[None]:
    """One item per burst of changes to YAML files in these folders, or beside these files. Does not end.

    Where the system refuses to watch, it says so once: SIGHUP still loads the rules.
    """
    from watchfiles import awatch  # noqa: PLC0415 - starts a thread pool; only a daemon needs it

    while True:
        watched = sorted(
            {str(path if path.is_dir() else path.parent) for path in paths if path.parent.is_dir()}
        )
        if not watched:
            await asyncio.sleep(_LOOK_AGAIN)
            continue
        try:
            async for changed in awatch(*watched, debounce=_TOGETHER, step=50, recursive=True):
                if any(name.endswith(SUFFIXES) for _, name in changed):
                    yield None
        except FileNotFoundError:
            await asyncio.sleep(_LOOK_AGAIN)
        except OSError as error:  # often: no inotify watches left
            log.error(  # noqa: TRY400 - a traceback would say no more
                "rule files are not watched; SIGHUP loads them again", detail=str(error)
            )
            await asyncio.Event().wait()
