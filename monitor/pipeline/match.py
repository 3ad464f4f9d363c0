"""articles -> match -> matches: presearch, verify, evidence."""

from collections.abc import Sequence

import structlog

from monitor.core.articles import Article
from monitor.core.leases import Judged, Received
from monitor.core.matching import Index
from monitor.core.ports import ArticleInbox

log = structlog.get_logger()

TOGETHER = 10  # articles handed over in one round trip: enough to pay for it, few enough that none waits for the others


class MatchStage:
    """Every article that was in a feed is judged by every rule; what came of it is written beside it."""

    def __init__(self, *, inbox: ArticleInbox, index: Index) -> None:
        self._inbox = inbox
        self._index = index

    def follow(self, index: Index) -> None:
        """Judge by these rules from the next article on."""
        self._index = index

    async def run(self) -> None:
        await self._inbox.open()
        while True:
            await self.work()

    async def work(self) -> None:
        """One batch: at most two seconds of waiting for it. What was left pending before is worked alone."""
        batch = await self._inbox.read()
        fresh = [received for received in batch if not received.redelivered]
        for received in batch:
            if received.redelivered:
                async with self._inbox.attempt(received) as alive:
                    if alive:
                        await self._hand_over([received])
        for start in range(0, len(fresh), TOGETHER):
            await self._hand_over(fresh[start : start + TOGETHER])

    async def _hand_over(self, several: Sequence[Received[Article]]) -> None:
        judged = [self._judged(received) for received in several]
        for each, advanced in zip(judged, await self._inbox.advance(judged), strict=True):
            if advanced and each.matches:
                log.debug(
                    "matched",
                    article=each.received.value.id,
                    rules=[match.rule for match in each.matches],
                    edited=each.received.edited,
                )

    def _judged(self, received: Received[Article]) -> Judged:
        outcome = self._index.outcome(received.value)
        return Judged(received=received, matches=outcome.matches, blocked=outcome.blocked)
