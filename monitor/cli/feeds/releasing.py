"""`newsmonitor feeds release`: articles that were held back as backfill are judged and told like new ones."""

import asyncio
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import options
from monitor.cli.feeds import policy
from monitor.core.errors import MonitorError

if TYPE_CHECKING:
    from monitor.config.settings import Config
    from monitor.core.ids import FeedId
    from monitor.core.leases import Released


def release(
    feed: Annotated[str, typer.Argument(metavar="ID", help="A feed, by its id in config.yaml.")],
    *,
    config: policy.Config = None,
    quiet: options.Quiet = False,
) -> None:
    """Hand on what was held back of a feed because it is older than its last poll. Exit 1 for an unknown feed."""
    released = asyncio.run(_released(config, feed))
    if not quiet:
        typer.echo(_sentence(feed, released))


async def _released(path: Path | None, feed: str) -> "Released":
    from monitor.cli.connected import connected

    async with connected(path) as (config, store):
        return await store.feeds.release_backfill(_known(config, feed))


def _known(config: "Config", wanted: str) -> "FeedId":
    """Raises MonitorError with the feed that was probably meant."""
    names = [feed.id for feed in config.feeds]
    for name in names:
        if name == wanted:
            return name
    near = get_close_matches(wanted, names, n=1)
    hint = f"did you mean {near[0]}?" if near else "newsmonitor feeds list names them"
    raise MonitorError(f"no feed {wanted} in {config.path}; {hint}")


def _sentence(feed: str, released: "Released") -> str:
    if not released.handed_on and not released.dropped:
        return f"Nothing of {feed} is held back."
    told = f"{_articles(released.handed_on)} of {feed} handed on: newsmonitor why tells what becomes of each."
    if not released.dropped:
        return told
    lost = f"{_articles(released.dropped)} had left the archive meanwhile (archive.keep, archive.max)."
    return f"{told}\n{lost}" if released.handed_on else lost


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count} articles"
