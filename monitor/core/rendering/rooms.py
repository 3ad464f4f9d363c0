"""How much each kind of channel shows. What is longer is cut here, at a word, and not by the service inside a link."""

from collections.abc import Callable
from dataclasses import dataclass, replace

_EXTENDED = frozenset("^{}\\[~]|€\f")  # letters of GSM 7 bit that take two places: 3GPP TS 23.038, 6.2.1.1


Size = Callable[[str], int]  # how long a text is, as a service counts


def in_utf16(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def in_bytes(text: str) -> int:
    return len(text.encode())


def in_septets(text: str) -> int:
    """Places of GSM 7 bit; of a text with other letters, those of UCS-2."""
    return in_utf16(text) + sum(character in _EXTENDED for character in text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """title: 0 where there is no title; it then becomes the first line of the body and takes its room.

    literal: the body shows what it is given, so that line is put there by us; Apprise would mark it up.
    """

    title: int = 140
    body: int = 1500
    unit: Size = len
    literal: bool = False

    @property
    def is_small(self) -> bool:
        """Only the headline and its link have room."""
        return self.body < _SMALL

    def within(self, *, title: int, body: int) -> "Room":
        """Not more than a service says itself."""
        return replace(self, title=min(self.title, title), body=min(self.body, body))


_SMALL = 400

ANY = Room()  # what a person reads on a phone without scrolling far; everything below is the same or less
MAIL = Room(body=100_000)

# A title counts where it becomes part of the body. Sources: the documents of each service.
BY_SCHEMA = {
    # The documents of Discord, resources/webhook: content, up to 2000 characters
    "discord": Room(title=0, unit=in_utf16),
    # The Bot API of Telegram, sendMessage: 4096 characters; its offsets are counted in UTF-16
    "tgram": Room(title=0, unit=in_utf16),
    # The documents of ntfy, publish, limitations: 4096 bytes; a longer message becomes an attachment, which phones do not show
    "ntfy": Room(body=4000, unit=in_bytes),
    "ntfys": Room(body=4000, unit=in_bytes),
    # The specification of Matrix, size limits: an event has 65536 bytes; we stay at what is read
    "matrix": Room(title=0, literal=True),
    "matrixs": Room(title=0, literal=True),
    # The documents of Mattermost, MaxPostSize: 16383 characters
    "mmost": Room(title=0),
    "mmosts": Room(title=0),
    # PagerDuty, events API v2: payload.summary has 1024 characters
    "pagerduty": Room(title=0, body=1024),
}
# 3GPP TS 23.038 and 23.040: 160 letters of GSM 7 bit are one message, and 153 of each where there are more; with any
# other letter it is 70 and 67. Ours is one message in most languages of western Europe, three in others.
SMS = Room(title=0, body=160, unit=in_septets)
