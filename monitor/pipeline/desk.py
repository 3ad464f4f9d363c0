"""matches -> desk -> alerts: story, policy, route. One daemon works the desk; the others stand by."""

import asyncio
from collections.abc import Sequence

import structlog

from monitor.core import stories
from monitor.core.articles import Article
from monitor.core.channels import Routes
from monitor.core.errors import LeaseLost, VersionMoved
from monitor.core.grouping import Grouping, Placement, features
from monitor.core.ids import ArticleId, StoryId
from monitor.core.leases import RENEWAL, Place, Received
from monitor.core.matching import Matches
from monitor.core.ports import Clock, Desk, Inbox
from monitor.core.stories import Arrival, Origin, Outcome, Story, throttling

log = structlog.get_logger()


class DeskStage:
    """Sees matches only. Every decision is written with its reason, also the one to stay quiet.

    The live stories are kept in memory by their words; that is a cache, dropped whenever the store says that somebody
    else wrote.
    """

    def __init__(self, *, inbox: Inbox[Matches], desk: Desk, routes: Routes, clock: Clock) -> None:
        self._inbox, self._desk, self._clock = inbox, desk, clock
        self._routes = routes
        self._version: int | None = None
        self._grouping: Grouping | None = None
        self._holding: dict[ArticleId, StoryId] = {}  # of the articles of one batch
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
        async with self._writing:
            if not await self._take():
                return False
        try:
            batch = await self._inbox.read()
            async with self._writing:
                self._holding = await self._desk.holding([name for each in batch for name in _names(each)])
            for received in batch:
                async with self._inbox.attempt(received) as alive, self._writing:
                    if alive:
                        await self._decide(received)
        except (LeaseLost, VersionMoved):
            self._forget()
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
                self._forget()

    async def release(self) -> None:
        await self._desk.release()

    async def _decide(self, received: Received[Matches]) -> None:
        """Where the article belongs, what is known there, what of it is told; and all of that written down."""
        home, placement = await self._placed(received)
        story, merging = await self._stories(home, placement, received)
        arrival = await self._arrival(received, story, known=placement is None)
        throttled = [match.rule for match in received.value if match.policy.is_throttled_as_a_whole]
        outcome = stories.decide(
            arrival,
            story,
            merging=merging,
            routes=self._routes,
            windows=await self._desk.windows(throttled),
            now=self._clock.now(),
        )
        self._version = await self._desk.commit_alert(
            received, version=self._held(), outcome=outcome, placement=placement
        )
        if placement is not None and self._grouping is not None:
            self._grouping.apply(placement)
        self._holding.update(dict.fromkeys(_names(received), home))
        _report(arrival, outcome)

    async def _placed(self, received: Received[Matches]) -> tuple[StoryId, Placement | None]:
        """The story the article belongs to: the one that holds it already, else the one that its words find."""
        match = received.value[0]
        article = match.article
        held = next((self._holding[name] for name in _names(received) if name in self._holding), None)
        if held is not None and (story := await self._desk.story(held)) is not None:
            return story.id, None
        if self._grouping is None:
            self._grouping = await self._desk.grouping()
        read = features(
            stories.story_id(match.id),
            article.title,
            article.summary,
            article.reading_language,
            rules=[each.rule for each in received.value],
        )
        placement = self._grouping.decide(read, article.fetched.timestamp())
        return StoryId(placement.home), placement

    async def _stories(
        self, home: StoryId, placement: Placement | None, received: Received[Matches]
    ) -> tuple[Story, tuple[Story, ...]]:
        """What is known of the story, and of those that turned out to be the same."""
        known = None if placement is not None and placement.is_new else await self._desk.story(home)
        story = known or stories.founded(received.value[0], home)
        merges = placement.merged if placement is not None else ()
        names = dict.fromkeys(StoryId(name) for merge in merges for name in (merge.stays, merge.goes))
        others = [await self._desk.story(name) for name in names if name != home]
        return story, tuple(other for other in others if other is not None)

    async def _arrival(self, received: Received[Matches], story: Story, *, known: bool) -> Arrival:
        """The matches with what the store knows of their article and of who else tells it."""
        matches, place = received.value, received.place
        article = matches[0].article
        voice = stories.voice(
            article, [match.rule for match in matches], Origin(hour=place.hour, field=place.field)
        )
        before: Sequence[Article | None] = ()
        independent = not known and stories.sharing(voice, story) is None
        if independent:
            places = [Place(hour=each.origin.hour, field=each.origin.field) for each in story.voices]
            independent = not stories.is_printed_by(article, await self._desk.articles(places))
        if received.before is not None:
            before = await self._desk.articles([received.before])
        return Arrival(
            matches=matches,
            origin=voice.origin,
            voice=voice,
            independent=independent,
            known=known,
            before=before[0].title if before and before[0] is not None else "",
            decided=await self._desk.decided(story.id, [match.id for match in matches])
            if known
            else frozenset(),
        )

    async def _fire(self, timer: str) -> None:
        """Of a story or of a rule; what it brings is written with its end."""
        outcome = Outcome(story=None)
        rule = throttling.rule_of(timer)
        if rule is not None:
            window = (await self._desk.windows([rule])).get(rule)
            if window is not None:
                held = [await self._desk.story(name) for name in window.held]
                kept = {story.id: story for story in held if story is not None}
                outcome = stories.fire_rule(window, tuple(kept.values()), now=self._clock.now())
        elif (story := await self._desk.kept(throttling.story_of(timer))) is not None:
            outcome = stories.fire(story, timer, now=self._clock.now())
        self._version = await self._desk.fire_due(timer, version=self._held(), outcome=outcome)
        if outcome.alert is not None:
            log.debug("told by a timer", timer=timer, alert=outcome.alert.short, reason=outcome.alert.reason)

    async def _take(self) -> bool:
        """Whether this is the desk. Another version than the last one written here: what is remembered is old."""
        version = await self._desk.take()
        if version != self._version:
            self._forget()
        self._version = version
        return version is not None

    def _forget(self) -> None:
        self._version, self._grouping = None, None

    def _held(self) -> int:
        if self._version is None:
            raise LeaseLost("the desk is worked elsewhere")
        return self._version


def _names(received: Received[Matches]) -> tuple[ArticleId, ...]:
    """What the article is called, and was called before."""
    own = received.value[0].article.id
    return (own,) if received.known_as in (None, own) else (own, received.known_as)


def _report(arrival: Arrival, outcome: Outcome) -> None:
    for ruling in outcome.rulings:
        log.debug(
            "decided",
            rule=ruling.rule,
            article=arrival.article.id,
            story=outcome.story,
            reason=ruling.reason,
            alert=outcome.alert.short if ruling.alert and outcome.alert else None,
        )
