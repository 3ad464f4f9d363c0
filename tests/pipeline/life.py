"""One whole life of the process over two feeds that are read twice."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import Any

from redis.asyncio import Redis

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.codec import pack
from monitor.adapters.redis_store.inbox import ArticleInbox
from monitor.adapters.redis_store.scripts import Scripts, key
from monitor.core.articles import Article
from monitor.core.channels import Routes
from monitor.core.deliveries import SendResult
from monitor.core.ids import ChannelName
from monitor.core.leases import Judged, Received
from monitor.core.matching import Matches
from monitor.core.polling import Rhythm
from monitor.core.rendering import Message
from monitor.pipeline.deliver import Deliver
from monitor.pipeline.desk import DeskStage
from monitor.pipeline.match import MatchStage
from monitor.pipeline.poll import Poll
from monitor.testing import CannedFetcher, CannedLanguages, CannedParser, FrozenClock, RecordingSender
from tests.adapters.store_server import StoreServer
from tests.builders import NOW, channel
from tests.pipeline.editions import CHANNELS, COUNTED, DOCUMENTS, EDITIONS, FEEDS, RULES, TOLD, body
from tests.pipeline.mortal import Crash, MortalRedis

Advance = Callable[[Scripts, Received[Article], Matches], Awaitable[None]]


@dataclass
class Door:
    """pipeline.deliver.Bulkhead without a thread."""

    sender: RecordingSender

    async def send(self, message: Message) -> SendResult:
        return self.sender.send(message)

    def abandon(self) -> None:
        """Nothing hangs here."""


class NaiveInbox(ArticleInbox):
    """The hand-over as people write it when they do not think of crashes."""

    def __init__(self, scripts: Scripts, *, consumer: str, naive: Advance) -> None:
        super().__init__(scripts, consumer=consumer)
        self._naive = naive

    async def advance(self, judged: Sequence[Judged]) -> tuple[bool, ...]:
        for each in judged:
            await self._naive(self._scripts, each.received, each.matches)
        return (True,) * len(judged)


async def add(scripts: Scripts, received: Received[Article], matches: Matches) -> None:
    """Hand the matches of an article on, as one entry."""
    if matches:
        fields: dict[Any, Any] = {
            "hour": received.place.hour,
            "field": received.place.field,
            "matches": pack(matches),
        }
        if received.before is not None:
            fields["before"] = f"{received.before.hour} {received.before.field}"
        await scripts.client.xadd(key("matches"), fields)


async def acknowledge(scripts: Scripts, received: Received[Article]) -> None:
    await scripts.client.xack(key("articles"), "match", received.entry)
    await scripts.client.xdel(key("articles"), received.entry)


@dataclass
class World:
    """One server, what the channels received, and as many lives of the process as it takes.

    edition: of the feeds; it is there for everybody, and the next one comes when all that this one brings was told.
    """

    server: StoreServer
    naive: Advance | None = None
    edition: int = 0
    received: dict[ChannelName, RecordingSender] = field(
        default_factory=lambda: {name: RecordingSender() for name in CHANNELS}
    )

    async def live(self, *, dies_at: int | None, after: bool) -> int:
        """One process from start to death, or until everything is done; how many calls it made."""
        mortal = MortalRedis(unix_socket_path=str(self.server.socket_path))
        mortal.dies_at, mortal.after = dies_at, after
        try:
            async with Redis(unix_socket_path=str(self.server.socket_path)) as watcher:
                await _Life(self, mortal, watcher).work()
        except Crash:
            pass
        finally:
            await mortal.aclose()
        return mortal.calls

    async def time_passes(self) -> None:
        """Every lease and claim of the dead process runs out."""
        async with Redis(unix_socket_path=str(self.server.socket_path)) as watcher:
            await watcher.hset(key("desk"), "till", 1)
            for name in CHANNELS:
                await watcher.hset(key(f"channel:{name}"), "till", 1)
                await due(watcher, f"queue:{name}")
            for feed in FEEDS:
                if await watcher.hexists(key(f"feed:{feed.id}"), "lease"):
                    await watcher.zadd(key("feeds"), {feed.id: 1})

    async def mistakes(self) -> list[str]:
        """What a promise would call broken; nothing when all is well."""
        async with Redis(unix_socket_path=str(self.server.socket_path)) as watcher:
            store = RedisStore.over(watcher, consumer="auditor")
            counted = await store.housekeeping.counters()
            left = await store.housekeeping.backlog()
            waiting = await unconfirmed(watcher)
        found = []
        if left.undecided or left.deliveries or left.dead or waiting:
            found.append(f"left behind: {left}, {waiting}")
        words = (name for name in counted if name.startswith("suppressed:"))
        for name in dict.fromkeys((*COUNTED, *words)):
            wanted, is_now = COUNTED.get(name, 0), counted.get(name, 0)
            if wanted != is_now:
                found.append(f"{name}: {is_now}, not {wanted}")
        for name, sender in self.received.items():
            found += _wrong_at(name, sender)
        return found


class _Life:
    """Every stage in turn, for as long as anything is left; no two calls are ever under way at once."""

    def __init__(self, world: World, mortal: MortalRedis, watcher: Redis) -> None:
        self._world, self._watcher = world, watcher
        self._store = store = RedisStore.over(mortal, consumer="here:1")
        self._articles = store.articles
        if world.naive is not None:
            self._articles = NaiveInbox(Scripts(mortal), consumer="here:1", naive=world.naive)
        self._polls: list[Callable[[], Awaitable[None]]] = []
        clock = FrozenClock(NOW)
        self._fetcher = CannedFetcher()
        self._poll = Poll(
            table=store.feeds,
            fetcher=self._fetcher,
            parser=CannedParser(DOCUMENTS),
            languages=CannedLanguages(),
            clock=clock,
            jitter=lambda: 0.5,
            start=lambda _, work: self._polls.append(work),
        )
        self._match = MatchStage(inbox=self._articles, index=RULES)
        self._desk = DeskStage(inbox=store.matches, desk=store.desk, routes=Routes(severity={}), clock=clock)
        self._senders = [
            Deliver(
                channel(name),
                outbox=store.outbox,
                sender=Door(world.received[name]),
                zone=UTC,
                jitter=lambda: 0,
            )
            for name in CHANNELS
        ]

    async def work(self) -> None:
        await self._poll.watch(
            FEEDS, rhythm=Rhythm(min=timedelta(hours=1), max=timedelta(hours=1)), backlog=None
        )
        await self._articles.open()
        await self._store.matches.open()
        while True:
            await self._read_the_feeds()
            await self._match_and_decide()
            await self._fire()
            for sender in self._senders:
                while await sender.work():
                    pass
            if self._world.edition + 1 == len(EDITIONS):
                return
            self._world.edition += 1

    async def _read_the_feeds(self) -> None:
        self._fetcher.bodies = {feed.url: body(feed, self._world.edition) for feed in FEEDS}
        await self._store.feeds.bring_forward()
        await self._poll.tick()
        while self._polls:
            await self._polls.pop(0)()

    async def _match_and_decide(self) -> None:
        while await unfinished(self._watcher, "articles"):
            await self._match.work()
        while await unfinished(self._watcher, "matches"):
            await self._desk.work()

    async def _fire(self) -> None:
        """The time to wait for a second source is over."""
        for timer in await unconfirmed(self._watcher):
            await self._watcher.zadd(key("timers"), {timer: 1})
        while await unconfirmed(self._watcher):
            await self._desk.tick()
            if await unconfirmed(
                self._watcher
            ):  # this desk has nothing to decide, so it never took its place
                await self._desk.work()


async def due(watcher: Redis, schedule: str) -> None:
    """Everything in it is due now."""
    members: list[bytes] = await watcher.zrange(key(schedule), 0, -1)  # type: ignore[assignment]  # bytes under RESP2
    for member in members:
        await watcher.zadd(key(schedule), {member: 1})


async def unconfirmed(watcher: Redis) -> list[bytes]:
    """Timers of rules that wait for a second source."""
    timers: list[bytes] = await watcher.zrange(key("timers"), 0, -1)  # type: ignore[assignment]  # bytes under RESP2
    return [timer for timer in timers if timer.startswith(b"confirm:")]


async def unfinished(watcher: Redis, stream: str) -> bool:
    """Entries nobody was given, or that somebody was given and has not acknowledged."""
    (group,) = await watcher.xinfo_groups(key(stream))
    after = b"(" + group["last-delivered-id"]
    return bool(group["pending"] or await watcher.xrange(key(stream), min=after, count=1))


def _wrong_at(name: ChannelName, sender: RecordingSender) -> list[str]:
    alerts = (sent.alert for sent in sender.sent)
    told = {(alert.headline, alert.rules, alert.reason, alert.note) for alert in alerts}
    found = [f"{name}: {told ^ TOLD} too many or missing"] if told != TOLD else []
    unmarked = [message for message in sender.sent if not message.repeat]
    if len({message.alert.id for message in unmarked}) != len(unmarked):
        found.append(f"{name}: a repeat that does not say so")
    return found


async def fresh(server: StoreServer, naive: Advance | None = None) -> World:
    async with Redis(unix_socket_path=str(server.socket_path)) as watcher:
        await watcher.flushall()
    return World(server, naive=naive)
