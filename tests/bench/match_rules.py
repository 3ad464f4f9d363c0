"""Rules for the benches of the matcher, drawn from articles as people draw them from the news.

61 % boolean (two to four groups of one to five synonyms, 45 % of them with NOT), 20 % phrases of two to four words,
10 % NEAR, 9 % wildcards and patterns. Words come as often as they stand in the articles, but neither once in a
lifetime nor in every second article.
"""

import fnmatch
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from monitor.core.rules import Rule
from monitor.core.text import Words, fold
from tests.core.rule_samples import rule

FEWEST_ARTICLES, LARGEST_SHARE = 3, 0.04  # that hold a word of a rule
RULES_OF_A_FILE = 100
PLAIN = re.compile("[a-z]{3,}")
DISTANCES = (3, 5, 8, 10, 15)


@dataclass(frozen=True, slots=True)
class Row:
    """Words one after another; one alone is a row too."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Wildcard:
    """One word with * or ? in it."""

    text: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """An expression that means the same to RE2 and to re. literal stands in all that it matches."""

    text: str
    literal: str


@dataclass(frozen=True, slots=True)
class Close:
    """Two words in one sentence with at most so many between."""

    left: str
    right: str
    within: int


Part = Row | Wildcard | Pattern | Close


@dataclass(frozen=True, slots=True)
class Drawn:
    """One part of each group, and none of without."""

    name: str
    groups: tuple[tuple[Part, ...], ...]
    without: tuple[Row, ...] = ()

    @property
    def knows_sentences(self) -> bool:
        """Whether it means something that only a reader of sentences can say."""
        return any(isinstance(part, Close) for group in self.groups for part in group)

    def expression(self, *, exact: bool) -> str:
        """As it is written in a rule file. exact: no inflections."""
        groups = [" OR ".join(_written(part, exact=exact) for part in group) for group in self.groups]
        wanted = " AND ".join(f"({group})" for group in groups)
        if not self.without:
            return wanted
        return f"{wanted} NOT ({' OR '.join(_written(part, exact=exact) for part in self.without)})"

    def rule(self, *, exact: bool) -> Rule:
        """As the matcher takes it."""
        return rule(self.name, self.expression(exact=exact))


def _written(part: Part, *, exact: bool) -> str:
    sign = "=" if exact else ""
    match part:
        case Row(words):
            return f'{sign}"{part}"' if len(words) > 1 else f"{sign}{part}"
        case Wildcard(text):
            return text
        case Pattern(text):
            return f"/{text}/"
        case Close(left, right, within):
            return f"{sign}{left} NEAR/{within} {sign}{right}"


def write_files(folder: Path, drawn: Sequence[Drawn], *, exact: bool = False) -> list[Path]:
    """Rule files of a hundred rules each."""
    files = []
    for number, start in enumerate(range(0, len(drawn), RULES_OF_A_FILE)):
        file = folder / f"rules-{number:04}.yaml"
        rules = drawn[start : start + RULES_OF_A_FILE]
        entries = (f"- id: {each.name}\n  match: >-\n    {each.expression(exact=exact)}\n" for each in rules)
        file.write_text("rules:\n" + "".join(entries), "utf-8")
        files.append(file)
    return files


def draw(texts: Sequence[str], count: int, *, measured: Sequence[str] = (), seed: int = 1) -> list[Drawn]:
    """So many rules out of these articles, to be measured on others; fewer rules are the first of more."""
    return Drawing(texts, measured, random.Random(seed)).rules(count)


class Drawing:
    """Draws from articles. A word is usable if it is plain, common enough, and no joined spelling in any article.

    A joined one (ceasefire for cease-fire) is found in articles that the other engines do not find it in.
    """

    def __init__(self, texts: Sequence[str], measured: Sequence[str], chance: random.Random) -> None:
        self._chance = chance
        read = [Words(text) for text in texts]
        self._articles = [[fold(surface) for surface in _single(words)] for words in read]
        everywhere = [*read, *map(Words, measured)]
        self._joined = {fold(surface) for words in everywhere for surface in _joined(words)}
        holding = Counter(word for article in self._articles for word in set(article))
        most = LARGEST_SHARE * len(texts)
        self._plain = {word for word in holding if PLAIN.fullmatch(word)} - self._joined
        self._usable = {word for word in self._plain if FEWEST_ARTICLES <= holding[word] <= most}
        self._row = [word for article in self._articles for word in article if word in self._usable]

    def rules(self, count: int) -> list[Drawn]:
        """Names tell the kind: boolean-17."""
        kinds = (self._boolean, self._phrase, self._near, self._wild)
        drawn: list[Drawn] = []
        while len(drawn) < count:
            kind = self._chance.choices(kinds, (61, 20, 10, 9))[0]
            article = self._chance.choice(self._articles)
            made = kind(f"{kind.__name__.lstrip('_')}-{len(drawn)}", article)
            if made is not None:
                drawn.append(made)
        return drawn

    def _boolean(self, name: str, article: list[str]) -> Drawn | None:
        words = self._some(article, self._chance.choices((2, 3, 4), (40, 40, 20))[0])
        if words is None:
            return None
        without: tuple[Row, ...] = ()
        if self._chance.random() < 0.45:
            without = tuple({self._word(): None for _ in range(self._chance.choice((1, 1, 2, 3)))})
        return Drawn(name, tuple(self._synonyms(Row((word,))) for word in words), without)

    def _phrase(self, name: str, article: list[str]) -> Drawn | None:
        row = self._words_in_a_row(article, self._chance.choices((2, 3, 4), (60, 30, 10))[0])
        return None if row is None else Drawn(name, ((row,),))

    def _near(self, name: str, article: list[str]) -> Drawn | None:
        within = self._chance.choice(DISTANCES)
        usable = [place for place, word in enumerate(article) if word in self._usable]
        pairs = [
            (article[left], article[right])
            for left, right in pairwise(usable)
            if right - left <= within and article[left] != article[right]
        ]
        return Drawn(name, ((Close(*self._chance.choice(pairs), within),),)) if pairs else None

    def _wild(self, name: str, article: list[str]) -> Drawn | None:
        words = self._some(article, 2)
        if words is None:
            return None
        short, long = sorted(words, key=len)
        chance = self._chance.random()
        if chance < 0.6 and len(long) > 5:
            wildcard = Wildcard(long[: max(5, len(long) - self._chance.choice((1, 2, 3)))] + "*")
            if fnmatch.filter(self._joined, wildcard.text):
                return None
            return Drawn(name, ((wildcard,), self._synonyms(Row((short,)))))
        if chance < 0.8 and len(long) > 5:
            hole = self._chance.randrange(2, len(long) - 2)
            wildcard = Wildcard(f"{long[:hole]}?{long[hole + 1 :]}")
            if fnmatch.filter(self._joined, wildcard.text):
                return None
            return Drawn(name, ((wildcard,), (Row((short,)),)))
        row = self._words_in_a_row(article, 2)
        return None if row is None else Drawn(name, ((self._pattern(*row.words),), (Row((short,)),)))

    def _pattern(self, first: str, second: str) -> Pattern:
        if self._chance.random() < 0.5:
            return Pattern(f"{first} ([a-z]+ ){{0,2}}{second}", second)
        return Pattern(f"{first}s? {second}(s|ed|ing)?", first)

    def _synonyms(self, first: Row) -> tuple[Part, ...]:
        rows = {first: None}
        for _ in range(self._chance.choices(range(5), (15, 20, 30, 20, 15))[0]):
            pair = None
            if self._chance.random() < 0.35:
                pair = self._words_in_a_row(self._chance.choice(self._articles), 2)
            rows[pair or self._word()] = None
        synonyms = list(rows)
        self._chance.shuffle(synonyms)
        return tuple(synonyms)

    def _word(self) -> Row:
        return Row((self._chance.choice(self._row),))

    def _some(self, article: list[str], count: int) -> list[str] | None:
        usable = list(dict.fromkeys(word for word in article if word in self._usable))
        return self._chance.sample(usable, count) if len(usable) >= count else None

    def _words_in_a_row(self, article: list[str], count: int) -> Row | None:
        for _ in range(20 if len(article) > count + 1 else 0):
            start = self._chance.randrange(len(article) - count)
            words = tuple(article[start : start + count])
            if self._plain.issuperset(words) and not self._usable.isdisjoint(words) and _stays_apart(words):
                return Row(words)
        return None


def spoken(text: str) -> str:
    """The folded words of a text with one blank around each: what the other engines are given, for nothing."""
    return f" {' '.join(map(fold, _single(Words(text))))} "


def _single(words: Words) -> Iterator[str]:
    rows = zip(words.surfaces, words.firsts, words.afters, strict=True)
    return (surface for surface, first, after in rows if after == first + 1)


def _joined(words: Words) -> Iterator[str]:
    rows = zip(words.surfaces, words.firsts, words.afters, strict=True)
    return (surface for surface, first, after in rows if after > first + 1)


def _stays_apart(words: Sequence[str]) -> bool:
    """Whether no two of them are one word in another spelling (cease fire)."""
    return Words(" ".join(words)).count == len(Words(" ".join(words)).surfaces)
