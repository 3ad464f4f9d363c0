"""When a feed is asked again. All delays are counted from the end of the poll that just happened."""

from dataclasses import dataclass
from datetime import timedelta

from monitor.core.feeds import FetchFailed, Trouble
from monitor.core.ids import FeedId, digest

RETRY_AFTER_LIMIT = timedelta(days=7)

_NEWS_PER_POLL = 50  # a feed is asked fifty times within the time it has been quiet
_HOUR = timedelta(hours=1)
_DAY = timedelta(hours=24)
_START_WITHIN = timedelta(seconds=10)
_MOST_DOUBLINGS = 20  # from a second to twelve days: beyond every cap


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """The shortest and the longest time between two polls of a feed that is well."""

    min: timedelta
    max: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class _BackOff:
    """The first delay (None: the rhythm's own) doubles with every failure in a row, up to the cap."""

    first: timedelta | None = None
    cap: timedelta


# A fault that mends itself within the hour is noticed within the hour; one that a person must mend is not
# hammered. Who says "too often" is believed also when he names no time.
_PASSING = _BackOff(cap=_HOUR)
_LASTING = _BackOff(cap=_DAY)
_BACK_OFFS = {
    Trouble.DNS: _PASSING,
    Trouble.CONNECT: _PASSING,
    Trouble.TLS: _PASSING,
    Trouble.TIMEOUT: _PASSING,
    Trouble.PROTOCOL: _PASSING,
    Trouble.PARSE: _PASSING,
    Trouble.BLOCKED: _LASTING,
    Trouble.REDIRECT: _LASTING,
    Trouble.TOO_LARGE: _LASTING,
    Trouble.RATE_LIMITED: _BackOff(first=timedelta(minutes=15), cap=_DAY),
    Trouble.GONE: _BackOff(first=_DAY, cap=_DAY),
    Trouble.QUARANTINED: _BackOff(first=_HOUR, cap=_DAY),
}


def after_success(rhythm: Rhythm, *, since_news: timedelta | None) -> timedelta:
    """The delay after a poll that was answered.

    since_news is how long ago the feed last brought something new; None if it never did. A feed that has just
    published is asked again after rhythm.min, one that has been quiet for a day every half hour.
    """
    if since_news is None:
        return rhythm.min
    return max(rhythm.min, min(since_news / _NEWS_PER_POLL, rhythm.max))


def after_failure(rhythm: Rhythm, *, failed: FetchFailed, failures: int, jitter: float) -> timedelta:
    """The delay after a poll that brought nothing.

    failures counts the failures in a row, this one included. jitter in [0, 1) lengthens the delay by up to a
    quarter, so that feeds which failed together do not return together. Never shorter than rhythm.min nor
    than what the server asked for (which counts up to RETRY_AFTER_LIMIT).
    """
    back_off = _back_off(failed)
    nominal = (back_off.first or rhythm.min) * (1 << min(max(failures - 1, 0), _MOST_DOUBLINGS))
    delay = min(nominal * (1 + jitter / 4), back_off.cap)
    asked = min(failed.retry_after or timedelta(0), RETRY_AFTER_LIMIT)
    return max(delay, asked, rhythm.min)


def spread(feed: FeedId, period: timedelta) -> timedelta:
    """How long after the start a feed is first asked: the same for the same feed, within ten seconds."""
    share = int(digest("spread", feed, size=4), 16) / 2**32
    return min(period, _START_WITHIN) * share


def _back_off(failed: FetchFailed) -> _BackOff:
    if failed.trouble is Trouble.HTTP:
        return _PASSING if failed.status is not None and failed.status >= 500 else _LASTING  # noqa: PLR2004 (RFC 9110, 15.6)
    return _BACK_OFFS[failed.trouble]
