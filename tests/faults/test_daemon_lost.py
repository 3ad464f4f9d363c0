"""Several daemons on one store: one is killed, their roles are mixed, they are restarted one after the other."""

import time
from collections.abc import Sequence
from itertools import pairwise

from monitor.core.leases import LEASE
from tests.acceptance.daemon_process import Daemon
from tests.acceptance.waiting import eventually
from tests.adapters.store_server import StoreServer
from tests.faults.press import MovingPress
from tests.faults.seed import chance
from tests.faults.world import CHANNELS, PATHS, World, keep_promises

INTERVAL = 1.0  # seconds: poll.min
LATE = 2.0  # seconds that a feed may be polled later than its interval and, after a death, its lease
PER_SECOND = 4.0  # articles: what piles up in a lease must not be what is measured
KILLS = 3
DELIVERED_WITHIN = 10.0  # seconds from a death, of whatever was published at that moment


def test_one_of_two_daemons_is_killed(world: World, server: StoreServer) -> None:
    dice = chance("daemon lost")
    daemons = start(world, server, first=(), second=())
    with world.press(per_second=PER_SECOND) as press:
        for number in range(KILLS):
            time.sleep(dice.uniform(1, 2))
            victim = daemons[number % 2]
            victim.kill()
            killed = time.monotonic()
            told_within(world, press, DELIVERED_WITHIN)
            time.sleep(max(0.0, killed + LEASE.total_seconds() + LATE + INTERVAL - time.monotonic()))
            assert longest_gap(world, killed) < INTERVAL + LEASE.total_seconds() + LATE
            victim.start()
    finish(world, server, press, daemons, "one of two daemons killed", amount=KILLS, in_flight=KILLS)


def test_any_mix_of_roles(world: World, server: StoreServer) -> None:
    """Whoever of these is killed, another has each of its roles."""
    daemons = start(
        world,
        server,
        reader=("--roles", "poll,match"),
        editor=("--roles", "match,desk"),
        sender=("--roles", "desk,deliver"),
        all=(),
    )
    with world.press(per_second=PER_SECOND) as press:
        for victim in daemons:
            told_within(world, press, DELIVERED_WITHIN)
            victim.kill()
            told_within(world, press, DELIVERED_WITHIN)
            victim.start()
    amount = len(daemons)
    finish(
        world, server, press, daemons, "roles on four daemons, each killed", amount=amount, in_flight=amount
    )


def test_a_rolling_restart_leaves_no_gap(world: World, server: StoreServer) -> None:
    daemons = start(world, server, first=(), second=())
    with world.press(per_second=PER_SECOND) as press:
        told_within(world, press, DELIVERED_WITHIN)
        eventually(
            lambda: {one.path for one in list(world.feeds.asked)} >= set(PATHS),
            "each feed asked for once",
            within=DELIVERED_WITHIN,
        )
        begun = time.monotonic()
        for daemon in daemons:
            assert daemon.stop() == 0
            told_within(world, press, LATE + INTERVAL)
            daemon.start()
        assert longest_gap(world, begun) < INTERVAL + LATE
    finish(world, server, press, daemons, "rolling restart of two daemons", amount=len(daemons), in_flight=0)


def start(world: World, server: StoreServer, **options: Sequence[str]) -> list[Daemon]:
    daemons = []
    for name, chosen in options.items():
        daemon = world.daemon(name, store=server.url, options=chosen)
        daemon.start()
        daemons.append(daemon)
    return daemons


def told_within(world: World, press: MovingPress, seconds: float) -> None:
    """What has been published by now is told on both channels."""
    wanted = set(press.published)
    eventually(
        lambda: all(wanted <= {told.headline for told in messages} for messages in world.told().values()),
        f"{len(wanted)} articles on both channels",
        within=seconds,
    )


def longest_gap(world: World, since: float) -> float:
    """Seconds between two requests for any one feed, or between the last one and now, around and after `since`."""
    asked = list(world.feeds.asked)
    longest = 0.0
    for path in PATHS:
        times = [one.at for one in asked if one.path == path]
        before = max(at for at in times if at <= since)
        around = [before, *(at for at in times if at > since), time.monotonic()]
        longest = max(longest, *(later - earlier for earlier, later in pairwise(around)))
    return longest


def finish(
    world: World,
    server: StoreServer,
    press: MovingPress,
    daemons: Sequence[Daemon],
    fault: str,
    *,
    amount: int,
    in_flight: int,
) -> None:
    world.settle(server.url, press)
    found = world.audit(
        fault, press, store=server.url, amount=f"{amount} x", in_flight=in_flight * len(CHANNELS)
    )
    for daemon in daemons:
        assert daemon.stop() == 0
    keep_promises(found)
