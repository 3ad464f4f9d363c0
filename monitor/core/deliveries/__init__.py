"""A delivery is one alert on its way to one channel; here is decided what follows an attempt, for it and for its channel."""

from monitor.core.deliveries.conditions import Condition, State
from monitor.core.deliveries.decisions import (
    FAIR_CHANCE,
    GIVE_UP_AFTER,
    MOST_UNANSWERED,
    DeadLetter,
    Decision,
    Done,
    Hold,
    MoveTo,
    RetryAfter,
    after,
    orphaned,
    stranded,
)
from monitor.core.deliveries.delivery import Delivery, delivery_id
from monitor.core.deliveries.results import Ambiguous, NotSent, Rejected, SendResult, Sent

__all__ = [
    "FAIR_CHANCE",
    "GIVE_UP_AFTER",
    "MOST_UNANSWERED",
    "Ambiguous",
    "Condition",
    "DeadLetter",
    "Decision",
    "Delivery",
    "Done",
    "Hold",
    "MoveTo",
    "NotSent",
    "Rejected",
    "RetryAfter",
    "SendResult",
    "Sent",
    "State",
    "after",
    "delivery_id",
    "orphaned",
    "stranded",
]
