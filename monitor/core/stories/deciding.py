"""What the desk makes of an article's matches. A pure function of the matches, their story, its history and now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.core.alerts import NEW, Alert, Reason
from monitor.core.channels import Routes
from monitor.core.durations import show
from monitor.core.ids import ChannelName, RuleId
from monitor.core.matching import Match
from monitor.core.stories import corroboration, telling, throttling
from monitor.core.stories.arrival import Arrival
from monitor.core.stories.changes import News, news
from monitor.core.stories.merging import Merger
from monitor.core.stories.obstacles import inhibited, obstacle
from monitor.core.stories.outcome import Outcome, Ruling
from monitor.core.stories.story import MOST_VOICES, Story, Window
from monitor.core.stories.throttling import RuleWindow
from monitor.core.stories.voices import sharing

_TOLD_AS = {NEW: Reason.NEW, "confirmed": Reason.CONFIRMED}


def decide(
    arrival: Arrival,
    story: Story,
    *,
    merging: Sequence[Story] = (),
    routes: Routes,
    windows: Mapping[RuleId, RuleWindow],
    now: datetime,
) -> Outcome:
    """Every match gets its ruling, and all that is worth telling becomes one alert.

    story: the one the article belongs to, as it was before; merging: those that it turned out to be as well.
    windows: of rules that are throttled as a whole.
    """
    whole = Merger.of(story, merging)
    desk = _Desk(
        arrival,
        joined(arrival, whole.story, now),
        windows,
        now,
        whole.left,
        dict(whole.timers),
        list(whole.cancelled),
    )
    worth: list[News] = []
    for match in arrival.matches:
        stopped = obstacle(match, arrival, desk.story, routes=routes, now=now)
        if stopped is not None:
            desk.rule(match, stopped.reason, stopped.detail)
            continue
        found = news(match, arrival, desk.story, routes=routes)
        if found is None:
            desk.rule(match, *_nothing_new(arrival, desk.story, now))
        elif missing := desk.lacks(found):
            desk.wait(found, missing)
        elif (window := desk.closed(match)) is not None:
            desk.queue(found, window)
        else:
            worth.append(found)
    if worth:
        desk.tell(worth)
    return desk.outcome()


def joined(arrival: Arrival, story: Story, now: datetime) -> Story:
    """The story with this article in it."""
    voices = story.voices
    rules = arrival.voice.rules
    if arrival.independent and not arrival.known:
        voices = (*voices, arrival.voice)[:MOST_VOICES]
    elif (same := sharing(arrival.voice, story)) is not None:
        more = replace(same, rules=tuple(dict.fromkeys((*same.rules, *rules))))
        voices = tuple(more if voice is same else voice for voice in voices)
    return replace(
        story,
        voices=voices,
        articles=story.articles + (not arrival.known),
        latest=max(story.latest, arrival.article.fetched),
        inhibited=inhibited(arrival.matches, story.inhibited, now),
    )


def _nothing_new(arrival: Arrival, story: Story, now: datetime) -> tuple[Reason, str]:
    if arrival.known:
        return Reason.EDIT, "its story was told; of this article only the text has changed"
    ago = show(max(now - story.told[-1].at, timedelta())) if story.told else "0s"
    count = len(story.voices)
    tell = "outlet tells" if count == 1 else "outlets tell"
    said = f"its story was last told {ago} before; {count} independent {tell} it"
    if not arrival.independent:
        return Reason.COPY, f"{said}, and this is one of them again, or a copy"
    return Reason.TOLD, said


@dataclass(slots=True)
class _Desk:
    """One decision on its way: everything that is to be written down gathers here."""

    arrival: Arrival
    story: Story
    windows: Mapping[RuleId, RuleWindow]
    now: datetime
    left: tuple[Story, ...]
    timers: dict[str, timedelta]
    cancelled: list[str]
    rulings: list[Ruling] = field(default_factory=list)
    changed: dict[RuleId, RuleWindow] = field(default_factory=dict)
    alert: Alert | None = None
    channels: tuple[ChannelName, ...] = ()

    def rule(self, match: Match, reason: Reason, detail: str) -> None:
        """This became of the match."""
        told = self.alert.id if self.alert and (reason.is_told or reason is Reason.TOGETHER) else None
        self.rulings.append(
            Ruling(
                rule=match.rule,
                match=match.id,
                origin=self.arrival.origin,
                reason=reason,
                detail=detail,
                alert=told,
            )
        )

    def lacks(self, found: News) -> str:
        """What has to come before it may be told to those who have not heard of the story."""
        if all(name in self.story.first for name in found.channels):
            return ""
        return corroboration.missing(found.match, self.story)

    def closed(self, match: Match) -> RuleWindow | None:
        """The window of this rule, if it must not speak now."""
        window = self.changed.get(match.rule) or self.windows.get(match.rule)
        return window if window is not None and window.open is not None else None

    def wait(self, found: News, missing: str) -> None:
        """It is told when another outlet says it too, or when the time for that is over."""
        rule, asked = found.match.rule, found.match.policy.corroborate
        waiting = self.story.waiting.get(rule)
        if waiting is not None:
            waiting = telling.with_one_more(waiting, (rule, self.arrival.origin))
        elif asked is not None:
            waiting = telling.draft([found], self.arrival, self.story, now=self.now)
            waiting = replace(waiting, corroborate=asked)
            self.timers[corroboration.timer(self.story.id, rule)] = asked.within
        if waiting is not None:
            self.story = replace(self.story, waiting={**self.story.waiting, rule: waiting})
        self.rule(found.match, Reason.CORROBORATION, missing)

    def queue(self, found: News, window: RuleWindow) -> None:
        """It is told with whatever else its rule has by then."""
        self._hold([found])
        self.changed[window.rule] = window.holding(self.story.id)
        period = show(window.open.period) if window.open else ""
        self.rule(found.match, Reason.THROTTLE, f"its rule spoke within {period}; told when that is over")

    def tell(self, worth: list[News]) -> None:
        """At once; who heard of the story within its window hears the rest when that is over."""
        said = telling.draft(worth, self.arrival, self.story, now=self.now)
        reached = said.channels
        if self.story.window is not None:
            reached = tuple(name for name in reached if name not in self.story.first)
        if len(reached) < len(said.channels):
            self._hold(worth, counted=not reached)
            said = telling.as_new_to(reached, said)
        if not reached:
            detail = f"{said.alert.reason}; told when the time between two messages is over"
            for found in worth:
                self.rule(found.match, Reason.THROTTLE, detail)
            return
        self.story, alert = telling.told(self.story, said, now=self.now, channels=reached)
        self.alert = alert
        for found in worth:
            self._no_longer_waiting(found.match.rule)
        self.channels = reached
        self._open_windows(said.window, worth)
        main, *others = sorted(worth, key=lambda each: each.match.rule != alert.rules[0])
        self.rule(main.match, _TOLD_AS.get(alert.phase, Reason.UPDATE), alert.reason)
        for other in others:
            self.rule(other.match, Reason.TOGETHER, f"{other.words}; told in the alert of {main.match.rule}")

    def outcome(self) -> Outcome:
        if self.alert is None and any(ruling.reason is not Reason.DUPLICATE for ruling in self.rulings):
            self.story = replace(self.story, held=self.story.held + 1)
        return Outcome(
            story=self.story.id,
            stories=(self.story, *self.left),
            rulings=tuple(self.rulings),
            alert=self.alert,
            channels=self.channels,
            timers=self.timers,
            cancelled=tuple(self.cancelled),
            windows=tuple(self.changed.values()),
        )

    def _hold(self, worth: list[News], *, counted: bool = True) -> None:
        """counted: its matches are told by nothing else."""
        waiting = telling.draft(worth, self.arrival, self.story, now=self.now)
        if not counted:
            waiting = replace(waiting, origins=())
        self.story = replace(self.story, pending=telling.combined(self.story.pending, waiting))

    def _no_longer_waiting(self, rule: RuleId) -> None:
        if rule in self.story.waiting:
            waited = self.story.waiting[rule]
            left = {other: waits for other, waits in self.story.waiting.items() if other != rule}
            self.story = replace(self.story, waiting=left)
            self.cancelled.append(corroboration.timer(self.story.id, rule))
            self.rulings += [
                Ruling(
                    rule=rule,
                    match=None,
                    origin=origin,
                    reason=Reason.TOGETHER,
                    detail="told once another outlet said it too",
                    alert=self.alert.id if self.alert is not None else None,
                    before=Reason.CORROBORATION,
                )
                for _, origin in waited.origins
            ]

    def _open_windows(self, window: Window | None, worth: Iterable[News]) -> None:
        if window is not None and self.story.window is None:
            self.story = replace(self.story, window=window)
            self.timers[throttling.story_timer(self.story.id)] = window.period
        for found in worth:
            opens = throttling.rule_window(found.match.policy)
            if opens is not None:
                known = self.windows.get(found.match.rule) or RuleWindow(rule=found.match.rule)
                self.changed[found.match.rule] = known.opened(opens)
                self.timers[throttling.rule_timer(found.match.rule)] = opens.period
