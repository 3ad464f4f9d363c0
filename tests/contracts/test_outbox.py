"""claim, renew, finish, catch up: at least once outside, exactly once inside."""

from datetime import timedelta
from typing import Any

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.core import alerts
from monitor.core.deliveries import DeadLetter, Done, Hold, MoveTo, RetryAfter, delivery_id
from monitor.core.ids import ChannelName
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


async def grown_old(store: RedisStore, client: Any, *names: str) -> None:
    """Deliveries that have been waiting since long before the channel's stale_after."""
    for name in names:
        await told(store, name)
        letter = delivery_id(alert(name).id, DESK)
        await client.hset(key(f"delivery:{letter}"), "created", 1)
        await client.zadd(key("queue:desk"), {letter: 1})


async def test_after_an_outage_one_digest_takes_what_is_overdue(store: RedisStore, client: Any) -> None:
    await grown_old(store, client, "one", "two")
    await told(store, "fresh")
    overdue = await store.outbox.claim(channel())
    assert isinstance(overdue, Overdue)
    assert {told_late.id for _, told_late in overdue.members} == {alert("one").id, alert("two").id}
    digest = alerts.catch_up(tuple(late for _, late in overdue.members), channel=DESK, now=NOW)
    members = [delivery for delivery, _ in overdue.members]
    assert await store.outbox.catch_up(DESK, digest, members) == 2
    assert await store.outbox.catch_up(DESK, digest, members) == 0, "resent: nothing is written twice"
    assert (await state(client, "one"))[b"state"] == b"digested"
    sent = []
    while isinstance(claim := await store.outbox.claim(channel()), Claimed):
        sent.append(claim.alert)
        await store.outbox.finish(claim, Done())
    assert {late.id for late in sent} == {digest.id, alert("fresh").id}


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
    assert await other.outbox.catch_up(DESK, digest, [delivery for delivery, _ in overdue.members]) == 0


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
