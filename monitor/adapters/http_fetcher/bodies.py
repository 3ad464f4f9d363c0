"""A body, decoded piece by piece: a kilobyte that would unfold to a gigabyte is dropped at the limit.

aiohttp's own decoding is off. Here a piece off the wire unfolds in small steps, and they are counted as they
come: what is held never exceeds the limit by more than a step.
"""

import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Protocol

import brotli

from monitor.adapters.http_fetcher.troubles import Unfetchable
from monitor.core.feeds import Trouble

CODINGS = "gzip, br"  # what is offered to the server

_GZIP = 16 + zlib.MAX_WBITS
_STEP = 64 * 2**10
_MOST_MEMBERS = 64  # a gzip body may be several in a row; thousands of tiny ones only cost time
_NOT_OFFERED = frozenset({"compress", "x-compress", "deflate", "zstd", "dcb", "dcz"})


class _Decoder(Protocol):
    def decode(self, data: bytes) -> Iterator[bytes]:
        """What data unfolds to, in pieces of about a step. Raises Unfetchable."""

    def finish(self) -> None:
        """Raises Unfetchable if the body broke off."""


async def read(pieces: AsyncIterator[bytes], coding: str, *, wire: int, limit: int) -> bytes:
    """The whole body, `wire` bytes at most before decoding and `limit` after. Raises Unfetchable."""
    decoder = _decoder(coding)
    received = size = 0
    decoded: list[bytes] = []
    async for piece in pieces:
        received += len(piece)
        if received > wire:
            raise too_large(wire)
        for part in decoder.decode(piece):
            size += len(part)
            if size > limit:
                raise too_large(limit)
            decoded.append(part)
    if received:
        decoder.finish()
    return b"".join(decoded)


def too_large(limit: int) -> Unfetchable:
    return Unfetchable(Trouble.TOO_LARGE, f"the body is larger than the {limit / 2**20:.3g} MiB allowed")


def _decoder(coding: str) -> _Decoder:
    """Some servers put a charset or "none" where a coding belongs: whatever is no coding changes nothing."""
    name = coding.strip().lower()
    if name in {"gzip", "x-gzip"}:
        return _Gzip()
    if name == "br":
        return _Brotli()
    if "," in name or name in _NOT_OFFERED:
        raise Unfetchable(
            Trouble.PROTOCOL, f"the body is compressed in a way that was not offered ({CODINGS} were)"
        )
    return _Identity()


def _broken(coding: str) -> Unfetchable:
    return Unfetchable(Trouble.PROTOCOL, f"the body is damaged: it does not decode as {coding}")


class _Identity:
    def decode(self, data: bytes) -> Iterator[bytes]:
        yield data

    def finish(self) -> None:
        """Its end is for HTTP to judge."""


class _Gzip:
    """One or several members (RFC 1952, 2.2). What follows the last one and is no member is padding."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(_GZIP)
        self._members = 1
        self._padding = False

    def decode(self, data: bytes) -> Iterator[bytes]:
        # What a full step leaves inside zlib comes out later: the trailer is read only after all of it.
        while data and not self._padding:
            if self._inflate.eof:
                self._next_member(data)
                continue
            try:
                yield self._inflate.decompress(data, _STEP)
            except zlib.error as error:
                raise _broken("gzip") from error
            data = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail

    def finish(self) -> None:
        if not self._inflate.eof:
            raise _broken("gzip")

    def _next_member(self, data: bytes) -> None:
        if not data.startswith(b"\x1f"):
            self._padding = True
            return
        self._members += 1
        if self._members > _MOST_MEMBERS:
            raise _broken("gzip")
        self._inflate = zlib.decompressobj(_GZIP)


class _Brotli:
    def __init__(self) -> None:
        self._decompressor = brotli.Decompressor()

    def decode(self, data: bytes) -> Iterator[bytes]:
        try:
            part = self._decompressor.process(data, output_buffer_limit=_STEP)
            while part:
                yield part
                part = self._decompressor.process(b"", output_buffer_limit=_STEP)
        except brotli.error as error:
            raise _broken("br") from error

    def finish(self) -> None:
        if not self._decompressor.is_finished():
            raise _broken("br")
