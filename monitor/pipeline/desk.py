"""matches -> desk -> alerts: story, policy, route. One daemon works the desk; the others stand by."""

import asyncio

import structlog

from monitor.core import alerts, stories
from monitor.core.channels import Routes
from monitor.core.errors import LeaseLost, VersionMoved
from monitor.core.ids import StoryId
from monitor.core.leases import RENEWAL, Received
from monitor.core.matching import Match
from monitor.core.ports import Clock, Desk, Inbox

log = structlog.get_logger()


class DeskStage:
    """Sees matches only. Every decision is written with its reason, also the one to stay quiet."""

    def __init__(self, *, inbox: Inbox[Match], desk: Desk, routes: Routes, clock: Clock) -> None:
        self._inbox, self._desk, self._clock = inbox, desk, clock
        self._routes = routes
        self._version: int | None = None
        self._writing = asyncio.Lock()  # matches and timers are decided one at a time, each at its version

    def follow(self, routes: Routes) -> None:
        """Send alerts along these routes from the next one on."""
        self._routes = routes

    async def run(self) -> None:
        await self._inbox.open()
        while True:
            if not await self.work():
                await asyncio.sleep(RENEWAL.total_seconds() / 2)

    async def work(self) -> bool:
        """One batch, if this is the desk: at most two seconds of waiting for it."""
        self._version = await self._desk.take()
        if self._version is None:
            return False
        try:
            for received in await self._inbox.read():
                async with self._inbox.attempt(received) as alive, self._writing:
                    if alive:
                        await self._decide(received)
        except (LeaseLost, VersionMoved):
            await self._inbox.open()  # what was not decided is still pending, and comes first
        return True

    async def tick(self) -> None:
        """Let timers go off that are due, if this is the desk."""
        async with self._writing:
            if self._version is None:
                return
            try:
                for timer in await self._desk.due_timers():
                    await self._fire(timer)
            except (LeaseLost, VersionMoved):
                self._version = None

    async def release(self) -> None:
        await self._desk.release()

    async def _decide(self, received: Received[Match]) -> None:
        match = received.value
        known = await self._desk.story(stories.story_id(match))
        story = known or stories.found(match)
        decision = alerts.decide(
            match, story=story, known=known is not None, routes=self._routes, now=self._clock.now()
        )
        self._version = await self._desk.commit_alert(
            received, version=self._held(), story=story, decision=decision
        )
        log.debug(
            "decided",
            rule=match.rule,
            article=match.article.id,
            story=story.id,
            reason=decision.reason,
            alert=decision.alert.short if decision.alert else None,
        )

    async def _fire(self, timer: str) -> None:
        kind, _, subject = timer.partition(":")
        forget = StoryId(subject) if kind == "forget" else None
        self._version = await self._desk.fire_due(timer, version=self._held(), forget=forget)

    def _held(self) -> int:
        if self._version is None:
            raise LeaseLost("the desk is worked elsewhere")
        return self._version
