from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.feeds import FetchFailed, Trouble
from monitor.core.ids import FeedId
from monitor.core.polling import RETRY_AFTER_LIMIT, Rhythm, after_failure, after_success, spread

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
RHYTHM = Rhythm(min=2 * MINUTE, max=6 * HOUR)

rhythms = st.builds(
    lambda low, more: Rhythm(min=low, max=low + more),
    st.timedeltas(min_value=timedelta(seconds=1), max_value=DAY),
    st.timedeltas(min_value=timedelta(0), max_value=7 * DAY),
)
failures = st.builds(
    FetchFailed,
    trouble=st.sampled_from(Trouble),
    detail=st.just("it failed"),
    status=st.none() | st.integers(100, 599),
    retry_after=st.none() | st.timedeltas(min_value=timedelta(0), max_value=60 * DAY),
)
jitters = st.floats(0, 1, exclude_max=True)


def failed(trouble: Trouble, status: int | None = None, retry_after: timedelta | None = None) -> FetchFailed:
    return FetchFailed(trouble=trouble, detail="it failed", status=status, retry_after=retry_after)


def delays(failure: FetchFailed, count: int) -> list[timedelta]:
    return [
        after_failure(RHYTHM, failed=failure, failures=number, jitter=0.0) for number in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    ("since_news", "delay"),
    [
        (None, 2 * MINUTE),
        (timedelta(0), 2 * MINUTE),
        (-HOUR, 2 * MINUTE),
        (100 * MINUTE, 2 * MINUTE),
        (200 * MINUTE, 4 * MINUTE),
        (DAY, timedelta(seconds=1728)),
        (7 * DAY, timedelta(seconds=12096)),
        (365 * DAY, 6 * HOUR),
    ],
)
def test_the_longer_a_feed_is_quiet_the_less_it_is_asked(
    since_news: timedelta | None, delay: timedelta
) -> None:
    assert after_success(RHYTHM, since_news=since_news) == delay


@given(rhythms, st.none() | st.timedeltas(min_value=timedelta(-1), max_value=timedelta(9999)))
def test_after_success_the_delay_keeps_to_the_rhythm(rhythm: Rhythm, since_news: timedelta | None) -> None:
    assert rhythm.min <= after_success(rhythm, since_news=since_news) <= rhythm.max


@pytest.mark.parametrize(
    "failure",
    [
        failed(Trouble.DNS),
        failed(Trouble.CONNECT),
        failed(Trouble.TLS),
        failed(Trouble.TIMEOUT),
        failed(Trouble.PROTOCOL),
        failed(Trouble.PARSE),
        failed(Trouble.HTTP, 500),
        failed(Trouble.HTTP, 503),
    ],
)
def test_faults_that_pass_are_retried_soon_and_at_least_hourly(failure: FetchFailed) -> None:
    minutes = [delay / MINUTE for delay in delays(failure, 7)]
    assert minutes == [2, 4, 8, 16, 32, 60, 60]


@pytest.mark.parametrize(
    "failure",
    [
        failed(Trouble.HTTP, 404),
        failed(Trouble.HTTP, 403),
        failed(Trouble.HTTP),
        failed(Trouble.BLOCKED),
        failed(Trouble.REDIRECT),
        failed(Trouble.TOO_LARGE),
    ],
)
def test_faults_that_stay_are_retried_soon_and_then_daily(failure: FetchFailed) -> None:
    minutes = [delay / MINUTE for delay in delays(failure, 12)]
    assert minutes == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1440, 1440]


def test_a_withdrawn_feed_is_asked_daily() -> None:
    assert delays(failed(Trouble.GONE, 410), 2) == [DAY, DAY]


def test_a_feed_the_parser_died_of_waits_an_hour_then_longer() -> None:
    assert [delay / HOUR for delay in delays(failed(Trouble.QUARANTINED), 6)] == [1, 2, 4, 8, 16, 24]


def test_too_often_without_a_time_waits_a_quarter_of_an_hour_then_longer() -> None:
    assert [delay / MINUTE for delay in delays(failed(Trouble.RATE_LIMITED, 429), 3)] == [15, 30, 60]


@pytest.mark.parametrize("trouble", [Trouble.RATE_LIMITED, Trouble.HTTP])
def test_what_the_server_asks_for_is_kept(trouble: Trouble) -> None:
    failure = failed(trouble, 503, retry_after=5 * HOUR)
    assert after_failure(RHYTHM, failed=failure, failures=1, jitter=0.0) == 5 * HOUR


def test_jitter_lengthens_by_up_to_a_quarter() -> None:
    failure = failed(Trouble.TIMEOUT)
    assert after_failure(RHYTHM, failed=failure, failures=3, jitter=0.0) == 8 * MINUTE
    assert after_failure(RHYTHM, failed=failure, failures=3, jitter=0.5) == 9 * MINUTE


@given(rhythms, failures, st.integers(1, 10**9), jitters)
def test_after_failure_nobody_is_asked_too_early_nor_forgotten(
    rhythm: Rhythm, failure: FetchFailed, count: int, jitter: float
) -> None:
    delay = after_failure(rhythm, failed=failure, failures=count, jitter=jitter)
    asked = min(failure.retry_after or timedelta(0), RETRY_AFTER_LIMIT)
    assert delay >= max(asked, rhythm.min)
    assert delay <= max(asked, rhythm.min, DAY)


@given(rhythms, failures, st.integers(1, 60), jitters)
def test_another_failure_never_shortens_the_delay(
    rhythm: Rhythm, failure: FetchFailed, count: int, jitter: float
) -> None:
    now = after_failure(rhythm, failed=failure, failures=count, jitter=jitter)
    then = after_failure(rhythm, failed=failure, failures=count + 1, jitter=jitter)
    assert then >= now


def test_the_rhythm_bounds_the_back_off_from_below() -> None:
    slow = Rhythm(min=2 * DAY, max=7 * DAY)
    assert after_failure(slow, failed=failed(Trouble.TIMEOUT), failures=1, jitter=0.5) == 2 * DAY


@given(st.text(min_size=1), st.timedeltas(min_value=timedelta(0), max_value=DAY))
def test_a_feed_starts_within_ten_seconds_and_always_at_the_same_offset(name: str, period: timedelta) -> None:
    offset = spread(FeedId(name), period)
    assert timedelta(0) <= offset <= min(period, timedelta(seconds=10))
    assert offset == spread(FeedId(name), period)


def test_five_hundred_feeds_start_spread_over_the_ten_seconds() -> None:
    seconds = [int(spread(FeedId(f"feed-{number}"), HOUR).total_seconds()) for number in range(500)]
    assert max(seconds.count(second) for second in range(10)) < 80
    assert min(seconds.count(second) for second in range(10)) > 25
