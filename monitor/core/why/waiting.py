"""What of a story still waits, and until when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.core.ids import RuleId
from monitor.core.policies import Otherwise
from monitor.core.reports import StoryReport
from monitor.core.stories import Draft, Story, corroboration, throttling

TOLD, WAITING, HELD, QUIET = "told", "waits for a second outlet", "held back", "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """Something that is not over. rules: whose; until: when it ends at the latest, None where only news ends it."""

    kind: str
    rules: tuple[RuleId, ...]
    words: str
    until: datetime | None


def state(story: Story) -> str:
    """How a story stands, in a word or a few."""
    if story.pending is not None:
        return HELD
    if story.waiting:
        return WAITING
    return TOLD if story.first else QUIET


def pending(report: StoryReport, *, now: datetime) -> tuple[Pending, ...]:
    """All that waits."""
    return tuple(_all(report, now))


def _all(report: StoryReport, now: datetime) -> Iterator[Pending]:
    story, due = report.story, report.due
    for rule, draft in story.waiting.items():
        until = due.get(corroboration.timer(story.id, rule))
        words = f"waits for a second source: {_heard(story, rule, draft)}"
        yield Pending(kind="corroboration", rules=(rule,), words=words, until=until)
    if story.pending is not None:
        rules = story.pending.alert.rules
        names = [throttling.story_timer(story.id), *map(throttling.rule_timer, rules)]
        until = max((due[name] for name in names if name in due), default=None)
        words = f"held back until the next message is due: {story.pending.alert.reason}"
        yield Pending(kind="throttle", rules=rules, words=words, until=until)
    elif story.window is not None:
        words = "the next message about this story is due then, or later news waits"
        until = due.get(throttling.story_timer(story.id))
        yield Pending(kind="window", rules=(), words=words, until=until)
    for rule, needed in story.unconfirmed.items():
        words = f"was told on too few; told as confirmed once {needed} independent outlets say it"
        yield Pending(kind="unconfirmed", rules=(rule,), words=words, until=None)
    for rule, (since, until) in story.inhibited.items():
        if since <= now < until:
            words = "is kept quiet about this story by a rule that fired"
            yield Pending(kind="inhibited", rules=(rule,), words=words, until=until)


def _heard(story: Story, rule: RuleId, draft: Draft) -> str:
    count = sum(rule in voice.rules for voice in story.voices)
    asked = draft.corroborate
    if asked is None:
        return f"{count} independent so far"
    after = "dropped" if asked.otherwise is Otherwise.DROP else "told, marked as such"
    return f"{count} of {asked.outlets} independent outlets; when the time is over it is {after}"
