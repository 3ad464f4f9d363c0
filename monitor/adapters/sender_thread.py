"""The bulkhead: every channel sends in a thread of its own, so an endpoint that hangs holds up nobody else."""

import asyncio
import contextlib
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread

from monitor.core.deliveries import Ambiguous, SendResult
from monitor.core.ports import Sender
from monitor.core.rendering import Message


class SenderThread:
    """One channel's sender in its own thread, asked from the event loop.

    Sends go out one after the other. The sender is made in the thread, on its first send, because that may take a
    while. What the sender raises (a bug: trouble on the other side is a value) comes out of send().
    """

    def __init__(self, make_sender: Callable[[], Sender], *, name: str) -> None:
        self._make_sender = make_sender
        self._name = name
        self._worker: _Worker | None = None
        self._turn = asyncio.Lock()
        self._pending: asyncio.Future[SendResult] | None = None
        self._closed = False

    async def send(self, message: Message) -> SendResult:
        """Raises RuntimeError after close(). Cancelling leaves the send going on: abandon() it, or it delays the next."""
        async with self._turn:
            if self._closed:
                raise RuntimeError(f"the sender of {self._name} is closed")
            if self._worker is None:
                self._worker = _Worker(self._make_sender, self._name)
            self._pending = asyncio.get_running_loop().create_future()
            self._worker.ask(message, self._pending)
            try:
                return await self._pending
            finally:
                self._pending = None

    def abandon(self) -> None:
        """Give up a send that does not end: it becomes ambiguous, its late result is dropped.

        The next send gets a new thread and a new sender; the old thread ends when its send does.
        """
        self._release()
        if self._pending is not None and not self._pending.done():
            self._pending.set_result(Ambiguous(detail="given up: the send did not end"))

    def close(self) -> None:
        """Let the thread end when its send does; nobody waits for it, and it does not keep the process alive."""
        self._closed = True
        self._release()

    def _release(self) -> None:
        if self._worker is not None:
            self._worker.retire()
            self._worker = None


class _Worker:
    """A daemon thread and its letter box; None in the box ends it."""

    def __init__(self, make_sender: Callable[[], Sender], name: str) -> None:
        self._letters: SimpleQueue[tuple[Message, asyncio.Future[SendResult]] | None] = SimpleQueue()
        Thread(target=self._work, args=(make_sender,), name=f"channel-{name}", daemon=True).start()

    def ask(self, message: Message, answer: asyncio.Future[SendResult]) -> None:
        self._letters.put((message, answer))

    def retire(self) -> None:
        self._letters.put(None)

    def _work(self, make_sender: Callable[[], Sender]) -> None:
        sender: Sender | None = None
        while (letter := self._letters.get()) is not None:
            message, answer = letter
            try:
                sender = sender or make_sender()
                result = sender.send(message)
            except BaseException as failure:  # noqa: BLE001 - not swallowed: it is raised in whoever awaits the send
                _hand_over(answer, failure)
            else:
                _hand_over(answer, result)


def _hand_over(answer: asyncio.Future[SendResult], result: SendResult | BaseException) -> None:
    # A loop that is closed means a process that is ending: nobody waits for the answer.
    with contextlib.suppress(RuntimeError):
        answer.get_loop().call_soon_threadsafe(_settle, answer, result)


def _settle(answer: asyncio.Future[SendResult], result: SendResult | BaseException) -> None:
    if answer.done():
        return
    if isinstance(result, BaseException):
        answer.set_exception(result)
    else:
        answer.set_result(result)
