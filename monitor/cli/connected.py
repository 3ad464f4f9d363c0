"""The way of a verb to the store: that of store.url, or of the daemon that runs here. It never starts one."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.core.errors import StoreAway, StoreRefused

if TYPE_CHECKING:
    from monitor.adapters.redis_store import RedisStore
    from monitor.config.settings import Config

_CONSUMER = "cli"  # verbs read no stream: nothing is ever pending under this name
_TIMEOUT = 5.0  # seconds
_RETRIES = 2  # a person is waiting


@asynccontextmanager
async def connected(config: Path | None) -> "AsyncIterator[tuple[Config, RedisStore]]":
    """The configuration in force, without the addresses of its channels, and the store it leads to.

    config is what --config named. Raises ConfigError and UsageError; StoreAway, with what to do, when no daemon runs
    or the store does not answer; StoreRefused when it answers and is not ours to read.
    """
    from redis.exceptions import RedisError

    from monitor.adapters import connection
    from monitor.adapters.redis_store import RedisStore
    from monitor.config import load

    # Where a verb is called the secrets of the channels need not be: a credential of systemd, the daemon's environment.
    loaded = load.load(load.find(config, os.environ, Path()), environ=None)
    client = connection.connect(_url(loaded), socket_timeout=_TIMEOUT, retries=_RETRIES)
    try:
        store = RedisStore.over(client, consumer=_CONSUMER)
        try:
            await store.reading.now()
            await connection.settle_schema(client)
        except StoreAway as away:
            raise StoreAway(f"{away}\nStart it, or mend its address: store.url in {loaded.path}") from away
        except RedisError as error:
            raise StoreRefused(
                f"the store does not let us in: {error}. Give store.url in {loaded.path} the right USER:PASSWORD@"
            ) from error
        yield loaded, store
    finally:
        await client.aclose()


def _url(config: "Config") -> str:
    from monitor.adapters import embedded

    if config.store.url is not None:
        return config.store.url.reveal()
    running = embedded.find_running(config.state_dir)
    if running is None:
        raise StoreAway(
            f"no daemon is running here (state_dir {config.state_dir}); start one: newsmonitor run"
        )
    return running
