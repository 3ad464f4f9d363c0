"""The process dies before and after every single call to the store, and is started again: nothing is lost, and inside
nothing happens twice. Two naive ways to hand an article over are put through the same test, and caught."""

from functools import partial

import pytest

from monitor.adapters.redis_store import inbox
from monitor.adapters.redis_store.scripts import Scripts
from monitor.core.articles import Article
from monitor.core.leases import Received
from monitor.core.matching import Matches
from tests.adapters.store_server import StoreServer
from tests.pipeline.life import Advance, acknowledge, add, fresh


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that takes its place to let a timer go off waits for no match."""
    monkeypatch.setattr(inbox, "BLOCK", 1)


async def add_then_acknowledge(scripts: Scripts, received: Received[Article], matches: Matches) -> None:
    await add(scripts, received, matches)
    await acknowledge(scripts, received)


async def acknowledge_then_add(scripts: Scripts, received: Received[Article], matches: Matches) -> None:
    await acknowledge(scripts, received)
    await add(scripts, received, matches)


async def crashed_at(server: StoreServer, k: int, *, after: bool, naive: Advance | None = None) -> list[str]:
    world = await fresh(server, naive)
    await world.live(dies_at=k, after=after)
    await world.time_passes()
    await world.live(dies_at=None, after=False)
    return await world.mistakes()


async def calls_of_a_life(server: StoreServer, naive: Advance | None = None) -> int:
    world = await fresh(server, naive)
    calls = await world.live(dies_at=None, after=False)
    if naive is None:
        assert await world.mistakes() == []
    return calls


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_crash_at_any_store_call_loses_and_doubles_nothing(
    store_server: StoreServer, after: bool
) -> None:
    calls = await calls_of_a_life(store_server)
    assert calls > 80, "the life under test became too short to mean anything"
    broken = {}
    for k in range(1, calls + 1):
        if found := await crashed_at(store_server, k, after=after):
            broken[k] = found
    assert broken == {}


@pytest.mark.parametrize("naive", [add_then_acknowledge, acknowledge_then_add])
async def test_a_naive_hand_over_is_caught(store_server: StoreServer, naive: Advance) -> None:
    """The same lives, with one stage written the usual way: some crash must show."""
    calls = await calls_of_a_life(store_server, naive)
    expected_without_crash = await crashed_at(store_server, calls + 1000, after=False, naive=naive)
    crashed = partial(crashed_at, store_server, naive=naive)
    for k in range(1, calls + 1):
        if set(await crashed(k, after=True)) - set(expected_without_crash):
            return
    pytest.fail("no crash shows what is wrong with it")
