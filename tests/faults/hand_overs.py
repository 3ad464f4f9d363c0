"""Two ways to hand an article over that look right and are not: the audit must see what each of them breaks."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from monitor.adapters.redis_store.codec import pack
from monitor.adapters.redis_store.scripts import Scripts, key
from monitor.core.leases import Received
from monitor.core.matching import Matches

NETWORK = 0.03  # seconds between two commands: the store is on another machine


async def add_then_acknowledge(scripts: Scripts, received: Received[Any], matches: Matches) -> None:
    """Doubles: who dies in between has handed on what the next one hands on again."""
    await _add(scripts, received, matches)
    await asyncio.sleep(NETWORK)
    await _acknowledge(scripts, received)


async def acknowledge_then_add(scripts: Scripts, received: Received[Any], matches: Matches) -> None:
    """Loses: who dies in between has said that it is done."""
    await _acknowledge(scripts, received)
    await asyncio.sleep(NETWORK)
    await _add(scripts, received, matches)


async def _add(scripts: Scripts, received: Received[Any], matches: Matches) -> None:
    if not matches:
        return
    fields: dict[Any, Any] = {
        "hour": received.place.hour,
        "field": received.place.field,
        "matches": pack(matches),
    }
    if received.before is not None:
        fields["before"] = f"{received.before.hour} {received.before.field}"
    await scripts.client.xadd(key("matches"), fields)
    await scripts.client.hincrby(key("counters"), "matches", len(matches))


async def _acknowledge(scripts: Scripts, received: Any) -> None:
    async with scripts.client.pipeline(transaction=True) as pipe:
        pipe.xack(key("articles"), "match", received.entry)
        pipe.xdel(key("articles"), received.entry)
        await pipe.execute()


NAIVE: dict[str, Callable[[Scripts, Received[Any], Matches], Awaitable[None]]] = {
    "add-then-acknowledge": add_then_acknowledge,
    "acknowledge-then-add": acknowledge_then_add,
}
