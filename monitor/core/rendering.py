"""Alerts to the words people read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from monitor.core import sanitise
from monitor.core.alerts import Alert

TITLE_LIMIT = 140  # characters; Slack's header ends at 150
BODY_LIMIT = 1500  # characters; Discord's message ends at 2,000, title included

_HEADLINE_LIMIT = 300
_OUTLET_LIMIT = 60
_WHY_LIMIT = 200
_WORDS_SHOWN = 6
_NOTICE = "notice"
_NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One alert as one channel will show it. title and body are plain text, safe for any channel.

    repeat: a crash or an unanswered send made it possible that this was received before.
    """

    alert: Alert
    title: str
    body: str
    repeat: bool = False


def render(alert: Alert, *, zone: tzinfo, repeat: bool = False) -> Message:
    """What is told of an alert; times are shown in zone. At most TITLE_LIMIT and BODY_LIMIT characters.

    An alert whose phase is "notice" is for the operator: its excerpt keeps its lines and there is no why.
    """
    if alert.phase == _NOTICE:
        return Message(
            alert=alert, title=_notice_title(alert), body=_notice_body(alert, repeat), repeat=repeat
        )
    return Message(alert=alert, title=_title(alert), body=_body(alert, zone, repeat), repeat=repeat)


def _title(alert: Alert) -> str:
    return sanitise.cut(f"[{alert.severity.upper()}] {sanitise.line(alert.title, TITLE_LIMIT)}", TITLE_LIMIT)


def _body(alert: Alert, zone: tzinfo, repeat: bool) -> str:
    headline = sanitise.line(alert.headline, _HEADLINE_LIMIT)
    above = _joined((headline, _source(alert, zone)))
    below = _joined((sanitise.link(alert.link), _why(alert), _signature(alert, repeat)))
    room = BODY_LIMIT - len(above) - len(below) - len("\n\n\n\n")
    excerpt = sanitise.line(alert.excerpt, room)
    if excerpt == headline:
        excerpt = ""
    return _joined((above, excerpt, below), between="\n\n")


def _source(alert: Alert, zone: tzinfo) -> str:
    outlet = sanitise.line(alert.outlet, _OUTLET_LIMIT)
    if alert.published:
        return _joined((outlet, _local(alert.published, zone)), between=" · ")
    if alert.fetched:
        return _joined((outlet, f"seen {_local(alert.fetched, zone)}"), between=" · ")
    return outlet


def _local(moment: datetime, zone: tzinfo) -> str:
    """A date people of every country read alike: 2026-11-22 15:32 CET."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def _why(alert: Alert) -> str:
    """Which rules fired on which words; for what is not the first message of a story, also what changed."""
    words = dict.fromkeys(evidence.text.casefold() for evidence in alert.evidence)
    quoted = ", ".join(f"“{sanitise.line(word, _OUTLET_LIMIT)}”" for word in list(words)[:_WORDS_SHOWN])
    if len(words) > _WORDS_SHOWN:
        quoted += " and more"
    rules = sanitise.line(", ".join(alert.rules), _OUTLET_LIMIT)
    changed = "" if alert.phase == _NEW else sanitise.line(alert.reason, _OUTLET_LIMIT)
    why = _joined((changed, f"{rules} matched {quoted}" if quoted else rules), between="; ")
    return sanitise.cut(f"Why: {why}", _WHY_LIMIT) if why else ""


def _signature(alert: Alert, repeat: bool) -> str:
    return (
        f"#{alert.short} · possible repeat: this may have reached you before" if repeat else f"#{alert.short}"
    )


def _notice_title(alert: Alert) -> str:
    return sanitise.cut(f"[newsmonitor] {sanitise.line(alert.title, TITLE_LIMIT)}", TITLE_LIMIT)


def _notice_body(alert: Alert, repeat: bool) -> str:
    headline = sanitise.line(alert.headline, _HEADLINE_LIMIT)
    below = _joined((sanitise.link(alert.link), _signature(alert, repeat)))
    room = BODY_LIMIT - len(headline) - len(below) - len("\n\n\n\n")
    return _joined((headline, sanitise.lines(alert.excerpt, room), below), between="\n\n")


def _joined(parts: Iterable[str | None], *, between: str = "\n") -> str:
    return between.join(part for part in parts if part)
