"""Retry-After as servers write it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.adapters.http_fetcher.headers import retry_after
from tests.adapters.fetching import NOW

WEEK = 7 * 86400


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("1", 1),
        ("120", 120),
        (" 120 ", 120),
        ("000000000000000120", 120),
        ("604800", WEEK),
        ("604801", WEEK),
        ("99999999999999999999", WEEK),
        ("9" * 5000, WEEK),
        ("Sun, 01 Mar 2026 12:10:00 GMT", 600),
        ("Sunday, 01-Mar-26 12:10:00 GMT", 600),
        ("Sun Mar  1 12:10:00 2026", 600),
        ("Sun, 01 Mar 2026 13:10:00 +0100", 600),
        ("Sun, 01 Mar 2026 12:10:00 -0000", 600),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", WEEK),
        ("", None),
        ("soon", None),
        ("-1", None),
        ("1.5", None),
        ("1e3", None),
        ("0x10", None),
        ("٣", None),
        ("120, 60", None),
        ("Sun, 99 Mar 2026 12:10:00 GMT", None),
        ("Mon, 01 Jan 0001 00:00:00 +2359", 0),
        ("Fri, 31 Dec 9999 23:59:59 -9999", None),
    ],
)
def test_retry_after_is_read_and_clamped(value: str, seconds: int | None) -> None:
    wait = retry_after({"Retry-After": value}, NOW)
    assert wait == (None if seconds is None else timedelta(seconds=seconds))


def test_without_the_header_nothing_is_asked() -> None:
    assert retry_after({}, NOW) is None


def test_a_date_is_measured_on_the_servers_own_clock() -> None:
    # The server's clock is a year behind ours.
    headers = {"Retry-After": "Sat, 01 Mar 2025 12:05:00 GMT", "Date": "Sat, 01 Mar 2025 12:00:00 GMT"}
    assert retry_after(headers, NOW) == timedelta(minutes=5)


def test_a_date_header_that_is_no_date_leaves_our_own_clock() -> None:
    headers = {"Retry-After": "Sun, 01 Mar 2026 12:05:00 GMT", "Date": "today"}
    assert retry_after(headers, NOW) == timedelta(minutes=5)


@given(
    st.text(max_size=60)
    | st.builds(
        "Sun, {} Mar {} {}:10:00 {:+05}".format,
        st.integers(0, 99),
        st.integers(0, 99999),
        st.integers(0, 99),
        st.integers(-9999, 9999),
    ),
    st.text(max_size=40),
)
def test_no_header_makes_it_raise_or_leave_its_bounds(value: str, date: str) -> None:
    wait = retry_after({"Retry-After": value, "Date": date}, datetime(2026, 1, 1, tzinfo=UTC))
    assert wait is None or timedelta(0) <= wait <= timedelta(seconds=WEEK)
