"""What becomes of a send, against real servers that answer, refuse, hang, hang up and redirect."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime, localtime
from io import StringIO

import pytest

from monitor.adapters.apprise_sender import AppriseSender, urls
from monitor.adapters.apprise_sender.slack_service import SlackService
from monitor.core.channels import Severity
from monitor.core.deliveries import Ambiguous, NotSent, Rejected, SendResult, Sent
from monitor.core.rendering import Message, slack
from tests.adapters import messages
from tests.adapters.channel_servers import (
    HANG,
    RESET,
    Endpoint,
    endpoint,
    free_port,
    mail_server,
    services_at,
)

SECRET = "s3cr3t0123456789ABCDEFGH"
SHORT = timedelta(seconds=0.4)  # for those who hang; a busy machine may take that long to answer
PATIENT = timedelta(seconds=15)


@pytest.fixture
def server() -> Iterator[Endpoint]:
    with endpoint() as told:
        yield told


@pytest.fixture
def services(server: Endpoint) -> Iterator[dict[str, str]]:
    with services_at(server.url, token=SECRET) as urls:
        yield urls


@pytest.fixture
def root_log() -> Iterator[StringIO]:
    """What a handler of the root logger sees at DEBUG. Not caplog: it listens to loggers that do not propagate, too."""
    root, stream = logging.getLogger(), StringIO()
    handler, level = logging.StreamHandler(stream), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(level)
    root.removeHandler(handler)


def json_url(server: Endpoint) -> str:
    return server.url.replace("http://", "json://") + f"/{SECRET}"


def send(url: str, message: Message | None = None, *, hangs: bool = False) -> SendResult:
    within = SHORT if hangs else PATIENT
    sender = AppriseSender(
        messages.channel(url), network=messages.LOOPBACK, connect_within=within, answer_within=within
    )
    return sender.send(message or messages.message())


COOL_DOWN = timedelta(seconds=30)


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (200, Sent()),
        (204, Sent()),
        (302, NotSent(detail="HTTP 302: redirects are not followed")),
        (303, Ambiguous(detail="HTTP 303")),
        (400, Rejected(detail="HTTP 400: the channel does not take this message", message=True)),
        (401, Rejected(detail="HTTP 401: the channel does not accept its address or token")),
        (403, Rejected(detail="HTTP 403: the channel does not accept its address or token")),
        (404, Rejected(detail="HTTP 404: the channel does not accept its address or token")),
        (408, NotSent(detail="HTTP 408")),
        (410, Rejected(detail="HTTP 410: the channel does not accept its address or token")),
        (413, Rejected(detail="HTTP 413: the channel does not take this message", message=True)),
        (422, Rejected(detail="HTTP 422: the channel does not take this message", message=True)),
        (429, NotSent(detail="HTTP 429: too many messages", retry_after=COOL_DOWN)),
        (500, Ambiguous(detail="HTTP 500")),
        (503, Ambiguous(detail="HTTP 503")),
        (HANG, Ambiguous(detail="no answer within 400ms")),
        (RESET, Ambiguous(detail="connection broken before the answer")),
    ],
)
def test_the_answer_of_a_web_hook_tells_what_became_of_the_message(
    server: Endpoint, answer: int | str, result: SendResult
) -> None:
    server.answer = answer
    server.headers = {"Location": server.url + "/elsewhere"}
    assert send(json_url(server), hangs=answer == HANG) == result
    assert [path for path, _ in server.received] == [f"/{SECRET}"]


@pytest.mark.parametrize(
    ("body", "wait"),
    [
        (b'{"message": "You are being rate limited.", "retry_after": 64.57}', timedelta(seconds=64.57)),
        (b'{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 2000}', timedelta(seconds=2)),
        (b'{"description": "Too Many Requests: retry after 5"}', timedelta(seconds=5)),
        (b'{"retry_after": 999999999}', timedelta(days=1)),
        (b"slow down", COOL_DOWN),
    ],
)
def test_a_wait_the_channel_asks_for_is_kept(server: Endpoint, body: bytes, wait: timedelta) -> None:
    server.answer, server.body = 429, body
    assert send(json_url(server)) == NotSent(detail="HTTP 429: too many messages", retry_after=wait)


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("120", timedelta(seconds=120)),
        ("0", timedelta(0)),
        ("99999999999999", timedelta(days=1)),
        ("in a while", COOL_DOWN),
        ("-3", COOL_DOWN),
    ],
)
@pytest.mark.parametrize("service", ["json", "slack", "tgram", "discord"])
def test_a_wait_that_stands_in_the_header_is_kept(
    server: Endpoint, services: dict[str, str], service: str, header: str, wait: timedelta
) -> None:
    server.answer, server.body, server.headers = 429, b"", {"Retry-After": header}
    url = json_url(server) if service == "json" else services[service]
    assert send(url) == NotSent(detail="HTTP 429: too many messages", retry_after=wait)


def test_a_date_to_wait_for_is_counted_from_the_date_of_the_answer(server: Endpoint) -> None:
    server.answer, server.body = 429, b""
    server.headers = {"Retry-After": format_datetime(localtime() + timedelta(minutes=5), usegmt=False)}
    result = send(json_url(server))
    assert isinstance(result, NotSent)
    assert result.retry_after is not None
    assert timedelta(minutes=4) < result.retry_after <= timedelta(minutes=5)


def test_nobody_listening_is_certainly_not_sent() -> None:
    assert send(f"json://127.0.0.1:{free_port()}/{SECRET}") == NotSent(detail="connection refused")


def test_an_unknown_host_is_certainly_not_sent() -> None:
    assert send(f"json://nowhere.invalid/{SECRET}") == NotSent(detail="host name not found")


def test_plain_http_where_tls_is_expected_is_certainly_not_sent(server: Endpoint) -> None:
    assert send(json_url(server).replace("json://", "jsons://")) == NotSent(
        detail="no TLS connection possible"
    )


@pytest.mark.parametrize(
    ("service", "answer", "body", "result"),
    [
        ("slack", 200, b"ok", Sent()),
        ("slack", 200, b"what?", Ambiguous(detail="the channel failed without saying why")),
        ("slack", 400, b"invalid_token", Rejected(detail="the channel says invalid_token")),
        ("slack", 404, b"no_service", Rejected(detail="the channel says no_service")),
        ("slack", 429, b"rate_limited", NotSent(detail="HTTP 429: too many messages", retry_after=COOL_DOWN)),
        ("slack", 500, b"invalid_token", Ambiguous(detail="HTTP 500")),
        ("discord", 204, b"", Sent()),
        ("discord", 404, b'{"message": "Unknown Webhook", "code": 10015}', Rejected(detail="the channel says Unknown Webhook")),
        ("tgram", 200, b'{"ok": true, "result": {}}', Sent()),
        ("tgram", 400, b'{"ok": false, "description": "Bad Request: chat not found"}', Rejected(detail="the channel says chat not found")),
        ("tgram", HANG, b"", Ambiguous(detail="no answer within 400ms")),
    ],
)  # fmt: skip
def test_what_services_say_in_their_own_words_is_understood(
    *,
    server: Endpoint,
    services: dict[str, str],
    service: str,
    answer: int | str,
    body: bytes,
    result: SendResult,
) -> None:
    server.answer, server.body = answer, body
    assert send(services[service], hangs=answer == HANG) == result


def test_slack_gets_blocks_and_a_text_for_phones(server: Endpoint, services: dict[str, str]) -> None:
    message = messages.message()
    assert send(services["slack"], message) == Sent()
    [(_, body)] = server.received
    assert json.loads(body) == slack.payload(message.card)


def test_the_web_address_slack_hands_out_becomes_the_same_kind_of_channel() -> None:
    service = urls.load("https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ")
    assert isinstance(service, SlackService)


def test_other_channels_get_title_and_plain_body(server: Endpoint) -> None:
    message = messages.message()
    send(json_url(server), message)
    [(_, body)] = server.received
    told = json.loads(body)
    assert (told["title"], told["message"].replace("\r\n", "\n")) == (message.title, message.body)


@pytest.mark.parametrize("words", ["error=401.", "Socket Exception: [Errno 111] Connection refused", "invalid_token", "retry_after: 86400"])  # fmt: skip
@pytest.mark.parametrize("answer", [500, HANG])
def test_a_headline_cannot_pretend_an_outcome(server: Endpoint, words: str, answer: int | str) -> None:
    server.answer = answer
    assert isinstance(send(json_url(server), messages.message(words), hangs=answer == HANG), Ambiguous)


def test_severity_chooses_the_kind_of_notification(server: Endpoint) -> None:
    for severity in Severity:
        send(json_url(server), messages.message(severity=severity))
    kinds = [json.loads(body)["type"] for _, body in server.received]
    assert kinds == ["info", "info", "info", "warning", "failure"]


def test_the_service_object_is_kept_so_that_its_pace_is(services: dict[str, str]) -> None:
    """Slack takes about one message per second; the pace lives in the one object."""
    sender = AppriseSender(messages.channel(services["slack"]), network=messages.LOOPBACK)
    [service] = sender._apprise
    assert sender.send(messages.message()) == Sent()
    assert service._last_io_datetime is not None
    assert list(sender._apprise) == [service]
    assert service.request_rate_per_sec > 1


def test_a_url_that_cannot_be_used_rejects_every_message_with_the_reason() -> None:
    result = send(f"slak://{SECRET}")
    assert isinstance(result, Rejected)
    assert (
        result.detail
        == "the URL of channel desk begins with slak://, which Apprise does not know; did you mean slack://?"
    )


@pytest.mark.parametrize("answer", [200, 401, 429, 500, HANG, RESET])
def test_no_token_reaches_a_log_or_a_result(
    server: Endpoint, services: dict[str, str], root_log: StringIO, answer: int | str
) -> None:
    server.answer, server.body = answer, SECRET.encode()
    with mail_server({"END": f"554 {SECRET}"}) as port:
        mail = (
            f"mailto://desk:{SECRET}@127.0.0.1:{port}?mode=insecure&from=news@example.org&to=desk@example.org"
        )
        for url in (
            json_url(server),
            f"{json_url(server)}?+Authorization={SECRET}",
            *services.values(),
            mail,
            f"slack://{SECRET}!",
        ):
            message = messages.message("The headline is not for logs either")
            result = send(url, message, hangs=answer == HANG)
            assert SECRET not in repr(result)
    logging.getLogger("asyncio").debug("the log is alive")
    assert "alive" in root_log.getvalue()
    assert SECRET not in root_log.getvalue()
    assert "headline" not in root_log.getvalue()
