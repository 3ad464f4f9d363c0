"""commit_alert and fire_due: one desk, one version, every decision archived."""

from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.core import alerts, stories
from monitor.core.alerts import Decision, Reason
from monitor.core.errors import LeaseLost, VersionMoved
from monitor.core.ids import ChannelName
from monitor.core.leases import Judged, Received
from monitor.core.matching import Match
from monitor.core.stories import Story
from tests.builders import NOW, alert, keyed, match
from tests.contracts.test_feed_table import polled
from tests.contracts.test_inboxes import entries


async def on_the_desk(store: RedisStore, *, times: int = 1) -> list[Received[Match]]:
    """One match (or the same match several times) as the desk reads it."""
    await polled(store, keyed("a"))
    (received,) = await entries(store.articles)
    found = [match(received.value)] * times
    await store.articles.advance([Judged(received=received, matches=found, suppressed=None)])
    await store.matches.open()
    await store.matches.read()
    return list(await store.matches.read())


def decided(received: Received[Match]) -> tuple[Story, Decision]:
    story = stories.found(received.value)
    told = alerts.raise_alert(received.value, story=story, now=NOW)
    channels = (ChannelName("desk"), ChannelName("mail"))
    return story, Decision(reason=Reason.NEW, alert=told, channels=channels)


async def test_a_decision_brings_alert_deliveries_story_and_timer_at_once(
    store: RedisStore, client: Any
) -> None:
    (received,) = await on_the_desk(store)
    story, decision = decided(received)
    version = await store.desk.take()
    assert version == 0
    assert await store.desk.commit_alert(received, version=version, story=story, decision=decision) == 1
    assert await client.zcard(key("queue:desk")) == await client.zcard(key("queue:mail")) == 1
    assert await client.xlen(key("matches")) == 0
    assert await store.desk.story(story.id) == story
    assert await client.zcard(key("timers")) == 1
    archived = await client.hget(
        key(f"archive:{received.place.hour}"), f"{received.place.field}|desk|talks-stalled"
    )
    assert b'"new"' in archived


async def test_a_match_its_story_holds_already_is_a_counted_duplicate(store: RedisStore, client: Any) -> None:
    first, second = await on_the_desk(store, times=2)
    story, decision = decided(first)
    await store.desk.take()
    await store.desk.commit_alert(first, version=0, story=story, decision=decision)
    await store.desk.commit_alert(second, version=1, story=story, decision=decision)
    assert await client.zcard(key("alerts")) == 1
    assert await client.zcard(key("queue:desk")) == 1
    assert (await store.housekeeping.counters())["suppressed:duplicate"] == 1


async def test_resending_a_commit_changes_nothing(store: RedisStore, client: Any) -> None:
    (received,) = await on_the_desk(store)
    story, decision = decided(received)
    await store.desk.take()
    await store.desk.commit_alert(received, version=0, story=story, decision=decision)
    assert await store.desk.commit_alert(received, version=1, story=story, decision=decision) == 1
    assert await client.zcard(key("alerts")) == 1


async def test_a_decision_from_another_version_is_refused_whole(store: RedisStore, client: Any) -> None:
    (received,) = await on_the_desk(store)
    story, decision = decided(received)
    await store.desk.take()
    await client.hincrby(key("desk"), "version", 1)
    with pytest.raises(VersionMoved):
        await store.desk.commit_alert(received, version=0, story=story, decision=decision)
    assert await client.xlen(key("matches")) == 1
    assert await client.zcard(key("alerts")) == 0


async def test_only_the_holder_of_the_lease_decides(
    store: RedisStore, other: RedisStore, client: Any
) -> None:
    (received,) = await on_the_desk(store)
    story, decision = decided(received)
    assert await other.desk.take() == 0
    assert await store.desk.take() is None
    with pytest.raises(LeaseLost):
        await store.desk.commit_alert(received, version=0, story=story, decision=decision)
    await client.hset(key("desk"), mapping={"till": 1})
    assert await store.desk.take() == 0, "the other's lease has run out"


async def test_a_lease_set_in_the_future_is_void(store: RedisStore, other: RedisStore, client: Any) -> None:
    await other.desk.take()
    seconds, _ = await client.time()
    ahead = (seconds + 3600) * 1000
    await client.hset(key("desk"), mapping={"till": ahead + 6000, "set": ahead})
    assert await store.desk.take() == 0


async def test_a_released_desk_is_free_at_once(store: RedisStore, other: RedisStore) -> None:
    await store.desk.take()
    await store.desk.release()
    assert await other.desk.take() == 0


async def test_a_timer_fires_once_and_only_when_due(store: RedisStore, client: Any) -> None:
    (received,) = await on_the_desk(store)
    story, decision = decided(received)
    await store.desk.take()
    version = await store.desk.commit_alert(received, version=0, story=story, decision=decision)
    timer = f"forget:{story.id}"
    assert await store.desk.due_timers() == ()
    assert await store.desk.fire_due(timer, version=version, forget=story.id) == version, "not due: nothing"
    assert await store.desk.story(story.id) == story
    await client.zadd(key("timers"), {timer: 0})
    assert await store.desk.due_timers() == (timer,)
    assert await store.desk.fire_due(timer, version=version, forget=story.id) == version + 1
    assert await store.desk.story(story.id) is None
    assert await store.desk.fire_due(timer, version=version + 1, forget=story.id) == version + 1


async def test_a_timer_may_bring_an_alert(store: RedisStore, client: Any) -> None:
    await store.desk.take()
    await client.zadd(key("timers"), {"window:x": 0})
    await store.desk.fire_due("window:x", version=0, alert=alert(), channels=[ChannelName("desk")])
    assert await client.zcard(key("queue:desk")) == 1


async def test_a_timer_set_before_the_clock_stepped_back_is_due(store: RedisStore, client: Any) -> None:
    seconds, _ = await client.time()
    ahead = (seconds + 3600) * 1000
    await store.desk.take()
    await client.zadd(key("timers"), {"window:x": ahead + 1000})
    await client.zadd(key("timers:set"), {"window:x": ahead})
    assert await store.desk.due_timers() == ("window:x",)
    assert await store.desk.fire_due("window:x", version=0) == 1


async def test_the_operator_hears_the_same_thing_once(store: RedisStore, client: Any) -> None:
    assert await store.desk.notice(alert("broken rules"), ChannelName("desk"))
    assert not await store.desk.notice(alert("broken rules"), ChannelName("desk"))
    assert await client.zcard(key("queue:desk")) == 1
