"""The way to feeds and channels: names, sockets, and every feed asked and read once. Nothing is sent to a channel."""

import asyncio
import os
import socket
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from monitor.cli.doctor.finding import Finding, Level, ok, problem, warning
from monitor.core.feeds import Trouble

if TYPE_CHECKING:
    from monitor.config.schema import FeedSection
    from monitor.core.addresses import Network
    from monitor.core.channels import Secret

_AT_ONCE = 10
_SLOW = 2.0  # seconds
_WITHIN = 5.0
_SECURE, _PLAIN = 443, 80
_MAIL = 587
_OTHER_PROTOCOLS = frozenset(
    {"mqtt", "mqtts", "rsyslog", "growl", "smpp", "smpps", "snmp", "irc", "ircs", "xmpp", "xmpps"}
)
_PROXIES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")


async def names(feeds: Sequence["FeedSection"]) -> Finding | None:
    """Whether the system's resolver finds the host of the first feed that has a name."""
    hosts = (urlsplit(feed.url).hostname or "" for feed in feeds)
    host = next(
        (host for host in hosts if any(letter.isalpha() for letter in host) and ":" not in host), None
    )
    if host is None:
        return None
    begun = time.perf_counter()
    try:
        async with asyncio.timeout(_WITHIN * 2):
            await asyncio.get_running_loop().getaddrinfo(host, _SECURE, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError) as error:
        reason = getattr(error, "strerror", None) or "no answer"
        return problem(
            "dns",
            f"{host} was not found: {reason}",
            f"look at this machine's name servers (/etc/resolv.conf); getent hosts {host} asks them",
        )
    seconds = time.perf_counter() - begun
    if seconds > _SLOW:
        return warning("dns", f"{host} was found after {seconds:.1f} s", "use a nearer name server")
    return ok("dns", f"{host} was found in {seconds * 1000:.0f} ms")


async def feeds(
    listed: Sequence["FeedSection"], network: "Network", done: Callable[[], None]
) -> AsyncIterator[Finding]:
    """Each feed, in the order of the file, asked through the daemon's own fetcher and read by its parser."""
    from monitor.cli.feeds.asking import ask, asking
    from monitor.cli.feeds.probing import shown
    from monitor.core.sanitise import plain

    places = asyncio.Semaphore(_AT_ONCE)
    async with asking(network) as (fetcher, parser):

        async def look(feed: "FeedSection") -> Finding:
            async with places:
                answer = await ask(feed.url, fetcher=fetcher, parser=parser)
            done()
            about = f"feed {feed.id}"
            if answer.wrong is None:
                count = len(answer.parsed.entries) if answer.parsed else 0
                return ok(about, f"reached and read, {count} entries")
            level = Level.WARNING if answer.wrong.trouble is Trouble.RATE_LIMITED else Level.PROBLEM
            remedy = (
                f"newsmonitor feeds probe {shown(feed.url)} lists them"
                if answer.links
                else answer.wrong.remedy
            )
            return Finding(about=about, level=level, sentence=plain(answer.wrong.sentence), remedy=remedy)

        for looked in [asyncio.create_task(look(feed)) for feed in listed]:
            yield await looked


async def channels(addresses: Mapping[str, "Secret"], done: Callable[[], None]) -> AsyncIterator[Finding]:
    """Whether a connection to each channel's host can be made."""
    from monitor.core.channels import is_console

    reached = {
        name: None if is_console(address) else asyncio.create_task(_channel(name, address.reveal()))
        for name, address in addresses.items()
    }
    for name, looking in reached.items():
        yield await looking if looking else ok(f"channel {name}", "standard output of the daemon")
        done()


async def _channel(name: str, url: str) -> Finding:
    """Hosts that stand in the address are not repeated: it is secret as a whole."""
    from monitor.adapters.apprise_sender.urls import load

    about, test = f"channel {name}", f"newsmonitor channels test {name}"
    service = load(url, local=True)
    if isinstance(service, str):
        return problem(about, f"its address {service}", "newsmonitor check tells its place")
    place = whereabouts(service)
    if place is None:
        return ok(about, f"its address can be used; where it leads only a message shows: {test}")
    host, port, public = place
    shown = f"{host} port {port}" if public else f"its host, port {port},"
    try:
        async with asyncio.timeout(_WITHIN):
            _, writer = await asyncio.open_connection(host, port)
    except (OSError, UnicodeError, TimeoutError) as error:
        sentence = f"{shown} could not be reached: {_reason(error)}"
        if any(os.environ.get(variable) for variable in _PROXIES):
            return warning(about, sentence, f"a proxy is set and may reach it: {test}")
        return problem(about, sentence, "check its address and the firewall of this machine")
    writer.close()
    return ok(about, f"{shown} can be reached; a message shows the rest: {test}")


def whereabouts(service: Any) -> tuple[str, int, bool] | None:
    """Host and port a service sends to, and whether everybody knows them; None where its plugin does not tell.

    A service in the cloud has a class-wide address; one of our own has its host in its URL. In other URLs the same
    place holds a token, which must not be looked up.
    """
    mail = getattr(service, "smtp_host", None)
    if isinstance(mail, str) and mail:
        return mail, int(service.port or _MAIL), False
    for name in ("notify_url", "webhook_url", "api_url"):
        address = getattr(type(service), name, None)
        host = urlsplit(address).hostname if isinstance(address, str) and "{" not in address[:60] else None
        if host and isinstance(address, str):
            return host, _PLAIN if address.startswith("http:") else _SECURE, True
    web = not _OTHER_PROTOCOLS & set(service.schemas())
    if web and any("{host}" in template for template in type(service).templates) and service.host:
        secure = bool(getattr(service, "secure", False))
        return str(service.host), int(service.port or (_SECURE if secure else _PLAIN)), False
    return None


def _reason(error: Exception) -> str:
    """The system's words: asyncio's own repeat the address."""
    match error:
        case TimeoutError():
            return "no answer"
        case socket.gaierror():
            return error.strerror or "no such name"
        case OSError() if error.errno:
            return os.strerror(error.errno)
        case _:
            return "no connection"
