"""What a backtest costs: `python tests/bench/bench_backtest.py [--articles 100000] [--rules 100] [--against] [--synthetic]`.

Fills a store with articles of a week, judges them as the command does, in its process, and prints seconds, articles a
second and the most memory of that process. Beside it, in the same run: a naive loop of `re` over some of the same
articles, already in memory. Prints, asserts nothing.
"""

import argparse
import asyncio
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from monitor.adapters import connection
from monitor.adapters.redis_store.codec import pack
from monitor.adapters.redis_store.scripts import key
from monitor.cli.backtest import child, versions
from monitor.core.articles import Article, first_sentence
from monitor.core.backtest import Outcome
from monitor.core.ids import ArticleId, FeedId, Fingerprint, digest
from tests.adapters.store_server import StoreServer
from tests.bench import match_rules, match_texts
from tests.bench.match_engines import Naive, Text
from tests.bench.match_rules import Drawn
from tests.core.rule_samples import ARTICLE

WEEK = 7 * 24  # hours
HEADLINE = 9  # words
SENTENCE = 22
NAIVE_ARTICLES = 400
SPAN = timedelta(hours=WEEK)


@dataclass(frozen=True, slots=True)
class Measured:
    """processor: seconds of the process; memory: the most that it held, in MB."""

    outcome: Outcome
    seconds: float
    processor: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rules", type=int, default=100)
    parser.add_argument(
        "--against", action="store_true", help="compare with rules of which every tenth differs"
    )
    parser.add_argument("--synthetic", action="store_true", help="invented articles")
    asked = parser.parse_args()
    try:
        texts = match_texts.texts(synthetic=asked.synthetic)
    except match_texts.NoCorpus as reason:
        sys.exit(f"skipped: {reason}")
    half = len(texts) // 2
    drawn = match_rules.draw(texts[:half], asked.rules, measured=texts[half:])
    server = StoreServer.start(extra_args=("--appendonly", "no"))
    try:
        with tempfile.TemporaryDirectory() as folder:
            size = asyncio.run(_fill(server.url, texts[half:], asked.articles))
            _say(f"{asked.articles:,} articles of {size / asked.articles:.0f} bytes (packed) in {WEEK} hours")
            job = _job(Path(folder), server.url, drawn, against=asked.against)
            ours = _measured(job)
    finally:
        server.stop()
    _report(ours, _naive(drawn, texts[half:]))


async def _fill(url: str, texts: Sequence[str], count: int) -> int:
    """Gives the bytes written. Each article has a name that no other has, as news does."""
    client = Redis.from_url(url)
    await connection.settle_schema(client)
    now = int(time.time() // 3600)
    total = 0
    for hour in range(now - WEEK + 1, now + 1):
        some = range(hour - now + WEEK - 1, count, WEEK)
        fields: dict[Any, Any] = {
            f"{article.id}:{article.fingerprint}:{article.feed}": pack(article)
            for article in _articles(texts, some, datetime.fromtimestamp(hour * 3600 + 60, UTC))
        }
        size = sum(map(len, fields.values()))
        await client.hset(key(f"archive:{hour}"), mapping=fields)
        await client.hset(key("archive:bytes"), str(hour), str(size))
        total += size
    await client.aclose()
    return total


def _articles(texts: Sequence[str], numbers: Sequence[int], at: datetime) -> Iterator[Article]:
    for number in numbers:
        chance = random.Random(number)
        name = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=9)).title()
        words = [name, *chance.choice(texts).split()]
        title, body = words[:HEADLINE], words[HEADLINE:]
        summary = ". ".join(
            " ".join(body[place : place + SENTENCE]) for place in range(0, len(body), SENTENCE)
        )
        yield replace(
            ARTICLE,
            id=ArticleId(digest("article", str(number))),
            fingerprint=Fingerprint(digest("text", str(number), size=8)),
            feed=FeedId(f"feed-{number % 200}"),
            outlet=f"Outlet {number % 90}",
            title=" ".join(title),
            lead=first_sentence(summary),
            summary=summary,
            link=f"https://outlet-{number % 90}.example/news/{number}",
            published=at,
            fetched=at,
        )


def _job(folder: Path, url: str, drawn: Sequence[Drawn], *, against: bool) -> child.Job:
    rules = folder / "rules"
    rules.mkdir()
    match_rules.write_files(rules, drawn)
    config = folder / "config.yaml"
    config.write_text(
        f"store: {{url: '{url}', durability: relaxed}}\n"
        "feeds: [{id: a, url: 'https://a.example/feed', outlet: A}]\n",
        "utf-8",
    )
    other = None
    if against:
        moved = [
            replace(each, groups=each.groups[:1]) if place % 10 == 0 else each
            for place, each in enumerate(drawn)
        ]
        (folder / "other").mkdir()
        match_rules.write_files(folder / "other", moved)
        other = versions.other(config, str(folder / "other"), quiet=True)
    return child.Job(config=config, since=SPAN, rules=versions.present(config, quiet=True), other=other)


def _measured(job: child.Job) -> Measured:
    """The store is not counted: only processes that have ended are."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    outcome = child.judge(job)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Measured(
        outcome=outcome,
        seconds=time.perf_counter() - began,
        processor=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        memory=after.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10),
    )


def _naive(drawn: Sequence[Drawn], texts: Sequence[str]) -> float:
    """Articles a second of processor time, nothing read and nothing counted."""
    engine = Naive(drawn)
    spoken = [Text(article=ARTICLE, spoken=match_rules.spoken(text)) for text in texts[:NAIVE_ARTICLES]]
    began = time.process_time()
    for each in spoken:
        engine.fired(each)
    return len(spoken) / (time.process_time() - began)


def _report(ours: Measured, naive: float) -> None:
    outcome = ours.outcome
    fired = sum(tally.articles for tally in outcome.tallies)
    missed = sum(tally.missed.articles for tally in outcome.tallies)
    rate = outcome.texts / ours.processor
    _say(f"{len(outcome.tallies)} rules: {fired:,} matches, {missed:,} near misses")
    if outcome.compared is not None:
        differing = sum(each.fires_now.articles + each.no_longer.articles for each in outcome.compared)
        _say(f"against another version: {differing:,} matches differ")
    _say(
        f"backtest  {ours.seconds:6.1f} s, {ours.processor:6.1f} s of processor time, "
        f"{rate:8,.0f} articles/s, at most {ours.memory:.0f} MB, load {os.getloadavg()[0]:.1f}"
    )
    _say(
        f"naive re                                     {naive:8,.0f} articles/s, {rate / naive:.1f} times slower"
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
