"""What became of one send, as far as anybody can tell."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The channel took it.

    receipt: with it as its thread (rendering.Message), a later message of the same story stands below this one. Only
    the channel's sender understands it; None where a channel needs none, or has no threads.
    """

    receipt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSent:
    """Certainly not received: refused, not resolved, rate limited. Safe to try again.

    retry_after: the channel answered that it wants no message for so long.
    """

    detail: str
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """Nobody can tell: no answer, 5xx, a broken connection after the request."""

    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Will never be taken: trying again cannot help.

    By default the channel takes nothing from us: 401, 403, 404, 410, a bad token. message: it is this message alone
    that it does not take (400, 413, 422), and others may well pass.
    """

    detail: str
    message: bool = False


SendResult = Sent | NotSent | Ambiguous | Rejected
