"""`newsmonitor feeds import | export`: lists of feeds in OPML, folders as tags."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import options
from monitor.cli.feeds import policy
from monitor.core.errors import MonitorError

if TYPE_CHECKING:
    from monitor.adapters.opml import Subscription
    from monitor.config.schema import FeedSection
    from monitor.core.feeds import Feed


@dataclass(slots=True)
class Sorted:
    """What becomes of a list: feeds to add, how many are there already, and what cannot be a feed."""

    feeds: list["Feed"] = field(default_factory=list)
    duplicates: int = 0
    refused: list[str] = field(default_factory=list)


def import_feeds(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A list of feeds in OPML.")
    ],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be added.")] = False,
    config: policy.Config = None,
    quiet: options.Quiet = False,
) -> None:
    """Add the feeds of an OPML file to config.yaml: folders become tags, feeds that are there are skipped."""
    from monitor.adapters import opml
    from monitor.cli.feeds import adding
    from monitor.config import edit

    document = policy.document(config)
    with file.open("rb") as stream:
        raw = stream.read(opml.MOST_BYTES + 1)
    try:
        listed = opml.read(raw)
    except MonitorError as error:
        raise MonitorError(f"{file}: {error}") from None
    found = sort(listed, policy.model(document).feeds)
    if found.feeds and not dry_run:
        edit.add_feeds(Path(document.source.path), found.feeds)
    for refused in found.refused:
        typer.echo(f"left out: {refused}", err=True)
    if quiet:
        return
    if dry_run:
        typer.echo("".join(f"{_shown(feed)}\n" for feed in found.feeds), nl=False)
    typer.echo(_summary(found, dry_run=dry_run))
    if found.feeds and not dry_run:
        typer.echo(adding.how_to_reload(document))


def export_feeds(*, config: policy.Config = None) -> None:
    """Print the feeds of config.yaml as OPML, for other readers; their addresses with passwords and keys."""
    from monitor.adapters import opml

    feeds = [_feed(section) for section in policy.model(policy.document(config)).feeds]
    sys.stdout.write(opml.write(feeds, title="newsmonitor"))


def sort(listed: Sequence["Subscription"], there: Sequence["FeedSection"]) -> Sorted:
    """What to add of a list beside these feeds."""
    from monitor.cli.feeds import adding, names

    known = {names.address(feed.url) for feed in there}
    taken = {feed.id for feed in there}
    found = Sorted()
    for each in listed:
        address = names.address(each.url)
        if address in known:
            found.duplicates += 1
            continue
        try:
            feed = adding.validated(_subscribed(each, taken))
        except MonitorError as error:
            found.refused.append(_reason(each, str(error)))
            continue
        known.add(address)
        taken.add(feed.id)
        found.feeds.append(feed)
    return found


def _subscribed(each: "Subscription", taken: set[str]) -> "Feed":
    """Raises MonitorError when its address is none."""
    from monitor.cli.feeds import names
    from monitor.config import fields
    from monitor.core.feeds import Feed
    from monitor.core.ids import FeedId

    try:
        url = fields.feed_url(each.url)
    except fields.FieldError as wrong:
        raise MonitorError(f"{wrong}\n") from None
    tags = dict.fromkeys(tag for folder in each.folders if (tag := names.tag(folder)))
    named = each.id and each.id not in taken
    return Feed(
        id=FeedId(each.id if named else names.feed_id(each.id or each.title, url, taken)),
        url=url,
        outlet=" ".join(each.outlet.split()) or names.outlet(each.title, url),
        tier=int(each.tier) if each.tier in {"1", "2", "3", "4", "5"} else 3,
        language=_language(each.language),
        tags=tuple(tags),
    )


def _language(text: str) -> str | None:
    """Many lists say "unknown" or "English"."""
    from monitor.config import fields

    try:
        return fields.language(text) if text else None
    except fields.FieldError:
        return None


def _reason(each: "Subscription", error: str) -> str:
    from monitor.cli.feeds.probing import shown
    from monitor.core.sanitise import plain

    return f"{plain(each.title, 60) or '(no title)'} {shown(each.url)[:100]}: {error.splitlines()[0]}"


def _shown(feed: "Feed") -> str:
    from dataclasses import replace

    from monitor.cli.feeds.probing import shown
    from monitor.config import edit

    return edit.item(replace(feed, url=shown(feed.url)))


def _summary(found: Sorted, *, dry_run: bool) -> str:
    return ", ".join(_counts(found, "to add" if dry_run else "added"))


def _counts(found: Sorted, done: str) -> Iterator[str]:
    yield f"{len(found.feeds)} {done}"
    yield f"{found.duplicates} there already"
    if found.refused:
        yield f"{len(found.refused)} left out"


def _feed(section: "FeedSection") -> "Feed":
    from monitor.core.feeds import Feed
    from monitor.core.ids import FeedId

    return Feed(
        id=FeedId(section.id),
        url=section.url,
        outlet=section.outlet,
        tier=section.tier,
        language=section.language,
        tags=tuple(section.tags),
    )
