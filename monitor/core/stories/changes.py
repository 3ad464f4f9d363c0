"""What about a match is worth telling, given what was told of its story."""

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.core.alerts import NEW
from monitor.core.channels import Routes, Severity
from monitor.core.ids import ChannelName
from monitor.core.matching import Match
from monitor.core.policies import Change
from monitor.core.stories.arrival import Arrival
from monitor.core.stories.story import Story
from monitor.core.text import Words, fold
from monitor.core.text.figures import Figure, figures

MILESTONES = (3, 10, 30)  # independent outlets
_FIGURE = "NUMBER"  # the term of a figure that a rule asked for
_ORDER = (NEW, "confirmed", "severity", "rule", "merge", "number", "edit", "outlets")
_BY_RANK = tuple(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something worth telling: the phase it makes of the story, and what changed, in words."""

    match: Match
    phase: str
    words: str
    channels: tuple[ChannelName, ...]

    @property
    def rank(self) -> int:
        return rank(self.phase)


def news(match: Match, arrival: Arrival, story: Story, *, routes: Routes) -> News | None:
    """What of this match is worth telling most; None if nothing is."""
    channels = routes.channels(match.policy.severity, match.policy.channels)
    if not story.first:
        return News(match=match, phase=NEW, words=_new(story), channels=channels)
    found = [
        News(match=match, phase=phase, words=words, channels=reached)
        for phase, words, reached in _changes(match, arrival, story, channels)
        if reached and not story.has_told(phase)
    ]
    return min(found, key=lambda each: each.rank, default=None)


def rank(phase: str) -> int:
    """What matters most comes first."""
    return _ORDER.index(phase.partition(":")[0])


def figure(match: Match) -> int | None:
    """The number that matters: the one its rule asked for, else the largest count in the headline."""
    article = match.article
    asked = {(found.field, found.start): found for found in match.evidence if found.term == _FIGURE}
    for field, text in (("title", article.title), ("lead", article.lead)):
        stated = figures(Words(text), article.reading_language)
        for each in stated:
            if any(name == field and each.start <= start < each.end for name, start in asked):
                return _stated(each, text)
    stated = figures(Words(article.title), article.reading_language)
    return max((_stated(each, article.title) for each in stated), default=None)


def _stated(figure: Figure, text: str) -> int:
    """The number as it was written: "more than 400" is 401 at the least, and 400 to whoever reads it."""
    written = "".join(str(int(sign)) for sign in text[figure.start : figure.end] if sign.isdecimal())
    return figure.low - 1 if written.lstrip("0") == str(figure.low - 1) else figure.low


def milestone(count: int) -> int:
    """The last one that so many outlets have reached; 1 before the first."""
    return max((each for each in MILESTONES if each <= count), default=1)


def outranks(one: Severity, other: Severity | None) -> bool:
    return other is None or _BY_RANK.index(one) > _BY_RANK.index(other)


def _changes(
    match: Match, arrival: Arrival, story: Story, channels: tuple[ChannelName, ...]
) -> Iterator[tuple[str, str, tuple[ChannelName, ...]]]:
    """Phase, words and whom it concerns: a change nobody asked for still reaches who never heard of the story."""
    when, policy = match.policy.update.when, match.policy
    unheard = tuple(name for name in channels if name not in story.first)
    needed = story.unconfirmed.get(match.rule)
    heard = sum(match.rule in voice.rules for voice in story.voices)
    if needed is not None and heard >= needed:
        yield "confirmed", f"confirmed: {_tell_it(heard)}", channels
    if outranks(policy.severity, story.severity):
        words = f"more severe: {policy.severity}, was {story.severity or 'not told'}"
        yield f"severity:{policy.severity}", words, channels if Change.SEVERITY in when else unheard
    if match.rule not in story.rules:
        yield (
            f"rule:{match.rule}",
            f"also matched by {match.rule}",
            channels if Change.RULE in when else unheard,
        )
    for other in story.merged if Change.MERGE in when else ():
        yield f"merge:{other}", "two stories turned out to be one", channels
    if Change.NUMBER in when:
        yield from _moved(match, story, channels)
    if Change.EDIT in when and arrival.before and _rewritten(arrival.before, match.article.title):
        yield f"edit:{match.article.fingerprint}", "headline edited", channels
    reached = milestone(len(story.voices))
    if Change.OUTLETS in when and reached > story.milestone:
        yield f"outlets:{reached}", _tell_it(len(story.voices)), channels


def _moved(
    match: Match, story: Story, channels: tuple[ChannelName, ...]
) -> Iterator[tuple[str, str, tuple[ChannelName, ...]]]:
    told, stated = story.figures.get(match.rule), figure(match)
    if told is not None and stated is not None and abs(stated - told) >= match.policy.update.number:
        yield f"number:{stated}", f"the figure is {stated:,} now, {told:,} was told", channels


def _rewritten(before: str, after: str) -> bool:
    """Whether the words differ, not only signs and capitals."""
    return _words(before) != _words(after)


def _words(text: str) -> list[str]:
    return [fold(surface) for surface in Words(text).surfaces]


def _new(story: Story) -> str:
    return "new story" if len(story.voices) <= 1 else f"new story: {_tell_it(len(story.voices))}"


def _tell_it(count: int) -> str:
    return "one outlet tells it" if count == 1 else f"{count} independent outlets tell it"
