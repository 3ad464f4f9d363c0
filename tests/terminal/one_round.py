"""A single round over a few feeds of one host, which is asked one thing at a time, so it can be stopped between two."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.acceptance.feed_server import FeedServer, Item, rss
from tests.terminal.terminal import Terminal

RULE = "rules: [{id: port-strike, title: A port on strike, match: [dockers walk out]}]\n"
FEEDS = ("a", "b", "c")
WAITING = "1/3 -:--:--"  # how the bar ends


@contextmanager
def under_way(terminal: Terminal, feeds: FeedServer, command: str) -> Iterator[None]:
    """Types it. Meanwhile one feed has been answered and the second has not; each has an article that is told."""
    for number, feed in enumerate(FEEDS, start=1):  # the number tells one story from the next
        item = Item(name=f"strike-{feed}", title=f"Dockers walk out in district {number}")
        feeds.publish(f"/{feed}.xml", rss(item))
    addresses = [
        f"  - {{id: {feed}, url: '{feeds.url(f'/{feed}.xml')}', outlet: {feed}}}\n" for feed in FEEDS
    ]
    (terminal.home / "rules").mkdir()
    (terminal.home / "rules" / "ports.yaml").write_text(RULE)
    (terminal.home / "config.yaml").write_text(
        f"poll: {{backlog: 1}}\nnetwork: {{allow_private: ['127.0.0.0/8']}}\nfeeds:\n{''.join(addresses)}"
    )
    with feeds.holding(besides=1):
        terminal.enter(command)
        yield
