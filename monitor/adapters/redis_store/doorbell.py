"""New deliveries ring here, so that a sender need not wait for its next tick: one subscription per process."""

from collections.abc import AsyncIterator

from redis.asyncio import Redis

from monitor.adapters.redis_store.scripts import key, reaching_the_store
from monitor.core.ids import ChannelName


class Doorbell:
    def __init__(self, client: Redis) -> None:
        self._client = client

    async def rings(self) -> AsyncIterator[ChannelName]:
        """Channels that have something new, as it happens. A ring that is lost is made up for by the tick."""
        async with self._client.pubsub(ignore_subscribe_messages=True) as subscription:
            with reaching_the_store():
                await subscription.subscribe(key("wake"))
            while True:
                with reaching_the_store():
                    message = await subscription.get_message(timeout=2.0)
                if message is not None:
                    yield ChannelName(message["data"].decode().removeprefix("deliver:"))
