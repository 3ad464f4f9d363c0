"""Values to bytes and back. Articles travel compressed; everything else is small JSON."""

import zlib
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from pydantic import TypeAdapter

from monitor.core.alerts import Alert
from monitor.core.articles import Article
from monitor.core.matching import Match
from monitor.core.reports import DaemonReport
from monitor.core.stories import Story

T = TypeVar("T", Article, Match, Alert, Story, DaemonReport)


_ADAPTERS: dict[type, TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for kind in (Article, Match, Alert, Story, DaemonReport)
}


def pack(value: Article | Match | Alert | Story | DaemonReport) -> bytes:
    return zlib.compress(_ADAPTERS[type(value)].dump_json(value), 1)


def unpack(kind: type[T], packed: bytes) -> T:
    value: T = _ADAPTERS[kind].validate_json(zlib.decompress(packed))
    return value


def milliseconds(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)


def moment(stamp: bytes | str | int) -> datetime:
    """The store's clock (milliseconds since 1970) as aware UTC."""
    return datetime.fromtimestamp(int(stamp) / 1000, UTC)
