"""A Slack bot: blocks, a text for phones, and the messages of a story below its first."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest
from apprise.plugins.slack import NotifySlack

from monitor.adapters.apprise_sender import AppriseSender
from monitor.core import rendering
from monitor.core.deliveries import Ambiguous, NotSent, Rejected, SendResult, Sent
from monitor.core.ids import AlertId
from monitor.core.rendering import Message, slack
from tests.adapters import messages
from tests.adapters.channel_servers import HANG, Endpoint, endpoint

SECRET = "s3cr3t0123456789ABCDEFGH"
URL = f"slack://xoxb-1234-1234-{SECRET}/#desk-alerts"
TAKEN = b'{"ok": true, "ts": "1700000000.000100", "channel": "C0123456789"}'
RECEIPT = "#desk-alerts 1700000000.000100"


@pytest.fixture
def server() -> Iterator[Endpoint]:
    """Slack's address for bots, led to a local server meanwhile."""
    real = NotifySlack.api_url
    with endpoint() as told:
        told.body = TAKEN
        NotifySlack.api_url = told.url + "/api/{}"
        yield told
        NotifySlack.api_url = real


def send(message: Message, *, url: str = URL, hangs: bool = False) -> SendResult:
    within = timedelta(seconds=0.4 if hangs else 15)
    sender = AppriseSender(messages.channel(url), network=messages.LOOPBACK, answer_within=within)
    [service] = sender._apprise
    service.request_rate_per_sec = 0
    return sender.send(message)


def posted(server: Endpoint) -> list[dict[str, Any]]:
    return [json.loads(body) for path, body in server.received if path == "/api/chat.postMessage"]


def update(phase: str = "outlets:3", *, thread: str | None = RECEIPT) -> Message:
    told = messages.alert()
    later = replace(told, id=AlertId(f"{told.story}:{phase}"), phase=phase, reason="3 outlets report it")
    return rendering.render(later, zone=UTC, thread=thread)


def test_the_first_message_is_posted_and_slack_tells_what_it_is_called(server: Endpoint) -> None:
    message = messages.message()
    assert send(message) == Sent(receipt=RECEIPT)
    assert posted(server) == [slack.payload(message.card) | {"channel": "#desk-alerts"}]


def test_an_update_stands_below_it(server: Endpoint) -> None:
    assert send(update()) == Sent(receipt=RECEIPT)
    [told] = posted(server)
    assert told["thread_ts"] == "1700000000.000100"
    assert told["reply_broadcast"] is False
    assert told["channel"] == "#desk-alerts"
    assert "3 outlets report it" in told["text"]
    [headline] = told["blocks"][1]["elements"]  # what the first message says is not said again
    assert headline["type"] == "rich_text_section"


@pytest.mark.parametrize("phase", ["severity:critical", "confirmed"])
def test_nobody_is_to_overlook_that_it_got_worse(server: Endpoint, phase: str) -> None:
    send(update(phase))
    assert posted(server)[0]["reply_broadcast"] is True


def test_an_update_without_its_first_message_stands_alone(server: Endpoint) -> None:
    send(update(thread=None))
    [told] = posted(server)
    assert "thread_ts" not in told
    assert len(told["blocks"][1]["elements"]) == 2


@pytest.mark.parametrize(
    "receipt", ["#elsewhere 1700000000.000100", "[HIGH] the subject of a mail", " ", "1.2"]
)
def test_a_receipt_of_another_place_is_not_used(server: Endpoint, receipt: str) -> None:
    assert send(update(thread=receipt)) == Sent(receipt=RECEIPT)
    assert "thread_ts" not in posted(server)[0]


@pytest.mark.parametrize("error", ["cannot_reply_to_message", "invalid_thread_ts", "thread_not_found"])
def test_an_update_whose_first_message_is_gone_begins_anew(server: Endpoint, error: str) -> None:
    server.script = [(200, json.dumps({"ok": False, "error": error}).encode()), (200, TAKEN)]
    assert send(update()) == Sent(receipt=RECEIPT)
    assert ["thread_ts" in told for told in posted(server)] == [True, False]


@pytest.mark.parametrize(
    ("error", "result"),
    [
        ("invalid_auth", Rejected(detail="the channel says invalid_auth")),
        ("token_revoked", Rejected(detail="the channel says token_revoked")),
        ("missing_scope", Rejected(detail="the channel says missing_scope")),
        ("channel_not_found", Rejected(detail="the channel says channel_not_found")),
        ("not_in_channel", Rejected(detail="the channel says not_in_channel")),
        ("is_archived", Rejected(detail="the channel says is_archived")),
        ("msg_too_long", Rejected(detail="the channel says msg_too_long", message=True)),
        ("msg_blocks_too_long", Rejected(detail="the channel says msg_blocks_too_long", message=True)),
        ("invalid_blocks", Rejected(detail="the channel says invalid_blocks", message=True)),
        ("ratelimited", NotSent(detail="HTTP 429: too many messages", retry_after=timedelta(seconds=30))),
        ("fatal_error", Ambiguous(detail="the channel failed without saying why")),
        ("internal_error, but OK", Ambiguous(detail="the channel failed without saying why")),
    ],
)
def test_what_slack_says_in_its_own_words_is_understood(
    server: Endpoint, error: str, result: SendResult
) -> None:
    server.body = json.dumps({"ok": False, "error": error}).encode()
    assert send(messages.message()) == result
    assert len(posted(server)) == 1


def test_the_pause_slack_asks_for_is_kept(server: Endpoint) -> None:
    server.answer, server.body = 429, b'{"ok": false, "error": "ratelimited"}'
    server.headers = {"Retry-After": "17"}
    assert send(messages.message()) == NotSent(
        detail="HTTP 429: too many messages", retry_after=timedelta(seconds=17)
    )


def test_an_answer_that_does_not_come_leaves_it_open(server: Endpoint) -> None:
    server.answer = HANG
    assert send(messages.message(), hangs=True) == Ambiguous(detail="no answer within 400ms")


def test_no_token_is_told(server: Endpoint) -> None:
    server.body = json.dumps({"ok": False, "error": SECRET}).encode()
    assert SECRET not in repr(send(messages.message()))
    server.body = TAKEN
    assert SECRET not in repr(send(messages.message()))
