"""One healthy channel, alone and beside channels that hang: how late its messages are."""

import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo

from redis.asyncio import Redis

from monitor.adapters.apprise_sender import AppriseSender
from monitor.adapters.redis_store import RedisStore
from monitor.adapters.sender_thread import SenderThread
from monitor.core.channels import Channel, Routes
from monitor.core.ids import AlertId, ChannelName
from monitor.pipeline.senders import Senders
from tests.adapters.messages import LOOPBACK
from tests.adapters.stubborn_servers import Webhook, Webhooks
from tests.builders import alert, channel

HEALTHY = ChannelName("healthy")
WITHIN = 60.0  # seconds; only a measurement that fails waits so long


@dataclass(frozen=True, slots=True)
class Lateness:
    """Seconds from an alert's being written to its arrival."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def worst(self) -> float:
        return max(self.seconds)

    def __str__(self) -> str:
        return f"median {self.median * 1000:.1f} ms, longest {self.worst * 1000:.1f} ms"


async def lateness(store_url: str, servers: Webhooks, *, stubborn: int, messages: int) -> Lateness:
    """stubborn: how many channels of each bad kind send at the same time, each with a message under way."""
    client = Redis.from_url(store_url)
    await client.flushall()
    store = RedisStore.over(client, consumer="here:1")
    bad = {
        ChannelName(f"{kind}-{number}"): server
        for number in range(stubborn)
        for kind, server in (("silent", servers.silent), ("dripping", servers.dripping))
    }
    tasks: list[asyncio.Task[None]] = []
    senders = _senders(store, tasks)
    try:
        await senders.follow(
            {
                name: channel(name, url=server.url)
                for name, server in {HEALTHY: servers.healthy, **bad}.items()
            },
            UTC,
            operator=HEALTHY,
            routes=Routes(severity={}),
        )
        asked = len(servers.silent.arrivals) + len(servers.dripping.arrivals)
        for name in bad:
            for number in range(3):
                await store.desk.notice(replace(alert(), id=AlertId(f"{name}-{number}:new")), name)
            senders.ring(name)
        async with asyncio.timeout(WITHIN):
            while len(servers.silent.arrivals) + len(servers.dripping.arrivals) < asked + len(bad):  # noqa: ASYNC110  another thread's list
                await asyncio.sleep(0.01)
            found = [await _one(store, senders, servers.healthy, number) for number in range(messages)]
        return Lateness(tuple(found[1:]))  # the first loads Apprise
    finally:
        senders.stop()
        senders.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await client.aclose()


async def _one(store: RedisStore, senders: Senders, there: Webhook, number: int) -> float:
    before = len(there.arrivals)
    begun = time.monotonic()
    await store.desk.notice(replace(alert(), id=AlertId(f"healthy-{number}:new")), HEALTHY)
    senders.ring(HEALTHY)
    while len(there.arrivals) == before:  # noqa: ASYNC110  another thread's list
        await asyncio.sleep(0.001)
    return there.arrivals[-1][0] - begun


def _senders(store: RedisStore, tasks: list[asyncio.Task[None]]) -> Senders:
    def thread(there: Channel, _: tzinfo) -> SenderThread:
        return SenderThread(lambda: AppriseSender(there, network=LOOPBACK), name=there.name)

    def keep(_: str, work: Callable[[], Awaitable[None]]) -> None:
        async def working() -> None:
            await work()

        tasks.append(asyncio.create_task(working()))

    return Senders(outbox=store.outbox, thread=thread, jitter=random.random, keep=keep)
