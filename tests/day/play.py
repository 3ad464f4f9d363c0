"""The day sent through poll, match and desk, each article at its minute, over a store that can lose its daemon."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.config.rulefiles.files import load_rules
from monitor.core.articles import Keyed, from_entries
from monitor.core.channels import Routes
from monitor.core.feeds import Feed, Validators
from monitor.core.ids import ChannelName, FeedId
from monitor.core.leases import PollOutcome
from monitor.core.matching import Index
from monitor.core.parsing import Entry, Parsed
from monitor.core.rules import RuleSet
from monitor.pipeline.desk import DeskStage
from monitor.pipeline.match import MatchStage
from monitor.testing import FrozenClock
from tests.day.day import RULES, Outlet, Telling, outlets, tellings

MIDNIGHT = datetime(2023, 12, 7, tzinfo=UTC)
ROUTES = Routes(default=(ChannelName("desk"),), severity={})
_SHOWN = 20  # entries of a feed
_HOUR = timedelta(hours=1)


@cache
def index() -> Index:
    return Index.of(RuleSet.of(load_rules([RULES], channels=None)))


def at(minute: int) -> datetime:
    return MIDNIGHT + timedelta(minutes=minute)


@dataclass
class Newsstand:
    """What every feed shows: the latest on top, an edited article in its old place."""

    shown: dict[str, list[tuple[str, Entry]]] = field(default_factory=dict)

    def document(self, telling: Telling) -> tuple[Keyed, ...]:
        """The telling's feed from its minute on."""
        entries = self.shown.setdefault(telling.outlet, [])
        places = {slug: place for place, (slug, _) in enumerate(entries)}
        if telling.edit:
            place = places[telling.slug]
            entries[place] = (telling.slug, _entry(telling, entries[place][1].published))
        else:
            entries.insert(0, (telling.slug, _entry(telling, at(telling.minute))))
        parsed = Parsed(entries=tuple(entry for _, entry in entries[:_SHOWN]))
        return from_entries(_feed(outlets()[telling.outlet]), parsed, fetched=at(telling.minute))


@dataclass
class Day:
    """One run of it. die: positions of tellings in whose midst the daemon is lost and another takes over."""

    client: Any
    die: frozenset[int] = frozenset()
    clock: FrozenClock = field(default_factory=lambda: FrozenClock(MIDNIGHT))
    newsstand: Newsstand = field(default_factory=Newsstand)

    async def play(self) -> RedisStore:
        """From midnight to midnight; the store as the last daemon held it."""
        await self._start()
        await self.store.feeds.sync([(FeedId(name), _HOUR) for name in outlets()])
        for position, telling in enumerate(tellings()):
            self.clock.at = at(telling.minute)
            await self._poll(telling)
            await self._finish("articles", self.match)
            if position in self.die:
                await self._lose()
            await self._finish("matches", self.desk)
        return self.store

    async def _start(self) -> None:
        """A process begins: nothing is left of the one before but what is in the store."""
        self.store = RedisStore.over(self.client, consumer="here:1")
        self.match = MatchStage(inbox=self.store.articles, index=index())
        self.desk = DeskStage(inbox=self.store.matches, desk=self.store.desk, routes=ROUTES, clock=self.clock)
        await self.store.articles.open()
        await self.store.matches.open()

    async def _lose(self) -> None:
        """The daemon dies with what it was given in its hands, and its lease runs out."""
        if await self.client.xlen(key("matches")):
            await self.store.matches.read()
        await self.client.hset(key("desk"), "till", 1)
        await self._start()

    async def _poll(self, telling: Telling) -> None:
        await self.client.zadd(key("feeds"), {telling.outlet: 0})
        (lease,) = await self.store.feeds.claim(1)
        articles = self.newsstand.document(telling)
        outcome = PollOutcome(
            delay=_HOUR, validators=Validators(), parsed=True, length=len(articles), articles=articles
        )
        counts = await self.store.feeds.commit_poll(lease, outcome)
        assert counts is not None
        assert (counts.new, counts.edited) == ((0, 1) if telling.edit else (1, 0)), telling

    async def _finish(self, stream: str, stage: MatchStage | DeskStage) -> None:
        """An entry leaves its stream when it is handed over."""
        while await self.client.xlen(key(stream)):
            await stage.work()


def told_of(link: str) -> str:
    """The event that the article of this link is about."""
    return _articles()[link].event


def is_aside(link: str) -> bool:
    return _articles()[link].aside


def is_matched(telling: Telling) -> bool:
    """Whether some rule matches it."""
    (keyed,) = Newsstand().document(telling)
    return any(index().match(keyed.article))


@cache
def _articles() -> Mapping[str, Telling]:
    return {telling.link: telling for telling in tellings() if not telling.edit}


def _entry(telling: Telling, published: datetime | None) -> Entry:
    return Entry(
        guid=telling.link,
        link=telling.link,
        title=telling.title,
        summary=telling.summary,
        author=telling.author,
        published=published,
    )


@cache
def _feed(outlet: Outlet) -> Feed:
    return Feed(
        id=FeedId(outlet.id),
        url=outlet.url,
        outlet=outlet.name,
        owner=outlet.owner,
        tier=outlet.tier,
        language=outlet.language,
    )
