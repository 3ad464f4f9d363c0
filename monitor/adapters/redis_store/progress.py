"""Who works what at this moment, how far behind the work is, and how the channels are doing. Only looked at."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from monitor.adapters.redis_store import conditions
from monitor.adapters.redis_store.scripts import Scripts, key, reaching_the_store
from monitor.core.deliveries import Condition
from monitor.core.ids import ChannelName, FeedId
from monitor.core.reports import Holders, Lag

_SLACK = 1000  # ms by which a moment may lie ahead, as in prelude.lua


class Progress:
    def __init__(self, scripts: Scripts) -> None:
        self._client: Any = scripts.client

    async def conditions(self) -> dict[ChannelName, Condition]:
        """Of the channels that are not simply working."""
        with reaching_the_store():
            now, names = await self._now(), await self._names()
            rows = await self._all("hgetall", [f"condition:{name}" for name in names])
        return {
            name: conditions.read({field.decode(): value for field, value in row.items()}, _left(row, now))
            for name, row in zip(names, rows, strict=True)
            if row
        }

    async def holders(self, feeds: Sequence[FeedId]) -> Holders:
        with reaching_the_store():
            now, names = await self._now(), await self._names()
            desk, *channels = await self._all("hgetall", ["desk", *(f"channel:{name}" for name in names)])
            async with self._client.pipeline(transaction=False) as pipe:
                for feed in feeds:
                    pipe.hget(key(f"feed:{feed}"), "lease")
                polling = await pipe.execute()
        held = {name: _holder(row, now) for name, row in zip(names, channels, strict=True)}
        return Holders(
            desk=_holder(desk, now),
            channels={name: word for name, word in held.items() if word},
            feeds=Counter(_word(lease) for lease in polling if lease),
        )

    async def lag(self) -> Lag:
        with reaching_the_store():
            now, names = await self._now(), await self._names()
            async with self._client.pipeline(transaction=False) as pipe:
                pipe.xrange(key("articles"), count=1).xrange(key("matches"), count=1)
                for schedule in ("feeds", *(f"queue:{name}" for name in names)):
                    pipe.zrange(key(schedule), 0, 0, withscores=True)
                articles, matches, feeds, *queues = await pipe.execute()
        return Lag(
            feeds=_late(feeds, now),
            articles=_waited(articles, now),
            matches=_waited(matches, now),
            deliveries=max((_late(queue, now) for queue in queues), default=timedelta(0)),
        )

    async def _now(self) -> int:
        seconds, microseconds = await self._client.time()
        return int(seconds) * 1000 + int(microseconds) // 1000

    async def _names(self) -> list[ChannelName]:
        return sorted(ChannelName(name.decode()) for name in await self._client.smembers(key("channels")))

    async def _all(self, command: str, names: Sequence[str]) -> list[Any]:
        async with self._client.pipeline(transaction=False) as pipe:
            for name in names:
                getattr(pipe, command)(key(name))
            found: list[Any] = await pipe.execute()
            return found


def _left(row: Mapping[bytes, bytes], now: int) -> int:
    """Milliseconds to the end of a lease or a rest; one that was set in the future has none (the clock stepped)."""
    till, set_at = int(row.get(b"till", 0)), int(row.get(b"set", 0))
    return max(0, till - now) if set_at <= now + _SLACK else 0


def _holder(row: Mapping[bytes, bytes], now: int) -> str | None:
    return _word(row[b"lease"]) if b"lease" in row and _left(row, now) else None


def _word(token: bytes) -> str:
    return token.decode().rpartition(":")[2]


def _late(first: Sequence[tuple[bytes, float]], now: int) -> timedelta:
    return timedelta(milliseconds=max(0, now - int(first[0][1]))) if first else timedelta(0)


def _waited(entries: Sequence[tuple[bytes, Any]], now: int) -> timedelta:
    """An entry's id begins with the moment it was added."""
    return (
        timedelta(milliseconds=max(0, now - int(entries[0][0].split(b"-")[0]))) if entries else timedelta(0)
    )
