"""The store is full: OOM. Polling pauses, what is queued is delivered all the same, and all goes on by itself."""

from redis import Redis

from tests.acceptance.daemon_process import counters
from tests.acceptance.waiting import eventually
from tests.adapters.store_server import StoreServer
from tests.faults.refusals import survived
from tests.faults.world import CHANNELS, PATHS, Nursery, World, keep_promises

BURST = 100  # alerts that wait for their channels when the store is full


def test_a_full_store(world: World, server: StoreServer) -> None:
    with Redis.from_url(server.url) as client:
        survived(
            world,
            server,
            "store answers OOM",
            strike=lambda: client.config_set("maxmemory", 1 << 20),
            heal=lambda: client.config_set("maxmemory", 0),
        )


def test_a_full_store_pauses_polling_and_delivers_what_it_has(world: World, server: StoreServer) -> None:
    daemon = world.daemon(store=server.url)
    press = world.press(per_second=1)  # never started: it publishes when told to
    with Nursery(daemon, server.url) as nursery, Redis.from_url(server.url) as client:
        lives = [nursery.live("poll,match,desk")]
        eventually(lambda: counters(server.url).get("polls"), "the first poll")
        press.publish(PATHS[0], BURST)
        alerts = len(press.published)
        eventually(lambda: counters(server.url).get("alerts", 0) == alerts, "every alert to be raised")
        client.config_set("maxmemory", 1 << 20)
        polls = counters(server.url)["polls"]
        press.publish(PATHS[1])
        lives.append(nursery.live("deliver"))
        eventually(
            lambda: counters(server.url).get("deliveries:sent", 0) == alerts * len(CHANNELS),
            "what is queued to be delivered by a full store",
        )
        assert counters(server.url)["polls"] - polls <= len(PATHS), "polls went on in a full store"
        client.config_set("maxmemory", 0)
        world.settle(server.url, press)
        for life in lives:
            nursery.end(life)
    found = world.audit(
        "store full, alerts in the queues", press, store=server.url, amount="1 x", in_flight=0
    )
    keep_promises(found)
