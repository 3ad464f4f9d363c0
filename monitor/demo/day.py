"""The script of the day: which feeds there are, what they publish when, and how they misbehave."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import yaml

from monitor.core.ids import FeedId


class Format(StrEnum):
    RSS = "rss"
    ATOM = "atom"
    RDF = "rdf"
    JSON = "json"


class Kind(StrEnum):
    """Why an item is part of the day; the words are those of the summary."""

    NEWS = "news"
    COPY = "copy"  # of an agency's report, by another outlet
    HOSTILE = "hostile"  # news whose title attacks the terminal or the channel that shows it
    EDIT = "edit"  # of an article that was told
    HEDGE = "hedge"  # something that may or may not happen
    BACKGROUND = "background"
    SPORT = "sport"
    ALIKE = "alike"  # the same words about something else
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One feed. site ends in a slash; links of its items are relative to it."""

    id: FeedId
    outlet: str
    format: Format
    site: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One text in one feed, from at on, until a later one with the same link replaces it. summary is plain text.

    event: what it tells of; several items may tell of the same.
    """

    at: datetime
    published: datetime
    feed: FeedId
    kind: Kind
    event: str
    title: str
    summary: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Misbehaviour:
    """From at on, the feed answers its next requests so: "malformed", or an HTTP status."""

    at: datetime
    feed: FeedId
    answers: tuple[str, ...]
    retry_after: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """All times are UTC. items are in the order of their times."""

    begins: datetime
    ends: datetime
    sources: tuple[Source, ...]
    items: tuple[Item, ...]
    troubles: tuple[Misbehaviour, ...]

    def standing(self, feed: FeedId, now: datetime) -> tuple[Item, ...]:
        """What stands in a feed at that time, the newest first."""
        latest = {item.link: item for item in self.items if item.feed == feed and item.at <= now}
        return tuple(sorted(latest.values(), key=lambda item: item.published, reverse=True))


def folder() -> Path:
    """Where the day and its rules are, in a wheel as in a checkout."""
    return Path(str(files("monitor.demo")))


def load() -> Day:
    script = yaml.safe_load((folder() / "day.yaml").read_text("utf-8"))
    calendar: dict[str, date] = script["days"]
    sources = tuple(_source(each) for each in script["feeds"])
    sites = {source.id: source.site for source in sources}
    return Day(
        begins=_moment(script["begins"], calendar),
        ends=_moment(script["ends"], calendar),
        sources=sources,
        items=_items(script["items"], calendar, sites),
        troubles=tuple(_trouble(each, calendar) for each in script["troubles"]),
    )


def _source(told: dict[str, str]) -> Source:
    return Source(
        id=FeedId(told["id"]),
        outlet=told["outlet"],
        format=Format(told["format"]),
        site=told["site"].rstrip("/") + "/",
    )


def _items(
    script: list[dict[str, Any]], calendar: dict[str, date], sites: dict[FeedId, str]
) -> tuple[Item, ...]:
    """One for each feed of each item. An edit keeps the date of what it replaces."""
    items: list[Item] = []
    published: dict[tuple[FeedId, str], datetime] = {}
    for told in sorted(script, key=lambda each: _moment(each["at"], calendar)):
        at = _moment(told["at"], calendar)
        for name in told["feed"] if isinstance(told["feed"], list) else [told["feed"]]:
            feed = FeedId(name)
            link = urljoin(sites[feed], told["link"])
            item = Item(
                at=at,
                published=published.setdefault((feed, link), at),
                feed=feed,
                kind=Kind(told["kind"]),
                event=told.get("event", link),
                title=told["title"],
                summary=told["summary"],
                link=link,
            )
            items.append(item)
    return tuple(items)


def _trouble(told: dict[str, Any], calendar: dict[str, date]) -> Misbehaviour:
    wait = told.get("retry_after")
    return Misbehaviour(
        at=_moment(told["at"], calendar),
        feed=FeedId(told["feed"]),
        answers=tuple(map(str, told["answers"])),
        retry_after=None if wait is None else timedelta(seconds=wait),
    )


def _moment(told: str, calendar: dict[str, date]) -> datetime:
    """ "Fri 05:04" as a date."""
    weekday, _, clock = told.partition(" ")
    return datetime.combine(calendar[weekday], time.fromisoformat(clock), tzinfo=UTC)
