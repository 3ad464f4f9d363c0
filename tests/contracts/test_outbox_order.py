"""An update goes out after the first message of its story on its channel, and holds up nobody meanwhile."""

import json
from datetime import timedelta
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.codec import pack
from monitor.adapters.redis_store.scripts import PREFIX, key
from monitor.core.deliveries import DeadLetter, Decision, Done, Hold
from monitor.core.leases import Claimed, Idle
from tests.builders import alert, channel
from tests.contracts.outbox_updates import (
    DESK,
    MAIL,
    RETRY,
    TELL,
    all_is_due,
    claimed,
    grow_old,
    letter,
    state,
    tell,
    told_and_updated,
    update,
)


async def test_what_is_told_first_names_nothing_to_wait_for(client: Any) -> None:
    await tell(client, alert(), update())
    assert await client.hget(key(f"delivery:{letter(alert())}"), "after") is None
    after = await client.hget(key(f"delivery:{letter(update())}"), "after")
    assert after.decode() == letter(alert())


@pytest.mark.parametrize("said", [{}, {"after": ""}, {"after": None}])
async def test_what_names_nothing_goes_out(
    store: RedisStore, client: Any, said: dict[str, str | None]
) -> None:
    told = [{"id": letter(update()), "channel": DESK, **said}]
    await client.eval(TELL, 1, PREFIX, update().id, pack(update()), json.dumps(told))
    claimed(await store.outbox.claim(channel()), update())


async def test_an_update_waits_while_the_first_message_is_being_sent(store: RedisStore, client: Any) -> None:
    await told_and_updated(client, store)
    idle = await store.outbox.claim(channel())
    assert isinstance(idle, Idle)
    assert idle.next_in is not None
    assert timedelta(milliseconds=100) <= idle.next_in <= timedelta(seconds=6)
    assert await state(client, update()) == "waiting"


async def test_who_asks_why_an_update_waits_is_told(store: RedisStore, client: Any) -> None:
    first = await told_and_updated(client, store)
    await store.outbox.claim(channel())
    report = await store.reading.delivery(letter(update()))
    assert report is not None
    assert report.detail == "waits for the first message of its story"
    await store.outbox.finish(first, Done())
    await store.outbox.finish(claimed(await store.outbox.claim(channel()), update()), Done())
    report = await store.reading.delivery(letter(update()))
    assert report is not None
    assert report.detail == ""


async def test_an_update_waits_for_a_retry_however_often_it_is_looked_at(
    store: RedisStore, client: Any
) -> None:
    first = await told_and_updated(client, store)
    await store.outbox.finish(first, RETRY)
    for _ in range(3):
        await client.zadd(key("queue:desk"), {letter(update()): 1})
        assert isinstance(await store.outbox.claim(channel()), Idle)
    await client.zadd(key("queue:desk"), {letter(alert()): 1})
    again = claimed(await store.outbox.claim(channel()), alert())
    await store.outbox.finish(again, Done())
    claimed(await store.outbox.claim(channel()), update())


@pytest.mark.parametrize(
    "end", [Done(), DeadLetter(detail="404"), Hold(detail="?")], ids=lambda end: type(end).__name__
)
async def test_an_update_goes_out_at_once_when_the_first_message_has_come_to_its_end(
    store: RedisStore, client: Any, end: Decision
) -> None:
    first = await told_and_updated(client, store)
    assert isinstance(await store.outbox.claim(channel()), Idle)
    await store.outbox.finish(first, end)
    claimed(await store.outbox.claim(channel()), update())
    assert not await client.exists(key(f"followers:{letter(alert())}"))


async def test_updates_that_waited_go_out_in_the_order_they_were_told(store: RedisStore, client: Any) -> None:
    updates = [update(number=number) for number in range(1, 12)]
    await tell(client, alert(), *updates)
    for age, each in enumerate(reversed(updates), start=1):
        await grow_old(client, each, by=timedelta(seconds=age))
    await grow_old(client, alert(), by=timedelta(minutes=1))
    await client.zadd(key("queue:desk"), {letter(alert()): 1})
    first = claimed(await store.outbox.claim(channel()), alert())
    assert isinstance(await store.outbox.claim(channel()), Idle)
    await store.outbox.finish(first, Done())
    for each in updates:
        await store.outbox.finish(claimed(await store.outbox.claim(channel()), each), Done())


async def test_an_update_goes_out_when_a_person_drops_the_first_message(
    store: RedisStore, client: Any
) -> None:
    first = await told_and_updated(client, store)
    await store.outbox.finish(first, RETRY)
    assert isinstance(await store.outbox.claim(channel()), Idle)
    await store.outbox.settle(letter(alert()), "drop")
    claimed(await store.outbox.claim(channel()), update())


async def test_an_update_goes_out_when_nothing_is_left_of_the_first_message(
    store: RedisStore, client: Any
) -> None:
    await tell(client, update())
    claimed(await store.outbox.claim(channel()), update())


async def test_who_died_over_the_first_message_does_not_let_its_update_pass(
    store: RedisStore, other: RedisStore, client: Any
) -> None:
    await told_and_updated(client, store)
    await client.hset(key("channel:desk"), "till", 1)
    assert isinstance(await other.outbox.claim(channel()), Idle)
    await all_is_due(client)
    again = claimed(await other.outbox.claim(channel()), alert())
    assert again.delivery.repeat
    await other.outbox.finish(again, Done())
    claimed(await other.outbox.claim(channel()), update())


async def test_a_release_that_was_lost_costs_seconds(store: RedisStore, client: Any) -> None:
    """A daemon of another version may end the first message and know of no followers."""
    first = await told_and_updated(client, store)
    assert isinstance(await store.outbox.claim(channel()), Idle)
    await client.delete(key(f"followers:{letter(alert())}"))
    await store.outbox.finish(first, Done())
    idle = await store.outbox.claim(channel())
    assert isinstance(idle, Idle)
    assert idle.next_in is not None
    assert idle.next_in <= timedelta(seconds=5)
    await all_is_due(client)
    claimed(await store.outbox.claim(channel()), update())


async def test_a_thousand_updates_that_wait_hold_up_no_other_story(store: RedisStore, client: Any) -> None:
    first = await told_and_updated(client, store)
    await tell(client, *(update(number=number) for number in range(2, 1001)), alert("other"))
    await all_is_due(client)
    await client.zadd(key("queue:desk"), {letter(alert()): 10**13, letter(alert("other")): 2})
    looks = 0
    while not isinstance(claim := await store.outbox.claim(channel()), Claimed):
        assert claim == Idle(next_in=timedelta(0)), "more is due: look again at once"
        looks += 1
    assert looks <= 5
    await store.outbox.finish(claimed(claim, alert("other")), Done())
    idle = await store.outbox.claim(channel())
    assert isinstance(idle, Idle)
    assert idle.next_in is not None
    assert idle.next_in > timedelta(0), "nothing is looked at over and over"
    await store.outbox.finish(first, Done())
    sent = set()
    while isinstance(claim := await store.outbox.claim(channel()), Claimed):
        sent.add(claim.alert.id)
        await store.outbox.finish(claim, Done())
    assert len(sent) == 1000


async def test_one_look_costs_the_store_little(store: RedisStore, client: Any) -> None:
    """Counted in commands: a watch would measure the machine."""
    await told_and_updated(client, store)
    await tell(client, *(update(number=number) for number in range(2, 1001)))
    await client.config_resetstat()
    assert await store.outbox.claim(channel()) == Idle(next_in=timedelta(0))
    called = await client.info("commandstats")
    assert sum(each["calls"] for each in called.values()) < 2500


async def test_another_story_s_update_waits_for_its_own(store: RedisStore, client: Any) -> None:
    first = await told_and_updated(client, store)
    await tell(client, alert("other"), update("other"))
    second = claimed(await store.outbox.claim(channel()), alert("other"))
    await store.outbox.finish(second, Done())
    claimed(await store.outbox.claim(channel()), update("other"))
    await store.outbox.finish(first, RETRY)


async def test_channels_do_not_wait_for_each_other(store: RedisStore, client: Any) -> None:
    await told_and_updated(client, store)
    await tell(client, alert("letter"), to=MAIL)
    await store.outbox.finish(claimed(await store.outbox.claim(channel("mail")), alert("letter")), Done())
    await tell(client, update("letter"), to=MAIL)
    claimed(await store.outbox.claim(channel("mail")), update("letter"))


async def test_what_was_told_later_is_waited_for_by_nobody(store: RedisStore, client: Any) -> None:
    """Two that name each other, whoever wrote that: one goes first."""
    await tell(client, alert(), update())
    await client.hset(key(f"delivery:{letter(alert())}"), "after", letter(update()))
    await grow_old(client, alert(), by=timedelta(minutes=1))
    first = claimed(await store.outbox.claim(channel()), alert())
    await store.outbox.finish(first, Done())
    claimed(await store.outbox.claim(channel()), update())
