"""claim, renew, finish, catch up: at least once outside, exactly once inside."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.core import alerts
from monitor.core.deliveries import DeadLetter, Done, Hold, MoveTo, RetryAfter, delivery_id
from monitor.core.ids import AlertId, ChannelName
from monitor.core.leases import Busy, Claim, Claimed, Idle, Overdue
from tests.builders import NOW, alert, channel

DESK, MAIL = ChannelName("desk"), ChannelName("mail")


def claimed(claim: Claim) -> Claimed:
    assert isinstance(claim, Claimed)
    return claim


async def told(store: RedisStore, name: str = "story") -> None:
    await store.desk.notice(alert(name), DESK)


async def state(client: Any, name: str = "story", to: ChannelName = DESK) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = await client.hgetall(key(f"delivery:{delivery_id(alert(name).id, to)}"))
    return found


async def lapse(client: Any, to: ChannelName = DESK) -> None:
    """Time passes: every claim on the channel and the channel's own lease run out."""
    await client.hset(key(f"channel:{to}"), "till", 1)
    for member in await client.zrange(key(f"queue:{to}"), 0, -1):
        await client.zadd(key(f"queue:{to}"), {member: 1})


async def test_an_empty_queue_is_idle(store: RedisStore) -> None:
    assert await store.outbox.claim(channel()) == Idle()


async def test_a_claimed_delivery_carries_its_alert(store: RedisStore) -> None:
    await told(store)
    claim = claimed(await store.outbox.claim(channel()))
    assert claim.alert == alert()
    assert claim.delivery.attempts == 1
    assert not claim.delivery.repeat
    assert claim.now - claim.delivery.created < timedelta(seconds=5)


async def test_a_channel_has_one_sender(store: RedisStore, other: RedisStore, client: Any) -> None:
    await told(store, "one")
    await told(store, "two")
    first = claimed(await store.outbox.claim(channel()))
    assert await other.outbox.claim(channel()) == Busy()
    await store.outbox.release(DESK)
    assert claimed(await other.outbox.claim(channel())).alert != first.alert


async def test_a_sent_delivery_is_gone_from_the_queue(store: RedisStore, client: Any) -> None:
    await told(store)
    claim = claimed(await store.outbox.claim(channel()))
    assert await store.outbox.finish(claim, Done())
    assert await store.outbox.claim(channel()) == Idle()
    assert (await state(client))[b"state"] == b"sent"
    assert not await store.outbox.finish(claim, Done()), "resent: nothing is written twice"
    assert (await store.housekeeping.counters())["deliveries:sent"] == 1


async def test_a_delivery_found_half_sent_is_marked(
    store: RedisStore, other: RedisStore, client: Any
) -> None:
    await told(store)
    crashed = claimed(await store.outbox.claim(channel()))
    await lapse(client)
    again = claimed(await other.outbox.claim(channel()))
    assert again.delivery.repeat
    assert again.delivery.attempts == 2
    assert not await store.outbox.renew(crashed)
    assert not await store.outbox.finish(crashed, Done()), "a late loser writes nothing"
    assert await other.outbox.finish(again, Done())


async def test_renewing_outlives_the_lease(store: RedisStore, other: RedisStore, client: Any) -> None:
    await told(store)
    claim = claimed(await store.outbox.claim(channel()))
    await lapse(client)
    assert await store.outbox.renew(claim)
    assert await other.outbox.claim(channel()) == Busy()


async def test_a_retry_waits_its_turn_and_others_pass(store: RedisStore, client: Any) -> None:
    await told(store, "one")
    await told(store, "two")
    first = claimed(await store.outbox.claim(channel()))
    retry = RetryAfter(delay=timedelta(minutes=1), detail="HTTP 503", repeat=True)
    await store.outbox.finish(first, retry)
    second = claimed(await store.outbox.claim(channel()))
    assert second.alert != first.alert
    await store.outbox.finish(second, Done())
    idle = await store.outbox.claim(channel())
    assert isinstance(idle, Idle)
    assert idle.next_in is not None
    assert timedelta(seconds=50) < idle.next_in <= timedelta(minutes=1)
    await lapse(client)
    assert claimed(await store.outbox.claim(channel())).delivery.repeat


async def test_held_and_dead_deliveries_wait_for_a_person(store: RedisStore, client: Any) -> None:
    for name, after, kept in (("h", Hold(detail="?"), "held"), ("d", DeadLetter(detail="404"), "dead")):
        await told(store, name)
        await store.outbox.finish(claimed(await store.outbox.claim(channel())), after)
        assert (await state(client, name))[b"state"] == kept.encode()
        assert await client.zcard(key(kept)) == 1
    assert await store.outbox.claim(channel()) == Idle()


async def test_a_fallback_takes_over_and_knows_who_tried(store: RedisStore, client: Any) -> None:
    await told(store)
    claim = claimed(await store.outbox.claim(channel(fallback="mail")))
    await store.outbox.finish(claim, MoveTo(channel=MAIL, detail="HTTP 404"))
    assert (await state(client))[b"state"] == b"moved"
    moved = claimed(await store.outbox.claim(channel("mail")))
    assert moved.alert == alert()
    assert moved.delivery.tried == (DESK,)


async def grown_old(store: RedisStore, client: Any, *names: str, by: timedelta = timedelta(days=1)) -> None:
    """Deliveries that have been waiting since long before the channel's stale_after."""
    for name in names:
        await told(store, name)
        await age(client, name, by)


async def age(client: Any, name: str, by: timedelta, to: ChannelName = DESK) -> None:
    """The news is older than it was, and so is its delivery."""
    letter = delivery_id(alert(name).id, to)
    past = int(await now(client) - by.total_seconds() * 1000)
    await client.hset(key(f"delivery:{letter}"), mapping={"created": past, "news": past})
    await client.zadd(key(f"queue:{to}"), {letter: past})


async def now(client: Any) -> int:
    """Milliseconds since 1970, by the store's clock."""
    seconds, microseconds = await client.time()
    return int(seconds) * 1000 + int(microseconds) // 1000


async def test_after_an_outage_one_digest_takes_what_is_overdue(store: RedisStore, client: Any) -> None:
    await grown_old(store, client, "one", "two")
    await told(store, "fresh")
    overdue = await store.outbox.claim(channel())
    assert isinstance(overdue, Overdue)
    assert {late.id for late in overdue.alerts} == {alert("one").id, alert("two").id}
    digest = alerts.catch_up(overdue.alerts, channel=DESK, now=NOW, total=overdue.total)
    assert await store.outbox.catch_up(DESK, digest, overdue) == 2
    assert await store.outbox.catch_up(DESK, digest, overdue) == 0, "resent: nothing is written twice"
    assert (await state(client, "one"))[b"state"] == b"digested"
    sent = []
    while isinstance(claim := await store.outbox.claim(channel()), Claimed):
        sent.append(claim.alert)
        await store.outbox.finish(claim, Done())
    assert {late.id for late in sent} == {digest.id, alert("fresh").id}


async def test_a_digest_takes_all_though_it_names_some_and_the_oldest_first(
    store: RedisStore, client: Any
) -> None:
    names = [f"late-{number}" for number in range(600)]
    for number, name in enumerate(names):
        await grown_old(store, client, name, by=timedelta(days=1, seconds=-number))
    overdue = await store.outbox.claim(channel())
    assert isinstance(overdue, Overdue)
    assert overdue.total == 600
    assert [late.id for late in overdue.alerts] == [alert(name).id for name in names[:500]]
    digest = alerts.catch_up(overdue.alerts, channel=DESK, now=NOW, total=overdue.total)
    assert digest.title.startswith("600 alerts")
    assert await store.outbox.catch_up(DESK, digest, overdue) == 600
    only = claimed(await store.outbox.claim(channel()))
    assert only.alert == digest
    assert await client.zcard(key("queue:desk")) == 1


async def test_a_digest_takes_what_waits_for_its_next_attempt_too(store: RedisStore, client: Any) -> None:
    await grown_old(store, client, "one", "two")
    letter = delivery_id(alert("two").id, DESK)
    await client.hset(key(f"delivery:{letter}"), "state", "retry")
    await client.zadd(key("queue:desk"), {letter: await now(client) + 600_000})
    overdue = await store.outbox.claim(channel())
    assert isinstance(overdue, Overdue)
    assert overdue.total == 2


async def test_one_late_alert_is_sent_as_it_is(store: RedisStore, client: Any) -> None:
    await grown_old(store, client, "one")
    assert claimed(await store.outbox.claim(channel())).alert == alert("one")


async def test_only_the_sender_of_the_channel_makes_a_digest(
    store: RedisStore, other: RedisStore, client: Any
) -> None:
    await grown_old(store, client, "one", "two")
    overdue = await store.outbox.claim(channel())
    assert isinstance(overdue, Overdue)
    digest = alerts.catch_up((alert("one"), alert("two")), channel=DESK, now=NOW)
    assert await other.outbox.catch_up(DESK, digest, overdue) == 0


async def test_what_a_person_asks_for_again_is_as_old_as_its_news(store: RedisStore, client: Any) -> None:
    """Three hundred dead letters that are sent again are one digest, not three hundred pings."""
    await grown_old(store, client, "one", "two")
    for name in ("one", "two"):
        assert await store.outbox.settle(delivery_id(alert(name).id, DESK), "retry") == "waiting"
    assert isinstance(await store.outbox.claim(channel()), Overdue)


async def test_a_full_store_still_records_what_was_sent(store: RedisStore, client: Any) -> None:
    await told(store)
    claim = claimed(await store.outbox.claim(channel()))
    await client.config_set("maxmemory", "1")
    try:
        assert await store.outbox.renew(claim)
        assert await store.outbox.finish(claim, Done())
    finally:
        await client.config_set("maxmemory", "0")


async def test_trimming_keeps_what_still_waits(store: RedisStore, client: Any) -> None:
    await told(store, "sent")
    await store.outbox.finish(claimed(await store.outbox.claim(channel())), Done())
    await told(store, "waiting")
    await client.zadd(key("alerts"), {alert("sent").id: 1, alert("waiting").id: 1})
    await store.housekeeping.trim(keep=timedelta(days=14), most_bytes=10**9)
    assert await client.zrange(key("alerts"), 0, -1) == [alert("waiting").id.encode()]
    assert await state(client, "sent") == {}
    assert (await state(client, "waiting"))[b"state"] == b"waiting"


async def test_the_receipt_of_a_story_s_first_message_is_there_for_its_updates(
    store: RedisStore, client: Any
) -> None:
    story = alert().story
    await client.hset(key(f"story:{story}"), "story", "x")
    await told(store)
    await store.outbox.finish(claimed(await store.outbox.claim(channel())), Done(receipt="C1 17.1"))
    await store.desk.notice(replace(alert(), id=AlertId("story:edit")), DESK)
    await store.outbox.finish(claimed(await store.outbox.claim(channel())), Done(receipt="C1 17.2"))
    assert await store.outbox.receipt(story, DESK) == "C1 17.1"
    assert await store.outbox.receipt(story, MAIL) is None


async def test_a_receipt_brings_no_story_back(store: RedisStore, client: Any) -> None:
    await told(store)
    await store.outbox.finish(claimed(await store.outbox.claim(channel())), Done(receipt="C1 17.1"))
    assert await client.exists(key(f"story:{alert().story}")) == 0
