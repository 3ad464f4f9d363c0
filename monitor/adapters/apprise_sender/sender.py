"""One channel through Apprise. Every channel has one Apprise object, used by its own thread alone."""

import logging
from datetime import timedelta
from typing import Any

import apprise
from apprise import conversion
from apprise.plugins import NotifyBase
from apprise.plugins.email import NotifyEmail

from monitor.adapters.apprise_sender import outcomes, urls
from monitor.adapters.apprise_sender.slack_service import SlackService
from monitor.core.channels import Channel, Severity
from monitor.core.deliveries import Rejected, SendResult
from monitor.core.rendering import Message, mail, slack

_CONNECT_WITHIN = timedelta(seconds=5)
_ANSWER_WITHIN = timedelta(seconds=20)  # long: an answer that comes late is better than a repeat

_convert: Any = conversion.convert_between  # what its mail uses; it carries no types

_TYPES = {
    Severity.CRITICAL: apprise.NotifyType.FAILURE,
    Severity.HIGH: apprise.NotifyType.WARNING,
    Severity.MEDIUM: apprise.NotifyType.INFO,
    Severity.LOW: apprise.NotifyType.INFO,
    Severity.INFO: apprise.NotifyType.INFO,
}


class AppriseSender:
    """Sends to one channel, once: repeats are decided elsewhere. Keeps the pace the service asks for between sends.

    Not safe for several threads: the pace is kept in the one service object. A channel whose URL cannot be used
    rejects every message with the reason.
    """

    def __init__(
        self,
        channel: Channel,
        *,
        connect_within: timedelta = _CONNECT_WITHIN,
        answer_within: timedelta = _ANSWER_WITHIN,
    ) -> None:
        self._answer_within = answer_within
        self._apprise = apprise.Apprise()
        self._service: NotifyBase | None = None
        self._fault: str | None = None
        service = urls.load(channel.url.reveal())
        if isinstance(service, str):
            self._fault = f"the URL of channel {channel.name} {service}"
            return
        _limit_time(service, connect_within, answer_within)
        # Half a document is none, and a mail may be long.
        service.overflow_mode = (
            apprise.OverflowMode.UPSTREAM
            if isinstance(service, NotifyEmail)
            else apprise.OverflowMode.TRUNCATE
        )
        self._service = service
        self._apprise.add(service)

    def send(self, message: Message) -> SendResult:
        """Blocks until the service answered, at the longest about connect_within + answer_within after its pace."""
        if self._fault:
            return Rejected(detail=self._fault)
        body, body_format = self._formed(message)
        result = self._apprise.notify(
            body=body,
            title=message.title,
            notify_type=_TYPES[message.alert.severity],
            body_format=body_format,
            log_level=logging.DEBUG,
        )
        return outcomes.read(result, patience=self._answer_within)

    def _formed(self, message: Message) -> tuple[str, apprise.NotifyFormat]:
        """The richest form this service takes; Apprise makes the plain twin of a mail from its HTML."""
        service = self._service
        if isinstance(service, SlackService):
            service.letter = slack.payload(message.card)
        if isinstance(service, NotifyEmail) and service.resolve_format() is apprise.NotifyFormat.HTML:
            return mail.html(message.card), apprise.NotifyFormat.HTML
        return message.body, apprise.NotifyFormat.TEXT


def plain_twin(document: str) -> str:
    """The plain text that goes out beside the HTML of a mail."""
    derived: str = _convert(apprise.NotifyFormat.HTML, apprise.NotifyFormat.TEXT, document)
    return derived


def _limit_time(service: NotifyBase, connect_within: timedelta, answer_within: timedelta) -> None:
    # Mail knows one limit only, for the connection and every answer on it.
    connect = answer_within if isinstance(service, NotifyEmail) else connect_within
    service.socket_connect_timeout = connect.total_seconds()
    service.socket_read_timeout = answer_within.total_seconds()
