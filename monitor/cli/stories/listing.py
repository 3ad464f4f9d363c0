"""`newsmonitor stories list`: the live stories, and what was told of each."""

import asyncio
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import tables
from monitor.cli.tables import Cell

if TYPE_CHECKING:
    from monitor.core.reports import StoryReport

_TITLES = ("id", "latest", "articles", "outlets", "severity", "state", "headline")


def list_stories(
    *,
    limit: Annotated[int, typer.Option(min=1, help="How many, the newest activity first.")] = 20,
    ended: Annotated[
        bool, typer.Option("--all", help="Also those that no article can join any more.")
    ] = False,
    config: Annotated[Path | None, typer.Option(help="The config.yaml to use.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """The live stories: how many tell each, what was told of it, and whether more waits."""
    reports, zone = asyncio.run(_newest(config, limit, ended=ended))
    if as_json:
        from monitor.cli.stories import plain

        tables.print_json([plain.story(report) for report in reports])
        return
    tables.print_table(_TITLES, [_row(report, zone) for report in reports], none="No stories so far.")


async def _newest(path: Path | None, limit: int, *, ended: bool) -> "tuple[tuple[StoryReport, ...], tzinfo]":
    from monitor.cli.connected import connected

    async with connected(path) as (config, store):
        return await store.reading.stories.newest(limit, ended=ended), config.zone


def _row(report: "StoryReport", zone: tzinfo) -> list[str | Cell]:
    from monitor.cli.stories import plain
    from monitor.core import sanitise
    from monitor.core.ids import short

    story = report.story
    rules = ", ".join(plain.rules(story))
    return [
        short(story.id),
        tables.local(story.latest, zone),
        str(story.articles),
        str(len(story.voices)),
        tables.word(story.severity) if story.severity else "-",
        state(report, zone),
        f"{sanitise.plain(story.headline)} ({rules})",
    ]


def state(report: "StoryReport", zone: tzinfo) -> Cell:
    """In its colour, with when it was last told; a story that has ended says so."""
    from monitor.cli.stories import plain
    from monitor.core.why import HELD, QUIET, TOLD
    from monitor.core.why import state as stands

    said = stands(report.story)
    if not report.live:
        return Cell(f"{said}, ended", "dim")
    when = f" {tables.local(plain.last_told(report.story), zone)}" if said == TOLD else ""
    style = {TOLD: "green", QUIET: "dim", HELD: "magenta"}.get(said, "cyan")
    return Cell(f"{said}{when}", style)
