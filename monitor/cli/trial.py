"""What `newsmonitor channels test` sends, what became of it, and what that mends."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

    from monitor.core.channels import Channel
    from monitor.core.deliveries import SendResult
    from monitor.core.rendering import Message


def message(channel: "Channel", zone: "tzinfo") -> "Message":
    """Says that it is a test."""
    from monitor.adapters.clock import SystemClock
    from monitor.core import alerts, rendering
    from monitor.core.channels import Severity

    notice = alerts.notice(
        kind="test",
        title=f"Test of channel {channel.name}",
        text="You can read this: alerts reach you here.\nIt was sent by hand; nothing has happened.",
        severity=Severity.INFO,
        now=SystemClock().now(),
    )
    return rendering.render(notice, zone=zone)


async def mend(config: Path | None, channel: "Channel") -> str:
    """Daemons that gave this channel up take it up again. Without a store there is nothing to mend."""
    from monitor.cli.connected import connected
    from monitor.core.deliveries import State
    from monitor.core.errors import StoreError

    try:
        async with connected(config) as (_, store):
            before = await store.outbox.mend(channel.name)
    except StoreError:
        return ""
    return "" if before is State.WORKING else " What waited for it goes out now."


def told(channel: "Channel", result: "SendResult", *, place: str) -> str:
    """What became of the test message, and what to do."""
    from monitor.core.deliveries import Ambiguous, NotSent, Rejected, Sent

    match result:
        case Sent():
            return f"{channel.name}: taken. Look whether it has arrived."
        case Rejected(detail=detail, message=True):
            return (
                f"{channel.name}: this message was refused: {detail}\n"
                f"The channel may take others. Does its address ask for a form of its own ({place})?"
            )
        case Rejected(detail=detail):
            return (
                f"{channel.name}: refused for good: {detail}\n"
                f"Mend its address or token: {place}. Until then its alerts "
                f"{f'go to {channel.fallback}' if channel.fallback else 'wait for it, six hours at most'}."
            )
        case NotSent(detail=detail):
            return (
                f"{channel.name}: not sent: {detail}\n"
                f"Alerts would be sent again for six hours. Is the service up and its address right ({place})?"
            )
        case Ambiguous(detail=detail):
            return (
                f"{channel.name}: nobody can tell whether it arrived: {detail}\n"
                "Look into the channel. Alerts would be sent again and marked as possible repeats, or held "
                f"with on_ambiguous: hold ({place})."
            )
