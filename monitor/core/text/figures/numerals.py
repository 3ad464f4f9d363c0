"""Figures written in digits, of any script."""

import re
from dataclasses import dataclass
from fractions import Fraction

from monitor.core.text.figures.row import Row

_LONGEST = 15  # digits; more is a telephone number or a mistake
_GROUP = 3
_ONE_MARK = 2  # groups
_PARTED = re.compile(r"\d{1,3}([.,])\d{2,3}(?:\1\d{2,3})*")  # 1,240 · 1.240.000 · 12,40,000
_DECIMAL = re.compile(r"(\d+)[.,](\d+)")
_SHORT = re.compile(r"(\d+(?:[.,]\d+)?)(k|m|mn|bn|b)")  # 15k, 1.2m: as English headlines write
_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9}
_PREFIXED = re.compile(r"[وبلكف]{1,2}ـ?(\d.*)")  # Arabic particles are written onto a figure
_GLUE = frozenset("\N{NO-BREAK SPACE}\N{THIN SPACE}\N{NARROW NO-BREAK SPACE}'\N{RIGHT SINGLE QUOTATION MARK}")
_ARABIC_GROUPS, _ARABIC_POINT = "\N{ARABIC THOUSANDS SEPARATOR}", "\N{ARABIC DECIMAL SEPARATOR}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """after: position behind its last word. bare: digits only, so that it may be a year or the number of something."""

    value: Fraction
    after: int
    bare: bool


def numeral(row: Row, at: int) -> Numeral | None:
    """The digits at this position, with the groups that a space or an apostrophe parts."""
    word = row.word(at)
    if (prefixed := _PREFIXED.fullmatch(word)) is not None:
        word = prefixed[1]
    if not word[:1].isdecimal() or len(word) > 2 * _LONGEST:
        return None
    if not word.isdecimal():
        value = _marked(word, row.tongue.marks)
        return None if value is None else Numeral(value=value, after=at + 1, bare=False)
    after = at + 1
    while len(word) <= _LONGEST and _is_group(row, after, lead=word, first=after == at + 1):
        word += row.word(after)
        after += 1
    if len(word) > _LONGEST:
        return None
    return Numeral(value=Fraction(int(word)), after=after, bare=after == at + 1)


def _is_group(row: Row, at: int, *, lead: str, first: bool) -> bool:
    """Whether the word is three digits that a space ties to the lead: 15 207."""
    word = row.word(at)
    if len(word) != _GROUP or not word.isdecimal() or lead.startswith("0") or (first and len(lead) > _GROUP):
        return False
    gap = row.gap(at)
    return gap in _GLUE or (gap == " " and row.tongue.spaced)


def _marked(word: str, marks: str) -> Fraction | None:
    """Digits with points, commas or one letter that multiplies. None: no number (02.12.2023, 7th, 15h30)."""
    if _ARABIC_POINT in word or _ARABIC_GROUPS in word:
        word, marks = word.replace(_ARABIC_GROUPS, ",").replace(_ARABIC_POINT, "."), ","
    if short := _SHORT.fullmatch(word):
        value = _marked(short[1], marks) if not short[1].isdecimal() else Fraction(int(short[1]))
        return None if value is None else value * _SCALES[short[2]]
    parted = _PARTED.fullmatch(word)
    if parted and _are_thousands(word.split(parted[1]), mark=parted[1], marks=marks):
        return Fraction(int(word.replace(parted[1], "")))
    decimal = _DECIMAL.fullmatch(word)
    return int(decimal[1]) + Fraction(int(decimal[2]), 10 ** len(decimal[2])) if decimal else None


def _are_thousands(groups: list[str], *, mark: str, marks: str) -> bool:
    if len(groups[-1]) != _GROUP or groups[0].startswith("0"):
        return False
    if len(groups) <= _ONE_MARK:  # one mark may as well stand before decimals: the language decides
        return mark in marks and len(groups[1]) == _GROUP
    return mark == "," or all(len(group) == _GROUP for group in groups[1:])
