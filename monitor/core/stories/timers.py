"""What becomes of a story, or of a rule, when the time is over that something waited for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from monitor.core.alerts import Alert, Reason, collected
from monitor.core.ids import RuleId
from monitor.core.policies import Corroborate, Otherwise
from monitor.core.stories import corroboration, telling, throttling
from monitor.core.stories.outcome import Outcome, Ruling
from monitor.core.stories.story import Draft, Story
from monitor.core.stories.throttling import RuleWindow

_MORE = "told when the time between two messages was over"


def fire(story: Story, timer: str, *, now: datetime) -> Outcome:
    """A timer of one story goes off: confirm, update or forget. A story that has become another has no more to say."""
    kind, _, rest = timer.partition(":")
    if kind == "forget":
        return Outcome(story=story.id, forgotten=story.id)
    if kind == corroboration.TIMER:
        return _unconfirmed(story, RuleId(rest.partition(":")[2]), now)
    return _window_over(story, now)


def fire_rule(window: RuleWindow, held: Sequence[Story], *, now: datetime) -> Outcome:
    """The window of a rule is over: what was held back in it is told as one, and the next window is longer.

    held: the stories named in the window, those that are still kept.
    """
    waiting, told = _still_due(held)
    if not waiting or window.open is None:
        return Outcome(
            story=None,
            stories=tuple(told),
            rulings=_told_meanwhile(held, told),
            windows=(window.closed(),),
        )
    following = window.open.after_holding()
    if len(waiting) == 1 and not window.more:
        ((story, draft),) = waiting
        after, alert = telling.told_later(replace(story, pending=None), draft, now=now)
        stories = [after]
        reached = draft.channels
    else:
        reached = tuple(dict.fromkeys(name for _, draft in waiting for name in draft.channels))
        alert = collected(
            [draft.alert for _, draft in waiting],
            rule=window.rule,
            number=window.number,
            more=window.more,
            now=now,
        )
        stories = [
            telling.remembered(replace(story, pending=None), draft, alert, reached=draft.channels, now=now)
            for story, draft in waiting
        ]
    return Outcome(
        story=stories[0].id,
        stories=(*stories, *told),
        rulings=(
            *_later([draft for _, draft in waiting], alert, Reason.THROTTLE),
            *_told_meanwhile(held, told),
        ),
        alert=alert,
        channels=reached,
        timers={throttling.rule_timer(window.rule): following.period},
        windows=(window.opened(following),),
    )


def _still_due(held: Sequence[Story]) -> tuple[list[tuple[Story, Draft]], list[Story]]:
    """Those with something to tell, with that; and those that were told by other rules, with nothing left."""
    waiting, told = [], []
    for story in held:
        if story.pending is not None:
            draft = telling.due(story.pending, story)
            if draft is not None:
                waiting.append((story, draft))
            else:
                told.append(replace(story, pending=None))
    return waiting, told


def _told_meanwhile(before: Sequence[Story], after: Sequence[Story]) -> tuple[Ruling, ...]:
    names = {story.id for story in after}
    return tuple(
        ruling
        for story in before
        if story.id in names and story.pending is not None
        for ruling in _nothing_left(story.pending, Reason.THROTTLE)
    )


def _nothing_left(draft: Draft, before: Reason) -> tuple[Ruling, ...]:
    return tuple(
        Ruling(
            rule=rule,
            match=None,
            origin=origin,
            reason=Reason.TOLD,
            detail="its story was told meanwhile, and nothing is left to add",
            before=before,
        )
        for rule, origin in draft.origins
    )


def _unconfirmed(story: Story, rule: RuleId, now: datetime) -> Outcome:
    """Nobody else said it in time."""
    draft = story.waiting.get(rule)
    if draft is None:
        return Outcome(story=story.id)
    left = {other: waits for other, waits in story.waiting.items() if other != rule}
    story = replace(story, waiting=left)
    asked = draft.corroborate or Corroborate(outlets=2, within=now - now)
    note = corroboration.too_few(story, rule, asked)
    if asked.otherwise is Otherwise.DROP:
        rulings = tuple(
            Ruling(
                rule=each, match=None, origin=origin, reason=Reason.UNCONFIRMED, detail=f"{note}: not told",
                before=Reason.CORROBORATION,
            )
            for each, origin in draft.origins
        )  # fmt: skip
        return Outcome(story=story.id, stories=(story,), rulings=rulings)
    notes = "; ".join(filter(None, (note, draft.alert.note)))
    flagged = telling.due(replace(draft, alert=replace(draft.alert, note=notes)), story)
    if flagged is None:
        return Outcome(story=story.id, stories=(story,), rulings=_nothing_left(draft, Reason.CORROBORATION))
    after, alert = telling.told_later(story, flagged, now=now)
    after = replace(after, unconfirmed={**after.unconfirmed, rule: asked.outlets})
    timers = {}
    if draft.window is not None and after.window is None:
        after = replace(after, window=draft.window)
        timers[throttling.story_timer(story.id)] = draft.window.period
    return Outcome(
        story=story.id,
        stories=(after,),
        rulings=_later([flagged], alert, Reason.CORROBORATION, note),
        alert=alert,
        channels=flagged.channels,
        timers=timers,
    )


def _window_over(story: Story, now: datetime) -> Outcome:
    """What was held back is told, and the next window is longer; nothing was: the next message goes out at once."""
    window = story.window
    pending = telling.due(story.pending, story) if story.pending is not None else None
    if window is None or pending is None:
        nothing = _nothing_left(story.pending, Reason.THROTTLE) if story.pending is not None else ()
        quiet = replace(story, window=None, pending=None)
        return Outcome(story=story.id, stories=(quiet,), rulings=nothing)
    following = window.after_holding()
    after, alert = telling.told_later(replace(story, pending=None, window=following), pending, now=now)
    return Outcome(
        story=story.id,
        stories=(after,),
        rulings=_later([pending], alert, Reason.THROTTLE),
        alert=alert,
        channels=pending.channels,
        timers={throttling.story_timer(story.id): following.period},
    )


def _later(drafts: Sequence[Draft], alert: Alert, before: Reason, detail: str = _MORE) -> tuple[Ruling, ...]:
    """The matches that were held back are told now. One alert stands for one match: the others stay counted."""
    origins = [origin for draft in drafts for origin in draft.origins]
    return tuple(
        Ruling(
            rule=rule,
            match=None,
            origin=origin,
            reason=Reason.LATER if number == 0 else Reason.TOGETHER,
            detail=detail,
            alert=alert.id,
            before=before,
        )
        for number, (rule, origin) in enumerate(origins)
    )
