"""`newsmonitor alerts list`: the newest alerts, and whether they have reached people."""

import asyncio
from collections import Counter
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import tables
from monitor.cli.tables import Cell

if TYPE_CHECKING:
    from monitor.core.reports import AlertReport, DeliveryReport

_WORSE = ("", "digested", "dropped", "moved", "sent", "sending", "waiting", "retry", "held", "dead")


def list_alerts(
    *,
    limit: Annotated[int, typer.Option(min=1, help="How many, the newest first.")] = 20,
    config: Annotated[Path | None, typer.Option(help="The config.yaml to use.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """The newest alerts, and whether they have reached people."""
    reports, zone = asyncio.run(_newest(config, limit))
    if as_json:
        from monitor.cli.alerts.plain import plain

        tables.print_json([plain(report) for report in reports])
        return
    titles = ("id", "when", "severity", "rule", "told", "headline")
    tables.print_table(titles, [_row(report, zone) for report in reports], none="No alerts so far.")


async def _newest(config: Path | None, limit: int) -> "tuple[tuple[AlertReport, ...], tzinfo]":
    from monitor.cli.connected import connected

    async with connected(config) as (loaded, store):
        return await store.reading.alerts(limit=limit), loaded.zone


def _row(report: "AlertReport", zone: tzinfo) -> list[str | Cell]:
    alert = report.alert
    return [
        f"#{alert.short}",
        tables.local(alert.raised, zone),
        tables.word(alert.severity),
        ", ".join(alert.rules) or alert.phase,
        _told(report.deliveries),
        _headline(report),
    ]


def _headline(report: "AlertReport") -> str:
    """With what an update says, and what a reader thought of it."""
    from monitor.core import sanitise
    from monitor.core.rendering import is_update

    alert, label = report.alert, report.label
    told = f"{sanitise.plain(alert.headline)} ({sanitise.plain(alert.outlet)})"
    if alert.note:
        told = f"{sanitise.plain(alert.note)}: {told}"
    if is_update(alert, None):
        told = f"{told}; {sanitise.plain(alert.reason)}"
    return f"{told} [{label.word}]" if label is not None else told


def _told(deliveries: "tuple[DeliveryReport, ...]") -> Cell:
    """The worst state decides the colour; "desk sent", or how many are in which state."""
    if len(deliveries) == 1:
        (only,) = deliveries
        return Cell(f"{only.channel} {only.state}", tables.word(only.state).style)
    counts = Counter(delivery.state for delivery in deliveries)
    worst = max(counts, key=_WORSE.index, default="")
    told = ", ".join(f"{counts[state]} {state}" for state in _WORSE if counts[state])
    return Cell(told, tables.word(worst).style)
