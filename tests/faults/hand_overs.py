"""Two ways to hand an article over that look right and are not: the audit must see what each of them breaks."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from monitor.adapters.redis_store.codec import pack
from monitor.adapters.redis_store.scripts import Scripts, key
from monitor.core.matching import Match

NETWORK = 0.03  # seconds between two commands: the store is on another machine


async def add_then_acknowledge(scripts: Scripts, received: Any, matches: Sequence[Match]) -> None:
    """Doubles: who dies in between has handed on what the next one hands on again."""
    await _add(scripts, received, matches)
    await asyncio.sleep(NETWORK)
    await _acknowledge(scripts, received)


async def acknowledge_then_add(scripts: Scripts, received: Any, matches: Sequence[Match]) -> None:
    """Loses: who dies in between has said that it is done."""
    await _acknowledge(scripts, received)
    await asyncio.sleep(NETWORK)
    await _add(scripts, received, matches)


async def _add(scripts: Scripts, received: Any, matches: Sequence[Match]) -> None:
    place = received.place
    for match in matches:
        fields = {"hour": place.hour, "field": place.field, "match": pack(match)}
        await scripts.client.xadd(key("matches"), fields)
        await scripts.client.hincrby(key("counters"), "matches", 1)


async def _acknowledge(scripts: Scripts, received: Any) -> None:
    async with scripts.client.pipeline(transaction=True) as pipe:
        pipe.xack(key("articles"), "match", received.entry)
        pipe.xdel(key("articles"), received.entry)
        await pipe.execute()


NAIVE: dict[str, Callable[[Scripts, Any, Sequence[Match]], Awaitable[None]]] = {
    "add-then-acknowledge": add_then_acknowledge,
    "acknowledge-then-add": acknowledge_then_add,
}
