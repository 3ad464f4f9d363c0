"""The outbox: one queue per channel, one sender per queue, nothing leaves it without a recorded outcome."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Literal, assert_never

from monitor.adapters.redis_store import conditions
from monitor.adapters.redis_store.codec import milliseconds, moment, pack, unpack
from monitor.adapters.redis_store.scripts import Argument, Scripts, key, pairs, reaching_the_store, text
from monitor.core.alerts import Alert
from monitor.core.channels import Channel
from monitor.core.deliveries import (
    FAIR_CHANCE,
    GIVE_UP_AFTER,
    Condition,
    DeadLetter,
    Decision,
    Delivery,
    Done,
    Hold,
    MoveTo,
    RetryAfter,
    State,
    delivery_id,
)
from monitor.core.ids import AlertId, ChannelName, DeliveryId, StoryId
from monitor.core.leases import LEASE, ORPHANED_AFTER, Busy, Claim, Claimed, Idle, Overdue, Stranded


class RedisOutbox:
    def __init__(self, scripts: Scripts, *, token: str) -> None:
        self._scripts = scripts
        self._token = token

    async def claim(self, channel: Channel) -> Claim:
        """The next delivery due on this channel, for the one sender that holds its lease."""
        kind, *rest = await self._scripts.call(
            "claim_delivery",
            channel.name,
            self._token,
            milliseconds(LEASE),
            milliseconds(channel.stale_after),
            milliseconds(GIVE_UP_AFTER),
            milliseconds(FAIR_CHANCE),
            channel.address,
            channel.fallback or "",
        )
        return Busy() if kind == b"busy" else _read(kind, *rest)

    async def renew(self, claimed: Claimed) -> bool:
        """Keep channel and claim while the send is under way; False when either is lost."""
        delivery = claimed.delivery
        kept = await self._scripts.call(
            "renew_delivery", delivery.channel, self._token, milliseconds(LEASE), delivery.id, claimed.token
        )
        return bool(kept)

    async def finish(self, claimed: Claimed, after: Decision, condition: Condition | None = None) -> bool:
        """Record what became of a send, and of its channel unless condition is None; False when the claim is lost."""
        delivery = claimed.delivery
        said = "" if condition is None else conditions.put(condition)
        receipt = (after.receipt or "") if isinstance(after, Done) else ""
        told = (*_outcome(delivery, after), said, claimed.alert.story, receipt)
        return bool(
            await self._scripts.call("finish_delivery", delivery.id, delivery.channel, claimed.token, *told)
        )

    async def receipt(self, story: StoryId, channel: ChannelName) -> str | None:
        """Of the first message of this story that the channel took, if it gives receipts."""
        with reaching_the_store():
            found = await self._scripts.client.hget(key(f"story:{story}"), f"receipt:{channel}")
        return text(found)

    async def catch_up(self, channel: ChannelName, digest: Alert, overdue: Overdue) -> int:
        """One digest takes the members that are still waiting; how many it took."""
        before = round(overdue.before.timestamp() * 1000)
        letter = delivery_id(digest.id, channel)
        return int(
            await self._scripts.call(
                "catch_up", channel, self._token, digest.id, pack(digest), letter, before
            )
        )

    async def divert(
        self, channel: ChannelName, members: Sequence[tuple[Delivery, MoveTo | DeadLetter]]
    ) -> int:
        """These leave the queue of this channel; how many of them still could."""
        told: list[Argument] = []
        for delivery, after in members:
            state, detail, _, _, *other = _outcome(delivery, after)
            told += [delivery.id, state, detail, *other]
        return int(await self._scripts.call("divert", channel, self._token, *told))

    async def channels(self) -> frozenset[ChannelName]:
        """All that ever had a delivery."""
        with reaching_the_store():
            names = await self._scripts.client.smembers(key("channels"))
        return frozenset(ChannelName(name.decode()) for name in names)

    async def orphans(self, channel: ChannelName) -> Stranded:
        """What waits on a channel that nobody works; with its lease, if there is anything."""
        now, fallback, members = await self._scripts.call(
            "claim_orphans", channel, self._token, milliseconds(LEASE), milliseconds(ORPHANED_AFTER)
        )
        former = ChannelName(fallback.decode()) if fallback else None
        return Stranded(members=_members(members), now=moment(now), fallback=former)

    async def conditions(self, names: Iterable[ChannelName]) -> dict[ChannelName, Condition]:
        """Of those that are not simply working; rest is not told."""
        wanted = tuple(names)
        with reaching_the_store():
            async with self._scripts.client.pipeline(transaction=False) as pipe:
                for name in wanted:
                    pipe.hgetall(key(f"condition:{name}"))
                found: list[dict[bytes, bytes]] = await pipe.execute()
        return {
            name: conditions.read({field.decode(): value for field, value in fields.items()}, 0)
            for name, fields in zip(wanted, found, strict=True)
            if fields
        }

    async def tell_operator(
        self, notice: Alert, through: ChannelName, *, about: ChannelName, state: State
    ) -> bool:
        """A word about a channel in this state; False when this very word was told before."""
        letter = delivery_id(notice.id, through)
        told = await self._scripts.call("notice", notice.id, pack(notice), letter, through, about, state)
        return bool(told)

    async def mend(self, channel: ChannelName) -> State:
        """A message went through: what waits goes out at once. The state it had."""
        before: bytes = await self._scripts.call("mend_channel", channel)
        return State(before.decode())

    async def settle(self, delivery: DeliveryId, wish: Literal["retry", "drop"]) -> str | None:
        """What a person decides about a delivery that waits. The state it had before; None when there is none.

        One that is being sent, or is done, keeps its state: nothing was changed then.
        """
        before: bytes = await self._scripts.call("settle_delivery", delivery, wish)
        return before.decode() or None

    async def release(self, channel: ChannelName) -> None:
        """Give the channel up; a send under way keeps its claim."""
        await self._scripts.call("release", f"channel:{channel}", self._token)


def _read(kind: bytes, now: bytes, said: Sequence[bytes], rest: bytes, *more: Any) -> Claim:
    at, condition = moment(now), conditions.read(pairs(said), int(rest))
    match kind:
        case b"idle":
            span = timedelta(milliseconds=int(more[0])) if int(more[0]) >= 0 else None
            return Idle(next_in=span, now=at, condition=condition)
        case b"overdue":
            before, total, told = more
            late = tuple(unpack(Alert, alert) for alert in told)
            return Overdue(alerts=late, total=total, before=moment(before), now=at, condition=condition)
        case b"stranded":
            return Stranded(members=_members(more[0]), now=at, condition=condition)
        case _:
            delivery, token, row, alert = more
            return Claimed(
                delivery=_delivery(delivery, row),
                alert=unpack(Alert, alert),
                token=token.decode(),
                now=at,
                condition=condition,
            )


def _members(found: Sequence[tuple[bytes, Sequence[bytes]]]) -> tuple[Delivery, ...]:
    return tuple(_delivery(delivery, row) for delivery, row in found)


def _delivery(delivery: bytes, row: Sequence[bytes]) -> Delivery:
    fields = {name: value.decode() for name, value in pairs(row).items()}
    return Delivery(
        id=DeliveryId(delivery.decode()),
        alert=AlertId(fields["alert"]),
        channel=ChannelName(fields["channel"]),
        attempts=int(fields["attempts"]),
        news=moment(fields.get("news", fields["created"])),
        created=moment(fields["created"]),
        unanswered=int(fields.get("unanswered", 0)),
        repeat=fields.get("repeat") == "1",
        tried=tuple(ChannelName(name) for name in fields["tried"].split()),
    )


def _outcome(delivery: Delivery, after: Decision) -> tuple[Argument, ...]:
    """state, detail, delay, repeat, other delivery, other channel: the order finish_delivery.lua reads."""
    match after:
        case Done():
            return "sent", "", 0, "", "", ""
        case RetryAfter(delay=delay, detail=detail, repeat=repeat):
            return "retry", detail, milliseconds(delay), "1" if repeat else "", "", ""
        case Hold(detail=detail):
            return "held", detail, 0, "", "", ""
        case MoveTo(channel=channel, detail=detail):
            return "moved", detail, 0, "", delivery_id(delivery.alert, channel), channel
        case DeadLetter(detail=detail):
            return "dead", detail, 0, "", "", ""
        case _:
            assert_never(after)
