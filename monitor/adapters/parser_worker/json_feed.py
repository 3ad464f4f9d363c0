"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), which feedparser does not read."""

import json
from collections.abc import Iterable
from typing import Any

from monitor.adapters.parser_worker import dates, guards, limits, plain_text
from monitor.adapters.parser_worker.addresses import Addresses
from monitor.core.errors import ParseFailed
from monitor.core.parsing import Entry, Parsed


def read(body: bytes, url: str) -> Parsed:
    """Raises ParseFailed when the JSON is broken or is not a JSON Feed."""
    feed, malformed = _load(body)
    if not isinstance(feed, dict) or not isinstance(items := feed.get("items"), list):
        raise ParseFailed("not-a-feed", "JSON, but no JSON Feed: it has no list of items")
    if "jsonfeed.org/version/" not in str(feed.get("version")):
        malformed = "no JSON Feed version"
        if not any(_looks_like_entry(item) for item in items):
            raise ParseFailed(
                "not-a-feed", "JSON, but no JSON Feed: its version is not one of https://jsonfeed.org"
            )
    guards.check_entries(len(items))
    addresses = Addresses(document=url, site=_text(feed.get("home_page_url")) or _text(feed.get("feed_url")))
    return Parsed(
        title=plain_text.in_line(plain_text.from_text(_text(feed.get("title")), limit=limits.TITLE)),
        version="json" + "".join(digit for digit in _text(feed.get("version"))[-4:] if digit.isdecimal()),
        language=limits.language(_text(feed.get("language"))),
        malformed=malformed,
        entries=tuple(_entry(item, addresses) for item in items if isinstance(item, dict)),
    )


def _load(body: bytes) -> tuple[Any, str | None]:
    malformed = None
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as mistake:
        malformed = f"byte {mistake.start} is not UTF-8"
        text = body.decode("utf-8-sig", "replace")
    try:
        return json.loads(text, strict=False), malformed
    except json.JSONDecodeError as mistake:
        detail = f"broken JSON: {mistake.msg} at line {mistake.lineno}, column {mistake.colno}"
        raise ParseFailed("malformed", detail) from mistake
    except (RecursionError, ValueError) as mistake:  # nested a thousand deep; a number of 5,000 digits
        raise ParseFailed(
            "malformed", "JSON that nests too deep, or holds a number too long to read"
        ) from mistake


def _looks_like_entry(item: object) -> bool:
    return (
        isinstance(item, dict)
        and bool(item.get("id") or item.get("url"))
        and any(item.get(name) for name in ("title", "content_html", "content_text"))
    )


def _entry(item: dict[str, Any], addresses: Addresses) -> Entry:
    return Entry(
        guid=limits.one_line(_text(item.get("id")), limits.GUID),
        link=addresses.absolute(_text(item.get("url")) or _text(item.get("external_url"))),
        title=plain_text.in_line(plain_text.from_text(_text(item.get("title")), limit=limits.TITLE)),
        summary=_summary(item),
        author=_author(item),
        categories=limits.categories(_text(tag) for tag in _list(item.get("tags"))),
        published=dates.from_text(item.get("date_published")),
        updated=dates.from_text(item.get("date_modified")),
        language=limits.language(_text(item.get("language"))),
    )


def _summary(item: dict[str, Any]) -> str:
    return (
        plain_text.from_text(_text(item.get("summary")), limit=limits.SUMMARY)
        or plain_text.from_html(_text(item.get("content_html")), limit=limits.SUMMARY)
        or plain_text.from_text(_text(item.get("content_text")), limit=limits.SUMMARY)
    )


def _author(item: dict[str, Any]) -> str:
    people: Iterable[Any] = [*_list(item.get("authors")), item.get("author")]  # 1.1, then 1.0
    return limits.names(_text(person.get("name")) for person in people if isinstance(person, dict))


def _text(value: object) -> str:
    """Ids are numbers in some feeds, which the specification asks readers to bear."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
