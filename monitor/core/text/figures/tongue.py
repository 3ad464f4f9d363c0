"""How one language writes figures: its number words, its bounds, and the words beside a number that is no count."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from itertools import product

from monitor.core.text.folding import fold

_LONGEST_WORD = 64  # letters; longer ones are made up

Phrases = Mapping[tuple[str, ...], "Bound"]


class Bound(Enum):
    """What a qualifier makes of a figure. ABOUT leaves it: an estimate is taken at its word."""

    AT_LEAST = "at least"
    MORE = "more than"
    AT_MOST = "up to"
    LESS = "fewer than"
    NEARLY = "nearly"
    ABOUT = "about"

    def of(self, low: int, high: int | None) -> tuple[int, int | None]:
        """The range of a figure so qualified. Nearly: at least nine tenths, yet less."""
        match self:
            case Bound.AT_LEAST:
                return low, None
            case Bound.MORE:
                return low + 1, None
            case Bound.AT_MOST:
                return 0, high
            case Bound.LESS:
                return 0, None if high is None else max(0, high - 1)
            case Bound.NEARLY:
                return -(-low * 9 // 10), None if high is None else max(-(-low * 9 // 10), high - 1)
            case Bound.ABOUT:
                return low, high


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """Every word is folded.

    marks        the signs that part thousands when exactly three digits follow ("1.240" counts in German)
    spaced       thousands are parted by an ordinary space too
    values       words that add up: one, twenty, doscientos
    scales       words that multiply what stands before: hundred, dozen, million
    alone        scales that need nothing before them: mille, tausend
    joiners      words inside a number word, with the round number they must follow: two hundred and five
    articles     a, une: one, before a scale only
    several      a few, several: two to nine, before a scale only
    halves       half, before a scale: half a million
    of           between a vague word and its scale: tens of thousands
    vague        ranges: dozens
    shy          vague words that count only beside a counted one ("scores of", not "Kane scores")
    before       qualifiers in front of a figure; after: behind it
    verbs        verb and particle that is no qualifier behind it: handed over, rises up to
    openers      what a range of two figures may begin with; connectors: what stands between the two
    spanning     connectors that make a range without an opener: to
    changes      from and to: of "from 12 to 15" the second is the figure
    measures     units behind a number that is an age, a time, a distance, money, a share
    between      words that may stand in front of a unit: square, consecutive
    names        words in front of a number that is a name, a date, an age: flight, article, aged
    never        words in front of a number word that make it no count: pour cent, 第三
    months       names of months
    capital_months   months are written with a capital: May, and not may
    counted      words that say that a number like 2014 is no year
    glued        particles that a hyphen may tie to the front of a figure
    vigesimal    quatre-vingt-dix
    compound     number words are written together: zweihundertfünf
    positional   a digit before each scale, as Chinese has it: 三百二十. vague words then multiply
    """

    marks: str = ",."
    spaced: bool = False
    values: Mapping[str, int] = field(default_factory=dict)
    scales: Mapping[str, int] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()
    joiners: Mapping[str, int] = field(default_factory=dict)
    articles: frozenset[str] = frozenset()
    several: frozenset[str] = frozenset()
    halves: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    vague: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)
    shy: frozenset[str] = frozenset()
    before: Phrases = field(default_factory=dict)
    after: Phrases = field(default_factory=dict)
    verbs: frozenset[tuple[str, str]] = frozenset()
    openers: frozenset[str] = frozenset()
    connectors: frozenset[str] = frozenset()
    spanning: frozenset[str] = frozenset()
    changes: frozenset[tuple[str, str]] = frozenset()
    measures: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    capital_months: bool = False
    counted: frozenset[str] = frozenset()
    glued: frozenset[str] = frozenset()
    vigesimal: bool = False
    compound: bool = False
    positional: bool = False

    def value(self, word: str) -> int | None:
        """What a word adds to a number."""
        found = self.values.get(word)
        return self._compound(word) if found is None and self.compound else found

    def _compound(self, word: str) -> int | None:
        """The parts around the largest scale inside a word: zwei | tausend | dreihundert."""
        if len(word) > _LONGEST_WORD:
            return None
        for scale, factor in (("tausend", 1000), ("hundert", 100)):
            left, found, right = word.partition(scale)
            if found and word != scale:
                times = self.value(left) if left else 1
                rest = self.value(right.removeprefix("und")) if right else 0
                return None if times is None or rest is None else times * factor + rest
        return None


def words(text: str) -> frozenset[str]:
    """The words of a list, folded."""
    return frozenset(fold(text).split())


def values(text: str) -> dict[str, int]:
    """The pairs of a list: "one=1 two=2"; several spellings of one value: "six/sechs=6"."""
    found: dict[str, int] = {}
    for pair in text.split():
        spellings, _, value = pair.rpartition("=")
        found.update((fold(spelling), int(value)) for spelling in spellings.split("/"))
    return found


def ranges(text: str) -> dict[str, tuple[int, int | None]]:
    """The ranges of a list: "dozens=24-99 millions=2000000-"."""
    found: dict[str, tuple[int, int | None]] = {}
    for pair in text.split():
        spellings, _, span = pair.rpartition("=")
        low, _, high = span.partition("-")
        found.update((fold(each), (int(low), int(high) if high else None)) for each in spellings.split("/"))
    return found


def phrases(**bounds: str) -> dict[tuple[str, ...], Bound]:
    """at_least="at least | no fewer than": the words of each phrase, to what it makes of a figure."""
    return {
        tuple(fold(phrase).split()): Bound[name.upper()]
        for name, listed in bounds.items()
        for phrase in listed.split("|")
    }


def pairs(text: str) -> frozenset[tuple[str, str]]:
    """Every word before the stroke with every one behind it: "hand hands/over | from/to"."""
    found: set[tuple[str, str]] = set()
    for family in text.split("|"):
        sources, _, goals = fold(family).partition("/")
        found.update(product(sources.split(), goals.split()))
    return frozenset(found)
