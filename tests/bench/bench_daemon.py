"""What the daemon costs: `python tests/bench/bench_daemon.py [FEEDS]`. Prints, asserts nothing. Linux only.

Time from start to ready, memory after two rounds of polling with an alert told, CPU time of `newsmonitor --help`.
"""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.acceptance.feed_server import FeedServer, Item, rss
from tests.acceptance.waiting import eventually
from tests.adapters.channel_servers import endpoint

ROUNDS = 2
ENTRIES = 30
RULES = "rules: [{id: truce-collapses, title: Truce collapsed, match: [truce collapses]}]\n"
COMMAND = (sys.executable, "-m", "monitor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """ready: seconds. memory: resident MB of each process of the tree by name, the main process first."""

    feeds: int
    ready: float
    memory: tuple[tuple[str, float], ...]

    @property
    def main(self) -> float:
        return self.memory[0][1]

    def __str__(self) -> str:
        tree = ", ".join(f"{name} {size:.0f}" for name, size in self.memory)
        whole = sum(size for _, size in self.memory)
        return (
            f"ready after {self.ready:.2f} s; with {self.feeds} feeds after {ROUNDS} rounds "
            f"main process {self.main:.0f} MB, process tree {whole:.0f} MB ({tree})"
        )


def measure(folder: Path, *, feed_count: int) -> Costs:
    """One daemon with an embedded store in this folder, until every feed was polled twice and an alert was told."""
    with FeedServer() as feeds, endpoint() as hook:
        for number in range(feed_count):
            items = [
                Item(
                    name=f"{number}-{place}", title=f"Harvest report {number}, part {place}, from the valley"
                )
                for place in range(ENTRIES)
            ]
            feeds.publish(f"/{number}", rss(*items))
        _configure(folder, feeds, feed_count)
        environ = os.environ | {"HOOK": hook.url.replace("http://", "json://")}
        with _daemon(folder, environ) as (pid, ready):
            _await_rounds(feeds, feed_count)
            feeds.publish("/0", rss(Item(name="truce", title="Truce collapses along the river")))
            eventually(lambda: hook.received, "an alert")
            return Costs(feeds=feed_count, ready=ready, memory=tuple(_tree(pid)))


def help_cpu_seconds() -> float:
    """Processor time of `newsmonitor --help`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*COMMAND, "--help"], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _configure(folder: Path, feeds: FeedServer, feed_count: int) -> None:
    (folder / "rules.yaml").write_text(RULES)
    config = {
        "rules": ["rules.yaml"],
        "network": {"allow_private": ["127.0.0.0/8"]},
        "poll": {"min": "3s"},
        "feeds": [
            {"id": f"feed-{number}", "url": feeds.url(f"/{number}"), "outlet": f"Outlet {number}"}
            for number in range(feed_count)
        ],
        "channels": {"hook": {"env": "HOOK"}},
    }
    (folder / "config.yaml").write_text(json.dumps(config))


@contextmanager
def _daemon(folder: Path, environ: dict[str, str]) -> Iterator[tuple[int, float]]:
    """Its process id and the seconds until it told its supervisor that it is ready."""
    with (
        tempfile.TemporaryDirectory(prefix="nm", dir="/tmp") as short,  # a socket's path has some 100 bytes
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor,
        (folder / "log.jsonl").open("ab") as log,
    ):
        supervisor.bind(f"{short}/notify")
        supervisor.settimeout(60)
        began = time.monotonic()
        process = subprocess.Popen(
            [*COMMAND, "run", "--config", str(folder / "config.yaml")],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=environ | {"NOTIFY_SOCKET": f"{short}/notify"},
        )
        try:
            while b"READY=1" not in supervisor.recv(4096).splitlines():
                pass
            ready = time.monotonic() - began
            supervisor.close()
            yield process.pid, ready
            process.send_signal(signal.SIGTERM)
            process.wait(30)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


def _await_rounds(feeds: FeedServer, feed_count: int) -> None:
    def fewest() -> int:
        times = Counter(asked.path for asked in list(feeds.asked))
        return min(times.values()) if len(times) == feed_count else 0

    eventually(lambda: fewest() > ROUNDS, f"{ROUNDS} rounds of polling", within=120)


def _tree(pid: int) -> Iterator[tuple[str, float]]:
    """Name and resident MB of a process and of everything below it."""
    status = dict(
        line.split(":", 1)
        for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
        if ":" in line
    )
    command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    module = next((after for before, after in pairwise(command) if before == b"-m"), None)
    yield (module.decode() if module else status["Name"].strip()), int(status["VmRSS"].split()[0]) / 1024
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text("utf-8").split():
            yield from _tree(int(child))


def main(feed_count: int = 200) -> None:
    with tempfile.TemporaryDirectory(prefix="nm") as folder:
        costs = measure(Path(folder), feed_count=feed_count)
    sys.stdout.write(f"{costs}\nnewsmonitor --help takes {help_cpu_seconds():.2f} s of CPU\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
