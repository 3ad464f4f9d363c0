"""Where redirects may lead, what they change, and who is told the credentials."""

import pytest

from monitor.core.feeds import Trouble
from tests.adapters.fetching import (
    NONE,
    ScriptedNames,
    body_of,
    failure,
    fetched,
    fetcher,
)
from tests.adapters.hostile_server import Handler, HostileServer, head, raw, reply

FEED = b"<rss version='2.0'><channel><title>News</title></channel></rss>"


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ([301], True),
        ([308], True),
        ([301, 308, 301], True),
        ([302], False),
        ([303], False),
        ([307], False),
        ([301, 302], False),
        ([307, 308], False),
        ([301] * 5, True),
    ],
)
async def test_redirects_are_followed_and_only_permanent_ones_move_the_feed(
    statuses: list[int], moved: bool
) -> None:
    routes = {f"/{step}": reply(status, f"Location: /{step + 1}") for step, status in enumerate(statuses)}
    routes[f"/{len(statuses)}"] = reply(200, body=FEED)
    async with HostileServer(routes) as server, fetcher() as polite:
        result = fetched(await polite.fetch(server.url("/0"), NONE))
        last = server.url(f"/{len(statuses)}")
        assert [request.method for request in server.requests] == [b"GET"] * (len(statuses) + 1)
    assert result.url == last
    assert result.moved_to == (last if moved else None)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/feed", b"/feed"),
        ("feed", b"/a/feed"),
        ("../feed", b"/feed"),
        ("?page=2", b"/a/start?page=2"),
        ("//{host}/feed", b"/feed"),
        ("http://{host}/feed#top", b"/feed"),
        ("/feed?q=a b", b"/feed?q=a+b"),
        ("/caf\u00e9", b"/caf%C3%A9"),
        ("/a%2Fb%20c", b"/a%2Fb%20c"),
        ("http://user:secret@{host}/feed", b"/feed"),
    ],
)
async def test_locations_are_read_as_they_are_meant(location: str, target: bytes) -> None:
    async with HostileServer() as server, fetcher() as polite:
        address = location.format(host=f"127.0.0.1:{server.port}")
        server.routes["/a/start"] = reply(302, f"Location: {address}")
        await polite.fetch(server.url("/a/start"), NONE)
        assert server.requests[1].target == target
        assert server.requests[1].header("Authorization") is None


@pytest.mark.parametrize(
    ("routes", "hits", "words"),
    [
        ({f"/{n}": reply(301, f"Location: /{n + 1}") for n in range(9)}, 6, "more than 5 redirects"),
        ({"/0": reply(302, "Location: /0")}, 1, "in a circle"),
        ({"/0": reply(302, "Location: /0#top")}, 1, "in a circle"),
        ({"/0": reply(302, "Location: /1"), "/1": reply(302, "Location: /0")}, 2, "in a circle"),
        ({"/0": reply(302)}, 1, "302 without a usable address"),
        ({"/0": reply(301, "Location: ")}, 1, "301 without a usable address"),
        ({"/0": reply(301, "Location: http://[::1/feed")}, 1, "301 without a usable address"),
        ({"/0": reply(301, b"Location: http://caf\xe9.example/\xff")}, 1, "301 without a usable address"),
        ({"/0": reply(302, "Location: file:///etc/hostname")}, 1, "not a web address"),
        ({"/0": reply(302, "Location: ftp://127.0.0.1/feed")}, 1, "not a web address"),
        ({"/0": reply(302, "Location: gopher://127.0.0.1:70/1")}, 1, "not a web address"),
        ({"/0": reply(302, "Location: data:text/xml,<rss/>")}, 1, "not a web address"),
        ({"/0": reply(302, "Location: javascript:alert(1)")}, 1, "not a web address"),
    ],
)
async def test_bad_redirects_are_refused(routes: dict[str, Handler], hits: int, words: str) -> None:
    async with HostileServer(routes) as server, fetcher() as polite:
        result = failure(await polite.fetch(server.url("/0"), NONE))
        assert len(server.requests) == hits
    assert result.trouble is Trouble.REDIRECT
    assert words in result.detail


async def test_a_redirect_with_a_body_costs_no_more_than_its_headers() -> None:
    routes = {
        "/old": raw(head(301, "Location: /feed", "Content-Length: 99999999") + b"x" * 1000, close=False),
        "/feed": reply(200, body=FEED),
    }
    async with HostileServer(routes) as server, fetcher() as polite:
        assert body_of(await polite.fetch(server.url("/old"), NONE)) == FEED


# Credentials.


async def test_credentials_in_the_url_are_sent_as_basic_authentication_and_shown_nowhere() -> None:
    async with HostileServer({"/feed": reply(200, body=FEED)}) as server, fetcher() as polite:
        address = server.url("/feed", host="us%40er:p%C3%A4ss@127.0.0.1")
        result = fetched(await polite.fetch(address, NONE))
        assert server.requests[0].header("Authorization") == b"Basic dXNAZXI6cMOkc3M="
        assert result.url == server.url("/feed")
        server.routes["/feed"] = reply(401)
        refused = failure(await polite.fetch(address, NONE))
    assert refused.detail == "127.0.0.1 answered 401 Unauthorized"


async def test_credentials_stay_at_their_origin() -> None:
    names = ScriptedNames({"one.test": [["127.0.0.1"]], "two.test": [["127.0.0.1"]]})
    async with HostileServer() as server, fetcher(names=names) as polite:
        server.routes = {
            "/0": reply(301, "Location: /1"),
            "/1": reply(301, f"Location: http://two.test:{server.port}/2"),
            "/2": reply(301, f"Location: http://one.test:{server.port}/3"),
            "/3": reply(200, body=FEED),
        }
        result = fetched(await polite.fetch(f"http://user:secret@one.test:{server.port}/0", NONE))
        sent = [request.header("Authorization") is not None for request in server.requests]
    assert sent == [True, True, False, False]
    assert result.moved_to is None  # an address without the credentials would not work


async def test_another_port_is_another_origin() -> None:
    async with HostileServer({"/feed": reply(200, body=FEED)}) as other, HostileServer() as server:
        server.routes["/old"] = reply(302, f"Location: {other.url('/feed')}")
        async with fetcher() as polite:
            await polite.fetch(server.url("/old", host="user:secret@127.0.0.1"), NONE)
        assert server.requests[0].header("Authorization") is not None
        assert other.requests[0].header("Authorization") is None
