"""The process dies before and after every single call to the store, and is started again: nothing is lost, and inside
nothing happens twice. Two naive ways to hand an article over are put through the same test, and caught."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from functools import partial
from typing import Any, Self

import pytest
from redis.asyncio import Redis

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.codec import pack
from monitor.adapters.redis_store.inbox import ArticleInbox
from monitor.adapters.redis_store.scripts import Scripts, key
from monitor.core.articles import Article
from monitor.core.channels import Routes
from monitor.core.clauses import parse
from monitor.core.deliveries import SendResult
from monitor.core.feeds import Feed
from monitor.core.ids import ChannelName, FeedId, RuleId
from monitor.core.leases import Judged, Received
from monitor.core.matching import Index, Match
from monitor.core.parsing import Entry, Parsed
from monitor.core.polling import Rhythm
from monitor.core.rendering import Message
from monitor.core.rules import Policy, Rule, RuleSet
from monitor.pipeline.deliver import Deliver
from monitor.pipeline.desk import DeskStage
from monitor.pipeline.match import MatchStage
from monitor.pipeline.poll import Poll
from monitor.testing import CannedFetcher, CannedLanguages, CannedParser, FrozenClock, RecordingSender
from tests.adapters.store_server import StoreServer
from tests.builders import NOW, channel

FEED = Feed(id=FeedId("wire"), url="https://wire.example/feed", outlet="Wire")
TITLES = (
    "Truce talks stalled",
    "Ceasefire ended",
    "Minister opens a bridge",
    "Talks stalled, ceasefire ended",
)
ALERTS = 4  # one, one, none, and two of the last
CHANNELS = (ChannelName("desk"), ChannelName("mail"))


class Crash(BaseException):
    """The process is gone."""


class MortalRedis(Redis):
    """A client whose process dies at call k: before it is sent, or after the server has done it."""

    calls = 0
    dies_at: int | None = None
    after = False

    async def execute_command(self, *arguments: Any, **options: Any) -> Any:
        self.calls += 1
        if self.calls == self.dies_at and not self.after:
            raise Crash
        answer = await super().execute_command(*arguments, **options)  # type: ignore[no-untyped-call]  # redis-py
        if self.calls == self.dies_at:
            raise Crash
        return answer

    def pipeline(self, *_: Any, **__: Any) -> Any:
        return MortalPipeline(self)


class MortalPipeline:
    """Many commands in one round trip: the process may die between any two that the server does."""

    def __init__(self, client: MortalRedis) -> None:
        self._client, self._commands = client, list[tuple[Any, ...]]()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing is held."""

    def __getattr__(self, command: str) -> Callable[..., None]:
        return lambda *arguments: self._commands.append((command, *arguments))

    async def execute(self) -> list[Any]:
        return [await getattr(self._client, command)(*arguments) for command, *arguments in self._commands]


@dataclass
class Door:
    """pipeline.deliver.Bulkhead without a thread."""

    sender: RecordingSender

    async def send(self, message: Message) -> SendResult:
        return self.sender.send(message)

    def abandon(self) -> None:
        """Nothing hangs here."""


def rule(name: str, phrase: str) -> Rule:
    return Rule(
        id=RuleId(name),
        event=parse(f'"{phrase}"'),
        policy=Policy(title=name, channels=CHANNELS),
        file="rules.yaml",
        line=1,
        fingerprint=phrase,
    )


RULES = Index.of(RuleSet.of((rule("stalled", "talks stalled"), rule("ended", "ceasefire ended"))))
DOCUMENT = Parsed(
    entries=tuple(
        Entry(guid=f"guid-{n}", link=f"https://wire.example/{n}", title=title)
        for n, title in enumerate(TITLES)
    )
)

Advance = Callable[[Scripts, Received[Article], Sequence[Match]], Awaitable[None]]


class NaiveInbox(ArticleInbox):
    """The hand-over as people write it when they do not think of crashes."""

    def __init__(self, scripts: Scripts, *, consumer: str, naive: Advance) -> None:
        super().__init__(scripts, consumer=consumer)
        self._naive = naive

    async def advance(self, judged: Sequence[Judged]) -> tuple[bool, ...]:
        for each in judged:
            assert each.suppressed is None
            await self._naive(self._scripts, each.received, each.matches)
        return (True,) * len(judged)


async def _add(scripts: Scripts, received: Received[Article], matches: Sequence[Match]) -> None:
    for match in matches:
        fields: dict[Any, Any] = {
            "hour": received.place.hour,
            "field": received.place.field,
            "match": pack(match),
        }
        await scripts.client.xadd(key("matches"), fields)


async def _acknowledge(scripts: Scripts, received: Received[Article]) -> None:
    await scripts.client.xack(key("articles"), "match", received.entry)
    await scripts.client.xdel(key("articles"), received.entry)


async def add_then_acknowledge(
    scripts: Scripts, received: Received[Article], matches: Sequence[Match]
) -> None:
    await _add(scripts, received, matches)
    await _acknowledge(scripts, received)


async def acknowledge_then_add(
    scripts: Scripts, received: Received[Article], matches: Sequence[Match]
) -> None:
    await _acknowledge(scripts, received)
    await _add(scripts, received, matches)


@dataclass
class World:
    """One server, what the channels received, and as many lives of the process as it takes."""

    server: StoreServer
    naive: Advance | None = None
    received: dict[ChannelName, RecordingSender] = field(
        default_factory=lambda: {name: RecordingSender() for name in CHANNELS}
    )

    async def live(self, *, dies_at: int | None, after: bool) -> int:
        """One process from start to death, or until everything is done; how many calls it made."""
        mortal = MortalRedis(unix_socket_path=str(self.server.socket_path))
        mortal.dies_at, mortal.after = dies_at, after
        try:
            await self._work(mortal)
        except Crash:
            pass
        finally:
            await mortal.aclose()
        return mortal.calls

    async def _work(self, mortal: MortalRedis) -> None:
        """Every stage in turn, for as long as anything is left; no two calls are ever under way at once."""
        store = RedisStore.over(mortal, consumer="here:1")
        articles = store.articles
        if self.naive is not None:
            articles = NaiveInbox(Scripts(mortal), consumer="here:1", naive=self.naive)
        polls: list[Callable[[], Awaitable[None]]] = []
        clock = FrozenClock(NOW)
        poll = Poll(
            table=store.feeds,
            fetcher=CannedFetcher({FEED.url: b"document"}),
            parser=CannedParser({b"document": DOCUMENT}),
            languages=CannedLanguages(),
            clock=clock,
            jitter=lambda: 0.5,
            start=lambda _, work: polls.append(work),
        )
        match = MatchStage(inbox=articles, index=RULES)
        routes = Routes(severity={})
        desk = DeskStage(inbox=store.matches, desk=store.desk, routes=routes, clock=clock)
        senders = [
            Deliver(
                channel(name),
                outbox=store.outbox,
                sender=Door(self.received[name]),
                zone=UTC,
                jitter=lambda: 0,
            )
            for name in CHANNELS
        ]
        await poll.watch((FEED,), rhythm=Rhythm(min=timedelta(hours=1), max=timedelta(hours=1)), backlog=None)
        await store.feeds.bring_forward()
        await articles.open()
        await store.matches.open()
        await poll.tick()
        for work in polls:
            await work()
        async with Redis(unix_socket_path=str(self.server.socket_path)) as watcher:
            while await _unfinished(watcher, "articles"):
                await match.work()
            while await _unfinished(watcher, "matches"):
                await desk.work()
        for sender in senders:
            while await sender.work():
                pass

    async def time_passes(self) -> None:
        """Every lease and claim of the dead process runs out."""
        async with Redis(unix_socket_path=str(self.server.socket_path)) as watcher:
            await watcher.hset(key("desk"), "till", 1)
            for name in CHANNELS:
                await watcher.hset(key(f"channel:{name}"), "till", 1)
                await self._due(watcher, f"queue:{name}")
            if await watcher.hexists(key(f"feed:{FEED.id}"), "lease"):
                await self._due(watcher, "feeds")

    async def _due(self, watcher: Redis, schedule: str) -> None:
        members: list[bytes] = await watcher.zrange(key(schedule), 0, -1)  # type: ignore[assignment]  # bytes under RESP2
        for member in members:
            await watcher.zadd(key(schedule), {member: 1})

    async def mistakes(self) -> list[str]:
        """What a promise would call broken; nothing when all is well."""
        async with Redis(unix_socket_path=str(self.server.socket_path)) as watcher:
            store = RedisStore.over(watcher, consumer="auditor")
            counted = await store.housekeeping.counters()
            left = await store.housekeeping.backlog()
        found = []
        if left.undecided or left.deliveries or left.dead:
            found.append(f"left behind: {left}")
        expected = {
            "articles:new": len(TITLES),
            "articles:matched": len(TITLES),
            "matches": ALERTS,
            "alerts": ALERTS,
            "deliveries:sent": ALERTS * len(CHANNELS),
        }
        found += [
            f"{name}: {counted.get(name, 0)}, not {n}"
            for name, n in expected.items()
            if counted.get(name) != n
        ]
        found += [f"{name} counted" for name in counted if name.startswith("suppressed:")]
        for name, sender in self.received.items():
            found += _wrong_at(name, sender)
        return found


async def _unfinished(watcher: Redis, stream: str) -> bool:
    """Entries nobody was given, or that somebody was given and has not acknowledged."""
    (group,) = await watcher.xinfo_groups(key(stream))
    after = b"(" + group["last-delivered-id"]
    return bool(group["pending"] or await watcher.xrange(key(stream), min=after, count=1))


def _wrong_at(name: ChannelName, sender: RecordingSender) -> list[str]:
    told = [(message.alert.rules, message.alert.headline) for message in sender.sent]
    found = [f"{name}: {len(set(told))} of {ALERTS} alerts"] if len(set(told)) != ALERTS else []
    unmarked = [message for message in sender.sent if not message.repeat]
    if len({message.alert.id for message in unmarked}) != len(unmarked):
        found.append(f"{name}: a repeat that does not say so")
    return found


async def fresh(server: StoreServer, naive: Advance | None = None) -> World:
    async with Redis(unix_socket_path=str(server.socket_path)) as watcher:
        await watcher.flushall()
    return World(server, naive=naive)


async def crashed_at(server: StoreServer, k: int, *, after: bool, naive: Advance | None = None) -> list[str]:
    world = await fresh(server, naive)
    await world.live(dies_at=k, after=after)
    await world.time_passes()
    await world.live(dies_at=None, after=False)
    return await world.mistakes()


async def calls_of_a_life(server: StoreServer, naive: Advance | None = None) -> int:
    world = await fresh(server, naive)
    calls = await world.live(dies_at=None, after=False)
    if naive is None:
        assert await world.mistakes() == []
    return calls


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_crash_at_any_store_call_loses_and_doubles_nothing(
    store_server: StoreServer, after: bool
) -> None:
    calls = await calls_of_a_life(store_server)
    assert calls > 30, "the life under test became too short to mean anything"
    broken = {}
    for k in range(1, calls + 1):
        if found := await crashed_at(store_server, k, after=after):
            broken[k] = found
    assert broken == {}


@pytest.mark.parametrize("naive", [add_then_acknowledge, acknowledge_then_add])
async def test_a_naive_hand_over_is_caught(store_server: StoreServer, naive: Advance) -> None:
    """The same lives, with one stage written the usual way: some crash must show."""
    calls = await calls_of_a_life(store_server, naive)
    expected_without_crash = await crashed_at(store_server, calls + 1000, after=False, naive=naive)
    crashed = partial(crashed_at, store_server, naive=naive)
    caught = [
        k for k in range(1, calls + 1) if set(await crashed(k, after=True)) - set(expected_without_crash)
    ]
    assert caught
