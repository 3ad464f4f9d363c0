"""What the daemons know about the channels: those that are out of reach, refuse us, or asked for a pause."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.cli.doctor.finding import Finding, problem, warning

if TYPE_CHECKING:
    from monitor.core.deliveries import Condition
    from monitor.core.ids import ChannelName


def conditions(known: "Mapping[ChannelName, Condition]", now: datetime) -> Iterator[Finding]:
    """One finding per channel that does not simply work."""
    from monitor.core.deliveries import State
    from monitor.core.durations import show
    from monitor.core.sanitise import plain

    for name, condition in sorted(known.items()):
        since = f" for {show(max(now - condition.since, timedelta(seconds=1)))}" if condition.since else ""
        remedy = f"newsmonitor channels test {name}; newsmonitor status says how many alerts wait"
        detail = plain(condition.detail) or "no reason was given"
        if condition.state is State.BROKEN:
            yield problem(f"channel {name}", f"it refuses our messages{since}: {detail}", remedy)
        elif condition.state is State.OPEN:
            yield problem(f"channel {name}", f"not reachable{since}: {detail}", remedy)
        elif condition.rest:
            pause = f"it asked for a pause ({detail}), next try in {show(condition.rest)}"
            yield warning(f"channel {name}", pause, "nothing to do, unless it happens often")
