"""Webhooks that answer at once, never, or a byte a second; in a thread of their own, quick enough to be measured with."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
_BYTE = 1.0  # seconds


@dataclass
class Webhook:
    """arrivals: the moment (time.monotonic) and the body of every request."""

    port: int = 0
    arrivals: list[tuple[float, bytes]] = field(default_factory=list)
    open: set[asyncio.Transport] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.port}/"


@dataclass(frozen=True)
class Webhooks:
    healthy: Webhook = field(default_factory=Webhook)
    silent: Webhook = field(default_factory=Webhook)
    dripping: Webhook = field(default_factory=Webhook)


class _Healthy(asyncio.Protocol):
    def __init__(self, webhook: Webhook) -> None:
        self._webhook, self._read = webhook, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._webhook.open.add(transport)

    def connection_lost(self, _: Exception | None) -> None:
        self._webhook.open.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, end, body = self._read.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return
        self._read = b""
        self._webhook.arrivals.append((time.monotonic(), body))
        self.answer()

    def answer(self) -> None:
        self._transport.write(_ANSWER)


class _Silent(_Healthy):
    def answer(self) -> None:
        """Accepts, and that was it."""


class _Dripping(_Healthy):
    def answer(self) -> None:
        self._drip(0)

    def _drip(self, sent: int) -> None:
        if sent < len(_ANSWER) and not self._transport.is_closing():
            self._transport.write(_ANSWER[sent : sent + 1])
            asyncio.get_running_loop().call_later(_BYTE, self._drip, sent + 1)


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"content-length":
            return int(value)
    return 0


@contextmanager
def webhooks() -> Iterator[Webhooks]:
    told = Webhooks()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def listen() -> list[asyncio.Server]:
        servers = []
        for kind, webhook in (
            (_Healthy, told.healthy),
            (_Silent, told.silent),
            (_Dripping, told.dripping),
        ):
            server = await loop.create_server(partial(kind, webhook), "127.0.0.1", 0)
            webhook.port = server.sockets[0].getsockname()[1]
            servers.append(server)
        return servers

    async def leave() -> None:
        for server in servers:
            server.close()
        for webhook in (told.healthy, told.silent, told.dripping):
            for transport in tuple(webhook.open):
                transport.abort()
        await asyncio.sleep(0.05)  # the transports close their sockets in the loop's next rounds

    servers = asyncio.run_coroutine_threadsafe(listen(), loop).result(10)
    try:
        yield told
    finally:
        asyncio.run_coroutine_threadsafe(leave(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
