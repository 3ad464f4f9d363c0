"""A row of the outbox."""

from dataclasses import dataclass
from datetime import datetime

from monitor.core.ids import AlertId, ChannelName, DeliveryId, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """attempts counts the sends begun, this one included; unanswered those in a row whose end nobody recorded.

    news: when its alert was raised; created: when this channel got it, or a person asked for it again. Both are
    moments of the store's clock.
    """

    id: DeliveryId
    alert: AlertId
    channel: ChannelName
    attempts: int
    news: datetime
    created: datetime
    unanswered: int = 0
    repeat: bool = False
    tried: tuple[ChannelName, ...] = ()


def delivery_id(alert: AlertId, channel: ChannelName) -> DeliveryId:
    """The same alert on the same channel is the same delivery, whoever writes it down."""
    return DeliveryId(digest("delivery", alert, channel))
