"""What was held back as backfill, handed on after all."""

from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.codec import pack
from monitor.adapters.redis_store.scripts import key
from monitor.core.errors import StoreAway
from monitor.core.ids import FeedId
from monitor.core.leases import Released
from tests.contracts.test_edits import handed_on
from tests.contracts.test_everything_new import AGES_AGO, NEW, OLD, again, some
from tests.contracts.test_feed_table import BBC, polled


@pytest.fixture
async def holding(store: RedisStore) -> RedisStore:
    """A store with three articles of one feed held back."""
    await polled(store, *map(some, OLD))
    await again(store, *(some(name, AGES_AGO) for name in NEW))
    return store


async def test_it_goes_on_as_new_once(holding: RedisStore, client: Any) -> None:
    assert await holding.feeds.release_backfill(BBC) == Released(handed_on=3, dropped=0)
    entries = (await client.xrange(key("articles")))[len(OLD) :]
    assert {fields[b"article"] for _, fields in entries} == {
        pack(some(name, AGES_AGO).article) for name in NEW
    }
    assert {each["kind"] for each in await handed_on(client)} == {"new"}
    assert await holding.feeds.release_backfill(BBC) == Released(handed_on=0, dropped=0)
    (health,) = await holding.reading.feeds([BBC])
    assert health.held == 0


async def test_nothing_of_the_hold_is_left_to_mislead(holding: RedisStore, client: Any) -> None:
    """The verdict and its count are gone, and the archive's size is what it was without them."""
    await holding.feeds.release_backfill(BBC)
    archived = [each async for each in holding.reading.articles()]
    assert [each.verdict for each in archived] == [None] * len(OLD + NEW)
    assert (await holding.housekeeping.counters())["suppressed:backfill"] == 0
    ((hour, size),) = (await client.hgetall(key("archive:bytes"))).items()
    fields = await client.hgetall(key(f"archive:{hour.decode()}"))
    assert int(size) == sum(len(name) + len(value) for name, value in fields.items())


async def test_what_the_archive_has_dropped_is_counted(holding: RedisStore, client: Any) -> None:
    (hour,) = await client.hkeys(key("archive:bytes"))
    gone, *_ = await client.hkeys(key("backfill:bbc-world"))
    await client.hdel(key(f"archive:{hour.decode()}"), gone)
    assert await holding.feeds.release_backfill(BBC) == Released(handed_on=2, dropped=1)
    assert (await holding.housekeeping.counters())["suppressed:backfill"] == 1, "it never was told"


async def test_the_oldest_hour_goes_first(holding: RedisStore, client: Any) -> None:
    (hour,) = await client.hkeys(key("archive:bytes"))
    *_, field = await client.hkeys(key("backfill:bbc-world"))
    payload = await client.hget(key(f"archive:{hour.decode()}"), field)
    await client.hset(key("archive:9"), field, payload)
    await client.hset(key("backfill:bbc-world"), field, "9")
    await holding.feeds.release_backfill(BBC)
    assert (await handed_on(client))[len(OLD)]["hour"] == "9"


async def test_a_full_store_keeps_them_for_later(holding: RedisStore, client: Any) -> None:
    await client.config_set("maxmemory", "1")
    try:
        with pytest.raises(StoreAway):
            await holding.feeds.release_backfill(BBC)
    finally:
        await client.config_set("maxmemory", "0")
    assert (await holding.feeds.release_backfill(BBC)).handed_on == len(NEW)


async def test_a_feed_of_which_nothing_is_held(store: RedisStore) -> None:
    assert await store.feeds.release_backfill(FeedId("herald")) == Released(handed_on=0, dropped=0)
