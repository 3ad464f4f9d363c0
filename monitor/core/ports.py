"""What the pipeline needs from the outside world. Fakes of the small ones are in monitor/testing.py.

The store has no fake: its promises are its scripts, and a real server starts in 50 ms wherever the tests run.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import Protocol, Self, TypeVar

from monitor.core import deliveries
from monitor.core.alerts import Alert
from monitor.core.articles import Article
from monitor.core.channels import Channel
from monitor.core.deliveries import Condition, DeadLetter, Delivery, MoveTo, SendResult, State
from monitor.core.feeds import FetchResult, Validators
from monitor.core.grouping import Grouping, Placement
from monitor.core.ids import ArticleId, ChannelName, FeedId, MatchId, RuleId, StoryId
from monitor.core.leases import (
    Claim,
    Claimed,
    FeedLease,
    Judged,
    Overdue,
    Place,
    PollCounts,
    PollOutcome,
    Received,
    Stranded,
)
from monitor.core.matching import Matches
from monitor.core.parsing import Parsed
from monitor.core.rendering import Message
from monitor.core.stories import Outcome, RuleWindow, Story

T = TypeVar("T")


class Clock(Protocol):
    """Wall time, aware UTC: for texts and dates only. Leases and due times use the store's clock."""

    def now(self) -> datetime: ...


class Fetcher(Protocol):
    """HTTP. Never raises for trouble on the other side; cancellation passes through."""

    async def fetch(self, url: str, validators: Validators) -> FetchResult: ...


class Parser(Protocol):
    """Bytes to entries, within a limit of time and memory. Raises ParseFailed."""

    async def parse(self, body: bytes, *, url: str, content_type: str | None) -> Parsed: ...


class Languages(Protocol):
    """Guesses the language of a text. Called in any thread; never raises."""

    def detect(self, title: str, lead: str) -> str | None:
        """A primary subtag (RFC 5646); None when in doubt. May take a moment the first time."""


class Sender(Protocol):
    """One channel. Called in that channel's own thread; never raises for trouble on the other side."""

    def send(self, message: Message) -> SendResult: ...


class FeedTable(Protocol):
    """When each feed is due, and what is remembered of it."""

    async def sync(self, feeds: Sequence[tuple[FeedId, timedelta]]) -> int:
        """Schedule feeds that are new (each within its spread), drop those that are gone; how many went."""

    async def claim(self, limit: int) -> tuple[FeedLease, ...]: ...

    async def renew(self, leases: Sequence[FeedLease]) -> frozenset[FeedId]:
        """Keep leases alive; the feeds whose lease was lost."""

    async def postpone(self, leases: Sequence[FeedLease], delay: timedelta) -> None:
        """Give leases back unused; their feeds are due again after delay."""

    async def commit_poll(self, lease: FeedLease, outcome: PollOutcome) -> PollCounts | None:
        """All of a poll or nothing; None when the lease was lost."""


class Attempt(Protocol):
    """Work on one entry; true inside unless the entry has just been given up."""

    async def __aenter__(self) -> bool: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Inbox(Protocol[T]):
    """The reading end of a stream. After open() the entries left pending come first, one attempt each."""

    async def open(self) -> Self: ...

    async def read(self) -> Sequence[Received[T]]:
        """Waits up to two seconds for the first entry; () when none came."""

    def attempt(self, received: Received[T]) -> Attempt: ...


class ArticleInbox(Inbox[Article], Protocol):
    async def advance(self, judged: Sequence[Judged]) -> tuple[bool, ...]:
        """The articles leave the match stage with their verdicts, each by itself; False: somebody else advanced it.

        When the store goes away half-way, those that were advanced are, and the others stay pending.
        """


class Desk(Protocol):
    """Decisions. Every write shows the lease and the version it was computed from."""

    async def take(self) -> int | None:
        """Take or renew the lease: the desk version, or None while another daemon holds it."""

    async def release(self) -> None: ...

    async def grouping(self) -> Grouping:
        """All live stories by their words, as they were written down."""

    async def holding(self, articles: Sequence[ArticleId]) -> dict[ArticleId, StoryId]:
        """Those of these that a story holds, each with the name of it."""

    async def story(self, story: StoryId) -> Story | None:
        """The story of this name, or the one it has become; None when it is forgotten."""

    async def kept(self, story: StoryId) -> Story | None:
        """The story of this very name, also when it has become another."""

    async def decided(self, story: StoryId, matches: Sequence[MatchId]) -> frozenset[MatchId]:
        """Those of these matches that the story holds."""

    async def windows(self, rules: Sequence[RuleId]) -> Mapping[RuleId, RuleWindow]:
        """Of rules that are throttled as a whole, and have spoken."""

    async def articles(self, places: Sequence[Place]) -> tuple[Article | None, ...]:
        """What lies there in the archive; None for what is not kept any more."""

    async def commit_alert(
        self, received: Received[Matches], *, version: int, outcome: Outcome, placement: Placement | None
    ) -> int:
        """The new version. Raises LeaseLost or VersionMoved, and then nothing was written."""

    async def due_timers(self) -> tuple[str, ...]: ...

    async def fire_due(self, timer: str, *, version: int, outcome: Outcome) -> int:
        """A timer goes off and brings what it brings: the new version, or LeaseLost, VersionMoved."""

    async def notice(self, alert: Alert, channel: ChannelName) -> bool:
        """Tell the operator; False when this very notice was raised before."""


class Outbox(Protocol):
    """One queue per channel."""

    async def claim(self, channel: Channel) -> Claim: ...

    async def renew(self, claimed: Claimed) -> bool: ...

    async def finish(
        self, claimed: Claimed, after: deliveries.Decision, condition: Condition | None = None
    ) -> bool:
        """Record what became of a send, and of its channel unless condition is None; False when the claim is lost."""

    async def receipt(self, story: StoryId, channel: ChannelName) -> str | None:
        """Of the first message of this story that the channel took, if it gives receipts."""

    async def catch_up(self, channel: ChannelName, digest: Alert, overdue: Overdue) -> int: ...

    async def divert(
        self, channel: ChannelName, members: Sequence[tuple[Delivery, MoveTo | DeadLetter]]
    ) -> int:
        """These leave the queue of this channel; how many of them still could."""

    async def channels(self) -> frozenset[ChannelName]:
        """All that ever had a delivery."""

    async def orphans(self, channel: ChannelName) -> Stranded:
        """What waits on a channel that nobody works; with its lease, if there is anything."""

    async def conditions(self, names: Iterable[ChannelName]) -> dict[ChannelName, Condition]:
        """Of those that are not simply working; rest is not told."""

    async def tell_operator(
        self, notice: Alert, through: ChannelName, *, about: ChannelName, state: State
    ) -> bool:
        """A word about a channel in this state; False when this very word was told before."""

    async def release(self, channel: ChannelName) -> None: ...
