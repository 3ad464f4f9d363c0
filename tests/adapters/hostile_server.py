"""A web server that can misbehave at the byte level, and notes everything it was asked.

async with HostileServer({"/feed": reply(200, body=b"...")}) as server:
    ... server.url("/feed") ... server.requests ...
"""

import asyncio
import contextlib
import random
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What arrived, byte for byte."""

    method: bytes
    target: bytes
    headers: tuple[tuple[bytes, bytes], ...]

    def header(self, name: str) -> bytes | None:
        return next((value for key, value in self.headers if key.lower() == name.lower().encode()), None)


Handler = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


def reply(status: int, *headers: str | bytes, body: bytes = b"") -> Handler:
    """A correct answer. Headers are whole lines, bytes where the encoding is the point."""

    async def answer(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head(status, *headers, f"Content-Length: {len(body)}") + body)
        await writer.drain()

    return answer


def raw(*pieces: bytes, pause: float = 0.0, close: bool = True) -> Handler:
    """These bytes, with a pause after each, and then the end of the connection (or silence)."""

    async def answer(_: Request, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
        if not close:
            await asyncio.sleep(3600)
        writer.close()

    return answer


def endless(start: bytes, piece: bytes, *, pause: float = 0.0) -> Handler:
    """The start, then the piece for ever."""

    async def answer(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return answer


def head(status: int, *headers: str | bytes) -> bytes:
    """The status line and headers of an answer, the empty line included."""
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Odd"
    lines = [header.encode() if isinstance(header, str) else header for header in headers]
    return b"\r\n".join([f"HTTP/1.1 {status} {phrase}".encode(), *lines, b"", b""])


def port_free_on(*hosts: str) -> int:
    """A port for servers that must share one: below the range from which the system takes ports for clients."""
    while True:
        port = random.randrange(15_000, 30_000)
        with contextlib.ExitStack() as probes, contextlib.suppress(OSError):
            for host in hosts:
                family = socket.AF_INET6 if ":" in host else socket.AF_INET
                probes.enter_context(socket.socket(family)).bind((host, port))
            return port


class HostileServer:
    """One listening address. routes maps paths to handlers; anything else is 404."""

    def __init__(
        self,
        routes: Mapping[str, Handler] | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.routes = dict(routes or {})
        self.requests: list[Request] = []
        self.connections = 0
        self.busy = 0
        self.most_busy = 0
        self.host = host
        self.port = port
        self._tls = tls
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def url(self, path: str = "/", *, host: str | None = None) -> str:
        shown = host or (f"[{self.host}]" if ":" in self.host else self.host)
        return f"{'https' if self._tls else 'http'}://{shown}:{self.port}{path}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, self.host, self.port, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                while not writer.is_closing():
                    await self._answer(_request(await reader.readuntil(b"\r\n\r\n")), writer)
        finally:
            writer.transport.abort()

    async def _answer(self, request: Request, writer: asyncio.StreamWriter) -> None:
        self.requests.append(request)
        self.busy += 1
        self.most_busy = max(self.most_busy, self.busy)
        try:
            handler = self.routes.get(request.target.decode("latin-1").partition("?")[0], reply(404))
            await handler(request, writer)
        finally:
            self.busy -= 1


def _request(received: bytes) -> Request:
    first, *lines = received.removesuffix(b"\r\n\r\n").split(b"\r\n")
    method, target, _ = first.split(b" ")
    pairs = (line.partition(b":") for line in lines)
    return Request(method=method, target=target, headers=tuple((name, value[1:]) for name, _, value in pairs))
