"""`newsmonitor feeds parse`: what the parser makes of a file."""

import asyncio
import dataclasses
import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from monitor.cli import tables
from monitor.core.errors import ParseFailed
from monitor.core.parsing import Entry, Parsed


def parse(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A feed, as downloaded.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print {feed, entries, error}.")] = False,
    url: Annotated[str, typer.Option(help="Where it came from: relative links start there.")] = "",
) -> None:
    """Show what the parser makes of a feed. Exit 1 when it is none."""
    try:
        parsed, error = asyncio.run(_parse(file, url)), None
    except ParseFailed as failure:
        parsed, error = None, failure
    if as_json:
        typer.echo(json.dumps(_plain(parsed, error), ensure_ascii=False, indent=2))
    elif parsed:
        _print(parsed)
    else:
        typer.echo(f"{file}: {error}", err=True)
    raise typer.Exit(1 if error else 0)


async def _parse(file: Path, url: str) -> Parsed:
    from monitor.adapters.feed_parser import FeedParser, ParserLimits

    limits = ParserLimits()
    with file.open("rb") as stream:
        body = stream.read(
            limits.body_bytes + 1
        )  # one more than is read, so that a larger file is refused as such
    parser = FeedParser(limits)
    try:
        return await parser.parse(body, url=url, content_type=None)
    finally:
        await parser.aclose()


def _plain(parsed: Parsed | None, error: ParseFailed | None) -> dict[str, Any]:
    if parsed is None:
        return {"feed": None, "entries": [], "error": str(error)}
    feed = {name: getattr(parsed, name) for name in ("title", "version", "language", "malformed")}
    return {"feed": feed, "entries": [_plain_entry(entry) for entry in parsed.entries], "error": None}


def _plain_entry(entry: Entry) -> dict[str, Any]:
    fields = dataclasses.asdict(entry)
    guid = fields.pop("guid")
    dates = {name: moment.isoformat() for name, moment in fields.items() if isinstance(moment, datetime)}
    return {"id": guid or entry.link} | fields | dates


def _print(parsed: Parsed) -> None:
    from rich.table import Table
    from rich.text import Text

    count = f"{len(parsed.entries)} {'entry' if len(parsed.entries) == 1 else 'entries'}"
    about = (parsed.title or "(no title)", parsed.version, parsed.language, count)
    table = Table("published (UTC)", "title", "link", title=Text(" · ".join(part for part in about if part)))
    for entry in parsed.entries:
        published = entry.published or entry.updated
        shown = f"{published:%Y-%m-%d %H:%M}" if published else "-"
        table.add_row(
            shown, Text(entry.title or entry.summary[:100] or "-"), Text(entry.link, overflow="fold")
        )
    console = tables.screen()
    console.print(table)
    if parsed.malformed:
        console.print(Text(f"malformed, read nevertheless: {parsed.malformed}"))
    if note := _note(parsed):
        console.print(Text(f"note: {note}"))


def _note(parsed: Parsed) -> str:
    """By what little its articles would be known again."""
    from monitor.adapters.clock import SystemClock
    from monitor.core import articles
    from monitor.core.articles.recognition import warning
    from monitor.core.feeds import Feed
    from monitor.core.ids import FeedId

    feed = Feed(id=FeedId("parsed"), url="", outlet=parsed.title)
    keyed = articles.from_entries(feed, parsed, fetched=SystemClock().now())
    found = articles.recognition(keyed)
    return warning(found) if found else ""
