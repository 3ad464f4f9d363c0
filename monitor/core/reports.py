"""What people ask about: the values behind status, lists and why. Read only, never the basis of a decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.core.alerts import Alert
from monitor.core.articles import Article, Recognition
from monitor.core.grouping import Likeness, Merge, Part
from monitor.core.ids import AlertId, ArticleId, ChannelName, DeliveryId, FeedId, RuleId, StoryId
from monitor.core.stories import Origin, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """How a feed is doing. asked: its last poll ended; read: it last had a document; news: it last had a new article.

    overflow: every article of it was new for the last time, so that some may have been missed. held: how many articles
    are held back as backfill. recognition: what its articles are known by; None while nobody knows.
    """

    feed: FeedId
    asked: datetime | None = None
    read: datetime | None = None
    news: datetime | None = None
    due_in: timedelta | None = None
    failures: int = 0
    trouble: str = ""
    detail: str = ""
    moved_to: str = ""
    overflow: datetime | None = None
    held: int = 0
    recognition: Recognition | None = None


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
class Label:
    """What a reader thought of an alert, in a word (good, wrong, duplicate, late), with a note of his."""

    word: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertReport:
    """An alert with what became of it on every channel, and what a reader thought of it."""

    alert: Alert
    deliveries: tuple[DeliveryReport, ...]
    label: Label | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A rule that a guard kept from firing. kind: as in core/guards; cue and words: as they stood in the article."""

    rule: RuleId
    kind: str
    cue: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the match stage recorded: rules that fired with their words, those blocked, or why nothing was handed on."""

    matched: tuple[tuple[RuleId, tuple[str, ...]], ...] = ()
    blocked: tuple[Block, ...] = ()
    suppressed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRecord:
    """What the desk made of one rule's match: its reason with figures, its story, and the alert if there is one."""

    rule: RuleId
    reason: str
    detail: str = ""
    story: StoryId | None = None
    alert: AlertId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Why an article belongs to its story: see grouping.Placement.

    story: the one after what merged. score: 0 for a story that it founded; else the terms sum to it.
    """

    story: StoryId
    is_new: bool
    score: float
    needed: float
    terms: tuple[Part, ...]
    nearest: Likeness | None = None
    merged: tuple[Merge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """An article of the archive with everything recorded about it. verdict None: not judged yet.

    placed: None where its words did not decide, because no rule matched or its story held it already.
    """

    article: Article
    verdict: Verdict | None
    desk: tuple[DeskRecord, ...] = ()
    placed: Placed | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article of a story. reasons: what the desk said when it came, by rule; record: None once the archive dropped it."""

    id: ArticleId
    origin: Origin
    title: str
    outlet: str
    link: str
    fetched: datetime
    reasons: Mapping[RuleId, str]
    record: Archived | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryReport:
    """A story as it is kept. live: articles may still join it. due: when its timers go off, by their names.

    members: in the order in which they came; () where only the story was asked for.
    """

    story: Story
    live: bool
    due: Mapping[str, datetime] = field(default_factory=dict)
    members: tuple[Member, ...] = ()


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
