"""Ids, outlets and tags for feeds that come without: from their title, else from their host."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

from monitor.core.sanitise import plain

_LONGEST_ID = 40
_LONGEST_OUTLET = 80
_LONGEST_TAG = 40
_USUAL_PREFIXES = ("www.", "feeds.", "feed.", "rss.")
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_NOT_IN_TAGS = re.compile(r"[\s,:]+")


def feed_id(title: str, url: str, taken: Collection[str]) -> str:
    """A name that is not taken: bbc-news-world from a title, else bbc.co.uk from the host."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = _NO_LETTERS.sub("-", letters).strip("-")[:_LONGEST_ID].rstrip("-")
    name = slug if any(letter.isalpha() for letter in slug) else host(url) or "feed"
    return next(candidate for candidate in _numbered(name) if candidate not in taken)


def outlet(title: str, url: str) -> str:
    """Who publishes it, as far as its title or its host tells."""
    return plain(title, _LONGEST_OUTLET) or host(url) or "unknown"


def tag(folder: str) -> str:
    """The name of a folder as one word; "" when nothing is left of it."""
    return _NOT_IN_TAGS.sub("-", plain(folder, _LONGEST_TAG).strip()).strip("-").lower()


def host(url: str) -> str:
    """The host without the parts that say nothing; "" when there is none."""
    try:
        name = (urlsplit(url).hostname or "").encode("idna").decode()
    except ValueError:  # UnicodeError included
        return ""
    for prefix in _USUAL_PREFIXES:
        name = name.removeprefix(prefix)
    return re.sub(r"[^a-z0-9.-]", "-", name).strip("-.")


def address(url: str) -> str:
    """What two ways to write one address have in common: http and https, case of the host, a last slash."""
    try:
        parts = urlsplit(url)
        place = f"{(parts.hostname or '').lower()}:{parts.port or ''}"
    except ValueError:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{place}{parts.path.rstrip('/')}{query}"


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1
