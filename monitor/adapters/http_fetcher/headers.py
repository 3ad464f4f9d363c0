"""What is sent with a request, and what is kept of the answer's headers."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from monitor.core.feeds import Validators
from monitor.core.polling import RETRY_AFTER_LIMIT

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)

# Control characters end a header or hide in it; a lone surrogate is a byte that was not UTF-8 (PEP 383).
_UNSENDABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")
_MOST_DIGITS = 9  # of seconds: 31 years, and far from int()'s own limit


def conditional(validators: Validators) -> dict[str, str]:
    """The headers that ask "only if it changed": both validators, as they came."""
    asked = {
        "If-None-Match": _verbatim(validators.etag),
        "If-Modified-Since": _verbatim(validators.last_modified),
    }
    return {name: value for name, value in asked.items() if value is not None}


def validators_of(headers: Mapping[str, str]) -> Validators:
    """The answer's ETag and Last-Modified, quotes, W/ and odd dates included."""
    return Validators(
        etag=_verbatim(headers.get("ETag")), last_modified=_verbatim(headers.get("Last-Modified"))
    )


def refreshed(kept: Validators, headers: Mapping[str, str]) -> Validators:
    """What a 304 leaves behind: each validator it carries replaces the kept one (RFC 9111, 4.3.4)."""
    fresh = validators_of(headers)
    return Validators(etag=fresh.etag or kept.etag, last_modified=fresh.last_modified or kept.last_modified)


def text_of(headers: Mapping[str, str], name: str) -> str | None:
    """A header for reading, safe to store: bytes that are not UTF-8 become U+FFFD."""
    value = headers.get(name)
    return value and value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long the server wants to be left alone (RFC 9110, 10.2.3), between nothing and RETRY_AFTER_LIMIT.

    A date is measured against the answer's own Date, if it has one: the server's clock may differ from ours,
    whose time is `now`. None when absent or unreadable.
    """
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        seconds = int(value) if len(value.lstrip("0")) <= _MOST_DIGITS else None
        return RETRY_AFTER_LIMIT if seconds is None else min(timedelta(seconds=seconds), RETRY_AFTER_LIMIT)
    until = _http_date(value)
    if until is None:
        return None
    wait = until - (_http_date(headers.get("Date", "")) or now)
    return max(timedelta(0), min(wait, RETRY_AFTER_LIMIT))


def _verbatim(value: str | None) -> str | None:
    """The value if it can be sent back byte for byte, else None: one that was changed is a made-up one."""
    return value if value and not _UNSENDABLE.search(value) else None


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (
        ValueError,
        OverflowError,
        IndexError,
        TypeError,
    ):  # all four were seen, depending on the nonsense
        return None
