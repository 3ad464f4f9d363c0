"""The proof that the audit sees: the same deaths, with the hand-over written as people write it, must not pass."""

import time

import pytest

from tests.acceptance.waiting import eventually
from tests.adapters.store_server import StoreServer
from tests.faults.audit import Audit
from tests.faults.hand_overs import NAIVE
from tests.faults.seed import chance
from tests.faults.test_sigkill_lives import AT_ONCE, replace_one
from tests.faults.world import CHANNELS, Nursery, World, quiet

LIVES = 60
GAP = 0.12  # seconds


@pytest.mark.parametrize("naive", NAIVE)
def test_a_naive_hand_over_is_caught(world: World, server: StoreServer, naive: str) -> None:
    found = hand_over(world, server, naive)
    if naive == "add-then-acknowledge":
        assert found.doubled, found.row
    else:
        assert found.lost, found.row


def hand_over(world: World, server: StoreServer, naive: str) -> Audit:
    dice = chance(naive)
    daemon = world.daemon(store=server.url)
    with Nursery(daemon, server.url, naive=naive) as nursery:
        with world.press(per_second=20) as press:
            lives = [nursery.live()]
            eventually(world.received, "the first message")
            lives += [nursery.live() for _ in range(AT_ONCE - 1)]
            for _ in range(LIVES):
                time.sleep(GAP * dice.uniform(0.5, 1.5))
                replace_one(nursery, lives, dice)
        time.sleep(1)  # the last articles are polled
        eventually(lambda: quiet(server.url), "everything to be over", within=90)
    return world.audit(
        f"control, must fail: {naive}",
        press,
        store=server.url,
        amount=f"{LIVES} x",
        in_flight=LIVES * len(CHANNELS),
    )
