"""Two daemons on one store: each article once; when one is killed, the other takes over within a lease."""

import time
from itertools import pairwise

from monitor.core.leases import LEASE
from tests.acceptance.daemon_process import Daemon, Site, counters
from tests.acceptance.feed_server import FeedServer, Item, rss
from tests.acceptance.sinks import Webhook
from tests.acceptance.waiting import eventually
from tests.adapters.store_server import StoreServer

INTERVAL = 2.0  # seconds: poll.min
ALLOWED = LEASE.total_seconds() + 2.0  # from the kill: a poll under way has just renewed its lease
PATHS = tuple(f"/feed-{number}" for number in range(60))


def test_two_daemons_share_the_work_and_either_survives_the_other(
    server: StoreServer, feeds: FeedServer, webhook: Webhook, site: Site
) -> None:
    for path in PATHS:
        feeds.publish(path, rss())
    first, second = (daemon(site, name, server, feeds, webhook) for name in ("first", "second"))
    first.launch()
    second.launch()
    first.await_ready()
    second.await_ready()
    eventually(lambda: {asked.path for asked in feeds.asked} == set(PATHS), "every feed to be polled")

    before = publish(feeds, first=0)
    eventually(lambda: len(webhook.told()) >= len(PATHS), "an alert from every feed")
    eventually(lambda: counters(server.url)["deliveries:sent"] == len(PATHS), "all of them to be recorded")
    assert first.said("matched")
    assert second.said("matched")

    victim, survivor = (first, second) if first.said("decided") else (second, first)
    with feeds.holding():  # both have feeds under lease now, and neither can end its polls
        asked = len(feeds.asked)
        eventually(lambda: len(feeds.asked) >= asked + 2, "a poll of each to be under way")
        victim.kill()
    killed = time.monotonic()
    after = publish(feeds, first=len(PATHS))
    eventually(lambda: len(webhook.told()) >= 2 * len(PATHS), "an alert from every feed, from the survivor")
    told_within = time.monotonic() - killed
    eventually(lambda: time.monotonic() > killed + ALLOWED, "the time in which every feed must be polled")

    late = {path: gap for path in PATHS if (gap := longest_gap(feeds, path, killed)) > ALLOWED}
    assert late == {}
    assert told_within < INTERVAL + ALLOWED + 3
    assert survivor.said("decided")
    each_told_once(webhook, counters(server.url), [*before, *after])
    assert survivor.stop(within=6) == 0


def each_told_once(webhook: Webhook, counted: dict[str, int], headlines: list[str]) -> None:
    """Outside, one message for each, none of them marked; inside, one of everything."""
    assert sorted(webhook.headlines()) == sorted(headlines)
    assert not any(told.repeat for told in webhook.told())
    stages = ("articles:new", "matches", "alerts", "deliveries:sent")
    assert [counted[name] for name in stages] == [len(headlines)] * len(stages)


def daemon(site: Site, name: str, server: StoreServer, feeds: FeedServer, webhook: Webhook) -> Daemon:
    return site.daemon(
        name,
        feeds={path.removeprefix("/"): feeds.url(path) for path in PATHS},
        channels={"hook": webhook.url()},
        store=server.url,
        poll={"min": f"{INTERVAL:.0f}s", "backlog": "all"},
    )


def publish(feeds: FeedServer, *, first: int) -> list[str]:
    """One article per feed, instead of what was there, each about a district of its own. The headlines."""
    items = {
        path: Item(name=f"d{number}", title=f"Truce collapses in district {number}")
        for number, path in enumerate(PATHS, start=first)
    }
    for path, item in items.items():
        feeds.publish(path, rss(item))
    return [item.title for item in items.values()]


def longest_gap(feeds: FeedServer, path: str, since: float) -> float:
    """Seconds from then to the next request for this feed, between two, or from the last one to now."""
    times = [asked.at for asked in list(feeds.asked) if asked.path == path]
    after = [since, *(at for at in times if at > since), time.monotonic()]
    return max(later - earlier for earlier, later in pairwise(after))
