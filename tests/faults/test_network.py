"""Between the daemon and its store: connections are cut, delayed, half-open, and answers are lost on the way."""

import time

import pytest

from tests.acceptance.waiting import eventually
from tests.adapters.store_server import StoreServer
from tests.faults.seed import chance
from tests.faults.tcp_proxy import Fault, TcpProxy
from tests.faults.world import CHANNELS, Nursery, World, keep_promises

TIMES = {Fault.CUT: 60, Fault.DELAY: 25, Fault.HALF_OPEN: 20, Fault.DROP_REPLY: 60}
GAP = {Fault.CUT: 0.2, Fault.DELAY: 0.3, Fault.HALF_OPEN: 0.6, Fault.DROP_REPLY: 0.2}  # seconds, on average
LATEST = 0.4  # seconds that an answer may be delayed: some leases end meanwhile


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.value)
def test_a_bad_line_to_the_store(world: World, server: StoreServer, fault: Fault) -> None:
    dice = chance(f"network {fault.value}")
    befallen = 0
    with TcpProxy(str(server.socket_path)) as proxy:
        url = f"redis://127.0.0.1:{proxy.port}/0"
        daemon = world.daemon(store=url)
        with Nursery(daemon, url) as nursery:
            with world.press(per_second=15) as press:
                lives = [nursery.live()]
                eventually(world.received, "the first message")
                lives.append(nursery.live())
                for _ in range(TIMES[fault]):
                    time.sleep(GAP[fault] * dice.uniform(0.2, 1.8))
                    befallen += proxy.strike(fault, dice, late=dice.uniform(0.05, LATEST))
                    if dice.random() < 0.3:
                        proxy.calm()
                proxy.calm()
            world.settle(server.url, press)
            for life in lives:
                nursery.end(life)
    found = world.audit(
        f"line to the store: {fault.value}",
        press,
        store=server.url,
        amount=f"{TIMES[fault]} x, {befallen} connections",
        in_flight=TIMES[fault] * len(CHANNELS),
    )
    keep_promises(found)
