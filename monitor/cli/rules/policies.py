"""What a rule asks the desk to do, in the words of a rule file."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from monitor.core.durations import show
from monitor.core.policies import Change, Policy, Update

_UNSAID = Policy(title="").update  # of a rule that does not say `update`


def plain(policy: Policy) -> dict[str, Any]:
    """For programs: every key, null where it does nothing."""
    confirmed, throttle = policy.corroborate, policy.throttle
    return {
        "corroborate": {
            "outlets": confirmed.outlets,
            "within": _span(confirmed.within),
            "or_tier": confirmed.or_tier,
            "else": confirmed.otherwise,
        }
        if confirmed
        else None,
        "update": _update(policy.update),
        "throttle": {"per": throttle.per, "every": _span(throttle.every), "max": _span(throttle.most)}
        if throttle
        else None,
        "max_age": _span(policy.max_age),
        "inhibits": list(policy.inhibits),
        "for": _span(policy.inhibits_for) if policy.inhibits else None,
    }


def said(policy: Policy) -> Iterator[str]:
    """The keys that make a difference, by name."""
    if policy.corroborate is not None:
        yield "corroborate"
    if policy.update != _UNSAID:
        yield "update"
    if policy.throttle is not None:
        yield "throttle"
    if policy.max_age is not None:
        yield "max_age"
    if policy.inhibits:
        yield "inhibits"


def _update(update: Update) -> dict[str, Any]:
    step = update.number if Change.NUMBER in update.when else None
    return {"when": list(update.when), "number": step, "every": _span(update.every)}


def _span(span: timedelta | None) -> str | None:
    return show(span) if span is not None else None
