"""SIGTERM and SIGHUP: a stop that waits for nobody too long, a reload that a slip of the pen cannot hurt."""

import asyncio
import contextlib
import re

from monitor.adapters.systemd import Systemd
from monitor.daemon import Crew
from tests.acceptance.daemon_process import TRUCE, Daemon, Site, await_first_poll, embedded_url
from tests.acceptance.feed_server import FeedServer, Item, rss
from tests.acceptance.sinks import Webhook
from tests.acceptance.waiting import eventually
from tests.adapters.channel_servers import HANG
from tests.adapters.store_server import StoreServer

BROKEN = (
    TRUCE
    + """  - id: border-closed
    title: Border closed
    severity: hihg
    match: [border closed]
"""
)
MENDED = BROKEN.replace("hihg", "high")
SEVERITY_AT = f"rules/main.yaml:{BROKEN.splitlines().index('    severity: hihg') + 1}:15"
BROKEN_CONFIG = """poll: {min: soon}
feeds:
  - {id: world, url: "htp://feeds.example/world", outlet: World}
channels:
  hook: {env: CHANNEL_HOOK}
routes: {default: [hoook]}
"""


def test_a_send_that_hangs_delays_a_stop_by_seconds_and_is_sent_again_marked(
    feeds: FeedServer, webhook: Webhook, site: Site
) -> None:
    webhook.endpoint.answer = HANG
    feeds.publish("/world", rss(Item(name="river", title="Truce collapses along the river")))
    daemon = site.daemon(
        "hanging",
        feeds={"world": feeds.url("/world")},
        channels={"hook": webhook.url()},
        poll={"min": "1s", "backlog": "all"},
    )
    daemon.start()
    assert webhook.endpoint.arrived.wait(30), "the alert to be sent"
    assert daemon.stop(within=6) == 0  # it waits 4 s for an answer
    assert daemon.said("stopped")[0]["unanswered"] == 1

    webhook.endpoint.answer = 200
    daemon.start()
    eventually(lambda: len(webhook.told()) > 1, "the same alert again")
    first, again = webhook.told()
    assert (first.headline, first.short) == (again.headline, again.short)
    assert (first.repeat, again.repeat) == (False, True)
    assert daemon.stop(within=6) == 0


def test_two_processes_may_share_the_stages(
    server: StoreServer, feeds: FeedServer, webhook: Webhook, site: Site
) -> None:
    feeds.publish("/world", rss())
    readers, tellers = (
        site.daemon(
            roles.partition(",")[0],
            feeds={"world": feeds.url("/world")},
            channels={"hook": webhook.url()},
            store=server.url,
            options=["--roles", roles],
        )
        for roles in ("poll,match", "desk,deliver")
    )
    readers.launch()
    tellers.start()
    await_first_poll(server.url)
    feeds.publish("/world", rss(Item(name="river", title="Truce collapses along the river")))
    eventually(lambda: tellers.said("delivered"), "the alert")
    assert webhook.headlines() == ["Truce collapses along the river"]
    assert readers.said("matched")
    assert not readers.said("decided")
    assert not tellers.said("polled")
    assert readers.stop(within=6) == 0
    assert tellers.stop(within=6) == 0


def test_a_slip_in_a_file_changes_nothing_and_is_told(
    feeds: FeedServer, webhook: Webhook, site: Site
) -> None:
    feeds.publish("/world", rss())
    daemon = site.daemon(
        "slips",
        feeds={"world": feeds.url("/world")},
        channels={"hook": webhook.url(), "operator": webhook.url("/operator")},
        routes={"default": ["hook"]},
        operator={"channel": "operator"},
    )
    rules, config = daemon.folder / "rules" / "main.yaml", daemon.folder / "config.yaml"
    daemon.start()
    await_first_poll(embedded_url(daemon))

    rules.write_text(BROKEN)
    daemon.reload()
    (notice,) = eventually(lambda: webhook.told("/operator"), "the operator to hear of the rule file")
    assert SEVERITY_AT in notice.text
    still_tells(feeds, webhook, "Truce collapses in district 1")

    assert daemon.stop(within=6) == 0
    daemon.start()
    assert daemon.said("rules loaded")[0]["problems"] == 1
    still_tells(feeds, webhook, "Truce collapses in district 2")

    rules.write_text(MENDED)
    daemon.reload()
    eventually(lambda: daemon.said("rules loaded")[-1]["problems"] == 0, "the mended file to be loaded")
    still_tells(feeds, webhook, "Border closed after the incident")
    assert len(webhook.told("/operator")) == 1, "the same mistake was told twice"

    config.write_text(BROKEN_CONFIG)
    daemon.reload()
    eventually(lambda: len(webhook.told("/operator")) > 1, "the operator to hear of config.yaml")
    assert "config.yaml:1:13" in webhook.told("/operator")[1].text
    still_tells(feeds, webhook, "Truce collapses in district 3")
    assert daemon.stop(within=6) == 0

    assert places_of_mistakes(daemon) == ["1:13", "3:22", "6:20"]


async def test_work_that_misses_a_cancellation_is_cancelled_again() -> None:
    """Some libraries lose one now and then; a stop must not wait for ever because of it."""
    begun, lost = asyncio.Event(), asyncio.Event()

    async def hard_of_hearing() -> None:
        begun.set()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        lost.set()
        await asyncio.Event().wait()

    crew = Crew(Systemd({}))
    crew.keep("hard of hearing", hard_of_hearing)
    await begun.wait()
    async with asyncio.timeout(30):
        await crew.dismiss()
    assert lost.is_set()


def still_tells(feeds: FeedServer, webhook: Webhook, headline: str) -> None:
    """An article that is published now is told, and nothing else."""
    told = webhook.headlines()
    feeds.publish("/world", rss(Item(name=headline.replace(" ", "-"), title=headline)))
    eventually(lambda: len(webhook.headlines()) > len(told), f"an alert: {headline}")
    assert webhook.headlines() == [*told, headline]


def places_of_mistakes(daemon: Daemon) -> list[str]:
    """line:column of every mistake that a start over the broken config.yaml names on standard error."""
    daemon.launch()
    assert daemon.wait() == 1
    return re.findall(r"config\.yaml:(\d+:\d+)", daemon.log_text())
