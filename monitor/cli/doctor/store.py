"""The store and the daemons that announced themselves in it. Only looked at: nothing is written."""

import os
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.cli.doctor.channels import conditions
from monitor.cli.doctor.finding import Finding, ok, problem, warning
from monitor.core.errors import MonitorError, StoreRefused
from monitor.core.ports import Clock

if TYPE_CHECKING:
    from redis.asyncio import Redis

    from monitor.config.documents import Document
    from monitor.core.reports import DaemonReport

_PINGS = 5
_SLOW = 50.0  # milliseconds; a poll asks a few times, an alert some ten times
_ASKEW = timedelta(seconds=2)
_FULL = 0.9
_AS_DAEMON = "run this as the daemon's user, for example sudo -u newsmonitor newsmonitor doctor"
_HEARD_WITHIN = timedelta(minutes=1)  # a daemon announces itself every ten seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """What config.yaml says of the store."""

    url: str | None
    durability: Any
    state_dir: Path
    feeds: int


async def store(document: "Document", clock: Clock) -> AsyncIterator[Finding]:
    """The server, the clocks, what is in it, and who works with it."""
    from redis.exceptions import RedisError

    from monitor.adapters import connection
    from monitor.adapters.redis_store.scripts import reaching_the_store
    from monitor.cli.feeds import policy

    settings = policy.model(document)
    try:
        url = policy.store_url(document)
    except StoreRefused as refused:
        yield problem("store", str(refused), _AS_DAEMON)
        return
    place = _Place(
        url=url,
        durability=settings.store.durability,
        state_dir=policy.state_dir(document),
        feeds=len(settings.feeds),
    )
    if place.url is None:
        for finding in _at_rest(place.state_dir, os.environ):
            yield finding
        return
    try:
        async with connection.connect(place.url, socket_timeout=3, retries=0) as client:
            with reaching_the_store():
                async for finding in _running(client, place, clock):
                    yield finding
    except (MonitorError, RedisError) as error:
        yield problem(
            "store", str(error), "start it, or mend store.url in config.yaml; the password is part of it"
        )


def _at_rest(state_dir: Path, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Nothing runs: could it?"""
    from monitor.adapters.embedded.place import Place
    from monitor.adapters.embedded.servers import Record, choose, find_programs

    try:
        record = Record.read(Place(state_dir=state_dir.absolute()).record) if state_dir.is_dir() else None
        program = choose(find_programs(environ), record.server if record else None)
    except StoreRefused as refused:
        yield problem("store", str(refused), "newsmonitor run cannot start before that is done")
    else:
        yield ok("store", f"one of our own, started by newsmonitor run: {program}")
    yield warning("daemon", f"no daemon is running here (state_dir {state_dir})", "newsmonitor run")


async def _running(client: "Redis", place: _Place, clock: Clock) -> AsyncIterator[Finding]:
    from monitor.adapters import connection
    from monitor.adapters.redis_store import RedisStore

    latency = await _latency(client)
    info: dict[str, Any] = await client.info()
    yield _server(info, latency)
    try:
        risks = await connection.refuse_unsafe(client, place.durability)
    except StoreRefused as refused:
        sentence, _, remedy = str(refused).partition(" Remedy:\n")
        yield problem("store", sentence, remedy.strip() or "use another server")
    else:
        for risk in risks:
            yield warning("store", risk.partition(" Remedy:")[0], "accepted by store: {durability: relaxed}")
        if not risks:
            yield ok("store", "it keeps an append-only file and evicts nothing")
    for finding in (*_persistence(info), _memory(info), await _schema(client)):
        yield finding
    opened = RedisStore.over(client, consumer="doctor")
    reading = opened.reading
    before, now, after = clock.now(), await reading.now(), clock.now()
    yield _clocks(before + (after - before) / 2, now)
    for finding in daemons(await reading.daemons(), now, place.feeds):
        yield finding
    for finding in conditions(await opened.progress.conditions(), now):
        yield finding


async def _latency(client: "Redis") -> float:
    """The median of a few round trips, in milliseconds; the first makes the connection."""
    await client.ping()
    spent = []
    for _ in range(_PINGS):
        begun = time.perf_counter()
        await client.ping()
        spent.append((time.perf_counter() - begun) * 1000)
    return sorted(spent)[_PINGS // 2]


def _server(info: Mapping[str, Any], latency: float) -> Finding:
    name = "Valkey" if "valkey_version" in info else "Redis"
    version = info.get("valkey_version") or info.get("redis_version", "of unknown version")
    text = f"{name} {version} answers in {latency:.1f} ms"
    if latency > _SLOW:
        return warning("store", text, "put it nearer to the daemon: every article costs some round trips")
    return ok("store", text)


def _persistence(info: Mapping[str, Any]) -> Iterator[Finding]:
    for field, what in (("aof_last_write_status", "write"), ("aof_last_bgrewrite_status", "shorten")):
        if info.get("aof_enabled") and info.get(field, "ok") != "ok":
            yield problem(
                "store",
                f"it could not {what} its append-only file",
                "look at its log and the room on its disk",
            )


def _memory(info: Mapping[str, Any]) -> Finding:
    used, limit = int(info.get("used_memory", 0)), int(info.get("maxmemory", 0))
    bound = limit or int(info.get("total_system_memory", 0))
    text = f"it uses {used / (1 << 20):.0f} MiB of {bound / (1 << 20):.0f} MiB"
    if bound and used > _FULL * bound:
        return problem(
            "store",
            f"{text}: a full store takes no more news",
            "raise maxmemory, or lower archive: {max: ...}",
        )
    return ok("store", text + ("" if limit else " (the machine's; no limit of its own)"))


async def _schema(client: Any) -> Finding:
    from monitor.adapters import connection
    from monitor.adapters.redis_store.scripts import key, text

    written = text(await client.get(key("schema")))
    if written is None:
        return ok("store", "nothing of ours is in it yet")
    if written == str(connection.SCHEMA):
        return ok("store", f"what is in it is laid out as this version expects (schema {written})")
    return problem(
        "store",
        f"what is in it has schema {written[:20]}, this version knows {connection.SCHEMA}",
        "install the version that wrote it, or use another database (the number at the end of store.url)",
    )


def _clocks(here: datetime, there: datetime) -> Finding:
    askew = there - here
    if abs(askew) <= _ASKEW:
        return ok("clock", f"this machine and the store agree ({here:%Y-%m-%d %H:%M:%S} UTC)")
    seconds = abs(askew).total_seconds()
    return warning(
        "clock",
        f"the store is {'ahead of' if askew > timedelta(0) else 'behind'} this machine by {seconds:.0f} s",
        "let both be set by the network: timedatectl set-ntp true, or chrony",
    )


def daemons(reports: Sequence["DaemonReport"], now: datetime, feeds: int) -> Iterator[Finding]:
    """Who runs, since when, and whether they work by what config.yaml says."""
    from monitor.core.durations import show

    for report in reports:
        who = f"pid {report.pid} on {report.name.partition(':')[0]}"
        if now - report.seen > _HEARD_WITHIN:
            last = f"{who} was last heard {show(now - report.seen)} ago and did not say that it stops"
            yield warning("daemon", last, "start it again: systemctl start newsmonitor, or newsmonitor run")
            continue
        text = f"{who} runs for {show(now - report.started)}; feeds: {report.feeds}, rules: {report.rules}"
        if report.problems:
            yield warning(
                "daemon",
                f"{text}; mistakes in rule files: {len(report.problems)}",
                "newsmonitor check tells them",
            )
        elif report.feeds != feeds:
            yield warning(
                "daemon", f"{text}; feeds in config.yaml: {feeds}", f"reload it: kill -HUP {report.pid}"
            )
        else:
            yield ok("daemon", text)
    if not any(now - report.seen <= _HEARD_WITHIN for report in reports):
        yield warning(
            "daemon", "no daemon works with this store", "newsmonitor run, or systemctl start newsmonitor"
        )
