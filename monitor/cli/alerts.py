"""`newsmonitor alerts list | show`: what was told, to whom, and why."""

import asyncio
from collections import Counter
from dataclasses import asdict
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli import tables
from monitor.cli.tables import Cell

if TYPE_CHECKING:
    from monitor.core.reports import AlertReport, DeliveryReport

app = typer.Typer(help="Alerts: what was told.", no_args_is_help=True)

Config = Annotated[Path | None, typer.Option(help="The config.yaml to use.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_alerts(
    *,
    limit: Annotated[int, typer.Option(min=1, help="How many, the newest first.")] = 20,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """The newest alerts, and whether they have reached people."""
    reports, zone = asyncio.run(_newest(config, limit))
    if as_json:
        tables.print_json([plain(report) for report in reports])
        return
    titles = ("id", "when", "severity", "rule", "told", "headline")
    tables.print_table(titles, [_row(report, zone) for report in reports], none="No alerts so far.")


@app.command()
def show(
    alert: Annotated[str, typer.Argument(help="Its short id, such as A7F3K, or the beginning of its id.")],
    *,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """One alert with its evidence, and every delivery with its attempts."""
    report, zone = asyncio.run(_find(config, alert))
    if report is None:
        typer.echo(f"no alert {alert} is kept; newsmonitor alerts list shows the newest", err=True)
        raise typer.Exit(1)
    if as_json:
        tables.print_json(plain(report))
    else:
        _print(report, zone)


async def _newest(config: Path | None, limit: int) -> "tuple[tuple[AlertReport, ...], tzinfo]":
    from monitor.cli.connected import connected

    async with connected(config) as (loaded, store):
        return await store.reading.alerts(limit=limit), loaded.zone


async def _find(config: Path | None, wanted: str) -> "tuple[AlertReport | None, tzinfo]":
    from monitor.cli.connected import connected

    async with connected(config) as (loaded, store):
        return await store.reading.find_alert(wanted), loaded.zone


def _row(report: "AlertReport", zone: tzinfo) -> list[str | Cell]:
    from monitor.core import sanitise

    alert = report.alert
    return [
        f"#{alert.short}",
        tables.local(alert.raised, zone),
        tables.word(alert.severity),
        ", ".join(alert.rules) or alert.phase,
        _told(report.deliveries),
        f"{sanitise.plain(alert.headline)} ({sanitise.plain(alert.outlet)})",
    ]


def _told(deliveries: "tuple[DeliveryReport, ...]") -> Cell:
    """The worst state decides the colour; "desk sent", or how many are in which state."""
    if len(deliveries) == 1:
        (only,) = deliveries
        return Cell(f"{only.channel} {only.state}", tables.word(only.state).style)
    counts = Counter(delivery.state for delivery in deliveries)
    worst = max(counts, key=_WORSE.index, default="")
    told = ", ".join(f"{counts[state]} {state}" for state in _WORSE if counts[state])
    return Cell(told, tables.word(worst).style)


_WORSE = ("", "digested", "dropped", "moved", "sent", "sending", "waiting", "retry", "held", "dead")


def _print(report: "AlertReport", zone: tzinfo) -> None:
    from monitor.core import sanitise

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
            ("excerpt", sanitise.plain(alert.excerpt) or "-"),
            ("id", alert.id),
        ]
    )
    typer.echo("")
    print_deliveries(report.deliveries, zone)


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


def plain(report: "AlertReport") -> dict[str, Any]:
    """An alert as JSON."""
    alert = report.alert
    times = {name: tables.iso(getattr(alert, name)) for name in ("published", "fetched", "raised")}
    return {
        **asdict(alert),
        **times,
        "short": alert.short,
        "deliveries": [plain_delivery(delivery) for delivery in report.deliveries],
    }


def plain_delivery(delivery: "DeliveryReport") -> dict[str, Any]:
    """A delivery as JSON."""
    return {
        **asdict(delivery),
        "created": tables.iso(delivery.created),
        "changed": tables.iso(delivery.changed),
    }
