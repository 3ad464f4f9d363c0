"""SIGKILL of `newsmonitor run` as it is installed, and of the store that it runs for itself."""

import os
import signal
import time
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from monitor.adapters.embedded import find_running
from tests.acceptance.daemon_process import Daemon, embedded_url
from tests.acceptance.waiting import eventually
from tests.faults.seed import chance
from tests.faults.world import CHANNELS, World, keep_promises

COMMANDS = 20
STORES = 20
UNDER_WAY = 1.0  # seconds, at most, that it is left alone when it works


def test_sigkill_of_the_command_and_of_its_store(world: World) -> None:
    dice = chance("sigkill command")
    daemon = world.daemon(store=None)
    blows = ["command"] * COMMANDS + ["store"] * STORES
    dice.shuffle(blows)
    daemon.start()
    with world.press(per_second=8) as press:
        eventually(world.received, "the first message")
        for blow in blows:
            time.sleep(dice.uniform(0, UNDER_WAY))
            if blow == "command":
                daemon.kill()
                daemon.launch()
            else:
                kill_store(daemon)
        eventually(lambda: keep_running(daemon) and daemon.said("ready"), "the last start")
    url = embedded_url(daemon)
    world.settle(url, press)
    found = world.audit(
        "SIGKILL of the installed command; of its embedded store",
        press,
        store=url,
        amount=f"{COMMANDS} + {STORES}",
        in_flight=(COMMANDS + STORES) * len(CHANNELS),
    )
    assert daemon.stop() == 0
    keep_promises(found)


def kill_store(daemon: Daemon) -> None:
    """As soon as there is one that answers."""

    def killed() -> bool:
        url = find_running(daemon.folder / "state") if keep_running(daemon) else None
        if url is None:
            return False
        try:
            with Redis.from_url(url, retry=Retry(NoBackoff(), 0)) as client:
                asked: Any = client
                os.kill(asked.info("server")["process_id"], signal.SIGKILL)
        except RedisError:
            return False
        return True

    eventually(killed, "a store to kill")


def keep_running(daemon: Daemon) -> bool:
    """As a supervisor does: a daemon whose store is killed while it starts says so and ends."""
    if daemon.ended():
        daemon.launch()
    return True
