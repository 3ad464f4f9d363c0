"""Behind a proxy it is the proxy that makes the socket: names are its business, literals are still ours."""

import socket

import pytest

from monitor.core.addresses import Network
from monitor.core.feeds import Trouble
from tests.adapters.fetching import NONE, QUICK, body_of, failure, fetcher
from tests.adapters.hostile_server import HostileServer, reply


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "feeds.localhost.", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]", "10.0.0.1"],
)
async def test_a_proxy_is_not_asked_for_addresses_that_must_not_be_reached(host: str) -> None:
    async with HostileServer() as proxy:
        async with fetcher(Network(proxy=proxy.url())) as polite:
            result = failure(await polite.fetch(f"http://{host}/feed", NONE))
        assert result.trouble is Trouble.BLOCKED
        assert proxy.connections == 0


async def test_a_proxy_is_asked_for_names_and_for_every_hop() -> None:
    async with HostileServer() as proxy:
        proxy.routes["http://feed.test/old"] = reply(301, "Location: http://other.test/feed")
        proxy.routes["http://other.test/feed"] = reply(200, body=b"news")
        async with fetcher(Network(proxy=proxy.url()), limits=QUICK) as polite:
            assert body_of(await polite.fetch("http://feed.test/old", NONE)) == b"news"


async def test_a_proxy_that_is_away_or_says_no_is_named() -> None:
    async with HostileServer() as proxy:
        async with fetcher(Network(proxy=proxy.url())) as polite:
            refused = failure(await polite.fetch("https://feed.test/feed", NONE))
        async with fetcher(Network(proxy=f"http://127.0.0.1:{free_port()}")) as polite:
            away = failure(await polite.fetch("http://feed.test/feed", NONE))
    assert refused.trouble is Trouble.CONNECT
    assert away.trouble is Trouble.CONNECT
    assert away.detail.startswith("the proxy could not be reached")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
