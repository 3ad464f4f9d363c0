"""Addresses that must not be reached are not reached: a canary on loopback counts who comes."""

import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from ipaddress import ip_network

import pytest

from monitor.core.addresses import Network
from monitor.core.feeds import Trouble
from tests.adapters.fetching import NONE, ScriptedNames, body_of, failure, fetcher
from tests.adapters.hostile_server import HostileServer, port_free_on, reply

NOTHING_PRIVATE = Network()
ONE_SERVER = Network(allow_private=(ip_network("127.0.0.2/32"),))  # plays the public server


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """The same port on 127.0.0.1 and, where the machine has it, on [::1]."""

    servers: tuple[HostileServer, ...]

    @property
    def port(self) -> int:
        return self.servers[0].port

    @property
    def hits(self) -> int:
        return sum(server.connections for server in self.servers)


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.fixture
async def canary() -> AsyncIterator[Canary]:
    async with AsyncExitStack() as stack:
        routes = {"/": reply(200, body=b"secret"), "/feed": reply(200, body=b"secret")}
        hosts = ("127.0.0.1", "::1") if has_ipv6() else ("127.0.0.1",)
        port = port_free_on(*hosts)
        servers = [
            await stack.enter_async_context(HostileServer(routes, host=host, port=port)) for host in hosts
        ]
        yield Canary(servers=tuple(servers))


@pytest.fixture
async def stranger() -> AsyncIterator[HostileServer]:
    """A server we may ask, and which sends us elsewhere."""
    try:
        with socket.socket() as probe:
            probe.bind(("127.0.0.2", 0))
    except OSError:
        pytest.skip("this machine has 127.0.0.1 only, so that nothing can play the public server")
    async with HostileServer(host="127.0.0.2") as server:
        yield server


HOSTS = [
    # Loopback in every spelling.
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "127.8.8.8",
    "127.255.255.254",
    "2130706433",
    "017700000001",
    "0x7f000001",
    "0x7f.0.0.1",
    "0x7f.1",
    "0177.0.0.1",
    "0177.0x0.0.1",
    "%31%32%37.0.0.1",
    "１２７.0.0.1",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "0",
    "0.0.0.0",
    "0x0",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "loc%61lhost",
    "user:secret@127.0.0.1",
    "example.com@127.0.0.1",
    "example.com%40127.0.0.1",
    # IPv6, and IPv4 inside IPv6.
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[0000:0000:0000:0000:0000:0000:0000:0001]",
    "[::]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:7f00:0001]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
    "[fe80::1]",
    "[fe80::1%251]",
    "[fe80::1%25lo]",
    "[fc00::1]",
    "[fd00::1]",
    "[fec0::1]",
    "[ff02::1]",
    # Other people's private networks, and addresses that are nobody's.
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.192",
    "192.168.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_an_address_that_must_not_be_reached_is_blocked(canary: Canary, host: str, scheme: str) -> None:
    async with fetcher(NOTHING_PRIVATE) as polite:
        result = failure(await polite.fetch(f"{scheme}://{host}:{canary.port}/feed", NONE))
    assert canary.hits == 0
    # A few are names that do not exist, and where there is no network nobody says so in time.
    assert result.trouble in {Trouble.BLOCKED, Trouble.DNS, Trouble.TIMEOUT}, result
    assert "secret" not in result.detail


async def test_the_canary_would_have_sung(canary: Canary) -> None:
    everything = Network(allow_private=(ip_network("0.0.0.0/0"), ip_network("::/0")))
    async with fetcher(everything) as polite:
        for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]"):
            assert body_of(await polite.fetch(f"http://{host}:{canary.port}/feed", NONE)) == b"secret"
    assert canary.hits == 3


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "ftp://127.0.0.1:{port}/feed",
        "gopher://127.0.0.1:{port}/1",
        "ws://127.0.0.1:{port}/",
        "unix:///run/docker.sock",
        "data:text/xml,<rss/>",
        "javascript:alert(1)",
        "//127.0.0.1:{port}/feed",
        "127.0.0.1:{port}/feed",
        "http:///feed",
        "http://",
        "http://:{port}/",
        "http://[::1/feed",
        "http://127.0.0.1:99999/",
        "http://\r\n127.0.0.1:{port}/",
        "",
    ],
)
async def test_what_is_no_web_address_is_blocked(canary: Canary, url: str) -> None:
    async with fetcher(NOTHING_PRIVATE) as polite:
        result = failure(await polite.fetch(url.format(port=canary.port), NONE))
    assert result.trouble is Trouble.BLOCKED
    assert canary.hits == 0


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0"])
async def test_a_redirect_does_not_lead_there_either(
    canary: Canary, stranger: HostileServer, status: int, host: str
) -> None:
    stranger.routes["/feed"] = reply(status, f"Location: http://{host}:{canary.port}/feed")
    async with fetcher(ONE_SERVER) as polite:
        result = failure(await polite.fetch(stranger.url("/feed"), NONE))
    assert len(stranger.requests) == 1
    assert result.trouble is Trouble.BLOCKED
    assert canary.hits == 0


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["::1"],
        ["127.0.0.1", "::1"],
        ["127.0.0.1", "127.0.0.3", "10.0.0.1", "::1", "::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["2002:7f00:1::"],
        ["169.254.169.254", "fe80::1%lo"],
    ],
)
async def test_a_name_that_leads_there_is_blocked(canary: Canary, addresses: list[str]) -> None:
    names = ScriptedNames({"feed.test": [addresses]})
    async with fetcher(NOTHING_PRIVATE, names=names) as polite:
        result = failure(await polite.fetch(f"http://feed.test:{canary.port}/feed", NONE))
    assert names.asked == ["feed.test"]
    assert result.trouble is Trouble.BLOCKED
    assert result.detail.startswith("feed.test was not asked: ")
    assert canary.hits == 0


async def test_a_name_that_changes_its_answer_is_judged_by_the_answer_that_is_used(
    canary: Canary, stranger: HostileServer
) -> None:
    names = ScriptedNames({"feed.test": [["127.0.0.2"], ["127.0.0.1"]]})
    stranger.routes["/feed"] = reply(200, "Connection: close", body=b"news")
    async with fetcher(ONE_SERVER, names=names) as polite:
        good = await polite.fetch(f"http://feed.test:{stranger.port}/feed", NONE)
        bad = await polite.fetch(f"http://feed.test:{canary.port}/feed", NONE)
    assert body_of(good) == b"news"
    assert failure(bad).trouble is Trouble.BLOCKED
    assert canary.hits == 0


async def test_a_redirect_to_a_name_that_changed_its_answer_is_blocked(
    canary: Canary, stranger: HostileServer
) -> None:
    names = ScriptedNames({"feed.test": [["127.0.0.2"], ["127.0.0.1", "::1"]]})
    stranger.routes["/feed"] = reply(302, f"Location: http://feed.test:{canary.port}/feed")
    async with fetcher(ONE_SERVER, names=names) as polite:
        result = failure(await polite.fetch(f"http://feed.test:{stranger.port}/feed", NONE))
    assert names.asked == ["feed.test", "feed.test"]
    assert result.trouble is Trouble.BLOCKED
    assert canary.hits == 0


@pytest.mark.parametrize(
    "order", [["127.0.0.1", "127.0.0.2"], ["127.0.0.2", "127.0.0.1"], ["::1", "127.0.0.2"]]
)
@pytest.mark.usefixtures("stranger")  # which says where there is no second address
async def test_of_a_mixed_answer_only_the_allowed_address_is_used(order: list[str]) -> None:
    names = ScriptedNames({"feed.test": [order]})
    port = port_free_on("127.0.0.1", "127.0.0.2")
    async with (
        HostileServer({"/feed": reply(200, body=b"news")}, host="127.0.0.2", port=port),
        HostileServer(port=port) as canary,
        fetcher(ONE_SERVER, names=names) as polite,
    ):
        result = await polite.fetch(f"http://feed.test:{port}/feed", NONE)
        assert canary.connections == 0
    assert body_of(result) == b"news"


async def test_the_reason_names_the_address_and_the_remedy() -> None:
    names = ScriptedNames({"feed.test": [["10.1.2.3"]]})
    async with fetcher(NOTHING_PRIVATE, names=names) as polite:
        result = failure(await polite.fetch("http://user:secret@feed.test/feed?key=secret", NONE))
    assert result.detail == (
        "feed.test was not asked: 10.1.2.3 is a private address; network.allow_private in config.yaml can allow it"
    )
