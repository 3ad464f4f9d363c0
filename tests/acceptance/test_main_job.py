"""The main job: what a feed brings is told once, on every channel, and never again."""

from tests.acceptance.daemon_process import Daemon, Site, await_first_poll, counters, embedded_url
from tests.acceptance.feed_server import FeedServer, Item, rss
from tests.acceptance.sinks import Mailbox, Told, Webhook
from tests.acceptance.waiting import eventually

OLD = (
    Item(name="old", title="Truce collapses near the old bridge"),
    Item(name="fair", title="Village fair opens"),
)
NEW = Item(name="river", title="Truce collapses in district 4")
EDITED = Item(name="river", title="Truce collapses in district 4, mediators leave")
LATER = Item(name="hills", title="Truce collapses in district 9")


def test_an_article_is_told_once_on_every_channel_whatever_happens_afterwards(
    post: Mailbox, feeds: FeedServer, webhook: Webhook, site: Site
) -> None:
    feeds.publish("/world", rss(*OLD))
    daemon = site.daemon(
        "main",
        feeds={"world": feeds.url("/world")},
        channels={"hook": webhook.url(), "mail": post.url},
    )
    daemon.start()
    await_first_poll(embedded_url(daemon))
    feeds.publish("/world", rss(NEW, *OLD))
    eventually(lambda: webhook.told() and post.told(), "the new article on both channels")

    restarted_and_killed(daemon)
    served_in_other_forms(daemon, feeds)

    # Deliveries of one channel go out in their order, so the last one proves that nothing came between.
    feeds.publish("/world", rss(LATER, EDITED, *OLD))
    eventually(lambda: len(webhook.told()) > 1 and len(post.told()) > 1, "the next article on both channels")
    told_rightly(webhook.told())
    told_rightly(post.told())
    counted_right(daemon)
    assert daemon.stop(within=6) == 0


def told_rightly(received: list[Told]) -> None:
    """Both articles in their order, each once, with what a person needs to judge it."""
    for told, item in zip(received, (NEW, LATER), strict=True):
        assert not told.repeat
        assert "Truce collapsed" in told.title
        for part in (item.title, item.link, "Outlet world"):
            assert part in told.text


def restarted_and_killed(daemon: Daemon) -> None:
    assert daemon.stop(within=6) == 0
    daemon.start()
    eventually(lambda: daemon.said("not modified"), "a poll after the restart")
    daemon.kill()
    daemon.start()
    eventually(lambda: daemon.said("not modified"), "a poll after the crash")


def served_in_other_forms(daemon: Daemon, feeds: FeedServer) -> None:
    """Another order, other bytes, failures in between, and at last another headline for the same article."""
    see_nothing_new(daemon, feeds, rss(*OLD, NEW))
    see_nothing_new(daemon, feeds, rss(NEW, *OLD, remark="another year"))
    feeds.fail("/world")
    assert daemon.await_another("poll failed")["trouble"] == "http"
    with feeds.refusing():
        assert daemon.await_another("poll failed")["trouble"] == "connect"
    see_nothing_new(daemon, feeds, rss(NEW, *OLD))
    feeds.publish("/world", rss(EDITED, *OLD))
    assert daemon.await_another("polled")["edited"] == 1


def see_nothing_new(daemon: Daemon, feeds: FeedServer, document: bytes) -> None:
    """Another document with the same three articles is read from end to end."""
    feeds.publish("/world", document)
    polled = daemon.await_another("polled")
    assert (polled["new"], polled["edited"], polled["known"]) == (0, 0, 3)


def counted_right(daemon: Daemon) -> None:
    """Inside, everything happened once, and what was not told has its reason."""
    store = embedded_url(daemon)
    eventually(lambda: counters(store)["deliveries:sent"] == 4, "all deliveries to be recorded")
    counted = counters(store)
    assert counted["alerts"] == 2
    assert (counted["articles:new"], counted["articles:edited"]) == (4, 1)
    assert (counted["suppressed:backlog"], counted["suppressed:edit"]) == (2, 1)
