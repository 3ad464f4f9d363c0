"""What the match stage and the desk said of an article, in words."""

from monitor.core.alerts import Reason
from monitor.core.ids import RuleId
from monitor.core.reports import Archived, Block, DeskRecord, Verdict
from monitor.core.sanitise import plain

_SUPPRESSED = {
    "backlog": "held back: it stood in the feed already when the feed was first read (poll.backlog)",
    "backfill": "held back as backfill: it is older than the last good poll of its feed, which did not show it",
    "edit": "held back: it was known before and only its text has changed",
}
_DECIDED = {
    Reason.NEW: "alert raised",
    Reason.UPDATE: "told as an update",
    Reason.CONFIRMED: "told as confirmed",
    Reason.LATER: "held back, then told",
    Reason.DUPLICATE: "not told again",
    Reason.TOGETHER: "told together with another match",
    Reason.TOLD: "not told, nothing of weight is new",
    Reason.COPY: "not told, nobody new tells it",
    Reason.EDIT: "not told, an edit of no weight",
    Reason.NO_CHANNEL: "not told, nobody is to hear of it",
    Reason.LATE: "not told, it came too late",
    Reason.INHIBITED: "not told, another rule keeps this one quiet",
    Reason.CORROBORATION: "held back for a second source",
    Reason.UNCONFIRMED: "not told, no second source came in time",
    Reason.THROTTLE: "held back until the next message is due",
}


def verdict(recorded: Verdict | None) -> str:
    """What the match stage said."""
    if recorded is None:
        return "not judged yet"
    if recorded.suppressed is not None:
        return _SUPPRESSED.get(recorded.suppressed, f"held back: {recorded.suppressed}")
    told = ["matched by " + ", ".join(rule for rule, _ in recorded.matched)] if recorded.matched else []
    told += [f"{each.rule} {blocked(each)}" for each in recorded.blocked]
    return "; ".join(told) or "no rule matched"


def blocked(recorded: Block) -> str:
    """What kept a rule quiet; safe to show."""
    return f"blocked by {recorded.kind}: “{plain(recorded.cue)}”"


def decision(record: DeskRecord) -> str:
    """What the desk said about one rule's match, without its figures; an unknown reason is its own word."""
    known: dict[str, str] = {reason.value: words for reason, words in _DECIDED.items()}
    return known.get(record.reason, record.reason)


def undecided(archived: Archived) -> tuple[RuleId, ...]:
    """Rules whose match was handed on and has not been decided."""
    recorded = archived.verdict
    if recorded is None or recorded.suppressed is not None:
        return ()
    decided = {record.rule for record in archived.desk}
    return tuple(rule for rule, _ in recorded.matched if rule not in decided)
