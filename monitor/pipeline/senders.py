"""The deliver stage as a whole: one sender per channel, so that none waits for another."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import tzinfo
from typing import Protocol

from monitor.core.channels import Channel
from monitor.core.ids import ChannelName
from monitor.core.ports import Outbox
from monitor.pipeline.deliver import Bulkhead, Deliver


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

    async def follow(self, channels: Mapping[ChannelName, Channel], zone: tzinfo) -> None:
        """Deliver to these channels from now on, with times as in zone."""
        for name, (channel, shown_in, deliver, thread) in list(self._at_work.items()):
            if channels.get(name) != channel or shown_in != zone:
                del self._at_work[name]
                deliver.stop()
                thread.close()
                await deliver.release()
        for name, channel in channels.items():
            if name not in self._at_work:
                thread = self._thread(channel, zone)
                deliver = Deliver(channel, outbox=self._outbox, sender=thread, zone=zone, jitter=self._jitter)
                self._at_work[name] = (channel, zone, deliver, thread)
                self._keep(f"deliver {name}", deliver.run)

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
