"""When each feed is due, under whose lease, and what is remembered of it."""

import json
from collections.abc import Sequence
from datetime import timedelta

from monitor.adapters.redis_store.codec import milliseconds, pack
from monitor.adapters.redis_store.scripts import Argument, Scripts, key, pairs, reaching_the_store, text
from monitor.core.articles import Keyed
from monitor.core.feeds import Validators
from monitor.core.ids import FeedId
from monitor.core.leases import LEASE, FeedLease, PollCounts, PollOutcome, Released


class RedisFeedTable:
    def __init__(self, scripts: Scripts, *, word: str) -> None:
        self._scripts = scripts
        self._word = word

    async def sync(self, feeds: Sequence[tuple[FeedId, timedelta]]) -> int:
        """Schedule feeds that are new (each within its spread), drop those that are gone; how many went."""
        arguments = [item for feed, spread in feeds for item in (feed, milliseconds(spread))]
        return int(await self._scripts.call("sync_feeds", *arguments))

    async def claim(self, limit: int) -> tuple[FeedLease, ...]:
        """At most limit feeds that are due, each under a lease of its own."""
        now, *rows = await self._scripts.call("claim_feeds", limit, milliseconds(LEASE), self._word)
        return tuple(_lease(feed, token, pairs(fields), now=int(now)) for feed, token, fields in rows)

    async def renew(self, leases: Sequence[FeedLease]) -> frozenset[FeedId]:
        """Keep leases alive; the feeds whose lease was lost."""
        held = [item for lease in leases for item in (lease.feed, lease.token)]
        lost = await self._scripts.call("renew_feeds", milliseconds(LEASE), *held)
        return frozenset(FeedId(feed.decode()) for feed in lost)

    async def postpone(self, leases: Sequence[FeedLease], delay: timedelta) -> None:
        """Give leases back unused; their feeds are due again after delay."""
        held = [item for lease in leases for item in (lease.feed, lease.token)]
        await self._scripts.call("postpone_feeds", milliseconds(delay), *held)

    async def commit_poll(self, lease: FeedLease, outcome: PollOutcome) -> PollCounts | None:
        """All of a poll or nothing; None when the lease was lost."""
        articles = [argument for keyed in outcome.articles for argument in _article(keyed)]
        held, new, edited, known, backlog, rotated, backfill, overflow = await self._scripts.call(
            "commit_poll", lease.feed, lease.token, _head(outcome), *articles
        )
        if not held:
            return None
        return PollCounts(
            new=new,
            edited=edited,
            known=known,
            backlog=backlog,
            rotated=rotated,
            backfill=backfill,
            overflow=overflow,
        )

    async def release_backfill(self, feed: FeedId) -> Released:
        """What is held back of this feed as backfill is handed on as new."""
        handed_on, dropped = await self._scripts.call("release_backfill", feed)
        return Released(handed_on=handed_on, dropped=dropped)

    async def bring_forward(self) -> int:
        """Every feed is due now; the store's clock in milliseconds."""
        return int(await self._scripts.call("bring_forward"))

    async def polled(self, feeds: Sequence[FeedId], *, since: int) -> int:
        """How many of these have ended a poll, well or badly, since that moment of the store's clock."""
        with reaching_the_store():
            async with self._scripts.client.pipeline(transaction=False) as pipe:
                for feed in feeds:
                    pipe.hget(key(f"feed:{feed}"), "at")
                ended = await pipe.execute()
        return sum(at is not None and int(at) >= since for at in ended)


def _lease(feed: bytes, token: bytes, fields: dict[str, bytes], *, now: int) -> FeedLease:
    news = fields.get("news") or fields.get("polled")
    return FeedLease(
        feed=FeedId(feed.decode()),
        token=token.decode(),
        validators=Validators(etag=text(fields.get("etag")), last_modified=text(fields.get("last_modified"))),
        body_hash=text(fields.get("body_hash")),
        failures=int(fields.get("failures", 0)),
        since_news=timedelta(milliseconds=max(0, now - int(news))) if news else None,
    )


def _head(outcome: PollOutcome) -> str:
    """Validators are kept byte for byte: what was Latin-1 on the wire must come out as it went in."""
    known = {
        "etag": outcome.validators.etag,
        "last_modified": outcome.validators.last_modified,
        "body_hash": outcome.body_hash,
        "moved_to": outcome.moved_to,
        "trouble": outcome.trouble,
        "detail": outcome.detail or None,
        "failures": str(outcome.failures),
    }
    if outcome.recognition is not None:  # else it stays what it was: the document held nothing to tell it by
        known |= {
            "known_by": outcome.recognition.by,
            "ids_repeat": "1" if outcome.recognition.ids_repeat else None,
        }
    head = {
        "delay": milliseconds(outcome.delay),
        "parsed": outcome.parsed,
        "backlog": -1 if outcome.backlog is None else outcome.backlog,
        "length": outcome.length,
        "fields": {name: value for name, value in known.items() if value is not None},
        "gone": [name for name, value in known.items() if value is None],
    }
    return json.dumps(head, ensure_ascii=False)


def _article(keyed: Keyed) -> list[Argument]:
    """Keys as a letter and eight raw bytes: three of them cost less than one link."""
    article = keyed.article
    keys = [name[:1].encode() + bytes.fromhex(name[2:]) for name in keyed.keys]
    field = f"{article.id}:{article.fingerprint}:{article.feed}"
    # A date before 1970 is no news, and not the absence of a date.
    published = -1 if article.published is None else max(0, int(article.published.timestamp() * 1000))
    identity = (bytes.fromhex(article.fingerprint), bytes.fromhex(article.id))
    return [len(keys), *keys, *identity, field, published, pack(article)]
