"""SIGKILL of whole daemons at random moments, three at work at any time, and of the store in between."""

import random
import time

from tests.acceptance.waiting import eventually
from tests.adapters.store_server import StoreServer
from tests.faults.seed import chance
from tests.faults.world import CHANNELS, Nursery, World, keep_promises

LIVES = 1000
STORES = 20
AT_ONCE = 3
GAP = 0.09  # seconds between two deaths, on average


def test_sigkill_of_a_thousand_lives_and_twenty_stores(world: World, server: StoreServer) -> None:
    dice = chance("sigkill lives")
    daemon = world.daemon(store=server.url)
    stores = set(dice.sample(range(LIVES), STORES))
    with Nursery(daemon, server.url) as nursery:
        with world.press(per_second=12) as press:
            lives = [nursery.live()]
            eventually(world.received, "the first message")
            lives += [nursery.live() for _ in range(AT_ONCE - 1)]
            for number in range(LIVES):
                time.sleep(GAP * dice.uniform(0.2, 1.8))
                if number in stores:
                    server.kill()
                    time.sleep(dice.uniform(0, 0.2))
                    server.restart()
                replace_one(nursery, lives, dice)
        world.settle(server.url, press)
    found = world.audit(
        "SIGKILL of a daemon, three at work; of the store in between",
        press,
        store=server.url,
        amount=f"{LIVES:,} + {STORES}",
        in_flight=(LIVES + STORES) * len(CHANNELS),
    )
    keep_promises(found)


def replace_one(nursery: Nursery, lives: list[int], dice: random.Random) -> None:
    """A death and, at once, the next life in its place."""
    place = dice.randrange(len(lives))
    nursery.kill(lives[place])
    lives[place] = nursery.live()
