"""Single values of config.yaml: text as written to what it means, or what is wrong with it and what to write.

No message repeats the value: the line it stands in is shown anyway, with its secrets hidden.
"""

import difflib
import re
from collections.abc import Callable
from datetime import UTC, timedelta, tzinfo
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Any, TypeVar
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import PlainValidator, WithJsonSchema

from monitor.core import durations
from monitor.core.channels import Secret

Value = TypeVar("Value")

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_TAG = re.compile(r"[^\s,:]+")
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
_SIZE = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,6})?) ?([kmg]?b|[kmg]ib)", re.IGNORECASE)
_UNITS = {"b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30}
_STORE_SCHEMES = ("redis", "rediss", "unix", "sentinel")
_LONGEST = timedelta(days=3650)  # more is a slip of the keyboard, and some sums would overflow


class FieldError(ValueError):
    """A value that cannot be used; hint says what to write instead."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def name(text: str) -> str:
    """Ids of feeds and names of channels: they become part of keys, metrics and command lines."""
    if not _NAME.fullmatch(text):
        raise FieldError(
            "a name holds letters, digits, dots, hyphens and underscores only, and begins with a letter or digit",
            "for example bbc-world",
        )
    return text


def words(text: str) -> str:
    stripped = " ".join(text.split())
    if not stripped:
        raise FieldError("this is empty", "write a name people will recognise")
    return stripped


def path(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise FieldError("a path is expected here")
    if text.startswith("~"):
        raise FieldError("~ has no meaning here: a daemon may have no home", "write the whole path")
    return text


def tag(text: str) -> str:
    if not _TAG.fullmatch(text):
        raise FieldError("a tag is one word without spaces, commas and colons", "for example middle-east")
    return text


def language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise FieldError("not a language code", "write en, fr, ar, pt-BR (BCP 47)")
    return text.lower()


def tier(text: str) -> int:
    number = whole_number(text)
    if not 1 <= number <= 5:  # noqa: PLR2004 - the range is the meaning
        raise FieldError("a tier is a number from 1 (most trusted) to 5")
    return number


def whole_number(text: str) -> int:
    if not _WHOLE_NUMBER.fullmatch(text):
        raise FieldError("a whole number is expected here")
    return int(text)


def duration(text: str) -> timedelta:
    try:
        span = durations.parse(text)
    except (ValueError, OverflowError):
        raise FieldError("not a span of time", "write 90s, 30m, 6h, 14d or 1h30m") from None
    if not timedelta(0) < span <= _LONGEST:
        raise FieldError("a span of time that is more than nothing and less than ten years is expected here")
    return span


def interval(text: str) -> timedelta:
    span = duration(text)
    if span < timedelta(seconds=1):
        raise FieldError("no feed is asked more often than once a second", "write 1s or more; 2m is polite")
    return span


def size(text: str) -> int:
    """Bytes. MB is a million of them, MiB is 1024 times 1024."""
    found = _SIZE.fullmatch(text)
    if not found:
        raise FieldError("not a size", "write 256MB or 1GB")
    count = round(float(found[1]) * _UNITS[found[2].lower()])
    if count < _UNITS["mb"]:
        raise FieldError("too small: at least 1MB", "write 256MB or 1GB")
    return count


def backlog(text: str) -> int | None:
    """How many of the newest entries a first poll tells; None is all of them."""
    match text:
        case "none":
            return 0
        case "all":
            return None
        case _ if _WHOLE_NUMBER.fullmatch(text):
            return int(text)
        case _:
            raise FieldError("write none, all, or how many of the newest entries count as news")


def zone(text: str) -> tzinfo:
    if text == "UTC":
        return UTC  # needs no time zone data, which the smallest systems lack
    try:
        return ZoneInfo(text)
    except (ValueError, OSError, LookupError):
        known = available_timezones()
    if not known:
        raise FieldError("this system has no time zone data", "install the package tzdata, or write UTC")
    near = difflib.get_close_matches(text, known, 1)
    hint = f"did you mean {near[0]}?" if near else "write a name like Europe/Paris (IANA time zone database)"
    raise FieldError("not a time zone", hint)


def network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text)
    except ValueError:
        pass
    try:
        meant = ip_network(text, strict=False)
    except ValueError:
        raise FieldError("not a network", "write 10.0.0.0/8, 192.168.1.7 or fd00::/8 (CIDR)") from None
    raise FieldError(
        "an address inside a network where the network itself is expected", f"did you mean {meant}?"
    )


def feed_url(text: str) -> str:
    parts = _split(text)
    if parts.scheme == "feed":
        raise FieldError("feed:// is not a way to fetch anything", "write https:// instead of feed://")
    if parts.scheme not in {"http", "https"}:
        raise FieldError("a feed is fetched over http or https", "write https://host/path")
    if not parts.hostname:
        raise FieldError("this URL names no host", "write https://host/path")
    return text


def store_url(text: str) -> Secret:
    parts = _split(text)
    if parts.scheme not in _STORE_SCHEMES:
        near = difflib.get_close_matches(parts.scheme, _STORE_SCHEMES, 1)
        hint = (
            f"did you mean {near[0]}://?"
            if near
            else "write redis://host:6379/0, or null for the built-in store"
        )
        raise FieldError("the store is a redis://, rediss://, unix:// or sentinel:// URL", hint)
    if not parts.netloc and not parts.path.strip("/"):
        raise FieldError(
            "this URL names no server", "write redis://host:6379/0 or unix:///run/valkey/valkey.sock"
        )
    return Secret(text)


def _split(text: str) -> SplitResult:
    if any(letter.isspace() or not letter.isprintable() for letter in text):
        raise FieldError("a URL holds no spaces", "write %20 for a space, or delete it")
    if "://" not in text:
        raise FieldError("not a URL", "write it whole, with https:// (a store: redis:// or unix://) in front")
    try:
        parts = urlsplit(text)
        _ = "," in parts.netloc or parts.port  # sentinel:// lists hosts; else reading the port checks it
    except ValueError:
        raise FieldError(
            "not a URL: its host or port cannot be read", "write https://host:port/path"
        ) from None
    return parts


def _of_text(parse: Callable[[str], Value]) -> PlainValidator:
    def validate(value: object) -> Value:
        if not isinstance(value, str):
            raise FieldError(f"one value is expected here, not {kind(value)}")
        return parse(value)

    return PlainValidator(validate)


def kind(value: object) -> str:
    """What stands there, in the words of somebody who writes YAML."""
    match value:
        case dict():
            return "a mapping (key: value)"
        case list():
            return "a list"
        case None:
            return "nothing"
        case _:
            return "a single value"


def _schema(**keywords: Any) -> WithJsonSchema:
    return WithJsonSchema(keywords)


_DURATION = r"^([0-9]+(\.[0-9]+)?(ms|s|m|h|d|w))+$"
_SIZE_PATTERN = r"^[0-9]+(\.[0-9]+)? ?([kKmMgG]i?)?[bB]$"

Name = Annotated[str, _of_text(name), _schema(type="string", pattern=f"^{_NAME.pattern}$")]
Words = Annotated[str, _of_text(words), _schema(type="string", minLength=1)]
PathText = Annotated[str, _of_text(path), _schema(type="string", minLength=1)]
Tag = Annotated[str, _of_text(tag), _schema(type="string", pattern=r"^[^\s,:]+$")]
Language = Annotated[str, _of_text(language), _schema(type="string", pattern=f"^{_LANGUAGE.pattern}$")]
Tier = Annotated[int, _of_text(tier), _schema(type="integer", minimum=1, maximum=5)]
Duration = Annotated[timedelta, _of_text(duration), _schema(type="string", pattern=_DURATION)]
Interval = Annotated[timedelta, _of_text(interval), _schema(type="string", pattern=_DURATION)]
Size = Annotated[int, _of_text(size), _schema(type="string", pattern=_SIZE_PATTERN)]
Backlog = Annotated[
    int | None,
    _of_text(backlog),
    _schema(anyOf=[{"enum": ["none", "all"]}, {"type": "integer", "minimum": 0}]),
]
Zone = Annotated[tzinfo, _of_text(zone), _schema(type="string", pattern="^[A-Za-z0-9_+/-]+$")]
Cidr = Annotated[IPv4Network | IPv6Network, _of_text(network), _schema(type="string")]
FeedUrl = Annotated[str, _of_text(feed_url), _schema(type="string", pattern="^https?://", format="uri")]
StoreUrl = Annotated[
    Secret, _of_text(store_url), _schema(type="string", pattern="^(rediss?|unix|sentinel)://")
]
SecretText = Annotated[Secret, _of_text(Secret), _schema(type="string", minLength=1)]
