"""commit_poll and the leases in front of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.core.articles import KnownBy, Recognition
from monitor.core.errors import StoreAway
from monitor.core.feeds import Validators
from monitor.core.ids import FeedId
from monitor.core.leases import FeedLease, PollCounts
from tests.builders import keyed, outcome

BBC = FeedId("bbc-world")
NONE = timedelta(0)


async def leased(store: RedisStore) -> FeedLease:
    """A lease on the one feed, due at once."""
    await store.feeds.sync([(BBC, NONE)])
    (lease,) = await store.feeds.claim(10)
    return lease


async def polled(store: RedisStore, *found: object, backlog: int | None = None) -> PollCounts | None:
    """One poll after another, each due at once."""
    lease = await leased(store)
    return await store.feeds.commit_poll(lease, outcome(*found, backlog=backlog, delay=NONE))  # type: ignore[arg-type]  # Keyed


async def test_a_feed_under_lease_is_not_handed_out_again(store: RedisStore, other: RedisStore) -> None:
    await leased(store)
    assert await other.feeds.claim(10) == ()


async def test_a_feed_whose_holder_died_comes_due_at_the_end_of_its_lease(
    store: RedisStore, client: Any
) -> None:
    lease = await leased(store)
    due = await client.zscore(key("feeds"), BBC)
    seconds, _ = await client.time()
    assert 4 <= due / 1000 - seconds <= 7
    await client.zadd(key("feeds"), {BBC: 0})
    (again,) = await store.feeds.claim(10)
    assert again.token != lease.token


async def test_the_loser_of_a_lease_writes_nothing(store: RedisStore, other: RedisStore, client: Any) -> None:
    lost = await leased(store)
    await client.zadd(key("feeds"), {BBC: 0})
    await other.feeds.claim(10)
    assert await store.feeds.commit_poll(lost, outcome(keyed())) is None
    assert await client.xlen(key("articles")) == 0
    assert await client.hlen(key("seen:bbc-world")) == 0
    assert await store.feeds.renew([lost]) == {BBC}


async def test_renewing_keeps_the_lease(store: RedisStore, client: Any) -> None:
    lease = await leased(store)
    await client.zadd(key("feeds"), {BBC: 1})
    assert await store.feeds.renew([lease]) == frozenset()
    assert await store.feeds.claim(10) == ()


async def test_a_new_article_goes_to_the_stream_and_the_archive_once(store: RedisStore, client: Any) -> None:
    assert await polled(store, keyed("a")) == PollCounts(new=1, edited=0, known=0, backlog=0)
    assert await polled(store, keyed("a"), keyed("b")) == PollCounts(new=1, edited=0, known=1, backlog=0)
    assert await client.xlen(key("articles")) == 2
    (hour,) = await client.hkeys(key("archive:bytes"))
    assert await client.hlen(key(f"archive:{hour.decode()}")) == 2


async def test_a_changed_headline_is_an_edit(store: RedisStore) -> None:
    await polled(store, keyed("a", title="Talks stall"))
    counts = await polled(store, keyed("a", title="Talks stall, team recalled"))
    assert counts == PollCounts(new=0, edited=1, known=0, backlog=0)


async def test_a_rotated_guid_is_the_same_article(store: RedisStore) -> None:
    first = keyed("a")
    await polled(store, first)
    rotated = keyed("a")
    rotated = type(rotated)(article=rotated.article, keys=("g:" + "0" * 16, *rotated.keys[1:]))
    assert await polled(store, rotated) == PollCounts(new=0, edited=0, known=1, backlog=0)


async def test_one_known_key_of_three_is_not_enough_to_swallow_an_article(store: RedisStore) -> None:
    await polled(store, keyed("a", title="Weather"))
    assert (await polled(store, keyed("b", title="Weather"))) == PollCounts(
        new=1, edited=0, known=0, backlog=0
    )


async def test_of_a_feed_never_seen_only_the_backlog_is_news(store: RedisStore, client: Any) -> None:
    counts = await polled(store, keyed("c"), keyed("b"), keyed("a"), backlog=1)
    assert counts == PollCounts(new=3, edited=0, known=0, backlog=2)
    assert await client.xlen(key("articles")) == 1
    assert await store.housekeeping.counters() == {
        "polls": 1,
        "articles:new": 3,
        "suppressed:backlog": 2,
    }
    assert await polled(store, keyed("d"), keyed("c"), backlog=0) == PollCounts(
        new=1, edited=0, known=1, backlog=0
    )
    assert await client.xlen(key("articles")) == 2


async def test_a_failed_first_poll_does_not_use_up_the_backlog(store: RedisStore) -> None:
    lease = await leased(store)
    failed = outcome(delay=NONE)
    failed = type(failed)(delay=NONE, validators=Validators(), failures=1)
    await store.feeds.commit_poll(lease, failed)
    counts = await polled(store, keyed("a"), backlog=0)
    assert counts == PollCounts(new=1, edited=0, known=0, backlog=1)


async def test_validators_come_back_byte_for_byte(store: RedisStore) -> None:
    lease = await leased(store)
    odd = Validators(etag='W/"caf\u00e9 \\ \'"', last_modified="yesterday, perhaps")
    result = outcome(delay=NONE)
    await store.feeds.commit_poll(lease, type(result)(delay=NONE, validators=odd, body_hash="b1"))
    again = await leased(store)
    assert again.validators == odd
    assert again.body_hash == "b1"
    await store.feeds.commit_poll(again, type(result)(delay=NONE, validators=Validators()))
    (bare,) = await store.feeds.claim(1)
    assert bare.validators == Validators()
    assert bare.body_hash is None


async def test_what_articles_are_known_by_stays_until_a_document_says_otherwise(store: RedisStore) -> None:
    for told, kept in (
        (Recognition(by=KnownBy.LINK, ids_repeat=True), Recognition(by=KnownBy.LINK, ids_repeat=True)),
        (None, Recognition(by=KnownBy.LINK, ids_repeat=True)),
        (Recognition(by=KnownBy.GUID), Recognition(by=KnownBy.GUID)),
    ):
        lease = await leased(store)
        await store.feeds.commit_poll(lease, replace(outcome(delay=NONE), recognition=told))
        (health,) = await store.reading.feeds([BBC])
        assert health.recognition == kept


async def test_a_feed_that_left_the_configuration_is_polled_no_more(store: RedisStore, client: Any) -> None:
    lease = await leased(store)
    assert await store.feeds.sync([]) == 1
    assert await store.feeds.commit_poll(lease, outcome(keyed())) is None
    assert await client.zcard(key("feeds")) == 0


async def test_a_step_back_of_the_clock_makes_everything_due(store: RedisStore, client: Any) -> None:
    await polled(store, keyed("a"))
    seconds, _ = await client.time()
    in_an_hour = (seconds + 3600) * 1000
    await client.zadd(key("feeds"), {BBC: in_an_hour + 120_000})
    assert await store.feeds.claim(1) == (), "two hours ahead because it was set so: not due"
    await client.zadd(key("feeds:set"), {BBC: in_an_hour})
    assert len(await store.feeds.claim(1)) == 1, "set an hour ahead of now: the clock stepped back"


async def test_what_is_remembered_of_a_feed_is_bounded(store: RedisStore, client: Any) -> None:
    for batch in range(6):
        found = [keyed(f"{batch}-{n}", title=f"headline {batch}-{n}") for n in range(50)]
        await polled(store, *found)
    assert await client.hlen(key("seen:bbc-world")) <= 3 * 200 * 1.25
    last = [keyed(f"5-{n}", title=f"headline 5-{n}") for n in range(50)]
    assert await polled(store, *last) == PollCounts(new=0, edited=0, known=50, backlog=0)


async def test_a_full_store_refuses_the_whole_poll(store: RedisStore, client: Any) -> None:
    lease = await leased(store)
    await client.config_set("maxmemory", "1")
    try:
        with pytest.raises(StoreAway):
            await store.feeds.commit_poll(lease, outcome(keyed()))
    finally:
        await client.config_set("maxmemory", "0")
    assert await client.hlen(key("seen:bbc-world")) == 0
    assert await store.feeds.commit_poll(lease, outcome(keyed())) is not None


async def test_a_full_store_pauses_polling(store: RedisStore, client: Any) -> None:
    """What a poll brings could not be kept, and asking again every lease would get us blocked."""
    await store.feeds.sync([(BBC, NONE)])
    await client.config_set("maxmemory", "1")
    try:
        with pytest.raises(StoreAway):
            await store.feeds.claim(10)
    finally:
        await client.config_set("maxmemory", "0")
    assert len(await store.feeds.claim(10)) == 1


async def test_polls_that_never_commit_come_due_less_often(store: RedisStore, client: Any) -> None:
    await store.feeds.sync([(BBC, NONE)])
    waits = []
    for _ in range(6):
        (lease,) = await store.feeds.claim(10)
        seconds, _ = await client.time()
        waits.append(round(await client.zscore(key("feeds"), BBC) / 1000 - seconds))
        await client.zadd(key("feeds"), {BBC: 0})
    assert [(wait + 3) // 6 for wait in waits] == [1, 2, 4, 8, 10, 10]
    await store.feeds.commit_poll(lease, outcome(delay=NONE))
    await store.feeds.claim(10)
    assert await client.zscore(key("feeds"), BBC) / 1000 - seconds < 10


async def test_every_feed_can_be_brought_forward(store: RedisStore) -> None:
    await store.feeds.sync([(BBC, timedelta(hours=1))])
    assert await store.feeds.claim(10) == ()
    since = await store.feeds.bring_forward()
    (lease,) = await store.feeds.claim(10)
    assert await store.feeds.polled([BBC], since=since) == 0
    await store.feeds.commit_poll(lease, outcome(delay=timedelta(hours=1)))
    assert await store.feeds.polled([BBC], since=since) == 1


async def test_a_lease_given_back_unused_comes_due_soon_and_leaves_no_trace(
    store: RedisStore, client: Any
) -> None:
    lease = await leased(store)
    await store.feeds.postpone([lease], timedelta(seconds=1))
    assert await store.feeds.claim(10) == ()
    assert await store.feeds.commit_poll(lease, outcome(keyed())) is None, "it was given back"
    await client.zadd(key("feeds"), {BBC: 0})
    await store.feeds.claim(10)
    assert await client.hget(key("feed:bbc-world"), "begun") == b"1", "as if it had never been begun"
