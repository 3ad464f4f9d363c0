"""The same items as RSS 2.0, Atom, RDF (RSS 1.0) and JSON Feed documents, with what each format escapes how."""

import json
from collections.abc import Sequence
from email.utils import format_datetime
from html import escape as html
from typing import assert_never
from xml.sax.saxutils import escape, quoteattr

from monitor.demo.day import Format, Item, Source

CONTENT_TYPES = {
    Format.RSS: "application/rss+xml",
    Format.ATOM: "application/atom+xml",
    Format.RDF: "application/rdf+xml",
    Format.JSON: "application/feed+json",
}


def document(source: Source, items: Sequence[Item]) -> bytes:
    """The feed with these items, in their order."""
    match source.format:
        case Format.RSS:
            text = _rss(source, items)
        case Format.ATOM:
            text = _atom(source, items)
        case Format.RDF:
            text = _rdf(source, items)
        case Format.JSON:
            text = _json(source, items)
        case unreachable:
            assert_never(unreachable)
    return text.encode()


def malformed(body: bytes) -> bytes:
    """The document with a slip in its last tag: no XML parser accepts it, and a patient reader still can."""
    start = body.rindex(b"</")
    return body[:start] + b"</oops>"


def _markup(text: str) -> str:
    """RSS and RDF do not say whether a title is markup, and readers take it for markup: escaped as such, then as XML."""
    return escape(html(text, quote=False))


def _rss(source: Source, items: Sequence[Item]) -> str:
    entries = "\n".join(
        f"""<item>
<title>{_markup(item.title)}</title>
<link>{escape(item.link)}</link>
<guid isPermaLink="true">{escape(item.link)}</guid>
<pubDate>{format_datetime(item.published)}</pubDate>
<description>{_markup(item.summary)}</description>
</item>"""
        for item in items
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel>
<title>{_markup(source.outlet)}</title>
<link>{escape(source.site)}</link>
<description>A feed of the demonstration</description>
<language>en</language>
{entries}
</channel></rss>"""


def _atom(source: Source, items: Sequence[Item]) -> str:
    entries = "\n".join(
        f"""<entry>
<title type="text">{escape(item.title)}</title>
<link rel="alternate" href={quoteattr(item.link)}/>
<id>{escape(item.link)}</id>
<published>{item.published.isoformat()}</published>
<updated>{item.at.isoformat()}</updated>
<summary type="text">{escape(item.summary)}</summary>
</entry>"""
        for item in items
    )
    newest = max((item.at for item in items), default=None)
    updated = f"<updated>{newest.isoformat()}</updated>" if newest else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title type="text">{escape(source.outlet)}</title>
<id>{escape(source.site)}</id>
<link rel="alternate" href={quoteattr(source.site)}/>
{updated}
{entries}
</feed>"""


def _rdf(source: Source, items: Sequence[Item]) -> str:
    listed = "".join(f"<rdf:li rdf:resource={quoteattr(item.link)}/>" for item in items)
    entries = "\n".join(
        f"""<item rdf:about={quoteattr(item.link)}>
<title>{_markup(item.title)}</title>
<link>{escape(item.link)}</link>
<description>{_markup(item.summary)}</description>
<dc:date>{item.published.isoformat()}</dc:date>
</item>"""
        for item in items
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about={quoteattr(source.site)}>
<title>{_markup(source.outlet)}</title>
<link>{escape(source.site)}</link>
<description>A feed of the demonstration</description>
<dc:language>en</dc:language>
<items><rdf:Seq>{listed}</rdf:Seq></items>
</channel>
{entries}
</rdf:RDF>"""


def _json(source: Source, items: Sequence[Item]) -> str:
    entries = [
        {
            "id": item.link,
            "url": item.link,
            "title": item.title,
            "summary": item.summary,
            "date_published": item.published.isoformat(),
            "date_modified": item.at.isoformat(),
        }
        for item in items
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": source.outlet,
        "home_page_url": source.site,
        "language": "en",
        "items": entries,
    }
    return json.dumps(feed, indent=1)
