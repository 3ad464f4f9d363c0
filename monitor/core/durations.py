"""Spans of time as people write them: 90s, 30m, 6h, 14d, 1h30m."""

import re
from datetime import timedelta

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
_WHOLE = re.compile(r"(?:\d+(?:\.\d+)?(?:ms|s|m|h|d|w))+")
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d|w)")


def parse(text: str) -> timedelta:
    """Raises ValueError with an example when text is not a span of time."""
    stripped = text.strip().lower().replace(" ", "")
    if not _WHOLE.fullmatch(stripped):
        raise ValueError(f"{text!r} is not a span of time; write 90s, 30m, 6h, 14d or 1h30m")
    return timedelta(seconds=sum(float(n) * _UNITS[unit] for n, unit in _PART.findall(stripped)))


def show(span: timedelta) -> str:
    """How people write a span, the two largest units at most: 14d, 1h30m, 45s, 250ms."""
    seconds = span.total_seconds()
    if 0 < seconds < 1:
        return f"{round(seconds * 1000)}ms"
    left, parts = round(seconds), []
    for unit in ("d", "h", "m", "s"):
        count, left = divmod(left, int(_UNITS[unit]))
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts[:2]) or "0s"
