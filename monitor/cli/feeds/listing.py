"""`newsmonitor feeds list`: every feed and how it is doing."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import typer

from monitor.cli import tables
from monitor.cli.feeds import policy
from monitor.core.errors import StoreError

if TYPE_CHECKING:
    from monitor.config.documents import Document
    from monitor.config.schema import FeedSection
    from monitor.core.reports import FeedHealth


def list_feeds(*, config: policy.Config = None, as_json: policy.AsJson = False) -> None:
    """Every feed, how it is doing, when it last brought news and when it is asked next."""
    document = policy.document(config)
    feeds = policy.model(document).feeds
    standing, missing = _standing(document, [feed.id for feed in feeds])
    if as_json:
        tables.print_json([_described(feed) | _health(feed, standing) for feed in feeds])
    else:
        _print(feeds, standing)
    if missing and not as_json:
        typer.echo(missing, err=True)


Standing = tuple[dict[str, "FeedHealth"], datetime]


def _standing(document: "Document", feeds: Sequence[str]) -> tuple[Standing | None, str]:
    """How the feeds are doing by the store's clock; else None, and why only the configuration can be told."""
    from redis.exceptions import RedisError

    url = policy.store_url(document)
    if url is None:
        place = policy.state_dir(document)
        return None, (
            f"No daemon is running here (state_dir {place}): only what {document.source.path} says is shown.\n"
            f"Start one: newsmonitor run"
        )
    try:
        return asyncio.run(_read(url, feeds)), ""
    except (StoreError, RedisError) as error:
        return (
            None,
            f"{error}\nOnly what {document.source.path} says is shown; newsmonitor doctor looks at the store.",
        )


async def _read(url: str, feeds: Sequence[str]) -> Standing:
    from monitor.adapters import connection
    from monitor.adapters.redis_store import RedisStore
    from monitor.core.ids import FeedId

    async with connection.connect(url, socket_timeout=3, retries=1) as client:
        reading = RedisStore.over(client, consumer="feeds list").reading
        found = await reading.feeds([FeedId(feed) for feed in feeds])
        return {report.feed: report for report in found}, await reading.now()


def _described(feed: "FeedSection") -> dict[str, Any]:
    from monitor.cli.feeds.probing import shown

    return {
        "id": feed.id,
        "outlet": feed.outlet,
        "url": shown(feed.url),
        "tier": feed.tier,
        "language": feed.language,
        "tags": feed.tags,
    }


def _health(feed: "FeedSection", standing: Standing | None) -> dict[str, Any]:
    from monitor.core.health import health

    if standing is None:
        return {"health": None}
    reports, now = standing
    report = reports[feed.id]
    judged = health(report, now)
    return {
        "health": judged.word,
        "sentence": judged.sentence,
        "remedy": judged.remedy or None,
        "last_news": tables.iso(report.news),
        "next_poll": tables.iso(now + report.due_in) if report.due_in is not None else None,
        "failures": report.failures,
        "moved_to": report.moved_to or None,
        "known_by": report.recognition.by if report.recognition else None,
        "ids_repeat": report.recognition.ids_repeat if report.recognition else None,
        "note": judged.note or None,
        "held_as_backfill": report.held,
        "last_overflow": tables.iso(report.overflow),
    }


def _print(feeds: Sequence["FeedSection"], standing: Standing | None) -> None:
    """On a terminal sentences stand below the table, where they have room; in a pipe a feed is one line."""
    if standing is None:
        rows = [
            [feed["id"], feed["outlet"], f"tier {feed['tier']}", feed["url"]]
            for feed in map(_described, feeds)
        ]
        tables.print_table(("feed", "outlet", "tier", "url"), rows, none=_NONE)
        return
    titles = ("feed", "outlet", "health", "last news", "next poll")
    lines = [_row(feed, *standing) for feed in feeds]
    if not tables.is_for_people():
        tables.print_table((*titles, "what"), [(*row, "; ".join(note)) for row, note in lines], none=_NONE)
        return
    tables.print_table(titles, [row for row, _ in lines], none=_NONE)
    for row, note in lines:
        if note:
            tables.print_lines(["", row[0]])
            tables.print_lines(note, indent=2)


def _row(
    feed: "FeedSection", reports: dict[str, "FeedHealth"], now: datetime
) -> tuple[tuple[str | tables.Cell, ...], list[str]]:
    """A feed in columns, and what is to be said beyond them when it is not simply fine."""
    from monitor.core.health import Word, health

    report = reports[feed.id]
    judged = health(report, now)
    news = f"{_span(now - report.news)} ago" if report.news else "never"
    due = "-" if report.due_in is None else _due(report.due_in)
    notes = [f"fix: {judged.remedy}"] if judged.remedy else []
    if notes or judged.word not in {Word.FINE, Word.UNREAD}:
        notes.insert(0, judged.sentence)
    if judged.note:
        notes.append(f"note: {judged.note}")
    return (feed.id, feed.outlet, tables.word(judged.word), news, due), notes


def _due(span: timedelta) -> str:
    return f"in {_span(span)}" if span >= timedelta(seconds=1) else "now"


def _span(span: timedelta) -> str:
    """The largest unit only: the columns are narrow."""
    from monitor.core.durations import show

    for unit in (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)):
        if span >= unit:
            return show(span // unit * unit)
    return "0s"


_NONE = "No feeds: nothing is watched. Add one: newsmonitor feeds add URL"
