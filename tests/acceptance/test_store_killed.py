"""SIGKILL under load, of the store and of the daemon: nothing is lost, and what comes twice says so."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.acceptance.daemon_process import (
    Daemon,
    Site,
    counters,
    embedded_url,
    kill_embedded_store,
)
from tests.acceptance.feed_server import FeedServer, Press, rss
from tests.acceptance.sinks import Webhook, assert_told_at_least_once
from tests.acceptance.waiting import eventually
from tests.adapters.store_server import StoreServer

PATHS = ("/north", "/south", "/west")
PER_SECOND = 20.0
BURST = 60  # articles at once: more than one batch of a stage


def test_the_embedded_store_killed_under_load_is_started_again_and_loses_nothing(
    feeds: FeedServer, webhook: Webhook, site: Site
) -> None:
    daemon = watching(site, feeds, webhook)
    daemon.start()
    with load(feeds) as press:
        for _ in range(3):
            in_the_middle_of_a_burst(press, webhook)
            kill_embedded_store(daemon)
        in_the_middle_of_a_burst(press, webhook)
        daemon.kill()
        daemon.start()
    everything_arrives(webhook, press)
    eventually(lambda: settled(embedded_url(daemon), press), "every delivery to be recorded")
    assert daemon.stop() == 0


def test_a_shared_store_killed_under_load_is_waited_for_and_loses_nothing(
    server: StoreServer, feeds: FeedServer, webhook: Webhook, site: Site
) -> None:
    daemon = watching(site, feeds, webhook, store=server.url)
    daemon.start()
    with load(feeds) as press:
        for _ in range(2):
            in_the_middle_of_a_burst(press, webhook)
            server.kill()
            eventually(lambda: daemon.said("waiting for the store"), "the daemon to notice")
            server.restart()
        in_the_middle_of_a_burst(press, webhook)
        daemon.kill()
        server.kill()
        server.restart()
        daemon.start()
    everything_arrives(webhook, press)
    eventually(lambda: settled(server.url, press), "every delivery to be recorded")
    assert daemon.stop() == 0


def watching(site: Site, feeds: FeedServer, webhook: Webhook, *, store: str | None = None) -> Daemon:
    for path in PATHS:
        feeds.publish(path, rss())
    return site.daemon(
        "under-load",
        feeds={path.removeprefix("/"): feeds.url(path) for path in PATHS},
        channels={"hook": webhook.url()},
        store=store,
        poll={"min": "1s", "backlog": "all"},
    )


@contextmanager
def load(feeds: FeedServer) -> Iterator[Press]:
    press = Press(feeds, PATHS, per_second=PER_SECOND)
    press.start()
    try:
        yield press
    finally:
        press.stop()


def in_the_middle_of_a_burst(press: Press, webhook: Webhook) -> None:
    """Returns when the first articles of a burst have been told and the others are on their way."""
    before = len(webhook.endpoint.received)
    mark = press.burst(BURST).encode()
    eventually(lambda: any(mark in body for _, body in webhook.endpoint.received[before:]), "the burst")


def everything_arrives(webhook: Webhook, press: Press) -> None:
    published = {item.title for item in press.published}
    eventually(lambda: published <= set(webhook.headlines()), f"all of {len(published)} articles")
    assert_told_at_least_once(webhook.told(), published)


def settled(store_url: str, press: Press) -> bool:
    """Inside, every article counts once, whatever was resent or done again."""
    counted, published = counters(store_url), len(press.published)
    stages = [counted.get(name) for name in ("articles:new", "matches", "alerts", "deliveries:sent")]
    assert all(count is None or count <= published for count in stages), counted
    return stages == [published] * len(stages)
