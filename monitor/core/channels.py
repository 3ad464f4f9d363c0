"""A channel is a named destination: one Apprise URL."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from monitor.core.ids import ChannelName, digest


class Secret:
    """Text that must never be printed: str, repr and format all hide it; only reveal() tells."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret('***')"

    def __str__(self) -> str:
        return "***"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)


class OnAmbiguous(StrEnum):
    """What to do when nobody can tell whether a message arrived."""

    RESEND = "resend"
    HOLD = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A destination from config.yaml with its secret resolved.

    fallback takes over what this channel cannot deliver; a delivery older than stale_after is not sent
    on its own any more but told in one catch-up digest. on_this_machine: it may start programs and use sockets of this
    machine, which no other channel may.
    """

    name: ChannelName
    url: Secret
    fallback: ChannelName | None = None
    stale_after: timedelta = timedelta(hours=2)
    on_ambiguous: OnAmbiguous = OnAmbiguous.RESEND
    on_this_machine: bool = False

    @property
    def is_console(self) -> bool:
        return is_console(self.url)

    @property
    def address(self) -> str:
        """Tells one address of this channel from another and gives none away: too short to test guesses against."""
        return digest("address", self.url.reveal(), size=4)


def is_console(url: Secret) -> bool:
    """console:// is our own: it writes to standard output and needs no Apprise."""
    return url.reveal().casefold().strip() == "console://"


class Severity(StrEnum):
    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """Where alerts go when their rule names no channels of its own."""

    default: tuple[ChannelName, ...] = ()
    severity: dict[Severity, tuple[ChannelName, ...]]

    def channels(self, severity: Severity, own: tuple[ChannelName, ...]) -> tuple[ChannelName, ...]:
        """A rule's own channels win, then the route of its severity, then the default."""
        return own or self.severity.get(severity) or self.default
