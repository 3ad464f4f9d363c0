"""What feeds call dates, as moments. What cannot be read is None: a wrong date is worse than none."""

import calendar
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)  # earlier ones are zeroes that a template has formatted

# RFC 822 names only the American zones and feedparser reads every other name as UTC, hours off. The usual reading of
# names that several countries use: IST in India, BST in Britain.
_ZONES = {
    "WET": "+0000", "WEST": "+0100", "BST": "+0100", "CET": "+0100", "CEST": "+0200", "EET": "+0200",
    "EEST": "+0300", "SAST": "+0200", "MSK": "+0300", "TRT": "+0300", "PKT": "+0500", "IST": "+0530",
    "WIB": "+0700", "ICT": "+0700", "HKT": "+0800", "PHT": "+0800", "SGT": "+0800", "AWST": "+0800",
    "JST": "+0900", "KST": "+0900", "AEST": "+1000", "AEDT": "+1100", "NZST": "+1200", "NZDT": "+1300",
    "BRT": "-0300", "ART": "-0300",
}  # fmt: skip
_NAMED_ZONE = re.compile(r"(.{6,40}:\d{1,2})\s+([A-Z]{3,4})")
_OFFSET_ZONE = re.compile(r"(.{6,40}:\d{1,2})\s+(?:GMT|UTC)([+-])(\d{1,2})(?::?(\d\d))?")


def from_struct(parsed: time.struct_time | None) -> datetime | None:
    """A UTC time tuple as feedparser gives it."""
    if parsed is None:
        return None
    try:
        return _plausible(datetime.fromtimestamp(calendar.timegm(parsed), UTC))
    except (ValueError, OverflowError, OSError):  # the year 0, the year 12000
        return None


def from_text(text: object) -> datetime | None:
    """RFC 3339, as JSON Feed asks for; RFC 822, as some send anyway. Without a zone it is taken as UTC."""
    if not isinstance(text, str):
        return None
    for read in (datetime.fromisoformat, _rfc822):
        try:
            moment = read(text.strip())
            return _plausible(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        except (ValueError, OverflowError):
            continue
    return None


def foreign_zone(text: str) -> time.struct_time | None:
    """A feedparser date handler for zones it does not know: CEST, GMT+9. None leaves the date to feedparser."""
    if named := _NAMED_ZONE.fullmatch(text.strip()):
        moment, offset = named[1], _ZONES.get(named[2])
    elif shifted := _OFFSET_ZONE.fullmatch(text.strip()):
        moment, offset = shifted[1], f"{shifted[2]}{int(shifted[3]):02}{shifted[4] or '00'}"
    else:
        return None
    try:
        return _rfc822(f"{moment} {offset}").utctimetuple() if offset else None
    except (ValueError, OverflowError):
        return None


_rfc822: Callable[[str], datetime] = parsedate_to_datetime


def _plausible(moment: datetime) -> datetime | None:
    return moment.astimezone(UTC) if moment >= _EARLIEST else None
