"""`newsmonitor feeds probe`: what an address is, asked and read the way the daemon does it."""

import asyncio
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli import options
from monitor.cli.feeds import policy

if TYPE_CHECKING:
    from monitor.cli.feeds.asking import Answer
    from monitor.core.addresses import Network
    from monitor.core.feeds import Fetched
    from monitor.core.parsing import Parsed

_FORMATS = {
    "rss": "RSS",
    "rss090": "RSS 0.90",
    "rss091n": "RSS 0.91",
    "rss091u": "RSS 0.91",
    "rss092": "RSS 0.92",
    "rss093": "RSS 0.93",
    "rss094": "RSS 0.94",
    "rss10": "RSS 1.0 (RDF)",
    "rss20": "RSS 2.0",
    "atom": "Atom",
    "atom01": "Atom 0.1",
    "atom02": "Atom 0.2",
    "atom03": "Atom 0.3",
    "atom10": "Atom 1.0",
    "json1": "JSON Feed 1.0",
    "json11": "JSON Feed 1.1",
}


def probe(
    url: Annotated[str, typer.Argument(help="The address of a feed, or of a page that may name feeds.")],
    *,
    config: policy.Config = None,
    as_json: policy.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Say what an address is: a feed, a page that names feeds, or what is wrong. Exit 1 when it is no feed."""
    from monitor.adapters.clock import SystemClock

    network = policy.network(policy.document_if_any(config))
    answer = asyncio.run(probed(web_address(url), network, quiet=quiet))
    now = SystemClock().now()
    if as_json:
        typer.echo(json.dumps(plain(answer, now), ensure_ascii=False, indent=2))
    elif answer.wrong:
        typer.echo("\n".join(complaint(answer)), err=True)
    else:
        typer.echo("\n".join(facts(answer, now)))
    raise typer.Exit(1 if answer.wrong else 0)


async def probed(url: str, network: "Network", *, quiet: bool) -> "Answer":
    from monitor.cli.feeds.asking import ask, asking
    from monitor.cli.progress import progress

    with progress("asking", 1, quiet=quiet):
        async with asking(network) as (fetcher, parser):
            return await ask(url, fetcher=fetcher, parser=parser)


def web_address(text: str) -> str:
    """As people paste it: example.org/feed means https. Raises typer.BadParameter."""
    from monitor.config import fields

    address = text.strip()
    if address.startswith("feed://"):
        address = f"https://{address.removeprefix('feed://')}"
    if "://" not in address:
        address = f"https://{address}"
    try:
        return fields.feed_url(address)
    except fields.FieldError as wrong:
        raise typer.BadParameter(f"{wrong}: {wrong.hint}" if wrong.hint else str(wrong)) from None


def shown(url: str) -> str:
    """An address without its password and keys, fit for a terminal."""
    from monitor.config import veils
    from monitor.core.sanitise import plain as sanitised

    return sanitised(veils.feed_url(url))


def complaint(answer: "Answer") -> Iterator[str]:
    """What is wrong, what to do, and the feeds a page names."""
    from monitor.core.sanitise import plain as sanitised

    if answer.wrong is None:
        return
    yield f"{shown(answer.url)}: {sanitised(answer.wrong.sentence)}"
    yield f"  fix: {answer.wrong.remedy}"
    for link in answer.links:
        title = f"  {sanitised(link.title, 60)}" if link.title else ""
        yield f"    {link.kind:9}  {shown(link.url)}{title}"
    if answer.links:
        yield "  look at one: newsmonitor feeds probe URL; take it: newsmonitor feeds add URL"


def facts(answer: "Answer", now: datetime) -> Iterator[str]:
    """One line per fact, aligned."""
    if answer.parsed is None or answer.fetched is None:
        return
    pairs = [*_contents(answer.parsed, now), *_delivery(answer.fetched, answer.url)]
    width = max(len(name) for name, _ in pairs)
    for name, value in pairs:
        yield f"{name:{width}}  {value}"


def _contents(parsed: "Parsed", now: datetime) -> Iterator[tuple[str, str]]:
    from monitor.cli.feeds.asking import newest, rhythm
    from monitor.core.sanitise import plain as sanitised

    yield "title", sanitised(parsed.title, 200) or "(none)"
    yield "format", _FORMATS.get(parsed.version, parsed.version or "unknown")
    yield "language", parsed.language or "not said"
    yield "entries", str(len(parsed.entries))
    latest = newest(parsed.entries)
    yield "newest", f"{_age(latest, now)} ({latest:%Y-%m-%d %H:%M} UTC)" if latest else "no entry has a date"
    yield "publishes", rhythm(parsed.entries) or "the dates in it do not tell"
    if parsed.malformed:
        yield "malformed", f"{sanitised(parsed.malformed)} (read nevertheless)"


def _delivery(fetched: "Fetched", asked: str) -> Iterator[tuple[str, str]]:
    yield "unchanged", _unchanged(fetched)
    if fetched.moved_to:
        yield "moved", f"for good, to {shown(fetched.moved_to)}: use that address"
    elif _is_elsewhere(fetched.url, asked):
        yield "answers", f"from {shown(fetched.url)} (a redirect that may change)"


def _unchanged(fetched: "Fetched") -> str:
    """What lets a server answer "nothing new" in a few bytes."""
    known = fetched.validators
    names = [name for name, value in (("ETag", known.etag), ("Last-Modified", known.last_modified)) if value]
    if names:
        return f"told by {' and '.join(names)}: polls without news cost a few bytes"
    return f"never told: every poll fetches all of its {max(1, round(len(fetched.body) / 1024))} KiB"


def _is_elsewhere(final: str, asked: str) -> bool:
    """The fetcher drops credentials and writes an empty path as /: neither is another place."""
    from yarl import URL

    try:
        return URL(final) != URL(asked).with_fragment(None).with_user(None)
    except ValueError:
        return False


def _age(moment: datetime, now: datetime) -> str:
    from monitor.core.durations import show

    if moment > now + timedelta(minutes=5):
        return f"dated {show(moment - now)} ahead of now"
    return f"{show(max(now - moment, timedelta(seconds=1)))} ago"


def plain(answer: "Answer", now: datetime) -> dict[str, Any]:
    """For programs: every fact, null where there is none."""
    from monitor.cli.feeds.asking import newest, per_day

    parsed, fetched, wrong = answer.parsed, answer.fetched, answer.wrong
    latest = newest(parsed.entries) if parsed else None
    rate = per_day(parsed.entries) if parsed else None
    return {
        "url": shown(answer.url),
        "is_feed": parsed is not None,
        "title": parsed.title if parsed else None,
        "format": parsed.version if parsed else None,
        "language": parsed.language if parsed else None,
        "entries": len(parsed.entries) if parsed else 0,
        "newest": latest.isoformat() if latest else None,
        "newest_age_seconds": round((now - latest).total_seconds()) if latest else None,
        "entries_per_day": round(rate, 2) if rate else None,
        "malformed": parsed.malformed if parsed else None,
        "etag": bool(fetched and fetched.validators.etag),
        "last_modified": bool(fetched and fetched.validators.last_modified),
        "answered_from": shown(fetched.url) if fetched else None,
        "moved_to": shown(fetched.moved_to) if fetched and fetched.moved_to else None,
        "problem": {"kind": wrong.trouble, "sentence": wrong.sentence, "remedy": wrong.remedy}
        if wrong
        else None,
        "feeds": [{"url": shown(link.url), "kind": link.kind, "title": link.title} for link in answer.links],
    }
