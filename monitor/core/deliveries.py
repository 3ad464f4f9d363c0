"""A delivery is one alert on its way to one channel; here is decided what follows an attempt."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from monitor.core.channels import Channel, OnAmbiguous
from monitor.core.ids import AlertId, ChannelName, DeliveryId, digest

GIVE_UP_AFTER = timedelta(hours=6)
MOST_ATTEMPTS = 100  # three times what six hours of waits add up to: only what breaks its sender gets there

_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=15)
_SHORTEST_WAIT = timedelta(seconds=0.5)  # full jitter may draw nothing at all
_DOUBLINGS = 9  # 2 s doubled nine times passes the longest wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A row of the outbox. attempts counts the sends begun, this one included."""

    id: DeliveryId
    alert: AlertId
    channel: ChannelName
    attempts: int
    created: datetime
    repeat: bool = False
    tried: tuple[ChannelName, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """The channel took it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSent:
    """Certainly not received: refused, not resolved, 4xx, rate limited. Safe to try again."""

    detail: str
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """Nobody can tell: no answer, 5xx, a broken connection after the request."""

    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Will never be taken: 401, 403, 404, 410, a bad token. Trying again cannot help."""

    detail: str


SendResult = Sent | NotSent | Ambiguous | Rejected


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing is left to do."""


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
    """This channel will not take it; its fallback should."""

    channel: ChannelName
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """Nobody is left who could take it: kept for a person."""

    detail: str


Decision = Done | RetryAfter | Hold | MoveTo | DeadLetter


def delivery_id(alert: AlertId, channel: ChannelName) -> DeliveryId:
    """The same alert on the same channel is the same delivery, whoever writes it down."""
    return DeliveryId(digest("delivery", alert, channel))


def after(
    delivery: Delivery, result: SendResult, *, channel: Channel, now: datetime, jitter: float
) -> Decision:
    """What follows an attempt that ended as result at now.

    channel is the one the attempt was made on; jitter is drawn from [0, 1). Waits grow with full jitter (uniform
    between 0.5 s and 2 s, 4 s, 8 s ... 15 min) and never end before the moment the channel asked for. What could only
    be tried again later than GIVE_UP_AFTER from its creation moves to the fallback at once, each channel once.
    """
    match result:
        case Sent():
            return Done()
        case Rejected():
            return _elsewhere(delivery, channel, result.detail)
        case NotSent():
            asked = result.retry_after or timedelta(0)
            return _again(
                delivery, channel, result.detail, delay=max(asked, _wait(delivery, jitter)), now=now
            )
        case Ambiguous() if channel.on_ambiguous is OnAmbiguous.HOLD:
            return Hold(detail=result.detail)
        case Ambiguous():
            delay = _wait(delivery, jitter)
            return _again(delivery, channel, result.detail, delay=delay, now=now, repeat=True)
        case _:
            assert_never(result)


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
    # Subtracted, not added: a channel may ask for a wait that no date can hold.
    if delay >= GIVE_UP_AFTER - (now - delivery.created):
        return _elsewhere(delivery, channel, detail)
    return RetryAfter(delay=delay, detail=detail, repeat=repeat or delivery.repeat)


def _elsewhere(delivery: Delivery, channel: Channel, detail: str) -> MoveTo | DeadLetter:
    fallback = channel.fallback
    if fallback is None or fallback == delivery.channel or fallback in delivery.tried:
        return DeadLetter(detail=detail)
    return MoveTo(channel=fallback, detail=detail)
