"""`newsmonitor feeds add`: one more feed in config.yaml."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import options
from monitor.cli.feeds import policy
from monitor.core.errors import MonitorError, StoreError

if TYPE_CHECKING:
    from monitor.config.documents import Document
    from monitor.config.schema import FeedSection
    from monitor.core.feeds import Feed
    from monitor.core.parsing import Parsed


def add(
    url: Annotated[str, typer.Argument(help="The address of the feed.")],
    *,
    feed_id: Annotated[
        str, typer.Option("--id", help="Its short name; made from its title or host if left out.")
    ] = "",
    outlet: Annotated[str, typer.Option(help="Who publishes it; its title if left out.")] = "",
    tier: Annotated[int, typer.Option(min=1, max=5, help="How far it is trusted, 1 (most) to 5.")] = 3,
    language: Annotated[str, typer.Option(help="Language of its articles; what it says if left out.")] = "",
    tags: Annotated[str, typer.Option(help="Words that rules select feeds by: world,wire")] = "",
    no_probe: Annotated[bool, typer.Option("--no-probe", help="Do not ask whether it is a feed.")] = False,
    config: policy.Config = None,
    quiet: options.Quiet = False,
) -> None:
    """Probe a feed and add it to config.yaml; comments and layout stay. Exit 1 when it is none or there already."""
    from monitor.cli.feeds import probing
    from monitor.config import edit
    from monitor.core.feeds import Feed
    from monitor.core.ids import FeedId

    document = policy.document(config)
    settings = policy.model(document)
    address = probing.web_address(url)
    refuse_known(address, feed_id, settings.feeds)
    parsed = None if no_probe else _probed(address, document, quiet=quiet)
    chosen = Feed(
        id=FeedId(feed_id),
        url=address,
        outlet=outlet,
        tier=tier,
        language=language or None,
        tags=tuple(tag.strip() for tag in tags.split(",") if tag.strip()),
    )
    feed = validated(completed(chosen, parsed, settings.feeds))
    edit.add_feeds(Path(document.source.path), [feed])
    if not quiet:
        typer.echo(
            f"added to {document.source.path}:\n  {edit.item(replace(feed, url=probing.shown(feed.url)))}"
        )
        typer.echo(how_to_reload(document))


def _probed(address: str, document: "Document", *, quiet: bool) -> "Parsed":
    """Raises MonitorError with what is wrong and how to add it all the same."""
    from monitor.cli.feeds import probing

    answer = asyncio.run(probing.probed(address, policy.network(document), quiet=quiet))
    if answer.parsed is None:
        lines = [*probing.complaint(answer), "nothing was added; to add it all the same: --no-probe"]
        raise MonitorError("\n".join(lines))
    return answer.parsed


def refuse_known(address: str, feed_id: str, feeds: Sequence["FeedSection"]) -> None:
    """Raises MonitorError when the file has this feed, or another of this id."""
    from monitor.cli.feeds import names

    for feed in feeds:
        if names.address(feed.url) == names.address(address):
            raise MonitorError(f"{feed.id} polls this address already; nothing was added")
        if feed_id and feed.id == feed_id:
            raise MonitorError(f"there is a feed {feed.id} already ({feed.outlet}): choose another --id")


def completed(feed: "Feed", parsed: "Parsed | None", others: Sequence["FeedSection"]) -> "Feed":
    """With an id, an outlet and a language where none was given. A host known by an outlet keeps it."""
    from monitor.cli.feeds import names
    from monitor.core.ids import FeedId

    title = parsed.title if parsed else ""
    known = next((other.outlet for other in others if names.host(other.url) == names.host(feed.url)), "")
    taken = {other.id for other in others}
    return replace(
        feed,
        id=feed.id or FeedId(names.feed_id(title, feed.url, taken)),
        outlet=feed.outlet or known or names.outlet(title, feed.url),
        language=feed.language or (parsed.language if parsed else None),
    )


def validated(feed: "Feed") -> "Feed":
    """The feed as config.yaml would read it. Raises MonitorError with what cannot stand there."""
    from monitor.config import fields

    wrong = []
    for name, check, text in (
        ("id", fields.name, feed.id),
        ("outlet", fields.words, feed.outlet),
        *((("language", fields.language, feed.language),) if feed.language else ()),
        *(("tag", fields.tag, tag) for tag in feed.tags),
    ):
        try:
            check(text)
        except fields.FieldError as error:
            wrong.append(f"{name} {text!r}: {error}" + (f" ({error.hint})" if error.hint else ""))
    if wrong:
        raise MonitorError("\n".join([*wrong, "nothing was added"]))
    return feed


def how_to_reload(document: "Document") -> str:
    """What makes the change count, for the daemons that run."""
    from redis.exceptions import RedisError

    try:
        url = policy.store_url(document)
        running = asyncio.run(_daemons(url)) if url else ()
    except (StoreError, RedisError):
        return "The store cannot be asked for daemons now; one that runs follows after kill -HUP."
    if not running:
        return "No daemon is running here; the next newsmonitor run watches it."
    return "Reload the daemon: " + "; ".join(running)


async def _daemons(url: str) -> tuple[str, ...]:
    import platform
    from datetime import timedelta

    from monitor.adapters import connection
    from monitor.adapters.redis_store import RedisStore

    async with connection.connect(url, socket_timeout=3, retries=0) as client:
        reading = RedisStore.over(client, consumer="feeds add").reading
        now = await reading.now()
        alive = [report for report in await reading.daemons() if now - report.seen < timedelta(minutes=1)]
    here = platform.node()
    commands = [
        f"kill -HUP {report.pid}"
        + ("" if (host := report.name.partition(":")[0]) == here else f" (on {host})")
        for report in alive
    ]
    return tuple(sorted(commands))
