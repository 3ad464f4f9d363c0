"""commit_alert and fire_due: one desk, one version, every decision archived."""

from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.core.errors import LeaseLost, VersionMoved
from monitor.core.ids import ChannelName, MatchId
from monitor.core.leases import Judged, Received
from monitor.core.matching import Matches
from monitor.core.stories import Outcome, Story
from tests.builders import alert, decided, keyed, match
from tests.contracts.test_feed_table import polled
from tests.contracts.test_inboxes import entries


async def on_the_desk(
    store: RedisStore, *, channels: tuple[str, ...] = ("desk", "mail")
) -> Received[Matches]:
    """A match as the desk reads it."""
    await polled(store, keyed("a"))
    (received,) = await entries(store.articles)
    found = (match(received.value, channels=channels),)
    await store.articles.advance([Judged(received=received, matches=found)])
    await store.matches.open()
    await store.matches.read()
    (handed_on,) = await store.matches.read()
    return handed_on


async def commit(store: RedisStore, received: Received[Matches], *, version: int) -> int:
    outcome = decided(received)
    return await store.desk.commit_alert(received, version=version, outcome=outcome, placement=None)


def story_of(received: Received[Matches]) -> Story:
    (story,) = decided(received).stories
    return story


async def test_a_decision_brings_alert_deliveries_story_and_timer_at_once(
    store: RedisStore, client: Any
) -> None:
    received = await on_the_desk(store)
    version = await store.desk.take()
    assert version == 0
    assert await commit(store, received, version=version) == 1
    assert await client.zcard(key("queue:desk")) == await client.zcard(key("queue:mail")) == 1
    assert await client.xlen(key("matches")) == 0
    story = story_of(received)
    assert await store.desk.story(story.id) == story
    assert await store.desk.holding([received.value[0].article.id]) == {
        received.value[0].article.id: story.id
    }
    match_id = received.value[0].id
    assert await store.desk.decided(story.id, [match_id, MatchId("another")]) == {match_id}
    assert await client.zcard(key("timers")) == 1
    archived = await client.hget(
        key(f"archive:{received.place.hour}"), f"{received.place.field}|desk|talks-stalled"
    )
    assert b'"new"' in archived


async def test_resending_a_commit_changes_nothing(store: RedisStore, client: Any) -> None:
    received = await on_the_desk(store)
    await store.desk.take()
    await commit(store, received, version=0)
    assert await commit(store, received, version=1) == 1
    assert await client.zcard(key("alerts")) == 1


async def test_a_decision_from_another_version_is_refused_whole(store: RedisStore, client: Any) -> None:
    received = await on_the_desk(store)
    await store.desk.take()
    await client.hincrby(key("desk"), "version", 1)
    with pytest.raises(VersionMoved):
        await commit(store, received, version=0)
    assert await client.xlen(key("matches")) == 1
    assert await client.zcard(key("alerts")) == 0


async def test_only_the_holder_of_the_lease_decides(
    store: RedisStore, other: RedisStore, client: Any
) -> None:
    received = await on_the_desk(store)
    assert await other.desk.take() == 0
    assert await store.desk.take() is None
    with pytest.raises(LeaseLost):
        await commit(store, received, version=0)
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
    received = await on_the_desk(store)
    await store.desk.take()
    version = await commit(store, received, version=0)
    story = story_of(received)
    timer = f"forget:{story.id}"
    forgotten = Outcome(story=story.id, forgotten=story.id)
    assert await store.desk.due_timers() == ()
    assert await store.desk.fire_due(timer, version=version, outcome=forgotten) == version, "not due: nothing"
    assert await store.desk.story(story.id) == story
    await client.zadd(key("timers"), {timer: 0})
    assert await store.desk.due_timers() == (timer,)
    assert await store.desk.fire_due(timer, version=version, outcome=forgotten) == version + 1
    assert await store.desk.story(story.id) is None
    assert await store.desk.holding([received.value[0].article.id]) == {}
    assert await store.desk.fire_due(timer, version=version + 1, outcome=forgotten) == version + 1


async def test_a_timer_may_bring_an_alert(store: RedisStore, client: Any) -> None:
    await store.desk.take()
    await client.zadd(key("timers"), {"window:x": 0})
    outcome = Outcome(story=None, alert=alert(), channels=(ChannelName("desk"),))
    await store.desk.fire_due("window:x", version=0, outcome=outcome)
    assert await client.zcard(key("queue:desk")) == 1


async def test_a_timer_set_before_the_clock_stepped_back_is_due(store: RedisStore, client: Any) -> None:
    seconds, _ = await client.time()
    ahead = (seconds + 3600) * 1000
    await store.desk.take()
    await client.zadd(key("timers"), {"window:x": ahead + 1000})
    await client.zadd(key("timers:set"), {"window:x": ahead})
    assert await store.desk.due_timers() == ("window:x",)
    assert await store.desk.fire_due("window:x", version=0, outcome=Outcome(story=None)) == 1


async def test_the_operator_hears_the_same_thing_once(store: RedisStore, client: Any) -> None:
    assert await store.desk.notice(alert("broken rules"), ChannelName("desk"))
    assert not await store.desk.notice(alert("broken rules"), ChannelName("desk"))
    assert await client.zcard(key("queue:desk")) == 1
