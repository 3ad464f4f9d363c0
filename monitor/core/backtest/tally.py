"""What a backtest reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from monitor.core.ids import ArticleId, RuleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An article that stands for others. title and outlet are the feed's words: untrusted.

    at: when it came. words: what matched; of a near miss: what it lacks.
    """

    id: ArticleId
    at: datetime
    outlet: str
    title: str
    link: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """Articles that one thing keeps a rule from. capped: counting stopped there.

    lacks: how many, by what they lack, or by the guard that blocks them: most first.
    """

    articles: int = 0
    capped: bool = False
    lacks: Mapping[str, int] = field(default_factory=dict)
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One rule over the archive. An article counts once, however many feeds brought it and however often it was edited.

    days: by the day on which its first text that matches came; days without one are left out. outlets: most first.
    told, suppressed (by reason), waiting and unmatched say what became of these articles at the time, and sum to them:
    unmatched ones no rule of this id had matched. blocked and missed are others: those that only a guard keeps the rule
    from, and those that lack one thing.
    """

    rule: RuleId
    articles: int = 0
    days: Mapping[date, int] = field(default_factory=dict)
    outlets: Mapping[str, int] = field(default_factory=dict)
    samples: tuple[Sample, ...] = ()
    told: int = 0
    suppressed: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0
    unmatched: int = 0
    blocked: Missed = Missed()
    missed: Missed = Missed()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Articles that one version of a rule fires on and the other does not. samples: the newest."""

    articles: int = 0
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A rule against its other version. in_both: both rule sets have it; changed: they do not mean the same by it."""

    rule: RuleId
    in_both: bool
    changed: bool
    fires_now: Difference = Difference()
    no_longer: Difference = Difference()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """articles: how many different ones were judged; texts: with their other feeds and edits. first, last: when they
    came. compared: None where nothing was to compare with."""

    articles: int
    texts: int
    first: datetime | None
    last: datetime | None
    tallies: tuple[Tally, ...]
    compared: tuple[Comparison, ...] | None = None
