"""Waiting for a second source."""

from datetime import timedelta

from monitor.core.durations import show
from monitor.core.ids import RuleId, StoryId
from monitor.core.matching import Match
from monitor.core.policies import Corroborate
from monitor.core.stories.story import Story, Voice

TIMER = "confirm"


def timer(story: StoryId, rule: RuleId) -> str:
    """The timer that ends the wait of this rule."""
    return f"{TIMER}:{story}:{rule}"


def missing(match: Match, story: Story) -> str:
    """What has to come before this match may be told, in words; "" when nothing has to."""
    asked = match.policy.corroborate
    if asked is None or _is_trusted(asked, _heard(match, story)):
        return ""
    count = len(_heard(match, story))
    if count >= asked.outlets:
        return ""
    return f"{count} of {asked.outlets} independent outlets; waits {show(asked.within)} for the others"


def too_few(story: Story, rule: RuleId, asked: Corroborate) -> str:
    """The mark of an alert that is told all the same: "one outlet only"."""
    count = max(1, sum(rule in voice.rules for voice in story.voices))
    return "one outlet only" if count == 1 else f"{count} of {asked.outlets} outlets only"


def _heard(match: Match, story: Story) -> tuple[Voice, ...]:
    """Those whose articles matched this rule within the time that counts, as seen from this article."""
    asked = match.policy.corroborate
    since = match.article.fetched - (asked.within if asked else timedelta())
    return tuple(voice for voice in story.voices if match.rule in voice.rules and voice.at >= since)


def _is_trusted(asked: Corroborate, voices: tuple[Voice, ...]) -> bool:
    return asked.or_tier is not None and any(voice.tier <= asked.or_tier for voice in voices)
