"""Articles for the benches of the matcher: cut from recorded feeds, or invented."""

import math
import os
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from monitor.adapters.parser_worker import document, wire
from monitor.core.articles import Article
from monitor.core.errors import ParseFailed
from monitor.core.ids import ArticleId, Fingerprint
from tests.core.rule_samples import ARTICLE

MEDIAN_WORDS, MEAN_WORDS = 105, 180  # of wire stories; half are short, some are very long
FEWEST_WORDS, MOST_WORDS = 15, 1500
ENGLISH = frozenset(
    ("the", "of", "and", "to", "in", "a", "is", "for", "on", "that", "with", "as", "was", "by")
)
ENGLISH_SHARE = 0.12  # of such words, from which on a text is taken for English
INVENTED = 20_000  # words of the invented language


_SENTENCE_ENDS = re.compile(r"[.!?…]+(?=\W|$)|\n")


class NoCorpus(Exception):
    """There are no recorded feeds. The message says how to name them, or how to do without."""


def texts(*, synthetic: bool, seed: int = 1) -> list[str]:
    """Article texts in random order. Raises NoCorpus."""
    chance = random.Random(seed)
    found = list(_invented(chance) if synthetic else _recorded(chance))
    chance.shuffle(found)
    # Without ends of sentences: the other engines know none, and a phrase must not be found across one.
    return [_SENTENCE_ENDS.sub(" ", text) for text in found]


def article(text: str, number: int) -> Article:
    """An article of this text alone.

    All of it is the lead: an event is looked for in title and lead only, and the other engines know no fields.
    """
    return replace(
        ARTICLE,
        id=ArticleId(f"a{number}"),
        fingerprint=Fingerprint(f"f{number}"),
        title="",
        lead=text,
        summary=text,
        language="en",
    )


def _recorded(chance: random.Random) -> Iterator[str]:
    corpus = os.environ.get("NEWSMONITOR_CORPUS")
    if not corpus:
        raise NoCorpus("NEWSMONITOR_CORPUS names no folder of recorded feeds; --synthetic does without")
    files = sorted(Path(corpus, "feeds").iterdir())
    english = (text for file in files for text in _entries(file) if _is_english(text))
    yield from _cut((word for text in english for word in text.split()), chance)


def _entries(file: Path) -> Iterator[str]:
    try:
        parsed = document.read(wire.Request(url="", content_type=None, body=file.read_bytes()))
    except ParseFailed:
        return
    for entry in parsed.entries:
        yield f"{entry.title}.\n{entry.summary}"


def _is_english(text: str) -> bool:
    words = re.findall(r"\w+", text.lower())
    return sum(word in ENGLISH for word in words) > ENGLISH_SHARE * len(words)


def _cut(words: Iterable[str], chance: random.Random) -> Iterator[str]:
    """The words, parted at the lengths that news has: feeds give a line or a whole page."""
    spread = math.sqrt(2 * math.log(MEAN_WORDS / MEDIAN_WORDS))
    row = iter(words)
    while True:
        length = round(chance.lognormvariate(math.log(MEDIAN_WORDS), spread))
        taken = list(islice(row, min(max(length, FEWEST_WORDS), MOST_WORDS)))
        if len(taken) < FEWEST_WORDS:
            return
        yield " ".join(taken)


def _invented(chance: random.Random) -> Iterator[str]:
    """Words by Zipf's law: of rank r about 1/r as often as the first."""
    letters = "aeioulnrst"
    names = ["".join(letters[int(digit)] for digit in f"{number:05}") for number in range(INVENTED)]
    row = [names[int(INVENTED ** chance.random()) - 1] for _ in range(2000 * MEAN_WORDS)]
    for place in range(9, len(row), 17):
        row[place] += "."
    yield from _cut(row, chance)
