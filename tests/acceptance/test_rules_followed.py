"""A daemon follows its rule files by itself: nobody has to tell it that one was saved."""

from tests.acceptance.daemon_process import Daemon, Site, await_first_poll, embedded_url
from tests.acceptance.feed_server import FeedServer, Item, rss
from tests.acceptance.sinks import Webhook
from tests.acceptance.waiting import eventually

VOCABULARY = "vocabulary:\n  stalled: [stall, reach an impasse]\n"
STALLED = "rules:\n  - {id: stalled, match: 'talks NEAR/4 $stalled', examples: {fires: [Talks stall]}}\n"
FAILING = STALLED.replace("fires: [Talks stall]", "fires: [Nothing of the kind]")


def test_a_saved_rule_is_live_and_a_faulty_one_changes_nothing(
    feeds: FeedServer, webhook: Webhook, site: Site
) -> None:
    feeds.publish("/world", rss())
    daemon = site.daemon(
        "followed",
        feeds={"world": feeds.url("/world")},
        channels={"hook": webhook.url(), "operator": webhook.url("/operator")},
        routes={"default": ["hook"]},
        operator={"channel": "operator"},
    )
    rules = daemon.folder / "rules"
    daemon.start()
    await_first_poll(embedded_url(daemon))

    (rules / "vocabulary").mkdir()
    (rules / "vocabulary" / "talks.yaml").write_text(VOCABULARY)
    (rules / "own.yaml").write_text(STALLED)
    eventually(lambda: named(daemon, "added"), "the new rule to be live")
    feeds.publish("/world", rss(Item(name="doha", title="Talks in Doha have reached an impasse")))
    eventually(lambda: webhook.headlines() == ["Talks in Doha have reached an impasse"], "its alert")

    (rules / "own.yaml").write_text(FAILING)
    (notice,) = eventually(lambda: webhook.told("/operator"), "the operator to hear of the example")
    assert "own.yaml:2:" in notice.text
    assert "Nothing of the kind" in notice.text
    feeds.publish("/world", rss(Item(name="cairo", title="Negotiations stall; talks to stall again")))
    eventually(lambda: len(webhook.headlines()) == 2, "the rule as it was to go on")

    (rules / "own.yaml").unlink()
    (rules / "vocabulary" / "talks.yaml").unlink()
    eventually(lambda: named(daemon, "removed"), "the rule to be gone")
    assert daemon.stop(within=6) == 0


def named(daemon: Daemon, how: str) -> bool:
    """Whether the log says that this happened to the rule."""
    return any("stalled" in said.get(how, ()) for said in daemon.said("rules loaded"))
