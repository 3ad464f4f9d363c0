"""What became of an article at the time, in a word."""

from monitor.core.alerts import Reason
from monitor.core.ids import RuleId
from monitor.core.reports import Archived

TOLD = "an alert was raised"
WAITING = "nobody has decided yet"
UNMATCHED = "no rule of this id had matched"
GUARD = "guard"

_TOLD = frozenset(reason.value for reason in Reason if reason.is_told)


def became(archived: Archived, rule: RuleId) -> str:
    """TOLD, WAITING, UNMATCHED, GUARD, or another reason for which nothing was told: backlog, copy, throttle."""
    recorded = archived.verdict
    if recorded is None:
        return WAITING
    if recorded.suppressed is not None:
        return recorded.suppressed
    for record in archived.desk:
        if record.rule == rule:
            return TOLD if record.reason in _TOLD else record.reason
    if any(block.rule == rule for block in recorded.blocked):
        return GUARD
    matched = any(fired == rule for fired, _ in recorded.matched)
    return WAITING if matched else UNMATCHED
