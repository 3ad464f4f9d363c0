"""What the desk decided, all of it: what is written down in one step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from monitor.core.alerts import Alert, Reason
from monitor.core.ids import AlertId, ChannelName, MatchId, RuleId, StoryId
from monitor.core.stories.story import Origin, Story
from monitor.core.stories.throttling import RuleWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What became of one match, and why. alert is the one that tells of it, if any does.

    before: what the match was held back for until now, of one that was decided earlier.
    """

    rule: RuleId
    match: MatchId | None
    origin: Origin
    reason: Reason
    detail: str = ""
    alert: AlertId | None = None
    before: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """stories as they are afterwards; timers to set, with their delays, and to cancel; what is told, and to whom."""

    story: StoryId | None
    stories: tuple[Story, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    alert: Alert | None = None
    channels: tuple[ChannelName, ...] = ()
    timers: Mapping[str, timedelta] = field(default_factory=dict)
    cancelled: tuple[str, ...] = ()
    windows: tuple[RuleWindow, ...] = ()
    forgotten: StoryId | None = None
