"""Everything that goes wrong on the other side, as a value: a stable word and a sentence for people.

Sentences name hosts, never whole URLs (paths and queries may hold keys), and repeat nothing a server wrote.
"""

import os
import ssl
from datetime import timedelta
from http import HTTPStatus

import aiohttp
from yarl import URL

from monitor.adapters.http_fetcher.sockets import AddressRefused
from monitor.core.durations import show
from monitor.core.feeds import FetchFailed, Trouble


class Unfetchable(Exception):
    """Ends a fetch from within; never leaves this package."""

    def __init__(self, trouble: Trouble, detail: str) -> None:
        super().__init__(detail)
        self.failed = FetchFailed(trouble=trouble, detail=detail)


def refused_address(url: URL, reason: str) -> FetchFailed:
    detail = f"{_name(url)} was not asked: {reason}; network.allow_private in config.yaml can allow it"
    return FetchFailed(trouble=Trouble.BLOCKED, detail=detail)


def refused_status(url: URL, status: int, retry_after: timedelta | None) -> FetchFailed:
    """An answer that is neither a body, nor a 304, nor a redirect."""
    detail = f"{_name(url)} answered {status}{_phrase(status)}"
    if retry_after is not None:
        detail += f" and asks to be left alone for {show(retry_after)}"
    trouble = Trouble.HTTP
    if status == HTTPStatus.GONE:
        trouble = Trouble.GONE
        detail += ": the feed has been withdrawn for good"
    elif status == HTTPStatus.TOO_MANY_REQUESTS or (
        status == HTTPStatus.SERVICE_UNAVAILABLE and retry_after is not None
    ):
        trouble = Trouble.RATE_LIMITED
    return FetchFailed(trouble=trouble, detail=detail, status=status, retry_after=retry_after)


def failure_of(error: Exception, url: URL) -> FetchFailed:
    """What an exception of the HTTP client means."""
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, AddressRefused):
        return refused_address(url, error.os_error.reason)
    for kind, trouble, sentence in _READINGS:
        if isinstance(error, kind):
            return FetchFailed(
                trouble=trouble, detail=sentence.format(name=_name(url), reason=_reason(error))
            )
    detail = f"the answer of {_name(url)} is not valid HTTP, or its headers are too large"
    return FetchFailed(trouble=Trouble.PROTOCOL, detail=detail)


# The first that fits: the client's exceptions inherit from each other and from OSError.
_READINGS: tuple[tuple[type[Exception], Trouble, str], ...] = (
    (aiohttp.SocketTimeoutError, Trouble.TIMEOUT, "{name} fell silent"),
    (aiohttp.ConnectionTimeoutError, Trouble.TIMEOUT, "{name} did not accept a connection in time"),
    (TimeoutError, Trouble.TIMEOUT, "{name} did not finish its answer in time"),
    (aiohttp.InvalidURL, Trouble.BLOCKED, "{name} was not asked: it is not written like a host"),
    (aiohttp.ClientConnectorDNSError, Trouble.DNS, "{name} was not found: {reason}"),
    (
        aiohttp.ClientConnectorCertificateError,
        Trouble.TLS,
        "the certificate of {name} was not accepted: {reason}",
    ),
    (aiohttp.ClientSSLError, Trouble.TLS, "no secure connection to {name} could be made"),
    (aiohttp.ClientHttpProxyError, Trouble.CONNECT, "the proxy {reason} when asked for {name}"),
    (aiohttp.ClientProxyConnectionError, Trouble.CONNECT, "the proxy could not be reached: {reason}"),
    (aiohttp.ClientConnectorError, Trouble.CONNECT, "{name} could not be reached: {reason}"),
    (aiohttp.ClientConnectionError, Trouble.CONNECT, "{name} closed the connection instead of answering"),
    (aiohttp.ClientPayloadError, Trouble.PROTOCOL, "the body from {name} broke off or is not valid HTTP"),
)


def _reason(error: Exception) -> str:
    match error:
        case aiohttp.ClientConnectorCertificateError():
            cause = error.certificate_error
            return (
                cause.verify_message if isinstance(cause, ssl.SSLCertVerificationError) else "it does not fit"
            )
        case aiohttp.ClientHttpProxyError():
            return f"answered {error.status}"
        case aiohttp.ClientConnectorDNSError():
            return error.os_error.strerror or "no address"
        case aiohttp.ClientConnectorError():
            # asyncio's own text repeats the address; the number says what happened.
            return os.strerror(error.os_error.errno) if error.os_error.errno else "no address answered"
        case _:
            return ""


def _name(url: URL) -> str:
    return url.host or "the URL"


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""
