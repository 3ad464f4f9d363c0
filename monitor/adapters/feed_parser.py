"""Bytes to entries in processes of their own: a body that burns processor or memory costs its feed, not the others.

One worker is the rule. When a body has kept all of them busy for longer than the patience, another is started for the
next bodies; what is spare afterwards is stopped.
"""

import asyncio
import math
import signal
import sys
from dataclasses import dataclass
from typing import assert_never

from monitor.adapters.parser_process import ParserProcess, WorkerDied
from monitor.adapters.parser_worker import wire
from monitor.core.errors import MonitorError, ParseFailed
from monitor.core.parsing import Parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class ParserLimits:
    """What one body may cost. Memory is bounded on Linux only."""

    seconds: float = 5.0
    memory_bytes: int = 512 << 20
    body_bytes: int = 8 << 20
    workers: int = 3
    patience_seconds: float = 0.5


class FeedParser:
    """core.ports.Parser. Workers start with start() or the first body; aclose() ends them all."""

    def __init__(self, limits: ParserLimits | None = None, *, python: str = sys.executable) -> None:
        self._limits = limits or ParserLimits()
        self._python = python
        # A place is a worker at rest, or None: the right to start one. Who holds a place may use the processor.
        self._places: asyncio.Queue[ParserProcess | None] = asyncio.Queue()
        self._places.put_nowait(None)
        self._count = 1
        self._workers: set[ParserProcess] = set()
        self._stopping: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def pids(self) -> tuple[int, ...]:
        """The worker processes of this moment."""
        return tuple(worker.pid for worker in self._workers)

    async def start(self) -> None:
        """Optional: has the first worker ready before the first body. Raises MonitorError when there can be none."""
        place = await self._take_place()
        try:
            place = place or await self._start_worker()
        finally:
            self._give_back(place)

    async def parse(self, body: bytes, *, url: str, content_type: str | None) -> Parsed:
        """Raises ParseFailed: not-a-feed, malformed, too-large, hostile, or quarantined when the worker had to be ended."""
        if len(body) > self._limits.body_bytes:
            sizes = f"{len(body) / (1 << 20):.1f} MiB; up to {self._limits.body_bytes >> 20} MiB are read"
            raise ParseFailed("too-large", sizes)
        request = wire.pack_request(wire.Request(url=url, content_type=content_type, body=body))
        reply = await self._ask(request) or await self._ask(request)
        match reply.outcome if reply else None:
            case Parsed() as parsed:
                return parsed
            case ParseFailed() as failure:
                raise failure
            case None:
                raise ParseFailed("quarantined", "the parser was killed over it twice (out of memory?)")
            case unreachable:
                assert_never(unreachable)

    async def aclose(self) -> None:
        """Ends every worker, in the middle of a body if need be. Waits until all are gone."""
        if self._closed:
            return
        self._closed = True
        for worker in self._workers:
            worker.kill()
        for _ in range(self._count):
            if place := await self._places.get():
                self._stop(place)
        await asyncio.gather(*self._stopping)

    async def _ask(self, request: bytes) -> wire.Reply | None:
        """None when somebody else killed the worker: an operator, or the kernel short of memory. Not proof enough
        against a body, so it is tried again."""
        place = await self._take_place()
        healthy = False
        try:
            place = place or await self._start_worker()
            reply = await place.ask(request, seconds=self._limits.seconds)
            healthy = not reply.tired
        except TimeoutError:
            detail = f"the parser needed more than {self._limits.seconds:g} s and was stopped"
            raise ParseFailed("quarantined", detail) from None
        except WorkerDied as death:
            if self._closed:
                raise MonitorError("the feed parser was closed") from None
            if death.status == -signal.SIGKILL:
                return None
            raise ParseFailed("quarantined", f"the parser broke down over it: {death}") from None
        finally:
            if place and not healthy:
                self._stop(place)
            self._give_back(place if healthy else None)
        return reply

    async def _take_place(self) -> ParserProcess | None:
        while True:
            may_grow = self._count < self._limits.workers
            try:
                async with asyncio.timeout(self._limits.patience_seconds if may_grow else None):
                    place = await self._places.get()
            except TimeoutError:
                if self._count < self._limits.workers:  # several may have lost patience in the same moment
                    self._count += 1
                    return None
            else:
                if place is None or place.alive:
                    return place
                self._stop(place)
                return None

    async def _start_worker(self) -> ParserProcess:
        if self._closed:
            raise MonitorError("the feed parser was closed")
        worker = await ParserProcess.start(
            python=self._python,
            memory_bytes=self._limits.memory_bytes,
            cpu_seconds=math.ceil(self._limits.seconds),
        )
        self._workers.add(worker)
        return worker

    def _give_back(self, place: ParserProcess | None) -> None:
        spare = self._count > 1 and not self._places.empty()  # another one is at rest: nobody is waiting
        if spare and not self._closed:
            self._count -= 1
            if place:
                self._stop(place)
        else:
            self._places.put_nowait(place)

    def _stop(self, worker: ParserProcess) -> None:
        """In the background: a caller that was cancelled has no time to wait, and no other body should."""
        self._workers.discard(worker)
        worker.kill()
        task = asyncio.get_running_loop().create_task(worker.stop())
        self._stopping.add(task)
        task.add_done_callback(self._stopping.discard)
