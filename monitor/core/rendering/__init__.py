"""Alerts to the messages people read: one card with everything there is to tell, and one module for each form of it."""

from dataclasses import dataclass
from datetime import tzinfo

from monitor.core.alerts import Alert
from monitor.core.ids import ChannelName
from monitor.core.rendering import text
from monitor.core.rendering.cards import Card, Item, Line, card, is_update
from monitor.core.rendering.text import BODY_LIMIT, TITLE_LIMIT

__all__ = ["BODY_LIMIT", "TITLE_LIMIT", "Card", "Item", "Line", "Message", "card", "is_update", "render"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One alert as one channel will show it. title and body are plain text, safe for any channel.

    card is the same in pieces, for channels that show more than text, or less: see mail, slack and rooms beside this
    module. repeat: a crash or an unanswered send made it possible that this was received before. thread: the receipt
    (deliveries.Sent) of the first message of this story on this channel, for what is told of it later.
    """

    alert: Alert
    card: Card
    title: str
    body: str
    repeat: bool = False
    thread: str | None = None


def render(
    alert: Alert,
    *,
    zone: tzinfo,
    repeat: bool = False,
    thread: str | None = None,
    channel: ChannelName | None = None,
) -> Message:
    """What is told of an alert; times are shown in zone. At most TITLE_LIMIT and BODY_LIMIT characters.

    channel: where; the same alert is an update there, or the first that is heard of its story.
    """
    told = card(alert, zone=zone, repeat=repeat, channel=channel)
    title, body = text.title(told), text.body(told)
    return Message(alert=alert, card=told, title=title, body=body, repeat=repeat, thread=thread)
