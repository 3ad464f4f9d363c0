"""Waiting until the next message is due: about a story, or about all stories of a rule."""

from dataclasses import dataclass, replace
from datetime import timedelta

from monitor.core.ids import RuleId, StoryId
from monitor.core.policies import Per, Policy
from monitor.core.stories.story import Window

STORY_TIMER, RULE_TIMER = "update", "throttle"
_MOST_HELD = 50  # stories named in one digest; more are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleWindow:
    """A rule's own window. open: None while it may speak; number: how many it had, this one included.

    held: the stories that wait for it; more: how many more there were than can be named.
    """

    rule: RuleId
    number: int = 0
    open: Window | None = None
    held: tuple[StoryId, ...] = ()
    more: int = 0

    def opened(self, window: Window) -> "RuleWindow":
        """After a message."""
        return RuleWindow(rule=self.rule, number=self.number + 1, open=window)

    def holding(self, story: StoryId) -> "RuleWindow":
        """One more story has to wait."""
        if story in self.held:
            return self
        if len(self.held) >= _MOST_HELD:
            return replace(self, more=self.more + 1)
        return replace(self, held=(*self.held, story))

    def closed(self) -> "RuleWindow":
        """Nothing was held back in it: the next message goes out at once."""
        return RuleWindow(rule=self.rule, number=self.number)


def story_timer(story: StoryId) -> str:
    return f"{STORY_TIMER}:{story}"


def rule_timer(rule: RuleId) -> str:
    return f"{RULE_TIMER}:{rule}"


def rule_of(timer: str) -> RuleId | None:
    """Whose timer it is, if it is that of a rule."""
    kind, _, rule = timer.partition(":")
    return RuleId(rule) if kind == RULE_TIMER else None


def story_of(timer: str) -> StoryId:
    """Whose timer it is, if it is that of a story."""
    return StoryId(timer.split(":")[1])


def story_window(policy: Policy, *, is_update: bool) -> Window | None:
    """The window that a message about a story opens; None if the next one may follow at once."""
    throttle, every = policy.throttle, policy.update.every if is_update else None
    mine = throttle.every if throttle is not None and throttle.per is Per.STORY else None
    period = max((span for span in (mine, every) if span), default=timedelta())
    if not period:
        return None
    return Window(period=period, most=throttle.most if throttle is not None and mine else None)


def rule_window(policy: Policy) -> Window | None:
    """The window that a message opens for all stories of its rule."""
    throttle = policy.throttle
    if throttle is None or throttle.per is not Per.RULE:
        return None
    return Window(period=throttle.every, most=throttle.most)
