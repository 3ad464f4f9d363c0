"""What a rule asks the desk to do with its matches. All of it travels with the match: the desk reads no rule files."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from monitor.core.channels import Severity
from monitor.core.ids import ChannelName, RuleId


class Change(StrEnum):
    """What can change about a story that was told."""

    OUTLETS = "outlets"  # three, ten, thirty independent ones tell it
    NUMBER = "number"  # its figure moved by the step
    EDIT = "edit"  # a headline was rewritten
    SEVERITY = "severity"  # a more severe rule fired than the one that was told
    RULE = "rule"  # another rule fired
    MERGE = "merge"  # two stories that were told turned out to be one


class Otherwise(StrEnum):
    """What becomes of a story that too few outlets told in time."""

    FLAG = "flag"  # told, marked as coming from one outlet only
    DROP = "drop"


class Per(StrEnum):
    """What a throttle counts together."""

    STORY = "story"
    RULE = "rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Corroborate:
    """Hold a story until so many independent outlets told it within that time; one of or_tier or better is enough."""

    outlets: int
    within: timedelta
    or_tier: int | None = None
    otherwise: Otherwise = Otherwise.FLAG


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Which changes of a told story are told again. number: the step of its figure; every: at most one in that time."""

    when: tuple[Change, ...] = tuple(Change)
    number: int = 1
    every: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttle:
    """At most one message per period; it doubles, up to most, each time that something was held back in it."""

    per: Per = Per.STORY
    every: timedelta
    most: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Of one rule. update: without `update`, a story is told again when a more severe rule or another one fires for it.

    inhibits: while this rule has fired for a story, and for so long, those stay quiet about it.
    max_age: an article published longer than that before it was first seen is late.
    """

    title: str
    severity: Severity = Severity.MEDIUM
    channels: tuple[ChannelName, ...] = ()
    corroborate: Corroborate | None = None
    update: Update = Update(when=(Change.SEVERITY, Change.RULE))
    throttle: Throttle | None = None
    max_age: timedelta | None = None
    inhibits: tuple[RuleId, ...] = ()
    inhibits_for: timedelta = timedelta(hours=2)

    @property
    def is_throttled_as_a_whole(self) -> bool:
        """Whether its stories share one throttle."""
        return self.throttle is not None and self.throttle.per is Per.RULE
