import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NoReturn

import pytest

from monitor.adapters.apprise_sender import AppriseSender
from monitor.adapters.sender_thread import SenderThread
from monitor.core.deliveries import Ambiguous, SendResult, Sent
from monitor.core.rendering import Message
from tests.adapters import messages
from tests.adapters.channel_servers import HANG, Endpoint, endpoint

GIVEN_UP = Ambiguous(detail="given up: the send did not end")
LIMIT = 10  # seconds; only a test that fails waits so long


@dataclass
class Scripted:
    """A sender that does what it is told; threads and messages are kept."""

    act: Callable[[], SendResult] = Sent
    threads: list[str] = field(default_factory=list)
    sent: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> SendResult:
        self.threads.append(threading.current_thread().name)
        self.sent.append(message)
        return self.act()


def broken() -> NoReturn:
    raise LookupError("a bug")


class Gate:
    """Holds a sender in its thread until opened."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.opened = threading.Event()

    def __call__(self) -> SendResult:
        self.entered.set()
        self.opened.wait(LIMIT)
        return Sent()

    async def reached(self) -> None:
        assert await asyncio.to_thread(self.entered.wait, LIMIT)


async def test_every_send_of_a_channel_runs_in_its_one_thread_with_its_one_sender() -> None:
    made: list[Scripted] = []

    def make() -> Scripted:
        made.append(Scripted())
        return made[-1]

    thread = SenderThread(make, name="desk")
    assert made == []
    assert [await thread.send(messages.message()) for _ in range(3)] == [Sent()] * 3
    assert [sender.threads for sender in made] == [["channel-desk"] * 3]
    thread.close()


async def test_sends_asked_for_at_once_go_out_one_after_the_other_in_order() -> None:
    scripted = Scripted()
    thread = SenderThread(lambda: scripted, name="desk")
    asked = [messages.message(f"number {number}") for number in range(20)]
    await asyncio.gather(*(thread.send(message) for message in asked))
    assert scripted.sent == asked
    thread.close()


async def test_a_send_that_does_not_end_is_given_up_and_the_next_gets_a_new_sender() -> None:
    gate = Gate()
    senders = [Scripted(gate), Scripted()]
    made = iter(senders)
    thread = SenderThread(lambda: next(made), name="desk")
    hanging = asyncio.create_task(thread.send(messages.message("first")))
    await gate.reached()
    thread.abandon()
    assert await hanging == GIVEN_UP
    assert await thread.send(messages.message("second")) == Sent()
    gate.opened.set()
    assert await thread.send(messages.message("third")) == Sent()
    assert [len(sender.sent) for sender in senders] == [1, 2]
    thread.close()


async def test_a_send_that_waits_its_turn_is_not_given_up_with_the_one_before() -> None:
    gate = Gate()
    made = iter([Scripted(gate), Scripted()])
    thread = SenderThread(lambda: next(made), name="desk")
    hanging, waiting = (asyncio.create_task(thread.send(messages.message())) for _ in range(2))
    await gate.reached()
    thread.abandon()
    assert await hanging == GIVEN_UP
    assert await waiting == Sent()
    gate.opened.set()
    thread.close()


async def test_a_cancelled_send_can_be_given_up_too() -> None:
    gate = Gate()
    made = iter([Scripted(gate), Scripted()])
    thread = SenderThread(lambda: next(made), name="desk")
    hanging = asyncio.create_task(thread.send(messages.message()))
    await gate.reached()
    hanging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hanging
    thread.abandon()
    assert await thread.send(messages.message()) == Sent()
    gate.opened.set()
    thread.close()


async def test_giving_up_when_nothing_is_sent_does_no_harm() -> None:
    thread = SenderThread(Scripted, name="desk")
    thread.abandon()
    assert await thread.send(messages.message()) == Sent()
    thread.abandon()
    assert await thread.send(messages.message()) == Sent()
    thread.close()


async def test_what_a_sender_raises_comes_out_and_the_thread_goes_on() -> None:
    acts: list[Callable[[], SendResult]] = [broken, Sent]
    thread = SenderThread(lambda: Scripted(acts.pop(0)), name="desk")
    with pytest.raises(LookupError, match="a bug"):
        await thread.send(messages.message())
    thread.abandon()
    assert await thread.send(messages.message()) == Sent()
    thread.close()


async def test_what_making_a_sender_raises_comes_out_and_it_is_made_again() -> None:
    makers: Iterator[Callable[[], Scripted]] = iter([broken, Scripted])

    def making() -> Scripted:
        return next(makers)()

    thread = SenderThread(making, name="desk")
    with pytest.raises(LookupError, match="a bug"):
        await thread.send(messages.message())
    assert await thread.send(messages.message()) == Sent()
    thread.close()


async def test_a_closed_channel_lets_its_last_send_end_and_takes_no_more() -> None:
    gate = Gate()
    thread = SenderThread(lambda: Scripted(gate), name="desk")
    last = asyncio.create_task(thread.send(messages.message()))
    await gate.reached()
    thread.close()
    thread.close()
    gate.opened.set()
    assert await last == Sent()
    with pytest.raises(RuntimeError, match="the sender of desk is closed"):
        await thread.send(messages.message())


def test_a_loop_that_ended_meanwhile_does_not_break_the_thread() -> None:
    gate = Gate()
    thread = SenderThread(lambda: Scripted(gate), name="ended")

    async def ask_and_leave() -> None:
        hanging = asyncio.create_task(thread.send(messages.message()))
        await gate.reached()
        hanging.cancel()

    asyncio.run(ask_and_leave())
    [worker] = [each for each in threading.enumerate() if each.name == "channel-ended"]
    thread.close()
    gate.opened.set()
    worker.join(LIMIT)
    assert not worker.is_alive()


def over(server: Endpoint, *, name: str) -> SenderThread:
    channel = messages.channel(server.url.replace("http:", "json:"))
    return SenderThread(
        lambda: AppriseSender(channel, network=messages.LOOPBACK, answer_within=timedelta(seconds=LIMIT)),
        name=name,
    )


async def test_an_endpoint_that_hangs_holds_up_only_its_own_channel() -> None:
    with endpoint() as hanging, endpoint() as healthy:
        hanging.answer = HANG
        stalled, free = over(hanging, name="hanging"), over(healthy, name="healthy")
        stuck = asyncio.create_task(stalled.send(messages.message()))
        assert await asyncio.to_thread(hanging.arrived.wait, LIMIT)
        for _ in range(5):
            assert await free.send(messages.message()) == Sent()
        assert not stuck.done()
        stalled.abandon()
        assert await stuck == GIVEN_UP
        stalled.close()
        free.close()
    assert len(healthy.received) == 5
