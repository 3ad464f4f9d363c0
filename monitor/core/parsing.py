"""An entry is one item as its feed gave it: text only, nothing judged yet."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a feed. Every text is plain (markup removed, entities decoded); "" and None mean absent.

    published and updated are aware UTC, as the feed claims them: they may lie in the future or be wrong.
    """

    guid: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What a body turned out to hold. malformed names what was wrong with it although it could be read."""

    title: str = ""
    version: str = ""
    language: str | None = None
    malformed: str | None = None
    entries: tuple[Entry, ...] = ()
