"""What becomes of a delivery: after an attempt, and when its channel does not come to it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from monitor.core.channels import Channel, OnAmbiguous
from monitor.core.deliveries.conditions import LONGEST_COOL_DOWN, Condition, State
from monitor.core.deliveries.delivery import Delivery
from monitor.core.deliveries.results import Ambiguous, NotSent, Rejected, SendResult, Sent
from monitor.core.ids import ChannelName

GIVE_UP_AFTER = timedelta(hours=6)  # of the news: what is older is not worth waiting for a channel
FAIR_CHANCE = timedelta(hours=1)  # of a channel that gets old news, as a fallback or because a person asks
MOST_UNANSWERED = 20  # sends in a row that ended with their process: it is the message that breaks it

_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=15)
_SHORTEST_WAIT = timedelta(seconds=0.5)  # full jitter may draw nothing at all
_DOUBLINGS = 9  # 2 s doubled nine times passes the longest wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Nothing is left to do. receipt: what later messages of the same story are to be told by (see Sent)."""

    receipt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryAfter:
    """Send again, delay from now. repeat: the next copy must say that it may have been received before."""

    delay: timedelta
    detail: str
    repeat: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Wait for a person: it may have arrived, and this channel does not want a second copy."""

    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTo:
    """This channel will not take it; another one should."""

    channel: ChannelName
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """Nobody is left who could take it: kept for a person."""

    detail: str


Decision = Done | RetryAfter | Hold | MoveTo | DeadLetter


def after(
    delivery: Delivery, result: SendResult, *, channel: Channel, now: datetime, jitter: float
) -> Decision:
    """What follows an attempt that ended as result at now.

    channel is the one the attempt was made on; jitter is drawn from [0, 1). Waits grow with full jitter (uniform
    between 0.5 s and 2 s, 4 s, 8 s ... 15 min) and never end before the moment the channel asked for, or an hour.
    What could only be tried again when it is given up moves to the fallback at once, each channel once. What a
    channel refuses that takes nothing at all moves too; without a fallback it waits for the channel to be mended.
    """
    match result:
        case Sent(receipt=receipt):
            return Done(receipt=receipt)
        case Rejected(message=True):
            return _elsewhere(delivery, channel, result.detail)
        case Rejected():
            elsewhere = _elsewhere(delivery, channel, result.detail)
            if isinstance(elsewhere, MoveTo):
                return elsewhere
            return _again(delivery, channel, result.detail, delay=_wait(delivery, jitter), now=now)
        case NotSent():
            asked = min(result.retry_after or timedelta(0), LONGEST_COOL_DOWN)
            delay = max(asked, _wait(delivery, jitter))
            return _again(delivery, channel, result.detail, delay=delay, now=now)
        case Ambiguous() if channel.on_ambiguous is OnAmbiguous.HOLD:
            return Hold(detail=result.detail)
        case Ambiguous():
            delay = _wait(delivery, jitter)
            return _again(delivery, channel, result.detail, delay=delay, now=now, repeat=True)
        case _:
            assert_never(result)


def stranded(delivery: Delivery, condition: Condition, *, channel: Channel) -> MoveTo | DeadLetter:
    """What becomes of a delivery that its channel, in this condition, does not come to (see claim_delivery.lua)."""
    why = "refused" if condition.state is State.BROKEN else "not reachable"
    detail = f"{channel.name} {why}: {condition.detail}" if condition.detail else f"{channel.name} {why}"
    return _elsewhere(delivery, channel, detail)


def orphaned(
    delivery: Delivery,
    *,
    fallback: ChannelName | None,
    default: Sequence[ChannelName],
    known: Collection[ChannelName],
) -> MoveTo | DeadLetter:
    """What becomes of a delivery whose channel left the configuration.

    fallback: the one it had when it was last worked; default: the route of alerts that name no channel.
    """
    detail = f"channel {delivery.channel} is no longer in config.yaml"
    for heir in (fallback, *default):
        if heir is not None and heir in known and heir not in (delivery.channel, *delivery.tried):
            return MoveTo(channel=heir, detail=detail)
    return DeadLetter(detail=detail)


def _wait(delivery: Delivery, jitter: float) -> timedelta:
    """Full jitter: everybody who failed together comes back apart.

    Source: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    """
    doublings = min(max(delivery.attempts - 1, 0), _DOUBLINGS)
    return max(_SHORTEST_WAIT, jitter * min(_LONGEST_WAIT, _FIRST_WAIT * (1 << doublings)))


def _again(
    delivery: Delivery,
    channel: Channel,
    detail: str,
    *,
    delay: timedelta,
    now: datetime,
    repeat: bool = False,
) -> Decision:
    left = max(GIVE_UP_AFTER - (now - delivery.news), FAIR_CHANCE - (now - delivery.created))
    if delay >= left:
        return _elsewhere(delivery, channel, detail)
    return RetryAfter(delay=delay, detail=detail, repeat=repeat or delivery.repeat)


def _elsewhere(delivery: Delivery, channel: Channel, detail: str) -> MoveTo | DeadLetter:
    fallback = channel.fallback
    if fallback is None or fallback == delivery.channel or fallback in delivery.tried:
        return DeadLetter(detail=detail)
    return MoveTo(channel=fallback, detail=detail)
