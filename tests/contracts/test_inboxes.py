"""The streams between the stages: advance, redelivery, the dead list."""

from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.inbox import ArticleInbox, Attempt
from monitor.adapters.redis_store.scripts import key
from monitor.core.articles import Article
from monitor.core.errors import StoreAway
from monitor.core.guards import GuardKind
from monitor.core.guards import Verdict as GuardVerdict
from monitor.core.ids import RuleId
from monitor.core.leases import Judged, Received
from monitor.core.matching import Blocked, Evidence, Guarded
from monitor.core.reports import Block, Verdict
from tests.builders import keyed, match
from tests.contracts.test_feed_table import polled


async def entries(inbox: ArticleInbox) -> list[Received[Article]]:
    """Everything there is to read, pending entries first."""
    await inbox.open()
    found = list(await inbox.read())
    return found or list(await inbox.read())


def blocked() -> Blocked:
    """A rule that found “talks” and “stall”, and a cue that says it may happen."""

    def evidence(text: str, start: int) -> Evidence:
        return Evidence(field="title", start=start, end=start + len(text), text=text, term=text)

    guarded = Guarded(
        kind=GuardKind.HYPOTHETICAL,
        verdict=GuardVerdict.BLOCK,
        cue=evidence("could", 6),
        occurrence=evidence("stall", 12),
    )
    return Blocked(
        rule=RuleId("talks-stalled"), guarded=guarded, evidence=(evidence("talks", 0), evidence("stall", 12))
    )


async def test_an_article_arrives_as_it_was_written(store: RedisStore) -> None:
    await polled(store, keyed("a"))
    (received,) = await entries(store.articles)
    assert received.value == keyed("a").article
    assert not received.redelivered
    assert not received.edited


async def test_advancing_hands_the_matches_on_and_writes_the_verdict(store: RedisStore, client: Any) -> None:
    await polled(store, keyed("a"))
    (received,) = await entries(store.articles)
    assert await store.articles.advance([Judged(received=received, matches=(match(received.value),))]) == (
        True,
    )
    assert await client.xlen(key("articles")) == 0
    assert await client.xlen(key("matches")) == 1
    verdict = await client.hget(key(f"archive:{received.place.hour}"), received.place.field + "|verdict")
    assert b'"talks-stalled"' in verdict
    await store.matches.open()
    await store.matches.read()
    (handed_on,) = await store.matches.read()
    assert handed_on.value == (match(received.value),)


async def test_only_one_of_two_workers_advances_an_article(
    store: RedisStore, other: RedisStore, client: Any
) -> None:
    await polled(store, keyed("a"))
    (received,) = await entries(store.articles)
    twice = [Judged(received=received, matches=(match(),))] * 2
    assert await other.articles.advance(twice) == (True, False)
    assert await store.articles.advance(twice) == (False, False)
    assert await client.xlen(key("matches")) == 1


async def test_all_matches_of_an_article_are_handed_on_together(store: RedisStore, client: Any) -> None:
    await polled(store, keyed("a"))
    (received,) = await entries(store.articles)
    found = (match(received.value), match(received.value, rule="another"))
    await store.articles.advance([Judged(received=received, matches=found)])
    await store.matches.open()
    await store.matches.read()
    (handed_on,) = await store.matches.read()
    assert handed_on.value == found
    assert (await store.housekeeping.counters())["matches"] == 2


async def test_a_blocked_rule_is_recorded_and_counted_and_goes_no_further(
    store: RedisStore, client: Any
) -> None:
    await polled(store, keyed("a"))
    (received,) = await entries(store.articles)
    await store.articles.advance([Judged(received=received, matches=(), blocked=(blocked(),))])
    assert await client.xlen(key("matches")) == 0
    counted = await store.housekeeping.counters()
    assert (counted["matches"], counted["suppressed:guard"]) == (1, 1)
    (archived,) = [found async for found in store.reading.articles()]
    block = Block(rule=RuleId("talks-stalled"), kind="hypothetical", cue="could", words=("talks", "stall"))
    assert archived.verdict == Verdict(blocked=(block,))


async def test_a_blocked_rule_does_not_hold_up_another(store: RedisStore) -> None:
    await polled(store, keyed("a"))
    (received,) = await entries(store.articles)
    found = (match(received.value, rule="another"),)
    await store.articles.advance([Judged(received=received, matches=found, blocked=(blocked(),))])
    await store.matches.open()
    await store.matches.read()
    (handed_on,) = await store.matches.read()
    assert handed_on.value == found
    counted = await store.housekeeping.counters()
    assert (counted["matches"], counted["suppressed:guard"]) == (2, 1)


async def test_the_past_of_an_edited_article_goes_on_with_its_matches(store: RedisStore) -> None:
    await polled(store, keyed("a", title="Talks stall"))
    await polled(store, keyed("a", title="Talks stall for good"))
    first, second = await entries(store.articles)
    assert second.before == first.place
    assert second.known_as == first.value.id
    await store.articles.advance([Judged(received=second, matches=(match(second.value),))])
    await store.matches.open()
    await store.matches.read()
    (handed_on,) = await store.matches.read()
    assert (handed_on.before, handed_on.known_as) == (second.before, second.known_as)
    assert [found and found.title for found in await store.desk.articles([first.place])] == ["Talks stall"]


async def test_a_restarted_consumer_reads_what_it_left_pending(store: RedisStore, client: Any) -> None:
    await polled(store, keyed("a"))
    await entries(store.articles)
    reborn = RedisStore.over(client, consumer="here:1")
    (received,) = await entries(reborn.articles)
    assert received.redelivered


async def test_after_a_clock_step_entries_of_others_are_taken_over_at_once(
    store: RedisStore, other: RedisStore
) -> None:
    await polled(store, keyed("a"))
    await entries(store.articles)
    await other.articles.open()
    assert await other.articles.read() == ()
    other.articles.clock_stepped()
    (received,) = await other.articles.read()
    assert received.redelivered


async def choke(attempt: Attempt) -> None:
    """Work that fails while the entry is still alive."""
    async with attempt as alive:
        assert alive
        raise ZeroDivisionError("boom")


async def test_the_last_attempt_ends_on_the_dead_list_with_its_error(client: Any) -> None:
    store = RedisStore.over(client, consumer="here:1")
    await polled(store, keyed("poison"), keyed("fine"))
    await entries(store.articles)
    for _ in range(5):
        reborn = RedisStore.over(client, consumer="here:1")
        poison = next(r for r in await entries(reborn.articles) if "poison" in r.value.link)
        with pytest.raises(ZeroDivisionError):
            await choke(reborn.articles.attempt(poison))
    async with reborn.articles.attempt(poison) as alive:
        assert not alive
    ((_, dead),) = await client.xrange(key("dead:articles"))
    assert dead[b"error"] == b"ZeroDivisionError: boom"
    assert dead[b"article"]
    assert await client.xlen(key("articles")) == 1, "the rest flows on"


async def test_a_first_delivery_is_no_attempt_and_a_store_away_is_no_fault(
    store: RedisStore, client: Any
) -> None:
    await polled(store, keyed("a"))
    (received,) = await entries(store.articles)
    with pytest.raises(StoreAway):
        async with store.articles.attempt(received):
            raise StoreAway("gone")
    assert await client.hlen(key("attempts:articles")) == 0


async def test_a_consumer_leaves_only_when_nothing_is_pending(store: RedisStore, client: Any) -> None:
    await polled(store, keyed("a"))
    (received,) = await entries(store.articles)
    await store.articles.close()
    assert len(await client.xinfo_consumers(key("articles"), "match")) == 1
    await store.articles.advance([Judged(received=received, matches=())])
    await store.articles.close()
    assert await client.xinfo_consumers(key("articles"), "match") == []


async def test_an_edited_article_says_so(store: RedisStore) -> None:
    await polled(store, keyed("a", title="Talks stall"))
    await polled(store, keyed("a", title="Talks stall for good"))
    first, second = await entries(store.articles)
    assert (first.edited, second.edited) == (False, True)
