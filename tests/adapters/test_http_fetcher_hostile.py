"""Servers that waste time, memory or trust: a named trouble, within bounds, and the neighbours on time."""

import asyncio
import sys
import time
import tracemalloc
import zlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import brotli
import pytest

from monitor.adapters.http_fetcher import Limits
from monitor.core.feeds import FetchFailed, Trouble
from tests.adapters.fetching import (
    NONE,
    PATIENT,
    QUICK,
    body_of,
    failure,
    fetcher,
)
from tests.adapters.hostile_server import Handler, HostileServer, endless, head, raw, reply

MIB = 2**20
GIB = 2**30


def gzip_bomb() -> bytes:
    """Some 1 MiB that unfold to 1 GiB: one deflated MiB of zeros, flushed whole, a thousand times over."""
    deflate = zlib.compressobj(9, wbits=16 + zlib.MAX_WBITS)
    start = deflate.compress(bytes(MIB)) + deflate.flush(zlib.Z_FULL_FLUSH)
    again = deflate.compress(bytes(MIB)) + deflate.flush(zlib.Z_FULL_FLUSH)
    return start + again * 1023


def brotli_bomb() -> bytes:
    """Some 190 KiB that unfold to 1 GiB."""
    compressor = brotli.Compressor(quality=1, lgwin=24)
    zeros = bytes(16 * MIB)
    return b"".join(compressor.process(zeros) for _ in range(64)) + bytes(compressor.finish())


async def against(handler: Handler, limits: Limits = QUICK) -> FetchFailed:
    """Asks the hostile server, and meanwhile a healthy one, which must not notice."""
    async with (
        HostileServer({"/feed": handler}) as hostile,
        HostileServer({f"/{number}": reply(200, body=b"news") for number in range(5)}) as healthy,
        fetcher(limits=limits) as polite,
        asyncio.timeout(PATIENT),
    ):
        bad = asyncio.create_task(polite.fetch(hostile.url("/feed"), NONE))
        # Another name for the same machine, so that the two do not wait for each other's turn.
        for number in range(5):
            neighbour = healthy.url(f"/{number}", host="localhost")
            assert body_of(await polite.fetch(neighbour, NONE)) == b"news"
        return failure(await bad)


PLAIN = head(200, "Content-Type: text/xml")
CHUNKED = head(200, "Transfer-Encoding: chunked")


@pytest.mark.parametrize(
    ("handler", "trouble"),
    [
        pytest.param(raw(close=False), Trouble.TIMEOUT, id="accepts and is silent"),
        pytest.param(raw(PLAIN, close=False), Trouble.TIMEOUT, id="silent after the headers"),
        pytest.param(raw(b"HTTP/1.1 200", close=False), Trouble.TIMEOUT, id="silent within the status line"),
        pytest.param(endless(PLAIN, b"x", pause=0.05), Trouble.TIMEOUT, id="drips the body"),
        pytest.param(
            endless(b"HTTP/1.1 200 OK\r\nX: ", b"x", pause=0.05), Trouble.TIMEOUT, id="drips a header"
        ),
        pytest.param(endless(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", pause=0.01), None, id="drips headers"),
        pytest.param(endless(b"", head(100), pause=0.01), Trouble.TIMEOUT, id="continues for ever"),
        pytest.param(endless(PLAIN, b"x" * 65536), Trouble.TOO_LARGE, id="endless body"),
        pytest.param(
            endless(CHUNKED, b"10000\r\n%b\r\n" % (b"x" * 65536)), Trouble.TOO_LARGE, id="endless chunks"
        ),
        pytest.param(endless(CHUNKED, b"1\r\nx\r\n" * 9999), None, id="endless tiny chunks"),
        pytest.param(endless(CHUNKED + b"1;x=", b"y" * 65536), None, id="endless chunk extension"),
        pytest.param(
            raw(head(200, f"Content-Length: {GIB}") + b"x", close=False),
            Trouble.TOO_LARGE,
            id="announces 1 GiB",
        ),
        pytest.param(endless(b"HTTP/1.1 200 OK\r\nX: ", b"x" * 65536), Trouble.PROTOCOL, id="endless header"),
        pytest.param(
            endless(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 9999), Trouble.PROTOCOL, id="endless headers"
        ),
        pytest.param(endless(b"HTTP/1.1 200 ", b"x" * 65536), Trouble.PROTOCOL, id="endless reason"),
        pytest.param(
            raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 2_000_000 + b"\r\n"),
            Trouble.PROTOCOL,
            id="2 M headers",
        ),
        pytest.param(raw(head(200, "Content-Length: 100") + b"<rss>"), Trouble.PROTOCOL, id="half a body"),
        pytest.param(raw(CHUNKED + b"5\r\n<rss>\r\n"), Trouble.PROTOCOL, id="no last chunk"),
        pytest.param(
            raw(CHUNKED + b"zz\r\n<rss>\r\n0\r\n\r\n"), Trouble.PROTOCOL, id="garbage for a chunk size"
        ),
        pytest.param(raw(CHUNKED + b"-5\r\n<rss>\r\n0\r\n\r\n"), Trouble.PROTOCOL, id="negative chunk size"),
        pytest.param(raw(CHUNKED + b"f" * 40 + b"\r\n"), Trouble.PROTOCOL, id="huge chunk size"),
        pytest.param(
            raw(CHUNKED + b"2\r\n<rss>\r\n0\r\n\r\n"), Trouble.PROTOCOL, id="chunk longer than said"
        ),
        pytest.param(raw(head(200, "Content-Length: many")), Trouble.PROTOCOL, id="garbage for a length"),
        pytest.param(raw(head(200, "Content-Length: -1")), Trouble.PROTOCOL, id="negative length"),
        pytest.param(raw(b"SSH-2.0-OpenSSH_9.2\r\n"), Trouble.PROTOCOL, id="not HTTP"),
        pytest.param(raw(b"\x00\x01\x02\x03\r\n\r\n"), Trouble.PROTOCOL, id="binary"),
        pytest.param(raw(b"HTTP/1.1 2000 OK\r\n\r\n"), Trouble.PROTOCOL, id="four digits of status"),
        pytest.param(raw(b"<rss></rss>"), Trouble.PROTOCOL, id="HTTP/0.9"),
        pytest.param(raw(b""), Trouble.CONNECT, id="hangs up"),
        pytest.param(raw(b"HTTP/1.1 200 OK\r\nX: y\r\n"), None, id="hangs up within the headers"),
    ],
)
async def test_a_hostile_server_ends_as_a_named_trouble(handler: Handler, trouble: Trouble | None) -> None:
    result = await against(handler)
    if trouble is not None:
        assert result.trouble is trouble, result
    assert result.trouble in {Trouble.TIMEOUT, Trouble.PROTOCOL, Trouble.CONNECT, Trouble.TOO_LARGE}
    assert "127.0.0.1" in result.detail or "larger than" in result.detail
    assert "\n" not in result.detail


@pytest.mark.parametrize(("coding", "bomb"), [("gzip", gzip_bomb()), ("br", brotli_bomb())])
async def test_a_bomb_is_cut_at_the_limit_in_bounded_memory(coding: str, bomb: bytes) -> None:
    answer = raw(head(200, f"Content-Encoding: {coding}", f"Content-Length: {len(bomb)}"), bomb)
    patient = Limits(total=timedelta(seconds=PATIENT))
    tracemalloc.start()
    try:
        result = await against(answer, patient)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert result.trouble is Trouble.TOO_LARGE
    assert result.detail == "the body is larger than the 8 MiB allowed"
    assert peak < 30 * MIB


_MEASURED = """
import asyncio, sys
from monitor.core.feeds import Validators
from tests.adapters.fetching import Limits, fetcher

def kilobytes(field):
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(field))

async def main(urls):
    async with fetcher(limits=Limits()) as polite:
        await polite.fetch(urls[0], Validators())
        open("/proc/self/clear_refs", "w").write("5")
        before = kilobytes("VmRSS:")
        for url in urls[1:]:
            result = await polite.fetch(url, Validators())
            assert result.trouble == "too-large", result
        print(kilobytes("VmHWM:") - before)

asyncio.run(main(sys.argv[1:]))
"""


@pytest.mark.skipif(
    not Path("/proc/self/clear_refs").exists(), reason="only Linux tells the peak of memory used"
)
async def test_bombs_and_endless_bodies_leave_the_process_small() -> None:
    routes = {
        "/warm": reply(200, body=b"news"),
        "/gzip": reply(200, "Content-Encoding: gzip", body=gzip_bomb()),
        "/br": reply(200, "Content-Encoding: br", body=brotli_bomb()),
        "/endless": endless(PLAIN, b"x" * 65536),
    }
    async with HostileServer(routes) as server:
        measured = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _MEASURED,
            *(server.url(path) for path in routes),
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await asyncio.wait_for(measured.communicate(), PATIENT)
    assert measured.returncode == 0
    assert int(output) < 30 * 1024  # kilobytes


@pytest.mark.parametrize("size", [99, 100, 101])
async def test_a_body_of_exactly_the_limit_passes(size: int) -> None:
    limits = replace(QUICK, body=100, wire=100)
    async with (
        HostileServer({"/feed": reply(200, body=b"x" * size)}) as server,
        fetcher(limits=limits) as polite,
    ):
        result = await polite.fetch(server.url("/feed"), NONE)
    if size <= 100:
        assert body_of(result) == b"x" * size
    else:
        assert failure(result).trouble is Trouble.TOO_LARGE


async def test_the_wire_has_its_own_limit() -> None:
    # Incompressible: what travels is larger than what is allowed to travel, although the body would fit.
    noise = zlib.compress(bytes(range(256)) * 40, level=0, wbits=16 + zlib.MAX_WBITS)
    limits = replace(QUICK, wire=1000)
    result = await against(raw(head(200, "Content-Encoding: gzip") + noise), limits)
    assert result.trouble is Trouble.TOO_LARGE


@pytest.mark.parametrize(
    ("count", "length", "passes"), [(100, 10, True), (5, 16000, True), (1, 17000, False), (200, 10, False)]
)
async def test_headers_have_their_limits(count: int, length: int, passes: bool) -> None:
    lines = [f"X-{number}: {'y' * length}" for number in range(count)]
    async with HostileServer({"/feed": reply(200, *lines)}) as server, fetcher() as polite:
        result = await polite.fetch(server.url("/feed"), NONE)
    if passes:
        assert body_of(result) == b""
    else:
        assert failure(result).trouble is Trouble.PROTOCOL


async def test_silence_and_slowness_are_told_apart() -> None:
    silent = await against(raw(PLAIN, close=False))
    slow = await against(endless(PLAIN, b"x", pause=0.05))
    assert silent.detail == "127.0.0.1 fell silent"
    assert slow.detail == "127.0.0.1 did not finish its answer in time"


async def test_the_time_of_all_hops_is_counted_together() -> None:
    # Each hop stays within the time of silence; together they do not stay within the total.
    routes = {
        f"/{number}": _late(0.5, head(302, f"Location: /{number + 1}", "Content-Length: 0"))
        for number in range(6)
    }
    async with HostileServer(routes) as server, fetcher() as polite:
        began = time.monotonic()
        result = failure(await polite.fetch(server.url("/0"), NONE))
    assert result.trouble is Trouble.TIMEOUT
    assert time.monotonic() - began < PATIENT
    assert 2 <= len(server.requests) <= 4


def _late(pause: float, answer: bytes) -> Handler:
    return raw(b"", answer, pause=pause)
