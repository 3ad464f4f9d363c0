"""The store becomes a mere replica for a while: READONLY."""

from redis import Redis

from tests.adapters.store_server import StoreServer
from tests.faults.refusals import survived
from tests.faults.world import World


def test_a_store_that_takes_no_writes(world: World, server: StoreServer) -> None:
    with Redis.from_url(server.url) as client:
        survived(
            world,
            server,
            "store answers READONLY",
            strike=lambda: client.replicaof("127.0.0.1", "1"),
            heal=lambda: client.replicaof("NO", "ONE"),
        )
