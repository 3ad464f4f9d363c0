"""alerts -> deliver -> deliveries: claim, render, send, record. One of these per channel: none waits for another."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, tzinfo
from typing import Protocol

import structlog

from monitor.core import alerts, deliveries, rendering
from monitor.core.channels import Channel, OnAmbiguous
from monitor.core.deliveries import (
    Ambiguous,
    Condition,
    DeadLetter,
    Decision,
    Hold,
    SendResult,
    conditions,
)
from monitor.core.errors import StoreAway
from monitor.core.leases import RENEWAL, SEND_LIMIT, Busy, Claimed, Idle, Overdue, Stranded
from monitor.core.ports import Outbox
from monitor.core.rendering import Message

_AT_ONCE = timedelta(0)

log = structlog.get_logger()

TellOperator = Callable[[Channel, Condition, datetime], Awaitable[None]]
"""What the operator should hear of a channel, in this condition at this moment of the store's clock, if anything."""


class Bulkhead(Protocol):
    """A sender in a thread of its own, which can be given up when it does not come back."""

    async def send(self, message: Message) -> SendResult: ...

    def abandon(self) -> None: ...


class Deliver:
    """The sender of one channel."""

    def __init__(
        self,
        channel: Channel,
        *,
        outbox: Outbox,
        sender: Bulkhead,
        zone: tzinfo,
        jitter: Callable[[], float],
        tell_operator: TellOperator | None = None,
    ) -> None:
        self._channel, self._outbox, self._sender = channel, outbox, sender
        self._zone, self._jitter, self._tell_operator = zone, jitter, tell_operator
        self._bell = asyncio.Event()
        self._stopped = False
        self._sending = False

    def ring(self) -> None:
        """Something new for this channel, or time to look again."""
        self._bell.set()

    def stop(self) -> None:
        """Claim nothing more."""
        self._stopped = True
        self._bell.set()

    @property
    def sending(self) -> bool:
        return self._sending

    async def run(self) -> None:
        while not self._stopped:
            self._bell.clear()
            if not await self.work():
                await self._bell.wait()

    async def work(self) -> bool:
        """One delivery, one digest of overdue ones, or those this channel does not come to; False: nothing to do now."""
        match await self._outbox.claim(self._channel):
            case Claimed() as claimed:
                await self._deliver(claimed)
            case Overdue() as overdue:
                await self._catch_up(overdue)
            case Stranded() as lost:
                await self._report(lost.condition, lost.now)
                await self._divert(lost)
            case Idle() as idle:
                await self._report(idle.condition, idle.now)
                return idle.next_in == _AT_ONCE  # there is more to look at than the store does at once
            case Busy():
                return False
        return True

    async def release(self) -> None:
        await self._outbox.release(self._channel.name)

    async def _deliver(self, claimed: Claimed) -> None:
        self._sending = True
        try:
            await self._steps(claimed)
        finally:
            self._sending = False

    async def _steps(self, claimed: Claimed) -> None:
        delivery = claimed.delivery
        if delivery.repeat and self._channel.on_ambiguous is OnAmbiguous.HOLD:
            await self._finish(claimed, Hold(detail="unanswered before a restart; it may have arrived"))
            return
        if delivery.unanswered > deliveries.MOST_UNANSWERED:
            await self._finish(claimed, DeadLetter(detail="no attempt came to an end; see the log"))
            return
        message = await self._rendered(claimed)
        if not await self._outbox.renew(claimed):  # the claim may have aged while this process stood still
            return
        result = await self._send(message, claimed)
        now, jitter = claimed.now, self._jitter()
        after = deliveries.after(delivery, result, channel=self._channel, now=now, jitter=jitter)
        condition = conditions.after(claimed.condition, result, now=now, jitter=jitter)
        await self._finish(claimed, after, condition)

    async def _rendered(self, claimed: Claimed) -> Message:
        alert, channel, thread = claimed.alert, self._channel.name, None
        if rendering.is_update(alert, channel):  # nothing else has something to stand below
            thread = await self._outbox.receipt(alert.story, channel)
        repeat = claimed.delivery.repeat
        return rendering.render(alert, zone=self._zone, repeat=repeat, thread=thread, channel=channel)

    async def _send(self, message: Message, claimed: Claimed) -> SendResult:
        """Renew the claim while the send is under way; past the limit nobody knows, and its thread is replaced."""
        sending = asyncio.ensure_future(self._sender.send(message))
        rounds = int(SEND_LIMIT / RENEWAL)
        for _ in range(rounds):
            done, _ = await asyncio.wait({sending}, timeout=RENEWAL.total_seconds())
            if done:
                return sending.result()
            await self._keep(claimed)
        self._sender.abandon()
        sending.cancel()
        return Ambiguous(detail=f"no answer within {SEND_LIMIT.seconds} s")

    async def _keep(self, claimed: Claimed) -> None:
        try:
            await self._outbox.renew(claimed)
        except StoreAway as away:
            log.warning("claim not renewed", channel=self._channel.name, detail=str(away))

    async def _finish(self, claimed: Claimed, after: Decision, condition: Condition | None = None) -> None:
        """What a channel has answered is worth waiting for a store that is away: else it is sent again."""
        changed = None if condition == claimed.condition else condition
        while True:
            try:
                recorded = await self._outbox.finish(claimed, after, changed)
            except StoreAway:
                await asyncio.sleep(RENEWAL.total_seconds() / 4)
                continue
            break
        seen = isinstance(after, deliveries.Done) and self._channel.is_console  # by whoever reads this log
        (log.debug if seen else log.info)(
            "delivered" if isinstance(after, deliveries.Done) else "not delivered",
            channel=self._channel.name,
            delivery=claimed.delivery.id,
            alert=claimed.alert.short,
            attempt=claimed.delivery.attempts,
            outcome=type(after).__name__,
            detail=getattr(after, "detail", None),
            recorded=recorded,
        )

        if changed is not None and changed.state is not claimed.condition.state:
            log.warning(
                "channel", channel=self._channel.name, state=changed.state.value, detail=changed.detail
            )

    async def _catch_up(self, overdue: Overdue) -> None:
        name = self._channel.name
        digest = alerts.catch_up(overdue.alerts, channel=name, now=overdue.now, total=overdue.total)
        taken = await self._outbox.catch_up(name, digest, overdue)
        log.warning("told late in one digest", channel=name, members=taken)

    async def _divert(self, lost: Stranded) -> None:
        channel, condition = self._channel, lost.condition
        decided = [(each, deliveries.stranded(each, condition, channel=channel)) for each in lost.members]
        left = await self._outbox.divert(channel.name, decided)
        log.warning("not delivered", channel=channel.name, deliveries=left, detail=condition.detail)

    async def _report(self, condition: Condition, now: datetime | None) -> None:
        if self._tell_operator is not None and now is not None:
            await self._tell_operator(self._channel, condition, now)
