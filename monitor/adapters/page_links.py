"""The feeds a page of HTML names: <link rel="alternate" type="application/rss+xml" href="...">.

See https://html.spec.whatwg.org/multipage/links.html#rel-alternate.
"""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

MOST = 10

_LOOKED_AT = 512 << 10  # bytes: the head of a page comes first, and some are long
# Only these elements are read. They hold nothing, so a page of a stranger cannot nest them without end.
_VOID = re.compile(rb"<(?:link|base)\s[^<>]{0,2000}>", re.IGNORECASE)
_TYPES = {
    "application/rss+xml": "RSS",
    "application/atom+xml": "Atom",
    "application/feed+json": "JSON Feed",
    "application/json": "JSON Feed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed as its page describes it; the words are the page's own."""

    url: str
    kind: str
    title: str


def feed_links(page: bytes, url: str) -> tuple[FeedLink, ...]:
    """At most MOST of them, in the order of the page, each address once. url: where the page came from."""
    elements = b"".join(_VOID.findall(page[:_LOOKED_AT])).decode("utf-8", "replace")
    tree = LexborHTMLParser(f"<head>{elements}</head>")
    base = tree.css_first("base[href]")
    start = _absolute((base.attributes.get("href") or "") if base else "", url) or url
    found: dict[str, FeedLink] = {}
    for link in tree.css('link[rel~="alternate" i][type][href]'):
        kind = _TYPES.get((link.attributes.get("type") or "").partition(";")[0].strip().lower())
        address = _absolute(link.attributes.get("href") or "", start)
        if kind and address and _is_feed(kind, address):
            title = " ".join((link.attributes.get("title") or "").split())
            found.setdefault(address, FeedLink(url=address, kind=kind, title=title))
    return tuple(found.values())[:MOST]


def _is_feed(kind: str, address: str) -> bool:
    """WordPress announces its programming interface as application/json, too."""
    return not (kind == "JSON Feed" and ("/wp-json/" in address or "oembed" in address))


def _absolute(reference: str, url: str) -> str:
    """ "" for what is no web address."""
    try:
        address = urljoin(url, reference.strip())
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in {"http", "https"} and parts.hostname and address.isprintable() else ""
