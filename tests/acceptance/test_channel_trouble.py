"""A channel that refuses the daemon: its fallback takes over, the operator hears of it once, and a person mends it."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.acceptance.daemon_process import Daemon, Site, await_first_poll
from tests.acceptance.feed_server import FeedServer, Item, rss
from tests.acceptance.sinks import Told, Webhook
from tests.acceptance.waiting import eventually
from tests.adapters.channel_servers import endpoint
from tests.adapters.store_server import StoreServer

ITEMS = tuple(Item(name=f"n{number}", title=f"Truce collapses in district {number}") for number in range(3))


@pytest.fixture
def duty() -> Iterator[Webhook]:
    """Where the fallback and the operator's messages arrive."""
    with endpoint() as listening:
        yield Webhook(listening)


def test_a_channel_that_refuses_us_loses_nothing_and_comes_back(
    server: StoreServer, feeds: FeedServer, webhook: Webhook, duty: Webhook, site: Site
) -> None:
    feeds.publish("/world", rss())
    daemon = site.daemon(
        "one",
        feeds={"world": feeds.url("/world")},
        channels={"desk": webhook.url(), "duty": duty.url()},
        store=server.url,
        routes={"default": ["desk"]},
        operator={"channel": "duty"},
    )
    config = daemon.folder / "config.yaml"
    config.write_text(config.read_text().replace('"CHANNEL_DESK"', '"CHANNEL_DESK", "fallback": "duty"'))
    daemon.start()
    await_first_poll(server.url)

    webhook.endpoint.answer = 404
    feeds.publish("/world", rss(ITEMS[0]))
    eventually(lambda: len(duty.told()) == 2, "the fallback and the operator to hear")
    assert any("Channel desk is broken: HTTP 404" in shown(told) for told in duty.told())
    feeds.publish("/world", rss(*ITEMS[:2]))
    eventually(lambda: len(duty.told()) == 3, "the second alert on the fallback")
    assert len(webhook.endpoint.received) == 1, "one that refuses is not asked with every alert"
    status = newsmonitor(daemon, "status")
    assert status.returncode == 1
    assert "! channel desk: refuses our messages since " in status.stdout

    webhook.endpoint.answer = 200
    assert newsmonitor(daemon, "channels", "test", "desk").returncode == 0
    feeds.publish("/world", rss(*ITEMS))
    eventually(lambda: len(webhook.told()) == 3, "the test and the third alert on the channel itself")
    eventually(lambda: len(duty.told()) == 4, "the operator to hear that it works")
    assert "Channel desk works again" in shown(duty.told()[-1])
    assert daemon.stop(within=6) == 0


def shown(told: Told) -> str:
    """As a person reads it: what keeps a title from addressing anybody has no width."""
    return told.title.replace("\u2060", "").replace("\u200b", "")


def newsmonitor(daemon: Daemon, *verb: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "monitor", *verb, "--config", str(daemon.folder / "config.yaml")]
    return subprocess.run(command, capture_output=True, text=True, env=daemon.inherited, check=False)
