"""What keeps a match from being told at all, whatever its story. Each has a reason and says its figures."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from monitor.core.alerts import Reason
from monitor.core.channels import Routes
from monitor.core.durations import show
from monitor.core.ids import RuleId
from monitor.core.matching import Match
from monitor.core.stories.arrival import Arrival
from monitor.core.stories.story import Story

Inhibited = Mapping[RuleId, tuple[datetime, datetime]]


class Obstacle(NamedTuple):
    """Why a match is not told, in a word and in words."""

    reason: Reason
    detail: str


def obstacle(
    match: Match, arrival: Arrival, story: Story, *, routes: Routes, now: datetime
) -> Obstacle | None:
    """The first thing in the way; None if there is nothing. story: with what this article inhibits."""
    if match.id in arrival.decided:
        return Obstacle(Reason.DUPLICATE, "this rule has judged this very text before")
    late = _lateness(match)
    if late is not None:
        most = match.policy.max_age or late
        return Obstacle(Reason.LATE, f"published {show(late)} before it was seen; max_age is {show(most)}")
    if not routes.channels(match.policy.severity, match.policy.channels):
        return Obstacle(Reason.NO_CHANNEL, "its rule names no channel, and no route leads anywhere")
    span = story.inhibited.get(match.rule)
    if span is not None and span[0] <= now < span[1]:
        return Obstacle(
            Reason.INHIBITED, f"quiet for {show(span[1] - now)} more: a rule that inhibits it has fired"
        )
    return None


def inhibited(matches: Iterable[Match], before: Inhibited, now: datetime) -> Inhibited:
    """Which rules stay quiet about a story from now on, and until when. A match that is late inhibits nothing."""
    quiet = {rule: span for rule, span in before.items() if span[0] <= now < span[1]}
    for match in matches:
        if _lateness(match) is None:
            until = now + match.policy.inhibits_for
            for rule in match.policy.inhibits:
                known = quiet.get(rule)
                quiet[rule] = (now, max(until, known[1]) if known else until)
    return quiet


def _lateness(match: Match) -> timedelta | None:
    """How old the article was when it was first seen, if that is too old. One without a date is never late."""
    most, published = match.policy.max_age, match.article.published
    if most is None or published is None:
        return None
    age = match.article.fetched - published
    return age if age > most else None
