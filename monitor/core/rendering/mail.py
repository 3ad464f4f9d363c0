"""A mail: its HTML, its plain-text twin, and the headers by which mail programs keep a story together.

The HTML is one column, with styles on the elements, nothing fetched from anywhere, readable in dark mode. Some mail
services derive the twin from it: so every link is also visible as text, blank lines are elements of their own, and
between elements there is nothing (their line breaks are inside the tags). Colours that must be seen in both modes bring
their own background.
"""

import re
from html import escape

from monitor.core.alerts import Alert
from monitor.core.channels import Severity
from monitor.core.ids import ChannelName, digest
from monitor.core.rendering import text
from monitor.core.rendering.cards import Card, Item, Line, joined, words
from monitor.core.rendering.changes import Change

_COLOURS = {
    Severity.CRITICAL: "#b3261e",
    Severity.HIGH: "#c2410c",
    Severity.MEDIUM: "#946200",
    Severity.LOW: "#1f6f8b",
    Severity.INFO: "#5f6368",
}
_LABEL = re.compile(r"[^A-Za-z0-9.-]+")
_RULES_NAMED = 10
_FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
_MARK = '<mark style="background-color:#ffe08a;color:#1f1f1f">'
_CAME = '<ins style="background-color:#c9efc5;color:#1f1f1f">'
_WENT = '<del style="background-color:#ffd9d6;color:#1f1f1f">'
_QUOTED = re.compile("“[^“”]*”")  # words of any script in an English sentence
_BLANK = '<div\nstyle="font-size:14px;line-height:14px">&nbsp;</div>'
_DARK = (
    "@media (prefers-color-scheme:dark){"
    "body{background-color:#1b1c1f!important;color:#e8eaed!important}"
    ".link{color:#8ab4f8!important}.quiet{color:#a8adb4!important}}"
)


def headers(alert: Alert, *, channel: ChannelName, domain: str) -> dict[str, str]:
    """What a mail says beside its subject and addresses. domain: of its sender.

    One Message-ID for an alert on a channel, however often it is sent: a mailbox may drop the second copy. All mails of
    a story, the first too, refer to the same message, which was never sent (RFC 5322, 3.6.4). List-Id lets people
    filter by rule (RFC 2919); Auto-Submitted keeps absence notes away (RFC 3834), and Exchange reads another header
    for that.
    """
    story = f"<{digest('story', channel, alert.story)}.newsmonitor@{domain}>"
    rule = _LABEL.sub("-", alert.rules[0] if alert.rules else alert.phase).strip("-.") or "alerts"
    return {
        "Message-ID": f"<{digest('mail', channel, alert.id)}.newsmonitor@{domain}>",
        "In-Reply-To": story,
        "References": story,
        "List-Id": f"<{rule}.newsmonitor.{domain}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-Newsmonitor-Rules": ", ".join(_LABEL.sub("-", rule) for rule in alert.rules[:_RULES_NAMED]),
        "X-Newsmonitor-Severity": alert.severity.value,
        "X-Newsmonitor-Id": alert.short,
    }


def plain(card: Card) -> str:
    """The twin for people who read mail as text, with all that the HTML says. The subject may be an older title."""
    return f"{text.title(card)}\n\n{text.whole(card)}"


def html(card: Card) -> str:
    """A whole document. Its words come out of the sanitiser and are escaped here as well."""
    colour = _COLOURS[card.severity]
    content = "".join(_parts(card, colour))
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{escape(text.title(card))}</title>
<style>{_DARK}</style>
</head>
<body style="margin:0;padding:16px;background-color:#ffffff;color:#1f1f1f;{_FONT}">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px">
<tr><td style="padding:2px 0 2px 16px;border-left:4px solid {colour}">{content}</td></tr>
</table>
</body>
</html>
"""


def _parts(card: Card, colour: str) -> tuple[str, ...]:
    return (
        _kicker(card, colour),
        _update(card.update) if card.update else "",
        _headline(card),
        _was(card.change) if card.change else "",
        _quiet(_source(card), ";padding-top:4px") if card.source else "",
        _quiet(escape(card.company)) if card.company else "",
        *((_BLANK, *map(_item, card.excerpt)) if card.excerpt else ()),
        _quiet(f"… and {card.more} more") if card.more else "",
        _BLANK,
        _address(card.link) if card.link else "",
        _quiet(_QUOTED.sub(r"<bdi>\g<0></bdi>", escape(card.why))) if card.why else "",
        _quiet(escape(card.signature)),
    )


def _kicker(card: Card, colour: str) -> str:
    label = _badge(card.label, f"background-color:{colour};color:#ffffff")
    note = _badge(card.note, "background-color:#ffe08a;color:#1f1f1f") if card.note else ""
    topic = "" if card.topic == words(card.headline) else escape(card.topic)
    return _quiet(joined((label, note, topic), "&nbsp; "), ";padding-bottom:8px")


def _badge(words: str, colours: str) -> str:
    style = (
        f"padding:2px 7px;border-radius:3px;{colours};font-size:11px;font-weight:700;letter-spacing:0.06em"
    )
    return f'<span style="{style}">{escape(words)}</span>'


def _update(update: str) -> str:
    return f'<p\nstyle="margin:0;padding-bottom:4px;font-size:15px;line-height:23px" dir="auto"><b>Update:</b> {escape(update)}</p>'


def _headline(card: Card) -> str:
    shown = _line(card.change.after, _CAME) if card.change else _line(card.headline)
    if card.link:
        shown = _anchor(card.link, shown, ";text-decoration:none")
    return f'<h1\nstyle="margin:0;font-size:20px;line-height:27px;font-weight:600" dir="auto">{shown}</h1>'


def _was(change: Change) -> str:
    # Isolated: the words of any script behind ours.
    return f'<p\nstyle="margin:0;padding-top:4px;font-size:15px;line-height:23px">was: <bdi>{_line(change.before, _WENT)}</bdi></p>'


def _source(card: Card) -> str:
    # Beside an Arabic name, a date would be read from right to left as well.
    time = f'<span dir="ltr">{escape(card.time)}</span>' if card.time else ""
    return joined((escape(card.outlet), time), " · ")


def _item(item: Item) -> str:
    shown = f'<p\nstyle="margin:0;font-size:15px;line-height:23px" dir="auto">{_line(item.line)}</p>'
    return f"{shown}{_address(item.link)}{_BLANK}" if item.link else shown


def _quiet(shown: str, style: str = "") -> str:
    style = f"margin:0;font-size:13px;line-height:20px;color:#5f6368{style}"
    return f'<p\nclass="quiet" style="{style}" dir="auto">{shown}</p>'


def _address(link: str) -> str:
    return _quiet(_anchor(link, escape(link), ";word-break:break-all"))


def _anchor(link: str, shown: str, style: str) -> str:
    return f'<a class="link" href="{escape(link)}" style="color:#0b57d0{style}">{shown}</a>'


def _line(line: Line, mark: str = _MARK) -> str:
    end = f"</{mark[1:].partition(' ')[0]}>"
    return "".join(f"{mark}{escape(span.text)}{end}" if span.marked else escape(span.text) for span in line)
