"""Updates and the first messages of their stories when a channel is late, out of reach, or hands its queue on."""

import asyncio
from datetime import timedelta
from typing import Any

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.core import alerts
from monitor.core.deliveries import Condition, Done, MoveTo, State
from monitor.core.leases import LEASE, Claimed, Idle, Overdue, Stranded
from tests.builders import NOW, alert, channel
from tests.contracts.outbox_updates import (
    DESK,
    MAIL,
    RETRY,
    claimed,
    grow_old,
    letter,
    shut,
    state,
    tell,
    told_and_updated,
    update,
)


async def test_a_digest_takes_an_overdue_update_with_its_first_message(
    store: RedisStore, client: Any
) -> None:
    await tell(client, alert(), update())
    await store.outbox.finish(claimed(await store.outbox.claim(channel()), alert()), RETRY)
    await grow_old(client, alert(), update())
    overdue = await store.outbox.claim(channel())
    assert isinstance(overdue, Overdue)
    assert overdue.total == 2
    digest = alerts.catch_up(overdue.alerts, channel=DESK, now=NOW)
    assert await store.outbox.catch_up(DESK, digest, overdue) == 2
    assert await state(client, update()) == "digested"
    await store.outbox.finish(claimed(await store.outbox.claim(channel()), digest), Done())
    assert await client.zcard(key("queue:desk")) == 0


async def test_a_fresh_update_goes_out_when_a_digest_took_the_first_message(
    store: RedisStore, client: Any
) -> None:
    await tell(client, alert(), alert("other"), update())
    await grow_old(client, alert(), alert("other"))
    overdue = await store.outbox.claim(channel())
    assert isinstance(overdue, Overdue)
    digest = alerts.catch_up(overdue.alerts, channel=DESK, now=NOW)
    await store.outbox.catch_up(DESK, digest, overdue)
    sent = set()
    while isinstance(claim := await store.outbox.claim(channel()), Claimed):
        sent.add(claim.alert.id)
        await store.outbox.finish(claim, Done())
    assert sent == {digest.id, update().id}


async def test_an_update_does_not_follow_its_first_message_to_another_channel(
    store: RedisStore, client: Any
) -> None:
    first = await told_and_updated(client, store)
    assert isinstance(await store.outbox.claim(channel()), Idle)
    await store.outbox.finish(first, MoveTo(channel=MAIL, detail="HTTP 413"))
    claimed(await store.outbox.claim(channel()), update())


async def test_an_update_that_is_moved_as_well_waits_there(store: RedisStore, client: Any) -> None:
    """Whichever of the two the other channel gets first."""
    await tell(client, alert(), update())
    await shut(client, State.BROKEN)
    desk = channel(fallback="mail")
    first = claimed(await store.outbox.claim(desk), alert())
    await store.outbox.finish(
        first, MoveTo(channel=MAIL, detail="401"), Condition(state=State.BROKEN, rest=LEASE)
    )
    lost = await store.outbox.claim(desk)
    assert isinstance(lost, Stranded)
    await store.outbox.divert(DESK, [(each, MoveTo(channel=MAIL, detail="401")) for each in lost.members])
    await client.zadd(key("queue:mail"), {letter(update(), MAIL): 1})
    there = claimed(await store.outbox.claim(channel("mail")), alert())
    assert isinstance(await store.outbox.claim(channel("mail")), Idle)
    await store.outbox.finish(there, Done())
    claimed(await store.outbox.claim(channel("mail")), update())


async def test_a_channel_that_is_out_of_reach_is_tried_with_the_first_message(
    store: RedisStore, client: Any
) -> None:
    """The update is the freshest; the one it waits for goes in front of it."""
    await tell(client, alert("old"), alert(), update())
    await grow_old(client, alert("old"), by=timedelta(minutes=9))
    await grow_old(client, alert(), by=timedelta(minutes=5))
    await shut(client, State.OPEN)
    probe = claimed(await store.outbox.claim(channel()), alert())
    await store.outbox.finish(probe, Done(), Condition())
    while isinstance(claim := await store.outbox.claim(channel()), Claimed):
        await store.outbox.finish(claim, Done())
    assert await client.zcard(key("queue:desk")) == 0


async def test_who_waits_for_its_bell_hears_that_an_update_may_go(store: RedisStore, client: Any) -> None:
    first = await told_and_updated(client, store)
    assert isinstance(await store.outbox.claim(channel()), Idle)
    async with client.pubsub() as bell:
        await bell.subscribe(key("wake"))
        await bell.get_message(timeout=5)
        await store.outbox.finish(first, Done())
        async with asyncio.timeout(5):
            while (rung := await bell.get_message(timeout=5)) is None:
                continue
    assert rung["data"] == b"deliver:desk"


async def test_a_full_store_lets_updates_pass_over_and_go(store: RedisStore, client: Any) -> None:
    first = await told_and_updated(client, store)
    await client.config_set("maxmemory", "1")
    try:
        assert isinstance(await store.outbox.claim(channel()), Idle)
        assert await store.outbox.finish(first, Done())
        claimed(await store.outbox.claim(channel()), update())
    finally:
        await client.config_set("maxmemory", "0")
