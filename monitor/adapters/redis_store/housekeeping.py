"""What keeps the store small, and what tells how much work lies in it."""

from dataclasses import dataclass, replace
from datetime import timedelta

from monitor.adapters.redis_store.codec import milliseconds, pack, unpack
from monitor.adapters.redis_store.scripts import Scripts, key, reaching_the_store
from monitor.core.reports import DaemonReport

TRIM_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Work that waits: entries in the streams, deliveries in the queues, entries given up."""

    articles: int
    matches: int
    deliveries: int
    dead: int

    @property
    def undecided(self) -> int:
        """Entries that have not become deliveries, or nothing, yet."""
        return self.articles + self.matches


class Housekeeping:
    def __init__(self, scripts: Scripts, *, name: str, word: str) -> None:
        self._scripts = scripts
        self._name, self._word = name, word

    async def succeed(self) -> int:
        """Take over at once from the process that ran here before and said no good-bye; how many leases it left.

        Only for who holds the slot of this name: then the other one is dead.
        """
        with reaching_the_store():
            packed = await self._scripts.client.hget(key("daemons"), self._name)
        word = unpack(DaemonReport, packed).word if packed else ""
        if not word or word == self._word:
            return 0
        return int(await self._scripts.call("succeed", word))

    async def announce(self, report: DaemonReport) -> None:
        """This daemon lives; what it works by."""
        await self._scripts.call("announce", self._name, pack(replace(report, word=self._word)))

    async def leave(self) -> None:
        """This daemon is gone, and nobody need wonder why."""
        await self._scripts.call("announce", self._name, "")

    async def trim(self, *, keep: timedelta, most_bytes: int) -> None:
        """The oldest of the archive goes first, and alerts of that age once they are delivered."""
        await self._scripts.call("trim_archive", milliseconds(keep), most_bytes)
        while await self._scripts.call("trim_alerts", milliseconds(keep), TRIM_AT_ONCE) == TRIM_AT_ONCE:
            pass

    async def backlog(self) -> Backlog:
        client = self._scripts.client
        with reaching_the_store():
            async with client.pipeline(transaction=False) as pipe:
                pipe.xlen(key("articles")).xlen(key("matches")).zcard(key("dead"))
                pipe.xlen(key("dead:articles")).xlen(key("dead:matches")).smembers(key("channels"))
                articles, matches, letters, dead_articles, dead_matches, channels = await pipe.execute()
            deliveries = [await client.zcard(key(f"queue:{name.decode()}")) for name in channels]
        return Backlog(
            articles=articles,
            matches=matches,
            deliveries=sum(deliveries),
            dead=letters + dead_articles + dead_matches,
        )

    async def counters(self) -> dict[str, int]:
        with reaching_the_store():
            found = await self._scripts.client.hgetall(key("counters"))
        return {name.decode(): int(value) for name, value in found.items()}
