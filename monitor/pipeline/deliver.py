"""alerts -> deliver -> deliveries: claim, render, send, record. One of these per channel: none waits for another."""

import asyncio
from collections.abc import Callable
from datetime import tzinfo
from typing import Protocol

import structlog

from monitor.core import alerts, deliveries, rendering
from monitor.core.channels import Channel, OnAmbiguous
from monitor.core.deliveries import Ambiguous, DeadLetter, Decision, Hold, SendResult
from monitor.core.errors import StoreAway
from monitor.core.leases import RENEWAL, SEND_LIMIT, Busy, Claimed, Idle, Overdue
from monitor.core.ports import Outbox
from monitor.core.rendering import Message

log = structlog.get_logger()


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
    ) -> None:
        self._channel, self._outbox, self._sender = channel, outbox, sender
        self._zone, self._jitter = zone, jitter
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
        """One delivery, or one digest of overdue ones; False when there was nothing to do."""
        match await self._outbox.claim(self._channel):
            case Claimed() as claimed:
                await self._deliver(claimed)
            case Overdue() as overdue:
                await self._catch_up(overdue)
            case Idle() | Busy():
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
        if delivery.attempts > deliveries.MOST_ATTEMPTS:
            await self._finish(claimed, DeadLetter(detail="no attempt came to an end; see the log"))
            return
        message = rendering.render(claimed.alert, zone=self._zone, repeat=delivery.repeat)
        if not await self._outbox.renew(claimed):  # the claim may have aged while this process stood still
            return
        result = await self._send(message, claimed)
        after = deliveries.after(
            delivery, result, channel=self._channel, now=claimed.now, jitter=self._jitter()
        )
        await self._finish(claimed, after)

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

    async def _finish(self, claimed: Claimed, after: Decision) -> None:
        """What a channel has answered is worth waiting for a store that is away: else it is sent again."""
        while True:
            try:
                recorded = await self._outbox.finish(claimed, after)
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

    async def _catch_up(self, overdue: Overdue) -> None:
        told = tuple(alert for _, alert in overdue.members)
        digest = alerts.catch_up(told, channel=self._channel.name, now=overdue.now)
        members = [delivery for delivery, _ in overdue.members]
        taken = await self._outbox.catch_up(self._channel.name, digest, members)
        log.warning("told late in one digest", channel=self._channel.name, members=taken)
