"""The reading side, for verbs: how things stand. Nothing here changes the store."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from monitor.adapters.redis_store import archive_notes, labels
from monitor.adapters.redis_store.codec import moment, unpack
from monitor.adapters.redis_store.scripts import Scripts, key, reaching_the_store
from monitor.adapters.redis_store.story_reading import StoryReading
from monitor.core.alerts import Alert
from monitor.core.articles import KnownBy, Recognition
from monitor.core.ids import AlertId, ArticleId, ChannelName, DeliveryId, FeedId, short
from monitor.core.reports import AlertReport, Archived, DaemonReport, DeliveryReport, FeedHealth

_AT_ONCE = 200
_ID_IN_SEEN = slice(16, 28)  # of a value of seen:FEED: behind fingerprint, time and hour; see commit_poll.lua


class Reading:
    def __init__(self, scripts: Scripts) -> None:
        self._client: Any = scripts.client
        self.stories = StoryReading(scripts)

    async def now(self) -> datetime:
        """The store's clock."""
        with reaching_the_store():
            seconds, microseconds = await self._client.time()
        return moment(seconds * 1000 + microseconds // 1000)

    async def feeds(self, feeds: Sequence[FeedId]) -> tuple[FeedHealth, ...]:
        """In the order given; a feed that was never polled is there too."""
        with reaching_the_store():
            async with self._client.pipeline(transaction=False) as pipe:
                for feed in feeds:
                    pipe.hgetall(key(f"feed:{feed}"))
                    pipe.zscore(key("feeds"), feed)
                answers = await pipe.execute()
        now = await self.now()
        return tuple(
            _health(feed, answers[2 * n], answers[2 * n + 1], now=now) for n, feed in enumerate(feeds)
        )

    async def alerts(self, *, limit: int) -> tuple[AlertReport, ...]:
        """The newest, newest first."""
        with reaching_the_store():
            ids = await self._client.zrange(key("alerts"), 0, limit - 1, desc=True)
        return await self._alerts(ids)

    async def alerts_since(self, since: datetime | None) -> AsyncIterator[AlertReport]:
        """All that were raised since then, or that are kept, the oldest first."""
        least: int | str = "-inf" if since is None else round(since.timestamp() * 1000)
        with reaching_the_store():
            ids = await self._client.zrange(key("alerts"), least, "+inf", byscore=True)
        for place in range(0, len(ids), _AT_ONCE):
            for report in await self._alerts(ids[place : place + _AT_ONCE]):
                yield report

    async def alerts_named(self, names: Iterable[AlertId]) -> dict[AlertId, AlertReport]:
        """Those of them that are kept."""
        found = await self._alerts(list(dict.fromkeys(names)))
        return {report.alert.id: report for report in found}

    async def alert(self, identifier: AlertId) -> AlertReport | None:
        """One alert by its whole id."""
        return (await self.alerts_named([identifier])).get(identifier)

    async def find_alert(self, wanted: str) -> AlertReport | None:
        """One alert by its short id (with or without #), its id, or the beginning of it. Of several, the newest."""
        wanted = wanted.strip().lstrip("#")
        with reaching_the_store():
            ids = await self._client.zrange(key("alerts"), 0, -1, desc=True)
        for raw in ids:
            name = AlertId(raw.decode())
            if short(name) == wanted.upper() or (wanted and name.startswith(wanted.lower())):
                return await self.alert(name)
        return None

    async def _alerts(self, names: Sequence[bytes | str]) -> tuple[AlertReport, ...]:
        """With their deliveries, in two round trips; those that are not kept are left out."""
        rows = await self._rows([f"alert:{_text(name)}" for name in names])
        kept = [row for row in rows if b"alert" in row]
        letters = [
            [name.decode().partition(":")[2] for name in row if name.startswith(b"delivery:")] for row in kept
        ]
        every = [letter for some in letters for letter in some]
        found = dict(zip(every, await self._rows([f"delivery:{letter}" for letter in every]), strict=True))
        return tuple(
            AlertReport(
                alert=unpack(Alert, row[b"alert"]),
                deliveries=_deliveries({letter: found[letter] for letter in some}),
                label=labels.read(row.get(b"label")),
            )
            for row, some in zip(kept, letters, strict=True)
        )

    async def _rows(self, names: Sequence[str]) -> list[dict[bytes, bytes]]:
        with reaching_the_store():
            async with self._client.pipeline(transaction=False) as pipe:
                for name in names:
                    pipe.hgetall(key(name))
                rows: list[dict[bytes, bytes]] = await pipe.execute()
        return rows

    async def delivery(self, identifier: DeliveryId) -> DeliveryReport | None:
        with reaching_the_store():
            fields = await self._client.hgetall(key(f"delivery:{identifier}"))
        return _delivery(identifier, fields) if b"alert" in fields else None

    async def deliveries(self) -> tuple[DeliveryReport, ...]:
        """What is not done: waiting, being sent, to be retried, held, dead; oldest first."""
        with reaching_the_store():
            channels = await self._client.smembers(key("channels"))
            queues = [f"queue:{name.decode()}" for name in channels]
            members = [await self._client.zrange(key(name), 0, -1) for name in (*queues, "held", "dead")]
        found = [await self.delivery(DeliveryId(raw.decode())) for raws in members for raw in raws]
        return tuple(sorted((report for report in found if report), key=lambda report: report.created))

    async def daemons(self) -> tuple[DaemonReport, ...]:
        """Every process that announced itself within a day, the most recently heard first."""
        with reaching_the_store():
            fields: dict[bytes, bytes] = await self._client.hgetall(key("daemons"))
        found = [
            replace(unpack(DaemonReport, value), seen=moment(fields[name + b"|seen"]))
            for name, value in fields.items()
            if not name.endswith(b"|seen")
        ]
        return tuple(sorted(found, key=lambda report: report.seen, reverse=True))

    async def hours(self) -> tuple[str, ...]:
        """The hours that the archive holds, newest first."""
        with reaching_the_store():
            hours = sorted(await self._client.hkeys(key("archive:bytes")), key=int, reverse=True)
        return tuple(hour.decode() for hour in hours)

    async def articles(self) -> AsyncIterator[Archived]:
        """The whole archive, newest hour first."""
        for hour in await self.hours():
            for found in await self.hour(hour):
                yield found

    async def hour(self, hour: str) -> tuple[Archived, ...]:
        """The articles of one hour with their notes: a few thousand fields at the most."""
        with reaching_the_store():
            fields: dict[bytes, bytes] = await self._client.hgetall(key(f"archive:{hour}"))
        return archive_notes.of_hour(hour, fields)

    async def keys_of(self, article: ArticleId, feed: FeedId) -> tuple[str, ...]:
        """By what the feed's memory knows this article: the letters of its keys (articles.Keyed), in their order."""
        with reaching_the_store():
            seen: dict[bytes, bytes] = await self._client.hgetall(key(f"seen:{feed}"))
        sought = bytes.fromhex(article)
        letters = {name[:1].decode() for name, value in seen.items() if value[_ID_IN_SEEN] == sought}
        return tuple(letter for letter in "gltx" if letter in letters)


def _health(feed: FeedId, fields: dict[bytes, bytes], due: float | None, *, now: datetime) -> FeedHealth:
    known = {name.decode(): value.decode("utf-8", "replace") for name, value in fields.items()}
    times = {name: moment(known[name]) for name in ("at", "polled", "news", "overflow") if name in known}
    recognition = None
    if "known_by" in known:
        recognition = Recognition(by=KnownBy(known["known_by"]), ids_repeat="ids_repeat" in known)
    return FeedHealth(
        feed=feed,
        asked=times.get("at"),
        read=times.get("polled"),
        news=times.get("news"),
        due_in=None if due is None else max(timedelta(0), moment(int(due)) - now),
        failures=int(known.get("failures", 0)),
        trouble=known.get("trouble", ""),
        detail=known.get("detail", ""),
        moved_to=known.get("moved_to", ""),
        overflow=times.get("overflow"),
        held=int(known.get("held", 0)),
        recognition=recognition,
    )


def _delivery(identifier: DeliveryId, fields: dict[bytes, bytes]) -> DeliveryReport:
    known = {name.decode(): value.decode() for name, value in fields.items()}
    return DeliveryReport(
        id=identifier,
        alert=AlertId(known["alert"]),
        channel=ChannelName(known["channel"]),
        state=known["state"],
        attempts=int(known["attempts"]),
        created=moment(known["created"]),
        changed=moment(known["at"]) if "at" in known else None,
        detail=known.get("detail", ""),
        repeat=known.get("repeat") == "1",
    )


def _deliveries(rows: dict[str, dict[bytes, bytes]]) -> tuple[DeliveryReport, ...]:
    """In the order in which they were made."""
    found = [_delivery(DeliveryId(name), row) for name, row in rows.items() if b"alert" in row]
    return tuple(sorted(found, key=lambda report: report.created))


def _text(name: bytes | str) -> str:
    return name.decode() if isinstance(name, bytes) else name
