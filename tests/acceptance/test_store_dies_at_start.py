"""A daemon's own store may die before the daemon has spoken to it once: it is started again all the same."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

from redis import Redis

from monitor.adapters.embedded import EmbeddedStore
from monitor.app import ROLES
from monitor.config import load
from monitor.daemon import Daemon
from tests.acceptance.daemon_process import Site
from tests.acceptance.feed_server import FeedServer, rss
from tests.acceptance.waiting import SAFETY


async def test_a_store_that_dies_before_the_first_word_is_started_again(
    site: Site, feeds: FeedServer, tmp_path: Path
) -> None:
    feeds.publish("/world", rss())
    folder = site.daemon("early", feeds={"world": feeds.url("/world")}, channels={}, routes={}).folder
    settings = load.load(folder / "config.yaml", environ={})
    settings.state_dir.mkdir()
    embedded = EmbeddedStore(settings.state_dir, say=lambda _: None)
    url = embedded.start()
    with Redis.from_url(url) as client:
        asked: Any = client
        os.kill(asked.info("server")["process_id"], signal.SIGKILL)
    try:
        daemon = Daemon(settings, store_url=url, roles=frozenset(ROLES), embedded=embedded)
        async with asyncio.timeout(SAFETY):
            assert await daemon.run(once=True)
    finally:
        embedded.stop()
