"""Slack: blocks for the screen, and one line of text for phones, screen readers and search.

The feed's words stand in rich text, which Slack shows as it is: no mention, link or emphasis can be written in it, and
words can be marked inside scripts without spaces. Where Slack does read markup, & < > are escaped.
Source: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block and .../messaging/formatting-message-text
"""

import json
from typing import Any

from monitor.core.channels import Severity
from monitor.core.rendering import text
from monitor.core.rendering.cards import Card, Item, Line, joined, words
from monitor.core.sanitise import Span

Block = dict[str, Any]

_SIGNS = {
    Severity.CRITICAL: "🔴",
    Severity.HIGH: "🟠",
    Severity.MEDIUM: "🟡",
    Severity.LOW: "🔵",
    Severity.INFO: "⚪",
}


# Slack takes about 16,000 characters of blocks, as JSON, and refuses the whole message beyond (msg_blocks_too_long).
_LIST_LIMIT = 9_000
_LINKS_LIMIT = 3_000  # of a headline in pieces: each repeats the link


def payload(card: Card, thread: str | None = None) -> dict[str, Any]:
    """What chat.postMessage and incoming web hooks take, but for the channel.

    thread: the ts of the story's first message. What stands there is not said again below it, and the channel hears
    of an update to which nobody should be deaf.
    """
    kicker = joined((f"{_SIGNS[card.severity]} *{card.label}*", _note(card), _topic(card)), " · ")
    told = (_headline(card), *_was(card), *(() if thread else _excerpt(card)))
    blocks = (
        _context(kicker, _update(card)),
        {"type": "rich_text", "elements": list(told)},
        # Elements of their own: a date or an id beside an Arabic word would be read from right to left as well.
        _context(escaped(card.outlet), card.time, escaped(card.company)),
        _context(escaped(card.why), card.signature),
    )
    threaded = {"thread_ts": thread, "reply_broadcast": card.broadcast} if thread else {}
    return {
        "text": escaped(_in_one_line(card)),
        "blocks": [block for block in blocks if block["elements"]],
        "unfurl_links": False,
        "unfurl_media": False,
        **threaded,
    }


def _in_one_line(card: Card) -> str:
    """For whoever sees no blocks."""
    said = (text.title(card), card.note, card.update, words(card.headline), text.was(card), card.source)
    return joined(said, " · ")


def escaped(words: str) -> str:
    """As Slack asks for it: these three and no others."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _context(*texts: str) -> Block:
    # verbatim: Slack makes no links and mentions of its own out of plain words.
    elements = [{"type": "mrkdwn", "text": each, "verbatim": True} for each in texts if each]
    return {"type": "context", "elements": elements}


def _topic(card: Card) -> str:
    return "" if card.topic == words(card.headline) else escaped(card.topic)


def _update(card: Card) -> str:
    return f"*Update:* {escaped(card.update)}" if card.update else ""


def _note(card: Card) -> str:
    return f"*{escaped(card.note)}*" if card.note else ""


def _headline(card: Card) -> Block:
    """In bold; of an edited one the words that came, if they can be told from the others and its link is not too long."""
    line = card.change.after if card.change else ()
    if not any(span.marked for span in line) or len(line) * len(card.link or "") > _LINKS_LIMIT:
        line = (Span(text=words(card.headline) or card.topic, marked=True),)
    return _section([_linked(span.text, card.link) | _styled(span, "bold") for span in line])


def _was(card: Card) -> list[Block]:
    """The headline before, with what went struck through."""
    if not card.change:
        return []
    pieces = [_words(span.text) | _styled(span, "strike") for span in card.change.before]
    return [_section([_words("was: "), *pieces])]


def _excerpt(card: Card) -> list[Block]:
    if not card.excerpt:
        return []
    if any(item.link for item in card.excerpt):
        told = _that_fit([_section([_linked(words(item.line), item.link)]) for item in card.excerpt])
        left_out = len(card.excerpt) - len(told) + card.more
        more = [_section([_words(f"… and {left_out} more")])] if left_out else []
        return [{"type": "rich_text_list", "style": "bullet", "elements": [*told, *more]}]
    return [{"type": "rich_text_quote", "elements": _quoted(card.excerpt)}]


def _that_fit(sections: list[Block]) -> list[Block]:
    room = _LIST_LIMIT
    for count, section in enumerate(sections):
        room -= len(json.dumps(section))
        if room < 0:
            return sections[:count]
    return sections


def _quoted(items: tuple[Item, ...]) -> list[Block]:
    elements: list[Block] = []
    for item in items:
        elements += ([_words("\n")] if elements else []) + _line(item.line)
    return elements


def _line(line: Line) -> list[Block]:
    return [_words(span.text) | _styled(span, "bold") for span in line]


def _styled(span: Span, style: str) -> Block:
    return {"style": {style: True}} if span.marked else {}


def _section(elements: list[Block]) -> Block:
    return {"type": "rich_text_section", "elements": elements}


def _linked(shown: str, link: str | None) -> Block:
    return {"type": "link", "url": link, "text": shown or link} if link else _words(shown)


def _words(shown: str) -> Block:
    return {"type": "text", "text": shown}
