"""A document of which no article is known: other ids, an old stock, or a window that was too small."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.core.articles import Keyed
from monitor.core.ids import digest
from monitor.core.leases import PollCounts
from tests.builders import keyed
from tests.contracts.test_edits import handed_on, rotated
from tests.contracts.test_feed_table import BBC, polled

AGES_AGO = datetime(2019, 3, 1, tzinfo=UTC)
BEFORE_1970 = datetime(1912, 4, 15, tzinfo=UTC)
IN_THE_FUTURE = datetime(2999, 1, 1, tzinfo=UTC)
OLD = ("a", "b", "c")
NEW = ("d", "e", "f")


def some(name: str, published: datetime | None = None, *, title: str = "") -> Keyed:
    """An article with a title of its own."""
    made = keyed(name, title=title or f"Report {name}")
    return replace(made, article=replace(made.article, published=published))


def moved(again: Keyed) -> Keyed:
    """The same words under another guid and another link: its outlet has a new site."""
    other = rotated(again, f"new {again.article.id}")
    return replace(other, keys=(other.keys[0], f"l:{digest(other.article.id, size=8)}", other.keys[2]))


async def again(store: RedisStore, *found: Keyed) -> PollCounts:
    counts = await polled(store, *found)
    assert counts is not None
    return counts


@pytest.fixture
async def read(store: RedisStore) -> RedisStore:
    """A store with a feed that was read before."""
    await polled(store, *map(some, OLD))
    return store


class TestRotation:
    async def test_known_titles_are_the_same_articles(self, read: RedisStore, client: Any) -> None:
        counts = await again(read, *(moved(some(name)) for name in OLD))
        assert counts == PollCounts(new=0, edited=0, known=3, backlog=0, rotated=3)
        assert await client.xlen(key("articles")) == len(OLD)
        assert await client.hlen(key("backfill:bbc-world")) == 0
        counts = await again(read, *(moved(some(name)) for name in OLD))
        assert counts == PollCounts(new=0, edited=0, known=3, backlog=0), "the new ids are known by now"

    async def test_known_links_are_the_same_articles_with_other_headlines(
        self, read: RedisStore, client: Any
    ) -> None:
        counts = await again(read, *(rotated(some(n, title=f"Rewritten {n}"), f"new {n}") for n in OLD))
        assert counts == PollCounts(new=0, edited=3, known=0, backlog=0, rotated=3)
        told = await handed_on(client)
        assert [each["kind"] for each in told] == ["new"] * 3 + ["edit"] * 3
        assert {each["known_as"] for each in told[3:]} == {some(name).article.id for name in OLD}

    async def test_it_goes_before_the_date(self, read: RedisStore) -> None:
        counts = await again(read, *(moved(some(name, AGES_AGO)) for name in OLD))
        assert (counts.rotated, counts.backfill) == (3, 0)

    async def test_twins_of_one_document_are_not_each_others_rotation(self, read: RedisStore) -> None:
        twin = moved(some("d"))
        counts = await again(read, some("d"), twin, some("e"))
        assert (counts.new, counts.rotated) == (3, 0)


class TestBackfill:
    async def test_what_is_older_than_the_last_poll_is_held_counted_and_said(
        self, read: RedisStore, client: Any
    ) -> None:
        (before,) = await read.reading.feeds([BBC])
        counts = await again(read, *(some(name, AGES_AGO) for name in NEW))
        assert counts == PollCounts(new=3, edited=0, known=0, backlog=0, backfill=3)
        assert await client.xlen(key("articles")) == len(OLD)
        assert (await read.housekeeping.counters())["suppressed:backfill"] == 3
        held = await client.hgetall(key("backfill:bbc-world"))
        for field, hour in held.items():
            verdict = await client.hget(key(f"archive:{hour.decode()}"), field + b"|verdict")
            assert verdict == b'{"suppressed":"backfill"}'
        (health,) = await read.reading.feeds([BBC])
        assert (health.held, health.overflow) == (3, None)
        assert health.news == before.news, "old articles are no news"
        assert (await again(read, *(some(name, AGES_AGO) for name in NEW))).known == 3

    async def test_a_date_before_computers_is_a_date(self, read: RedisStore) -> None:
        assert (await again(read, *(some(name, BEFORE_1970) for name in NEW))).backfill == 3

    async def test_a_date_some_minutes_before_the_poll_is_a_cache_that_lags(
        self, read: RedisStore, client: Any
    ) -> None:
        seconds, _ = await client.time()
        recent = datetime.fromtimestamp(seconds, UTC) - timedelta(minutes=5)
        assert (await again(read, *(some(name, recent) for name in NEW))).overflow == 3

    async def test_a_first_poll_has_none(self, store: RedisStore) -> None:
        counts = await again(store, *(some(name, AGES_AGO) for name in NEW))
        assert counts == PollCounts(new=3, edited=0, known=0, backlog=0)

    async def test_one_known_article_makes_it_an_ordinary_poll(self, read: RedisStore) -> None:
        counts = await again(read, some("a"), *(some(name, AGES_AGO) for name in NEW))
        assert counts == PollCounts(new=3, edited=0, known=1, backlog=0)

    async def test_two_articles_are_not_everything(self, read: RedisStore) -> None:
        counts = await again(read, some("d", AGES_AGO), some("e", AGES_AGO))
        assert counts == PollCounts(new=2, edited=0, known=0, backlog=0)

    async def test_an_edit_of_a_held_article_goes_on_and_is_held_no_more(
        self, read: RedisStore, client: Any
    ) -> None:
        await again(read, *(some(name, AGES_AGO) for name in NEW))
        await again(read, some("d", AGES_AGO, title="Rewritten"), some("e", AGES_AGO))
        *_, edit = await handed_on(client)
        assert edit["kind"] == "edit"
        (health,) = await read.reading.feeds([BBC])
        assert health.held == await client.hlen(key("backfill:bbc-world")) == 2

    async def test_what_waits_is_bounded(self, read: RedisStore, client: Any) -> None:
        for batch in range(4):
            await again(read, *(some(f"{batch}-{n}", AGES_AGO) for n in range(400)))
        (health,) = await read.reading.feeds([BBC])
        assert health.held == await client.hlen(key("backfill:bbc-world")) == 1000
        assert (await read.housekeeping.counters())["suppressed:backfill"] == 1600


class TestOverflow:
    @pytest.mark.parametrize("published", [None, IN_THE_FUTURE], ids=["undated", "in the future"])
    async def test_everything_else_is_told_and_the_feed_says_so(
        self, read: RedisStore, client: Any, published: datetime | None
    ) -> None:
        counts = await again(read, *(some(name, published) for name in NEW))
        assert counts == PollCounts(new=3, edited=0, known=0, backlog=0, overflow=3)
        assert await client.xlen(key("articles")) == len(OLD + NEW)
        (health,) = await read.reading.feeds([BBC])
        assert health.overflow == health.news == health.asked

    async def test_each_article_is_judged_by_itself(self, read: RedisStore) -> None:
        counts = await again(read, moved(some("a")), some("d", AGES_AGO), some("e"), some("f", IN_THE_FUTURE))
        assert counts == PollCounts(new=3, edited=0, known=1, backlog=0, rotated=1, backfill=1, overflow=2)

    async def test_a_feed_that_was_empty_has_missed_nothing(self, store: RedisStore) -> None:
        await again(store)
        assert await again(store, *map(some, NEW)) == PollCounts(new=3, edited=0, known=0, backlog=0)


async def test_a_future_date_blocks_nothing(store: RedisStore) -> None:
    """No date is a water mark: what comes after an article of the year 2999 is told."""
    await again(store, some("a", IN_THE_FUTURE))
    counts = await again(store, some("a", IN_THE_FUTURE), some("b", AGES_AGO), some("c"))
    assert (counts.new, counts.known) == (2, 1)
    counts = await again(store, some("d"), some("e", IN_THE_FUTURE), some("f", IN_THE_FUTURE))
    assert (counts.new, counts.backfill) == (3, 0)
