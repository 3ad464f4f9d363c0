"""What people ask about: the values behind status, lists and why. Read only, never the basis of a decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.core.alerts import Alert
from monitor.core.articles import Article
from monitor.core.ids import AlertId, ChannelName, DeliveryId, FeedId, RuleId


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """How a feed is doing. asked: its last poll ended; read: it last had a document; news: it last had a new article."""

    feed: FeedId
    asked: datetime | None = None
    read: datetime | None = None
    news: datetime | None = None
    due_in: timedelta | None = None
    failures: int = 0
    trouble: str = ""
    detail: str = ""
    moved_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """Where a delivery stands. state: waiting, sending, retry, sent, held, dead, moved, digested or dropped."""

    id: DeliveryId
    alert: AlertId
    channel: ChannelName
    state: str
    attempts: int
    created: datetime
    changed: datetime | None = None
    detail: str = ""
    repeat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertReport:
    """An alert with what became of it on every channel."""

    alert: Alert
    deliveries: tuple[DeliveryReport, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the match stage recorded: rules that fired with their words, or why nothing was handed on."""

    matched: tuple[tuple[RuleId, tuple[str, ...]], ...] = ()
    suppressed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRecord:
    """What the desk made of one rule's match: its reason, and the alert if there is one."""

    rule: RuleId
    reason: str
    alert: AlertId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """An article of the archive with everything recorded about it. verdict None: not judged yet."""

    article: Article
    verdict: Verdict | None
    desk: tuple[DeskRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DaemonReport:
    """One running process, as it described itself last. problems: mistakes in rule files it could not follow.

    word: the random word of its start, which its leases carry.
    """

    name: str
    pid: int
    roles: tuple[str, ...]
    started: datetime
    seen: datetime
    feeds: int
    rules: int
    fingerprint: str
    problems: tuple[str, ...] = ()
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """Who works what at this moment, by the word of the process. feeds counts those being polled."""

    desk: str | None = None
    channels: Mapping[ChannelName, str] = field(default_factory=dict)
    feeds: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """For how long the oldest work has been waiting that could be done: feeds that are due, entries, deliveries due."""

    feeds: timedelta = timedelta(0)
    articles: timedelta = timedelta(0)
    matches: timedelta = timedelta(0)
    deliveries: timedelta = timedelta(0)
