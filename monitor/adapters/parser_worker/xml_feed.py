"""RSS 0.9x to 2.0, RDF and Atom, by feedparser: its reading, our text, links and dates."""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.sax import SAXParseException

import feedparser

from monitor.adapters.parser_worker import dates, guards, limits, not_a_feed, plain_text
from monitor.adapters.parser_worker.addresses import Addresses
from monitor.adapters.parser_worker.wire import Request
from monitor.core.parsing import Entry, Parsed

# feedparser resolves ids and links in place. Against this base, which no feed can have, we can tell afterwards what was
# relative and give ids back as they were written. Without any base, the xml:base of one entry leaks into the next.
_HOST = "https://feed.invalid"
_BASE = f"{_HOST}/_/"

_DECLARED = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,200}encoding\s*=")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_MAILBOX = re.compile(
    r"\S{1,200}@\S{1,200}\s{1,9}\(([^()]{1,200})\)"
)  # RSS 2.0: lawyer@boyer.net (Lawyer Boyer)
_TEXTUAL = ("text/plain", "text/html", "application/xhtml+xml", "")

feedparser.registerDateHandler(dates.foreign_zone)


def read(request: Request) -> Parsed:
    """Raises ParseFailed when there is no feed in it, and whatever feedparser stumbles over."""
    body, trimmed = guards.without_long_authors(guards.with_valid_references(request.body))
    headers = {"content-type": _content_type(body, request.content_type), "content-location": _BASE}
    # Bytes would be opened as a file or fetched if they happen to be a path or an address: always a stream.
    found = feedparser.parse(  # noqa: TID251 - the one place that may
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not found.version and not found.entries:
        raise not_a_feed.failure(body, request.url)
    # RFC 4287 has links start from the document, RSS says nothing and everybody writes them for the site.
    site = "" if found.version.startswith("atom") and request.url else _as_written(found.feed.get("link", ""))
    addresses = Addresses(document=request.url, site=site)
    language = limits.language(found.feed.get("language") or "")
    return Parsed(
        title=plain_text.in_line(_text(found.feed, "title", limits.TITLE)),
        version=found.version or "",
        language=language,
        malformed=_malformed(found) or trimmed,
        entries=tuple(_entry(item, addresses, language) for item in found.entries),
    )


def _content_type(body: bytes, content_type: str | None) -> str:
    """What to tell feedparser. It lets the server's word on the encoding win, and servers are the ones to be wrong:
    what is valid UTF-8 is UTF-8, then the document's own declaration counts, then the server's."""
    if not body.isascii() and _is_utf8(body):
        return "application/xml; charset=utf-8"
    charset = _CHARSET.search(content_type or "")
    if charset is None or _DECLARED.match(body):
        return "application/xml"
    return f"application/xml; charset={charset[1]}"


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _malformed(found: Any) -> str | None:
    if not found.bozo:
        return None
    mistake = found.bozo_exception
    if isinstance(mistake, SAXParseException):
        return f"line {mistake.getLineNumber()}: {mistake.getMessage()}"
    return limits.one_line(str(mistake), 200)


def _entry(item: Any, addresses: Addresses, feed_language: str | None) -> Entry:
    language = limits.language(item.get("language") or item.get("title_detail", {}).get("language") or "")
    return Entry(
        guid=limits.one_line(_as_written(item.get("id", "")), limits.GUID),
        link=addresses.absolute(_link(item)),
        title=plain_text.in_line(_text(item, "title", limits.TITLE)),
        summary=_text(item, "summary", limits.SUMMARY) or _content(item),
        author=limits.names(_authors(item)),
        categories=limits.categories(
            tag.get("label") or tag.get("term") or "" for tag in item.get("tags", ())
        ),
        published=_date(item, "published") or _date(item, "created"),
        updated=_date(item, "updated"),
        language=language if language != feed_language else None,
    )


def _as_written(reference: str) -> str:
    """The reference before feedparser resolved it against our base."""
    if reference.startswith(_BASE):
        return reference.removeprefix(_BASE)
    return reference.removeprefix(_HOST) if reference.startswith(_HOST) else reference


def _link(item: Any) -> str:
    """The entry's page. feedparser takes a guid for it if there is none; "12345" is no address, "/news/12345" is."""
    links = [link for link in item.get("links", ()) if link.get("href")]
    chosen: str = item.get("link", "")
    if chosen and any(link["href"] == chosen for link in links):
        return _as_written(chosen)
    others = [link["href"] for link in links if link.get("rel") == "alternate"]
    if others:
        return _as_written(others[0])
    return "" if chosen.startswith(_BASE) else _as_written(chosen)


def _text(container: Any, name: str, limit: int) -> str:
    value: str = container.get(name, "") or ""
    declared = container.get(f"{name}_detail", {}).get("type", "")
    if declared == "text/plain":
        return plain_text.from_text(value, limit=limit)
    return plain_text.from_html(value, limit=limit)


def _content(item: Any) -> str:
    for content in item.get("content", ()):
        if content.get("type", "") in _TEXTUAL:
            text = _text({"value": content.get("value"), "value_detail": content}, "value", limits.SUMMARY)
            if text:
                return text
    return ""


def _authors(item: Any) -> Iterator[str]:
    raw: str = item.get("author", "")
    if mailbox := _MAILBOX.fullmatch(raw):  # feedparser cuts these up wrongly where the domain is a long one
        yield mailbox[1]
        return
    named = [author["name"] for author in item.get("authors", ()) if author.get("name")]
    yield from named or [raw]


def _date(item: Any, name: str) -> datetime | None:
    # dict.get: feedparser's own looks elsewhere for a missing "updated", with a warning.
    return dates.from_struct(dict.get(item, f"{name}_parsed"))
