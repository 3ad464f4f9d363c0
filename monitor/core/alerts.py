"""An alert is a decision to tell somebody, with its reason. To stay quiet is a decision too, and has one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.core.channels import Severity
from monitor.core.ids import AlertId, ChannelName, RuleId, StoryId, digest, short
from monitor.core.matching import Evidence

NEW = "new"  # the phase of the first alert of a story
DIGEST = "digest"  # the phase of one that takes the place of many
NOTICE = "notice"  # the phase of an alert that tells the operator about the daemon itself


class Reason(StrEnum):
    """Why the desk spoke or kept quiet about a match: the word counted, archived and shown."""

    NEW = "new"  # told: nobody had heard of the story
    UPDATE = "update"  # told: something of weight has changed
    CONFIRMED = "confirmed"  # told: what one outlet said, another says too
    LATER = "later"  # told after it had been held back
    DUPLICATE = "duplicate"  # this very match was decided before
    TOGETHER = "together"  # told in the alert that another rule raised for the same article
    TOLD = "told"  # its story was told, and this adds nothing of weight
    COPY = "copy"  # the same, and its text is another outlet's
    EDIT = "edit"  # the article was told, its text has changed since
    NO_CHANNEL = "no-channel"  # no route leads anywhere
    LATE = "late"  # older than its rule wants to hear of
    INHIBITED = "inhibited"  # another rule that fired for the story keeps this one quiet
    CORROBORATION = "corroboration"  # waits for a second source
    UNCONFIRMED = "unconfirmed"  # waited for one in vain
    THROTTLE = "throttle"  # waits until the next message is due

    @property
    def is_told(self) -> bool:
        """Whether an alert was raised for this match."""
        return self in (Reason.NEW, Reason.UPDATE, Reason.CONFIRMED, Reason.LATER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What is told, as it was decided; deliveries of one alert all render this snapshot.

    headline, excerpt, outlet and link are the feed's words: untrusted until core/sanitise.py has seen them.
    evidence points into headline (field "title") and excerpt (field "lead").

    outlets: who tells the story independently of each other so far, this one's included; articles: how many tell it in
    all. held: articles and changes that were not told since the message before. before: the headline that this one
    replaces. note: what a reader must know before he relies on it, "one outlet only". first_on: channels that
    hear of the story for the first time; for the others it is an update.
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
    outlets: tuple[str, ...] = ()
    articles: int = 1
    held: int = 0
    before: str = ""
    note: str = ""
    first_on: tuple[ChannelName, ...] = ()

    @property
    def short(self) -> str:
        return short(self.id)


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
        phase=DIGEST,
        reason="told late: the channel could not be reached",
        severity=max((alert.severity for alert in alerts), key=order.index),
        title=f"{total or len(alerts)} alerts while this channel could not be reached",
        text="\n".join(f"{alert.headline} ({alert.outlet}) {alert.link}".rstrip() for alert in alerts),
        rules=tuple(dict.fromkeys(rule for alert in alerts for rule in alert.rules)),
        now=now,
    )


def collected(alerts: Sequence[Alert], *, rule: RuleId, number: int, more: int, now: datetime) -> Alert:
    """One digest for the stories that a throttled rule had to hold back. number: of its window; more: unnamed ones."""
    order, total = tuple(Severity), len(alerts) + more
    return _of_our_own(
        digest("throttle", rule, str(number)),
        phase=f"{DIGEST}:{number}",
        reason="held back: the rule had spoken just before",
        severity=max((alert.severity for alert in alerts), key=order.index),
        title=f"{total} more: {alerts[0].title}",
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
