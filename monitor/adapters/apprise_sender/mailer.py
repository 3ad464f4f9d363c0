"""Mail, written and handed over by ourselves. Apprise reads the URL.

It cannot do the rest: it adds a Message-ID to the one it is given, makes the plain text out of the HTML, and says of a
mail that failed neither how far it came nor with which reply.
"""

import smtplib
import ssl
from contextlib import suppress
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as ON_THE_WIRE
from email.utils import format_datetime, localtime
from typing import Any

from apprise import NotifyFormat
from apprise.plugins.email import NotifyEmail

from monitor.core import durations
from monitor.core.deliveries import Ambiguous, NotSent, Rejected, SendResult, Sent
from monitor.core.ids import ChannelName
from monitor.core.rendering import Message, mail

_NAME = "newsmonitor"
_FAREWELL = 1.0  # seconds
_TOO_LARGE = 552  # RFC 5321, 4.2.3: of all that is said before the text, this alone is about the message


class Mailer:
    """One mailbox behind one mail server. A connection for each mail: they are rare, and servers hang up."""

    def __init__(
        self, service: NotifyEmail, *, channel: ChannelName, patience: timedelta, ca_file: str | None
    ) -> None:
        self._service: Any = service
        self._channel, self._patience = channel, patience
        self._ca_file = ca_file
        self._sender = str(service.from_addr[1])
        [(_, recipient)] = service.targets
        self._recipient = str(recipient)

    def send(self, message: Message) -> SendResult:
        """The receipt is the subject: the mails of a story keep it, or mail programs would part them."""
        subject = message.thread or message.title
        letter = self._letter(message, subject)
        self._service.throttle()
        try:
            smtp = self._connect()
        except (OSError, smtplib.SMTPException, RuntimeError, ValueError) as trouble:
            return self._not_connected(trouble)
        try:
            result = self._hand_over(smtp, letter)
        finally:
            _leave(smtp)
        return Sent(receipt=subject) if isinstance(result, Sent) else result

    def _letter(self, message: Message, subject: str) -> EmailMessage:
        letter = EmailMessage(policy=ON_THE_WIRE)
        ours = mail.headers(message.alert, channel=self._channel, domain=_domain(self._sender))
        name = self._service.from_addr[0]
        letter["Subject"] = subject
        letter["From"] = Address(str(name) if name else _NAME, addr_spec=self._sender)
        letter["To"] = self._recipient
        letter["Date"] = format_datetime(localtime())
        for header, words in (ours | {"Reply-To": ", ".join(self._service.reply_to)}).items():
            if words:
                letter[header] = words
        for header, words in self._service.headers.items():  # +X-Header=... in the URL
            if header not in letter:
                letter[header] = words
        letter.set_content(mail.plain(message.card))
        if self._service.resolve_format() is NotifyFormat.HTML:
            letter.add_alternative(mail.html(message.card), subtype="html")
        return letter

    def _connect(self) -> smtplib.SMTP:
        """Connected, encrypted as its URL says, and logged in."""
        service, patience = self._service, self._patience.total_seconds()
        at = (str(service.smtp_host), int(service.port))
        own_name = _domain(self._sender)
        if service.secure_mode == "ssl":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(*at, own_name, timeout=patience, context=self._context())
        else:
            smtp = smtplib.SMTP(*at, own_name, timeout=patience)
        try:
            if service.secure_mode == "starttls":
                smtp.starttls(context=self._context())
            if service.user and service.password:
                smtp.login(service.user, service.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self._ca_file)
        if not self._service.verify_certificate:  # verify=no in the URL
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context

    def _hand_over(self, smtp: smtplib.SMTP, letter: EmailMessage) -> SendResult:
        try:
            smtp.ehlo_or_helo_if_needed()
            for say, address in ((smtp.mail, self._sender), (smtp.rcpt, self._recipient)):
                code, _ = say(address)
                if not _is_good(code):
                    return _replied(code, about_message=code == _TOO_LARGE)
            return self._text(smtp, letter.as_bytes())
        except (
            OSError,
            smtplib.SMTPException,
            ValueError,
        ) as trouble:  # before the text: nothing was accepted
            return self._not_connected(trouble)

    def _text(self, smtp: smtplib.SMTP, text: bytes) -> SendResult:
        """From the first byte of the text on, a broken connection leaves open whether it was taken."""
        try:
            code, _ = smtp.data(text)
        except smtplib.SMTPDataError as refused:
            return _replied(refused.smtp_code, about_message=True)
        except (OSError, smtplib.SMTPException) as trouble:
            return Ambiguous(detail=self._unanswered(trouble))
        return Sent() if _is_good(code) else _replied(code, about_message=True)

    def _not_connected(self, trouble: Exception) -> SendResult:
        """Whatever happens before the text: certainly not sent, and only a 5yz is for good."""
        match trouble:
            case smtplib.SMTPResponseException(smtp_code=code):
                return _replied(code, about_message=False)
            case smtplib.SMTPNotSupportedError():
                return Rejected(detail=_missing(str(trouble)))
            case smtplib.SMTPServerDisconnected() | TimeoutError():
                return NotSent(detail=self._unanswered(trouble))
            case _:
                return NotSent(detail=_in_words(trouble))

    def _unanswered(self, trouble: Exception) -> str:
        """smtplib makes a broken connection of both, and keeps what it met as the context."""
        if isinstance(trouble, TimeoutError) or isinstance(trouble.__context__, TimeoutError):
            return f"no answer within {durations.show(self._patience)}"
        return "connection broken before the answer"


def _leave(smtp: smtplib.SMTP) -> None:
    """What became of the mail is known by now: an answer to this is not worth waiting for."""
    if smtp.sock is not None:
        smtp.sock.settimeout(_FAREWELL)
    with suppress(OSError, smtplib.SMTPException):
        smtp.quit()
    smtp.close()


def _is_good(code: int) -> bool:
    return code // 100 == 2  # noqa: PLR2004  RFC 5321, 4.2.1: 2yz


def _replied(code: int, *, about_message: bool) -> SendResult:
    """RFC 5321, 4.2.1: 4yz is "not now", 5yz is "never like this"; both mean that nothing was accepted."""
    permanent = code // 100 == 5  # noqa: PLR2004
    return (
        Rejected(detail=f"SMTP {code}", message=about_message)
        if permanent
        else NotSent(detail=f"SMTP {code}")
    )


def _missing(said: str) -> str:
    if "STARTTLS" in said:
        return "the mail server offers no STARTTLS: add mode=ssl or mode=insecure"
    return "the mail server offers no log-in it could be given"


def _in_words(trouble: Exception) -> str:
    """Words of this file only: what libraries say may repeat the address."""
    match trouble:
        case ConnectionRefusedError():
            return "connection refused"
        case ssl.SSLCertVerificationError():
            return "the channel's certificate is not valid"
        case ssl.SSLError():
            return "no TLS connection possible"
        case ConnectionError():
            return "connection broken before the answer"
        case OSError() if type(trouble).__name__ in {"gaierror", "herror"}:
            return "host name not found"
        case OSError():
            return "host not reachable"
        case _:
            return "the mail server cannot be used"


def _domain(address: str) -> str:
    """The part behind the @, as it stands in headers and on the wire."""
    try:
        return address.rpartition("@")[2].encode("idna").decode() or "newsmonitor.invalid"
    except UnicodeError:
        return "newsmonitor.invalid"
