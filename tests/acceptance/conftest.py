"""The world around a daemon: feeds it polls, channels it tells, a store of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance import daemon_process
from tests.acceptance.daemon_process import Site
from tests.acceptance.feed_server import FeedServer
from tests.acceptance.sinks import Mailbox, Webhook
from tests.adapters.channel_servers import endpoint, mailbox
from tests.adapters.store_server import StoreServer


@pytest.fixture
def feeds() -> Iterator[FeedServer]:
    with FeedServer() as serving:
        yield serving


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    with endpoint() as listening:
        yield Webhook(listening)


@pytest.fixture
def post() -> Iterator[Mailbox]:
    with mailbox() as (port, mails):
        yield Mailbox(port, mails)


@pytest.fixture
def server() -> Iterator[StoreServer]:
    """A store that several daemons can share, and that can be killed."""
    running = StoreServer.start()
    yield running
    running.stop()


@pytest.fixture
def site(tmp_path: Path, feeds: FeedServer, webhook: Webhook) -> Iterator[Site]:
    """Asked for last, so that daemons end before what they talk to."""
    with daemon_process.site(tmp_path) as made:
        yield made
