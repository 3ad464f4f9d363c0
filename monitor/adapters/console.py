"""Standard output as a channel: coloured text for people, one JSON object per line for programs."""

import json
import re
from datetime import UTC, datetime, tzinfo
from typing import Any, TextIO

from monitor.core import sanitise
from monitor.core.channels import Severity
from monitor.core.deliveries import Ambiguous, NotSent, SendResult, Sent
from monitor.core.rendering import Message

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
        text = self._as_text(message) if self._stream.isatty() else _as_json(message)
        encoding = self._stream.encoding or "utf-8"
        try:
            self._stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
            self._stream.flush()
        except BrokenPipeError:
            return NotSent(detail="nobody reads standard output any more")
        except OSError as trouble:
            return Ambiguous(detail=f"standard output: {trouble.strerror}")
        return Sent()

    def _as_text(self, message: Message) -> str:
        """The message as other channels show it, with the words that fired underlined. An empty line follows."""
        headline, *rest = (sanitise.plain(line) for line in message.body.splitlines() or [""])
        raised = self._styled(f"{message.alert.raised.astimezone(self._zone):%H:%M:%S}", _FAINT)
        title = self._styled(sanitise.plain(message.title), _STYLES[message.alert.severity])
        lines = [f"{raised} {title}", self._styled(self._underlined(headline, message), _BOLD)]
        lines += [self._underlined(line, message) for line in rest]
        return "\n".join(lines) + "\n\n"

    def _underlined(self, line: str, message: Message) -> str:
        words = sorted(
            (sanitise.plain(evidence.text) for evidence in message.alert.evidence), key=len, reverse=True
        )
        if not self._colour or not any(words) or line.startswith(("http://", "https://")):
            return line
        fired = re.compile(
            rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in words if word)})(?!\w)", re.IGNORECASE
        )
        return fired.sub(rf"{_UNDERLINED}\g<0>{_NOT_UNDERLINED}", line)

    def _styled(self, text: str, style: str) -> str:
        return f"{style}{text}{_RESET}" if self._colour else text


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
