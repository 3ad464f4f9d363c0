"""The world around the faults: feeds that move, two channels, lives to end, and the audit at the end of it all."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from redis import Redis
from redis.exceptions import RedisError

from monitor.adapters.redis_store.scripts import key
from tests.acceptance.daemon_process import Daemon, Site
from tests.acceptance.feed_server import FeedServer, rss
from tests.acceptance.sinks import Told, Webhook
from tests.faults.audit import Audit, Inside, audit, left_over
from tests.faults.press import MovingPress

PATHS = tuple(f"/{name}" for name in ("north", "south", "west", "east", "coast", "hills"))
CHANNELS = ("desk", "mail")
ROOT = Path(__file__).parents[2]


@dataclass
class World:
    """What stays while daemons and stores come and go. store: a URL for the test's own eyes."""

    site: Site
    feeds: FeedServer
    webhook: Webhook
    rows: list[Audit] = field(default_factory=list)

    def daemon(self, name: str = "under-fire", *, store: str | None, **more: Any) -> Daemon:
        """A daemon over all feeds and both channels, not started."""
        for path in PATHS:
            self.feeds.publish(path, rss())
        return self.site.daemon(
            name,
            feeds={path.removeprefix("/"): self.feeds.url(path) for path in PATHS},
            channels={channel: self.webhook.url(f"/{channel}") for channel in CHANNELS},
            store=store,
            **{"poll": {"min": "1s", "backlog": "all"}} | more,
        )

    def press(self, *, per_second: float) -> MovingPress:
        return MovingPress(self.feeds, PATHS, per_second=per_second)

    def told(self) -> dict[str, list[Told]]:
        """Whole requests only: no receiver takes the half that was sent before a sender died."""
        received = [
            (path, body) for path, body in list(self.webhook.endpoint.received) if body.endswith(b"}")
        ]
        whole = Webhook(replace(self.webhook.endpoint, received=received))
        return {channel: whole.told(f"/{channel}") for channel in CHANNELS}

    def received(self) -> int:
        return len(self.webhook.endpoint.received)

    def settle(self, store: str, press: MovingPress, *, within: float = 90) -> None:
        """Wait until everything was told and nothing is left to do. If it never is, the audit says what is missing."""
        until = time.monotonic() + within
        with Redis.from_url(store) as client:
            while not _settled(client, press) and time.monotonic() < until:
                time.sleep(0.05)

    def audit(self, fault: str, press: MovingPress, *, store: str, **more: Any) -> Audit:
        """The row of this fault; it goes into the table too."""
        with Redis.from_url(store) as client:
            inside = Inside.of(client)
        found = audit(fault, published=press.published, inside=inside, outside=self.told(), **more)
        self.rows.append(found)
        return found


def _settled(client: Redis, press: MovingPress) -> bool:
    """Every delivery there must be was recorded, and nothing waits anywhere."""
    asked: Any = client
    try:
        sent = int(asked.hget(key("counters"), "deliveries:sent") or 0)
        return sent >= len(press.published) * len(CHANNELS) and not left_over(client)
    except RedisError:
        return False


def quiet(store: str) -> bool:
    """Nothing waits anywhere, at three looks in a row: for what never settles because something was lost."""
    with Redis.from_url(store) as client:
        for _ in range(3):
            if any(not name.startswith("dead") for name in left_over(client)):
                return False
            time.sleep(0.5)
    return True


class Nursery:
    """`with Nursery(daemon, url) as nursery`: lives of that daemon's configuration, forked from one process."""

    def __init__(self, daemon: Daemon, url: str, *, naive: str = "") -> None:
        self._daemon, self._url, self._naive = daemon, url, naive
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | dict(self._daemon.environ),
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        self._process.communicate(timeout=60)

    def live(self, roles: str = "poll,match,desk,deliver") -> int:
        """A new life; its process id."""
        config, log = self._daemon.folder / "config.yaml", self._daemon.log_file
        return self._ask(f"live {config} {self._url} {log} {roles} {self._naive}")

    def kill(self, pid: int) -> None:
        self._ask(f"kill {pid}")

    def end(self, pid: int) -> None:
        self._ask(f"end {pid}")

    def _ask(self, line: str) -> int:
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


def keep_promises(found: Audit) -> None:
    assert found.broken == (), found.row
