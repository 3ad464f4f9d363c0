"""How a channel is doing: what its answers say about it, and not about one message."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import assert_never

from monitor.core import alerts
from monitor.core.alerts import Alert
from monitor.core.channels import Severity
from monitor.core.deliveries.results import Ambiguous, NotSent, Rejected, SendResult, Sent
from monitor.core.ids import ChannelName

MOST_FAILURES = 5  # in a row; then messages no longer find out one by one
LONGEST_COOL_DOWN = timedelta(
    hours=1
)  # whatever a channel asks for: a slip in its answer must not silence it
TELL_AFTER = timedelta(minutes=10)  # of being out of reach; shorter outages pass unnoticed
MEND_TRY = timedelta(hours=1)  # a broken channel is tried this often: proxies answer 403 and 404 too

_FIRST_PROBE = timedelta(seconds=10)
_LAST_PROBE = timedelta(minutes=2)
_DOUBLINGS = 4  # 10 s doubled four times passes the last distance


class State(StrEnum):
    """WORKING: takes messages, as far as is known. OPEN: out of reach, one probe at a time. BROKEN: refuses us for good."""

    WORKING = "working"
    OPEN = "open"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What the store remembers of a channel.

    failures: sends in a row that failed, and not because of their message. since: the first of them. probes: those
    that failed since it is shut. rest: from now on nothing is sent for so long, because the channel asked for a
    pause or the next probe is not due. told: through whom the operator heard of this.
    """

    state: State = State.WORKING
    failures: int = 0
    since: datetime | None = None
    detail: str = ""
    probes: int = 0
    rest: timedelta = timedelta(0)
    told: ChannelName | None = None

    @property
    def shut(self) -> bool:
        return self.state is not State.WORKING


def after(condition: Condition, result: SendResult, *, now: datetime, jitter: float) -> Condition:
    """The condition of a channel after an attempt that ended as result at now. jitter is drawn from [0, 1)."""
    match result:
        case Sent():
            return _working(condition)
        case NotSent(retry_after=asked) if asked is not None:  # who can say that takes messages
            rest = min(max(asked, timedelta(0)), LONGEST_COOL_DOWN)
            return replace(_working(condition), rest=rest, detail=result.detail)
        case Rejected(message=True):
            return replace(condition, rest=timedelta(0))
        case Rejected():
            failed = _failed(condition, result.detail, now)
            return replace(failed, state=State.BROKEN, probes=condition.probes + 1, rest=MEND_TRY)
        case NotSent() | Ambiguous():
            return _out_of_reach(_failed(condition, result.detail, now), jitter)
        case _:
            assert_never(result)


class Word(StrEnum):
    """What the operator should hear about a channel."""

    BROKEN = "broken"
    OPEN = "open"
    RECOVERED = "recovered"


def owed(condition: Condition, now: datetime) -> Word | None:
    """What the operator has not heard yet: once when it breaks or stays out of reach, once when that is over."""
    match condition.state:
        case State.WORKING:
            return Word.RECOVERED if condition.told else None
        case _ if condition.told:
            return None
        case State.BROKEN:
            return Word.BROKEN
        case State.OPEN:
            lasting = condition.since is not None and now - condition.since > TELL_AFTER
            return Word.OPEN if lasting else None


def messenger(
    channel: ChannelName,
    condition: Condition,
    *,
    operator: ChannelName,
    others: Iterable[ChannelName],
    known: Mapping[ChannelName, Condition],
) -> ChannelName | None:
    """Through whom the operator hears about a channel: never through itself while it is shut.

    Good news take the way of the bad. others are in the order of the configuration; None: there is nobody else.
    """
    order = [name for name in dict.fromkeys((operator, *others)) if name != channel]
    if not condition.shut:
        order = [name for name in (condition.told, operator, *order) if name is not None]
    working = [name for name in order if not known.get(name, Condition()).shut]
    return next(iter((*working, *order)), None)


def notice(
    channel: ChannelName,
    condition: Condition,
    word: Word,
    *,
    fallback: ChannelName | None,
    now: datetime,
    zone: tzinfo,
) -> Alert:
    """That word as an alert; the same incident gives the same id."""
    since = f"{condition.since.astimezone(zone):%Y-%m-%d %H:%M:%S}" if condition.since else "a while ago"
    waiting = f"go to {fallback}" if fallback else "wait, and are given up when their news is six hours old"
    match word:
        case Word.BROKEN:
            title = f"Channel {channel} is broken: {condition.detail}"
            text = (
                f"Since {since} it refuses our messages. Its alerts {waiting}.\n"
                f"Mend its address or token, then: newsmonitor channels test {channel}"
            )
        case Word.OPEN:
            title = f"Channel {channel} is out of reach: {condition.detail}"
            # What it is tried for is the alerts that wait; the fallback gets those it does not take in time.
            text = (
                f"Since {since} no message has come through. Its alerts wait; it is tried again every two minutes.\n"
                f"newsmonitor status shows how many wait; newsmonitor channels test {channel} tries it now."
            )
        case Word.RECOVERED:
            title = f"Channel {channel} works again"
            text = f"It did not since {since}. What waited is on its way."
        case _:
            assert_never(word)
    return alerts.notice(kind="channel", title=title, text=text, severity=_WEIGHT[word], now=now)


_WEIGHT = {Word.BROKEN: Severity.HIGH, Word.OPEN: Severity.HIGH, Word.RECOVERED: Severity.INFO}


def _working(condition: Condition) -> Condition:
    """since and told stay while the operator is owed the good news."""
    return Condition(since=condition.since, told=condition.told) if condition.told else Condition()


def _failed(condition: Condition, detail: str, now: datetime) -> Condition:
    since = condition.since if condition.failures and condition.since else now
    return replace(condition, failures=condition.failures + 1, since=since, detail=detail, rest=timedelta(0))


def _out_of_reach(condition: Condition, jitter: float) -> Condition:
    if condition.state is State.BROKEN:
        return replace(condition, probes=condition.probes + 1, rest=MEND_TRY)
    if condition.failures < MOST_FAILURES and not condition.shut:
        return condition
    distance = min(_LAST_PROBE, _FIRST_PROBE * (1 << min(condition.probes, _DOUBLINGS)))
    # Half of it is certain, so that probes keep their distance; the other half keeps channels apart.
    rest = distance / 2 * (1 + jitter)
    return replace(condition, state=State.OPEN, probes=condition.probes + 1, rest=rest)
