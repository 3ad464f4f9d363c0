"""How far it is, as a person at a terminal sees it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from tests.acceptance.feed_server import FeedServer, Item, rss
from tests.terminal.terminal import PROMPT, Terminal

RULE = "rules: [{id: port-strike, title: A port on strike, match: [dockers walk out]}]\n"
FEEDS = ("a", "b", "c")


def write_folder(terminal: Terminal, feeds: FeedServer) -> None:
    """Three feeds of one host, which is asked one thing at a time, with an article each that is told at once."""
    for feed in FEEDS:
        item = Item(name=f"strike-{feed}", title=f"Dockers walk out in harbour {feed}")
        feeds.publish(f"/{feed}.xml", rss(item))
    addresses = "".join(
        f"  - {{id: {feed}, url: '{feeds.url(f'/{feed}.xml')}', outlet: {feed}}}\n" for feed in FEEDS
    )
    (terminal.home / "rules").mkdir()
    (terminal.home / "rules" / "ports.yaml").write_text(RULE)
    (terminal.home / "config.yaml").write_text(
        f"poll: {{backlog: 1}}\nnetwork: {{allow_private: ['127.0.0.0/8']}}\nfeeds:\n{addresses}"
    )


@contextmanager
def on_its_way(terminal: Terminal, feeds: FeedServer, command: str) -> Iterator[None]:
    """One of the three feeds has answered meanwhile, and its alert is there."""
    write_folder(terminal, feeds)
    with feeds.holding(besides=1):
        terminal.enter(command)
        yield


def test_one_round_shows_how_many_feeds_are_done(terminal: Terminal, feeds: FeedServer) -> None:
    with on_its_way(terminal, feeds, "newsmonitor run --once"):
        during = terminal.screen(holding="#00000", ending="1/3 -:--:--")
    *above, bar = during.splitlines()
    assert re.fullmatch(r"polling feeds ━+[╸╺]?━* 1/3 -:--:--", bar), during
    assert sum("polling feeds" in line for line in above) == 0
    after = terminal.screen(holding="stopped", ending=f"\n{PROMPT}")
    assert "polling feeds" not in after
    assert after.count("A port on strike") == after.count("\n#00000\n") == 3
    assert all(
        re.match(r"00:00:00 |\$|Dockers |[abc] · |http|Why: |#00000|$", line) for line in after.splitlines()
    ), after


def test_alerts_in_a_pipe_are_alone_there(terminal: Terminal, feeds: FeedServer) -> None:
    with on_its_way(terminal, feeds, "newsmonitor run --once > alerts"):
        terminal.screen(holding="polled", ending="1/3 -:--:--")
    terminal.screen(holding="stopped", ending=f"\n{PROMPT}")
    alerts = (terminal.home / "alerts").read_text()
    assert [line[:1] + line[-1:] for line in alerts.splitlines()] == ["{}"] * 3


def test_quiet_leaves_the_alerts_and_nothing_else(terminal: Terminal, feeds: FeedServer) -> None:
    with on_its_way(terminal, feeds, "newsmonitor run --once --quiet"):
        terminal.screen(holding="#00000", ending="#00000")
    after = terminal.screen(holding="harbour c", ending=f"\n{PROMPT}")
    assert after.count("A port on strike") == 3
    assert "[info" not in after
