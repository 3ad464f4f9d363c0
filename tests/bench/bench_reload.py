"""How long rules take to load: cold, from the cache, and an edited file while another thread matches.

python -m tests.bench.bench_reload [RULES]
Rules and articles are invented; processor seconds, as the machine may be shared.
"""

import argparse
import gc
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path

from monitor.config.rulebook import Rulebook
from monitor.core.articles import Article
from monitor.core.ids import ChannelName
from monitor.core.matching import Index
from tests.builders import article

RULES_OF_A_FILE = 100
EDITS = 3
CHANNELS = frozenset([ChannelName("desk")])
STEMS = [
    "".join(parts)
    for parts in product(
        ("mo", "ka", "pi", "gra", "ve", "su", "de", "lo"), ("st", "l", "n", "r"), ("a", "i"), "tkmn"
    )
]
ENDINGS = ("", "er", "ion", "al", "o", "um", "est")
VOCABULARY = """\
vocabulary:
  talks: {en: [talks, negotiation, mediation], fr: [pourparlers]}
  stalled: [stall, collapse, call off, break down]
rules:
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rules", nargs="?", type=int, default=10_000)
    parser.add_argument("--state", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.state is not None:
        reloaded(given.state)
        return
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        write(state / "rules", given.rules)
        for _ in ("cold", "cached"):  # a process each, or the second would find words the first has looked up
            subprocess.run([sys.executable, "-m", "tests.bench.bench_reload", "--state", folder], check=True)


def reloaded(state: Path) -> None:
    """What one process takes for all of it."""
    is_cold = not (state / "rules.cache").exists()
    book = Rulebook(state)
    spent = load(book, state)
    begun = time.process_time()
    book.keep()
    kept = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    say(
        f"{'cold' if is_cold else 'from cache'}: {spent:.2f} s for {len(book.loaded.rules):,} rules, "
        f"then {kept:.2f} s to write the cache; at most {peak} MB"
    )
    if not is_cold:
        edited(book, state)


def edited(book: Rulebook, state: Path) -> None:
    """An edited file until its new rule fires, with a thread that matches meanwhile."""
    file = min((state / "rules").iterdir())
    before = file.read_text("utf-8")
    for number in range(EDITS):
        matching = Matching(book.loaded.index)
        matching.start()
        time.sleep(0.5)
        calm = matching.longest_gap()
        begun, spent = time.perf_counter(), time.thread_time()
        file.write_text(f"{before}  - {{id: new-{number}, match: [zebra {number}]}}\n", "utf-8")
        load(book, state)
        matching.index = book.loaded.index
        live, spent = time.perf_counter() - begun, time.thread_time() - spent
        book.keep()
        gap = matching.longest_gap()
        matching.stop()
        if len(book.loaded.index.match(article(title=f"Zebra {number}"))) != 1:
            raise SystemExit("the new rule does not fire")
        say(
            f"edited: {live:.2f} s until it fires, {spent:.2f} s of them at work; longest gap between two matches "
            f"{gap * 1000:.0f} ms, {calm * 1000:.0f} ms without an edit"
        )


def load(book: Rulebook, state: Path) -> float:
    """As monitor.app.rules does it. Processor seconds of this thread."""
    begun = time.thread_time()
    gc.disable()
    try:
        book.load([state / "rules"], CHANNELS)
    finally:
        gc.freeze()
        gc.enable()
    return time.thread_time() - begun


class Matching(threading.Thread):
    """Matches without a pause, and notes when each match was done."""

    def __init__(self, index: Index) -> None:
        super().__init__(daemon=True)
        self.index = index
        self._done: list[float] = []
        self._stopped = threading.Event()

    def run(self) -> None:
        """Again and again the same articles."""
        articles = list(invented(200))
        while not self._stopped.is_set():
            for each in articles:
                self.index.match(each)
                self._done.append(time.perf_counter())

    def stop(self) -> None:
        """After the article in hand."""
        self._stopped.set()
        self.join()

    def longest_gap(self) -> float:
        """Seconds between two matches, since this was last asked."""
        done, self._done = self._done, []
        return max((after - before for before, after in pairwise(done)), default=0.0)


def write(folder: Path, count: int) -> None:
    """Rule files of a hundred rules each."""
    folder.mkdir()
    chance = random.Random(1)
    for start in range(0, count, RULES_OF_A_FILE):
        rules = "".join(rule(number, chance) for number in range(start, min(start + RULES_OF_A_FILE, count)))
        (folder / f"rules-{start:06}.yaml").write_text(VOCABULARY + rules, "utf-8")


def rule(number: int, chance: random.Random) -> str:
    """A list of phrases, a boolean expression, or NEAR beside a vocabulary, with two examples."""
    first, second, third, other = (word(chance) for _ in range(4))
    kind = number % 3
    if kind == 0:
        rows = ", ".join(f"{word(chance)} {word(chance)}" for _ in range(7))
        match, fires = f"[{first} {second}, {rows}]", f"{first} {second}"
    elif kind == 1:
        match = f"({first} OR {other} OR {word(chance)}) AND ({second} OR {word(chance)}*) NOT ({third}x OR {other}x)"
        fires = f"{first} and {second}"
    else:
        match = f"{{event: $talks NEAR/8 ($stalled OR {first}), about: [{second}, {third} {other}], unless: {third}x}}"
        fires = f"Talks {first} over {second}"
    return (
        f"  - id: rule-{number}\n    title: Rule number {number}\n    severity: high\n    channels: [desk]\n"
        f"    match: {match}\n    examples: {{fires: [{fires}], quiet: [Nothing of the kind]}}\n"
    )


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def word(chance: random.Random) -> str:
    return chance.choice(STEMS) + chance.choice(ENDINGS)


def invented(count: int) -> Iterator[Article]:
    """Articles of the words of the rules."""
    chance = random.Random(2)
    for _ in range(count):
        title, lead = (" ".join(word(chance) for _ in range(length)) for length in (10, 40))
        yield article(title=f"Talks {title}", text=f"{lead}.")


if __name__ == "__main__":
    main()
