"""The process dies at every call to the store while a channel is broken: what it was to tell is told by its fallback,
and the operator hears of it once."""

from typing import Any

import pytest
from redis.asyncio import Redis

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.core.deliveries import NotSent, Rejected, SendResult
from monitor.core.ids import ChannelName
from tests.adapters.store_server import StoreServer
from tests.builders import alert, channel
from tests.pipeline.mortal import Crash, MortalRedis
from tests.pipeline.test_senders import Door, House

DESK, MAIL = ChannelName("desk"), ChannelName("mail")
ALERTS = 6
REFUSED: SendResult = NotSent(detail="connection refused")
BROKEN: SendResult = Rejected(detail="HTTP 401")


async def life(
    server: StoreServer, doors: dict[ChannelName, Door], *, dies_at: int | None = None, after: bool = False
) -> int:
    """One process, until it dies or has nothing to do; how many calls it made."""
    mortal = MortalRedis(unix_socket_path=str(server.socket_path))
    mortal.dies_at, mortal.after = dies_at, after
    house = House(RedisStore.over(mortal, consumer="here:1"), doors)
    try:
        await house.follow(channel("desk", fallback="mail"), channel("mail"))
        await house.work()
    except Crash:
        pass
    finally:
        await mortal.aclose()
    return mortal.calls


async def time_passes(client: Any) -> None:
    """Leases, claims, and the rests of channels end."""
    for name in (DESK, MAIL):
        for row in (f"channel:{name}", f"condition:{name}"):
            if await client.hexists(key(row), "till"):
                await client.hset(key(row), "till", 1)
        for member in await client.zrange(key(f"queue:{name}"), 0, -1):
            await client.zadd(key(f"queue:{name}"), {member: 1})


async def mistakes(server: StoreServer, *answers: SendResult, dies_at: int | None, after: bool) -> list[str]:
    """What went wrong over a life that died there and as many as it takes to end the work."""
    async with Redis(unix_socket_path=str(server.socket_path)) as client:
        await client.flushall()
        store = RedisStore.over(client, consumer="auditor")
        for number in range(ALERTS):
            await store.desk.notice(alert(f"number-{number}"), DESK)
        doors = {DESK: Door(), MAIL: Door()}
        doors[DESK].sender.answers += [*answers, *[BROKEN] * 50]
        await life(server, doors, dies_at=dies_at, after=after)
        for _ in range(8):
            await time_passes(client)
            await life(server, doors)
        return [
            *_untold(doors[MAIL]),
            *_left(await store.housekeeping.counters(), (await store.housekeeping.backlog()).deliveries),
        ]


def _untold(mail: Door) -> list[str]:
    told = [message.alert for message in mail.sender.sent if not message.repeat]
    headlines = [each.id for each in told]
    wrong = [f"told twice, unmarked: {each}" for each in set(headlines) if headlines.count(each) > 1]
    everything = {message.alert.id for message in mail.sender.sent}
    wrong += [f"lost: {n}" for n in range(ALERTS) if alert(f"number-{n}").id not in everything]
    notices = {message.alert.id for message in mail.sender.sent if message.alert.reason == "channel"}
    return wrong if len(notices) == 1 else [*wrong, f"{len(notices)} words to the operator"]


def _left(counted: dict[str, int], waiting: int) -> list[str]:
    expected = {"deliveries:moved": ALERTS, "deliveries:sent": ALERTS + 1, "alerts": ALERTS + 1}
    wrong = [
        f"{name}: {counted.get(name, 0)}, not {number}"
        for name, number in expected.items()
        if counted.get(name) != number
    ]
    return [*wrong, f"{waiting} left"] if waiting else wrong


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("answers", [(), (REFUSED,) * 5], ids=["broken", "out of reach first"])
async def test_a_crash_at_any_call_while_a_channel_is_broken_loses_and_doubles_nothing(
    store_server: StoreServer, answers: tuple[SendResult, ...], after: bool
) -> None:
    assert await mistakes(store_server, *answers, dies_at=None, after=after) == []
    broken = {}
    for k in range(1, 45):
        if found := await mistakes(store_server, *answers, dies_at=k, after=after):
            broken[k] = found
    assert broken == {}
