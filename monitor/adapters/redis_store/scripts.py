"""Loads the Lua scripts and calls them; turns the client's exceptions into ours."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

from redis.asyncio import Redis
from redis.commands.core import AsyncScript
from redis.exceptions import (
    AuthenticationError,
    BusyLoadingError,
    NoScriptError,
    OutOfMemoryError,
    ReadOnlyError,
    ResponseError,
)
from redis.exceptions import (
    ConnectionError as RedisConnectionError,
)
from redis.exceptions import (
    TimeoutError as RedisTimeoutError,
)

from monitor.core.errors import StoreAway

PREFIX = "nm:{nm}:"  # one hash tag: one slot, one log, one order

_AWAY = (RedisConnectionError, RedisTimeoutError, BusyLoadingError, ReadOnlyError, OutOfMemoryError, OSError)
_AWAY_WORDS = (
    "NOREPLICAS",
    "MASTERDOWN",
    "MISCONF",
    "CLUSTERDOWN",
    "OOM",
    "READONLY",
    "LOADING",
    "UNKILLABLE",
)

Argument = bytes | str | int | float


def key(name: str) -> str:
    return PREFIX + name


@cache
def source(name: str) -> str:
    """The script's text with the shared prelude put behind its first line (the #! line must stay first)."""
    folder = files(__package__) / "lua"
    shebang, _, body = (folder / f"{name}.lua").read_text("utf-8").partition("\n")
    return f"{shebang}\n{(folder / 'prelude.lua').read_text('utf-8')}\n{body}"


@contextmanager
def reaching_the_store() -> Iterator[None]:
    """Everything that passes by waiting is StoreAway; a wrong password or a broken script stays what it is."""
    try:
        yield
    except AuthenticationError:
        raise
    except _AWAY as error:
        raise StoreAway(f"the store does not take this now: {error}") from error
    except ResponseError as error:
        if str(error).startswith(_AWAY_WORDS):
            raise StoreAway(f"the store does not take this now: {error}") from error
        raise


class Scripts:
    """The scripts of lua/, loaded on first use and again after the store forgot them."""

    def __init__(self, client: Redis) -> None:
        # Under RESP2 without decoding every reply is bytes; the client's types allow for all other settings too.
        self.client: Any = client
        self._loaded: dict[str, AsyncScript] = {}

    async def call(self, name: str, *arguments: Argument) -> Any:
        """What the script returns, as bytes and integers. Raises StoreAway."""
        if name not in self._loaded:
            self._loaded[name] = self.client.register_script(source(name))
        with reaching_the_store():
            return await self._loaded[name](keys=[PREFIX], args=list(arguments))

    async def call_all(self, name: str, calls: Sequence[Sequence[Argument]]) -> list[Any]:
        """What each call of one script returns, in one round trip. Raises StoreAway; some may be done then."""
        if name not in self._loaded:
            self._loaded[name] = self.client.register_script(source(name))
        script = self._loaded[name]
        with reaching_the_store():
            try:
                return await self._together(script.sha, calls)
            except NoScriptError:  # of a server that was never asked: none of them was done
                await self.client.script_load(script.script)
                return await self._together(script.sha, calls)

    async def _together(self, sha: str, calls: Sequence[Sequence[Argument]]) -> list[Any]:
        async with self.client.pipeline(transaction=False) as pipeline:
            for arguments in calls:
                pipeline.evalsha(sha, 1, PREFIX, *arguments)
            answers: list[Any] = await pipeline.execute()
            return answers


def text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("utf-8", "surrogateescape")


def pairs(flat: Sequence[bytes]) -> dict[str, bytes]:
    """A flat HGETALL reply as a mapping."""
    return {flat[i].decode(): flat[i + 1] for i in range(0, len(flat), 2)}
