"""What became of a send, read from what Apprise logged about it.

Apprise says yes or no. Whether a no was "certainly not received" or "nobody can tell" decides between sending again and
warning of a repeat, and stands only in its log records. Those hold tokens and the message itself, so details are made
of the words in this file alone, and only records that cannot quote the message are read.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from email.utils import parsedate_to_datetime
from enum import Enum
from http import HTTPStatus

from apprise.result import AppriseResult, AppriseResultStatus

from monitor.adapters.apprise_sender.answers import Answer
from monitor.core import durations
from monitor.core.deliveries import Ambiguous, NotSent, Rejected, SendResult, Sent

_COOL_DOWN = timedelta(
    seconds=30
)  # after a 429 whose Retry-After nobody logged; most channels ask for 1 to 60 s
_LONGEST_COOL_DOWN = timedelta(days=1)
_UNEXPLAINED = "the channel failed without saying why"

_HTTP = re.compile(r"\berror=(\d{3})\b")
_SMTP = re.compile(r"\((\d{3}), b['\"]|SMTP recipient \S+ was refused: (\d{3}) ")
_EXCEPTION = re.compile(r"(?:Socket|I/O) Exception: (.*)", re.DOTALL)
_RESPONSE = "Response Details:"
_REQUEST_PATH = re.compile(r"with url: \S*")  # some services take the message in it
_NOT_YET_MAILING = "Connection error while submitting email"
_CRASHED = re.compile(r"Notification service '.*' raised an exception")
_RETRY_AFTER = re.compile(
    r"retry[_ -]?after(?P<milliseconds>_ms)?[\"']?\s*[:=]?\s*[\"']?(?P<number>\d{1,9}(?:\.\d+)?)",
    re.IGNORECASE,
)

# Words of Slack, Discord and Telegram for "not with this token, not to this destination".
_NEVER = re.compile(
    r"invalid_auth|invalid_token|token_revoked|token_expired|account_inactive|not_authed|no_service|no_team"
    r"|channel_not_found|channel_is_archived|is_archived|not_in_channel|user_not_found|action_prohibited"
    r"|missing_scope|no_permission|restricted_action|org_login_required|team_access_not_granted"
    r"|chat not found|bot was blocked|bot was kicked|Unknown Webhook|Invalid Webhook Token"
)
# And for "not this message": too long, or below a message that is gone.
_NOT_THIS = re.compile(
    r"msg_too_long|msg_blocks_too_long|invalid_blocks|no_text|invalid_thread_ts|thread_not_found|thread_locked"
    r"|cannot_reply_to_message|message is too long|can't parse entities"
)
_LIMITED = re.compile(r"rate_?limited")

_NOT_THIS_URL = frozenset({401, 403, 404, 410})
_NOT_THIS_MESSAGE = frozenset({400, 413, 414, 415, 422})
_ELSEWHERE = frozenset(
    {301, 302, 307, 308}
)  # not 303: it is the answer to work that was done (RFC 9110, 15.4.4)


class _Certainty(Enum):
    NOT_SENT = "not sent"
    NEVER = "never"
    UNKNOWN = "unknown"


_TROUBLES: tuple[tuple[re.Pattern[str], _Certainty, str], ...] = tuple(
    (re.compile(pattern), certainty, detail)
    for pattern, certainty, detail in (
        (r"Connection refused|Errno 111\b", _Certainty.NOT_SENT, "connection refused"),
        (r"NameResolutionError|getaddrinfo|Name or service not known|nodename nor servname|name resolution|No address", _Certainty.NOT_SENT, "host name not found"),
        (r"connect timeout=", _Certainty.NOT_SENT, "no connection in time"),
        (r"ProxyError|connect to proxy", _Certainty.NOT_SENT, "the proxy does not let it through"),
        (r"CERTIFICATE_VERIFY_FAILED", _Certainty.NOT_SENT, "the channel's certificate is not valid"),
        (r"WRONG_VERSION_NUMBER|HANDSHAKE_FAILURE|UNSUPPORTED_PROTOCOL", _Certainty.NOT_SENT, "no TLS connection possible"),
        (r"Failed to establish a new connection|unreachable|No route to host", _Certainty.NOT_SENT, "host not reachable"),
        (r"STARTTLS extension not supported", _Certainty.NEVER, "the mail server offers no STARTTLS: add mode=ssl or mode=insecure"),
        (r"AUTH extension not supported|No suitable authentication", _Certainty.NEVER, "the mail server offers no log-in Apprise knows"),
        (r"timed out", _Certainty.UNKNOWN, "no answer within {patience}"),
        (r"reset by peer|aborted|Broken pipe|RemoteDisconnected|IncompleteRead|unexpectedly closed|EOF", _Certainty.UNKNOWN, "connection broken before the answer"),
    )
)  # fmt: skip


def read(result: AppriseResult, *, patience: timedelta, answers: Sequence[Answer] = ()) -> SendResult:
    """The outcome of one notify() to one service; patience is how long an answer was waited for.

    answers: what web servers said meanwhile, in order.
    """
    if result.status is AppriseResultStatus.SUCCESS:
        return Sent()
    if result.status is AppriseResultStatus.NOMATCH:
        return Rejected(detail="Apprise has no service for this channel: run newsmonitor check")
    records = [(record.level, record.message) for record in result.logs()]
    verdicts = tuple(_verdicts(records, patience, answers)) or tuple(_by_last(answers))
    for kind in (Ambiguous, Rejected, NotSent):  # the least certain record decides
        for verdict in verdicts:
            if isinstance(verdict, kind):
                return verdict
    return Ambiguous(detail=_UNEXPLAINED)


def _verdicts(
    records: list[tuple[str, str]], patience: timedelta, answers: Sequence[Answer]
) -> Iterable[SendResult]:
    answer = " ".join(
        message for level, message in records if level != "DEBUG" or message.startswith(_RESPONSE)
    )
    asked = _asked(answers)
    mailing = not any(message.startswith(_NOT_YET_MAILING) for _, message in records)
    if never := _NEVER.search(answer):
        yield Rejected(detail=f"the channel says {never.group()}")
    elif not_this := _NOT_THIS.search(answer):
        yield Rejected(detail=f"the channel says {not_this.group()}", message=True)
    elif _LIMITED.search(answer):
        yield _limited(answer, asked)
    for level, message in records:
        if level == "DEBUG":
            exception = _EXCEPTION.match(message)
            yield from _exception(exception.group(1), mailing, patience) if exception else ()
        else:
            yield from _complaint(message, answer, asked)


def _by_last(answers: Sequence[Answer]) -> Iterable[SendResult]:
    """Of a service that logs no status: what the last server said to it."""
    return _http(answers[-1].status, "", _asked(answers)) if answers else ()


def _asked(answers: Sequence[Answer]) -> timedelta | None:
    """The wait the last answer asks for, whether it gives seconds or a date."""
    header = answers[-1].retry_after if answers else None
    if header is None:
        return None
    if header.strip().isdecimal() and header.isascii():
        return timedelta(seconds=min(int(header[:9]), _LONGEST_COOL_DOWN.total_seconds()))
    try:
        return parsedate_to_datetime(header) - parsedate_to_datetime(answers[-1].date or "")
    except (TypeError, ValueError):  # no date, or no date of the answer to count from
        return None


def _complaint(message: str, answer: str, asked: timedelta | None) -> Iterable[SendResult]:
    """A warning or an error: written for people, with the status of the answer and never with the message."""
    if _CRASHED.match(message):
        yield Ambiguous(detail="the plugin failed")
    if code := _SMTP.search(message):
        yield _smtp(code)
    if status := _HTTP.search(message):
        yield from _http(int(status.group(1)), answer, asked)


def _exception(text: str, mailing: bool, patience: timedelta) -> Iterable[SendResult]:
    if code := _SMTP.search(text):
        yield _smtp(code)
        return
    text = _REQUEST_PATH.sub("", text)
    for pattern, certainty, template in _TROUBLES:
        if pattern.search(text):
            detail = template.format(patience=durations.show(patience))
            yield _as(certainty if mailing or certainty is _Certainty.NEVER else _Certainty.NOT_SENT, detail)
            return
    yield Ambiguous(detail=_UNEXPLAINED) if mailing else NotSent(detail="the mail server cannot be used")


def _as(certainty: _Certainty, detail: str) -> SendResult:
    match certainty:
        case _Certainty.NOT_SENT:
            return NotSent(detail=detail)
        case _Certainty.NEVER:
            return Rejected(detail=detail)
        case _Certainty.UNKNOWN:
            return Ambiguous(detail=detail)


def _smtp(code: re.Match[str]) -> SendResult:
    """RFC 5321, 4.2.1: 4yz is "not now", 5yz is "never like this"; both mean that nothing was accepted."""
    number = next(group for group in code.groups() if group)
    return Rejected(detail=f"SMTP {number}") if number.startswith("5") else NotSent(detail=f"SMTP {number}")


def _http(status: int, answer: str, asked: timedelta | None) -> Iterable[SendResult]:
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        yield _limited(answer, asked)
    elif status in _NOT_THIS_URL:
        yield Rejected(detail=f"HTTP {status}: the channel does not accept its address or token")
    elif status in _NOT_THIS_MESSAGE:
        yield Rejected(detail=f"HTTP {status}: the channel does not take this message", message=True)
    elif status in _ELSEWHERE:
        yield NotSent(detail=f"HTTP {status}: redirects are not followed")
    elif HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        yield NotSent(detail=f"HTTP {status}")
    elif status >= HTTPStatus.MULTIPLE_CHOICES:
        yield Ambiguous(detail=f"HTTP {status}")
    # A service that answers 200 and does not mean yes: only its words, if any, tell.


def _limited(answer: str, asked: timedelta | None) -> NotSent:
    """Services that ask for fractions of a second do so in the body; the header is rounded up."""
    if told := _RETRY_AFTER.search(answer):
        asked = timedelta(seconds=float(told["number"]) / (1000 if told["milliseconds"] else 1))
    wait = _COOL_DOWN if asked is None else min(max(asked, timedelta(0)), _LONGEST_COOL_DOWN)
    return NotSent(detail="HTTP 429: too many messages", retry_after=wait)
