"""Two stories turn out to be one: the older one stays, and knows what was told of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Self

from monitor.core.alerts import NEW
from monitor.core.ids import AlertId
from monitor.core.stories import corroboration, telling, throttling
from monitor.core.stories.changes import outranks
from monitor.core.stories.story import MOST_TOLD, MOST_VOICES, Story, Told, Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger:
    """A story that takes in others: what is left of those, and what becomes of their timers."""

    story: Story
    left: tuple[Story, ...]
    timers: Mapping[str, timedelta]
    cancelled: tuple[str, ...]

    @classmethod
    def of(cls, story: Story, others: Sequence[Story]) -> Self:
        """Waits begin anew: their timers know only the old name."""
        left: list[Story] = []
        timers: dict[str, timedelta] = {}
        cancelled: list[str] = []
        for other in others:
            for rule, draft in other.waiting.items():
                cancelled.append(corroboration.timer(other.id, rule))
                if rule not in story.waiting and draft.corroborate is not None:
                    timers[corroboration.timer(story.id, rule)] = draft.corroborate.within
            if other.window is not None:
                cancelled.append(throttling.story_timer(other.id))
                if story.window is None:
                    timers[throttling.story_timer(story.id)] = other.window.period
            story, gone = united(story, other)
            left.append(gone)
        return cls(story=story, left=tuple(left), timers=timers, cancelled=tuple(cancelled))


def united(stays: Story, goes: Story) -> tuple[Story, Story]:
    """The story that stays, and the other as it is left: a name for it.

    Of two that were told, that they are one is news (phase merge); of one that nobody heard of it is not.
    """
    pending = stays.pending
    if goes.pending is not None:
        pending = telling.combined(pending, telling.renamed(goes.pending, stays))
    waiting = {rule: telling.renamed(draft, stays) for rule, draft in goes.waiting.items()}
    more_severe = goes.severity is not None and outranks(goes.severity, stays.severity)
    story = replace(
        stays,
        begun=min(stays.begun, goes.begun),
        latest=max(stays.latest, goes.latest),
        articles=stays.articles + goes.articles,
        voices=_united(stays.voices, goes.voices),
        severity=goes.severity if more_severe else stays.severity,
        rules=tuple(dict.fromkeys((*stays.rules, *goes.rules))),
        first={**goes.first, **stays.first},
        told=_told(stays, goes),
        figures={**stays.figures, **goes.figures},
        milestone=max(stays.milestone, goes.milestone),
        held=stays.held + goes.held,
        waiting={**waiting, **stays.waiting},
        unconfirmed={**goes.unconfirmed, **stays.unconfirmed},
        window=stays.window or goes.window,
        pending=pending,
        inhibited={**goes.inhibited, **stays.inhibited},
        merged=(*stays.merged, *goes.merged, goes.id),
    )
    left = replace(goes, waiting={}, pending=None, window=None, merged_into=stays.id)
    return story, left


def _told(stays: Story, goes: Story) -> tuple[Told, ...]:
    """A phase says what the story has behind it; whose it was matters no more, but for the merge itself."""
    known = [*stays.told, *(told for told in goes.told if told.phase != NEW)]
    if not (stays.first.keys() & goes.first.keys()):
        known.append(Told(phase=f"merge:{goes.id}", alert=AlertId(""), at=goes.latest))
    return tuple(known)[-MOST_TOLD:]


def _united(ours: tuple[Voice, ...], theirs: tuple[Voice, ...]) -> tuple[Voice, ...]:
    voices = list(ours)
    for voice in theirs:
        if all(set(voice.sources).isdisjoint(known.sources) for known in voices):
            voices.append(voice)
    return tuple(sorted(voices, key=lambda voice: voice.at)[:MOST_VOICES])
