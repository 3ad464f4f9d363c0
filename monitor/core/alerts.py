"""An alert is a decision to tell somebody, with its reason. To stay quiet is a decision too, and has one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.core.channels import Routes, Severity
from monitor.core.ids import AlertId, ChannelName, RuleId, StoryId, digest, short
from monitor.core.matching import Evidence, Match
from monitor.core.stories import Story

NEW = "new"  # the phase of the first alert of a story
NOTICE = "notice"  # the phase of an alert that tells the operator about the daemon itself


class Reason(StrEnum):
    """Why the desk spoke or kept quiet: the word counted, archived and shown."""

    NEW = "new"
    DUPLICATE = "duplicate"  # this very match was told
    EDIT = "edit"  # the article was told, its text has changed since
    NO_CHANNEL = "no-channel"  # no route leads anywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What is told, as it was decided; deliveries of one alert all render this snapshot.

    headline, excerpt, outlet and link are the feed's words: untrusted until core/sanitise.py has seen them.
    evidence points into headline (field "title") and excerpt (field "lead").
    """

    id: AlertId
    story: StoryId
    phase: str
    reason: str
    severity: Severity
    title: str
    rules: tuple[RuleId, ...]
    headline: str
    excerpt: str
    outlet: str
    link: str
    published: datetime | None
    fetched: datetime | None
    evidence: tuple[Evidence, ...]
    raised: datetime

    @property
    def short(self) -> str:
        return short(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the desk made of a match. alert is None when nobody is told."""

    reason: Reason
    alert: Alert | None = None
    channels: tuple[ChannelName, ...] = ()


def decide(match: Match, *, story: Story, known: bool, routes: Routes, now: datetime) -> Decision:
    """One alert per story. known: the story was there before this match."""
    if known:
        return Decision(reason=Reason.EDIT)
    channels = routes.channels(match.policy.severity, match.policy.channels)
    if not channels:
        return Decision(reason=Reason.NO_CHANNEL)
    return Decision(reason=Reason.NEW, alert=raise_alert(match, story=story, now=now), channels=channels)


def raise_alert(match: Match, *, story: Story, now: datetime) -> Alert:
    """The first alert of a story, from the match that founded it."""
    article = match.article
    return Alert(
        id=AlertId(f"{story.id}:{NEW}"),
        story=story.id,
        phase=NEW,
        reason="new story",
        severity=match.policy.severity,
        title=match.policy.title,
        rules=(match.rule,),
        headline=article.title,
        excerpt=article.lead,
        outlet=article.outlet,
        link=article.link,
        published=article.published,
        fetched=article.fetched,
        evidence=match.evidence,
        raised=now,
    )


def notice(*, kind: str, title: str, text: str, severity: Severity, now: datetime) -> Alert:
    """Word to the operator about the daemon itself. The same kind and text is told once a day."""
    return _of_our_own(
        digest(NOTICE, kind, text, f"{now:%Y-%m-%d}"),
        phase=NOTICE,
        reason=kind,
        severity=severity,
        title=title,
        text=text,
        now=now,
    )


def catch_up(
    alerts: tuple[Alert, ...], *, channel: ChannelName, now: datetime, total: int | None = None
) -> Alert:
    """One digest for alerts a channel could not take in time; its id follows from its members.

    total: how many there are, when they are too many to name all.
    """
    order = tuple(Severity)
    return _of_our_own(
        digest("catch-up", channel, *sorted(alert.id for alert in alerts)),
        phase="digest",
        reason="told late: the channel could not be reached",
        severity=max((alert.severity for alert in alerts), key=order.index),
        title=f"{total or len(alerts)} alerts while this channel could not be reached",
        text="\n".join(f"{alert.headline} ({alert.outlet}) {alert.link}".rstrip() for alert in alerts),
        rules=tuple(dict.fromkeys(rule for alert in alerts for rule in alert.rules)),
        now=now,
    )


def _of_our_own(
    identifier: str,
    *,
    phase: str,
    reason: str,
    severity: Severity,
    title: str,
    text: str,
    now: datetime,
    rules: tuple[RuleId, ...] = (),
) -> Alert:
    """An alert that no article brought."""
    return Alert(
        id=AlertId(f"{identifier}:{phase}"),
        story=StoryId(identifier),
        phase=phase,
        reason=reason,
        severity=severity,
        title=title,
        rules=rules,
        headline=title,
        excerpt=text,
        outlet="newsmonitor",
        link="",
        published=None,
        fetched=None,
        evidence=(),
        raised=now,
    )
