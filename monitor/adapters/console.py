"""Standard output as a channel: coloured text for people, one JSON object per line for programs."""

import json
from datetime import UTC, datetime, tzinfo
from typing import Any, TextIO

from monitor.core import sanitise
from monitor.core.channels import Severity
from monitor.core.deliveries import Ambiguous, NotSent, SendResult, Sent
from monitor.core.rendering import Line, Message, text

_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_FAINT = "\x1b[2m"
_UNDERLINED, _NOT_UNDERLINED = "\x1b[4m", "\x1b[24m"
_STYLES = {
    Severity.CRITICAL: "\x1b[1;97;41m",  # white on red
    Severity.HIGH: "\x1b[1;31m",
    Severity.MEDIUM: "\x1b[1;33m",
    Severity.LOW: "\x1b[1;36m",
    Severity.INFO: "\x1b[1;34m",
}


class ConsoleSender:
    """Writes to stream: readable text if it is a terminal (in colour if colour), JSON lines if not.

    Times are in zone on a terminal and in UTC in JSON.
    """

    def __init__(self, stream: TextIO, *, zone: tzinfo, colour: bool) -> None:
        self._stream = stream
        self._zone = zone
        self._colour = colour

    def send(self, message: Message) -> SendResult:
        if self._stream.closed:
            return NotSent(detail="standard output is closed")
        shown = self._as_text(message) if self._stream.isatty() else _as_json(message)
        encoding = self._stream.encoding or "utf-8"
        try:
            self._stream.write(shown.encode(encoding, "backslashreplace").decode(encoding))
            self._stream.flush()
        except BrokenPipeError:
            return NotSent(detail="nobody reads standard output any more")
        except OSError as trouble:
            return Ambiguous(detail=f"standard output: {trouble.strerror}")
        return Sent()

    def _as_text(self, message: Message) -> str:
        """The message as other channels show it, with the words that fired underlined. An empty line follows."""
        card = message.card
        raised = self._styled(f"{message.alert.raised.astimezone(self._zone):%H:%M:%S}", _FAINT)
        title = self._styled(_untied(message.title), _STYLES[message.alert.severity])
        excerpt = [
            line for item in card.excerpt for line in (self._marked(item.line), item.link or "") if line
        ]
        more = f"… and {card.more} more" if card.more else ""
        headline = self._styled(self._marked(card.headline), _BOLD)
        told_by = [_untied(text.was(card)), _untied(card.source), _untied(card.company)]
        above = [f"{raised} {title}", _untied(text.first(card)), headline, *told_by]
        below = [card.link or "", _untied(card.why), self._styled(card.signature, _FAINT)]
        blocks = ("\n".join(filter(None, block)) for block in (above, [*excerpt, more], below))
        return "\n\n".join(filter(None, blocks)) + "\n\n"

    def _marked(self, line: Line) -> str:
        return "".join(
            f"{_UNDERLINED}{_untied(span.text)}{_NOT_UNDERLINED}"
            if span.marked and self._colour
            else _untied(span.text)
            for span in line
        )

    def _styled(self, shown: str, style: str) -> str:
        return f"{style}{shown}{_RESET}" if self._colour and shown else shown


def _untied(shown: str) -> str:
    """A terminal makes nothing of names and addresses, and would show the joiners in them as boxes."""
    return shown.replace(sanitise.JOINER, "")


def _as_json(message: Message) -> str:
    alert = message.alert
    fields: dict[str, Any] = {
        "id": alert.id,
        "short": alert.short,
        "raised": _moment(alert.raised),
        "severity": alert.severity,
        "title": sanitise.plain(alert.title),
        "rules": alert.rules,
        "headline": sanitise.plain(alert.headline),
        "excerpt": sanitise.plain(alert.excerpt),
        "link": sanitise.link(alert.link),
        "outlet": sanitise.plain(alert.outlet),
        "published": _moment(alert.published),
        "reason": sanitise.plain(alert.reason),
        "matched": list(dict.fromkeys(sanitise.plain(evidence.text) for evidence in alert.evidence)),
        "repeat": message.repeat,
    }
    return json.dumps(fields, ensure_ascii=False) + "\n"


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
