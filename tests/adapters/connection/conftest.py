from collections.abc import AsyncIterator, Iterator

import pytest
from redis.asyncio import Redis

from monitor.adapters.connection import connect
from tests.adapters.store_server import StoreServer

_SAFETY = 20.0  # seconds


@pytest.fixture(scope="module")
def shared() -> Iterator[StoreServer]:
    server = StoreServer.start()
    yield server
    server.stop()


@pytest.fixture
async def client(shared: StoreServer) -> AsyncIterator[Redis]:
    """A client of an empty, safe store."""
    client = connect(shared.url)
    await client.flushall()
    await client.config_set("maxmemory-policy", "noeviction")
    await client.config_set("appendonly", "yes")
    yield client
    await client.aclose()


@pytest.fixture
def server() -> Iterator[StoreServer]:
    """A server of the test's own, to be killed."""
    server = StoreServer.start()
    yield server
    server.stop()
