"""Figures written in Chinese characters, with digits or without: 三百二十, 15万, 3万2000, 数千."""

from fractions import Fraction

from monitor.core.text.figures.number import MOST, Number
from monitor.core.text.figures.numerals import numeral
from monitor.core.text.figures.row import Row

_MYRIAD = 10_000  # from here on a scale closes what stands before it
_TEN = 10  # the one scale that needs no digit: 十二


def written(row: Row, at: int) -> Number | None:
    """The number that begins at this position."""
    return _vague(row, at) or _exact(row, at)


def _vague(row: Row, at: int) -> Number | None:
    span = row.tongue.vague.get(row.word(at))
    factor, after = 1, at + 1
    while span is not None and row.goes_on(after) and (scale := row.tongue.scales.get(row.word(after))):
        factor, after = factor * scale, after + 1
        if factor >= MOST:
            return None
    if span is None or factor == 1:
        return None
    low, high = span
    return Number(low=low * factor, high=None if high is None else (high + 1) * factor - 1, after=after)


def _exact(row: Row, at: int) -> Number | None:
    total = section = Fraction(0)
    digit: Fraction | None = None
    bare = scaled = False
    position, last = at, MOST
    while position < row.count and (position == at or row.goes_on(position)):
        word = row.word(position)
        value, after, bare_digits = _digit(row, position)
        if value is not None and digit is None:
            digit, bare, position = value, bare_digits and position == at, after
            continue
        factor = row.tongue.scales.get(word)
        if factor is None or factor >= last or (digit is None and section == 0 and factor != _TEN):
            break
        if factor >= _MYRIAD:
            total, section, last = total + (section + (digit or 0)) * factor, Fraction(0), factor
        else:
            section += (1 if digit is None else digit) * factor
        digit, bare, scaled, position = None, False, True, position + 1
    value = total + section + (digit or 0)
    if position == at or value >= MOST or (digit is None and not scaled):
        return None
    return Number(low=int(value), high=int(value), after=position, bare=bare, whole=value.denominator == 1)


def _digit(row: Row, at: int) -> tuple[Fraction | None, int, bool]:
    """What stands before a scale: a value, the position behind it, and whether it is plain digits."""
    value = row.tongue.values.get(row.word(at))
    if value is not None:
        return Fraction(value), at + 1, False
    digits = numeral(row, at)
    return (digits.value, digits.after, digits.bare) if digits else (None, at, False)
