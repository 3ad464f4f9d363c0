"""Recorded feeds of the real world, all at once: each ends as entries or as a named trouble, and none stops the others."""

import csv
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from monitor.adapters.redis_store.scripts import key
from monitor.core.feeds import Trouble
from tests.acceptance.daemon_process import Site, counters
from tests.acceptance.feed_server import FeedServer
from tests.acceptance.sinks import Webhook
from tests.adapters.store_server import StoreServer

CORPUS = os.environ.get("NEWSMONITOR_CORPUS")
COMMON_WORDS = """rules:
  - id: government
    title: Government
    match: [government, president, minister, gobierno, parliament]
  - id: trouble
    title: Trouble
    match: [war, attack, crisis, killed]
"""
CONTENT_TYPES = {
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".json": "application/feed+json",
}


@pytest.mark.slow
@pytest.mark.skipif(CORPUS is None, reason="NEWSMONITOR_CORPUS does not name a folder of recorded feeds")
def test_every_recorded_feed_ends_as_entries_or_as_a_named_trouble(
    server: StoreServer, feeds: FeedServer, webhook: Webhook, site: Site
) -> None:
    files = recorded_feeds(Path(CORPUS or ""))
    for number, file in enumerate(files):
        named = CONTENT_TYPES[file.suffix] if number % 3 else None  # every third comes without
        feeds.publish(f"/{file.name}", file.read_bytes(), content_type=named)
    daemon = site.daemon(
        "corpus",
        feeds={f"feed-{number}": feeds.url(f"/{file.name}") for number, file in enumerate(files)},
        channels={"hook": webhook.url()},
        rules=COMMON_WORDS,
        store=server.url,
        poll={"min": "10m", "backlog": "all"},
        options=["--once"],
    )
    daemon.launch()
    assert daemon.wait(within=120) == 0

    with Redis.from_url(server.url) as client:
        ends: list[Any] = [client.hgetall(key(f"feed:feed-{number}")) for number in range(len(files))]
    troubled = {
        file.name: end[b"trouble"].decode()
        for file, end in zip(files, ends, strict=True)
        if b"trouble" in end
    }
    unread = [
        file.name for file, end in zip(files, ends, strict=True) if not {b"polled", b"trouble"} & set(end)
    ]
    assert unread == []
    assert set(troubled.values()) <= {Trouble.PARSE, Trouble.TOO_LARGE}
    assert len(troubled) < len(files) / 10, troubled
    counted = counters(server.url)
    assert counted["polls"] >= len(files)
    assert counted["articles:matched"] == counted["articles:new"] + counted.get("articles:edited", 0)
    quiet = sum(count for name, count in counted.items() if name.startswith("suppressed:"))
    assert counted["matches"] == counted["told"] + quiet, "a match of which nobody said why it is not told"
    assert counted["told"] == counted["alerts"] == counted["deliveries:sent"] == len(webhook.told())
    assert len(files) < counted["alerts"] < counted["matches"], (
        "no two articles of so many tell the same event"
    )
    assert max(Counter(told.short for told in webhook.told()).values()) == 1


def recorded_feeds(corpus: Path) -> list[Path]:
    with (corpus / "feeds" / "index.tsv").open(encoding="utf-8") as index:
        rows = list(csv.DictReader(index, delimiter="\t"))
    return [corpus / "feeds" / row["file"] for row in rows]
