"""What all refusals of the store have in common: they come under load, last a while, and go again."""

import time
from collections.abc import Callable

from tests.acceptance.waiting import eventually
from tests.adapters.store_server import StoreServer
from tests.faults.seed import chance
from tests.faults.world import CHANNELS, Nursery, World, keep_promises

TIMES = 5
LASTS = 1.2  # seconds, on average

Act = Callable[[], None]


def survived(world: World, server: StoreServer, fault: str, *, strike: Act, heal: Act) -> None:
    """The store refuses in its way between strike and heal, again and again; two daemons work on it all the time."""
    dice = chance(fault)
    daemon = world.daemon(store=server.url)
    with Nursery(daemon, server.url) as nursery:
        with world.press(per_second=15) as press:
            lives = [nursery.live()]
            eventually(world.received, "the first message")
            lives.append(nursery.live())
            for _ in range(TIMES):
                time.sleep(dice.uniform(0.2, 1.0))
                strike()
                time.sleep(LASTS * dice.uniform(0.5, 1.5))
                heal()
        world.settle(server.url, press)
        for life in lives:
            nursery.end(life)
    found = world.audit(fault, press, store=server.url, amount=f"{TIMES} x", in_flight=TIMES * len(CHANNELS))
    keep_promises(found)
