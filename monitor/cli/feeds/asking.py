"""One address, asked and read through the fetcher and the parser of the daemon, and what that showed."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.core.errors import ParseFailed
from monitor.core.feeds import Fetched, FetchFailed, NotModified, Trouble, Validators
from monitor.core.parsing import Entry, Parsed
from monitor.core.ports import Fetcher, Parser

if TYPE_CHECKING:
    from monitor.adapters.page_links import FeedLink
    from monitor.core.addresses import Network

_WEEK, _MONTH = timedelta(weeks=1), timedelta(days=30)

_NETWORK = "does it open in a browser? If so, look at this machine's firewall and proxy"
_ADDRESS = "open it in a browser and look for a link named RSS, Atom or feed"
_REMEDIES = {
    Trouble.DNS: "check how the host is written; if it is right, look at this machine's name servers (/etc/resolv.conf)",
    Trouble.CONNECT: _NETWORK,
    Trouble.TLS: "check this machine's clock; behind a proxy that opens TLS, set network.ca_file in config.yaml",
    Trouble.TIMEOUT: _NETWORK,
    Trouble.BLOCKED: "if it is meant to be reached, name its network in config.yaml: network: {allow_private: [...]}",
    Trouble.REDIRECT: "open it in a browser and use the address it ends at",
    Trouble.TOO_LARGE: "look for a smaller feed of the same outlet",
    Trouble.PROTOCOL: _NETWORK,
    Trouble.RATE_LIMITED: "wait, and try again later",
    Trouble.GONE: "look for its successor on the outlet's pages: newsmonitor feeds probe PAGE",
    Trouble.HTTP: _ADDRESS,
    Trouble.PARSE: _ADDRESS,
    Trouble.QUARANTINED: "tell the outlet that its feed cannot be read",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """Why an address is no feed, and what to do."""

    trouble: Trouble
    sentence: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address turned out to be: parsed, or wrong. links: the feeds of a page."""

    url: str
    fetched: Fetched | None = None
    parsed: Parsed | None = None
    wrong: Wrong | None = None
    links: tuple["FeedLink", ...] = ()


async def ask(url: str, *, fetcher: Fetcher, parser: Parser) -> Answer:
    """Never raises for trouble on the other side."""
    match await fetcher.fetch(url, Validators()):
        case FetchFailed() as failed:
            return Answer(url=url, wrong=_wrong(failed.trouble, failed.detail))
        case NotModified():
            return Answer(
                url=url, wrong=_wrong(Trouble.PROTOCOL, "it answered 304 although nothing was known of it")
            )
        case Fetched() as fetched:
            return await _read(url, fetched, parser)


async def _read(url: str, fetched: Fetched, parser: Parser) -> Answer:
    from monitor.adapters.page_links import feed_links

    try:
        parsed = await parser.parse(fetched.body, url=fetched.url, content_type=fetched.content_type)
    except ParseFailed as failure:
        if failure.reason == "quarantined":
            return Answer(url=url, fetched=fetched, wrong=_wrong(Trouble.QUARANTINED, failure.detail))
        links = feed_links(fetched.body, fetched.url) if failure.reason == "not-a-feed" else ()
        remedy = "one of the feeds it names may be what you want" if links else _ADDRESS
        wrong = Wrong(trouble=Trouble.PARSE, sentence=failure.detail, remedy=remedy)
        return Answer(url=url, fetched=fetched, wrong=wrong, links=links)
    return Answer(url=url, fetched=fetched, parsed=parsed)


def _wrong(trouble: Trouble, sentence: str) -> Wrong:
    return Wrong(trouble=trouble, sentence=sentence, remedy=_REMEDIES[trouble])


@asynccontextmanager
async def asking(network: "Network") -> AsyncIterator[tuple[Fetcher, Parser]]:
    """The daemon's own fetcher and parser, for as long as they are needed. Raises ConfigError."""
    from monitor.adapters.clock import SystemClock
    from monitor.adapters.feed_parser import FeedParser
    from monitor.adapters.http_fetcher import HttpFetcher

    parser = FeedParser()
    try:
        async with HttpFetcher(network, clock=SystemClock()) as fetcher:
            yield fetcher, parser
    finally:
        await parser.aclose()


def published(entry: Entry) -> datetime | None:
    return entry.published or entry.updated


def newest(entries: Sequence[Entry]) -> datetime | None:
    """The latest date any entry claims."""
    return max(filter(None, map(published, entries)), default=None)


def per_day(entries: Sequence[Entry]) -> float | None:
    """How many entries a day the feed brings, by the dates it holds; None when they do not tell."""
    dates = sorted(filter(None, map(published, entries)))
    if len(dates) < 2 or dates[-1] == dates[0]:  # noqa: PLR2004  one date is no distance
        return None
    return (len(dates) - 1) / ((dates[-1] - dates[0]) / timedelta(days=1))


def rhythm(entries: Sequence[Entry]) -> str | None:
    """The same in words."""
    rate = per_day(entries)
    if rate is None:
        return None
    for span, name in ((timedelta(days=1), "day"), (_WEEK, "week"), (_MONTH, "month")):
        count = rate * (span / timedelta(days=1))
        if count >= 1 or span == _MONTH:
            return f"about {count:.0f} a {name}" if count >= 1 else "less than one a month"
    return None
