"""The deliver stage as a whole: one sender per channel, so that none waits for another."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Protocol

import structlog

from monitor.core import deliveries
from monitor.core.channels import Channel, Routes
from monitor.core.deliveries import Condition, conditions
from monitor.core.ids import ChannelName
from monitor.core.ports import Outbox
from monitor.pipeline.deliver import Bulkhead, Deliver

log = structlog.get_logger()


class Thread(Bulkhead, Protocol):
    """A bulkhead that can be let go."""

    def close(self) -> None: ...


class Senders:
    """Follows the configuration: a channel that is new or changed gets a new sender, one that is gone loses it."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        thread: Callable[[Channel, tzinfo], Thread],
        jitter: Callable[[], float],
        keep: Callable[[str, Callable[[], Awaitable[None]]], None],
    ) -> None:
        self._outbox, self._thread, self._jitter, self._keep = outbox, thread, jitter, keep
        self._at_work: dict[ChannelName, tuple[Channel, tzinfo, Deliver, Thread]] = {}
        self._channels: Mapping[ChannelName, Channel] = {}
        self._zone: tzinfo = UTC
        self._operator, self._default = ChannelName(""), tuple[ChannelName, ...]()
        self._untold: set[tuple[ChannelName, datetime | None]] = set()

    async def follow(
        self,
        channels: Mapping[ChannelName, Channel],
        zone: tzinfo,
        *,
        operator: ChannelName,
        routes: Routes,
    ) -> None:
        """Deliver to these channels from now on, with times as in zone. operator hears about the others' troubles.

        The default route gets what waits on channels that are gone.
        """
        self._channels, self._zone = channels, zone
        self._operator, self._default = operator, routes.default
        for name, (channel, shown_in, deliver, thread) in list(self._at_work.items()):
            if channels.get(name) != channel or shown_in != zone:
                del self._at_work[name]
                deliver.stop()
                thread.close()
                await deliver.release()
        for name, channel in channels.items():
            if name not in self._at_work:
                thread = self._thread(channel, zone)
                deliver = Deliver(
                    channel,
                    outbox=self._outbox,
                    sender=thread,
                    zone=zone,
                    jitter=self._jitter,
                    tell_operator=self._tell_operator,
                )
                self._at_work[name] = (channel, zone, deliver, thread)
                self._keep(f"deliver {name}", deliver.run)

    async def adopt_orphans(self) -> None:
        """What waits on channels that the configuration no longer has goes to others, or to the dead letters."""
        for name in sorted(await self._outbox.channels() - self._channels.keys()):
            while (lost := await self._outbox.orphans(name)).members:
                decided = [
                    (
                        each,
                        deliveries.orphaned(
                            each, fallback=lost.fallback, default=self._default, known=self._channels
                        ),
                    )
                    for each in lost.members
                ]
                left = await self._outbox.divert(name, decided)
                await self._outbox.release(name)
                log.warning("their channel is gone", channel=name, deliveries=left)

    async def _tell_operator(self, channel: Channel, condition: Condition, now: datetime) -> None:
        """Once when a channel breaks or stays out of reach, and once when that is over; through another channel."""
        word = conditions.owed(condition, now)
        if word is None:
            return
        through = conditions.messenger(
            channel.name,
            condition,
            operator=self._operator,
            others=self._channels,
            known=await self._outbox.conditions(self._channels),
        )
        notice = conditions.notice(
            channel.name, condition, word, fallback=channel.fallback, now=now, zone=self._zone
        )
        incident = (channel.name, condition.since)
        if through is not None:
            await self._outbox.tell_operator(notice, through, about=channel.name, state=condition.state)
        elif incident in self._untold:
            return
        else:
            self._untold.add(incident)
        log.error("operator", kind="channel", title=notice.title, detail=notice.excerpt, through=through)

    def ring(self, name: ChannelName) -> None:
        """Something new for this channel."""
        if name in self._at_work:
            self._at_work[name][2].ring()

    def ring_all(self) -> None:
        """Time to look again: retries that are due, rings that were lost."""
        for _, _, deliver, _ in self._at_work.values():
            deliver.ring()

    def stop(self) -> None:
        """Claim nothing more."""
        for _, _, deliver, _ in self._at_work.values():
            deliver.stop()

    @property
    def sending(self) -> int:
        return sum(deliver.sending for _, _, deliver, _ in self._at_work.values())

    async def release(self) -> None:
        """Free the channels for other daemons; an unanswered send keeps its claim."""
        for _, _, deliver, _ in self._at_work.values():
            await deliver.release()

    def close(self) -> None:
        for _, _, _, thread in self._at_work.values():
            thread.close()
