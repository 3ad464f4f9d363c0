from collections.abc import Iterator

import pytest

from tests.acceptance.feed_server import FeedServer
from tests.terminal.terminal import Terminal, missing
from tests.terminal.terminal import terminal as open_terminal


@pytest.fixture
def feeds() -> Iterator[FeedServer]:
    with FeedServer() as serving:
        yield serving


@pytest.fixture
def terminal(feeds: FeedServer) -> Iterator[Terminal]:
    """Asks for the feeds, so that it is closed before they are."""
    reason = missing()
    if reason is not None:
        pytest.skip(reason)
    with open_terminal() as opened:
        yield opened
