"""`newsmonitor run` as a child process, with everything it reads and writes in one folder."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from monitor.adapters.embedded import find_running
from monitor.adapters.redis_store.scripts import key
from tests.acceptance.waiting import SAFETY, eventually

TRUCE = """rules:
  - id: truce-collapses
    title: Truce collapsed
    severity: high
    match: [truce collapses]
"""

# The child must not hear of a supervisor or a proxy that happens to be around the tests.
_FOREIGN = frozenset(
    {"notify_socket", "watchdog_usec", "newsmonitor_config", "http_proxy", "https_proxy", "all_proxy"}
)


@dataclass
class Daemon:
    """One newsmonitor with a folder of its own. It may be started again after it ended."""

    folder: Path
    environ: Mapping[str, str]
    options: Sequence[str] = ()
    _process: subprocess.Popen[bytes] | None = None
    _log_start: int = 0

    def start(self) -> None:
        """Starts it and waits until it says that it is ready."""
        self.launch()
        self.await_ready()

    def await_ready(self) -> None:
        eventually(lambda: self.ended() or self.said("ready"), f"{self.folder.name} to be ready")
        assert not self.ended(), f"ended at once: {self.log_text()}"

    def launch(self) -> None:
        self._log_start = self.log_file.stat().st_size if self.log_file.exists() else 0
        command = [
            *(sys.executable, "-m", "monitor", "run", "--verbose"),
            *("--config", str(self.folder / "config.yaml"), *self.options),
        ]
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.inherited
            )

    @property
    def inherited(self) -> dict[str, str]:
        """The environment it runs in, also for a verb beside it."""
        ours = {name: value for name, value in os.environ.items() if name.lower() not in _FOREIGN}
        return ours | dict(self.environ)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def wait(self, *, within: float = SAFETY) -> int:
        """Its exit status. Raises subprocess.TimeoutExpired."""
        assert self._process is not None
        return self._process.wait(within)

    def stop(self, *, within: float = SAFETY) -> int:
        """SIGTERM. Its exit status. Raises subprocess.TimeoutExpired."""
        self.signal(signal.SIGTERM)
        return self.wait(within=within)

    def kill(self) -> None:
        """SIGKILL: no last words."""
        if not self.ended():
            self.signal(signal.SIGKILL)
            self.wait()

    def reload(self) -> None:
        """SIGHUP."""
        self.signal(signal.SIGHUP)

    def signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    @property
    def log_file(self) -> Path:
        return self.folder / "log.jsonl"

    def log_text(self) -> str:
        """Everything it wrote since its last start."""
        with self.log_file.open("rb") as log:
            log.seek(self._log_start)
            return log.read().decode(errors="replace")

    def said(self, event: str) -> list[dict[str, Any]]:
        """The log entries of this event since its last start. A line that is still being written does not count."""
        text, _, _ = self.log_text().rpartition("\n")
        entries = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        return [entry for entry in entries if entry.get("event") == event]

    def await_another(self, *events: str) -> dict[str, Any]:
        """The next log entry of one of these events that is written from now on."""
        before = sum(len(self.said(event)) for event in events)
        eventually(
            lambda: sum(len(self.said(event)) for event in events) > before, f"another {' or '.join(events)}"
        )
        return max((entry for event in events for entry in self.said(event)), key=_when)


def _when(entry: dict[str, Any]) -> str:
    return str(entry["timestamp"])


@dataclass
class Site:
    """Makes folders with configurations, and the daemons over them; ends all of these and shows their logs."""

    root: Path
    daemons: list[Daemon] = field(default_factory=list)

    def daemon(
        self,
        name: str,
        *,
        feeds: Mapping[str, str],
        channels: Mapping[str, str],
        rules: str = TRUCE,
        store: str | None = None,
        options: Sequence[str] = (),
        **more: Any,
    ) -> Daemon:
        """A daemon that is not started yet. feeds and channels are URLs by name; more are sections of config.yaml."""
        folder = self.root / name
        (folder / "rules").mkdir(parents=True)
        (folder / "rules" / "main.yaml").write_text(rules)
        config = {
            "state_dir": "state",
            "store": {"url": store},
            "network": {"allow_private": ["127.0.0.0/8"]},
            "poll": {"min": "1s", "backlog": "none"},
            "feeds": [{"id": feed, "url": url, "outlet": outlet(feed)} for feed, url in feeds.items()],
            "channels": {channel: {"env": f"CHANNEL_{channel.upper()}"} for channel in channels},
            "routes": {"default": list(channels)},
        }
        # JSON is YAML.
        (folder / "config.yaml").write_text(json.dumps(config | more, indent=1))
        environ = {f"CHANNEL_{channel.upper()}": url for channel, url in channels.items()}
        made = Daemon(folder=folder, environ=environ, options=options)
        self.daemons.append(made)
        return made

    def close(self) -> None:
        """pytest shows what is printed here when the test failed."""
        for daemon in self.daemons:
            daemon.kill()
            if daemon.log_file.exists():
                lines = daemon.log_file.read_text(errors="replace").splitlines()
                shown = "\n".join(lines[-60:])
                sys.stdout.write(f"--- {daemon.folder.name}: last of {len(lines)} lines\n{shown}\n")


def outlet(feed: str) -> str:
    """The outlet that a feed of this id is given."""
    return f"Outlet {feed}"


def counters(store_url: str) -> dict[str, int]:
    """What the store has counted: articles:new, alerts, deliveries:sent, suppressed:edit ..."""
    with Redis.from_url(store_url) as client:
        found: Any = client.hgetall(key("counters"))
        return {name.decode(): int(value) for name, value in found.items()}


def await_first_poll(store_url: str) -> None:
    eventually(lambda: counters(store_url).get("polls"), "the first poll")


def embedded_url(daemon: Daemon) -> str:
    """The store that a daemon runs for itself, once it answers."""
    url = eventually(lambda: find_running(daemon.folder / "state"), "the embedded store")
    assert url is not None
    return url


def kill_embedded_store(daemon: Daemon) -> None:
    """SIGKILL of the server process, and nothing else."""
    url = embedded_url(daemon)
    with Redis.from_url(url) as client:
        process: Any = eventually(lambda: _process_id(client), "the embedded store to have loaded its files")
    os.kill(process, signal.SIGKILL)


def _process_id(client: Redis) -> int | None:
    try:
        info: Any = client.info("server")
    except RedisError:
        return None
    return int(info["process_id"])


@contextmanager
def site(root: Path) -> Iterator[Site]:
    made = Site(root)
    try:
        yield made
    finally:
        made.close()
