"""What is told of a story, and when: one alert an event, then only what matters.

story.py          what is known of a story: who told it, what was told of it and to whom
arrival.py        an article's matches, as they come to it
voices.py         who tells it independently of whom
obstacles.py      what keeps a match from being told at all
changes.py        what about a match is worth telling of a story that was told
corroboration.py  waiting for a second source
throttling.py     waiting for the next message to be due
telling.py        the alert itself
deciding.py       the order of these questions, for matches; timers.py: for what was waiting
merging.py        two stories that are one
outcome.py        what was decided, all of it
"""

from monitor.core.stories.arrival import Arrival
from monitor.core.stories.deciding import decide
from monitor.core.stories.merging import united
from monitor.core.stories.outcome import Outcome, Ruling
from monitor.core.stories.story import Draft, Origin, Story, Told, Voice, Window, founded, story_id
from monitor.core.stories.throttling import RuleWindow
from monitor.core.stories.timers import fire, fire_rule
from monitor.core.stories.voices import is_printed_by, sharing, voice

__all__ = [
    "Arrival",
    "Draft",
    "Origin",
    "Outcome",
    "RuleWindow",
    "Ruling",
    "Story",
    "Told",
    "Voice",
    "Window",
    "decide",
    "fire",
    "fire_rule",
    "founded",
    "is_printed_by",
    "sharing",
    "story_id",
    "united",
    "voice",
]
