"""Alerts to the messages people read: one card with everything there is to tell, and one module for each form of it."""

from dataclasses import dataclass
from datetime import tzinfo

from monitor.core.alerts import Alert
from monitor.core.rendering import text
from monitor.core.rendering.cards import Card, Item, Line, card
from monitor.core.rendering.text import BODY_LIMIT, TITLE_LIMIT

__all__ = ["BODY_LIMIT", "TITLE_LIMIT", "Card", "Item", "Line", "Message", "card", "render"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One alert as one channel will show it. title and body are plain text, safe for any channel.

    card is the same in pieces, for channels that show more than text: see mail and slack beside this module.
    repeat: a crash or an unanswered send made it possible that this was received before.
    """

    alert: Alert
    card: Card
    title: str
    body: str
    repeat: bool = False


def render(alert: Alert, *, zone: tzinfo, repeat: bool = False) -> Message:
    """What is told of an alert; times are shown in zone. At most TITLE_LIMIT and BODY_LIMIT characters."""
    told = card(alert, zone=zone, repeat=repeat)
    return Message(alert=alert, card=told, title=text.title(told), body=text.body(told), repeat=repeat)
