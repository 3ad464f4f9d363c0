"""The desk's side of the store: one holder at a time, every write at the version it was computed from."""

from collections.abc import Sequence
from typing import Any

from monitor.adapters.redis_store.codec import milliseconds, pack, unpack, unpack_plain
from monitor.adapters.redis_store.scripts import Argument, Scripts, key, reaching_the_store
from monitor.adapters.redis_store.writing import Writing
from monitor.core.alerts import Alert
from monitor.core.articles import Article
from monitor.core.deliveries import delivery_id
from monitor.core.errors import LeaseLost, VersionMoved
from monitor.core.grouping import Grouping, Placement, cluster
from monitor.core.ids import ArticleId, ChannelName, MatchId, RuleId, StoryId
from monitor.core.leases import LEASE, Place, Received
from monitor.core.matching import Matches
from monitor.core.stories import Outcome, RuleWindow, Story

_GONE_BY = {-1: LeaseLost, -2: VersionMoved}
_AT_ONCE = 500  # fields of one HSCAN step


class RedisDesk:
    def __init__(self, scripts: Scripts, *, token: str) -> None:
        self._scripts = scripts
        self._token = token

    async def take(self) -> int | None:
        """Take or renew the lease: the desk version, or None while another daemon holds it."""
        version = int(await self._scripts.call("take_desk", self._token, milliseconds(LEASE)))
        return None if version < 0 else version

    async def release(self) -> None:
        await self._scripts.call("release", "desk", self._token)

    async def grouping(self) -> Grouping:
        """All live stories by their words, as they were written down."""
        clusters, figures = {}, dict[bytes, float]()
        with reaching_the_store():
            async for field, packed in self._scripts.client.hscan_iter(key("grouping"), count=_AT_ONCE):
                if field.startswith(b"|"):
                    figures[field] = float(packed)
                else:
                    clusters[field] = cluster.from_plain(unpack_plain(packed))
        seen, founded = figures.get(b"|seen", 0.0), int(figures.get(b"|founded", 0))
        return Grouping(clusters.values(), now=seen, founded=founded)

    async def holding(self, articles: Sequence[ArticleId]) -> dict[ArticleId, StoryId]:
        """Those of these that a story holds, each with the name of it."""
        if not articles:
            return {}
        with reaching_the_store():
            found = await self._scripts.client.hmget(key("placed"), articles)
        return {
            article: StoryId(story.decode()) for article, story in zip(articles, found, strict=True) if story
        }

    async def story(self, story: StoryId) -> Story | None:
        """The story of this name, or the one it has become; None when it is forgotten."""
        known: set[StoryId] = set()
        found = await self.kept(story)
        while found is not None and found.merged_into is not None and found.id not in known:
            known.add(found.id)
            found = await self.kept(found.merged_into)
        return found

    async def kept(self, story: StoryId) -> Story | None:
        """The story of this very name, also when it has become another."""
        with reaching_the_store():
            packed = await self._scripts.client.hget(key(f"story:{story}"), "story")
        return None if packed is None else unpack(Story, packed)

    async def decided(self, story: StoryId, matches: Sequence[MatchId]) -> frozenset[MatchId]:
        """Those of these matches that the story holds."""
        with reaching_the_store():
            found = await self._scripts.client.hmget(
                key(f"story:{story}"), [f"match:{match}" for match in matches]
            )
        return frozenset(match for match, rule in zip(matches, found, strict=True) if rule is not None)

    async def windows(self, rules: Sequence[RuleId]) -> dict[RuleId, RuleWindow]:
        """Of rules that are throttled as a whole, and have spoken."""
        if not rules:
            return {}
        with reaching_the_store():
            found = await self._scripts.client.hmget(key("windows"), rules)
        return {rule: unpack(RuleWindow, packed) for rule, packed in zip(rules, found, strict=True) if packed}

    async def articles(self, places: Sequence[Place]) -> tuple[Article | None, ...]:
        """What lies there in the archive; None for what is not kept any more."""
        if not places:
            return ()
        with reaching_the_store():
            async with self._scripts.client.pipeline(transaction=False) as pipe:
                for place in places:
                    pipe.hget(key(f"archive:{place.hour}"), place.field)
                found = await pipe.execute()
        return tuple(unpack(Article, packed) if packed else None for packed in found)

    async def commit_alert(
        self, received: Received[Matches], *, version: int, outcome: Outcome, placement: Placement | None
    ) -> int:
        """The new version. Raises LeaseLost or VersionMoved, and then nothing was written."""
        writing = Writing().outcome(outcome).arrived(received, outcome, placement)
        return await self._write("commit_alert", version, received.entry, writing)

    async def due_timers(self) -> tuple[str, ...]:
        return tuple(timer.decode() for timer in await self._scripts.call("due_timers", 100))

    async def fire_due(self, timer: str, *, version: int, outcome: Outcome) -> int:
        """A timer goes off and brings what it brings. The new version; raises LeaseLost or VersionMoved."""
        return await self._write("fire_due", version, timer, Writing().outcome(outcome))

    async def notice(self, alert: Alert, channel: ChannelName) -> bool:
        """Tell the operator; False when this very notice was raised before."""
        delivery = delivery_id(alert.id, channel)
        return bool(await self._scripts.call("notice", alert.id, pack(alert), delivery, channel, "", ""))

    async def _write(self, script: str, version: int, what: str, writing: Writing) -> int:
        """0: somebody else did this very thing, under a version we would have been refused for if it mattered."""
        arguments: list[Argument] = [self._token, version, what, *writing.arguments()]
        answer: Any = await self._scripts.call(script, *arguments)
        if answer in _GONE_BY:
            raise _GONE_BY[answer]
        return int(answer) or version
