"""A feed is one address that is polled; a fetch of it ends as one of three values."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from monitor.core.ids import FeedId


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One source, as written in config.yaml. Several feeds may share an outlet (who publishes).

    owner: whose word it is. Outlets of one owner do not confirm each other; "" where an outlet is its own.
    """

    id: FeedId
    url: str = field(repr=False)  # may hold a password
    outlet: str
    owner: str = ""
    tier: int = 3
    language: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a conditional request sends back, byte for byte as it came (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


class Trouble(StrEnum):
    """Why a poll brought nothing: the stable word in logs, counters and tables."""

    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    BLOCKED = "blocked"  # an address that must not be reached
    REDIRECT = "redirect"  # too many, in a circle, to another scheme
    TOO_LARGE = "too-large"
    PROTOCOL = "protocol"  # not HTTP, headers too large, a body that does not decode
    RATE_LIMITED = "rate-limited"  # 429, or 503 with Retry-After
    GONE = "gone"  # 410
    HTTP = "http"  # any other status that is no news
    PARSE = "parse"  # not a feed
    QUARANTINED = "quarantined"  # the parser had to be killed over it


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A body to read. moved_to is set when every hop that led here was permanent (301, 308)."""

    body: bytes = field(repr=False)
    validators: Validators
    url: str
    content_type: str | None = None
    content_location: str | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """304: nothing new. The server may have sent fresh validators."""

    validators: Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFailed:
    """No body. retry_after is what the server asked for, if it did."""

    trouble: Trouble
    detail: str
    status: int | None = None
    retry_after: timedelta | None = None


FetchResult = Fetched | NotModified | FetchFailed
