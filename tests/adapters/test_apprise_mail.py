"""Mail: what becomes of it, and what people get. Against servers that accept, refuse, hang and hang up."""

from dataclasses import replace
from datetime import UTC, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage as Mail
from itertools import pairwise
from typing import Any

import pytest

from monitor.adapters.apprise_sender import AppriseSender
from monitor.core import rendering
from monitor.core.alerts import Alert
from monitor.core.channels import Severity
from monitor.core.deliveries import Ambiguous, NotSent, Rejected, SendResult, Sent
from monitor.core.ids import AlertId, RuleId, StoryId
from monitor.core.rendering import Message, mail
from tests.adapters import messages
from tests.adapters.channel_servers import HANG, free_port, mail_server, mailbox

SECRET = "s3cr3t0123456789ABCDEFGH"
SHORT, PATIENT = timedelta(seconds=0.4), timedelta(seconds=15)
SUBJECT = "[HIGH] Truce talks stalled"
TAKEN = Sent(receipt=SUBJECT)


def send(
    url: str, message: Message | None = None, *, hangs: bool = False, channel: str = "desk"
) -> SendResult:
    within = SHORT if hangs else PATIENT
    sender = AppriseSender(
        messages.channel(url, channel), network=messages.LOOPBACK, connect_within=within, answer_within=within
    )
    return sender.send(message or messages.message())


def mailed(message: Message, parameters: str = "", *, channel: str = "desk") -> Mail:
    with mailbox() as (port, mails):
        url = f"mailto://127.0.0.1:{port}?mode=insecure&from=news@example.org&to=desk@example.org{parameters}"
        assert isinstance(send(url, message, channel=channel), Sent)
    [raw] = mails
    return message_from_bytes(raw, policy=policy.default)


@pytest.mark.parametrize(
    ("script", "result"),
    [
        ({}, TAKEN),
        ({"GREETING": "554 no mail here"}, Rejected(detail="SMTP 554")),
        ({"GREETING": "421 busy"}, NotSent(detail="SMTP 421")),
        ({"GREETING": HANG}, NotSent(detail="no answer within 400ms")),
        ({"GREETING": ""}, NotSent(detail="connection broken before the answer")),
        ({"AUTH": "535 wrong password"}, Rejected(detail="SMTP 535")),
        ({"AUTH": "454 not now"}, NotSent(detail="SMTP 454")),
        ({"EHLO": "250 here"}, Rejected(detail="the mail server offers no log-in it could be given")),
        ({"MAIL": "452 full"}, NotSent(detail="SMTP 452")),
        ({"MAIL": "552 too large"}, Rejected(detail="SMTP 552", message=True)),
        ({"RCPT": "450 greylisted"}, NotSent(detail="SMTP 450")),
        ({"RCPT": "550 nobody of that name"}, Rejected(detail="SMTP 550")),
        ({"RCPT": HANG}, NotSent(detail="no answer within 400ms")),
        ({"DATA": "451 not now"}, NotSent(detail="SMTP 451")),
        ({"END": "451 later"}, NotSent(detail="SMTP 451")),
        ({"END": "554 spam"}, Rejected(detail="SMTP 554", message=True)),
        ({"END": HANG}, Ambiguous(detail="no answer within 400ms")),
        ({"END": ""}, Ambiguous(detail="connection broken before the answer")),
        ({"QUIT": HANG}, TAKEN),
        ({"QUIT": ""}, TAKEN),
    ],
    ids=str,
)
def test_the_reply_of_a_mail_server_tells_what_became_of_the_message(
    script: dict[str, str], result: SendResult
) -> None:
    with mail_server(script) as port:
        url = (
            f"mailto://desk:{SECRET}@127.0.0.1:{port}?mode=insecure&from=news@example.org&to=desk@example.org"
        )
        assert send(url, hangs=HANG in script.values()) == result


def test_a_mail_server_without_encryption_is_named() -> None:
    with mail_server({}) as port:
        url = f"mailto://127.0.0.1:{port}?mode=starttls&from=news@example.org&to=desk@example.org"
        result = send(url)
    assert result == Rejected(detail="the mail server offers no STARTTLS: add mode=ssl or mode=insecure")


def test_a_mail_server_that_speaks_no_tls_is_certainly_not_given_the_mail() -> None:
    with mail_server({}) as port:
        url = f"mailtos://127.0.0.1:{port}?mode=ssl&from=news@example.org&to=desk@example.org"
        assert send(url) == NotSent(detail="no TLS connection possible")


def test_a_mail_server_that_is_down_is_certainly_not_reached() -> None:
    url = f"mailto://127.0.0.1:{free_port()}?mode=insecure&from=news@example.org&to=desk@example.org"
    assert send(url) == NotSent(detail="connection refused")
    url = "mailto://nowhere.invalid?mode=insecure&from=news@example.org&to=desk@example.org"
    assert send(url) == NotSent(detail="host name not found")


def test_a_mail_arrives_as_html_with_a_complete_plain_twin_and_one_message_id() -> None:
    message = messages.message(repeat=True)
    arrived = mailed(message)
    assert arrived["Subject"] == message.title == SUBJECT
    assert arrived["From"] == "newsmonitor <news@example.org>"
    assert arrived["To"] == "desk@example.org"
    assert len(arrived.get_all("Message-ID", [])) == len(arrived.get_all("Date", [])) == 1
    assert [part.get_content_type() for part in arrived.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    plain, document = (part.get_content().replace("\r\n", "\n") for part in arrived.iter_parts())
    assert document.strip() == mail.html(message.card).strip()
    assert plain.strip() == f"{message.title}\n\n{message.body}"


def test_nothing_is_missing_from_the_plain_twin() -> None:
    told = replace(messages.alert(), excerpt="A long sentence about the talks. " * 60)
    message = rendering.render(told, zone=UTC)
    [plain, document] = mailed(message).iter_parts()
    said = " ".join(plain.get_content().split())
    assert len(said) > rendering.BODY_LIMIT * 0.8
    for words in (item.line[0].text for item in message.card.excerpt):
        assert " ".join(words.split()) in said
        assert words[:60] in document.get_content()


def test_a_mail_channel_that_asks_for_plain_text_gets_it() -> None:
    message = messages.message()
    arrived = mailed(message, "&format=text")
    assert arrived.get_content_type() == "text/plain"
    assert arrived.get_content().replace("\r\n", "\n").strip() == mail.plain(message.card)


def update(phase: str, **changed: Any) -> Alert:
    told = messages.alert()
    return replace(
        told, id=AlertId(f"{told.story}:{phase}"), phase=phase, reason="3 outlets report it", **changed
    )


def test_all_mails_of_a_story_stand_in_one_thread() -> None:
    told = [
        messages.alert(),
        update("outlets:3"),
        update("severity:critical", severity=Severity.CRITICAL, title="Another rule's title"),
    ]
    first = mailed(rendering.render(told[0], zone=UTC))
    later = [mailed(rendering.render(each, zone=UTC, thread=SUBJECT)) for each in told[1:]]
    arrived = [first, *later]
    assert {each["Subject"] for each in arrived} == {SUBJECT}
    assert len({each["References"] for each in arrived}) == 1
    assert all(each["References"] == each["In-Reply-To"] for each in arrived)
    assert all(one["Message-ID"] != other["Message-ID"] for one, other in pairwise(arrived))
    assert arrived[0]["References"] not in {each["Message-ID"] for each in arrived}
    elsewhere = mailed(rendering.render(replace(told[0], story=StoryId("another")), zone=UTC))
    assert elsewhere["References"] != first["References"]


def test_a_repeat_is_the_same_mail_to_a_mailbox_that_looks_at_its_id() -> None:
    first, second = mailed(messages.message()), mailed(messages.message(repeat=True))
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Message-ID"] != mailed(messages.message(), channel="other")["Message-ID"]
    assert first["Message-ID"].endswith(".newsmonitor@example.org>")


def test_people_can_filter_by_rule_and_nobody_answers_that_he_is_away() -> None:
    arrived = mailed(messages.message())
    assert arrived["List-Id"] == "<talks-stalled.newsmonitor.example.org>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["X-Newsmonitor-Severity"] == "high"
    assert arrived["X-Newsmonitor-Id"] == messages.alert().short
    hostile = replace(messages.alert(), rules=(RuleId("a b>\r\nBcc: x@evil.example"),))
    arrived = mailed(rendering.render(hostile, zone=UTC))
    assert arrived["List-Id"] == "<a-b-Bcc-x-evil.example.newsmonitor.example.org>"
    assert arrived["Bcc"] is None


def test_what_the_url_asks_for_is_kept_and_what_is_ours_is_not_doubled() -> None:
    parameters = "&%2BX-Team=desk&%2BMessage-ID=%3Ca@b.example%3E&reply=night@example.org&name=Night%20Desk"
    arrived = mailed(messages.message(), parameters)
    assert arrived["X-Team"] == "desk"
    assert arrived["Reply-To"] == "night@example.org"
    assert arrived["From"] == "Night Desk <news@example.org>"
    assert len(arrived.get_all("Message-ID", [])) == 1
