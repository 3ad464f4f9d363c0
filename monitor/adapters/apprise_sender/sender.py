"""One channel through Apprise. Every channel has one Apprise object, used by its own thread alone."""

import logging
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address

import apprise
from apprise.plugins import NotifyBase
from apprise.plugins.email import NotifyEmail

from monitor.adapters.apprise_sender import answers, guard, keys, outcomes, urls
from monitor.adapters.apprise_sender.mailer import Mailer
from monitor.adapters.apprise_sender.slack_service import SlackService
from monitor.core.addresses import Network
from monitor.core.channels import Channel, Severity
from monitor.core.deliveries import Ambiguous, NotSent, Rejected, SendResult, Sent, delivery_id
from monitor.core.rendering import Message, mail, slack, text
from monitor.core.rendering.rooms import Room

_CONNECT_WITHIN = timedelta(seconds=5)
_ANSWER_WITHIN = timedelta(seconds=20)  # long: an answer that comes late is better than a repeat

_TYPES = {
    Severity.CRITICAL: apprise.NotifyType.FAILURE,
    Severity.HIGH: apprise.NotifyType.WARNING,
    Severity.MEDIUM: apprise.NotifyType.INFO,
    Severity.LOW: apprise.NotifyType.INFO,
    Severity.INFO: apprise.NotifyType.INFO,
}


class AppriseSender:
    """Sends to one channel, once: repeats are decided elsewhere. Keeps the pace the service asks for between sends.

    Nothing is sent where `network` does not allow, whatever the service does to get there. Not safe for several
    threads: the pace is kept in the one service object. A channel whose URL cannot be used rejects every message with
    the reason.
    """

    def __init__(
        self,
        channel: Channel,
        *,
        network: Network,
        connect_within: timedelta = _CONNECT_WITHIN,
        answer_within: timedelta = _ANSWER_WITHIN,
    ) -> None:
        self._channel, self._network, self._answer_within = channel, network, answer_within
        self._apprise = apprise.Apprise()
        self._fault: str | None = None
        service = urls.load(channel.url.reveal(), local=channel.on_this_machine)
        if isinstance(service, str):
            self._fault = f"the URL of channel {channel.name} {service}"
            return
        _limit_time(service, connect_within, answer_within)
        if network.ca_file and service.verify_certificate:
            service.verify_certificate = network.ca_file  # type: ignore[assignment]  # as requests takes it
        # Messages are cut before they come here; half a document is none.
        service.overflow_mode = (
            apprise.OverflowMode.UPSTREAM
            if isinstance(service, NotifyEmail)
            else apprise.OverflowMode.TRUNCATE
        )
        self._service, self._room = service, urls.room(service)
        self._key = keys.keyed(service)
        self._mailer = self._own_mailer(service)
        self._apprise.add(service)

    def _own_mailer(self, service: NotifyBase) -> Mailer | None:
        """Letters that are to be signed or encrypted are left to Apprise."""
        if not isinstance(service, NotifyEmail) or urls.wants_pgp(service):
            return None
        return Mailer(
            service, channel=self._channel.name, patience=self._answer_within, ca_file=self._network.ca_file
        )

    def send(self, message: Message) -> SendResult:
        """Blocks until the service answered, at the longest about connect_within + answer_within after its pace."""
        if self._fault:
            return Rejected(detail=self._fault)
        with guard.confined(self._network, local=self._channel.on_this_machine) as bounds:
            result = self._mailer.send(message) if self._mailer else self._through_apprise(message)
        if (
            bounds.refused
            and not isinstance(result, Sent)
            and not (bounds.passed and isinstance(result, Ambiguous))
        ):
            return self._not_allowed(bounds.refused)
        return result

    def _not_allowed(self, reasons: list[str]) -> SendResult:
        """An address that stands in the URL stays what it is; a name may lead elsewhere the next time."""
        said = "; ".join(dict.fromkeys(reasons))
        detail = f"not connected: {said}; network.allow_private in config.yaml can allow it"
        host = str(getattr(self._service, "smtp_host", "") or self._service.host or "")
        return Rejected(detail=detail) if _is_fixed(host) else NotSent(detail=detail)

    def _through_apprise(self, message: Message) -> SendResult:
        if not isinstance(self._service, SlackService):
            return self._notify(message)
        result = self._in_slack(message, self._service)
        if (
            message.thread and isinstance(result, Rejected) and result.message
        ):  # its first message may be gone
            result = self._in_slack(replace(message, thread=None), self._service)
        return result

    def _in_slack(self, message: Message, service: SlackService) -> SendResult:
        """A receipt counts for the place it comes from: after a move, the story begins anew there."""
        place, _, ts = (message.thread or "").rpartition(" ")
        service.letter = slack.payload(message.card, ts if place and place == service.place else None)
        service.ts = None
        result = self._notify(message)
        ours = f"{service.place} {service.ts}" if service.place and service.ts else None
        return Sent(receipt=ours) if isinstance(result, Sent) else result

    def _notify(self, message: Message) -> SendResult:
        if self._key:
            self._key(delivery_id(message.alert.id, self._channel.name))
        title, body, body_format = self._formed(message, self._room)
        with answers.noted() as heard:
            result = self._apprise.notify(
                body=body,
                title=title,
                notify_type=_TYPES[message.alert.severity],
                body_format=body_format,
                log_level=logging.DEBUG,
            )
        return outcomes.read(result, patience=self._answer_within, answers=heard)

    def _formed(self, message: Message, room: Room) -> tuple[str, str, apprise.NotifyFormat]:
        """The richest form this service takes; of an encrypted mail, Apprise makes the plain twin from its HTML."""
        service = self._service
        if isinstance(service, NotifyEmail) and service.resolve_format() is apprise.NotifyFormat.HTML:
            return message.title, mail.html(message.card), apprise.NotifyFormat.HTML
        title, body = text.fitted(message.card, room)
        return title, body, apprise.NotifyFormat.TEXT


def _is_fixed(host: str) -> bool:
    """Whether it is an address, in any spelling, or the name of this machine: no DNS can change what it means."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        ip_address(name)
    except ValueError:
        return name.replace(".", "").isdigit() or name.startswith("0x")
    return True


def _limit_time(service: NotifyBase, connect_within: timedelta, answer_within: timedelta) -> None:
    # Mail knows one limit only, for the connection and every answer on it.
    connect = answer_within if isinstance(service, NotifyEmail) else connect_within
    service.socket_connect_timeout = connect.total_seconds()
    service.socket_read_timeout = answer_within.total_seconds()
