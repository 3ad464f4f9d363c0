"""python -m tests.faults.nursery: imports the daemon once, then forks one whole life of it for every line it reads.

A life is newsmonitor's own Daemon over a real store, with two differences: bodies are parsed in the process itself, and
leases, ticks and patience are a tenth of the real ones. So a thousand deaths, each under load, fit into minutes.
`live CONFIG URL LOG ROLES HAND-OVER` answers with a process id; `kill PID` and `end PID` answer when that process is gone.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import apprise

import monitor.adapters.apprise_sender  # noqa: F401  what an alert would import otherwise
from monitor.adapters.feed_parser import FeedParser
from monitor.adapters.parser_worker import document, wire
from monitor.adapters.redis_store.inbox import ArticleInbox
from monitor.cli import logs
from monitor.config import load
from monitor.config.settings import Config
from monitor.core.leases import Judged
from monitor.core.parsing import Parsed
from monitor.daemon import Daemon
from tests.faults.hand_overs import NAIVE

FASTER: dict[str, Any] = {
    "LEASE": timedelta(seconds=0.6),
    "RENEWAL": timedelta(seconds=0.2),
    "ORPHANED": 500,  # ms
    "BLOCK": 200,  # ms
    "POLL_TICK": timedelta(seconds=0.1),
    "DUE_TICK": timedelta(seconds=0.1),
    "RENEW_TICK": timedelta(seconds=0.2),
    "LONGEST_PAUSE": timedelta(seconds=0.5),
}


class ParserInside(FeedParser):
    """The same parser without its process: a life that lasts half a second must not start a second one."""

    async def start(self) -> None:
        """Nothing is started."""

    async def parse(self, body: bytes, *, url: str, content_type: str | None) -> Parsed:
        return document.read(wire.Request(url=url, content_type=content_type, body=body))


def hurry() -> None:
    """Shorten what the modules of the daemon took from each other by name."""
    for module in [module for name, module in sys.modules.items() if name.startswith("monitor.")]:
        for name in FASTER.keys() & vars(module).keys():
            setattr(module, name, FASTER[name])


def live(config: Config, url: str, *, roles: str, naive: str) -> None:
    """One daemon, until it is stopped or killed."""
    daemon = Daemon(config, store_url=url, roles=frozenset(roles.split(",")))
    app = daemon._app
    app._parser = app._poll._parser = ParserInside()
    if naive:
        _hand_over_naively(app._store.articles, naive)
    asyncio.run(daemon.run())


def _hand_over_naively(inbox: ArticleInbox, naive: str) -> None:
    async def advance(judged: Sequence[Judged]) -> tuple[bool, ...]:
        for each in judged:
            await NAIVE[naive](inbox._scripts, each.received, each.matches)
        return (True,) * len(judged)

    inbox.advance = advance  # type: ignore[method-assign]


def fork(config: Config, url: str, log: Path, *, roles: str, naive: str) -> int:
    child = os.fork()
    if child:
        return child
    try:
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        silence = os.open(os.devnull, os.O_RDONLY)
        for ours, theirs in ((silence, 0), (output, 1), (output, 2)):
            os.dup2(ours, theirs)
        logs.configure(verbose=True, quiet=False)
        live(config, url, roles=roles, naive=naive)
    finally:
        os._exit(0)


def main() -> None:
    hurry()
    apprise.Apprise().add("json://127.0.0.1")  # loads its plugins
    configs: dict[str, Config] = {}
    alive: set[int] = set()
    for line in sys.stdin:
        verb, *words = line.rstrip("\n").split(" ")
        match verb:
            case "live":
                path, url, log, roles, naive = words
                if path not in configs:
                    configs[path] = load.load(Path(path), environ=os.environ)
                answer = fork(configs[path], url, Path(log), roles=roles, naive=naive)
                alive.add(answer)
            case "kill" | "end":
                answer = int(words[0])
                os.kill(answer, signal.SIGKILL if verb == "kill" else signal.SIGTERM)
                os.waitpid(answer, 0)
                alive.discard(answer)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    for left in alive:
        os.kill(left, signal.SIGKILL)
        os.waitpid(left, 0)


if __name__ == "__main__":
    main()
