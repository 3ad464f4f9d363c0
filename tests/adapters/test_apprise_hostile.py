"""Hostile headlines on their whole way: what arrives at Slack, Discord, Telegram and a mailbox holds nothing live."""

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.apprise_sender import AppriseSender
from monitor.core import rendering
from monitor.core.alerts import Alert
from monitor.core.deliveries import Sent
from monitor.core.matching import Evidence
from tests.adapters import messages
from tests.adapters.channel_servers import Endpoint, endpoint, mailbox, services_at

GOLDEN = Path(__file__).parent.parent / "golden" / "messages" / "hostile-titles.json"
HOSTILE: list[dict[str, Any]] = json.loads(GOLDEN.read_text())
LINK = "https://news.example/world/truce-talks"

LIVE = {
    "mention": r"@(?=[\w&!])|!(?:everyone|channel|here)\b|@[\u00ad\u200b-\u200f]\w",
    "angle brackets": r"[<>]",
    "link": r"\w+://|\b(?:javascript|mailto|tel):|\w\.[^\W\d_]{2}",
    "masked link": r"\][(\[:]",
    "emphasis": r"[*`]|~~|\|\||(?<!\w)_+\w|\w_+(?!\w)",
    "block": r"^(?:[-+]?#+|>|={2,})\s",
    "emoji code": r":[a-z_+-]+:",
    "control": r"[^\S\r\n ]|[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)",
    "bidi, invisible or broken": r"[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff\u00ad\ud800-\udfff\ufffe\ufdd0\U0001ffff\U000e0000-\U000e007f]",
    "header": r"\r\n",
    "joiner in ASCII": r"[\x00-\x7f][\u200c\u200d]",
    "tower of marks": r"[\u0300-\u036f]{7}",
    "brackets in disguise": r"[\uff1c\uff1e\uff20]|\u1fef",
}  # fmt: skip
HARMLESS_AT_LAST = {
    "brackets in disguise",
    "header",
}  # full-width forms do nothing; line ends belong to the message


def live(text: str) -> set[str]:
    """What a client could act on in a text in which our own link stands on its own line."""
    text = re.sub(rf"^{re.escape(LINK)}\r?$", "", text, flags=re.MULTILINE)
    return {name for name, pattern in LIVE.items() if re.search(pattern, text, re.MULTILINE | re.IGNORECASE)}


def title(case: dict[str, Any]) -> str:
    text: str = case["text"]
    return text * int(case.get("repeat", 1))


def hostile(words: str) -> Alert:
    """The feed's words in every field that a feed fills, and a rule's title that is no better."""
    return replace(
        messages.alert(words, outlet=words),
        excerpt=f"{words}\n{words}",
        title=words,
        reason=words,
        phase="edit:1",
        evidence=(Evidence(field="title", start=0, end=len(words), text=words, term="x"),),
    )


@pytest.fixture(scope="module")
def server() -> Iterator[Endpoint]:
    with endpoint() as told:
        yield told


@pytest.fixture(scope="module")
def services(server: Endpoint) -> Iterator[dict[str, str]]:
    with services_at(server.url, token="abcdefghijklmnopqrstuvwx") as urls:
        yield urls | {"slack-blocks": urls["slack"] + "?blocks=yes"}


@pytest.fixture(scope="module")
def mail() -> Iterator[tuple[int, list[bytes]]]:
    with mailbox() as taken:
        yield taken


def slack(payload: Any) -> list[str]:
    """Everything Slack shows: escapes undone once where it reads markup, our own emphasis taken off."""
    kicker, rich, *below = payload["blocks"]
    read = [element for block in (kicker, *below) for element in block["elements"]]
    assert [(element["type"], element["verbatim"]) for element in read] == [("mrkdwn", True)] * 6
    texts = [element["text"] for element in read]
    severity, update = (texts[place].replace("*", "", 2) for place in (0, 1))
    marked_up = [payload["text"], severity, update, *texts[2:]]
    assert not [text for text in marked_up if re.search("[<>]|&(?!amp;)", text)]
    [headline], *quotes = (part["elements"] for part in rich["elements"])
    assert (headline["type"], headline["url"]) == ("link", LINK)
    pieces = [piece for quote in quotes for piece in quote]
    assert {piece["type"] for piece in pieces} <= {"text"}
    quoted = "".join(piece["text"] for piece in pieces)
    return [*map(html.unescape, marked_up), headline["text"], quoted]


def discord(payload: Any) -> list[str]:
    return [payload["content"]]


def telegram(payload: Any) -> list[str]:
    title = re.match("<b>(.*)</b>\r\n", payload["text"])
    assert title
    return [html.unescape(title[1]), html.unescape(payload["text"][title.end() :])]


OUR_TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "table",
    "tr",
    "td",
    "p",
    "span",
    "h1",
    "a",
    "mark",
    "div",
    "bdi",
    "b",
}
SHOWN = {"slack": slack, "slack-blocks": slack, "discord": discord, "tgram": telegram}


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["name"])
def test_each_of_these_headlines_would_do_harm_as_it_is(case: dict[str, Any]) -> None:
    assert live(title(case))


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize("service", SHOWN)
@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["name"])
def test_nothing_live_reaches_a_chat(
    server: Endpoint, services: dict[str, str], service: str, case: dict[str, Any]
) -> None:
    server.received.clear()
    server.body = b'{"ok": true, "result": {}}' if service == "tgram" else b"ok"
    sender = AppriseSender(messages.channel(services[service]), network=messages.LOOPBACK)
    assert sender.send(rendering.render(hostile(title(case)), zone=UTC)) == Sent()
    [(_, body)] = server.received
    for text in SHOWN[service](json.loads(body)):
        assert live(text) - HARMLESS_AT_LAST == set()
        assert text.count("https:") <= 1


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["name"])
def test_nothing_live_reaches_a_mailbox(mail: tuple[int, list[bytes]], case: dict[str, Any]) -> None:
    port, mails = mail
    mails.clear()
    sender = AppriseSender(
        messages.channel(
            f"mailto://127.0.0.1:{port}?mode=insecure&from=news@example.org&to=desk@example.org"
        ),
        network=messages.LOOPBACK,
    )
    assert isinstance(sender.send(rendering.render(hostile(title(case)), zone=UTC)), Sent)
    [raw] = mails
    parsed = message_from_bytes(raw, policy=policy.default)
    assert set(parsed.keys()) == {
        "Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID", "In-Reply-To", "References",
        "List-Id", "Auto-Submitted", "X-Auto-Response-Suppress", "X-Newsmonitor-Rules", "X-Newsmonitor-Severity",
        "X-Newsmonitor-Id",
    }  # fmt: skip
    plain, document = (part.get_content() for part in parsed.iter_parts())
    for text in (str(parsed["Subject"]), plain, *shown(document)):
        assert live(text) - HARMLESS_AT_LAST == set()


class Reader(HTMLParser):
    """The texts of a document as a mail program shows them, and the tags it obeys."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = [""]
        self.tags: set[str] = set()
        self.links: set[str | None] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links.update(value for name, value in attrs if name in {"href", "src"})

    def handle_data(self, data: str) -> None:
        if self.lasttag != "style":
            self.texts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"title", "p", "h1"}:
            self.texts.append("")


def shown(document: str) -> list[str]:
    reader = Reader()
    reader.feed(document)
    assert reader.links == {LINK}
    assert reader.tags == OUR_TAGS - ({"mark", "bdi"} - reader.tags)
    return [text.replace("\N{NO-BREAK SPACE}", " ").strip() for text in reader.texts]


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["name"])
def test_what_arrives_is_composed_text(case: dict[str, Any]) -> None:
    message = rendering.render(hostile(title(case)), zone=UTC)
    assert unicodedata.is_normalized("NFC", message.title)
    assert unicodedata.is_normalized("NFC", message.body)
