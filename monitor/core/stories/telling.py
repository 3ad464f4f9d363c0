"""The alert itself: what it says, and what is remembered of having said it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.core.alerts import NEW, Alert
from monitor.core.channels import Severity
from monitor.core.ids import AlertId, ChannelName, RuleId
from monitor.core.matching import Evidence
from monitor.core.policies import Change
from monitor.core.stories.arrival import Arrival
from monitor.core.stories.changes import News, figure, milestone, outranks, rank
from monitor.core.stories.story import MOST_TOLD, Draft, Origin, Story, Told
from monitor.core.stories.throttling import story_window

_MOST_ORIGINS = 200  # beyond, a match keeps the word for having been held back


def draft(worth: Sequence[News], arrival: Arrival, story: Story, *, now: datetime, note: str = "") -> Draft:
    """One alert for all that is worth telling of an article; what matters most gives it its name."""
    ranked = sorted(worth, key=lambda news: news.rank)
    main = ranked[0]
    for news in ranked:  # among equals the most severe
        if news.rank == main.rank and outranks(news.match.policy.severity, main.match.policy.severity):
            main = news
    ranked = [main, *(news for news in ranked if news is not main)]
    article = arrival.article
    alert = Alert(
        id=_alert_id(story, main.phase),
        story=story.id,
        phase=main.phase,
        reason=_joined(news.words for news in ranked),
        severity=max((news.match.policy.severity for news in ranked), key=tuple(Severity).index),
        title=main.match.policy.title,
        rules=tuple(dict.fromkeys(news.match.rule for news in ranked)),
        headline=article.title,
        excerpt=article.lead,
        outlet=article.outlet,
        link=article.link,
        published=article.published,
        fetched=article.fetched,
        evidence=_evidence(ranked),
        raised=now,
        before=arrival.before if main.phase.startswith("edit:") else "",
        note=note or main.match.note,
    )
    stated = {news.match.rule: figure(news.match) for news in ranked if _counts(news)}
    return Draft(
        alert=alert,
        channels=_united(ranked),
        origins=tuple((news.match.rule, arrival.origin) for news in ranked),
        phases=tuple(dict.fromkeys(news.phase for news in ranked)),
        figures={rule: number for rule, number in stated.items() if number is not None},
        window=story_window(main.match.policy, is_update=main.phase != NEW),
        when=main.match.policy.update.when,
    )


def combined(before: Draft | None, later: Draft) -> Draft:
    """What waited and what came since, told as one: in the words of the later article, for all their reasons."""
    if before is None:
        return later
    phases = sorted(dict.fromkeys((*later.phases, *before.phases)), key=rank)
    severity = before.alert.severity if outranks(before.alert.severity, later.alert.severity) else None
    alert = replace(
        later.alert,
        id=AlertId(f"{later.alert.story}:{phases[0]}"),
        phase=phases[0],
        reason=_joined((*before.alert.reason.split("; "), *later.alert.reason.split("; "))),
        severity=severity or later.alert.severity,
        rules=tuple(dict.fromkeys((*later.alert.rules, *before.alert.rules))),
        before=later.alert.before or before.alert.before,
    )
    return Draft(
        alert=alert,
        channels=tuple(dict.fromkeys((*later.channels, *before.channels))),
        origins=tuple(dict.fromkeys((*before.origins, *later.origins)))[-_MOST_ORIGINS:],
        phases=tuple(phases),
        figures={**before.figures, **later.figures},
        window=later.window or before.window,
        when=tuple(dict.fromkeys((*later.when, *before.when))),
    )


def as_new_to(channels: Sequence[ChannelName], said: Draft) -> Draft:
    """The same to those who never heard of the story; that it was told to them says nothing of the others."""
    phase = f"{NEW}:{'+'.join(channels)}"
    alert = replace(said.alert, id=AlertId(f"{said.alert.story}:{phase}"), phase=phase)
    return replace(said, alert=alert, phases=(phase,))


def with_one_more(waiting: Draft, origin: tuple[RuleId, Origin]) -> Draft:
    """The same alert, which would tell of this match as well."""
    return replace(waiting, origins=tuple(dict.fromkeys((*waiting.origins, origin)))[-_MOST_ORIGINS:])


def due(waiting: Draft, story: Story) -> Draft | None:
    """What of it is still worth telling: the story may have been told meanwhile. None if nothing is."""
    left = [phase for phase in waiting.phases if phase != NEW and not story.has_told(phase)]
    unheard = tuple(name for name in waiting.channels if name not in story.first)
    if NEW not in waiting.phases or not story.first:
        return _as(waiting, story, waiting.phases if NEW in waiting.phases else left, waiting.channels)
    severity, rule = waiting.alert.severity, waiting.alert.rules[0]
    change, phase = Change.RULE, f"rule:{rule}"
    if outranks(severity, story.severity):
        change, phase = Change.SEVERITY, f"severity:{severity}"
    is_news = not story.has_told(phase) and (change is Change.SEVERITY or rule not in story.rules)
    phases = [phase, *left] if is_news or unheard else left
    everybody = left or (is_news and change in waiting.when)
    return _as(waiting, story, phases, waiting.channels if everybody else unheard)


def _as(
    waiting: Draft, story: Story, phases: Sequence[str], channels: tuple[ChannelName, ...]
) -> Draft | None:
    """The same under the name of what matters most in it now."""
    if not phases or not channels:
        return None
    ranked = tuple(sorted(dict.fromkeys(phases), key=rank))
    alert = replace(waiting.alert, id=_alert_id(story, ranked[0]), phase=ranked[0])
    if ranked[0] != waiting.alert.phase and waiting.alert.phase == NEW:
        alert = replace(alert, reason=f"also matched by {', '.join(alert.rules)}")
    return replace(waiting, alert=alert, phases=ranked, channels=channels)


def renamed(waiting: Draft, story: Story) -> Draft:
    """The same alert, of a story that its own has become."""
    alert = replace(waiting.alert, id=_alert_id(story, waiting.alert.phase), story=story.id)
    return replace(waiting, alert=alert)


def told_later(story: Story, said: Draft, *, now: datetime) -> tuple[Story, Alert]:
    """What had waited: its article was counted among those that were held back, and is none of them now."""
    return told(replace(story, held=max(0, story.held - 1)), said, now=now)


def told(
    story: Story, said: Draft, *, now: datetime, channels: tuple[ChannelName, ...] | None = None
) -> tuple[Story, Alert]:
    """The story once this was told, and the alert as it is told now. channels: of those meant, who hears it."""
    reached = said.channels if channels is None else channels
    alert = replace(
        said.alert,
        raised=now,
        outlets=story.outlets,
        articles=story.articles,
        held=story.held,
        first_on=tuple(name for name in reached if name not in story.first),
    )
    return remembered(story, said, alert, reached=reached, now=now), alert


def remembered(
    story: Story, said: Draft, alert: Alert, *, reached: Sequence[ChannelName], now: datetime
) -> Story:
    """The story after it was told in this alert, which may be one of many stories in a digest."""
    telling = tuple(Told(phase=phase, alert=alert.id, at=now) for phase in said.phases)
    rules = tuple(dict.fromkeys((*story.rules, *said.alert.rules)))
    more_severe = outranks(said.alert.severity, story.severity)
    return replace(
        story,
        rules=rules,
        severity=said.alert.severity if more_severe else story.severity,
        first={**dict.fromkeys(reached, alert.id), **story.first},
        told=(*story.told, *telling)[-MOST_TOLD:],
        figures={**story.figures, **said.figures},
        milestone=max(story.milestone, milestone(len(story.voices))),
        held=0,
        unconfirmed={
            rule: needed
            for rule, needed in story.unconfirmed.items()
            if not ("confirmed" in said.phases and rule in said.alert.rules)
        },
    )


def _alert_id(story: Story, phase: str) -> AlertId:
    return AlertId(f"{story.id}:{phase}")


def _joined(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(words))


def _evidence(worth: Sequence[News]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(found for news in worth for found in news.match.evidence))


def _united(worth: Sequence[News]) -> tuple[ChannelName, ...]:
    return tuple(dict.fromkeys(name for news in worth for name in news.channels))


def _counts(news: News) -> bool:
    return Change.NUMBER in news.match.policy.update.when
