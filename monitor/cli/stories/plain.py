"""A story as JSON."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from monitor.cli import tables

if TYPE_CHECKING:
    from monitor.core.ids import AlertId
    from monitor.core.reports import AlertReport, DeskRecord, Placed, StoryReport
    from monitor.core.stories import Story


def story(report: "StoryReport") -> dict[str, Any]:
    """What a list says of it, and more."""
    from monitor.core.ids import short
    from monitor.core.why import state

    kept = report.story
    return {
        "id": kept.id,
        "short": short(kept.id),
        "headline": kept.headline,
        "outlet": kept.outlet,
        "link": kept.link,
        "founded_by": kept.article,
        "begun": tables.iso(kept.begun),
        "latest": tables.iso(kept.latest),
        "live": report.live,
        "state": state(kept),
        "articles": kept.articles,
        "outlets": list(kept.outlets),
        "rules": list(rules(kept)),
        "severity": kept.severity,
        "last_told": tables.iso(last_told(kept)),
        "held": kept.held,
        "merged": list(kept.merged),
    }


def whole(report: "StoryReport", alerts: "Mapping[AlertId, AlertReport]", *, now: datetime) -> dict[str, Any]:
    """With what was told of it, what waits, and its articles."""
    from monitor.core.why import said

    return {
        **story(report),
        "told": [_told(name, at, phases, alerts.get(name)) for name, at, phases in tellings(report.story)],
        "pending": pending(report, now=now),
        "voices": [
            {
                "outlet": each.outlet,
                "tier": each.tier,
                "at": tables.iso(each.at),
                "sources": list(each.sources),
            }
            for each in report.story.voices
        ],
        "members": [
            {
                "id": each.member.id,
                "seen": tables.iso(each.at),
                "outlet": each.member.outlet,
                "headline": each.member.title,
                "link": each.member.link,
                "counts": each.counts,
                "as": each.words,
                "when_it_came": dict(each.member.reasons),
                "desk": [decision(record) for record in each.member.record.desk]
                if each.member.record
                else None,
                "placed": placed(each.member.record.placed) if each.member.record else None,
            }
            for each in said(report)
        ],
    }


def pending(report: "StoryReport", *, now: datetime) -> list[dict[str, Any]]:
    from monitor.core import why

    found = why.pending(report, now=now)
    return [{**asdict(each), "rules": list(each.rules), "until": tables.iso(each.until)} for each in found]


def placed(found: "Placed | None") -> dict[str, Any] | None:
    """Terms and what each adds; they sum to the score."""
    if found is None:
        return None
    nearest = found.nearest
    return {
        "story": found.story,
        "is_new": found.is_new,
        "score": found.score,
        "needed": found.needed,
        "terms": [list(part) for part in found.terms],
        "nearest": None
        if nearest is None
        else {
            "story": nearest.story,
            "score": nearest.score,
            "terms": [list(part) for part in nearest.parts],
            "reason": nearest.reason,
        },
        "merged": [
            {"stays": merge.stays, "goes": merge.goes, "score": merge.score} for merge in found.merged
        ],
    }


def decision(record: "DeskRecord") -> dict[str, Any]:
    from monitor.core import why

    return {**asdict(record), "means": why.decision(record)}


def tellings(kept: "Story") -> "list[tuple[AlertId, datetime, list[str]]]":
    """What was told of it, alert by alert: when, and the phases it made."""
    found: dict[AlertId, tuple[datetime, list[str]]] = {}
    for told in kept.told:
        if told.alert:
            found.setdefault(told.alert, (told.at, []))[1].append(told.phase)
    return [(name, at, phases) for name, (at, phases) in found.items()]


def last_told(kept: "Story") -> datetime | None:
    return max((told.at for told in kept.told if told.alert), default=None)


def rules(kept: "Story") -> tuple[str, ...]:
    """Those that were told, then those that only matched."""
    return tuple(dict.fromkeys((*kept.rules, *(rule for voice in kept.voices for rule in voice.rules))))


def _told(name: "AlertId", at: datetime, phases: list[str], report: "AlertReport | None") -> dict[str, Any]:
    from monitor.cli.alerts.plain import label, plain_delivery
    from monitor.core.ids import short

    return {
        "alert": name,
        "short": short(name),
        "at": tables.iso(at),
        "phases": phases,
        "reason": report.alert.reason if report else None,
        "severity": report.alert.severity if report else None,
        "label": label(report.label) if report else None,
        "deliveries": [plain_delivery(each) for each in report.deliveries] if report else [],
    }
