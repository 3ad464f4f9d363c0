"""The one audit behind every fault: what was published against what the store holds and what the channels received."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from redis import Redis

from monitor.adapters.redis_store.codec import unpack
from monitor.adapters.redis_store.scripts import key
from monitor.core.alerts import Alert
from tests.acceptance.sinks import Told

HEADER = "| fault | amount | articles | lost | doubled inside | repeated outside | in flight at most |"
RULE = "|---|---|---|---|---|---|---|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What the store says: the alerts raised for each headline, the channels of each alert, what was counted."""

    alerts: Mapping[str, Sequence[str]]
    deliveries: Mapping[str, Sequence[tuple[str, str]]]
    counted: Mapping[str, int]
    left: Mapping[str, int]
    unrecorded: int  # sends that had begun and of whose end the store never heard

    @classmethod
    def of(cls, client: Redis) -> "Inside":
        rows: Any
        alerts: defaultdict[str, list[str]] = defaultdict(list)
        deliveries: dict[str, list[tuple[str, str]]] = {}
        asked: Any = client  # replies are bytes; redis-py's types allow for more
        with asked.pipeline(transaction=False) as pipe:
            ids = [name.decode() for name in asked.zrange(key("alerts"), 0, -1)]
            for name in ids:
                pipe.hgetall(key(f"alert:{name}"))
            rows = pipe.execute()
        for name, fields in zip(ids, rows, strict=True):
            alerts[unpack(Alert, fields[b"alert"]).headline].append(name)
            deliveries[name] = [
                (field.decode().partition(":")[2], channel.decode())
                for field, channel in fields.items()
                if field.startswith(b"delivery:")
            ]
        attempts = _attempts(client, [row for found in deliveries.values() for row, _ in found])
        counters = {name.decode(): int(value) for name, value in asked.hgetall(key("counters")).items()}
        return cls(
            alerts=alerts,
            deliveries=deliveries,
            counted=counters,
            left=left_over(client),
            unrecorded=sum(begun - 1 for begun in attempts if begun),
        )


def _attempts(client: Redis, deliveries: Sequence[str]) -> list[int]:
    asked: Any = client
    with asked.pipeline(transaction=False) as pipe:
        for name in deliveries:
            pipe.hget(key(f"delivery:{name}"), "attempts")
        return [int(begun or 0) for begun in pipe.execute()]


def left_over(client: Redis) -> dict[str, int]:
    """Work that waits or was given up, by where it lies; empty when everything is done."""
    asked: Any = client
    found = {name: asked.xlen(key(name)) for name in ("articles", "matches", "dead:articles", "dead:matches")}
    found |= {name: asked.zcard(key(name)) for name in ("dead", "held")}
    found |= {
        f"queue:{name.decode()}": asked.zcard(key(f"queue:{name.decode()}"))
        for name in asked.smembers(key("channels"))
    }
    return {name: size for name, size in found.items() if size}


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One row of the table. mistakes are whatever else a promise would call broken."""

    fault: str
    amount: str
    articles: int
    lost: int
    doubled: int
    repeated: int
    in_flight: int
    mistakes: tuple[str, ...]

    @property
    def is_control(self) -> bool:
        """It shows that the audit sees: what it found must not be nothing."""
        return self.fault.startswith("control")

    @property
    def row(self) -> str:
        cells = (
            self.fault,
            self.amount,
            self.articles,
            self.lost,
            self.doubled,
            self.repeated,
            self.in_flight,
        )
        return f"| {' | '.join(f'{cell:,}' if isinstance(cell, int) else cell for cell in cells)} |"

    @property
    def broken(self) -> tuple[str, ...]:
        """Promises that were not kept; empty when all is well."""
        found = [f"{self.lost} lost"] if self.lost else []
        found += [f"{self.doubled} doubled inside"] if self.doubled else []
        if self.repeated > self.in_flight:
            found.append(f"{self.repeated} repeats, but at most {self.in_flight} were in flight")
        return (*found, *self.mistakes)


def audit(
    fault: str,
    *,
    amount: str,
    published: Collection[str],
    inside: Inside,
    outside: Mapping[str, Sequence[Told]],
    in_flight: int,
    forgets: bool = False,
) -> Audit:
    """published: headlines that were in a feed and match. outside: what each channel received, in order.

    in_flight: how many sends at most can have been under way when the faults struck; what the store knows to have begun
    and never ended may be less. forgets: the fault takes acknowledged writes back (a cut file, a fail-over), so the store
    does not know, and a repeat need not say that it is one.
    """
    wanted, channels = set(published), tuple(outside)
    told = {name: Counter(message.headline for message in messages) for name, messages in outside.items()}
    lost = sum(headline not in told[name] for name in channels for headline in wanted)
    lost += sum(headline not in inside.alerts for headline in wanted)
    return Audit(
        fault=fault,
        amount=amount,
        articles=len(wanted),
        lost=lost,
        doubled=doubled(inside, articles=len(wanted), channels=len(channels)),
        repeated=sum(copies - 1 for counts in told.values() for copies in counts.values()),
        in_flight=in_flight if forgets else min(in_flight, inside.unrecorded),
        mistakes=tuple(_mistakes(wanted, inside, outside, forgets=forgets)),
    )


def doubled(inside: Inside, *, articles: int, channels: int) -> int:
    """Alerts, deliveries and hand-overs beyond the one that each article causes."""
    alerts = sum(len(names) - 1 for names in inside.alerts.values())
    rows = [row for names in inside.deliveries.values() for row in names]
    per_alert = sum(
        len(names) - len({channel for _, channel in names}) for names in inside.deliveries.values()
    )
    same_id = len(rows) - len({name for name, _ in rows})
    counted = inside.counted
    beyond = {
        "matches": counted.get("matches", 0) - articles,
        "alerts": counted.get("alerts", 0) - articles,
        "deliveries:sent": counted.get("deliveries:sent", 0) - articles * channels,
    }
    twice = counted.get("suppressed:duplicate", 0) + counted.get("deliveries:orphaned", 0)
    return alerts + per_alert + same_id + twice + sum(max(0, surplus) for surplus in beyond.values())


def _mistakes(
    wanted: set[str], inside: Inside, outside: Mapping[str, Sequence[Told]], *, forgets: bool
) -> list[str]:
    found = [f"left behind: {inside.left}"] if inside.left else []
    if strange := set(inside.alerts) - wanted:
        found.append(f"alerts for what was not published or does not match: {sorted(strange)[:3]}")
    for name, messages in outside.items():
        copies: defaultdict[str, list[Told]] = defaultdict(list)
        for message in messages:
            copies[message.headline].append(message)
        if strange := set(copies) - wanted:
            found.append(f"{name} heard what was not published or does not match: {sorted(strange)[:3]}")
        for headline, received in copies.items():
            if len({message.short for message in received}) > 1:
                found.append(f"{name} heard of one article under two ids: {headline}")
            if not forgets and any(not message.repeat for message in received[1:]):
                found.append(f"{name} heard a repeat that does not say so: {headline}")
    return found
