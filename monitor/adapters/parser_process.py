"""One parser worker, seen from the daemon: started, asked, stopped. What runs in it: parser_worker/."""

import asyncio
import os
import signal
import sys
from typing import Self

from monitor.adapters.parser_worker import wire
from monitor.core.errors import MonitorError

_START_SECONDS = 30.0  # importing takes 0.1 s; a machine that is just booting may need more


class WorkerDied(Exception):
    """The process ended while it had a body. status as in subprocess: a negative number is a signal."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(_why(status))


class ParserProcess:
    """A child process in its own session, with nothing of our environment but the import path."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._killed = False
        if process.stdin is None or process.stdout is None:
            raise ValueError("a parser process needs pipes")
        self._requests, self._replies = process.stdin, process.stdout

    @classmethod
    async def start(cls, *, python: str, memory_bytes: int, cpu_seconds: int) -> Self:
        """Returns once the worker has read its first document. Raises MonitorError when it cannot run at all."""
        process = await asyncio.create_subprocess_exec(
            python,
            *("-P", "-m", "monitor.adapters.parser_worker"),
            *(str(memory_bytes), str(cpu_seconds), str(os.getpid())),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=_environment(),
            start_new_session=True,  # Ctrl-C at a terminal is for the daemon, which drains first
        )
        worker = cls(process)
        try:
            async with asyncio.timeout(_START_SECONDS):
                await worker._reply()
        except (WorkerDied, TimeoutError) as failure:
            await worker.stop()
            message = (
                f"the feed parser does not start: {failure or 'no sign of life'}; its own words are above"
            )
            raise MonitorError(message) from failure
        except asyncio.CancelledError:
            await worker.stop()
            raise
        return worker

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.returncode is None and not self._replies.at_eof()

    async def ask(self, request: bytes, *, seconds: float) -> wire.Reply:
        """Raises TimeoutError or WorkerDied. After either, and after a cancellation, only stop() is of use."""
        async with asyncio.timeout(seconds):
            try:
                self._requests.write(request)
                await self._requests.drain()
            except ConnectionError:  # it is gone; the reply, or the lack of one, says more
                pass
            return await self._reply()

    def kill(self) -> None:
        """Once: a second kill could reap the process before asyncio does, which then complains aloud."""
        if not self._killed and self._process.returncode is None:
            self._killed = True
            self._process.kill()

    async def stop(self) -> None:
        """Ends the process, reaps it and closes its pipes. Call it once."""
        self.kill()
        self._requests.close()
        await self._process.communicate()

    async def _reply(self) -> wire.Reply:
        try:
            (length,) = wire.LENGTH.unpack(await self._replies.readexactly(wire.LENGTH.size))
            return wire.unpack_reply(await self._replies.readexactly(length))
        except (asyncio.IncompleteReadError, ConnectionError) as ended:
            raise WorkerDied(await self._process.wait()) from ended


def _environment() -> dict[str, str]:
    """Where our imports come from, and nothing else: the environment may hold the secrets of channels."""
    return {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONUTF8": "1"}


def _why(status: int) -> str:
    if status == -signal.SIGXCPU:
        return "it used up its processor time"
    if status < 0:
        return f"it was ended by {signal.Signals(-status).name}"
    return f"it stopped with exit status {status}"
