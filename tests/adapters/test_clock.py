from datetime import UTC, timedelta

from monitor.adapters.clock import SystemClock


def test_the_clock_gives_aware_utc_that_does_not_stand_still() -> None:
    clock = SystemClock()
    first = clock.now()
    assert first.tzinfo is UTC
    assert timedelta(0) <= clock.now() - first < timedelta(minutes=1)
