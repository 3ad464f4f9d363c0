"""A store for every test that asks: one real server per test process, emptied between tests."""

import os
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:  # tests of the core, which touch no store, must not wait for its libraries
    from monitor.adapters.redis_store import RedisStore
    from tests.adapters.store_server import StoreServer

# No deadline: a busy machine is no reason to fail. Few examples while people wait, many where nobody does.
settings.register_profile("newsmonitor", deadline=None, max_examples=200 if os.environ.get("CI") else 50)
settings.load_profile("newsmonitor")


@pytest.fixture(scope="session")
def store_server() -> "Iterator[StoreServer]":
    from tests.adapters.store_server import StoreServer

    server = StoreServer.start()
    yield server
    server.stop()


@pytest.fixture
def store(client: Any) -> "RedisStore":
    from monitor.adapters.redis_store import RedisStore

    return RedisStore.over(client, consumer="here:1")


@pytest.fixture
def other(client: Any) -> "RedisStore":
    """The same store as another daemon sees it."""
    from monitor.adapters.redis_store import RedisStore

    return RedisStore.over(client, consumer="there:1")


@pytest.fixture
async def client(store_server: "StoreServer") -> AsyncIterator[Any]:
    """Replies are bytes; redis-py's types allow for more, so tests see Any."""
    from redis.asyncio import Redis

    connected = Redis.from_url(store_server.url)
    await connected.flushall()
    yield connected
    await connected.aclose()
