"""A daemon that starts where one died takes over at once; any other waits for the end of the leases."""

from typing import Any

from monitor.adapters.redis_store import RedisStore
from monitor.core.leases import Busy
from tests.builders import channel
from tests.cli.verbs import daemon
from tests.contracts.test_outbox import claimed, told


async def test_a_successor_takes_over_desk_channels_and_what_was_being_sent(
    store: RedisStore, client: Any
) -> None:
    await store.housekeeping.announce(daemon())
    await told(store)
    dead = claimed(await store.outbox.claim(channel()))
    assert await store.desk.take() == 0
    successor = RedisStore.over(client, consumer="here:1")
    assert await successor.outbox.claim(channel()) == Busy()
    assert await successor.desk.take() is None
    assert await successor.housekeeping.succeed() == 2
    again = claimed(await successor.outbox.claim(channel()))
    assert again.delivery.id == dead.delivery.id
    assert again.delivery.repeat, "nobody knows whether it arrived"
    assert await successor.desk.take() == 0
    assert not await store.outbox.renew(dead)


async def test_nobody_else_is_robbed(store: RedisStore, other: RedisStore, client: Any) -> None:
    await store.housekeeping.announce(daemon())
    await told(store)
    await store.outbox.claim(channel())
    assert await other.housekeeping.succeed() == 0
    assert await store.housekeeping.succeed() == 0
    assert await other.outbox.claim(channel()) == Busy()


async def test_who_left_politely_leaves_nothing(store: RedisStore, client: Any) -> None:
    await store.housekeeping.announce(daemon())
    await store.housekeeping.leave()
    assert await RedisStore.over(client, consumer="here:1").housekeeping.succeed() == 0
