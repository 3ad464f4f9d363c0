"""The outbox: one queue per channel, one sender per queue, nothing leaves it without a recorded outcome."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal, assert_never

from monitor.adapters.redis_store.codec import milliseconds, moment, pack, unpack
from monitor.adapters.redis_store.scripts import Argument, Scripts, pairs
from monitor.core.alerts import Alert
from monitor.core.channels import Channel
from monitor.core.deliveries import (
    DeadLetter,
    Decision,
    Delivery,
    Done,
    Hold,
    MoveTo,
    RetryAfter,
    delivery_id,
)
from monitor.core.ids import AlertId, ChannelName, DeliveryId
from monitor.core.leases import LEASE, Busy, Claim, Claimed, Idle, Overdue


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
        )
        match kind:
            case b"busy":
                return Busy()
            case b"idle":
                return Idle(next_in=timedelta(milliseconds=int(rest[0])) if int(rest[0]) >= 0 else None)
            case b"overdue":
                members = tuple((DeliveryId(row.decode()), unpack(Alert, alert)) for row, alert in rest[1])
                return Overdue(members=members, now=moment(rest[0]))
            case _:
                return _claimed(*rest)

    async def renew(self, claimed: Claimed) -> bool:
        """Keep channel and claim while the send is under way; False when either is lost."""
        delivery = claimed.delivery
        kept = await self._scripts.call(
            "renew_delivery", delivery.channel, self._token, milliseconds(LEASE), delivery.id, claimed.token
        )
        return bool(kept)

    async def finish(self, claimed: Claimed, after: Decision) -> bool:
        """Record what became of a send; False when the claim is somebody else's by now."""
        delivery = claimed.delivery
        return bool(
            await self._scripts.call(
                "finish_delivery", delivery.id, delivery.channel, claimed.token, *_outcome(delivery, after)
            )
        )

    async def catch_up(self, channel: ChannelName, digest: Alert, members: Sequence[DeliveryId]) -> int:
        """One digest takes the members that are still waiting; how many it took."""
        return int(
            await self._scripts.call(
                "catch_up",
                channel,
                self._token,
                digest.id,
                pack(digest),
                delivery_id(digest.id, channel),
                *members,
            )
        )

    async def settle(self, delivery: DeliveryId, wish: Literal["retry", "drop"]) -> str | None:
        """What a person decides about a delivery that waits. The state it had before; None when there is none.

        One that is being sent, or is done, keeps its state: nothing was changed then.
        """
        before: bytes = await self._scripts.call("settle_delivery", delivery, wish)
        return before.decode() or None

    async def release(self, channel: ChannelName) -> None:
        """Give the channel up; a send under way keeps its claim."""
        await self._scripts.call("release", f"channel:{channel}", self._token)


def _claimed(now: bytes, delivery: bytes, token: bytes, row: Sequence[bytes], alert: bytes) -> Claimed:
    fields = {name: value.decode() for name, value in pairs(row).items()}
    return Claimed(
        delivery=Delivery(
            id=DeliveryId(delivery.decode()),
            alert=AlertId(fields["alert"]),
            channel=ChannelName(fields["channel"]),
            attempts=int(fields["attempts"]),
            created=moment(fields["created"]),
            repeat=fields.get("repeat") == "1",
            tried=tuple(ChannelName(name) for name in fields["tried"].split()),
        ),
        alert=unpack(Alert, alert),
        token=token.decode(),
        now=moment(now),
    )


def _outcome(delivery: Delivery, after: Decision) -> tuple[Argument, ...]:
    """state, detail, delay, repeat, fallback delivery, fallback channel: the order finish_delivery.lua reads."""
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
