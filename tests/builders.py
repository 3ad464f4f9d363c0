"""Values for tests: complete, plausible, and each with the one detail a test is about."""

from datetime import UTC, datetime, timedelta

from monitor.core import stories
from monitor.core.alerts import Alert
from monitor.core.articles import Article, Keyed
from monitor.core.channels import Channel, OnAmbiguous, Routes, Secret, Severity
from monitor.core.feeds import Validators
from monitor.core.ids import (
    AlertId,
    ArticleId,
    ChannelName,
    FeedId,
    Fingerprint,
    MatchId,
    RuleId,
    StoryId,
    digest,
)
from monitor.core.leases import PollOutcome, Received
from monitor.core.matching import Evidence, Match, Matches
from monitor.core.policies import Policy
from monitor.core.stories import Arrival, Origin, Outcome, Story

NOW = datetime(2023, 12, 2, 14, 30, tzinfo=UTC)


def article(
    name: str = "talks",
    *,
    title: str = "Truce talks stalled, official says",
    feed: str = "bbc-world",
    text: str = "",
) -> Article:
    return Article(
        id=ArticleId(digest("BBC", name)),
        fingerprint=Fingerprint(digest(title, text, size=8)),
        feed=FeedId(feed),
        outlet="BBC",
        tier=1,
        language="en",
        tags=("world",),
        title=title,
        lead=text,
        summary=text,
        link=f"https://news.example/{name}",
        author="",
        categories=(),
        published=NOW - timedelta(minutes=3),
        fetched=NOW,
    )


def keyed(name: str = "talks", *, title: str = "Truce talks stalled, official says", **known: str) -> Keyed:
    keys = tuple(
        f"{letter}:{digest(value, size=8)}"
        for letter, value in (("g", name), ("l", f"https://news.example/{name}"), ("t", title))
    )
    return Keyed(article=article(name, title=title, **known), keys=keys)


def outcome(
    *found: Keyed, backlog: int | None = None, delay: timedelta = timedelta(minutes=2)
) -> PollOutcome:
    return PollOutcome(
        delay=delay,
        validators=Validators(etag='W/"1"', last_modified="Sat, 02 Dec 2023 14:30:00 GMT"),
        body_hash="b0",
        parsed=True,
        length=len(found),
        articles=found,
        backlog=backlog,
    )


def match(
    told: Article | None = None, *, rule: str = "talks-stalled", channels: tuple[str, ...] = ("desk",)
) -> Match:
    told = told or article()
    return Match(
        id=MatchId(digest(rule, told.id, told.fingerprint)),
        rule=RuleId(rule),
        policy=Policy(
            title="Truce talks stalled",
            severity=Severity.HIGH,
            channels=tuple(ChannelName(c) for c in channels),
        ),
        article=told,
        evidence=(Evidence(field="title", start=6, end=19, text="talks stalled", term="talks stalled"),),
    )


def decided(
    received: Received[Matches],
    *,
    story: Story | None = None,
    routes: Routes | None = None,
    now: datetime = NOW,
) -> Outcome:
    """What the desk makes of these matches; without a story they found one."""
    matches, place = received.value, received.place
    origin = Origin(hour=place.hour, field=place.field)
    return stories.decide(
        Arrival(
            matches=matches,
            origin=origin,
            voice=stories.voice(matches[0].article, [match.rule for match in matches], origin),
        ),
        story or stories.founded(matches[0], stories.story_id(matches[0].id)),
        routes=routes or Routes(severity={}),
        windows={},
        now=now,
    )


def alert(name: str = "story", *, headline: str = "Truce talks stalled, official says") -> Alert:
    return Alert(
        id=AlertId(f"{name}:new"),
        story=StoryId(name),
        phase="new",
        reason="new story",
        severity=Severity.HIGH,
        title="Truce talks stalled",
        rules=(RuleId("talks-stalled"),),
        headline=headline,
        excerpt="A Palestinian official said the talks had stalled.",
        outlet="BBC",
        link="https://news.example/talks",
        published=NOW - timedelta(minutes=3),
        fetched=NOW,
        evidence=(Evidence(field="title", start=6, end=19, text="talks stalled", term="talks stalled"),),
        raised=NOW,
    )


def channel(
    name: str = "desk",
    *,
    url: str = "console://",
    fallback: str | None = None,
    on_ambiguous: OnAmbiguous = OnAmbiguous.RESEND,
    stale_after: timedelta = timedelta(hours=2),
) -> Channel:
    return Channel(
        name=ChannelName(name),
        url=Secret(url),
        fallback=ChannelName(fallback) if fallback else None,
        on_ambiguous=on_ambiguous,
        stale_after=stale_after,
    )
