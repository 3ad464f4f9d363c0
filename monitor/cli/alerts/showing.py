"""`newsmonitor alerts show`: one alert as it was told, and all that led to it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli import tables
from monitor.cli.tables import Cell

if TYPE_CHECKING:
    from monitor.adapters.redis_store import RedisStore
    from monitor.core.alerts import Alert
    from monitor.core.ids import StoryId
    from monitor.core.reports import AlertReport, Archived, DeliveryReport, StoryReport
    from monitor.core.stories import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """story: None where it is forgotten, or was none; record: the article that is told, as far as it is kept.

    known: the stories that it was held against.
    """

    report: "AlertReport"
    story: "StoryReport | None"
    record: "Archived | None"
    known: "Mapping[StoryId, Story]"
    zone: tzinfo


def show(
    alert: Annotated[str, typer.Argument(help="Its short id, such as A7F3K, or the beginning of its id.")],
    *,
    config: Annotated[Path | None, typer.Option(help="The config.yaml to use.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """One alert as it was told, its evidence and story, every delivery with its attempts, and why it was told."""
    shown = asyncio.run(_find(config, alert))
    if shown is None:
        typer.echo(f"no alert {alert} is kept; newsmonitor alerts list shows the newest", err=True)
        raise typer.Exit(1)
    if as_json:
        tables.print_json(_plain(shown))
        return
    _print_card(shown)
    _print_told(shown)
    typer.echo("")
    print_deliveries(shown.report.deliveries, shown.zone)
    _print_why(shown)


async def _find(config: Path | None, wanted: str) -> _Shown | None:
    from monitor.cli.connected import connected
    from monitor.cli.stories.belonging import stories_of

    async with connected(config) as (loaded, store):
        report = await store.reading.find_alert(wanted)
        if report is None:
            return None
        story = await store.reading.stories.report(report.alert.story)
        told = await _told(store, report.alert, story) if story else None
        known = await store.reading.stories.kept(stories_of(told.placed if told else None))
        return _Shown(report=report, story=story, record=told, known=known, zone=loaded.zone)


async def _told(store: "RedisStore", alert: "Alert", story: "StoryReport") -> "Archived | None":
    """The text that it tells, or at least one of the same article."""
    latest = [member.record for member in story.members if member.record is not None]
    texts = [*latest, *await store.reading.stories.texts(story.story)]
    of_it = [text for text in texts if any(record.alert == alert.id for record in text.desk)]
    same = [text for text in (*of_it, *texts) if text.article.link == alert.link]
    return next(iter([*same, *of_it]), None)


def _print_card(shown: _Shown) -> None:
    from monitor.core import sanitise

    report, zone = shown.report, shown.zone
    alert = report.alert
    words = dict.fromkeys(f"“{sanitise.plain(each.text)}” ({each.field})" for each in alert.evidence)
    tables.print_card(
        [
            ("alert", f"#{alert.short}"),
            ("severity", tables.word(alert.severity)),
            ("title", sanitise.plain(alert.title)),
            ("headline", Cell(sanitise.plain(alert.headline), "bold")),
            ("outlet", sanitise.plain(alert.outlet)),
            ("link", sanitise.link(alert.link) or "-"),
            ("published", tables.local(alert.published, zone)),
            ("first seen", tables.local(alert.fetched, zone)),
            ("raised", tables.local(alert.raised, zone)),
            ("why", f"{alert.phase}: {sanitise.plain(alert.reason)}"),
            ("rules", ", ".join(alert.rules) or "-"),
            ("words", ", ".join(words) or "-"),
            *_of_the_story(shown),
            ("label", _label(report)),
            ("id", alert.id),
        ]
    )


def _of_the_story(shown: _Shown) -> list[tuple[str, str | Cell]]:
    """What is said of its story, when it was raised and by now."""
    from monitor.core import sanitise
    from monitor.core.ids import short

    alert = shown.report.alert
    fields: list[tuple[str, str | Cell]] = []
    if shown.story is not None:
        name = short(shown.story.story.id)
        fields.append(("story", f"{name} (newsmonitor stories show {name})"))
    if alert.outlets:
        names = ", ".join(sanitise.plain(name) for name in alert.outlets)
        articles = "1 article" if alert.articles == 1 else f"{alert.articles} articles"
        fields.append(("outlets", f"{len(alert.outlets)} independent: {names}; {articles}"))
    if alert.held:
        fields.append(("held back", f"{alert.held} not told since the message before"))
    if alert.first_on and len(alert.first_on) < len(shown.report.deliveries):
        fields.append(("first on", ", ".join(alert.first_on)))
    return fields


def _label(report: "AlertReport") -> str:
    from monitor.core import sanitise

    label = report.label
    if label is None:
        return "- (newsmonitor alerts label)"
    return f"{label.word}: {sanitise.plain(label.note)}" if label.note else label.word


def _print_told(shown: _Shown) -> None:
    from monitor.core.rendering import render

    message = render(shown.report.alert, zone=shown.zone)
    typer.echo("\nAs it was told:")
    tables.print_lines([Cell(message.title, "bold"), *message.body.splitlines()], indent=2)


def _print_why(shown: _Shown) -> None:
    """The article's `why`, in short."""
    from monitor.cli.stories.belonging import sentences
    from monitor.core import why

    told, story = shown.record, shown.story
    if told is None or story is None:
        return
    article = told.article
    typer.echo(f"\nWhy: its article in short; newsmonitor why {article.id[:8]} says it at length.")
    is_founder = story.story.article == article.id
    for said, figures in sentences(told.placed, is_founder=is_founder, known=shown.known):
        tables.print_lines([f"{said} {figures}".rstrip()], indent=2)
    for record in told.desk:
        detail = f": {record.detail}" if record.detail else ""
        tables.print_lines([f"rule {record.rule}: {why.decision(record)}{detail}"], indent=2)


def print_deliveries(deliveries: "tuple[DeliveryReport, ...]", zone: tzinfo) -> None:
    """What became of one alert, channel by channel."""
    from monitor.core import sanitise

    rows: list[list[str | Cell]] = [
        [
            delivery.channel,
            tables.word(delivery.state),
            tables.local(delivery.changed or delivery.created, zone),
            f"{delivery.attempts}{', perhaps repeated' if delivery.repeat else ''}",
            sanitise.plain(delivery.detail),
        ]
        for delivery in deliveries
    ]
    tables.print_table(
        ("channel", "state", "since", "attempts", "detail"), rows, none="It went to no channel."
    )


def _plain(shown: _Shown) -> dict[str, Any]:
    from monitor.cli.alerts.plain import plain
    from monitor.cli.stories.plain import decision, placed, story
    from monitor.core.rendering import render

    message = render(shown.report.alert, zone=shown.zone)
    record = shown.record
    return {
        **plain(shown.report),
        "text": {"title": message.title, "body": message.body},
        "of_story": story(shown.story) if shown.story else None,
        "article": record.article.id if record else None,
        "placed": placed(record.placed) if record else None,
        "desk": [decision(each) for each in record.desk] if record else [],
    }
