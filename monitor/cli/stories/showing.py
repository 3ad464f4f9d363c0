"""`newsmonitor stories show`: one story with its articles, who counts as independent, and what was told when."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import tables
from monitor.cli.tables import Cell

if TYPE_CHECKING:
    from monitor.adapters.redis_store import RedisStore
    from monitor.core.ids import AlertId, StoryId
    from monitor.core.reports import AlertReport, Member, StoryReport


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    report: "StoryReport"
    alerts: "Mapping[AlertId, AlertReport]"
    now: datetime
    zone: tzinfo


def show(
    story: Annotated[
        str,
        typer.Argument(metavar="ID", help="Its short id, the beginning of its id, or the id of an alert."),
    ],
    *,
    config: Annotated[Path | None, typer.Option(help="The config.yaml to use.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """One story: its articles as they came, the outlets that count, what was told when, and what waits."""
    shown = asyncio.run(_find(config, story))
    if shown is None:
        typer.echo(f"no story {story} is kept; newsmonitor stories list shows the newest", err=True)
        raise typer.Exit(1)
    if as_json:
        from monitor.cli.stories import plain

        tables.print_json(plain.whole(shown.report, shown.alerts, now=shown.now))
        return
    _print_card(shown)
    _print_articles(shown)
    print_told(shown.report, shown.alerts, shown.zone)
    print_pending(shown.report, now=shown.now, zone=shown.zone)


async def _find(path: Path | None, wanted: str) -> _Shown | None:
    from monitor.cli.connected import connected

    async with connected(path) as (config, store):
        name = await _story(store, wanted)
        report = await store.reading.stories.report(name) if name else None
        if report is None:
            return None
        alerts = await store.reading.alerts_named(told.alert for told in report.story.told if told.alert)
        return _Shown(report=report, alerts=alerts, now=await store.reading.now(), zone=config.zone)


async def _story(store: "RedisStore", wanted: str) -> "StoryId | None":
    found = await store.reading.stories.find(wanted)
    if found is None and (alert := await store.reading.find_alert(wanted)) is not None:
        return alert.alert.story
    return found


def _print_card(shown: _Shown) -> None:
    from monitor.cli.stories import plain
    from monitor.cli.stories.listing import state
    from monitor.core import sanitise
    from monitor.core.ids import short

    story, zone = shown.report.story, shown.zone
    outlets = ", ".join(sanitise.plain(name) for name in story.outlets)
    fields: list[tuple[str, str | Cell]] = [
        ("story", short(story.id)),
        ("headline", Cell(sanitise.plain(story.headline), "bold")),
        ("begun by", f"{sanitise.plain(story.outlet)}, {tables.local(story.begun, zone)}"),
        ("link", sanitise.link(story.link) or "-"),
        ("latest", tables.local(story.latest, zone)),
        ("articles", str(story.articles)),
        ("outlets", f"{len(story.voices)} independent: {outlets}"),
        ("severity", tables.word(story.severity) if story.severity else "-"),
        ("rules", ", ".join(plain.rules(story)) or "-"),
        ("state", state(shown.report, zone)),
    ]
    if story.merged:
        fields.append(("merged", "it took in " + ", ".join(map(short, story.merged))))
    tables.print_card([*fields, ("id", story.id)])


def _print_articles(shown: _Shown) -> None:
    from monitor.core import sanitise
    from monitor.core.why import said

    typer.echo("\nArticles, as they came:")
    rows: list[list[str | Cell]] = [
        [
            tables.local(each.at, shown.zone),
            sanitise.plain(each.member.outlet),
            Cell(sanitise.plain(each.words), "" if each.counts else "dim"),
            _desk(each.member),
            sanitise.plain(each.member.title),
        ]
        for each in said(shown.report)
    ]
    tables.print_table(("seen", "outlet", "counts as", "desk", "headline"), rows, none="None is known.")


def _desk(member: "Member") -> str:
    """What the desk says by now, or said when it came if the archive has dropped the article."""
    from monitor.core.ids import short

    if member.record is None:
        said = [(reason, "") for reason in member.reasons.values()]
    else:
        said = [(each.reason, f" #{short(each.alert)}" if each.alert else "") for each in member.record.desk]
    return ", ".join(dict.fromkeys(f"{reason}{alert}" for reason, alert in said)) or "-"


def print_told(
    report: "StoryReport", alerts: "Mapping[AlertId, AlertReport]", zone: tzinfo, *, title: str = "Told:"
) -> None:
    """What was told of the story, and where."""
    from monitor.cli.stories import plain
    from monitor.core import sanitise
    from monitor.core.ids import short

    told = plain.tellings(report.story)
    typer.echo(f"\n{title}" if told else "\nNothing was told of it.")
    rows: list[list[str | Cell]] = []
    for name, at, phases in told:
        kept = alerts.get(name)
        deliveries = kept.deliveries if kept else ()
        states = ", ".join(f"{each.channel} {each.state}" for each in deliveries)
        words = sanitise.plain(kept.alert.reason) if kept else "(the alert is too old to be kept)"
        rows.append([f"#{short(name)}", tables.local(at, zone), _phases(phases), states or "-", words])
    if rows:
        tables.print_table(("alert", "when", "phases", "channels", "because"), rows, none="")


def _phases(phases: Sequence[str]) -> str:
    """Without the ids that some are named after."""
    return ", ".join(dict.fromkeys(re.sub(r"^(edit|merge):.*", r"\1", phase) for phase in phases))


def print_pending(report: "StoryReport", *, now: datetime, zone: tzinfo, title: str = "Still open:") -> None:
    """What of the story waits; nothing where nothing does."""
    from monitor.core import sanitise, why

    found = why.pending(report, now=now)
    if not found:
        return
    typer.echo(f"\n{title}")
    for each in found:
        rules = f"{', '.join(each.rules)} " if each.rules else ""
        until = f" (until {tables.local(each.until, zone)})" if each.until else ""
        tables.print_lines([f"{rules}{sanitise.plain(each.words)}{until}"], indent=2)
