"""How soon people hear: `python tests/bench/bench_latency.py [SECONDS]`. Prints, asserts nothing.

One `newsmonitor run` with its own store polls FEEDS feeds once a second. Every answer brings an article of its own that
matches: so many articles a second. Measured is the time from that answer to the request at a local webhook.
"""

import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread

from tests.acceptance import daemon_process
from tests.acceptance.feed_server import Item, rss

FEEDS = 75  # each is asked again a second after it answered, at the next tick: some 50 answers a second
HOSTS = 8  # a host is asked one thing at a time
WARM_UP = 5.0  # seconds: the first polls are spread over the first minute of the interval, and everything is imported
MEDIAN, P99 = 0.150, 0.500  # seconds: the aims
_NUMBER = re.compile(r"district (\d+)")


@dataclass
class Times:
    """Moments (time.monotonic) by the number of the article."""

    answered: dict[int, float] = field(default_factory=dict)
    heard: dict[int, float] = field(default_factory=dict)

    def latencies(self, *, since: float) -> list[float]:
        """Of articles answered since then and heard of, shortest first."""
        return sorted(
            self.heard[number] - at
            for number, at in self.answered.items()
            if at >= since and number in self.heard
        )


@contextmanager
def world(times: Times) -> Iterator[list[str]]:
    """Hosts of feeds that always have something new, and of the webhook."""
    numbers = count(10_000)  # of districts, which tell one story from the next: none is taken for a year

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_GET(self) -> None:
            number = next(numbers)
            body = rss(Item(name=f"story-{number}", title=f"Truce collapses in district {number}"))
            times.answered[number] = time.monotonic()
            self._answer(body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found = _NUMBER.search(json.loads(body)["message"])
            if found:
                times.heard.setdefault(int(found[1]), time.monotonic())
            self._answer(b"ok")

        def _answer(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ExitStack() as stack:
        yield [stack.enter_context(_serving(f"127.0.0.{1 + number}", Handler)) for number in range(HOSTS)]


@contextmanager
def _serving(address: str, handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer((address, 0), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"{address}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def measure(folder: Path, *, seconds: float) -> list[float]:
    times = Times()
    with world(times) as hosts, daemon_process.site(folder) as site:
        daemon = site.daemon(
            "latency",
            feeds={
                f"feed-{number}": f"http://{hosts[number % HOSTS]}/feed-{number}" for number in range(FEEDS)
            },
            channels={"hook": f"json://{hosts[0]}/hook"},
            poll={"min": "1s", "max": "1s", "backlog": "all"},
        )
        daemon.start()
        time.sleep(WARM_UP)
        since = time.monotonic()
        time.sleep(seconds)
        until = time.monotonic()
        daemon.stop()
    found = times.latencies(since=since)
    asked = sum(since <= at < until for at in times.answered.values())
    sys.stdout.write(
        f"{asked / seconds:.0f} articles/s over {seconds:.0f} s, {asked - len(found)} not heard at the end\n"
    )
    return found


def report(latencies: list[float]) -> str:
    median, p99 = (latencies[int(len(latencies) * share)] for share in (0.5, 0.99))
    return (
        f"from the answer of the feed to the webhook: median {median * 1000:.0f} ms ({median / MEDIAN:.2f} of the aim of "
        f"{MEDIAN * 1000:.0f}), p99 {p99 * 1000:.0f} ms ({p99 / P99:.2f} of the aim of {P99 * 1000:.0f}), "
        f"longest {latencies[-1] * 1000:.0f} ms"
    )


def main(seconds: float = 20) -> None:
    with tempfile.TemporaryDirectory(prefix="nm", dir="/tmp") as folder:
        sys.stdout.write(f"{report(measure(Path(folder), seconds=seconds))}\n")


if __name__ == "__main__":
    main(*map(float, sys.argv[1:2]))
