"""The same article, however its feed dresses it up: real documents through the parser, the keys and the store."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any, Literal
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.adapters.parser_worker import document, wire
from monitor.adapters.redis_store import RedisStore
from monitor.core.articles import KnownBy, Recognition, from_entries, newest_first, recognition
from monitor.core.feeds import Feed
from monitor.core.leases import PollCounts
from tests.builders import NOW
from tests.contracts.test_feed_table import BBC, polled

FEED = Feed(id=BBC, url="https://herald.example/feed", outlet="Herald")
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Item:
    """One item as it stands in the document; what is empty is left out."""

    guid: str
    link: str
    title: str
    summary: str
    published: datetime | None = NOW


Dress = Callable[[Sequence[Item]], Sequence[Item]]

PLAIN = tuple(
    Item(
        guid=f"herald-{number}-é",
        link=f"https://herald.example/news/{number}-forêt?id={number}",
        title=f"{title} à Genève",
        summary=f"Numéro {number}: ce qui s'est passé.",
    )
    for number, title in enumerate(
        ("Trêve rompue", "Négociations", "École fermée", "Ångström & Søn", "한국 회담")
    )
)


def rss(items: Sequence[Item]) -> bytes:
    def element(name: str, text: str, attributes: str = "") -> str:
        return f"<{name}{attributes}>{escape(text)}</{name}>" if text else ""

    shown = "".join(
        "<item>"
        + element("guid", item.guid, ' isPermaLink="false"')
        + element("link", item.link)
        + element("title", item.title)
        + element("description", item.summary)
        + element("pubDate", format_datetime(item.published) if item.published else "")
        + "</item>"
        for item in items
    )
    return f'<rss version="2.0"><channel><title>Herald</title>{shown}</channel></rss>'.encode()


async def read(store: RedisStore, items: Sequence[Item]) -> PollCounts:
    """One poll of a feed that answers with them."""
    parsed = document.read(wire.Request(url=FEED.url, content_type="application/rss+xml", body=rss(items)))
    assert len(parsed.entries) == len(items)
    counts = await polled(store, *newest_first(from_entries(FEED, parsed, fetched=NOW)))
    assert counts is not None
    return counts


def known_by(items: Sequence[Item]) -> Recognition | None:
    parsed = document.read(wire.Request(url=FEED.url, content_type=None, body=rss(items)))
    return recognition(from_entries(FEED, parsed, fetched=NOW))


def each(change: Callable[[Item], Item]) -> Dress:
    return lambda items: [change(item) for item in items]


def spelled(form: Literal["NFC", "NFD"]) -> Dress:
    def normal(text: str) -> str:
        return unicodedata.normalize(form, text)

    return each(
        lambda item: Item(
            guid=normal(item.guid),
            link=normal(item.link),
            title=normal(item.title),
            summary=normal(item.summary),
            published=item.published,
        )
    )


def other_guids(build: str) -> Dress:
    return each(lambda item: replace(item, guid=f"{build}/{item.title}"))


def linked(change: Callable[[str], str]) -> Dress:
    return each(lambda item: replace(item, link=change(item.link) if item.link else ""))


DRESSES: dict[str, Dress] = {
    "as it is": each(lambda item: item),
    "other guids": other_guids("build 7512"),
    "yet other guids": other_guids("build 7513"),
    "http": linked(lambda link: link.replace("https:", "http:")),
    "upper-case host and a port": linked(lambda link: link.replace("herald.example", "HERALD.example:443")),
    "tracking": linked(lambda link: f"{link}&utm_source=rss&fbclid=IwAR7#xtor=RSS-1"),
    "another site": linked(lambda link: link.replace("herald.example", "news.herald.example")),
    "upside down": lambda items: items[::-1],
    "one on top": lambda items: [*items[2:], *items[:2]],
    "letters in two parts": spelled("NFD"),
    "letters in one part": spelled("NFC"),
    "white space": each(lambda item: replace(item, title=f"\n  {item.title} \n")),
    "no dates": each(lambda item: replace(item, published=None)),
    "dates in the future": each(lambda item: replace(item, published=NOW + 900 * YEAR)),
    "dates long ago": each(lambda item: replace(item, published=NOW - 20 * YEAR)),
    "no ids": each(lambda item: replace(item, guid="")),
    "one id for all": each(lambda item: replace(item, guid="https://herald.example/")),
    "one long id for all": each(lambda item: replace(item, guid="tag:herald.example,2025:news")),
    "places for ids": lambda items: [replace(item, guid=str(n)) for n, item in enumerate(items)],
    "no links": each(lambda item: replace(item, link="")),
    "one link for all": each(lambda item: replace(item, link="https://herald.example/live")),
    "no ids and no links": each(lambda item: replace(item, guid="", link="")),
}


@pytest.mark.parametrize("name", DRESSES)
async def test_the_same_article_is_known_again(store: RedisStore, name: str) -> None:
    await read(store, PLAIN)
    counts = await read(store, DRESSES[name](PLAIN))
    assert (counts.new, counts.edited, counts.known) == (0, 0, len(PLAIN))


@pytest.mark.parametrize("name", DRESSES)
async def test_a_feed_that_is_always_so_tells_nothing_twice_and_everything_once(
    store: RedisStore, name: str
) -> None:
    assert (await read(store, DRESSES[name](PLAIN[1:]))).new == len(PLAIN) - 1
    assert (await read(store, DRESSES[name](PLAIN[1:]))).known == len(PLAIN) - 1
    counts = await read(store, DRESSES[name](PLAIN))
    assert (counts.new, counts.edited, counts.known) == (1, 0, len(PLAIN) - 1)


# One of each kind, in this order: places in the list are given last.
WARDROBE = st.tuples(
    st.sampled_from(["as it is", "letters in two parts", "letters in one part", "white space"]),
    st.sampled_from(["as it is", "no dates", "dates in the future", "dates long ago"]),
    st.sampled_from(["as it is", "http", "tracking", "another site", "no links", "one link for all"]),
    st.sampled_from(["as it is", "upside down", "one on top"]),
    st.sampled_from(
        ["as it is", "other guids", "yet other guids", "no ids", "one long id for all", "places for ids"]
    ),
)


@given(st.lists(WARDROBE, min_size=2, max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_an_unchanged_document_brings_nothing_new_whatever_it_wears(
    store: RedisStore, client: Any, worn: list[tuple[str, ...]]
) -> None:
    await client.flushall()
    for number, names in enumerate(worn):
        items: Sequence[Item] = PLAIN
        for name in names:
            items = DRESSES[name](items)
        counts = await read(store, items)
        expected = (len(PLAIN), 0) if number == 0 else (0, 0)
        assert (counts.new, counts.edited) == expected, names


@pytest.mark.parametrize(
    ("name", "by", "ids_repeat"),
    [
        ("as it is", KnownBy.GUID, False),
        ("one link for all", KnownBy.GUID, False),
        ("no ids", KnownBy.LINK, False),
        ("places for ids", KnownBy.LINK, False),
        ("one long id for all", KnownBy.LINK, True),
        ("no ids and no links", KnownBy.TITLE, False),
    ],
)
def test_a_feed_shows_what_its_articles_are_known_by(name: str, by: KnownBy, ids_repeat: bool) -> None:
    assert known_by(DRESSES[name](PLAIN)) == Recognition(by=by, ids_repeat=ids_repeat)
