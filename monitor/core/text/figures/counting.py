"""Which numbers count something. Ages, dates, ordinals, scores, shares, money, times, measures and names do not."""

import re

from monitor.core.text.figures.number import Number
from monitor.core.text.figures.row import DASHES, HYPHENS, Row
from monitor.core.text.figures.tongue import words

_CURRENCIES = frozenset("$€£¥₹₪₽₩₴₺₦₱฿元圓")
_BEFORE = _CURRENCIES | frozenset("#№@°")  # "#12"
_BEHIND = _CURRENCIES | frozenset("%٪‰°²³″")
_SEPARATORS = frozenset(":.,،\N{RATIO}")
_OLDEST = 120
_YEARS = range(1800, 2100)
_LAST_DAY = 31
_LAST_GOAL = 99
_MEASURES = words(
    "km km2 km² kms m m² m2 cm mm kg g mg kt t lb lbs oz ft mph kph kmh kmph mhz ghz hz mw gw kw kwh mwh c f h hr hrs min "
    "mins sec secs am pm gmt utc msk ha mbps gb tb usd eur gbp jpy inr rs chf cad aud uah rub ils cny bpd pct pp % cc hp"
)
_MONEY = words("usd us$ eur gbp jpy inr rs chf cad aud nis rmb hk$")
_DAY_BEHIND = words("of de du di del den")  # 7 de octubre
_TITLED = words(
    "resolution resolutions unsc résolution résolutions resolución resoluciones резолюция резолюции"
)
_SIGNED = re.compile(rf"(?:^|\s)[{re.escape(''.join(DASHES - {'~'}))}]$")


def counts(row: Row, at: int, number: Number, *, qualified: bool) -> bool:
    """Whether a number at this position can be a count. qualified: at least or the like stands before it."""
    if not number.whole or _is_marked(row, at, number) or _is_part(row, at, number):
        return False
    if _is_measured(row, number.after) or _is_date(row, at, number) or _is_age(row, at, number):
        return False
    if _is_needing_counter(row, at, number) or (row.follows(at) and row.word(at - 1) in _TITLED):
        return False
    if qualified or _says_counted(row, number.after):
        return True
    return not (_is_named(row, at) or _is_year(row, at, number))


def _is_marked(row: Row, at: int, number: Number) -> bool:
    """A sign of money, share or degree beside it."""
    before, behind = row.gap(at).rstrip(), row.gap(number.after)
    if before[-1:] in _BEFORE and before:
        return True
    if row.word(at - 1) in _MONEY and row.follows(at):
        return True
    sign = behind.lstrip()[:1]
    return bool(sign) and sign in _BEHIND and len(behind) - len(behind.lstrip()) <= 1


def _is_part(row: Row, at: int, number: Number) -> bool:
    """One piece of something longer: 2-1, 10:30, 7/10, F-16, 12-year-old, '90s, 3. Tag, -5."""
    before, behind = row.gap(at), row.gap(number.after)
    if before in DASHES and at:
        return not (before in HYPHENS and row.word(at - 1) in row.tongue.glued)
    if before == "/" or (before in _SEPARATORS and row.word(at - 1)[-1:].isdecimal()):
        return True
    if row.word(at - 1) in row.tongue.never and (row.tongue.positional or not row.word(at)[0].isdecimal()):
        return True
    if number.bare and _SIGNED.search(before):
        return True
    if number.after < row.count and behind:
        if behind in DASHES:
            return row.word(number.after) not in ("plus", "odd")
        if behind == "/" or (behind in _SEPARATORS and row.word(number.after)[:1].isdecimal()):
            return True
    return number.bare and (_is_ordinal(row, number.after) or _is_score(row, at, number.after))


def _is_ordinal(row: Row, after: int) -> bool:
    """A stop behind digits that ends no sentence: am 3. Tag."""
    gap = row.gap(after)
    return after < row.count and gap.startswith(".") and gap[1:].isspace() and after not in row.sentences


def _is_score(row: Row, at: int, after: int) -> bool:
    """Two low numbers with a dash between: 3 - 0."""
    return _is_dashed(row, at, after) or _is_dashed(row, at - 2, at)


def _is_dashed(row: Row, at: int, after: int) -> bool:
    if not (at >= 0 and after < row.count and row.gap(after).strip() in DASHES and row.gap(after).strip()):
        return False
    return all(word.isdecimal() and int(word[:4]) <= _LAST_GOAL for word in (row.word(at), row.word(after)))


def _is_measured(row: Row, after: int) -> bool:
    """A unit behind it, with one word between at most: 48 hours, 5 square km."""
    if not row.follows(after):
        return False
    word = row.word(after)
    if word in row.tongue.between and row.follows(after + 1):
        return row.word(after + 1) in row.tongue.measures or row.word(after + 1) in _MEASURES
    if row.tongue.positional and word in ("个", "個", "ヶ", "か"):
        return row.word(after + 1) in row.tongue.measures
    return word in row.tongue.measures or word in _MEASURES


def _is_date(row: Row, at: int, number: Number) -> bool:
    """A month beside it."""
    if not number.bare:
        return False
    if row.follows(at) and _is_month(row, at - 1) and (number.low <= _LAST_DAY or number.low in _YEARS):
        return True
    after = number.after + 1 if row.word(number.after) in _DAY_BEHIND else number.after
    return number.low <= _LAST_DAY and row.follows(after) and _is_month(row, after)


def _is_month(row: Row, at: int) -> bool:
    """May and March are months with a capital only; so is every month of a language that writes them so."""
    word = row.word(at)
    return word in row.tongue.months and not (row.tongue.capital_months and row.surfaces[at][:1].islower())


_PASSING = frozenset(
    ["dead", "dies", "died", "die", "dying", "death", "killed", "jailed"]
)  # "at" behind these is an age


def _is_age(row: Row, at: int, number: Number) -> bool:
    """(34), the 34 of "Smith, 34, was", and "dies at 87"."""
    if not number.bare or number.low > _OLDEST:
        return False
    if row.word(at - 1) == "at" and row.word(at - 2) in _PASSING and not _says_counted(row, number.after):
        return True
    before, behind = row.gap(at).strip(), row.gap(number.after).strip()
    if before.endswith("(") and behind.startswith(")"):
        return True
    return before == "," and (behind.startswith(",") or (number.after == row.count and at > 0))


def _is_needing_counter(row: Row, at: int, number: Number) -> bool:
    """A single character of number is more often a part of another word: 万一, 一些."""
    alone = row.tongue.positional and number.after == at + 1 and row.word(at) in row.tongue.values
    shy = row.word(at) in row.tongue.shy
    if not (alone or shy):
        return False
    beside = shy and (row.word(number.after) in row.tongue.of or row.word(at - 1) in row.tongue.counted)
    grown = shy and number.after > at + 1  # tens of thousands
    return not (beside or grown or _says_counted(row, number.after))


def _says_counted(row: Row, after: int) -> bool:
    return row.follows(after) and row.word(after) in row.tongue.counted


def _is_named(row: Row, at: int) -> bool:
    """What stands before it makes it a name: Flight 370, No. 10, aged 12."""
    return row.follows(at) and row.word(at - 1) in row.tongue.names


def _is_year(row: Row, at: int, number: Number) -> bool:
    return number.bare and number.low in _YEARS and row.word(at - 1) not in row.tongue.counted
