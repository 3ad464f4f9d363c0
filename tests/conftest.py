"""A store for every test that asks: one real server per test process, emptied between tests."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from hypothesis import settings
from redis.asyncio import Redis

from monitor.adapters.redis_store import RedisStore
from tests.adapters.store_server import StoreServer

settings.register_profile("newsmonitor", deadline=None)  # a busy machine is no reason to fail
settings.load_profile("newsmonitor")


@pytest.fixture(scope="session")
def store_server() -> Iterator[StoreServer]:
    server = StoreServer.start(extra_args=["--enable-debug-command", "local"])
    yield server
    server.stop()


@pytest.fixture
def store(client: Redis) -> RedisStore:
    return RedisStore.over(client, consumer="here:1")


@pytest.fixture
def other(client: Redis) -> RedisStore:
    """The same store as another daemon sees it."""
    return RedisStore.over(client, consumer="there:1")


@pytest.fixture
async def client(store_server: StoreServer) -> AsyncIterator[Any]:
    """Replies are bytes; redis-py's types allow for more, so tests see Any."""
    connected = Redis.from_url(store_server.url)
    await connected.flushall()
    yield connected
    await connected.aclose()
