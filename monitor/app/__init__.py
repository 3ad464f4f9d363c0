"""The composition root: names every adapter and wires the stages. It decides nothing."""

import asyncio
import os
import random
import sys
from collections.abc import Awaitable, Callable
from datetime import tzinfo
from typing import Protocol

import structlog

from monitor.adapters import connection, rule_watch, slots
from monitor.adapters.clock import SystemClock
from monitor.adapters.console import ConsoleSender
from monitor.adapters.feed_parser import FeedParser
from monitor.adapters.http_fetcher import HttpFetcher
from monitor.adapters.language_detector import LanguageDetector
from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.housekeeping import Backlog
from monitor.adapters.sender_thread import SenderThread
from monitor.app.rules import RulesInForce
from monitor.config import load
from monitor.config.settings import Config
from monitor.core import alerts
from monitor.core.channels import Channel, Severity
from monitor.core.errors import ConfigError
from monitor.core.ids import FeedId
from monitor.core.matching import Index
from monitor.core.polling import Rhythm
from monitor.core.ports import Sender
from monitor.core.reports import DaemonReport
from monitor.core.rules import RuleSet
from monitor.pipeline.desk import DeskStage
from monitor.pipeline.match import MatchStage
from monitor.pipeline.poll import Poll
from monitor.pipeline.senders import Senders

log = structlog.get_logger()

ROLES = ("poll", "match", "desk", "deliver")

Work = Callable[[], Awaitable[None]]


class Crew(Protocol):
    """Who runs the tasks: daemon.Crew."""

    def start(self, name: str, work: Work) -> None: ...

    def keep(self, name: str, work: Work) -> None: ...


class App:
    """Everything one process consists of. open() connects, begin() sets to work, leave() gives all leases back."""

    def __init__(self, config: Config, *, store_url: str, roles: frozenset[str], crew: Crew) -> None:
        self._config, self._roles, self._crew = config, roles, crew
        self._clock = SystemClock()
        self._client = connection.connect(store_url)
        self._started = self._clock.now()
        self._slot = slots.take(config.state_dir)
        self._store = RedisStore.over(self._client, consumer=self._slot.consumer)
        self._fetcher = HttpFetcher(config.network, clock=self._clock)
        self._parser = FeedParser()
        self._poll = Poll(
            table=self._store.feeds,
            fetcher=self._fetcher,
            parser=self._parser,
            languages=LanguageDetector(),
            clock=self._clock,
            jitter=random.random,
            start=crew.start,
        )
        self._match = MatchStage(inbox=self._store.articles, index=Index.of(RuleSet.of(())))
        self._rules = RulesInForce(config, stage=self._match, tell=self._tell_operator)
        self._desk = DeskStage(
            inbox=self._store.matches, desk=self._store.desk, routes=config.routes, clock=self._clock
        )
        self._senders = Senders(
            outbox=self._store.outbox, thread=self._thread, jitter=random.random, keep=crew.keep
        )
        self._reloading = asyncio.Lock()

    async def open(self) -> None:
        """Wait for the store, refuse one that would lose alerts. Raises StoreRefused."""
        log.info("connecting to the store")
        await connection.wait_until_ready(self._client, on_wait=lambda why: log.error("waiting", detail=why))
        for warning in await connection.refuse_unsafe(self._client, self._config.store.durability.value):
            log.warning("store", detail=warning)
        await connection.settle_schema(self._client)

    async def begin(self) -> None:
        """Load the rules and start every stage of our roles."""
        await self._store.housekeeping.succeed()
        async with self._reloading:
            await self._follow(self._config)
        if "match" in self._roles:
            self._crew.keep("match", self._match.run)
        self._crew.keep("rule files", lambda: self._rules.follow_files(rule_watch.changes))
        if "desk" in self._roles:
            self._crew.keep("desk", self._desk.run)
        if "deliver" in self._roles:
            self._crew.keep("doorbell", self._answer_the_door)

    async def reload(self) -> None:
        """Read config.yaml and the rules again; what is wrong with them changes nothing and is told."""
        async with self._reloading:
            try:
                config = await asyncio.to_thread(load.load, self._config.path, environ=os.environ)
                refuse_bad_channels(config)
            except ConfigError as error:
                title = "config.yaml was not reloaded; the last one stays"
                await self._tell_operator("config", title, str(error))
                return
            for name in ("store", "state_dir", "network"):
                if getattr(config, name) != getattr(self._config, name):
                    log.warning("this change of config.yaml takes effect at the next start", key=name)
            self._config = config
            await self._follow(config)
            await self.announce_tick()

    async def poll_tick(self) -> None:
        if "poll" in self._roles:
            await self._poll.tick()

    async def due_tick(self) -> None:
        """Timers, retries, and rings that were lost."""
        if "desk" in self._roles:
            await self._desk.tick()
        self._senders.ring_all()

    async def renew_tick(self) -> None:
        await self._poll.renew()

    async def announce_tick(self) -> None:
        """Who we are and what we work by, for status."""
        now = self._clock.now()
        await self._store.housekeeping.announce(
            DaemonReport(
                name=self._slot.consumer,
                pid=os.getpid(),
                roles=tuple(sorted(self._roles, key=ROLES.index)),
                started=self._started,
                seen=now,
                feeds=len(self._config.feeds),
                rules=len(self._rules.loaded.rules),
                fingerprint=self._rules.loaded.index.ruleset.fingerprint,
                problems=tuple(str(problem) for problem in self._rules.loaded.problems),
            )
        )

    async def care_tick(self) -> None:
        archive = self._config.archive
        await self._store.housekeeping.trim(keep=archive.keep, most_bytes=archive.max_bytes)
        if "deliver" in self._roles:
            await self._senders.adopt_orphans()

    async def poll_now(self) -> int:
        """Every feed is due at once. Returns the store's clock, for to_poll()."""
        return await self._store.feeds.bring_forward()

    async def to_poll(self, *, since: int) -> int:
        """How many feeds have not been polled since then, well or badly, or are being polled."""
        feeds = [feed.id for feed in self._config.feeds]
        polled = await self._store.feeds.polled(feeds, since=since)
        return max(len(feeds) - polled, self._poll.under_way)

    async def in_trouble(self) -> tuple[FeedId, ...]:
        """Feeds whose last poll failed."""
        known = await self._store.reading.feeds([feed.id for feed in self._config.feeds])
        return tuple(health.feed for health in known if health.trouble)

    async def backlog(self) -> Backlog:
        """What waits between the stages."""
        return await self._store.housekeeping.backlog()

    def clock_stepped(self) -> None:
        self._store.articles.clock_stepped()
        self._store.matches.clock_stepped()

    def stop(self) -> None:
        """Claim nothing more."""
        self._poll.stop()
        self._senders.stop()

    def under_way(self) -> int:
        """Polls and sends that have not ended."""
        return self._poll.under_way + self._senders.sending

    async def leave(self) -> None:
        """Give back what another daemon would otherwise wait for; an unanswered send keeps its claim."""
        if "desk" in self._roles:
            await self._desk.release()
        await self._senders.release()
        await self._store.housekeeping.leave()
        if "match" in self._roles:
            await self._store.articles.close()
        if "desk" in self._roles:
            await self._store.matches.close()

    async def aclose(self) -> None:
        self._senders.close()
        await self._fetcher.aclose()
        await self._parser.aclose()
        await self._client.aclose()
        self._slot.free()

    def summary(self) -> dict[str, object]:
        """What is watched. roles only when others must do the rest."""
        return {
            "feeds": len(self._config.feeds),
            "rules": len(self._rules.loaded.rules),
            "channels": len(self._config.channels),
            "roles": [] if self._roles == frozenset(ROLES) else sorted(self._roles, key=ROLES.index),
        }

    def status(self) -> str:
        """One line for systemctl status."""
        line = f"watching {len(self._config.feeds)} feeds with {len(self._rules.loaded.rules)} rules"
        if self._rules.loaded.problems:
            line += f"; {len(self._rules.loaded.problems)} mistakes in rule files, see the log"
        return line

    async def _follow(self, config: Config) -> None:
        """Put a configuration into force: rules first, so that no article is judged by none."""
        await self._rules.load(config)
        self._desk.follow(config.routes)
        if "deliver" in self._roles:
            await self._senders.follow(
                config.channels, config.zone, operator=config.operator, routes=config.routes
            )
        if "poll" in self._roles:
            rhythm = Rhythm(min=config.poll.min, max=config.poll.max)
            await self._poll.watch(config.feeds, rhythm=rhythm, backlog=config.poll.backlog)
            await self._parser.start()

    async def _tell_operator(self, kind: str, title: str, text: str) -> None:
        log.error("operator", kind=kind, title=title, detail=text)
        told = alerts.notice(kind=kind, title=title, text=text, severity=Severity.HIGH, now=self._clock.now())
        await self._store.desk.notice(told, self._config.operator)

    def _thread(self, channel: Channel, zone: tzinfo) -> SenderThread:
        """Apprise takes 0.2 s and 30 MB to load: only who needs it pays, in the channel's own thread."""

        def sender() -> Sender:
            if channel.is_console:
                return ConsoleSender(
                    sys.stdout, zone=zone, colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR")
                )
            from monitor.adapters.apprise_sender import AppriseSender  # noqa: PLC0415  see above

            return AppriseSender(channel, network=self._config.network)

        return SenderThread(sender, name=channel.name)

    async def _answer_the_door(self) -> None:
        async for name in self._store.doorbell.rings():
            self._senders.ring(name)


def refuse_bad_channels(config: Config) -> None:
    """What only the library that sends can tell about a channel. Raises ConfigError."""
    addresses = [(name, channel) for name, channel in config.channels.items() if not channel.is_console]
    if not addresses:
        return
    from monitor.adapters.apprise_sender import problems  # noqa: PLC0415  only who needs Apprise pays for it

    wrong = [
        (name, why)
        for name, channel in addresses
        if (why := problems(channel.url.reveal(), local=channel.on_this_machine))
    ]
    if wrong:
        raise ConfigError([config.problem(("channels", name), f"its address {why}") for name, why in wrong])
