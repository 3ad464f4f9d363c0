"""The store is killed and takes its time to read its file: LOADING."""

import time
from collections.abc import Iterator

import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import BusyLoadingError, RedisError
from redis.retry import Retry

from monitor.adapters.redis_store.scripts import key
from tests.acceptance.waiting import eventually
from tests.adapters.store_server import StoreServer
from tests.faults.refusals import survived
from tests.faults.world import World

SLOW = ("--key-load-delay", "100", "--loading-process-events-interval-bytes", "1024")  # microseconds a key


@pytest.fixture
def server() -> Iterator[StoreServer]:
    running = StoreServer.start(extra_args=SLOW)
    yield running
    running.stop()


def test_a_store_that_is_still_loading(world: World, server: StoreServer) -> None:
    refused = 0
    with Redis.from_url(server.url, retry=Retry(NoBackoff(), 0)) as client:

        def strike() -> None:
            nonlocal refused
            server.kill()
            server.launch()
            refused += eventually(lambda: answer(client), "the store to say anything") == "loading"

        def heal() -> None:
            eventually(lambda: answer(client) == "ready", "the store to have loaded its file")

        survived(world, server, "store killed, then answers LOADING", strike=strike, heal=heal)
    assert refused, "no start was slow enough to be met while loading"


def answer(client: Redis) -> str:
    """What a daemon would meet; nothing while nobody listens."""
    try:
        client.exists(key("desk"))
    except BusyLoadingError:
        return "loading"
    except RedisError:
        time.sleep(0.001)
        return ""
    return "ready"
