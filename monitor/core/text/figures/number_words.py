"""Figures written in words, and the scales behind digits: two hundred and five, 1.2 million, tens of thousands."""

from dataclasses import dataclass
from fractions import Fraction

from monitor.core.text.figures.characters import written
from monitor.core.text.figures.number import MOST, Number
from monitor.core.text.figures.numerals import numeral
from monitor.core.text.figures.row import Row
from monitor.core.text.figures.tongue import Tongue

_BIG = 1000  # from here on a scale closes what stands before it: two million | three thousand | five


@dataclass(slots=True)
class _Sum:
    """A number, word by word. current: what was said since the last big scale; last: that scale."""

    total: Fraction = Fraction(0)
    current: Fraction = Fraction(0)
    last: int = MOST
    said: bool = False
    digits: bool = False

    def multiply(self, factor: int) -> None:
        self.current = (self.current or Fraction(1)) * factor
        if factor >= _BIG:
            self.total, self.current, self.last = self.total + self.current, Fraction(0), factor
        self.said, self.digits = True, False


def number(row: Row, at: int) -> Number | None:
    """The number that begins at this position."""
    if not _may_begin(row.tongue, row.word(at)):
        return None
    if row.tongue.positional:
        return written(row, at)
    return _half(row, at) or _vague(row, at) or _exact(row, at)


def _may_begin(tongue: Tongue, word: str) -> bool:
    """Tells most words apart before anything is read."""
    return (
        not word.isalpha()
        or word in tongue.values
        or word in tongue.scales
        or word in tongue.vague
        or word in tongue.articles
        or word in tongue.several
        or word in tongue.halves
        or tongue.compound
    )


def _half(row: Row, at: int) -> Number | None:
    """half a million, eine halbe Million."""
    if row.word(at) in row.tongue.articles and row.goes_on(at + 1):
        at += 1
    if row.word(at) not in row.tongue.halves:
        return None
    scale = at + 2 if row.word(at + 1) in row.tongue.articles and row.goes_on(at + 1) else at + 1
    factor = row.tongue.scales.get(row.word(scale), 0) if row.goes_on(scale) else 0
    return Number(low=factor // 2, high=factor // 2, after=scale + 1) if factor else None


def _vague(row: Row, at: int) -> Number | None:
    """dozens, hundreds of thousands, several hundred."""
    tongue, word = row.tongue, row.word(at)
    if word in tongue.several and row.goes_on(at + 1) and (factor := tongue.scales.get(row.word(at + 1))):
        return Number(low=2 * factor, high=10 * factor - 1, after=at + 2)
    if word not in tongue.vague:
        return None
    low, high = tongue.vague[word]
    scale = at + 2 if row.word(at + 1) in tongue.of and row.goes_on(at + 1) else at + 1
    factor = tongue.scales.get(row.word(scale), 0) if row.goes_on(scale) else 0
    if factor < _BIG or high is None:
        return Number(low=low, high=high, after=at + 1)
    return Number(low=low * factor, high=(high + 1) * factor - 1, after=scale + 1)


def _exact(row: Row, at: int) -> Number | None:
    start = numeral(row, at)
    told = _Sum()
    position = at
    if start is not None:
        told.current, told.said, told.digits, position = start.value, True, True, start.after
    elif _is_article(row, at):
        position = at + 1
    after = _read(row, position, told, opening=start is None)
    value = told.total + told.current
    if not told.said or value >= MOST or _is_article_alone(row, at, after):
        return None
    bare = start is not None and start.bare and after == start.after
    return Number(low=int(value), high=int(value), after=after, bare=bare, whole=value.denominator == 1)


def _is_article_alone(row: Row, at: int, after: int) -> bool:
    """un mort is a death and no figure; so is one, where it is an article."""
    return after == at + 1 and row.word(at) in row.tongue.articles


def _is_article(row: Row, at: int) -> bool:
    return (
        row.word(at) in row.tongue.articles and row.goes_on(at + 1) and row.word(at + 1) in row.tongue.scales
    )


def _read(row: Row, at: int, told: _Sum, *, opening: bool) -> int:
    """Take every word that still belongs to the number; the position behind them."""
    while at < row.count and (opening or row.goes_on(at)):
        taken = _added(row, at, told) or _scaled(row, at, told) or _joined(row, at, told)
        if not taken:
            break
        at, opening = at + taken, False
    return at


def _added(row: Row, at: int, told: _Sum) -> int:
    """How many words were taken: here one or none."""
    if told.digits:
        return 0
    value = row.tongue.value(row.word(at))
    if value is None and told.last < MOST:  # 15 thousand 207, 3万2000
        behind = numeral(row, at)
        if behind is not None and behind.bare and not told.current and 0 < behind.value < told.last:
            told.current, told.digits = behind.value, True
            return 1
    if value is None or not _fits(row.tongue, told, value):
        return 0
    four_twenties = row.tongue.vigesimal and value == 20 and told.current % 100 == 4  # noqa: PLR2004
    told.current += 76 if four_twenties else value
    told.said = True
    return 1


def _fits(tongue: Tongue, told: _Sum, value: int) -> bool:
    """Whether a word may follow as a part of the same number: five after twenty, not twenty after five."""
    if not told.current:
        return value > 0 if told.said else True
    if value == 0 or told.current.denominator != 1:
        return False
    rest = int(told.current) % 100
    if rest == 0:
        return value < 100  # noqa: PLR2004
    if tongue.vigesimal and (
        (rest in (60, 80) and value < 20)  # noqa: PLR2004 - soixante-dix, quatre-vingt-onze
        or (rest == 4 and value == 20)  # noqa: PLR2004 - quatre-vingt
        or (rest == 10 and 7 <= value <= 9)  # noqa: PLR2004 - dix-sept
    ):
        return True
    return rest >= 20 and rest % 10 == 0 and value < 10  # noqa: PLR2004


def _scaled(row: Row, at: int, told: _Sum) -> int:
    tongue, word = row.tongue, row.word(at)
    factor = tongue.scales.get(word)
    if factor is None or factor >= told.last:
        return 0
    begins = not told.said
    if begins and word not in tongue.alone and not _is_article(row, at - 1):
        return 0
    if factor < _BIG and told.current >= _BIG // 10:
        return 0
    told.multiply(factor)
    return 1


def _joined(row: Row, at: int, told: _Sum) -> int:
    """and, with the word behind it: two hundred and five."""
    least = row.tongue.joiners.get(row.word(at))
    if least is None or not told.said or told.digits or not row.goes_on(at + 1):
        return 0
    if told.current % least or not (told.current or told.total):
        return 0
    return 2 if _added(row, at + 1, told) else 0
