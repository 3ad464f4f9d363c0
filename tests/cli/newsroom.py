"""Articles that go all the way through the real desk, at the minutes the test says."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.config import rulefiles
from monitor.core.articles import Article
from monitor.core.channels import Routes
from monitor.core.ids import ArticleId, FeedId, digest
from monitor.core.leases import Judged
from monitor.core.matching import Index
from monitor.core.rules import RuleSet
from monitor.pipeline.desk import DeskStage
from monitor.testing import FrozenClock
from tests.builders import NOW, keyed
from tests.contracts.test_feed_table import polled
from tests.contracts.test_inboxes import entries

RULES = """\
rules:
  - id: talks-stalled
    title: Truce talks stalled
    severity: high
    channels: [desk]
    match: (talks OR negotiations) NEAR/6 (stall OR collapse)
    update: {when: [outlets, edit]}
  - id: ferry-lost
    title: A ferry is lost
    severity: medium
    channels: [desk]
    match: ferry AND (sink OR capsize)
    corroborate: {outlets: 2, within: 30m}
"""
STALLED = "Talks in Doha on a new truce stalled over the release of hostages, a Palestinian official said on Saturday."
CALLED_HOME = "Israel called its negotiators home from Doha on Saturday. Truce talks had stalled over the release of hostages."
REGRET = "Mediators in Doha regret that the truce talks collapsed. The hostages remain in Gaza, and Israel has left."
FERRY = "A ferry with sixty passengers sank off the island of Samar in heavy seas, the coast guard said."


class Newsroom:
    """The rules are those of the folder; the clock of the desk is that of the article."""

    def __init__(self, store: RedisStore, client: Any, folder: Path, rules: str = RULES) -> None:
        (folder / "rules" / "talks.yaml").write_text(rules)
        loaded = rulefiles.load([folder / "rules"], channels=None)
        assert not loaded.problems, loaded.problems
        self.index = Index.of(RuleSet.of(loaded.rules))
        self.store, self.client = store, client
        self.clock = FrozenClock(NOW)
        self.desk = DeskStage(
            inbox=store.matches, desk=store.desk, routes=Routes(severity={}), clock=self.clock
        )

    async def hears(
        self,
        name: str,
        title: str,
        text: str = STALLED,
        *,
        outlet: str = "BBC",
        minute: int = 0,
        **known: Any,
    ) -> Article:
        """One article of this outlet. Of a name that was heard before it is an edit."""
        self.clock.at = NOW + timedelta(minutes=minute)
        found = keyed(name, title=title, text=text)
        told = replace(
            found.article,
            id=ArticleId(digest(outlet, name)),
            outlet=outlet,
            feed=FeedId("bbc-world" if outlet == "BBC" else outlet.lower().replace(" ", "-")),
            published=self.clock.at - timedelta(minutes=2),
            fetched=self.clock.at,
            **known,
        )
        await polled(self.store, replace(found, article=told))
        (received,) = await entries(self.store.articles)
        matches = tuple(self.index.match(told))
        await self.store.articles.advance([Judged(received=received, matches=matches)])
        await self.store.matches.open()
        await self.desk.work()
        if matches:
            await self.desk.work()
        return told

    async def waits(self, timer: str, *, minute: int) -> None:
        """The timers that begin so are due at that minute, and go off."""
        self.clock.at = NOW + timedelta(minutes=minute)
        for name in await self.client.zrange(key("timers"), 0, -1):
            if name.decode().startswith(timer):
                await self.client.zadd(key("timers"), {name: 0})
        await self.desk.tick()

    async def hears_of_two_events(self) -> None:
        """Three independent outlets, a copy and an edit tell of talks; one outlet of a ferry."""
        await self.hears("talks", "Truce talks stall in Doha, official says")
        await self.hears(
            "home", "Truce talks in Doha stall, Israel calls negotiators home", CALLED_HOME,
            outlet="Harbour Herald", minute=4,
        )  # fmt: skip
        await self.hears("copied", "Truce talks stall in Doha, official says", outlet="Daily Post", minute=5)
        await self.hears(
            "regret",
            "Mediators regret collapse of truce talks in Doha",
            REGRET,
            outlet="North Wire",
            minute=9,
        )
        await self.hears(
            "ferry", "Ferry sinks off Samar, sixty aboard", FERRY, outlet="North Wire", minute=10
        )
        await self.hears("talks", "Truce talks stall in Doha, Qatar says", minute=12)
