"""The reading side, for verbs: how things stand. Nothing here changes the store."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from monitor.adapters.redis_store.codec import moment, unpack
from monitor.adapters.redis_store.scripts import Scripts, key, reaching_the_store
from monitor.core.alerts import Alert
from monitor.core.articles import Article
from monitor.core.ids import AlertId, ChannelName, DeliveryId, FeedId, RuleId
from monitor.core.reports import (
    AlertReport,
    Archived,
    DaemonReport,
    DeliveryReport,
    DeskRecord,
    FeedHealth,
    Verdict,
)


class Reading:
    def __init__(self, scripts: Scripts) -> None:
        self._client: Any = scripts.client

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
        found = [await self.alert(AlertId(identifier.decode())) for identifier in ids]
        return tuple(report for report in found if report is not None)

    async def alert(self, identifier: AlertId) -> AlertReport | None:
        """One alert by its whole id."""
        with reaching_the_store():
            fields = await self._client.hgetall(key(f"alert:{identifier}"))
        if b"alert" not in fields:
            return None
        names = [name.decode().partition(":")[2] for name in fields if name.startswith(b"delivery:")]
        reports = [await self.delivery(DeliveryId(name)) for name in names]
        deliveries = sorted((report for report in reports if report), key=lambda report: report.created)
        return AlertReport(alert=unpack(Alert, fields[b"alert"]), deliveries=tuple(deliveries))

    async def find_alert(self, wanted: str) -> AlertReport | None:
        """One alert by its short id (with or without #), its id, or the beginning of it."""
        wanted = wanted.strip().lstrip("#")
        with reaching_the_store():
            ids = await self._client.zrange(key("alerts"), 0, -1, desc=True)
        for raw in ids:
            report = await self.alert(AlertId(raw.decode()))
            if report and (
                report.alert.short == wanted.upper() or report.alert.id.startswith(wanted.lower())
            ):
                return report
        return None

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
        notes: dict[str, dict[str, bytes]] = {}
        for name, value in fields.items():
            article, _, note = name.decode().partition("|")
            if note:
                notes.setdefault(article, {})[note] = value
        return tuple(
            _archived(unpack(Article, value), notes.get(name.decode(), {}))
            for name, value in fields.items()
            if b"|" not in name
        )


def _health(feed: FeedId, fields: dict[bytes, bytes], due: float | None, *, now: datetime) -> FeedHealth:
    known = {name.decode(): value.decode("utf-8", "replace") for name, value in fields.items()}
    times = {name: moment(known[name]) for name in ("at", "polled", "news") if name in known}
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


def _archived(article: Article, notes: dict[str, bytes]) -> Archived:
    desk = []
    for note, value in notes.items():
        kind, _, rule = note.partition("|")
        if kind == "desk":
            record = json.loads(value)
            desk.append(
                DeskRecord(
                    rule=RuleId(rule),
                    reason=record["reason"],
                    alert=AlertId(record["alert"]) if record["alert"] else None,
                )
            )
    return Archived(article=article, verdict=_verdict(notes.get("verdict")), desk=tuple(desk))


def _verdict(recorded: bytes | None) -> Verdict | None:
    if recorded is None:
        return None
    known = json.loads(recorded)
    matched = tuple((RuleId(m["rule"]), tuple(m["evidence"])) for m in known.get("matched", ()))
    return Verdict(matched=matched, suppressed=known.get("suppressed"))
