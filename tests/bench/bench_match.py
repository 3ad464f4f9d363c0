"""How fast articles are matched: `python tests/bench/bench_match.py [--rules 100,1000] [--quick] [--synthetic]`.

Prints, asserts only that the engines agree. Rules are drawn from one half of the articles and measured on the other.
All figures are processor time of one thread. The engines take turns, and of each article its best round counts:
other programs on the machine make every round slower in other places.
"""

import argparse
import gc
import multiprocessing
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from monitor.core.rules import RuleSet
from tests.bench import match_rules, match_texts
from tests.bench.match_engines import Automaton, Engine, Naive, Ours, Text, text
from tests.bench.match_rules import Drawn

SIZES = (100, 1_000, 10_000, 100_000)
ROUNDS = 5
NAIVE_WORK = 40_000  # rules times articles of one round; beyond, it takes minutes
NAIVE_LIMIT = 10_000  # rules: it is not even asked about more
CHANGED = 100
PAGE = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class Row:
    """One engine with so many rules. articles: how many it is timed on in each round."""

    name: str
    size: int
    make: Callable[[], Engine]
    articles: int
    memory: float
    engine: list[Engine] = field(default_factory=list)
    compiled: list[float] = field(default_factory=list)
    rounds: list[list[float]] = field(default_factory=list)

    @property
    def best(self) -> float:
        """Seconds for an article."""
        fastest: list[float] = [min(each) for each in zip(*self.rounds, strict=True)]
        return sum(fastest) / len(fastest)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rules", default=",".join(map(str, SIZES)), help="numbers of rules, with commas")
    parser.add_argument("--quick", action="store_true", help="fewer articles and rounds")
    parser.add_argument("--synthetic", action="store_true", help="invented articles")
    asked = parser.parse_args()
    sizes = sorted(map(int, asked.rules.split(",")))
    try:
        written = match_texts.texts(synthetic=asked.synthetic)
    except match_texts.NoCorpus as reason:
        sys.exit(f"skipped: {reason}")
    half = len(written) // 2
    drawn = match_rules.draw(written[:half], sizes[-1], measured=written[half:])
    measured = [text(each, number) for number, each in enumerate(written[half:])]
    _say(
        f"{len(measured)} articles of {_words(measured):.0f} words on average; "
        f"rules are drawn from {half} others"
    )
    rows = _rows(drawn, _shares(written[:half]), sizes, 200 if asked.quick else len(measured))
    for row in rows:
        _compile(row)
    gc.collect()
    gc.freeze()  # what all engines hold would be walked through again and again
    for size in sizes:
        _agree([row for row in rows if row.size == size], drawn[:size], measured)
    for _ in range(2 if asked.quick else ROUNDS):
        for row in rows:
            row.rounds.append(_timed(row.engine[0], measured[: row.articles]))
    _report(rows, sizes)
    _change(drawn[: min(sizes[-1], 10_000)], measured)


def _rows(drawn: Sequence[Drawn], shares: dict[str, float], sizes: Sequence[int], most: int) -> list[Row]:
    rows = []
    for size in sizes:
        some = drawn[:size]
        exact = [each.rule(exact=True) for each in some]
        inflected = [each.rule(exact=False) for each in some]
        makers: dict[str, tuple[Callable[[], Engine], int]] = {
            "ours": (partial(Ours, exact), most),
            "ours, inflected": (partial(Ours, inflected), most),
            "pyahocorasick": (partial(Automaton, some, shares), most),
        }
        if size <= NAIVE_LIMIT:
            makers["re per part"] = (partial(Naive, some), max(1, min(most, NAIVE_WORK // size)))
        for name, (make, articles) in makers.items():
            try:
                rows.append(Row(name, size, make, articles, _memory(make)))
            except ImportError:
                _say(f"{name} is not installed: left out")
    return rows


def _compile(row: Row) -> None:
    gc.collect()
    began = time.process_time()
    row.engine.append(row.make())
    row.compiled.append(time.process_time() - began)


def _agree(rows: Sequence[Row], drawn: Sequence[Drawn], measured: Sequence[Text]) -> None:
    """Asserts that the engines that read exact words fire the same rules, article by article.

    NEAR is left out: of a sentence only ours knows the end.
    """
    comparable = {each.name for each in drawn if not each.knows_sentences}
    exact = [row for row in rows if row.name != "ours, inflected"]
    ours = exact[0].engine[0]
    pairs: Counter[str] = Counter()
    for row in exact[1:]:
        for each in measured[: row.articles]:
            expected, found = ours.fired(each) & comparable, row.engine[0].fired(each) & comparable
            assert found == expected, (row.name, found ^ expected, each.spoken)
            pairs[row.name] += len(found)
    checked = ", ".join(
        f"{name} {count:,} matches on {row.articles} articles"
        for row in exact[1:]
        for name, count in pairs.items()
        if name == row.name
    )
    _say(f"{len(drawn):,} rules, same result without NEAR: {checked}")


def _timed(engine: Engine, texts: Sequence[Text]) -> list[float]:
    spent = []
    for each in texts:
        began = time.process_time()
        engine.fired(each)
        spent.append(time.process_time() - began)
    return spent


def _report(rows: Sequence[Row], sizes: Sequence[int]) -> None:
    best = {(row.name, row.size): row.best for row in rows}
    _say(
        f"\n{'rules':>8}  {'engine':16}{'us/article':>11}{'articles/s':>11}{'x ours':>9}"
        f"{'growth':>8}{'compile':>9}{'memory':>9}{'on':>6}"
    )
    for row in rows:
        before = [size for size in sizes if size < row.size]
        grown = f"{row.best / best[row.name, before[-1]]:.1f}x" if before else ""
        ratio = row.best / best["ours", row.size]
        _say(
            f"{row.size:8,}  {row.name:16}{row.best * 1e6:11,.0f}{1 / row.best:11,.0f}{ratio:8,.1f}x"
            f"{grown:>8}{row.compiled[0]:8.2f}s{row.memory:7.0f}MB{row.articles:6}"
        )
    if sizes[-1] > NAIVE_LIMIT:
        _say(f"re per part was not asked about more than {NAIVE_LIMIT:,} rules: one article takes seconds")


def _change(drawn: Sequence[Drawn], measured: Sequence[Text]) -> None:
    """What it costs to follow an edited file of a hundred rules, and the longest pause of the collector."""
    rules = [each.rule(exact=False) for each in drawn]
    engine = Ours(rules)
    gc.collect()
    gc.freeze()
    edited = [replace(rule, fingerprint=f"{rule.fingerprint}'") for rule in rules[:CHANGED]]
    pauses: list[float] = []
    collecting = _Collecting(pauses)
    gc.callbacks.append(collecting)
    began = time.process_time()
    after = engine.index.following(RuleSet.of([*edited, *rules[CHANGED:]]))
    spent = time.process_time() - began
    for each in measured:
        after.match(each.article)
    gc.callbacks.remove(collecting)
    _say(
        f"\n{len(edited)} of {len(rules):,} rules changed: {spent * 1000:.0f} ms; longest collection of garbage "
        f"then and in {len(measured)} articles after it: {max(pauses, default=0) * 1000:.0f} ms"
    )


class _Collecting:
    """Notes how long each collection of garbage takes."""

    def __init__(self, pauses: list[float]) -> None:
        self._pauses = pauses
        self._began = 0.0

    def __call__(self, phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            self._began = time.perf_counter()
        else:
            self._pauses.append(time.perf_counter() - self._began)


def _memory(make: Callable[[], Engine]) -> float:
    """Resident MB that an engine adds to a process which holds its rules. Raises ImportError."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_grow, args=(make, there))
    child.start()
    there.close()  # or a child that dies would be waited for
    grown = here.recv()
    child.join()
    if isinstance(grown, ImportError):
        raise grown
    return float(grown)


def _grow(make: Callable[[], Engine], results: Connection) -> None:
    gc.collect()
    before = _resident()
    try:
        engine = make()
    except ImportError as missing:
        results.send(missing)
        return
    gc.collect()
    results.send((_resident() - before) / 2**20)
    del engine


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * PAGE


def _shares(written: Sequence[str]) -> dict[str, float]:
    holding = Counter(word for each in written for word in set(match_rules.spoken(each).split()))
    return {word: count / len(written) for word, count in holding.items()}


def _words(texts: Sequence[Text]) -> float:
    return sum(each.spoken.count(" ") - 1 for each in texts) / len(texts)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
