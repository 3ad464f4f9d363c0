"""All four stages in the test's own process, one after the other, over one feed: for faults that are tried by the hundred."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, timedelta

from redis.asyncio import Redis

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.core.channels import Routes
from monitor.core.clauses import parse
from monitor.core.deliveries import SendResult
from monitor.core.feeds import Feed
from monitor.core.ids import ChannelName, FeedId, RuleId
from monitor.core.matching import Index
from monitor.core.parsing import Entry, Parsed
from monitor.core.policies import Policy
from monitor.core.polling import Rhythm
from monitor.core.rendering import Message
from monitor.core.rules import Rule, RuleSet
from monitor.pipeline.deliver import Deliver
from monitor.pipeline.desk import DeskStage
from monitor.pipeline.match import MatchStage
from monitor.pipeline.poll import Poll
from monitor.testing import CannedFetcher, CannedLanguages, CannedParser, FrozenClock, RecordingSender
from tests.acceptance.sinks import Told
from tests.builders import NOW, channel

FEED = Feed(id=FeedId("wire"), url="https://wire.example/feed", outlet="Wire")
CHANNELS = (ChannelName("desk"), ChannelName("mail"))
HEADLINES = tuple(f"Truce collapses in district {n}" for n in range(10))
OTHERS = ("Harvest begins", "Minister opens a bridge")
DOCUMENT = Parsed(
    entries=tuple(
        Entry(guid=f"guid-{n}", link=f"https://wire.example/{n}", title=title)
        for n, title in enumerate((*HEADLINES, *OTHERS))
    )
)
RULES = Index.of(
    RuleSet.of(
        (
            Rule(
                id=RuleId("truce"),
                event=parse('"truce collapses"'),
                policy=Policy(title="Truce collapsed", channels=CHANNELS),
                file="rules.yaml",
                line=1,
                fingerprint="truce",
            ),
        )
    )
)


@dataclass
class Door:
    """A channel without a thread, and without an outside."""

    sender: RecordingSender

    async def send(self, message: Message) -> SendResult:
        return self.sender.send(message)

    def abandon(self) -> None:
        """Nothing hangs here."""


@dataclass
class Line:
    """As many lives of one daemon as it takes; what the channels received stays."""

    received: Mapping[ChannelName, RecordingSender] = field(
        default_factory=lambda: {name: RecordingSender() for name in CHANNELS}
    )

    def told(self) -> dict[str, list[Told]]:
        return {
            name: [
                Told(title=sent.title, text=sent.body, short=sent.alert.short, repeat=sent.repeat)
                for sent in sender.sent
            ]
            for name, sender in self.received.items()
        }

    async def live(self, client: Redis) -> None:
        """From start to the end of all work."""
        store = RedisStore.over(client, consumer="here:1")
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
        match = MatchStage(inbox=store.articles, index=RULES)
        desk = DeskStage(inbox=store.matches, desk=store.desk, routes=Routes(severity={}), clock=clock)
        await poll.watch((FEED,), rhythm=Rhythm(min=timedelta(hours=1), max=timedelta(hours=1)), backlog=None)
        await store.feeds.bring_forward()
        await store.articles.open()
        await store.matches.open()
        await poll.tick()
        for work in polls:
            await work()
        while await _unfinished(client, "articles"):
            await match.work()
        while await _unfinished(client, "matches"):
            await desk.work()
        for name in CHANNELS:
            deliver = Deliver(
                channel(name),
                outbox=store.outbox,
                sender=Door(self.received[name]),
                zone=UTC,
                jitter=lambda: 0,
            )
            while await deliver.work():
                pass


async def time_passes(client: Redis) -> None:
    """Every lease and claim of the dead process runs out."""
    await client.hset(key("desk"), "till", 1)
    for name in CHANNELS:
        await client.hset(key(f"channel:{name}"), "till", 1)
        await _due(client, f"queue:{name}")
    await _due(client, "feeds")


async def _due(client: Redis, schedule: str) -> None:
    members: list[bytes] = await client.zrange(key(schedule), 0, -1)  # type: ignore[assignment]  # bytes under RESP2
    for member in members:
        await client.zadd(key(schedule), {member: 1})


async def _unfinished(client: Redis, stream: str) -> bool:
    """Entries nobody was given, or that somebody was given and has not acknowledged."""
    (group,) = await client.xinfo_groups(key(stream))
    after = b"(" + group["last-delivered-id"]
    return bool(group["pending"] or await client.xrange(key(stream), min=after, count=1))
