"""Plain text, for every channel that shows nothing else. Nothing in it is markup anywhere."""

from collections.abc import Iterator
from dataclasses import replace

from monitor.core import sanitise
from monitor.core.rendering.cards import Card, Item, joined, words
from monitor.core.rendering.rooms import ANY, MAIL, Room

TITLE_LIMIT = ANY.title  # characters; Slack's header ends at 150
BODY_LIMIT = ANY.body  # characters; Discord's message ends at 2,000, title included

_AND_MORE = len("\n… and 1000 more")
_LINE_BREAK = 2  # what stands between a title and its body once they are one
_LEAST_HEADLINE = 40  # beside less of it, a link explains nothing
_ON_ANY_PHONE = str.maketrans(
    {"…": "...", "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "·": "-", "‹": "(", "›": ")"}  # noqa: RUF001
)


def title(card: Card) -> str:
    """The subject: the same for every message of a story, so that mail programs keep them together."""
    return sanitise.cut(f"[{card.label}] {card.topic}", TITLE_LIMIT)


def body(card: Card) -> str:
    """Headline and source, excerpt, then link, why and id. What is told at length gives way to the rest."""
    return _body(card, ANY)


def whole(card: Card) -> str:
    """The body with nothing left out, for channels that take any length."""
    return _body(card, MAIL)


def fitted(card: Card, room: Room) -> tuple[str, str]:
    """Title and body as a channel with this room gets them. Of a small or a literal one, the title is empty."""
    if room.is_small:
        return "", _brief(card, room)
    heading = sanitise.cut(title(card), room.title or ANY.title, room.unit)
    taken = 0 if room.title else room.unit(heading) + _LINE_BREAK
    told = _body(card, replace(room, body=room.body - taken))
    return ("", f"{heading}\n{told}") if room.literal else (heading, told)


def _body(card: Card, room: Room) -> str:
    """Where even the frame has no room, it goes piece by piece; headline, link and id stay longest."""
    shorter = replace(card, why="", company="")
    for told in (card, replace(card, why=""), shorter, replace(shorter, outlet="", time="", change=None)):
        above, below = _above(told), _below(told)
        rest = room.body - room.unit(joined((above, below), "\n\n\n\n"))
        if rest >= 0:
            return joined((above, _excerpt(told, room, rest), below), "\n\n")
    return _brief(card, room)


def first(card: Card) -> str:
    """What is said before the headline: how far to rely on it, and what has changed. Two lines, one or none."""
    note = f"Note: {card.note}" if card.note else ""
    update = f"Update: {card.update}" if card.update else ""
    return joined((note, update), "\n")


def was(card: Card) -> str:
    """The headline before it was edited. Nothing marks its words: signs between them are hard to read on a phone."""
    return f"was: {words(card.change.before)}" if card.change else ""


def _above(card: Card) -> str:
    says_more = words(card.headline) != card.topic or card.link or not card.excerpt
    headline = words(card.headline) if says_more else ""
    return joined((first(card), headline, was(card), card.source, card.company), "\n")


def _below(card: Card) -> str:
    return joined((card.link, card.why, card.signature), "\n")


def _excerpt(card: Card, room: Room, rest: int) -> str:
    if not any(item.link for item in card.excerpt):
        return sanitise.cut("\n".join(words(item.line) for item in card.excerpt), rest, room.unit)
    kept = list(_that_fit(card.excerpt, room, rest - _AND_MORE))
    left_out = len(card.excerpt) - len(kept) + card.more
    return joined((*kept, f"… and {left_out} more" if left_out else ""), "\n")


def _that_fit(items: tuple[Item, ...], room: Room, rest: int) -> Iterator[str]:
    """Half a link leads nowhere: an item is told whole or not at all."""
    for item in items:
        told = joined((words(item.line), item.link), "\n")
        rest -= room.unit(told) + len("\n")
        if rest < 0:
            return
        yield told


def _brief(card: Card, room: Room) -> str:
    """A few lines, in letters that cost little on any phone: severity and headline, link, short id."""
    sign = f"#{card.short}" + (" again?" if card.repeat else "")
    update = f" ({card.update})" if card.update else ""
    label = joined((card.label, card.note), ", ")
    head = f"{label}: {words(card.headline) or card.topic}{update}"
    told = joined((head, card.outlet), " - ").translate(_ON_ANY_PHONE)
    below = joined((card.link, sign), "\n")
    if room.body - room.unit(below) < _LEAST_HEADLINE:
        below = sign
    rest = room.body - room.unit(below) - len("\n")
    shown = (
        told if room.unit(told) <= rest else sanitise.cut(told, rest - 2, room.unit).translate(_ON_ANY_PHONE)
    )
    return f"{shown}\n{below}"
