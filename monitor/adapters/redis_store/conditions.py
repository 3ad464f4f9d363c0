"""The condition of a channel as the store keeps it, and back."""

import json
from collections.abc import Mapping
from datetime import timedelta

from monitor.adapters.redis_store.codec import milliseconds, moment
from monitor.core.deliveries import Condition, State
from monitor.core.ids import ChannelName


def put(condition: Condition) -> str:
    """What put_condition of the scripts reads."""
    if condition == Condition():
        return "{}"
    since = "" if condition.since is None else str(round(condition.since.timestamp() * 1000))
    return json.dumps(
        {
            "state": condition.state,
            "failures": condition.failures,
            "since": since,
            "detail": condition.detail,
            "probes": condition.probes,
            "told": condition.told or "",
            "rest": milliseconds(condition.rest),
        }
    )


def read(fields: Mapping[str, bytes], rest: int) -> Condition:
    """rest: milliseconds from now."""
    known = {name: value.decode("utf-8", "replace") for name, value in fields.items()}
    return Condition(
        state=State(known.get("state") or State.WORKING),
        failures=int(known.get("failures") or 0),
        since=moment(known["since"]) if known.get("since") else None,
        detail=known.get("detail", ""),
        probes=int(known.get("probes") or 0),
        rest=timedelta(milliseconds=rest),
        told=ChannelName(known["told"]) if known.get("told") else None,
    )
