"""The poll stage against a real store: what one host does is no trouble of another."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from structlog.testing import capture_logs

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.core.articles import KnownBy, Recognition
from monitor.core.errors import ParseFailed
from monitor.core.feeds import Feed, Fetched, FetchFailed, FetchResult, Trouble, Validators
from monitor.core.ids import FeedId
from monitor.core.parsing import Entry, Parsed
from monitor.core.polling import Rhythm
from monitor.core.ports import Fetcher, Languages, Parser
from monitor.pipeline.poll import AT_ONCE, PER_HOST, Poll
from monitor.testing import CannedFetcher, CannedLanguages, CannedParser, FrozenClock
from tests.builders import NOW

HOUR = timedelta(hours=1)
DOCUMENT = Parsed(entries=(Entry(guid="g1", link="https://one.example/1", title="Truce talks stalled"),))


def feed(name: str, host: str = "one.example") -> Feed:
    return Feed(id=FeedId(name), url=f"https://{host}/{name}", outlet=host)


class HangingFetcher:
    """One host never answers; every other one says 404 at once."""

    def __init__(self, host: str) -> None:
        self._host = host
        self.asked: list[str] = []
        self.reached_another = asyncio.Event()

    async def fetch(self, url: str, validators: Validators) -> FetchResult:
        assert validators == Validators()
        self.asked.append(url)
        if self._host in url:
            await asyncio.Event().wait()
        self.reached_another.set()
        return FetchFailed(trouble=Trouble.HTTP, detail="HTTP 404 Not Found", status=404)


class RefusingParser:
    """Every body has the same thing wrong with it."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    async def parse(self, body: bytes, *, url: str, content_type: str | None) -> Parsed:
        assert body
        assert url
        assert content_type is None
        raise ParseFailed(self._reason, "what was wrong")


async def staged(
    store: RedisStore,
    *feeds: Feed,
    fetcher: Fetcher,
    parser: Parser | None = None,
    languages: Languages | None = None,
    start: Callable[[str, Callable[[], Awaitable[None]]], None],
) -> Poll:
    poll = Poll(
        table=store.feeds,
        fetcher=fetcher,
        parser=parser or CannedParser({b"document": DOCUMENT}),
        languages=languages or CannedLanguages(),
        clock=FrozenClock(NOW),
        jitter=lambda: 0.5,
        start=start,
    )
    await poll.watch(feeds, rhythm=Rhythm(min=HOUR, max=HOUR), backlog=None)
    await store.feeds.bring_forward()
    return poll


async def once(
    store: RedisStore,
    fetcher: Fetcher,
    parser: Parser | None = None,
    *,
    polled: Feed | None = None,
    languages: Languages | None = None,
) -> None:
    """One poll of one feed, to its end."""
    begun: list[Callable[[], Awaitable[None]]] = []
    poll = await staged(
        store,
        polled or feed("a"),
        fetcher=fetcher,
        parser=parser,
        languages=languages,
        start=lambda _, work: begun.append(work),
    )
    await poll.tick()
    (work,) = begun
    await work()
    assert poll.under_way == 0


async def test_a_host_that_hangs_takes_a_part_of_the_places_only(store: RedisStore, client: Any) -> None:
    hanging = [feed(f"h{n}", "hangs.example") for n in range(AT_ONCE)]
    fetcher = HangingFetcher("hangs.example")
    tasks: set[asyncio.Task[None]] = set()

    def start(_: str, work: Callable[[], Awaitable[None]]) -> None:
        tasks.add(asyncio.ensure_future(work()))

    poll = await staged(store, *hanging, feed("neighbour", "fine.example"), fetcher=fetcher, start=start)
    await client.zadd(key("feeds"), {"neighbour": 9e15})  # its turn comes after all the others
    await client.zadd(key("feeds:set"), {"neighbour": 0})
    await poll.tick()
    await client.zadd(key("feeds"), {"neighbour": 0})
    await poll.tick()
    await asyncio.wait_for(fetcher.reached_another.wait(), timeout=10)
    assert sum("hangs" in url for url in fetcher.asked) == PER_HOST
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert poll.under_way == 0


async def test_a_feed_that_fails_keeps_what_was_known_of_it(store: RedisStore) -> None:
    await once(store, CannedFetcher({"https://one.example/a": b"document"}))
    await once(store, CannedFetcher({}))
    (health,) = await store.reading.feeds([FeedId("a")])
    assert (health.trouble, health.failures) == ("http", 1)
    await store.feeds.bring_forward()
    (lease,) = await store.feeds.claim(1)
    assert lease.validators != Validators()
    assert lease.body_hash is not None


async def test_the_same_body_is_not_parsed_again(store: RedisStore) -> None:
    class Unconditional:
        async def fetch(self, url: str, validators: Validators) -> FetchResult:
            assert validators is not None
            return Fetched(body=b"document", validators=Validators(), url=url)

    await once(store, Unconditional())
    await once(store, Unconditional(), RefusingParser("not-a-feed"))
    (health,) = await store.reading.feeds([FeedId("a")])
    assert health.trouble == ""


async def test_what_the_parser_refuses_is_a_named_trouble_of_the_feed(store: RedisStore) -> None:
    for reason, trouble in (
        ("quarantined", "quarantined"),
        ("too-large", "too-large"),
        ("not-a-feed", "parse"),
    ):
        await once(store, CannedFetcher({"https://one.example/a": b"document"}), RefusingParser(reason))
        (health,) = await store.reading.feeds([FeedId("a")])
        assert health.trouble == trouble
        assert "what was wrong" in health.detail


class TestAllNew:
    """What the log says of a document of which nothing is known."""

    def document(self, *names: str, guids: str = "", published: datetime | None = None) -> Parsed:
        return Parsed(
            entries=tuple(
                Entry(guid=f"{guids}{name}", title=f"Report {name}", published=published) for name in names
            )
        )

    async def said(self, store: RedisStore, document: Parsed) -> list[tuple[str, str]]:
        """By the second of two polls, of level info and above."""
        parser = CannedParser({b"first": self.document("a", "b", "c"), b"second": document})
        await once(store, CannedFetcher({"https://one.example/a": b"first"}), parser)
        with capture_logs() as logs:
            await once(store, CannedFetcher({"https://one.example/a": b"second"}), parser)
        return [(each["log_level"], each["event"]) for each in logs]

    async def test_a_window_that_was_too_small_is_a_warning(self, store: RedisStore) -> None:
        (first, _) = await self.said(store, self.document("d", "e", "f"))
        event = "every article of this feed is new: some may have been missed between two polls"
        assert first == ("warning", event)

    async def test_an_old_stock_is_told_with_its_remedy(self, store: RedisStore) -> None:
        (first, _) = await self.said(store, self.document("d", "e", "f", published=NOW))
        assert first == ("info", "articles from before the last poll turned up: held back")

    async def test_other_ids_are_told(self, store: RedisStore) -> None:
        (first, _) = await self.said(store, self.document("a", "b", "c", guids="other-"))
        assert first == ("info", "articles came with other ids: known again by link or title")

    async def test_an_ordinary_poll_says_no_more_than_before(self, store: RedisStore) -> None:
        assert await self.said(store, self.document("c", "d", "e")) == [("info", "polled")]


async def test_a_poll_keeps_what_the_articles_are_known_by(store: RedisStore) -> None:
    await once(store, CannedFetcher({"https://one.example/a": b"document"}))
    (health,) = await store.reading.feeds([FeedId("a")])
    assert health.recognition == Recognition(by=KnownBy.LINK), "g1 is too short to be an id"


class TestLanguages:
    TITLE = "Truce talks stalled"
    PAGE = CannedFetcher({"https://one.example/a": b"document"})

    async def told(self, store: RedisStore) -> tuple[str | None, str | None, str | None]:
        await store.articles.open()
        await store.articles.read()
        (received,) = await store.articles.read()
        article = received.value
        assert article.title == self.TITLE
        return article.language, article.detected, article.reading_language

    async def test_an_unnamed_one_is_guessed(self, store: RedisStore) -> None:
        await once(store, self.PAGE, languages=CannedLanguages({self.TITLE: "en"}))
        assert await self.told(store) == (None, "en", "en")

    async def test_one_that_nobody_can_guess_stays_unknown_and_the_article_stays(
        self, store: RedisStore
    ) -> None:
        await once(store, self.PAGE, languages=CannedLanguages())
        assert await self.told(store) == (None, None, None)

    async def test_a_named_one_is_believed_unasked(self, store: RedisStore) -> None:
        languages = CannedLanguages({self.TITLE: "de"})
        await once(store, self.PAGE, polled=replace(feed("a"), language="en"), languages=languages)
        assert await self.told(store) == ("en", None, "en")
        assert languages.asked == []

    async def test_a_named_one_that_the_script_contradicts_is_guessed(self, store: RedisStore) -> None:
        languages = CannedLanguages({self.TITLE: "en"})
        await once(store, self.PAGE, polled=replace(feed("a"), language="ar"), languages=languages)
        assert await self.told(store) == ("ar", "en", "en")

    async def test_guessing_does_not_hold_up_the_event_loop(self, store: RedisStore) -> None:
        class Threads(CannedLanguages):
            def detect(self, title: str, lead: str) -> str | None:
                assert threading.current_thread() is not threading.main_thread()
                return super().detect(title, lead)

        languages = Threads()
        await once(store, self.PAGE, languages=languages)
        assert languages.asked == [self.TITLE]
