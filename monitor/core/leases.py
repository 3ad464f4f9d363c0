"""Claims on shared work. The holder proves itself by its token; every write that follows shows it again."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from monitor.core.alerts import Alert
from monitor.core.articles import Article, Keyed, Recognition
from monitor.core.deliveries import Condition, Delivery
from monitor.core.feeds import Trouble, Validators
from monitor.core.ids import ArticleId, ChannelName, FeedId
from monitor.core.matching import Blocked, Matches

LEASE = timedelta(seconds=6)  # all leases; none is sized by the longest fetch or send
RENEWAL = timedelta(seconds=2)
ORPHANED_AFTER = timedelta(minutes=1)  # without its channel in the configuration; restarts take seconds
SEND_LIMIT = timedelta(seconds=60)  # renewal of a send stops here: then nobody knows whether it arrived


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLease:
    """The right to poll one feed, with all that lets this poll skip work."""

    feed: FeedId
    token: str
    validators: Validators
    body_hash: str | None = None
    failures: int = 0
    since_news: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PollOutcome:
    """What commit_poll writes. articles are newest first; length counts the entries of the document.

    backlog: of a feed never read before, how many of the newest count as news (None: all of them).
    recognition: what the articles are known by; None when there are none.
    """

    delay: timedelta
    validators: Validators
    body_hash: str | None = None
    failures: int = 0
    trouble: Trouble | None = None
    detail: str = ""
    parsed: bool = False
    length: int = 0
    articles: tuple[Keyed, ...] = ()
    backlog: int | None = None
    moved_to: str | None = None
    recognition: Recognition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PollCounts:
    """What the store made of the articles of one poll.

    Of the new ones: backlog stood in the feed at its first poll, backfill are from before its last good poll; neither
    is told. overflow came when every article of the document was new: others may have come and gone unseen.
    rotated: of the known and edited ones, those that came with other ids and were known by their link or title alone.
    """

    new: int
    edited: int
    known: int
    backlog: int
    rotated: int = 0
    backfill: int = 0
    overflow: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """Articles that were held back as backfill: handed on as new, and those that the archive has dropped meanwhile."""

    handed_on: int
    dropped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """The right to send one delivery. now is the store's clock at the claim; condition that of the channel."""

    delivery: Delivery
    alert: Alert
    token: str
    now: datetime
    condition: Condition = field(default_factory=Condition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """Deliveries that waited so long that one digest should take them all: those whose news came before.

    total counts them; alerts are the oldest of them, as many as a digest can name.
    """

    alerts: tuple[Alert, ...]
    total: int
    before: datetime
    now: datetime
    condition: Condition = field(default_factory=Condition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranded:
    """Deliveries that this channel does not come to. fallback: of a channel that left the configuration, its last."""

    members: tuple[Delivery, ...]
    now: datetime
    condition: Condition = field(default_factory=Condition)
    fallback: ChannelName | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Idle:
    """Nothing is due; next_in says when something will be, as far as is known."""

    next_in: timedelta | None = None
    now: datetime | None = field(default=None, compare=False)
    condition: Condition = field(default_factory=Condition)


@dataclass(frozen=True, slots=True)
class Busy:
    """Another sender works this channel."""


Claim = Claimed | Overdue | Stranded | Idle | Busy


T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an article lies in the archive; the hour travels with everything that comes of it."""

    hour: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Received(Generic[T]):
    """An entry taken from a stream, pending until it is handed over. redelivered: somebody had it before.

    Of an article that was known and has another text now: before is where that text lies; known_as is the id under
    which it was kept then, which differs from its own when its feed gave it another guid.
    """

    entry: str
    value: T
    place: Place
    redelivered: bool = False
    before: Place | None = None
    known_as: ArticleId | None = None

    @property
    def edited(self) -> bool:
        return self.before is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An article and what the rules made of it. blocked: rules that a guard kept from firing; nobody is told of them."""

    received: Received[Article]
    matches: Matches
    blocked: tuple[Blocked, ...] = ()
