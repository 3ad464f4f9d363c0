"""Plain text, for every channel that shows nothing else. Nothing in it is markup anywhere."""

from collections.abc import Iterator

from monitor.core import sanitise
from monitor.core.rendering.cards import Card, Item, joined, words

TITLE_LIMIT = 140  # characters; Slack's header ends at 150
BODY_LIMIT = 1500  # characters; Discord's message ends at 2,000, title included

_AND_MORE = len("\n… and 1000 more")


def title(card: Card) -> str:
    """The subject: the same for every message of a story, so that mail programs keep them together."""
    return sanitise.cut(f"[{card.label}] {card.topic}", TITLE_LIMIT)


def body(card: Card) -> str:
    """Headline and source, excerpt, then link, why and id. What is told at length gives way to the rest."""
    above = joined((words(card.headline), card.source), "\n")
    below = joined((card.link, card.why, card.signature), "\n")
    room = BODY_LIMIT - len(above) - len(below) - len("\n\n\n\n")
    return joined((above, _excerpt(card, room), below), "\n\n")


def _excerpt(card: Card, room: int) -> str:
    if not any(item.link for item in card.excerpt):
        return sanitise.cut("\n".join(words(item.line) for item in card.excerpt), room)
    kept = list(_that_fit(card.excerpt, room - _AND_MORE))
    left_out = len(card.excerpt) - len(kept) + card.more
    return joined((*kept, f"… and {left_out} more" if left_out else ""), "\n")


def _that_fit(items: tuple[Item, ...], room: int) -> Iterator[str]:
    """Half a link leads nowhere: an item is told whole or not at all."""
    for item in items:
        told = joined((words(item.line), item.link), "\n")
        room -= len(told) + len("\n")
        if room < 0:
            return
        yield told
