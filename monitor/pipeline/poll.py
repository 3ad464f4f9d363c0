"""feeds -> poll -> articles: fetch, parse, identify, diff."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from hashlib import blake2b
from urllib.parse import urlsplit

import structlog

from monitor.core import articles, health, polling
from monitor.core.articles import Keyed
from monitor.core.errors import ParseFailed
from monitor.core.feeds import Feed, Fetched, FetchFailed, FetchResult, NotModified, Trouble, Validators
from monitor.core.ids import FeedId
from monitor.core.leases import FeedLease, PollCounts, PollOutcome
from monitor.core.polling import Rhythm
from monitor.core.ports import Clock, FeedTable, Fetcher, Languages, Parser

log = structlog.get_logger()

AT_ONCE = 256  # polls under way in one process; one that waits for its turn at a host costs next to nothing
PER_HOST = 128  # of these, how many may wait for one host: the fetcher asks a host one thing at a time
POSTPONED = timedelta(seconds=1)

_TROUBLES = {"quarantined": Trouble.QUARANTINED, "too-large": Trouble.TOO_LARGE}

Start = Callable[[str, Callable[[], Awaitable[None]]], None]


class Poll:
    """Feeds come under lease from the store; each is polled on its own, so none waits for another."""

    def __init__(
        self,
        *,
        table: FeedTable,
        fetcher: Fetcher,
        parser: Parser,
        languages: Languages,
        clock: Clock,
        jitter: Callable[[], float],
        start: Start,
    ) -> None:
        self._table, self._fetcher, self._parser, self._languages = table, fetcher, parser, languages
        self._clock, self._jitter, self._start = clock, jitter, start
        self._feeds: Mapping[FeedId, Feed] = {}
        self._rhythm = Rhythm(min=timedelta(minutes=2), max=timedelta(hours=6))
        self._backlog: int | None = 0
        self._leases: dict[FeedId, FeedLease] = {}
        self._busy: Counter[str] = Counter()  # polls under way by host
        self._stopped = False

    async def watch(self, feeds: tuple[Feed, ...], *, rhythm: Rhythm, backlog: int | None) -> None:
        """What to poll from now on, and how often. backlog: see PollOutcome."""
        self._feeds = {feed.id: feed for feed in feeds}
        self._rhythm, self._backlog = rhythm, backlog
        await self._table.sync([(feed.id, polling.spread(feed.id, rhythm.min)) for feed in feeds])

    async def tick(self) -> None:
        """Take what is due, as far as there is room, and start it."""
        room = AT_ONCE - len(self._leases)
        if self._stopped or room <= 0:
            return
        postponed = []
        for lease in await self._table.claim(room):
            feed = self._feeds.get(lease.feed)
            if feed is None:
                continue
            if self._busy[_host(feed)] >= PER_HOST:
                postponed.append(lease)
                continue
            self._leases[feed.id] = lease
            self._busy[_host(feed)] += 1
            self._start(f"poll {feed.id}", partial(self._poll, feed, lease))
        if postponed:
            await self._table.postpone(postponed, POSTPONED)

    async def renew(self) -> None:
        """Keep the leases of polls under way."""
        if self._leases:
            await self._table.renew(tuple(self._leases.values()))

    def stop(self) -> None:
        """Take nothing more."""
        self._stopped = True

    @property
    def under_way(self) -> int:
        return len(self._leases)

    async def _poll(self, feed: Feed, lease: FeedLease) -> None:
        try:
            fetched = await self._fetcher.fetch(feed.url, lease.validators)
            outcome = await self._read(feed, lease, fetched)
            counts = await self._table.commit_poll(lease, outcome)
            _report(feed, outcome, counts)
        finally:
            del self._leases[feed.id]
            self._busy[_host(feed)] -= 1

    async def _read(self, feed: Feed, lease: FeedLease, fetched: FetchResult) -> PollOutcome:
        match fetched:
            case FetchFailed():
                return self._failed(lease, fetched)
            case NotModified(validators=validators):
                return self._unchanged(lease, validators=validators)
            case Fetched(body=body):
                body_hash = blake2b(body, digest_size=16).hexdigest()
        if body_hash == lease.body_hash:
            return self._unchanged(lease, validators=fetched.validators)
        try:
            parsed = await self._parser.parse(body, url=fetched.url, content_type=fetched.content_type)
        except ParseFailed as failure:
            trouble = _TROUBLES.get(failure.reason, Trouble.PARSE)
            return self._failed(lease, FetchFailed(trouble=trouble, detail=str(failure)))
        entries = articles.from_entries(feed, parsed, fetched=self._clock.now())
        found = articles.newest_first(await self._with_languages(entries))
        return PollOutcome(
            delay=polling.after_success(self._rhythm, since_news=lease.since_news),
            validators=fetched.validators,
            body_hash=body_hash,
            detail=parsed.malformed or "",
            parsed=True,
            length=len(found),
            articles=found,
            backlog=self._backlog,
            moved_to=fetched.moved_to,
            recognition=articles.recognition(found),
        )

    async def _with_languages(self, found: tuple[Keyed, ...]) -> tuple[Keyed, ...]:
        """Guess the languages that are in doubt. What guesses is not even loaded while none is."""
        doubtful = [keyed for keyed in found if articles.is_doubtful(keyed.article)]
        if not doubtful:
            return found
        detected = dict(zip(map(id, doubtful), await asyncio.to_thread(self._detect, doubtful), strict=True))
        return tuple(detected.get(id(keyed), keyed) for keyed in found)

    def _detect(self, doubtful: list[Keyed]) -> list[Keyed]:
        return [
            replace(
                keyed,
                article=replace(
                    keyed.article,
                    detected=self._languages.detect(keyed.article.title, keyed.article.lead),
                ),
            )
            for keyed in doubtful
        ]

    def _unchanged(self, lease: FeedLease, *, validators: Validators) -> PollOutcome:
        return PollOutcome(
            delay=polling.after_success(self._rhythm, since_news=lease.since_news),
            validators=validators,
            body_hash=lease.body_hash,
        )

    def _failed(self, lease: FeedLease, failed: FetchFailed) -> PollOutcome:
        """Validators and body hash stay: what was read before is still what was read."""
        failures = lease.failures + 1
        return PollOutcome(
            delay=polling.after_failure(
                self._rhythm, failed=failed, failures=failures, jitter=self._jitter()
            ),
            validators=lease.validators,
            body_hash=lease.body_hash,
            failures=failures,
            trouble=failed.trouble,
            detail=failed.detail,
        )


def _host(feed: Feed) -> str:
    return (urlsplit(feed.url).hostname or "").casefold()


def _report(feed: Feed, outcome: PollOutcome, counts: PollCounts | None) -> None:
    bound = log.bind(feed=feed.id)
    if counts is None:
        bound.info("another daemon polled this feed meanwhile")
    elif outcome.trouble is not None:
        bound.warning(
            "poll failed", trouble=outcome.trouble, detail=outcome.detail, failures=outcome.failures
        )
    elif counts.backlog:
        bound.info(
            "first poll: remembered, not told (poll.backlog)",
            articles=counts.backlog,
            told=counts.new - counts.backlog,
        )
    elif outcome.parsed:
        _report_all_new(feed, counts)
        bound.info("polled", new=counts.new, edited=counts.edited, known=counts.known)
    else:
        bound.debug("not modified")


def _report_all_new(feed: Feed, counts: PollCounts) -> None:
    """What became of the articles of a document of which none was known."""
    bound = log.bind(feed=feed.id)
    if counts.rotated:
        bound.info("articles came with other ids: known again by link or title", articles=counts.rotated)
    if counts.backfill:
        bound.info(
            "articles from before the last poll turned up: held back",
            articles=counts.backfill,
            remedy=health.release(feed.id),
        )
    if counts.overflow:
        bound.warning(
            "every article of this feed is new: some may have been missed between two polls",
            articles=counts.overflow,
            remedy=health.OFTENER,
        )
