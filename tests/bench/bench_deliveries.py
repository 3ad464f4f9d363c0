"""What delivering costs: `python tests/bench/bench_deliveries.py`. Prints, asserts nothing.

Deliveries a second to a local webhook through the installed command; how soon 10,000 queued ones go on after a start,
a clean restart and a SIGKILL; how much later a healthy channel's messages are beside channels that hang.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from redis.asyncio import Redis

from monitor.adapters import connection
from monitor.adapters.redis_store import RedisStore
from monitor.core.ids import AlertId, ChannelName
from tests.acceptance import neighbours
from tests.acceptance.daemon_process import Daemon, Site
from tests.acceptance.feed_server import FeedServer, rss
from tests.acceptance.waiting import eventually
from tests.adapters.store_server import StoreServer
from tests.adapters.stubborn_servers import Webhook, webhooks
from tests.builders import NOW, alert

QUEUED = 10_000
RUN = 2_000  # deliveries that a rate is taken over
LONG = 120.0  # seconds
MESSAGES = 200
STUBBORN = 5  # channels of each bad kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """Seconds from the start of a process to the first message it sent."""

    first_start: float
    clean: float
    killed: float


async def fill(url: str, number: int) -> None:
    client = Redis.from_url(url)
    await connection.settle_schema(client)
    store = RedisStore.over(client, consumer="bench")
    for turn in range(number):
        told = replace(alert(), id=AlertId(f"{turn}:new"), raised=NOW)
        await store.desk.notice(told, ChannelName("hook"))
    await client.aclose()


def started(daemon: Daemon, webhook: Webhook) -> float:
    before, begun = len(webhook.arrivals), time.monotonic()
    daemon.launch()
    eventually(lambda: len(webhook.arrivals) > before, "the first delivery", within=LONG)
    return webhook.arrivals[before][0] - begun


def processor_seconds(daemon: Daemon) -> float:
    """Of the daemon's own process; the store is another one."""
    fields = Path(f"/proc/{daemon.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def delivered(webhook: Webhook, more: int) -> float:
    """Deliveries a second over the next so many."""
    before = len(webhook.arrivals)
    eventually(lambda: len(webhook.arrivals) > before + more, f"{more} deliveries", within=LONG)
    return more / (webhook.arrivals[before + more][0] - webhook.arrivals[before][0])


def restarts(folder: Path) -> tuple[float, float, Resumed]:
    """Deliveries a second, processor seconds of the daemon for each, and how soon they go on."""
    server = StoreServer.start()
    site = Site(folder)
    try:
        with webhooks() as servers, FeedServer() as feeds:
            feeds.publish("/feed", rss())
            asyncio.run(fill(server.url, QUEUED))
            hook = servers.healthy
            daemon = site.daemon(
                "one", feeds={"feed": feeds.url("/feed")}, channels={"hook": hook.url}, store=server.url
            )
            first_start = started(daemon, hook)
            before = processor_seconds(daemon)
            rate = delivered(hook, RUN)
            cost = (processor_seconds(daemon) - before) / RUN
            daemon.stop()
            clean = started(daemon, hook)
            delivered(hook, RUN // 4)
            daemon.kill()
            killed = started(daemon, hook)
            daemon.stop()
            return rate, cost, Resumed(first_start=first_start, clean=clean, killed=killed)
    finally:
        for daemon in site.daemons:
            daemon.kill()
        server.stop()


async def beside() -> tuple[neighbours.Lateness, neighbours.Lateness]:
    server = StoreServer.start()
    try:
        with webhooks() as servers:
            alone = await neighbours.lateness(server.url, servers, stubborn=0, messages=MESSAGES)
            crowded = await neighbours.lateness(server.url, servers, stubborn=STUBBORN, messages=MESSAGES)
        return alone, crowded
    finally:
        server.stop()


def main(say: Callable[[str], object] = lambda line: sys.stdout.write(f"{line}\n")) -> None:
    alone, crowded = asyncio.run(beside())
    say(f"a healthy channel alone: {alone}")
    say(f"beside {STUBBORN} that never answer and {STUBBORN} that drip: {crowded}")
    median, longest = crowded.median - alone.median, crowded.worst - alone.worst
    say(f"later by {median * 1000:+.1f} ms in the median, {longest * 1000:+.1f} ms at the longest")
    with tempfile.TemporaryDirectory(prefix="nm") as folder:
        rate, cost, resumed = restarts(Path(folder))
    say(f"{rate:.0f} deliveries a second to a local webhook, one channel, one at a time")
    say(f"{cost * 1000:.2f} ms of the daemon's processor time each: {1 / cost:.0f} a second on one core")
    say(
        f"with {QUEUED:,} queued, the first goes out {resumed.first_start:.2f} s after a start, "
        f"{resumed.clean:.2f} s after a restart, {resumed.killed:.2f} s after a SIGKILL and a start"
    )


if __name__ == "__main__":
    main()
