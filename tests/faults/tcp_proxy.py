"""A TCP proxy in front of the store that misbehaves on request. It has a thread and a loop of its own."""

import asyncio
import contextlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from threading import Thread
from typing import Self

_CHUNK = 1 << 16


class Fault(Enum):
    """What may befall a connection."""

    CUT = "cut"  # reset in the middle of whatever it does
    DELAY = "delayed"  # every answer comes late for a while
    HALF_OPEN = "half-open"  # stays open; nothing comes through any more, in either direction
    DROP_REPLY = (
        "reply dropped"  # the next request reaches the store and is done; the answer is lost, then it is cut
    )


@dataclass(eq=False)
class _Line:
    """One client's connection."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    late: float = 0.0  # seconds
    dropping: bool = False
    mute: bool = False

    def cut(self) -> None:
        for end in (self.client, self.server):
            end.transport.abort()


@dataclass
class TcpProxy:
    """`with TcpProxy(path) as proxy`: listens on 127.0.0.1:proxy.port, leads to the unix socket at path."""

    target: str
    port: int = 0
    _lines: set[_Line] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def strike(self, fault: Fault, dice: random.Random, *, late: float = 0.0) -> int:
        """Befalls each open connection with one chance in two, and at least one; how many it befell."""

        async def struck() -> int:
            lines = [line for line in self._lines if not line.mute]
            chosen = [line for line in lines if dice.random() < 0.5] or lines[:1]
            for line in chosen:
                _BEFALL[fault](line, late)
            return len(chosen)

        return asyncio.run_coroutine_threadsafe(struck(), self._loop).result(10)

    def calm(self) -> None:
        """Answers come at once again; what is half-open stays so."""

        def soothe() -> None:
            for line in self._lines:
                line.late = 0.0

        self._loop.call_soon_threadsafe(soothe)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._server.close()
        for line in list(self._lines):
            line.cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            from_store, to_store = await asyncio.open_unix_connection(self.target)
        except OSError:
            writer.transport.abort()
            return
        line = _Line(client=writer, server=to_store)
        self._lines.add(line)
        for copy in (self._requests(line, reader), self._replies(line, from_store)):
            task = self._loop.create_task(copy)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _requests(self, line: _Line, reader: asyncio.StreamReader) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(_CHUNK):
                if not line.mute:
                    line.server.write(data)
        self._over(line)

    async def _replies(self, line: _Line, reader: asyncio.StreamReader) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(_CHUNK):
                if line.dropping:
                    break
                if line.late:
                    await asyncio.sleep(line.late)
                if not line.mute:
                    line.client.write(data)
        self._over(line)

    def _over(self, line: _Line) -> None:
        self._lines.discard(line)
        line.cut()


def _cut(line: _Line, _: float) -> None:
    line.cut()


def _delay(line: _Line, late: float) -> None:
    line.late = late


def _half_open(line: _Line, _: float) -> None:
    line.mute = True


def _drop_reply(line: _Line, _: float) -> None:
    line.dropping = True


_BEFALL: dict[Fault, Callable[[_Line, float], None]] = {
    Fault.CUT: _cut,
    Fault.DELAY: _delay,
    Fault.HALF_OPEN: _half_open,
    Fault.DROP_REPLY: _drop_reply,
}
