"""The demonstration: the real daemon on a store of its own, the outlets of the day, and somebody who watches both."""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog

from monitor.adapters import connection
from monitor.adapters.embedded import EmbeddedStore
from monitor.adapters.redis_store import RedisStore
from monitor.app import ROLES
from monitor.config import load as configuration
from monitor.core.errors import MonitorError
from monitor.daemon import Daemon
from monitor.demo import day as script
from monitor.demo import summary
from monitor.demo.day import Day
from monitor.demo.hands import Hands
from monitor.demo.screen import on_screen
from monitor.demo.server import FeedServer
from monitor.demo.summary import Summary
from monitor.demo.watch import Watch

FAST = timedelta(hours=4)  # of the day, in a second: all of it in ten
SLOW = timedelta(minutes=6)  # the day in under seven minutes

_LOOK = 0.2  # seconds
_QUIET_LOOKS = 3  # between two looks something may be on its way from one stage to the next
_PATIENCE = 30.0  # seconds from the end of the day until everything in it must have been told
_MOST_STORIES = 1000  # a day has a handful
_HOURS = 6  # of the day, from one line about the time to the next

Say = Callable[[str], None]


class Unfinished(MonitorError):
    """The day ended and not everything in it became of what should have."""


def play(*, fast: bool, say: Say) -> Summary:
    """The whole demonstration, in the main thread. fast: until the day is told; otherwise until SIGINT or SIGTERM.

    Alerts go to standard output as text; say hears everything else, a sentence at a time. Raises StoreRefused when
    no store can be started here, Unfinished when the day does not come to its end, KeyboardInterrupt when it was
    stopped before the daemon ran.
    """
    day = script.load()
    pace = FAST if fast else SLOW
    hands = Hands(begins=day.begins, ends=day.ends, pace=pace)
    with TemporaryDirectory(prefix="newsmonitor-demo-") as name, _logging_to(Path(name) / "log"), on_screen():
        folder = Path(name)
        embedded = EmbeddedStore(folder / "state")
        try:
            url = embedded.start()
            return asyncio.run(_play(Stage(day, hands, say=say, stays=not fast), folder, url, embedded))
        finally:
            embedded.stop()


async def _play(stage: "Stage", folder: Path, url: str, embedded: EmbeddedStore) -> Summary:
    async with FeedServer(stage.day, stage.hands) as server:
        config = configuration.load(_configured(folder, stage.day, server), environ={})
        daemon = Daemon(config, store_url=url, roles=frozenset(ROLES), embedded=embedded)
        client = connection.connect(url)
        store = RedisStore.over(client, consumer="demo")
        try:
            directing = asyncio.create_task(stage.direct(server, store))
            directing.add_done_callback(lambda _: daemon.stop())
            await daemon.run()
            directing.cancel()
            with suppress(asyncio.CancelledError):
                await directing
            watch = stage.watch
            return await summary.read(store, stage.day, failed=watch.failed, waiting=watch.waiting)
        finally:
            await client.aclose()


def _configured(folder: Path, day: Day, server: FeedServer) -> Path:
    """A config.yaml as people write them. JSON is YAML."""
    path = folder / "config.yaml"
    feeds = [
        {"id": source.id, "url": server.url(source.id), "outlet": source.outlet, "language": "en"}
        for source in day.sources
    ]
    config = {
        "state_dir": "state",
        "zone": "UTC",
        "rules": [str(script.folder() / "rules")],
        "network": {"allow_private": ["127.0.0.0/8"]},
        "poll": {"min": "1s", "backlog": "none"},
        "feeds": feeds,
        "channels": {"console": {"url": "console://"}},
    }
    path.write_text(json.dumps(config, indent=1))
    return path


class Stage:
    """Moves the day on and says what is to be said. stays: goes on watching when the day is over."""

    def __init__(self, day: Day, hands: Hands, *, say: Say, stays: bool) -> None:
        self.day, self.hands = day, hands
        self.watch = Watch({source.id: source.outlet for source in day.sources})
        self._say, self._stays = say, stays
        self._hour = day.begins

    async def direct(self, server: FeedServer, store: RedisStore) -> None:
        """The day begins when every feed was read once: what stood in them then is no news. Raises Unfinished."""
        await server.all_read.wait()
        self.hands.start()
        begins = self.day.begins
        self._say(f"{begins:%A} {begins.day} {begins:%B %Y, %H:%M} UTC: the day begins")
        while not self.hands.over:
            await self._look(store)
        await self._until_told(server, store)
        if self._stays:
            self._say("The day is over, and the daemon goes on watching. Stop it with Ctrl-C.")
        while self._stays:
            await self._look(store)

    async def _look(self, store: RedisStore) -> None:
        await asyncio.sleep(_LOOK)
        self._tell_the_time(self.hands.now())
        feeds = await store.reading.feeds([source.id for source in self.day.sources])
        for sentence in self.watch.look(feeds):
            self._say(sentence)

    def _tell_the_time(self, now: datetime) -> None:
        hour = now.replace(hour=now.hour // _HOURS * _HOURS, minute=0, second=0, microsecond=0)
        if hour > self._hour:
            self._hour = hour
            self._say(f"{hour:%A, %H:%M}")

    async def _until_told(self, server: FeedServer, store: RedisStore) -> None:
        quiet, until = 0, time.monotonic() + _PATIENCE
        while quiet < _QUIET_LOOKS:
            await self._look(store)
            left = await store.housekeeping.backlog()
            waiting = await _waiting(store)
            done = server.all_finished and not left.undecided and not left.deliveries and not waiting
            quiet = quiet + 1 if done else 0
            if not done and time.monotonic() > until:
                raise Unfinished(
                    f"{_PATIENCE:g} s after the end of the day, {left.undecided} articles are not judged and "
                    f"{left.deliveries + waiting} alerts not told: this machine is too busy for --fast, or we made a mistake.\n"
                    "Try it without --fast: newsmonitor demo"
                )


async def _waiting(store: RedisStore) -> int:
    """Stories of which something is told when a time is over."""
    stories = [report.story for report in await store.reading.stories.newest(_MOST_STORIES)]
    return sum(bool(story.waiting or story.pending) for story in stories)


@contextmanager
def _logging_to(path: Path) -> Iterator[None]:
    """What the daemon logs belongs between no two alerts: warnings and worse go to a file that goes with the state."""
    with path.open("w", encoding="utf-8") as log:
        structlog.configure(
            processors=[
                structlog.stdlib.add_log_level,
                structlog.processors.dict_tracebacks,
                structlog.processors.JSONRenderer(),
            ],
            wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
            logger_factory=structlog.PrintLoggerFactory(log),
        )
        handler = logging.StreamHandler(log)
        logging.basicConfig(handlers=[handler], level=logging.ERROR, force=True)
        try:
            yield
        finally:
            logging.getLogger().removeHandler(handler)
            structlog.reset_defaults()
