"""Codings: decoding in steps gives what decoding at once would give, or a named trouble."""

import gzip
import zlib
from collections.abc import AsyncIterator, Callable

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.adapters.http_fetcher import bodies
from monitor.core.feeds import Trouble
from tests.adapters.fetching import NONE, body_of, failure, fetcher
from tests.adapters.hostile_server import HostileServer, head, raw, reply

FEED = b"<rss version='2.0'><channel><title>News</title></channel></rss>"
STEP = 64 * 2**10


async def cut(data: bytes, size: int) -> AsyncIterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]


def best_gzip(data: bytes) -> bytes:
    return gzip.compress(data, 9)


def raw_gzip(data: bytes) -> bytes:
    deflate = zlib.compressobj(0, wbits=16 + zlib.MAX_WBITS)
    return deflate.compress(data) + deflate.flush()


@pytest.mark.parametrize("compress", [best_gzip, raw_gzip, brotli.compress])
@pytest.mark.parametrize(
    "size", [STEP * steps + more for steps in (1, 2, 3) for more in (-259, -258, -1, 0, 1, 2, 258)]
)
async def test_sizes_around_a_step_come_out_whole(compress: Callable[[bytes], bytes], size: int) -> None:
    coding = "br" if compress is brotli.compress else "gzip"
    for data in (bytes(size), b"<item/>" * (size // 7) + b"x" * (size % 7)):
        encoded = compress(data)
        for wire in (len(encoded), max(1, len(encoded) // 2), 4096):
            assert await bodies.read(cut(encoded, wire), coding, wire=2**20, limit=2**20) == data


@settings(max_examples=60)
@given(st.binary(max_size=300), st.integers(1, 2000), st.integers(1, 50))
async def test_any_body_comes_out_as_it_went_in(seed: bytes, times: int, size: int) -> None:
    data = seed * times
    for coding, encoded in (
        ("gzip", gzip.compress(data, 1)),
        ("br", brotli.compress(data, quality=2)),
        ("", data[:5000]),
    ):
        expected = data if coding else data[:5000]
        assert await bodies.read(cut(encoded, size * 37), coding, wire=2**20, limit=2**20) == expected


@pytest.mark.parametrize(
    ("coding", "encoded"),
    [
        ("gzip", gzip.compress(FEED, mtime=0)),
        ("x-gzip", gzip.compress(FEED, mtime=0)),
        ("GZIP", gzip.compress(FEED, mtime=0)),
        ("gzip", gzip.compress(FEED[:20], mtime=0) + gzip.compress(FEED[20:], mtime=0)),
        ("gzip", gzip.compress(FEED, mtime=0) + b"\0" * 100),
        ("br", brotli.compress(FEED)),
        ("identity", FEED),
        ("UTF-8", FEED),
        ("", FEED),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 10**6])
async def test_bodies_are_decoded_however_they_are_cut(coding: str, encoded: bytes, size: int) -> None:
    pieces = [encoded[at : at + size] for at in range(0, len(encoded), size)]
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
    answer = head(200, f"Content-Encoding: {coding}", "Transfer-Encoding: chunked") + chunks
    async with HostileServer({"/feed": raw(answer)}) as server, fetcher() as polite:
        assert body_of(await polite.fetch(server.url("/feed"), NONE)) == FEED


@pytest.mark.parametrize("coding", ["gzip", "br", "identity"])
async def test_no_body_is_an_empty_body(coding: str) -> None:
    route = reply(200, f"Content-Encoding: {coding}")
    async with HostileServer({"/feed": route}) as server, fetcher() as polite:
        assert body_of(await polite.fetch(server.url("/feed"), NONE)) == b""


@pytest.mark.parametrize(
    ("coding", "encoded", "words"),
    [
        ("gzip", FEED, "does not decode as gzip"),
        ("gzip", gzip.compress(FEED, mtime=0)[:-9], "does not decode as gzip"),
        ("gzip", gzip.compress(FEED, mtime=0) + b"\x1f\x8bjunk", "does not decode as gzip"),
        ("gzip", gzip.compress(b"", mtime=0) * 65, "does not decode as gzip"),
        ("br", FEED, "does not decode as br"),
        ("br", brotli.compress(FEED)[:-2], "does not decode as br"),
        ("deflate", zlib.compress(FEED), "not offered"),
        ("zstd", b"\x28\xb5\x2f\xfd", "not offered"),
        ("gzip, gzip", gzip.compress(gzip.compress(FEED, mtime=0), mtime=0), "not offered"),
    ],
)
async def test_a_body_that_does_not_decode_is_a_failure(coding: str, encoded: bytes, words: str) -> None:
    route = reply(200, f"Content-Encoding: {coding}", body=encoded)
    async with HostileServer({"/feed": route}) as server, fetcher() as polite:
        result = failure(await polite.fetch(server.url("/feed"), NONE))
    assert result.trouble is Trouble.PROTOCOL
    assert words in result.detail
