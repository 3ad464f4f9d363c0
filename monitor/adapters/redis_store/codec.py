"""Values to bytes and back. Articles and all that is built on them travel compressed."""

import json
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from pydantic import TypeAdapter

from monitor.core.alerts import Alert
from monitor.core.articles import Article
from monitor.core.matching import Matches
from monitor.core.reports import DaemonReport
from monitor.core.stories import RuleWindow, Story

T = TypeVar("T", Article, Matches, Alert, Story, RuleWindow, DaemonReport)


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {
    kind: TypeAdapter(kind) for kind in (Article, Matches, Alert, Story, RuleWindow, DaemonReport)
}
_ADAPTERS[tuple] = _ADAPTERS[Matches]


def pack(value: Article | Matches | Alert | Story | RuleWindow | DaemonReport) -> bytes:
    return zlib.compress(_ADAPTERS[type(value)].dump_json(value), 1)


def unpack(kind: type[T], packed: bytes) -> T:
    value: T = _ADAPTERS[kind].validate_json(zlib.decompress(packed))
    return value


def pack_plain(value: Mapping[str, Any]) -> bytes:
    return zlib.compress(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode(), 1)


def unpack_plain(packed: bytes) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(zlib.decompress(packed))
    return value


def milliseconds(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)


def moment(stamp: bytes | str | int) -> datetime:
    """The store's clock (milliseconds since 1970) as aware UTC."""
    return datetime.fromtimestamp(int(stamp) / 1000, UTC)
