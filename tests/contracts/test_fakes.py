"""The fakes of monitor/testing.py and the real adapters, through the same tests: what holds for one holds for both."""

import asyncio
import io
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from zlib import crc32

import pytest

from monitor.adapters.apprise_sender import AppriseSender
from monitor.adapters.clock import SystemClock
from monitor.adapters.console import ConsoleSender
from monitor.adapters.feed_parser import FeedParser
from monitor.adapters.language_detector import LanguageDetector
from monitor.core.deliveries import NotSent, Rejected, SendResult, Sent
from monitor.core.errors import ParseFailed
from monitor.core.feeds import Fetched, FetchFailed, NotModified, Trouble, Validators
from monitor.core.parsing import Entry, Parsed
from monitor.core.ports import Clock, Fetcher, Languages, Parser, Sender
from monitor.testing import CannedFetcher, CannedLanguages, CannedParser, FrozenClock, RecordingSender
from tests.adapters import messages
from tests.adapters.fetching import fetcher as http_fetcher
from tests.adapters.hostile_server import HostileServer, Request, reply
from tests.builders import NOW

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Herald</title>
<item><guid>herald-1</guid><title>Ferry strike ends</title><link>https://herald.example/1</link></item>
</channel></rss>"""
NO_FEED = b"Not found, said the page."
NOTHING = Validators()


class TestClock:
    @pytest.fixture(params=["fake", "real"])
    def clock(self, request: pytest.FixtureRequest) -> Clock:
        return FrozenClock(NOW) if request.param == "fake" else SystemClock()

    def test_it_tells_aware_utc(self, clock: Clock) -> None:
        assert clock.now().tzinfo is UTC

    def test_it_does_not_go_back(self, clock: Clock) -> None:
        before = clock.now()
        assert clock.now() >= before

    def test_the_fake_one_moves_only_when_told_to(self) -> None:
        clock = FrozenClock(NOW)
        clock.tick(timedelta(hours=1))
        assert clock.now() == clock.now() == NOW + timedelta(hours=1)

    def test_the_fake_one_takes_nothing_but_aware_utc(self) -> None:
        with pytest.raises(ValueError, match="aware UTC"):
            FrozenClock(NOW.replace(tzinfo=None))


@dataclass
class Site:
    """A place with one feed, which can be published anew, and the fetcher that reaches it."""

    fetcher: Fetcher
    feed: str
    missing: str
    bodies: dict[str, bytes]

    def publish(self, body: bytes) -> None:
        self.bodies[self.feed] = body


@pytest.fixture
async def real_site() -> AsyncIterator[Site]:
    """A server that does what RFC 9110 asks: a tag per body, 304 for the one that is known."""
    bodies: dict[str, bytes] = {}

    async def serve(request: Request, writer: asyncio.StreamWriter) -> None:
        body = bodies[site.feed]
        tag = f'"{crc32(body):x}"'
        known = request.header("If-None-Match") == tag.encode()
        answer = reply(304, f"ETag: {tag}") if known else reply(200, f"ETag: {tag}", body=body)
        await answer(request, writer)

    async with HostileServer({"/feed": serve, "/missing": reply(404)}) as server, http_fetcher() as fetcher:
        site = Site(fetcher, server.url("/feed"), server.url("/missing"), bodies)
        site.publish(FEED)
        yield site


class TestFetcher:
    @pytest.fixture(params=["fake", "real"])
    async def site(self, request: pytest.FixtureRequest, real_site: Site) -> Site:
        if request.param == "real":
            return real_site
        feed, missing = "https://herald.example/feed", "https://herald.example/missing"
        bodies = {feed: FEED}
        return Site(CannedFetcher(bodies), feed, missing, bodies)

    async def test_a_first_fetch_brings_the_body_with_its_validators(self, site: Site) -> None:
        result = await site.fetcher.fetch(site.feed, NOTHING)
        assert isinstance(result, Fetched)
        assert (result.body, result.url, result.moved_to) == (FEED, site.feed, None)
        assert result.validators != NOTHING

    async def test_what_did_not_change_is_not_sent_again(self, site: Site) -> None:
        first = await site.fetcher.fetch(site.feed, NOTHING)
        assert isinstance(first, Fetched)
        again = await site.fetcher.fetch(site.feed, first.validators)
        assert again == NotModified(validators=first.validators)

    async def test_what_changed_comes_with_other_validators(self, site: Site) -> None:
        first = await site.fetcher.fetch(site.feed, NOTHING)
        assert isinstance(first, Fetched)
        site.publish(FEED.replace(b"ends", b"goes on"))
        second = await site.fetcher.fetch(site.feed, first.validators)
        assert isinstance(second, Fetched)
        assert b"goes on" in second.body
        assert second.validators != first.validators

    async def test_without_validators_the_body_always_comes(self, site: Site) -> None:
        for _ in range(2):
            assert isinstance(await site.fetcher.fetch(site.feed, NOTHING), Fetched)

    async def test_what_is_not_there_is_a_value_and_not_an_exception(self, site: Site) -> None:
        result = await site.fetcher.fetch(site.missing, NOTHING)
        assert isinstance(result, FetchFailed)
        assert (result.trouble, result.status) == (Trouble.HTTP, 404)
        assert result.detail.endswith("answered 404 Not Found")


class TestParser:
    @pytest.fixture(params=["fake", "real"])
    async def parser(self, request: pytest.FixtureRequest) -> AsyncIterator[Parser]:
        if request.param == "fake":
            entry = Entry(guid="herald-1", title="Ferry strike ends", link="https://herald.example/1")
            yield CannedParser({FEED: Parsed(title="Harbour Herald", version="rss20", entries=(entry,))})
            return
        real = FeedParser()
        yield real
        await real.aclose()

    async def test_a_feed_becomes_its_entries(self, parser: Parser) -> None:
        parsed = await parser.parse(
            FEED, url="https://herald.example/feed", content_type="application/rss+xml"
        )
        assert (parsed.title, parsed.version, parsed.malformed) == ("Harbour Herald", "rss20", None)
        assert [(entry.guid, entry.title, entry.link) for entry in parsed.entries] == [
            ("herald-1", "Ferry strike ends", "https://herald.example/1")
        ]

    async def test_what_is_no_feed_is_refused_with_a_reason(self, parser: Parser) -> None:
        with pytest.raises(ParseFailed) as refused:
            await parser.parse(NO_FEED, url="https://herald.example/feed", content_type="text/html")
        assert refused.value.reason == "not-a-feed"
        assert refused.value.detail

    async def test_a_refusal_does_not_hinder_the_next_feed(self, parser: Parser) -> None:
        with pytest.raises(ParseFailed):
            await parser.parse(NO_FEED, url="https://a.example/", content_type=None)
        assert (await parser.parse(FEED, url="https://b.example/", content_type=None)).entries


class TestLanguageDetector:
    FRENCH = "Les pourparlers de paix ont été suspendus mardi à Genève"

    @pytest.fixture(params=["fake", "real"])
    def languages(self, request: pytest.FixtureRequest) -> Languages:
        return CannedLanguages({self.FRENCH: "fr"}) if request.param == "fake" else LanguageDetector()

    def test_a_language_is_named_by_its_subtag(self, languages: Languages) -> None:
        assert languages.detect(self.FRENCH, "") == "fr"

    def test_the_same_text_has_the_same_language(self, languages: Languages) -> None:
        assert languages.detect(self.FRENCH, "") == languages.detect(self.FRENCH, "")

    @pytest.mark.parametrize("title", ["", "Trump", "12:30", "\ud800 \0 \n -"])
    def test_what_says_nothing_has_none(self, languages: Languages, title: str) -> None:
        assert languages.detect(title, "") is None


class Closed(io.StringIO):
    def write(self, _: str) -> int:
        raise BrokenPipeError


class TestSender:
    """taking: a channel that takes its messages; refusing: one where nobody is at home."""

    @pytest.fixture(params=["fake", "console"])
    def taking(self, request: pytest.FixtureRequest) -> Iterator[Sender]:
        with io.StringIO() as stream:
            fake = request.param == "fake"
            yield RecordingSender() if fake else ConsoleSender(stream, zone=UTC, colour=False)

    @pytest.fixture(params=["fake", "console", "apprise"])
    def refusing(self, request: pytest.FixtureRequest, unused_tcp_port: int) -> Sender:
        match request.param:
            case "fake":
                return RecordingSender(answers=[NotSent(detail="refused")])
            case "console":
                return ConsoleSender(Closed(), zone=UTC, colour=False)
            case _:
                return AppriseSender(
                    messages.channel(f"json://127.0.0.1:{unused_tcp_port}/"), network=messages.LOOPBACK
                )

    def test_what_was_taken_is_sent(self, taking: Sender) -> None:
        assert taking.send(messages.message()) == Sent()

    def test_one_message_may_follow_another(self, taking: Sender) -> None:
        assert [taking.send(messages.message()), taking.send(messages.message())] == [Sent(), Sent()]

    def test_trouble_on_the_other_side_is_a_value_that_says_what_happened(self, refusing: Sender) -> None:
        result: SendResult = refusing.send(messages.message())
        assert isinstance(result, NotSent)
        assert result.detail

    def test_the_fake_one_keeps_what_it_was_given_and_answers_as_told(self) -> None:
        sender = RecordingSender(answers=[Rejected(detail="bad token")])
        first, second = messages.message("One"), messages.message("Two")
        assert [sender.send(first), sender.send(second)] == [Rejected(detail="bad token"), Sent()]
        assert sender.sent == [first, second]
