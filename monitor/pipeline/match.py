"""articles -> match -> matches: presearch, verify, evidence."""

import structlog

from monitor.core.articles import Article
from monitor.core.leases import Received
from monitor.core.matching import Index
from monitor.core.ports import ArticleInbox

log = structlog.get_logger()


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
        """One batch: at most two seconds of waiting for it."""
        for received in await self._inbox.read():
            async with self._inbox.attempt(received) as alive:
                if alive:
                    await self._judge(received)

    async def _judge(self, received: Received[Article]) -> None:
        article = received.value
        matches = self._index.match(article)
        suppressed = "edit" if received.edited and matches else None
        if await self._inbox.advance(received, matches=matches, suppressed=suppressed) and matches:
            log.debug("matched", article=article.id, rules=[m.rule for m in matches], suppressed=suppressed)
