"""`newsmonitor alerts label`: what a reader thought of an alert, kept beside it."""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import options
from monitor.core.errors import UsageError

if TYPE_CHECKING:
    from monitor.core.alerts import Alert


class Judgement(StrEnum):
    """What there is to say of an alert."""

    GOOD = "good"  # worth telling
    WRONG = "wrong"  # not what its rule is about
    DUPLICATE = "duplicate"  # told before, as another story
    LATE = "late"  # known from elsewhere by then


def label(
    alert: Annotated[str, typer.Argument(help="Its short id, such as A7F3K, or the beginning of its id.")],
    judgement: Annotated[Judgement | None, typer.Argument(metavar="good|wrong|duplicate|late")] = None,
    *,
    note: Annotated[str, typer.Option(help="What is to be remembered with it.")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Take the label away.")] = False,
    config: Annotated[Path | None, typer.Option(help="The config.yaml to use.")] = None,
    quiet: options.Quiet = False,
) -> None:
    """Say what you think of an alert; alerts list, show and export show it. Exit 1 when there is no such alert."""
    if remove == (judgement is not None):
        raise UsageError("say good, wrong, duplicate or late, or --remove")
    if remove and note:
        raise UsageError("--note goes with a label, not with --remove")
    kept = asyncio.run(_put(config, alert, judgement, note))
    if kept is None:
        typer.echo(f"no alert {alert} is kept; newsmonitor alerts list shows the newest", err=True)
        raise typer.Exit(1)
    if not quiet:
        from monitor.core.sanitise import plain

        said = f"labelled {judgement}" if judgement else "no label any more"
        typer.echo(f"#{kept.short} {said}: {plain(kept.headline)}")


async def _put(path: Path | None, wanted: str, judgement: Judgement | None, note: str) -> "Alert | None":
    """The alert, if it is kept."""
    from monitor.cli.connected import connected
    from monitor.core.reports import Label

    async with connected(path) as (_, store):
        found = await store.reading.find_alert(wanted)
        if found is None:
            return None
        made = Label(word=judgement, note=note, at=await store.reading.now()) if judgement else None
        return found.alert if await store.labels.put(found.alert.id, made) else None
