"""Alerts, deliveries and labels as JSON."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from monitor.cli import tables

if TYPE_CHECKING:
    from monitor.core.reports import AlertReport, DeliveryReport, Label


def plain(report: "AlertReport") -> dict[str, Any]:
    """An alert with its deliveries and its label."""
    alert = report.alert
    times = {name: tables.iso(getattr(alert, name)) for name in ("published", "fetched", "raised")}
    return {
        **asdict(alert),
        **times,
        "short": alert.short,
        "deliveries": [plain_delivery(delivery) for delivery in report.deliveries],
        "label": label(report.label),
    }


def plain_delivery(delivery: "DeliveryReport") -> dict[str, Any]:
    """A delivery."""
    return {
        **asdict(delivery),
        "created": tables.iso(delivery.created),
        "changed": tables.iso(delivery.changed),
    }


def label(found: "Label | None") -> dict[str, Any] | None:
    """What a reader thought of it; None: nobody said."""
    return None if found is None else {"label": found.word, "note": found.note, "at": tables.iso(found.at)}
