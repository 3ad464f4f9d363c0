"""Sentinel moves the store to a replica: because the primary died, because it hangs, and to one that had fallen behind.

Replication is asynchronous: what the new primary had not heard of is forgotten, all stages alike. Articles that are
still in their feeds are found again, so they are told again, under the same id, and none is missing.
"""

import time
from collections.abc import Callable, Iterator

import pytest

from tests.acceptance.waiting import eventually
from tests.adapters.store_server import StoreServer
from tests.faults.seed import chance
from tests.faults.sentinels import Group, group, redis_server
from tests.faults.world import CHANNELS, Nursery, World, keep_promises

FAILOVERS = 2
BEHIND = 40  # messages told that the next primary has never heard of
IN_FLIGHT = 10  # per fail-over and channel: commands not replicated yet when the primary went, and one send


@pytest.fixture
def sentinels() -> Iterator[Group]:
    binary = redis_server()
    if binary is None:
        pytest.skip("redis-server is needed: it is replica and sentinel here")
    with group(binary) as running:
        yield running


def test_fail_over_by_kill(world: World, sentinels: Group) -> None:
    def strike() -> None:
        lose_primary(sentinels, StoreServer.kill)

    survived(world, sentinels, "Sentinel fail-over: primary killed", strike, StoreServer.restart)


def test_fail_over_by_hang(world: World, sentinels: Group) -> None:
    def strike() -> None:
        lose_primary(sentinels, StoreServer.pause)

    survived(world, sentinels, "Sentinel fail-over: primary hangs", strike, StoreServer.resume)


def test_fail_over_to_a_replica_that_lags(world: World, sentinels: Group) -> None:
    def strike() -> None:
        sentinels.cut_off_replicas()
        before = world.received()
        eventually(lambda: world.received() >= before + BEHIND, "messages that no replica hears of")
        lose_primary(sentinels, StoreServer.kill)

    fault = f"Sentinel fail-over: replicas lag {BEHIND} messages"
    survived(world, sentinels, fault, strike, StoreServer.restart)


def survived(
    world: World,
    sentinels: Group,
    fault: str,
    strike: Callable[[], None],
    bring_back: Callable[[StoreServer], None],
) -> None:
    dice = chance(fault)
    daemon = world.daemon(store=sentinels.url)
    forgotten = 0
    with Nursery(daemon, sentinels.url) as nursery:
        with world.press(per_second=15) as press:
            lives = [nursery.live()]
            eventually(world.received, "the first message")
            lives.append(nursery.live())
            for _ in range(FAILOVERS):
                time.sleep(dice.uniform(0.5, 1.5))
                port, unknown = sentinels.primary(), world.received() - sentinels.told()
                strike()
                forgotten += max(0, world.received() - sentinels.told() - unknown) + IN_FLIGHT * len(CHANNELS)
                time.sleep(0.5)
                bring_back(sentinels.servers[port])
                sentinels.await_replicas()
        store = f"redis://127.0.0.1:{sentinels.primary()}/0"
        world.settle(store, press)
        for life in lives:
            nursery.end(life)
    found = world.audit(fault, press, store=store, amount=f"{FAILOVERS} x", in_flight=forgotten, forgets=True)
    keep_promises(found)


def lose_primary(sentinels: Group, lose: Callable[[StoreServer], None]) -> None:
    """The primary goes, another takes over."""
    port = sentinels.primary()
    lose(sentinels.servers[port])
    sentinels.await_another(port)
