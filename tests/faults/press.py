"""Feeds that move: new articles at a steady pace, the oldest scroll out long after everybody could have seen them."""

import random
from collections.abc import Sequence
from threading import Event, Lock, Thread
from typing import Self

from tests.acceptance.feed_server import FeedServer, Item, rss

FIRST = 10_000  # of the districts in the headlines, which tell one story from the next: no number is a year
WINDOW = 150  # entries of a feed: at the paces used here, half a minute and more


class MovingPress(Thread):
    """`with MovingPress(...) as press`. published: headlines that match; one article in six does not."""

    def __init__(self, feeds: FeedServer, paths: Sequence[str], *, per_second: float) -> None:
        super().__init__(daemon=True)
        self.published: list[str] = []
        self._feeds, self._pause = feeds, 1 / per_second
        self._columns: dict[str, list[Item]] = {path: [] for path in paths}
        self._count = 0
        self._writing = Lock()
        self._enough = Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        self.join()

    def run(self) -> None:
        dice = random.Random(0)
        while not self._enough.wait(self._pause):
            self.publish(dice.choice(list(self._columns)))

    def publish(self, path: str, count: int = 1) -> list[str]:
        """So many articles at once in one feed; the headlines that match."""
        with self._writing:
            items = [self._item(self._count + number) for number in range(count)]
            self._count += count
            headlines = [item.title for item in items if item.title.startswith("Truce collapses")]
            self.published += headlines
            self._columns[path] = [*items, *self._columns[path]][:WINDOW]
            self._feeds.publish(path, rss(*self._columns[path]))
            return headlines

    def _item(self, number: int) -> Item:
        what = "Harvest begins" if number % 6 == 5 else "Truce collapses"
        return Item(name=f"story-{number}", title=f"{what} in district {FIRST + number}")
