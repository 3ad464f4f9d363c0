"""What the store's side of the pipeline carries: `python tests/bench/bench_pipeline.py [ARTICLES] [ENTRIES]`. Prints, asserts nothing.

Articles go through commit, match hand-over and desk intake; one in ten matches. Fetching, parsing and matching are left
out: outcomes are made beforehand, and a table says what matches. ENTRIES is how many articles one poll brings.
"""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from redis.asyncio import Redis

from monitor.adapters.connection import connect
from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.inbox import BATCH
from monitor.cli import logs
from monitor.core.articles import Keyed
from monitor.core.channels import Routes
from monitor.core.ids import ArticleId, FeedId
from monitor.core.leases import Judged
from monitor.core.matching import Matches
from monitor.pipeline.desk import DeskStage
from monitor.pipeline.match import TOGETHER
from monitor.testing import FrozenClock
from tests.adapters.store_server import StoreServer
from tests.builders import NOW, keyed, match, outcome

AIM = 4000  # articles a second
ONE_IN = 10
FIRST = 100_000  # of the districts in the headlines, which tell one story from the next: no number is a year
LEAD = "Officials said on Friday that the talks would go on. " * 6


class Step(NamedTuple):
    """How much work it was, and its seconds: on the wall, of processor here and in the store."""

    name: str
    amount: int
    wall: float
    here: float
    store: float


@dataclass
class Stopwatch:
    """Measures step after step."""

    client: Redis
    rows: list[Step] = field(default_factory=list)

    @asynccontextmanager
    async def step(self, name: str, count: int) -> AsyncIterator[None]:
        store, wall, cpu = await self._store(), time.perf_counter(), time.process_time()
        yield
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        self.rows.append(Step(name, count, wall, cpu, await self._store() - store))

    async def _store(self) -> float:
        used = await self.client.info("cpu")
        return float(used["used_cpu_user"]) + float(used["used_cpu_sys"])


def polls(articles: int, entries: int) -> list[tuple[Keyed, ...]]:
    """What so many feeds bring at one poll each."""
    return [
        tuple(
            keyed(
                f"{feed}-{n}",
                title=f"Truce talks in district {FIRST + feed * entries + n}",
                feed=f"feed-{feed}",
                text=LEAD,
            )
            for n in range(entries)
        )
        for feed in range(articles // entries)
    ]


async def run(url: str, *, articles: int, entries: int) -> Stopwatch:
    brought = polls(articles, entries)
    table = {
        item.article.id: (match(item.article),) for n, item in enumerate(_flat(brought)) if n % ONE_IN == 0
    }
    client = connect(url)
    watch, store = Stopwatch(client), RedisStore.over(client, consumer="bench:1")
    try:
        await _commit(store, brought, watch)
        await _hand_over(store, table, articles, watch)
        await _take_in(store, len(table), watch)
    finally:
        await client.aclose()
    return watch


async def _commit(store: RedisStore, brought: Sequence[tuple[Keyed, ...]], watch: Stopwatch) -> None:
    feeds = {FeedId(f"feed-{n}"): found for n, found in enumerate(brought)}
    await store.feeds.sync([(feed, outcome().delay * 0) for feed in feeds])
    leases = await store.feeds.claim(len(feeds))
    assert len(leases) == len(feeds)
    async with watch.step("commit", sum(map(len, brought))):
        for lease in leases:
            assert await store.feeds.commit_poll(lease, outcome(*feeds[lease.feed]))


async def _hand_over(
    store: RedisStore, table: Mapping[ArticleId, Matches], articles: int, watch: Stopwatch
) -> None:
    inbox = await store.articles.open()
    async with watch.step("match hand-over", articles):
        left = articles
        while left:
            judged = [
                Judged(received=received, matches=table.get(received.value.id, ()))
                for received in await inbox.read()
            ]
            for start in range(0, len(judged), TOGETHER):
                await inbox.advance(judged[start : start + TOGETHER])
            left -= len(judged)


async def _take_in(store: RedisStore, matches: int, watch: Stopwatch) -> None:
    await store.matches.open()
    desk = DeskStage(inbox=store.matches, desk=store.desk, routes=Routes(severity={}), clock=FrozenClock(NOW))
    async with watch.step("desk intake", matches):
        while (await store.housekeeping.backlog()).matches:
            await desk.work()


def _flat(brought: Sequence[tuple[Keyed, ...]]) -> list[Keyed]:
    return [item for found in brought for item in found]


def report(watch: Stopwatch, *, articles: int, entries: int, where: str) -> str:
    wall, here, there = (sum(getattr(row, of) for row in watch.rows) for of in ("wall", "here", "store"))
    lines = [
        f"{where}: {articles} articles, {entries} a poll, {BATCH} a batch, one in {ONE_IN} matching",
        f"  {articles / wall:,.0f} articles/s on the wall, {articles / wall / AIM:.2f} of the aim of {AIM:,}",
        f"  {articles / (here + there):,.0f} articles/s on one core by processor time, {articles / (here + there) / AIM:.2f} of it",
    ]
    lines += [
        f"  {row.name:16}{row.amount:7} in {row.wall:5.2f} s: {row.amount / row.wall:7,.0f}/s; "
        f"{row.here / row.amount * 1e6:4.0f} us of processor each here, {row.store / row.amount * 1e6:4.0f} in the store"
        for row in watch.rows
    ]
    return "\n".join(lines)


def main(articles: int = 20_000, entries: int = 50) -> None:
    logs.configure(verbose=False, quiet=True)
    cores = sorted(os.sched_getaffinity(0))
    places = {"daemon and store on one core": cores[:1], "daemon and store on two cores": cores[:2]}
    for where, chosen in places.items():
        os.sched_setaffinity(0, chosen)
        server = StoreServer.start()
        try:
            watch = asyncio.run(run(server.url, articles=articles, entries=entries))
        finally:
            server.stop()
        sys.stdout.write(f"{report(watch, articles=articles, entries=entries, where=where)}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
