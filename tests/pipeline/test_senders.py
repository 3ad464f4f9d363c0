"""All channels together: who tells the operator about whom, and who inherits from a channel that is gone."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, timedelta, tzinfo
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.core.channels import Channel, Routes
from monitor.core.deliveries import NotSent, Rejected, SendResult, delivery_id
from monitor.core.ids import ChannelName
from monitor.core.leases import ORPHANED_AFTER
from monitor.core.rendering import Message
from monitor.pipeline.senders import Senders
from monitor.testing import RecordingSender
from tests.builders import alert, channel
from tests.contracts.test_outbox import age

DESK, MAIL, PHONE = ChannelName("desk"), ChannelName("mail"), ChannelName("phone")
REFUSED = NotSent(detail="connection refused")


@dataclass
class Door:
    """A sender without a thread."""

    sender: RecordingSender = field(default_factory=RecordingSender)

    async def send(self, message: Message) -> SendResult:
        return self.sender.send(message)

    def abandon(self) -> None:
        """Nothing hangs here."""

    def close(self) -> None:
        """Nothing to let go."""


@dataclass
class House:
    """Senders whose work is done when asked for."""

    store: RedisStore
    doors: dict[ChannelName, Door] = field(default_factory=dict)
    senders: Senders = field(init=False)

    def __post_init__(self) -> None:
        def keep(_: str, work: Callable[[], Awaitable[None]]) -> None:
            """Not run by itself."""

        self.senders = Senders(outbox=self.store.outbox, thread=self.door, jitter=lambda: 0.0, keep=keep)

    def door(self, there: Channel, _: tzinfo) -> Door:
        return self.doors.setdefault(there.name, Door())

    async def follow(self, *channels: Channel, operator: ChannelName = MAIL) -> None:
        routes = Routes(default=(PHONE,), severity={})
        await self.senders.follow(
            {each.name: each for each in channels}, UTC, operator=operator, routes=routes
        )

    async def work(self) -> None:
        """Until nobody has anything to do, also not what another one's idleness brought."""
        at_work = [deliver for _, _, deliver, _ in self.senders._at_work.values()]
        quiet = 0
        while quiet < 2:
            quiet = 0 if any([await deliver.work() for deliver in at_work]) else quiet + 1

    def told(self, name: ChannelName) -> list[str]:
        return [message.alert.title for message in self.doors[name].sender.sent]


@pytest.fixture
def house(store: RedisStore) -> House:
    return House(store)


async def lasting(client: Any, name: ChannelName) -> None:
    """The trouble with a channel began a quarter of an hour ago."""
    since = int(await client.hget(key(f"condition:{name}"), "since"))
    await client.hset(key(f"condition:{name}"), "since", since - 15 * 60_000)


async def rested(client: Any, name: ChannelName) -> None:
    await client.hset(key(f"condition:{name}"), "till", 1)


async def test_a_broken_channel_is_told_once_through_another_and_so_is_its_recovery(
    house: House, store: RedisStore, client: Any
) -> None:
    await house.follow(channel("desk"), channel("mail"), channel("phone"))
    house.doors[DESK].sender.answers += [Rejected(detail="HTTP 401")] * 2
    await store.desk.notice(alert(), DESK)
    for _ in range(3):
        await house.work()
    assert house.told(MAIL) == ["Channel desk is broken: HTTP 401"]
    await rested(client, DESK)
    await house.work()
    assert len(house.told(MAIL)) == 1, "an hour later it is still the same incident"
    await rested(client, DESK)
    for _ in range(3):
        await house.work()
    assert house.told(MAIL) == ["Channel desk is broken: HTTP 401", "Channel desk works again"]
    assert house.told(PHONE) == []


async def test_an_outage_is_told_when_it_lasts(house: House, store: RedisStore, client: Any) -> None:
    await house.follow(channel("desk"), channel("mail"))
    house.doors[DESK].sender.answers += [REFUSED] * 5
    for number in range(5):
        await store.desk.notice(alert(f"number-{number}"), DESK)
    await house.work()
    assert house.told(MAIL) == []
    await lasting(client, DESK)
    for _ in range(3):
        await house.work()
    assert house.told(MAIL) == ["Channel desk is out of reach: connection refused"]


async def test_the_operator_hears_through_whatever_works(
    house: House, store: RedisStore, client: Any
) -> None:
    await house.follow(channel("desk"), channel("mail"), channel("phone"), operator=DESK)
    house.doors[MAIL].sender.answers += [Rejected(detail="SMTP 535")]
    house.doors[DESK].sender.answers += [Rejected(detail="HTTP 401")]
    await store.desk.notice(alert(), MAIL)
    await house.work()
    assert house.told(DESK) == ["Channel mail is broken: SMTP 535"], (
        "the operator's channel, which refuses it"
    )
    await house.work()
    assert house.told(PHONE) == ["Channel desk is broken: HTTP 401"]


async def test_with_a_single_channel_there_is_nobody_to_tell(house: House, store: RedisStore) -> None:
    await house.follow(channel("desk"), operator=DESK)
    house.doors[DESK].sender.answers += [Rejected(detail="HTTP 401")]
    await store.desk.notice(alert(), DESK)
    for _ in range(3):
        await house.work()
    assert len(house.told(DESK)) == 1


async def test_what_waits_on_a_channel_that_is_gone_is_inherited(
    house: House, store: RedisStore, client: Any
) -> None:
    await house.follow(channel("desk", fallback="mail"), channel("mail"), channel("phone"))
    await store.outbox.claim(channel("desk", fallback="mail"))
    await store.desk.notice(alert(), DESK)
    await house.follow(channel("mail"), channel("phone"))
    await house.senders.adopt_orphans()
    assert (await store.housekeeping.counters()).get("deliveries:moved") is None, "not yet"
    await age(client, "story", ORPHANED_AFTER + timedelta(seconds=1))
    await house.senders.adopt_orphans()
    await house.work()
    assert house.told(MAIL) == [alert().title]
    report = await store.reading.delivery(delivery_id(alert().id, DESK))
    assert report is not None
    assert (report.state, report.detail) == ("moved", "channel desk is no longer in config.yaml")


async def test_without_a_former_fallback_the_default_route_inherits(
    house: House, store: RedisStore, client: Any
) -> None:
    await house.follow(channel("mail"), channel("phone"))
    for name in (DESK, PHONE):
        await store.desk.notice(alert(f"on-{name}"), name)
    await age(client, "on-desk", timedelta(minutes=5))
    await house.senders.adopt_orphans()
    await house.work()
    assert len(house.told(PHONE)) == 2
