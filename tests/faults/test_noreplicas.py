"""The store has fewer replicas than it was told to have: NOREPLICAS."""

from redis import Redis

from tests.adapters.store_server import StoreServer
from tests.faults.refusals import survived
from tests.faults.world import World


def test_a_store_without_its_replicas(world: World, server: StoreServer) -> None:
    with Redis.from_url(server.url) as client:
        survived(
            world,
            server,
            "store answers NOREPLICAS",
            strike=lambda: client.config_set("min-replicas-to-write", 1),
            heal=lambda: client.config_set("min-replicas-to-write", 0),
        )
