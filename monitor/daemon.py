"""The life of the process: ticks, signals, watchdog, drain, and supervise, the only broad `except` of the house."""

import asyncio
import math
import os
import signal
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.adapters.clock import SystemClock
from monitor.adapters.embedded import EmbeddedStore
from monitor.adapters.systemd import Systemd
from monitor.app import App
from monitor.config.settings import Config
from monitor.core.errors import StoreAway, StoreRefused

log = structlog.get_logger()

POLL_TICK = timedelta(milliseconds=500)
DUE_TICK = timedelta(seconds=1)
RENEW_TICK = timedelta(seconds=2)
ANNOUNCE_TICK = timedelta(seconds=10)
CARE_TICK = timedelta(minutes=1)
DRAIN = timedelta(seconds=4)
CANCEL_AGAIN = timedelta(milliseconds=100)
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(milliseconds=100), timedelta(seconds=5)
PATIENCE = timedelta(seconds=30)  # of run --once with a channel that does not take its deliveries
QUIET_LOOKS = 3  # between two looks an entry may be on its way from one stage to the next
STEP = timedelta(seconds=2)  # more than this between wall and monotonic clock is a step, not a slew

Work = Callable[[], Awaitable[None]]
Left = Callable[[int], None]


class Crew:
    """The tasks of this process. What goes wrong in one is logged and stays there."""

    def __init__(self, systemd: Systemd) -> None:
        self._systemd = systemd
        self._tasks: set[asyncio.Task[object]] = set()
        self._away = False

    def start(self, name: str, work: Work) -> None:
        """Do this once, beside everything else."""
        self._add(self.supervise(name, work))

    def keep(self, name: str, work: Work) -> None:
        """Do this for as long as it takes; begin again when it fails, at a growing distance."""
        self._add(self._until_done(name, work))

    async def supervise(self, name: str, work: Work) -> bool:
        """True when the work came to its end by itself."""
        try:
            await work()
        except StoreAway as away:
            self._say_away(away)
            return False
        except Exception:
            log.exception("failed, will be tried again", work=name)
            return False
        if self._away:
            self._away = False
            log.info("the store is back")
        return True

    async def dismiss(self) -> None:
        """Cancel whatever still runs and wait for it."""
        await _end(*self._tasks)

    def _say_away(self, away: StoreAway) -> None:
        if not self._away:
            self._away = True
            log.error("waiting for the store", detail=str(away))
            self._systemd.notify(STATUS=f"waiting for the store: {away}")

    def _add(self, work: Coroutine[None, None, object]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _until_done(self, name: str, work: Work) -> None:
        pause = SHORTEST_PAUSE
        while True:
            begun = time.monotonic()
            if await self.supervise(name, work):
                return
            worked = timedelta(seconds=time.monotonic() - begun)
            pause = SHORTEST_PAUSE if worked > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
            await asyncio.sleep(pause.total_seconds())


class Daemon:
    """One process from its first connection to its last. embedded is the store's server if it is ours."""

    def __init__(
        self, config: Config, *, store_url: str, roles: frozenset[str], embedded: EmbeddedStore | None = None
    ) -> None:
        self._systemd = Systemd(os.environ)
        self._crew = Crew(self._systemd)
        self._clock = SystemClock()
        self._app = App(config, store_url=store_url, roles=roles, crew=self._crew)
        self._embedded = embedded
        self._stopping = asyncio.Event()
        self._refused: StoreRefused | None = None
        self._complete = True
        self._terminals = _terminals()
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )

    async def run(self, *, once: bool = False, on_poll: Left | None = None) -> bool:
        """Until a signal asks to stop, or with once until every feed was polled and its alerts are delivered.

        on_poll hears, with once, how many feeds are still to be polled.
        False when once could not do all of that: a feed failed, or a channel did not take its deliveries.
        Raises StoreRefused when the store would lose alerts, at start or because its server gave up.
        """
        self._listen()
        self._systemd.notify(STATUS="waiting for the store")
        try:
            self._scheduler.start()
            if self._embedded is not None:  # from the beginning: it may die before it has answered once
                self._schedule("store tick", DUE_TICK, partial(self._ensure, self._embedded))
            if await self._unless_stopped(self._app.open()):
                await self._work(once=once, on_poll=on_poll or _unheard)
        finally:
            if self._scheduler.running:
                self._scheduler.shutdown(wait=False)
            await self._crew.dismiss()
            await self._app.aclose()
        if self._refused is not None:
            raise self._refused
        return self._complete

    def stop(self) -> None:
        """Ask it to stop, as a signal would."""
        self._stopping.set()

    async def _work(self, *, once: bool, on_poll: Left) -> None:
        self._schedule("due tick", DUE_TICK, self._app.due_tick)
        if await self._unless_stopped(self._app.begin()):
            self._schedule("poll tick", POLL_TICK, self._poll_tick)
            self._schedule("renew tick", RENEW_TICK, self._app.renew_tick)
            self._schedule("announce tick", ANNOUNCE_TICK, self._app.announce_tick)
            self._schedule("care tick", CARE_TICK, self._app.care_tick)
            self._crew.keep("clock guard", self._guard_the_clock)
            if once:
                self._crew.keep("once", partial(self._until_drained, on_poll))
            self._systemd.notify(READY=1, STATUS=self._app.status())
            log.info("ready", **self._app.summary())
            await self._stopping.wait()
        await self._drain()

    async def _unless_stopped(self, work: Awaitable[None]) -> bool:
        """Whether the work was done before somebody asked to stop."""
        working = asyncio.ensure_future(work)
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if working.done():
            await working
            return True
        await _end(working)
        return False

    async def _drain(self) -> None:
        """Claim nothing more, give sends and polls under way a little time, then leave; nothing is lost by it."""
        self._systemd.notify(STOPPING=1, STATUS="stopping")
        log.info("stopping", under_way=self._app.under_way())
        self._app.stop()
        until = time.monotonic() + DRAIN.total_seconds()
        while self._app.under_way() and time.monotonic() < until:  # noqa: ASYNC110  both of many ends, and a limit
            await asyncio.sleep(0.05)
        unanswered = self._app.under_way()
        self._scheduler.shutdown(wait=False)
        await self._crew.dismiss()
        await self._crew.supervise("leave", self._app.leave)
        log.info("stopped", unanswered=unanswered)

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        loop.add_signal_handler(signal.SIGHUP, self._hang_up)

    def _hang_up(self) -> None:
        """SIGHUP says "read your files again", or that our terminal was closed."""
        if self._terminals == _terminals():
            self._crew.start("reload", self._reload)
        else:
            self.stop()

    async def _reload(self) -> None:
        self._systemd.reloading()
        try:
            await self._app.reload()
        finally:
            self._systemd.notify(READY=1, STATUS=self._app.status())

    def _schedule(self, name: str, every: timedelta, work: Work) -> None:
        async def tick() -> None:
            await self._crew.supervise(name, work)

        seconds = every.total_seconds()
        self._scheduler.add_job(tick, "interval", seconds=seconds, id=name, next_run_time=self._clock.now())

    async def _poll_tick(self) -> None:
        """The watchdog is fed when a tick has ended, also one that found the store away and said so."""
        try:
            await self._app.poll_tick()
        finally:
            self._systemd.notify(WATCHDOG=1)

    async def _ensure(self, embedded: EmbeddedStore) -> None:
        """Start our own store again if it died. One that gives up is not: that would only repeat it."""
        try:
            embedded.ensure()
        except StoreRefused as refused:
            self._refused = refused
            self._stopping.set()

    async def _until_drained(self, on_poll: Left) -> None:
        """For run --once: every feed polled, everything decided, and what can be delivered now delivered."""
        since = await self._app.poll_now()
        left, quiet, until = await self._app.backlog(), 0, math.inf
        while quiet < QUIET_LOOKS and time.monotonic() < until:
            await asyncio.sleep(0.2)
            left = await self._app.backlog()
            to_poll = await self._app.to_poll(since=since)
            on_poll(to_poll)
            decided = not to_poll and not left.undecided
            if decided and until == math.inf:
                until = time.monotonic() + PATIENCE.total_seconds()
            quiet = quiet + 1 if decided and not left.deliveries else 0
        if left.deliveries:
            log.error("not everything was delivered; the next run goes on", deliveries=left.deliveries)
        self._complete = not left.deliveries and not await self._app.in_trouble()
        self._stopping.set()

    async def _guard_the_clock(self) -> None:
        """APScheduler stands still while the wall clock is behind; a step back would stop all polls that long."""
        offset = time.time() - time.monotonic()
        while True:
            await asyncio.sleep(1)
            moved = time.time() - time.monotonic() - offset
            if abs(moved) > STEP.total_seconds():
                offset += moved
                log.warning("the clock stepped", seconds=round(moved, 1))
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=self._clock.now())
                self._app.clock_stepped()


def _unheard(_: int) -> None:
    """Nobody counts."""


def _terminals() -> tuple[bool, ...]:
    """Which of input, output and errors are a terminal; one that was closed is none any more."""
    return tuple(os.isatty(descriptor) for descriptor in range(3))


async def _end(*tasks: asyncio.Future[Any]) -> None:
    """Cancel until they are over. Once is not enough: before Python 3.12 asyncio.wait_for, which redis-py sends
    through, loses a cancellation that comes in the moment in which its work is done."""
    while pending := [task for task in tasks if not task.done()]:
        for task in pending:
            task.cancel()
        await asyncio.wait(pending, timeout=CANCEL_AGAIN.total_seconds())
    await asyncio.gather(*tasks, return_exceptions=True)
