"""From a feed's URL to its body: at most a few hops, each of them checked, timed and counted."""

import asyncio
import ssl
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from types import TracebackType
from typing import Self
from weakref import WeakValueDictionary

import aiohttp
from aiohttp.abc import AbstractResolver
from aiohttp.http_exceptions import HttpProcessingError
from yarl import URL

from monitor import __version__
from monitor.adapters.http_fetcher import bodies, headers, sockets, troubles
from monitor.adapters.http_fetcher.troubles import Unfetchable
from monitor.core.addresses import Network
from monitor.core.errors import ConfigError, Problem
from monitor.core.feeds import Fetched, FetchResult, NotModified, Trouble, Validators
from monitor.core.ports import Clock

USER_AGENT = f"newsmonitor/{__version__} (news feed monitor; respects Retry-After)"

_BODY = frozenset({HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION})
_PERMANENT = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
_REDIRECTS = _PERMANENT | {HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one fetch may cost. Times do not include waiting for our own earlier request to the same host.

    total covers all hops; connect is for one connection, its TLS handshake included; silence is the longest
    time without a byte. Sizes are bytes: body decoded, wire as received, header one header field.
    """

    total: timedelta = timedelta(seconds=30)
    connect: timedelta = timedelta(seconds=10)
    silence: timedelta = timedelta(seconds=15)
    body: int = 8 * 2**20
    wire: int = 8 * 2**20
    header: int = 16 * 2**10
    headers: int = 128
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Redirect:
    target: URL
    permanent: bool


class HttpFetcher:
    """Implements ports.Fetcher: `async with HttpFetcher(network, clock=clock) as fetcher`.

    One request per host at a time; no cookies, no Referer, nothing taken from the environment. Raises
    ConfigError at construction when network.ca_file cannot be used.
    """

    def __init__(
        self,
        network: Network,
        *,
        clock: Clock,
        user_agent: str = USER_AGENT,
        limits: Limits | None = None,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._network = network
        self._clock = clock
        self._limits = limits or Limits()
        self._headers = {
            "User-Agent": user_agent,
            "Accept": headers.ACCEPT,
            "Accept-Encoding": bodies.CODINGS,
        }
        self._tls = _tls(network.ca_file)
        self._resolver = resolver or sockets.Names()
        self._session: aiohttp.ClientSession | None = None
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Closes every connection and the resolver. There is no fetch after it."""
        if self._session is not None:
            await self._session.close()
            self._session = None
        await self._resolver.close()

    async def fetch(self, url: str, validators: Validators) -> FetchResult:
        """One GET with its redirects. Whatever the other side does is a value; cancellation passes through.

        Credentials in the URL become basic authentication, for as long as the redirects stay at its origin.
        Validators go to every hop: they came from the last one, and a feed behind a redirect has no other way
        to be asked conditionally.
        """
        try:
            return await self._follow(_parsed(url), validators)
        except Unfetchable as error:
            return error.failed

    async def _follow(self, start: URL, validators: Validators) -> FetchResult:
        credentials = _basic_authentication(start)
        here = start.with_user(None)
        home, visited, permanent = here.origin(), {here}, True
        at_home, left = True, self._limits.total.total_seconds()
        while True:
            asked = self._headers | headers.conditional(validators)
            at_home = at_home and here.origin() == home  # once away, never again: a stranger sent us back
            if at_home and credentials is not None:
                asked["Authorization"] = credentials
            async with self._turn(here):
                began = asyncio.get_running_loop().time()
                answer = await self._visit(here, asked, validators, left)
                left -= asyncio.get_running_loop().time() - began
            if not isinstance(answer, _Redirect):
                break
            here = self._checked(here, answer.target, visited)
            permanent = permanent and answer.permanent
        # An address with credentials is the operator's to change: the new one would lack them.
        if isinstance(answer, Fetched) and len(visited) > 1 and permanent and credentials is None:
            return replace(answer, moved_to=str(here))
        return answer

    async def _visit(
        self, url: URL, asked: Mapping[str, str], validators: Validators, seconds: float
    ) -> FetchResult | _Redirect:
        """One hop within its time."""
        if self._network.proxy is not None:
            reason = sockets.literal_refusal(url.host or "", self._network)
            if reason is not None:
                return troubles.refused_address(url, reason)
        try:
            async with asyncio.timeout(seconds):
                return await self._ask(url, asked, validators)
        except Unfetchable as error:
            return error.failed
        except (aiohttp.ClientError, HttpProcessingError, TimeoutError) as error:
            return troubles.failure_of(error, url)

    async def _ask(
        self, url: URL, asked: Mapping[str, str], validators: Validators
    ) -> FetchResult | _Redirect:
        async with self._connections().get(url, headers=asked, allow_redirects=False) as response:
            status, given = response.status, response.headers
            if status in _BODY:
                return await self._body(url, response)
            if status in _REDIRECTS:
                return _Redirect(target=_target(url, status, given), permanent=status in _PERMANENT)
            if status == HTTPStatus.NOT_MODIFIED and headers.conditional(validators):
                return NotModified(validators=headers.refreshed(validators, given))
            return troubles.refused_status(url, status, headers.retry_after(given, self._clock.now()))

    async def _body(self, url: URL, response: aiohttp.ClientResponse) -> Fetched:
        if (response.content_length or 0) > self._limits.wire:
            raise bodies.too_large(self._limits.wire)
        given = response.headers
        body = await bodies.read(
            response.content.iter_any(),
            given.get("Content-Encoding", ""),
            wire=self._limits.wire,
            limit=self._limits.body,
        )
        return Fetched(
            body=body,
            validators=headers.validators_of(given),
            url=str(url),
            content_type=headers.text_of(given, "Content-Type"),
            content_location=headers.text_of(given, "Content-Location"),
        )

    def _checked(self, here: URL, target: URL, visited: set[URL]) -> URL:
        """The redirect's target, if it may be followed; notes the visit. Addresses are checked at the socket."""
        name = here.host
        if target.scheme not in {"http", "https"} or not target.host:
            raise Unfetchable(Trouble.REDIRECT, f"{name} redirects to something that is not a web address")
        if here.scheme == "https" and target.scheme == "http":
            raise Unfetchable(Trouble.REDIRECT, f"{name} redirects from https to plain http")
        if target in visited:
            raise Unfetchable(Trouble.REDIRECT, f"{name} redirects in a circle")
        if len(visited) > self._limits.redirects:
            raise Unfetchable(
                Trouble.REDIRECT, f"more than {self._limits.redirects} redirects, the last by {name}"
            )
        visited.add(target)
        return target

    def _turn(self, url: URL) -> asyncio.Lock:
        """Held while a host is being asked: the next request to it waits, and its time has not begun."""
        return self._turns.setdefault(url.raw_host or "", asyncio.Lock())

    def _connections(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=0,  # how many feeds are asked at once is decided by who asks
                    limit_per_host=1,
                    ssl=self._tls,
                    resolver=self._resolver,
                    use_dns_cache=False,
                    # With a proxy every socket leads there, and the operator has named it.
                    socket_factory=None if self._network.proxy else sockets.guarded(self._network),
                ),
                timeout=aiohttp.ClientTimeout(
                    sock_connect=self._limits.connect.total_seconds(),
                    sock_read=self._limits.silence.total_seconds(),
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                proxy=self._network.proxy,
                max_line_size=self._limits.header,
                max_field_size=self._limits.header,
                max_headers=self._limits.headers,
            )
        return self._session


def _tls(ca_file: str | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:  # SSLError included
        problem = Problem(
            file=ca_file or "",
            message=f"cannot be used as certificate authorities: {error.strerror or error}",
            hint="network.ca_file names a readable PEM file",
        )
        raise ConfigError([problem]) from error


def _parsed(text: str) -> URL:
    try:
        url = URL(text.strip()).with_fragment(None)
    except ValueError:
        url = URL()
    if url.scheme not in {"http", "https"} or not url.host:
        raise Unfetchable(
            Trouble.BLOCKED, "the feed's URL is not a web address; it begins with https:// or http://"
        )
    return url


def _target(here: URL, status: int, given: Mapping[str, str]) -> URL:
    """Where a redirect leads. Credentials that a server writes into an address are not used."""
    location = given.get("Location", "")
    try:
        target = here.join(URL(location)).with_fragment(None)
        if location:
            return target.with_user(None) if target.raw_user or target.raw_password else target
    except ValueError:
        pass
    raise Unfetchable(Trouble.REDIRECT, f"{here.host} answered {status} without a usable address to go to")


def _basic_authentication(url: URL) -> str | None:
    """RFC 7617, in UTF-8."""
    if url.user is None and url.password is None:
        return None
    pair = f"{url.user or ''}:{url.password or ''}"
    return "Basic " + b64encode(pair.encode()).decode("ascii")
