"""What grouping costs: `python tests/bench/bench_stories.py [--live 5000,20000] [--articles 1000]`.

Prints, asserts nothing. Invented articles: words by Zipf's law, a headline and a lead of 40 words; as many stories
are live as is said, every fourth of them told by several articles. Processor time of one thread; of each article the
best of three decisions counts.
"""

import argparse
import json
import random
import sys
import time
import tracemalloc
from collections.abc import Iterator

from monitor.core.grouping import Features, Grouping, features
from monitor.core.grouping.cluster import plain

WORDS = 60_000
TITLE, LEAD = 10, 40  # words
OWN = 8  # words of a story that its articles share
ROUNDS = 3


class News:
    """Articles that tell so many stories."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        letters = "aeioulnrstkm"
        self._words = [
            "".join(self._chance.choice(letters) for _ in range(self._chance.randint(3, 9)))
            for _ in range(WORDS)
        ]
        self._number = 0

    def stories(self, count: int) -> Iterator[Features]:
        """So many stories, every fourth of them in up to ten articles."""
        for _ in range(count):
            own = [self.word(rare=True) for _ in range(OWN)]
            for _ in range(self._chance.randint(2, 10) if self._chance.random() < 1 / 4 else 1):
                yield self.article(own)

    def article(self, own: list[str]) -> Features:
        return features(*self.texts(own), language="en")

    def texts(self, own: list[str]) -> tuple[str, str, str]:
        """Id, title and lead."""
        self._number += 1
        title = [each.capitalize() for each in self._chance.sample(own, 4)] + [
            self.word() for _ in range(TITLE - 4)
        ]
        lead = self._chance.sample(own, 6) + [self.word() for _ in range(LEAD - 6)]
        self._chance.shuffle(lead)
        return f"a{self._number}", " ".join(title), " ".join(lead)

    def word(self, *, rare: bool = False) -> str:
        """Of rank r about 1/r as often as the first."""
        rank = int(WORDS ** (self._chance.uniform(0.5, 1) if rare else self._chance.random()))
        return self._words[rank - 1]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--live", default="5000,20000", help="numbers of live stories, with commas")
    parser.add_argument("--articles", type=int, default=1000, help="how many are timed")
    asked = parser.parse_args()
    sizes = sorted(map(int, asked.live.split(",")))
    news, grouping = News(1), Grouping()
    costs = []
    for size in sizes:
        memory = _fill(grouping, news, size, measured=size == sizes[0])
        costs.append(_cost(grouping, news, asked.articles, memory))
    _say(f"{sizes[-1]:,} live stories cost {costs[-1] / costs[0]:.2f} times what {sizes[0]:,} do")


def _fill(grouping: Grouping, news: News, size: int, *, measured: bool) -> int:
    """Bytes of memory for all stories, if they are to be measured: that takes several times as long."""
    memory = 0
    while (live := len(grouping.stories)) < size:
        batch = list(news.stories(size - live))  # their strings belong to the cache of lemmas
        if measured:
            tracemalloc.start()
        for each in batch:
            grouping.place(each, 0.0)
        if measured:
            memory += tracemalloc.get_traced_memory()[0]
            tracemalloc.stop()
    return memory


def _cost(grouping: Grouping, news: News, articles: int, memory: int) -> float:
    """Seconds for an article."""
    live = len(grouping.stories)
    written = [len(json.dumps(plain(story), ensure_ascii=False).encode()) for story in grouping.stories]
    texts = [news.texts([news.word(rare=True) for _ in range(OWN)]) for _ in range(articles)]
    reading = deciding = 0.0
    for text in texts:
        tries = [_timed(grouping, text) for _ in range(ROUNDS)]
        reading += min(read for read, _ in tries)
        deciding += min(decided for _, decided in tries)
    held = f"{memory / live / 1000:.1f} kB of memory a story, " if memory else ""
    _say(
        f"{live:,} live stories: {1000 * reading / articles:.2f} ms to read an article and "
        f"{1000 * deciding / articles:.2f} ms to place it; {held}"
        f"{sum(written) / live / 1000:.1f} kB written down, the largest {max(written) / 1000:.1f} kB"
    )
    return (reading + deciding) / articles


def _timed(grouping: Grouping, text: tuple[str, str, str]) -> tuple[float, float]:
    began = time.process_time()
    read = features(*text, language="en")
    between = time.process_time()
    grouping.decide(read, 0.0)
    return between - began, time.process_time() - between


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
