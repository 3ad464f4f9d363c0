"""`newsmonitor alerts export`: a line for each alert, for spreadsheets and programs."""

import asyncio
import csv
import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from monitor.cli import tables
from monitor.core.errors import UsageError

if TYPE_CHECKING:
    from monitor.core.reports import AlertReport

_COLUMNS = (
    *("short", "id", "raised", "story", "phase", "reason", "severity", "rules", "headline", "outlet", "link"),
    *("published", "fetched", "outlets", "articles", "channels", "label", "note"),
)
# A spreadsheet takes what begins so for a formula (OWASP, "CSV Injection"); the wide forms are those of East Asia.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class Form(StrEnum):
    """How lines are written."""

    JSONL = "jsonl"
    CSV = "csv"


def export(
    *,
    since: Annotated[
        str | None, typer.Option(help="How far back, such as 7d; all that are kept without it.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="The form of the lines.")] = Form.JSONL,
    config: Annotated[Path | None, typer.Option(help="The config.yaml to use.")] = None,
) -> None:
    """Alerts on standard output, one a line, the oldest first, with where they went and their labels."""
    asyncio.run(_export(config, _span(since), form, sys.stdout))


async def _export(path: Path | None, span: timedelta | None, form: Form, to: TextIO) -> None:
    from monitor.cli.connected import connected

    async with connected(path) as (_, store):
        since = None if span is None else await store.reading.now() - span
        table = csv.writer(to, lineterminator="\n")
        if form is Form.CSV:
            table.writerow(_COLUMNS)
        async for report in store.reading.alerts_since(since):
            if form is Form.CSV:
                table.writerow(_cells(_figures(report)))
            else:
                to.write(json.dumps(_figures(report), ensure_ascii=False) + "\n")


def _span(text: str | None) -> timedelta | None:
    from monitor.core.durations import parse

    if text is None:
        return None
    try:
        return parse(text)
    except ValueError as error:
        raise UsageError(f"--since: {error}") from error


def _figures(report: "AlertReport") -> dict[str, Any]:
    alert, label = report.alert, report.label
    found = {
        "short": alert.short,
        "id": alert.id,
        "raised": tables.iso(alert.raised),
        "story": alert.story,
        "phase": alert.phase,
        "reason": alert.reason,
        "severity": alert.severity,
        "rules": list(alert.rules),
        "headline": alert.headline,
        "outlet": alert.outlet,
        "link": alert.link,
        "published": tables.iso(alert.published),
        "fetched": tables.iso(alert.fetched),
        "outlets": len(alert.outlets),
        "articles": alert.articles,
        "channels": {delivery.channel: delivery.state for delivery in report.deliveries},
        "label": label.word if label else None,
        "note": label.note if label else None,
    }
    return {name: found[name] for name in _COLUMNS}


def _cells(figures: dict[str, Any]) -> Iterator[str]:
    """What a cell shows: one line, nothing invisible, and never a formula."""
    from monitor.core.sanitise import plain

    for value in figures.values():
        match value:
            case None:
                text = ""
            case list():
                text = " ".join(value)
            case dict():
                text = " ".join(f"{name}:{state}" for name, state in value.items())
            case _:
                text = plain(str(value))
        yield f"'{text}" if text.startswith(_FORMULA) else text
