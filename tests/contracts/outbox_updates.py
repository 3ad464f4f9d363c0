"""Stories and their updates in a real store, told as the desk's scripts tell them."""

import json
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from typing import Any

from monitor.adapters import redis_store
from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.codec import pack
from monitor.adapters.redis_store.scripts import PREFIX, key
from monitor.core import alerts
from monitor.core.alerts import Alert
from monitor.core.deliveries import RetryAfter, State, delivery_id
from monitor.core.ids import AlertId, ChannelName, DeliveryId
from monitor.core.leases import Claim, Claimed
from tests.builders import alert, channel

DESK, MAIL = ChannelName("desk"), ChannelName("mail")
PRELUDE = (files(redis_store) / "lua" / "prelude.lua").read_text("utf-8")
TELL = f"{PRELUDE}\nfor i = 1, #ARGV, 3 do tell(ARGV[i], ARGV[i + 1], cjson.decode(ARGV[i + 2])) end"
RETRY = RetryAfter(delay=timedelta(minutes=15), detail="HTTP 503", repeat=False)


def update(story: str = "story", number: int = 1) -> Alert:
    return replace(alert(story), id=AlertId(f"{story}:number:{number}"), phase=f"number:{number}")


def letter(told: Alert, to: ChannelName = DESK) -> DeliveryId:
    return delivery_id(told.id, to)


async def tell(client: Any, *told: Alert, to: ChannelName = DESK) -> None:
    """As the desk's scripts do: each names the first message of its story, or none if it is that."""
    arguments: list[Any] = []
    for each in told:
        first = delivery_id(AlertId(f"{each.story}:new"), to)
        after = "" if each.phase == alerts.NEW else first
        arguments += [
            each.id,
            pack(each),
            json.dumps([{"id": letter(each, to), "channel": to, "after": after}]),
        ]
    await client.eval(TELL, 1, PREFIX, *arguments)


async def told_and_updated(client: Any, store: RedisStore) -> Claimed:
    """The first message of a story is being sent, and its update is there."""
    await tell(client, alert(), update())
    return claimed(await store.outbox.claim(channel()), alert())


def claimed(claim: Claim, expected: Alert) -> Claimed:
    assert isinstance(claim, Claimed)
    assert claim.alert == expected
    return claim


async def state(client: Any, told: Alert, to: ChannelName = DESK) -> str:
    found: bytes = await client.hget(key(f"delivery:{letter(told, to)}"), "state")
    return found.decode()


async def all_is_due(client: Any, to: ChannelName = DESK) -> None:
    for member in await client.zrange(key(f"queue:{to}"), 0, -1):
        await client.zadd(key(f"queue:{to}"), {member: 1})


async def grow_old(client: Any, *told: Alert, by: timedelta = timedelta(hours=3)) -> None:
    seconds, _ = await client.time()
    past = int((seconds - by.total_seconds()) * 1000)
    for each in told:
        await client.hset(key(f"delivery:{letter(each)}"), mapping={"news": past, "created": past})


async def shut(client: Any, word: State) -> None:
    await client.hset(
        key("condition:desk"),
        mapping={"state": word, "failures": 9, "since": 1, "detail": "", "probes": 1, "told": ""},
    )
