"""What a body is instead of a feed, in words that help the person who wrote its address down."""

import re
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from monitor.adapters.parser_worker import plain_text
from monitor.core.errors import ParseFailed

_HEAD = 4096
_MOST_UNREADABLE = 16  # more bytes than that outside UTF-8 are no text of ours
_MAGIC = {
    b"\x1f\x8b": "data that is still compressed with gzip",
    b"\x28\xb5\x2f\xfd": "data that is still compressed with zstd",
    b"PK\x03\x04": "a ZIP archive",
    b"%PDF": "a PDF document",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"SQLite format 3": "a database",
}
_ROOTS = {
    "opml": "an OPML list of feeds (`newsmonitor feeds import` reads those)",
    "urlset": "a sitemap",
    "sitemapindex": "an index of sitemaps",
    "envelope": "a SOAP message",
    "error": "an error message in XML",
    "svg": "an image",
}
_PROLOGUE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_HTML = re.compile(rb"<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
_FEED_ROOT = re.compile(rb"<(?:[\w.-]{1,20}:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,40})")


def is_html(body: bytes) -> bool:
    """A page, and not a feed behind a misplaced doctype."""
    start = _PROLOGUE.match(body)
    return bool(start and _HTML.match(body, start.end())) and not _FEED_ROOT.search(body[:_HEAD])


def failure(body: bytes, url: str) -> ParseFailed:
    """Names what the body seems to be. Call it only for a body that is no feed."""
    return ParseFailed("not-a-feed", _describe(body, url))


def _describe(body: bytes, url: str) -> str:
    start = body.lstrip()[:_HEAD]
    if not start:
        return "the body is empty"
    for magic, name in _MAGIC.items():
        if start.startswith(magic):
            return name
    if is_html(body):
        return _page(body, url)
    if start.startswith(b"<"):
        return _other_xml(body)
    if b"\0" in start or start.decode("utf-8", "replace").count("\ufffd") > _MOST_UNREADABLE:
        return "binary data"
    return f"plain text that begins with {_quote(start)}"


def _page(body: bytes, url: str) -> str:
    tree = LexborHTMLParser(body[: 1 << 18].decode("utf-8", "replace"))
    title = tree.css_first("title")
    quoted = f" ({_quote(title.text().encode('utf-8', 'replace'))})" if title else ""
    link = tree.css_first('link[rel~="alternate"][type*="rss"],link[rel~="alternate"][type*="atom"]')
    address = (link.attributes.get("href") or "").strip() if link else ""
    if not address:
        return f"an HTML page{quoted}, not a feed"
    return f"an HTML page{quoted}, not a feed; it says its feed is at {_absolute(address, url)}"


def _absolute(address: str, url: str) -> str:
    try:
        return plain_text.cut(urljoin(url, address), 300)
    except ValueError:
        return plain_text.cut(address, 300)


def _other_xml(body: bytes) -> str:
    start = _PROLOGUE.match(body)
    root = _ROOT.search(body, start.end() if start else 0)
    if root is None:
        return f"broken XML that begins with {_quote(body)}"
    name = root[1].decode("ascii", "replace")
    known = _ROOTS.get(name.lower())
    return f"{known or 'XML whose outermost element is <' + name + '>'}, not a feed"


def _quote(data: bytes) -> str:
    text = plain_text.from_html(data[:_HEAD].decode("utf-8", "replace"), limit=60)
    return f'"{plain_text.in_line(text)}"'
