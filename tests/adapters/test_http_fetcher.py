"""What is sent, what is kept, where it leads: the fetcher against a server that notes every byte."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor import __version__
from monitor.core.addresses import Network
from monitor.core.errors import ConfigError
from monitor.core.feeds import FetchFailed, Trouble, Validators
from tests.adapters.fetching import (
    LOOPBACK,
    NONE,
    QUICK,
    ScriptedNames,
    body_of,
    failure,
    fetched,
    fetcher,
    unchanged,
)
from tests.adapters.hostile_server import HostileServer, Request, head, raw, reply

FEED = b"<rss version='2.0'><channel><title>News</title></channel></rss>"


async def test_a_body_comes_back_with_what_the_server_said_of_it() -> None:
    routes = {
        "/feed": reply(
            200,
            "Content-Type: application/rss+xml; charset=utf-8",
            "Content-Location: /feed.xml",
            'ETag: "v1"',
            "Last-Modified: Sun, 01 Mar 2026 11:00:00 GMT",
            body=FEED,
        )
    }
    async with HostileServer(routes) as server, fetcher() as polite:
        result = fetched(await polite.fetch(server.url("/feed?a=1&b=%20#top"), NONE))
        assert result.url == server.url("/feed?a=1&b=%20")
        assert server.requests[0].target == b"/feed?a=1&b=%20"
    assert result.body == FEED
    assert result.content_type == "application/rss+xml; charset=utf-8"
    assert result.content_location == "/feed.xml"
    assert result.validators == Validators(etag='"v1"', last_modified="Sun, 01 Mar 2026 11:00:00 GMT")
    assert result.moved_to is None


async def test_a_request_says_who_asks_and_for_what_and_nothing_more() -> None:
    async with HostileServer({"/feed": reply(200, body=FEED)}) as server, fetcher() as polite:
        await polite.fetch(server.url("/feed"), NONE)
        sent = {name.decode().lower(): value.decode() for name, value in server.requests[0].headers}
    assert sent.pop("accept").startswith("application/atom+xml, application/rss+xml, application/feed+json")
    assert sent.pop("host") == f"127.0.0.1:{server.port}"
    assert sent == {
        "user-agent": f"newsmonitor/{__version__} (news feed monitor; respects Retry-After)",
        "accept-encoding": "gzip, br",
    }


async def test_cookies_are_not_kept() -> None:
    routes = {
        "/feed": reply(200, "Set-Cookie: seen=1; Path=/", body=FEED),
        "/go": reply(302, "Set-Cookie: seen=2; Path=/", "Location: /feed"),
    }
    names = ScriptedNames({"feed.test": [["127.0.0.1"]]})  # cookie jars tend to spare bare addresses
    async with HostileServer(routes) as server, fetcher(names=names) as polite:
        for path in ("/feed", "/feed", "/go"):
            body_of(await polite.fetch(server.url(path, host="feed.test"), NONE))
        assert len(server.requests) == 4
        assert all(request.header("Cookie") is None for request in server.requests)
        assert all(request.header("Referer") is None for request in server.requests)


async def test_the_environment_names_no_proxy_for_us(monkeypatch: pytest.MonkeyPatch) -> None:
    async with HostileServer() as proxy, HostileServer({"/feed": reply(200, body=FEED)}) as server:
        monkeypatch.setenv("http_proxy", proxy.url())
        monkeypatch.setenv("HTTP_PROXY", proxy.url())
        async with fetcher() as polite:
            assert body_of(await polite.fetch(server.url("/feed"), NONE)) == FEED
        assert proxy.connections == 0


async def test_one_host_is_asked_one_thing_at_a_time_over_one_connection() -> None:
    async def slow(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.02)
        await reply(200, body=request.target)(request, writer)

    paths = [f"/{number}" for number in range(12)]
    async with HostileServer(dict.fromkeys(paths, slow)) as server, fetcher() as polite:
        results = await asyncio.gather(*(polite.fetch(server.url(path), NONE) for path in paths))
        assert [body_of(result).decode() for result in results] == paths
        assert server.most_busy == 1
        assert server.connections == 1


async def test_waiting_for_our_own_requests_does_not_count_as_the_servers_slowness() -> None:
    # Eight answers of 0.1 s take longer than one fetch may take.
    async def slow(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.1)
        await reply(200, body=FEED)(request, writer)

    limits = replace(QUICK, total=timedelta(seconds=0.6))
    async with HostileServer({"/feed": slow}) as server, fetcher(limits=limits) as polite:
        results = await asyncio.gather(*(polite.fetch(server.url("/feed"), NONE) for _ in range(8)))
        assert [body_of(result) for result in results] == [FEED] * 8


async def test_cancellation_passes_through() -> None:
    async with HostileServer({"/feed": raw(close=False)}) as server, fetcher() as polite:
        task = asyncio.create_task(polite.fetch(server.url("/feed"), NONE))
        while not server.requests:  # noqa: ASYNC110 (there is nothing to wait on inside a socket)
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


# Conditional requests.

VALIDATORS = [
    ('"v1"', "Sun, 01 Mar 2026 11:00:00 GMT"),
    ('W/"v1"', None),
    ("w/v1", None),
    ("unquoted", None),
    ('""', None),
    ('"a", "b"', None),
    ('"quote\\"inside"', None),
    ("'single'", None),
    ('W/"  spaces\tand tab  "', None),
    ('"café-☃-日本"', None),
    ('"' + "x" * 4000 + '"', None),
    ("-1;gzip", "0"),
    (None, "yesterday, about noon"),
    (None, "Sun, 1 Mar 2026 11:00:00 +0100"),
    (None, "2026-03-01T11:00:00Z"),
    (None, "Thu, 01 Jan 1970 00:00:00 GMT"),
    (None, "Sunday, 01-Mar-26 11:00:00 GMT"),
]


@pytest.mark.parametrize(("etag", "modified"), VALIDATORS)
async def test_validators_go_back_byte_for_byte(etag: str | None, modified: str | None) -> None:
    lines = [f"ETag: {etag}"] if etag else []
    lines += [f"Last-Modified: {modified}"] if modified else []
    async with HostileServer({"/feed": reply(200, *lines, body=FEED)}) as server, fetcher() as polite:
        first = fetched(await polite.fetch(server.url("/feed"), NONE))
        server.routes["/feed"] = reply(304)
        second = unchanged(await polite.fetch(server.url("/feed"), first.validators))
        unconditional, conditional = server.requests
    assert unconditional.header("If-None-Match") is None
    assert unconditional.header("If-Modified-Since") is None
    assert conditional.header("If-None-Match") == (etag.encode() if etag else None)
    assert conditional.header("If-Modified-Since") == (modified.encode() if modified else None)
    assert second.validators == first.validators


@pytest.mark.parametrize("value", [b'"caf\xe9"', b'"\xff\xfe"', b'"bell\x07"', b"", b"   "])
async def test_a_validator_that_could_not_go_back_unchanged_is_not_kept(value: bytes) -> None:
    answer = head(200, b"ETag: " + value, "Last-Modified: Sun, 01 Mar 2026 11:00:00 GMT", "Content-Length: 0")
    async with HostileServer({"/feed": raw(answer)}) as server, fetcher() as polite:
        result = await polite.fetch(server.url("/feed"), NONE)
    if isinstance(result, FetchFailed):  # control characters: a stricter parser refuses the whole answer
        assert result.trouble is Trouble.PROTOCOL
    else:
        assert fetched(result).validators == Validators(last_modified="Sun, 01 Mar 2026 11:00:00 GMT")


@pytest.mark.parametrize("evil", ["v1\r\nX-Injected: 1", "v1\nX-Injected: 1", "v1\r", "v\x00", "\udcff"])
async def test_a_validator_cannot_smuggle_a_header(evil: str) -> None:
    async with HostileServer({"/feed": reply(200, body=FEED)}) as server, fetcher() as polite:
        body_of(await polite.fetch(server.url("/feed"), Validators(etag=evil, last_modified=evil)))
        names = {name.lower() for name, _ in server.requests[0].headers}
    assert names == {b"host", b"user-agent", b"accept", b"accept-encoding"}


async def test_a_200_without_validators_ends_the_old_ones() -> None:
    async with HostileServer({"/feed": reply(200, body=FEED)}) as server, fetcher() as polite:
        result = fetched(await polite.fetch(server.url("/feed"), Validators(etag='"old"')))
    assert result.validators == NONE


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], Validators(etag='"old"', last_modified="then")),
        (['ETag: "new"'], Validators(etag='"new"', last_modified="then")),
        (["Last-Modified: now"], Validators(etag='"old"', last_modified="now")),
        (['ETag: "new"', "Last-Modified: now"], Validators(etag='"new"', last_modified="now")),
    ],
)
async def test_a_304_replaces_the_validators_it_carries(lines: list[str], expected: Validators) -> None:
    async with HostileServer({"/feed": reply(304, *lines)}) as server, fetcher() as polite:
        result = await polite.fetch(server.url("/feed"), Validators(etag='"old"', last_modified="then"))
    assert unchanged(result).validators == expected


async def test_a_304_nobody_asked_for_is_a_failure() -> None:
    async with HostileServer({"/feed": reply(304)}) as server, fetcher() as polite:
        result = failure(await polite.fetch(server.url("/feed"), NONE))
    assert (result.trouble, result.status) == (Trouble.HTTP, 304)


async def test_a_feed_behind_a_redirect_is_still_asked_conditionally() -> None:
    routes = {"/old": reply(302, "Location: /feed"), "/feed": reply(304)}
    async with HostileServer(routes) as server, fetcher() as polite:
        unchanged(await polite.fetch(server.url("/old"), Validators(etag='"v1"')))
        assert [request.header("If-None-Match") for request in server.requests] == [b'"v1"', b'"v1"']


# Statuses.


@pytest.mark.parametrize(
    ("status", "lines", "trouble", "wait"),
    [
        (204, [], Trouble.HTTP, None),
        (206, [], Trouble.HTTP, None),
        (226, [], Trouble.HTTP, None),
        (300, [], Trouble.HTTP, None),
        (400, [], Trouble.HTTP, None),
        (401, [], Trouble.HTTP, None),
        (403, ["Retry-After: 60"], Trouble.HTTP, 60),
        (404, [], Trouble.HTTP, None),
        (410, [], Trouble.GONE, None),
        (429, [], Trouble.RATE_LIMITED, None),
        (429, ["Retry-After: 120"], Trouble.RATE_LIMITED, 120),
        (500, [], Trouble.HTTP, None),
        (503, [], Trouble.HTTP, None),
        (503, ["Retry-After: 3600"], Trouble.RATE_LIMITED, 3600),
        (503, ["Retry-After: soon"], Trouble.HTTP, None),
        (999, [], Trouble.HTTP, None),
    ],
)
async def test_every_other_status_is_a_failure_with_its_number(
    status: int, lines: list[str], trouble: Trouble, wait: int | None
) -> None:
    async with HostileServer({"/feed": reply(status, *lines)}) as server, fetcher() as polite:
        result = failure(await polite.fetch(server.url("/feed"), NONE))
    assert (result.trouble, result.status) == (trouble, status)
    assert result.retry_after == (None if wait is None else timedelta(seconds=wait))
    assert result.detail.startswith(f"127.0.0.1 answered {status}")


def test_a_ca_file_that_cannot_be_used_is_a_mistake_in_the_config(tmp_path: pytest.TempPathFactory) -> None:
    for path in (f"{tmp_path}/missing.pem", f"{tmp_path}"):
        with pytest.raises(ConfigError, match="certificate authorities"):
            fetcher(Network(allow_private=LOOPBACK.allow_private, ca_file=path))
