"""The store: Redis or Valkey. Each stage's atomic step is one script in lua/; these files only call them."""

import secrets
from dataclasses import dataclass

from redis.asyncio import Redis

from monitor.adapters.redis_store.desk_log import RedisDesk
from monitor.adapters.redis_store.doorbell import Doorbell
from monitor.adapters.redis_store.feed_table import RedisFeedTable
from monitor.adapters.redis_store.housekeeping import Housekeeping
from monitor.adapters.redis_store.inbox import ArticleInbox, MatchInbox
from monitor.adapters.redis_store.labels import Labels
from monitor.adapters.redis_store.outbox import RedisOutbox
from monitor.adapters.redis_store.progress import Progress
from monitor.adapters.redis_store.reading import Reading
from monitor.adapters.redis_store.scripts import Scripts

__all__ = ["RedisStore"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedisStore:
    """One connection pool, one random word per process start, and the part of the store each stage works with."""

    feeds: RedisFeedTable
    articles: ArticleInbox
    matches: MatchInbox
    desk: RedisDesk
    outbox: RedisOutbox
    doorbell: Doorbell
    housekeeping: Housekeeping
    reading: Reading
    labels: Labels
    progress: Progress

    @classmethod
    def over(cls, client: Redis, *, consumer: str) -> "RedisStore":
        """consumer is the same after a restart: host + state_dir + slot."""
        scripts = Scripts(client)
        word = secrets.token_hex(6)
        return cls(
            feeds=RedisFeedTable(scripts, word=word),
            articles=ArticleInbox(scripts, consumer=consumer),
            matches=MatchInbox(scripts, consumer=consumer),
            desk=RedisDesk(scripts, token=f"desk:{word}"),
            outbox=RedisOutbox(scripts, token=f"sender:{word}"),
            doorbell=Doorbell(client),
            housekeeping=Housekeeping(scripts, name=consumer, word=word),
            reading=Reading(scripts),
            labels=Labels(scripts),
            progress=Progress(scripts),
        )
