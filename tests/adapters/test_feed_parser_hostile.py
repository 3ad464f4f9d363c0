"""Bodies made to hurt: each ends quickly, by name, and a neighbour is read meanwhile."""

import asyncio
import gzip
import random
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from monitor.adapters.feed_parser import FeedParser, ParserLimits
from monitor.core.errors import ParseFailed
from monitor.core.parsing import Parsed

LIMITS = ParserLimits(seconds=1.5, memory_bytes=256 << 20, patience_seconds=0.2)
BOUND = 12.0  # seconds: far above what any of these takes, for machines that are busy with something else


def rss(item: str, before: str = "") -> bytes:
    return f'{before}<rss version="2.0"><channel><item>{item}</item></channel></rss>'.encode()


def doctype(entities: str) -> str:
    return f'<?xml version="1.0"?>\n<!DOCTYPE rss [\n{entities}\n]>\n'


LAUGHS = doctype(
    '<!ENTITY a0 "ha">\n' + "\n".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
)
QUADRATIC = doctype(f'<!ENTITY a "{"a" * 50_000}">')
EXTERNAL = doctype('<!ENTITY x SYSTEM "file:///etc/passwd">')
HEADLINE = "<title>Headline</title><guid>https://a.example/1</guid>"

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    # what it is: the body, and how it must end ("entries", or the beginning of the failure)
    "100k attributes": (
        lambda: rss("<a " + " ".join(f'a{n}=""' for n in range(100_000)) + "/>"),
        "hostile: line 1: a tag with 100,000 attributes",
    ),
    "many tags of 1,000 attributes": (
        lambda: rss(("<a " + " ".join(f'a{n}=""' for n in range(1_000)) + "/>") * 600),
        "quarantined: the parser needed more than 1.5 s",
    ),
    "200k nested tags": (
        lambda: rss(HEADLINE + "<a>" * 200_000 + "</a>" * 200_000),
        "entries or quarantined",
    ),
    "nested divs in HTML": (
        lambda: rss(HEADLINE + f"<description><![CDATA[{'<div>' * 20_000}]]></description>"),
        "entries",
    ),
    "author of 64 kB": (lambda: rss(HEADLINE + f"<author>{'a.' * 32_000}</author>"), "entries"),
    "author of 64 kB in CDATA": (
        lambda: rss(HEADLINE + f"<dc:creator><![CDATA[{'a.' * 32_000}]]></dc:creator>"),
        "entries",
    ),
    "50k items": (
        lambda: b"<rss><channel>" + b"<item><title>x</title></item>" * 50_000,
        "too-large: 50,000 entries",
    ),
    "50k JSON items": (
        lambda: b'{"version":"https://jsonfeed.org/version/1","items":[' + b'{"id":"x"},' * 50_000 + b"{}]}",
        "too-large: 50,001 entries",
    ),
    "20 MB comment": (lambda: rss(HEADLINE + f"<!--{'x' * 20_000_000}-->"), "too-large: 19.1 MiB"),
    "8 MB comment": (lambda: rss(HEADLINE + f"<!--{'x' * 8_000_000}-->"), "entries or quarantined"),
    "billion laughs": (lambda: rss("<title>&a11;</title>", LAUGHS), "entries"),
    "quadratic entities": (lambda: rss(f"<title>{'&a;' * 50_000}</title>", QUADRATIC), "any"),
    "external entity": (lambda: rss(HEADLINE + "<description>&x;</description>", EXTERNAL), "entries"),
    "a path": (lambda: b"/etc/passwd", 'not-a-feed: plain text that begins with "/etc/passwd"'),
    "a path of ours": (lambda: str(Path(__file__)).encode(), "not-a-feed: plain text"),
    "a file URL": (lambda: b"file:///etc/passwd", "not-a-feed: plain text"),
    "an http URL": (lambda: b"http://127.0.0.1:1/", "not-a-feed: plain text"),
    "nothing": (lambda: b"", "not-a-feed: the body is empty"),
    "digits": (lambda: rss(f"<title>&#{'9' * 100_000};</title>"), "entries"),
    "zeroes": (lambda: bytes(100_000), "not-a-feed: binary data"),
    "noise": (lambda: random.Random(1).randbytes(500_000), "not-a-feed: binary data"),
    "gzip": (lambda: gzip.compress(rss(HEADLINE)), "not-a-feed: data that is still compressed"),
    "blank lines": (lambda: b"<?xml version='1.0'?>" + b"\n" * 100_000 + rss(HEADLINE), "any"),
    "numeric entities": (lambda: rss(f"<title>{'&#65;' * 100_000}</title>"), "entries"),
    "half a character": (lambda: rss("<title>&#xD83D; & x</title>"), "entries"),
    "number beyond Unicode": (lambda: rss("<title>&#99999999999; & x</title>"), "entries"),
    "nested JSON": (lambda: b'{"items":' + b"[" * 1_000_000, "malformed: JSON that nests too deep"),
    "huge number in JSON": (
        lambda: b'{"items": ' + b"9" * 100_000 + b"}",
        "malformed: JSON that nests too deep, or",
    ),
    "one long line": (lambda: b"<" * 4_000_000, "any"),
    "encoding that is none": (lambda: b'<?xml version="1.0" encoding="zlib"?>' + rss(HEADLINE), "entries"),
    "encoding of great cost": (
        lambda: b'<?xml version="1.0" encoding="punycode"?>' + rss(HEADLINE + "a" * 100_000),
        "any",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_ends_by_name_while_the_neighbour_is_read(name: str, parser: FeedParser) -> None:
    make, expected = HOSTILE[name]
    started = time.monotonic()

    outcome, neighbour = await asyncio.gather(ending(parser, make()), ending(parser, rss(HEADLINE)))

    assert time.monotonic() - started < BOUND
    assert neighbour == "entries"
    if expected == "entries or quarantined":
        assert outcome.startswith(("entries", "quarantined"))
    elif expected != "any":
        assert outcome.startswith(expected)


@pytest.fixture
async def parser() -> AsyncIterator[FeedParser]:
    parser = FeedParser(LIMITS)
    await parser.start()
    yield parser
    await parser.aclose()


async def test_memory_is_bounded(parser: FeedParser) -> None:
    small = FeedParser(ParserLimits(memory_bytes=80 << 20))
    many = b"<rss><channel>" + b"<item><title>title</title><link>https://a.example/</link></item>" * 9_999

    assert (await ending(small, many + b"x" * 7_000_000)).startswith(
        "quarantined: the parser needed more than 80 MiB"
    )
    assert await ending(small, rss(HEADLINE)) == "entries"
    await small.aclose()


async def test_an_external_entity_is_not_read(parser: FeedParser) -> None:
    make, _ = HOSTILE["external entity"]

    parsed = await parser.parse(make(), url="", content_type=None)

    assert "root:" not in str(parsed)
    assert [entry.title for entry in parsed.entries] == ["Headline"]


async def ending(parser: FeedParser, body: bytes) -> str:
    try:
        parsed = await parser.parse(body, url="https://a.example/feed", content_type=None)
    except ParseFailed as failure:
        return str(failure)
    assert isinstance(parsed, Parsed)
    return "entries"
