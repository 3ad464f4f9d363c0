"""A channel that accepts and never answers, or drips a byte a second, holds up no other."""

import pytest

from tests.acceptance import neighbours
from tests.adapters.store_server import StoreServer
from tests.adapters.stubborn_servers import webhooks

# Promised are 50 ms, which tests/bench/bench_deliveries.py measures. Here a busy machine must not fail: one that
# waited its turn behind a channel that hangs would be late by twenty seconds.
ALLOWED = 2.0


@pytest.mark.slow
async def test_channels_that_hang_make_no_other_late(server: StoreServer) -> None:
    with webhooks() as servers:
        late = await neighbours.lateness(server.url, servers, stubborn=3, messages=20)
    assert late.worst < ALLOWED
