"""A desk that loses its memory at any point decides the same: all it needs is in the store."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from monitor.adapters.redis_store import RedisStore, inbox
from monitor.adapters.redis_store.codec import unpack
from monitor.adapters.redis_store.scripts import key
from monitor.core.alerts import Alert
from monitor.core.articles import Article, Keyed
from monitor.core.channels import Routes
from monitor.core.ids import ChannelName, MatchId, RuleId, digest
from monitor.core.leases import Judged
from monitor.core.matching import Match
from monitor.core.policies import Change, Corroborate, Per, Policy, Throttle, Update
from monitor.pipeline.desk import DeskStage
from monitor.testing import FrozenClock
from tests.adapters.store_server import StoreServer
from tests.builders import NOW, keyed
from tests.contracts.test_feed_table import polled

HOUR, DAYS = timedelta(hours=1), 24
POLICIES = {
    "plain": Policy(title="plain", channels=(ChannelName("desk"),)),
    "every": Policy(
        title="every",
        channels=(ChannelName("desk"), ChannelName("mail")),
        update=Update(when=tuple(Change)),
    ),
    "careful": Policy(
        title="careful", channels=(ChannelName("mail"),), corroborate=Corroborate(outlets=2, within=HOUR)
    ),
    "seldom": Policy(
        title="seldom", channels=(ChannelName("desk"),), throttle=Throttle(per=Per.RULE, every=HOUR)
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """An article so many hours after the one before; a second one of the same name is an edit."""

    name: str
    outlet: str
    title: str
    rules: tuple[str, ...] = ("plain",)
    after: float = 0

    def keyed(self, at: Any) -> Keyed:
        known = keyed(self.name, title=self.title)
        return replace(known, article=replace(known.article, outlet=self.outlet, fetched=at, published=at))


@dataclass(frozen=True, slots=True)
class TimersGoOff:
    """All that wait for a second source, or for the next message."""


Step = News | TimersGoOff
BRIDGE, LORRIES = "Bridge over the Orla collapses", "Lorries fall into the cold Varn"
DAY: tuple[Step, ...] = (
    News(name="a", outlet="Wire", title=BRIDGE, rules=("every",)),
    News(name="b", outlet="Courier", title=LORRIES, rules=("careful", "every")),
    News(name="c", outlet="Lantern", title="Truce collapses in district 4", rules=("seldom",), after=1),
    News(name="d", outlet="Wire", title="Truce collapses in district 5", rules=("seldom", "plain")),
    News(name="e", outlet="Ember", title="Truce collapses in district 6", rules=("seldom",)),
    TimersGoOff(),
    News(name="f", outlet="Tideway", title=f"{BRIDGE}: {LORRIES}", rules=("every",), after=2),
    News(name="g", outlet="Ember", title=f"{BRIDGE}, 12 dead", rules=("every", "careful")),
    News(name="a", outlet="Wire", title=f"{BRIDGE} at dawn", rules=("every",)),
    TimersGoOff(),
    News(name="h", outlet="Wire", title="Truce collapses in district 4", rules=("plain",), after=9 * DAYS),
    News(name="i", outlet="Ember", title=LORRIES, rules=("every", "plain")),
    News(name="j", outlet="Wire", title="Ferry runs aground off Skarn", after=5 * DAYS - 0.4),
    News(
        name="k", outlet="Ember", title="Harvest festival closes early", after=0.6
    ),  # what ended is swept hourly
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What the desk wrote down: alerts, notes by article and rule, the stories by their words, what was counted."""

    alerts: dict[str, Alert]
    notes: dict[str, bytes]
    grouping: dict[bytes, bytes]
    counted: dict[str, int]


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that has only just come takes its place before a timer, and waits for no match."""
    monkeypatch.setattr(inbox, "BLOCK", 1)


async def lived(server: StoreServer, steps: Sequence[Step], forgets_before: Collection[int]) -> Written:
    """Step after step, with a desk that knows nothing before each of these."""
    client: Any = Redis.from_url(server.url)  # replies are bytes; redis-py's types allow for more
    try:
        await client.flushall()
        store, clock = RedisStore.over(client, consumer="here:1"), FrozenClock(NOW)
        await store.articles.open()
        await store.matches.open()
        desk = newcomer(store, clock)
        for number, step in enumerate(steps):
            if number in forgets_before:
                desk = newcomer(store, clock)
            if isinstance(step, News):
                clock.tick(HOUR * step.after)
                await arrives(client, store, step, clock)
                while await client.xlen(key("matches")):
                    await desk.work()
            else:
                await go_off(client, store, desk)
        return await written(client, store)
    finally:
        await client.aclose()


def newcomer(store: RedisStore, clock: FrozenClock) -> DeskStage:
    return DeskStage(inbox=store.matches, desk=store.desk, routes=Routes(severity={}), clock=clock)


async def arrives(client: Any, store: RedisStore, news: News, clock: FrozenClock) -> None:
    """Polled, and matched."""
    await polled(store, news.keyed(clock.now()))
    while await client.xlen(key("articles")):
        for received in await store.articles.read():
            matches = tuple(match(received.value, rule) for rule in news.rules)
            await store.articles.advance([Judged(received=received, matches=matches)])


def match(article: Article, rule: str) -> Match:
    return Match(
        id=MatchId(digest(rule, article.id, article.fingerprint)),
        rule=RuleId(rule),
        policy=POLICIES[rule],
        article=article,
        evidence=(),
    )


async def go_off(client: Any, store: RedisStore, desk: DeskStage) -> None:
    timers = [
        timer for timer in await client.zrange(key("timers"), 0, -1) if not timer.startswith(b"forget:")
    ]
    if timers:
        await client.zadd(key("timers"), dict.fromkeys(timers, 1))
    await desk.tick()
    if await store.desk.due_timers():  # it has only just come
        await desk.work()
        await desk.tick()


async def written(client: Any, store: RedisStore) -> Written:
    alerts, notes = {}, {}
    for name in await client.zrange(key("alerts"), 0, -1):
        alerts[name.decode()] = unpack(Alert, await client.hget(key(f"alert:{name.decode()}"), "alert"))
    for hour in [name async for name in client.scan_iter(key("archive:*")) if not name.endswith(b":bytes")]:
        for field, text in (await client.hgetall(hour)).items():
            if b"|desk|" in field or field.endswith(b"|story"):
                notes[field.decode()] = text
    return Written(
        alerts=alerts,
        notes=notes,
        grouping=await client.hgetall(key("grouping")),
        counted=await store.housekeeping.counters(),
    )


async def test_the_day_has_all_that_a_memory_is_good_for(store_server: StoreServer) -> None:
    """Else the tests below would prove little."""
    found = await lived(store_server, DAY, ())
    phases = {alert.phase.partition(":")[0] for alert in found.alerts.values()}
    assert phases >= {"new", "rule", "confirmed", "merge", "edit", "digest"}, phases
    notes = b" ".join(found.notes.values())
    for word in (b'"merged"', b"4, in the same words", b'"told"', b'"later"'):
        assert word in notes, word


@pytest.mark.parametrize("forgets", range(1, len(DAY)))
async def test_a_memory_lost_once(store_server: StoreServer, forgets: int) -> None:
    assert await lived(store_server, DAY, {forgets}) == await lived(store_server, DAY, ())


async def test_a_new_desk_for_every_match(store_server: StoreServer) -> None:
    assert await lived(store_server, DAY, range(len(DAY))) == await lived(store_server, DAY, ())


WORDS = (
    "truce",
    "talks",
    "bridge",
    "Orla",
    "lorries",
    "collapses",
    "stalled",
    "district",
    "4",
    "5",
    "harbour",
)
NEWS = st.builds(
    News,
    name=st.sampled_from("abcdefgh"),
    outlet=st.sampled_from(("Wire", "Courier", "Ember")),
    title=st.lists(st.sampled_from(WORDS), min_size=3, max_size=7).map(" ".join),
    rules=st.lists(st.sampled_from(sorted(POLICIES)), min_size=1, max_size=2, unique=True).map(tuple),
    after=st.sampled_from((0, 0, 0, 0.6, 1, 5 * DAYS - 0.4)),
)


@given(
    steps=st.lists(st.one_of(NEWS, NEWS, NEWS, st.just(TimersGoOff())), min_size=2, max_size=12),
    forgets=st.sets(st.integers(1, 11)),
)
def test_whatever_comes(store_server: StoreServer, steps: list[Step], forgets: set[int]) -> None:
    undisturbed = asyncio.run(lived(store_server, steps, ()))
    assert asyncio.run(lived(store_server, steps, forgets)) == undisturbed
