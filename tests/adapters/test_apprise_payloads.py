"""What each channel is sent, whole: a change of it is seen in tests/golden/payloads, byte by byte.

The alerts are those of tests/golden/messages, hostile ones among them.
"""

import json
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import pytest
from apprise.plugins import N_MGR

from monitor.adapters.apprise_sender import AppriseSender
from monitor.core import rendering
from monitor.core.deliveries import Sent
from monitor.core.rendering import Message
from tests.adapters import messages
from tests.adapters.channel_servers import Endpoint, endpoint, mailbox, services_at
from tests.core.test_rendering import MESSAGES, read

GOLDEN = MESSAGES.parent / "payloads"
ALERTS = ("plain", "hostile", "update", "repeat", "digest", "notice", "arabic", "long")
CHANNELS = (
    "slack-bot",
    "discord",
    "telegram",
    "ntfy",
    "mattermost",
    "matrix",
    "json",
    "pagerduty",
    "sms",
    "mail",
)
ANSWERS = {
    "slack-bot": b'{"ok": true, "ts": "1700000000.000200", "channel": "C0123456789"}',
    "telegram": b'{"ok": true, "result": {}}',
    "matrix": b'{"room_id": "!desk:chat.example", "event_id": "$1", "user_id": "@news:chat.example"}',
}
TOKEN = "abcdefghijklmnopqrstuvwx"


@pytest.fixture(scope="module")
def server() -> Iterator[Endpoint]:
    with endpoint() as told:
        yield told


@pytest.fixture(scope="module")
def urls(server: Endpoint) -> Iterator[dict[str, str]]:
    slack: Any = N_MGR["slack"]
    bots = slack.api_url
    place = server.url.removeprefix("http://")
    with services_at(server.url, token=TOKEN) as fixed:
        slack.api_url = server.url + "/api/{}"
        yield {
            "slack-bot": "slack://xoxb-1234-1234-4ddbc191d40ee098cbaae6f3523ada2d/#desk",
            "discord": fixed["discord"],
            "telegram": fixed["tgram"],
            "ntfy": f"ntfy://{place}/desk",
            "mattermost": f"mmost://{place}/{TOKEN}",
            "matrix": f"matrix://{TOKEN}@{place}/!desk:chat.example",
            "json": f"json://{place}/hook",
            "pagerduty": fixed["pagerduty"],
            "sms": fixed["twilio"],
        }
        slack.api_url = bots


def message(name: str, *, thread: str | None = None) -> Message:
    alert, repeat = read(MESSAGES / f"{name}.alert.json")
    return rendering.render(alert, zone=ZoneInfo("Europe/Paris"), repeat=repeat, thread=thread)


def sent(channel: str, told: Message, urls: dict[str, str], server: Endpoint) -> Any:
    """The body of the request that carries the message, as its service reads it."""
    server.received.clear()
    server.body = ANSWERS.get(channel, b"ok")
    sender = AppriseSender(messages.channel(urls[channel]), network=messages.LOOPBACK)
    [service] = sender._apprise
    service.request_rate_per_sec = 0
    assert isinstance(sender.send(told), Sent)
    *before, (_, body) = server.received
    assert len(before) <= (channel == "matrix") * 3  # which enters the room first
    return dict(parse_qsl(body.decode())) if channel == "sms" else json.loads(body)


def posted(told: Message) -> Any:
    with mailbox() as (port, mails):
        url = f"mailto://127.0.0.1:{port}?mode=insecure&from=news@example.org&to=desk@example.org"
        sender = AppriseSender(messages.channel(url), network=messages.LOOPBACK)
        [service] = sender._apprise
        service.request_rate_per_sec = 0
        assert isinstance(sender.send(told), Sent)
    letter = message_from_bytes(mails[0], policy=policy.default)
    [plain, _] = letter.iter_parts()  # the HTML has a golden file of its own
    kept = {name: str(value) for name, value in letter.items() if name not in {"Date", "Content-Type"}}
    return kept | {"text/plain": plain.get_content().replace("\r\n", "\n").splitlines()}


def all_of(channel: str, urls: dict[str, str], server: Endpoint) -> str:
    threads = {
        "slack-bot": {"update": "#desk 1700000000.000100"},
        "mail": {"update": "The subject of the first"},
    }
    told = {name: message(name, thread=threads.get(channel, {}).get(name)) for name in ALERTS}
    shown = {
        name: posted(each) if channel == "mail" else sent(channel, each, urls, server)
        for name, each in told.items()
    }
    return json.dumps(shown, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_a_channel_is_sent_is_what_was_agreed(
    channel: str, urls: dict[str, str], server: Endpoint
) -> None:
    assert all_of(channel, urls, server) == Path(GOLDEN / f"{channel}.json").read_text()
