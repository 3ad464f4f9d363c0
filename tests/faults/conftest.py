"""Fixtures of the faults, the seed at the top of the run, and the table at its end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance import daemon_process
from tests.acceptance.daemon_process import Site
from tests.acceptance.feed_server import FeedServer
from tests.acceptance.sinks import Webhook
from tests.adapters.channel_servers import endpoint
from tests.adapters.store_server import StoreServer
from tests.faults.audit import HEADER, RULE, Audit
from tests.faults.seed import SEED
from tests.faults.world import World

ROWS: list[Audit] = []


def pytest_report_header() -> str:
    return f"faults: NEWSMONITOR_SEED={SEED}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if ROWS:
        terminalreporter.section(f"what was promised, what was found (NEWSMONITOR_SEED={SEED})")
        for line in (HEADER, RULE, *(row.row for row in sorted(ROWS, key=lambda row: row.is_control))):
            terminalreporter.write_line(line)


@pytest.fixture
def feeds() -> Iterator[FeedServer]:
    with FeedServer() as serving:
        yield serving


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    with endpoint() as listening:
        yield Webhook(listening)


@pytest.fixture
def site(tmp_path: Path, feeds: FeedServer, webhook: Webhook) -> Iterator[Site]:
    with daemon_process.site(tmp_path) as made:
        yield made


@pytest.fixture
def world(site: Site, feeds: FeedServer, webhook: Webhook) -> World:
    return World(site=site, feeds=feeds, webhook=webhook, rows=ROWS)


@pytest.fixture
def server() -> Iterator[StoreServer]:
    """A store as the embedded one is run: an append-only file, written out every second."""
    running = StoreServer.start()
    yield running
    running.stop()
