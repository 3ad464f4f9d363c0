"""A story is what is told once: the articles of one event, whatever rule they matched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.core.alerts import Alert
from monitor.core.channels import Severity
from monitor.core.ids import AlertId, ArticleId, ChannelName, MatchId, RuleId, StoryId, digest
from monitor.core.matching import Match
from monitor.core.policies import Change, Corroborate

MOST_VOICES = 40  # kept by name; the last milestone is thirty
MOST_TOLD = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the decision about a match is written down: beside its article, in this hour of the archive."""

    hour: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One who tells the story on his own account.

    sources: his owner and the agencies he credits; who shares one with him is no second voice. rules: those that his
    articles matched.
    """

    outlet: str
    sources: tuple[str, ...]
    tier: int
    at: datetime
    rules: tuple[RuleId, ...]
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An alert as it would be told, to whom, and what it would tell of.

    origins: its matches, each a rule and where its decision lies. phases: all it makes of the story, the first is that
    of the alert. figures: the numbers it tells, by rule. window: what it opens once it is told. when: the
    changes that its rule wants told; corroborate: what it waits for, if it waits for another source.
    """

    alert: Alert
    channels: tuple[ChannelName, ...]
    origins: tuple[tuple[RuleId, Origin], ...]
    phases: tuple[str, ...]
    figures: Mapping[RuleId, int] = field(default_factory=dict)
    window: "Window | None" = None
    when: tuple[Change, ...] = ()
    corroborate: Corroborate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Until its timer goes off nothing is told. It doubles up to most with each time that something was held back."""

    period: timedelta
    most: timedelta | None = None

    def after_holding(self) -> "Window":
        """The window that follows one in which something was held back."""
        longer = self.period if self.most is None else max(self.period, min(self.period * 2, self.most))
        return Window(period=longer, most=self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was told of a story: the phase of an alert, its id and when."""

    phase: str
    alert: AlertId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What is known of a story, and what was told of it. Its id, that of the founding match, never changes.

    headline, outlet and link are those of the article that founded it. articles: how many tell it; voices: who tells it
    independently. rules and severity: what was told; first: to whom, each with the first alert he got. figures: the
    number last told, by rule. held: matches that were not told since the last message.
    waiting: what waits for a second source, by rule; unconfirmed: rules that were told on too few, with how many are
    needed. window: the time in which nothing is told, with pending, what is told when it is over.
    inhibited: rules that stay quiet, each from when until when. merged_into: the story that this one has become.
    """

    id: StoryId
    article: ArticleId
    headline: str
    outlet: str
    link: str
    begun: datetime
    latest: datetime
    articles: int = 0
    voices: tuple[Voice, ...] = ()
    severity: Severity | None = None
    rules: tuple[RuleId, ...] = ()
    first: Mapping[ChannelName, AlertId] = field(default_factory=dict)
    told: tuple[Told, ...] = ()
    figures: Mapping[RuleId, int] = field(default_factory=dict)
    milestone: int = 1
    held: int = 0
    waiting: Mapping[RuleId, Draft] = field(default_factory=dict)
    unconfirmed: Mapping[RuleId, int] = field(default_factory=dict)
    window: Window | None = None
    pending: Draft | None = None
    inhibited: Mapping[RuleId, tuple[datetime, datetime]] = field(default_factory=dict)
    merged: tuple[StoryId, ...] = ()
    merged_into: StoryId | None = None

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who tells it independently, the first first."""
        return tuple(dict.fromkeys(voice.outlet for voice in self.voices))

    def has_told(self, phase: str) -> bool:
        return any(told.phase == phase for told in self.told)


def story_id(founding: MatchId) -> StoryId:
    """The name of the story that begins with this match."""
    return StoryId(digest("story", founding))


def founded(match: Match, name: StoryId) -> Story:
    """The story of this name that begins with this match; nothing is told of it yet."""
    article = match.article
    return Story(
        id=name,
        article=article.id,
        headline=article.title,
        outlet=article.outlet,
        link=article.link,
        begun=article.fetched,
        latest=article.fetched,
    )
