"""The figures of a text, from its words."""

from dataclasses import replace

from monitor.core.text.figures.counting import counts
from monitor.core.text.figures.figure import Figure
from monitor.core.text.figures.number import Number
from monitor.core.text.figures.number_words import number
from monitor.core.text.figures.row import DASHES, Row
from monitor.core.text.figures.tongue import Bound
from monitor.core.text.figures.tongues import tongue
from monitor.core.text.words import Words

_LONGEST_PHRASE = 4  # words of a qualifier
_FURTHEST = 3  # position behind a figure at which "at least" still belongs to it: 12 people at least


def figures(words: Words, language: str | None) -> tuple[Figure, ...]:
    """Every count that the text states, in order. language: a primary subtag (RFC 5646); None is read as English.

    Number words are known in ar de en es fr he hi ja ru zh; digits of every script in all languages.
    """
    row = Row(words, tongue(language))
    found: list[Figure] = []
    at = floor = 0  # nothing before the floor belongs to the next figure
    while at < row.count:
        first, read = _ranged(row, at)
        if read is None:
            at += 1
            continue
        figure = _figure(row, first, read, floor=floor)
        if figure is not None:
            found.append(figure)
        at = floor = max(read.after, figure.after if figure else 0)
    return tuple(found)


def _figure(row: Row, at: int, read: Number, *, floor: int) -> Figure | None:
    first, low, high, qualified = at, read.low, read.high, False
    while (before := _qualifier_before(row, first, floor)) is not None:
        first, bound = before
        if not qualified:
            low, high = bound.of(low, high)
            qualified = bound is not Bound.ABOUT
    if not counts(row, at, read, qualified=qualified):
        return None
    after, bound_behind = _qualifier_behind(row, read.after)
    if bound_behind is not None and not qualified:
        low, high = bound_behind.of(low, high)
    start, end = row.starts[first], row.ends[after - 1]
    sign = row.text[end : end + 1]
    if sign == "+":
        end, high = end + 1, None
    if row.gap(at).endswith(">"):
        low, high = low + 1, None
    return Figure(low=low, high=high, start=start, end=end, first=first, after=after)


def _ranged(row: Row, at: int) -> tuple[int, Number | None]:
    """A number, or two that make a range (100 to 200), or the goal of a change (from 12 to 15): where it begins."""
    left = number(row, at)
    if left is None:
        return at, None
    middle = row.word(left.after)
    if row.gap(left.after) in DASHES and left.after < row.count:
        right = number(row, left.after)
        if right is not None and _is_range(row, at, left, right):
            return _opening(row, at), replace(left, high=right.high, after=right.after, bare=False)
        return at, left
    changing = (row.word(at - 1), middle) in row.tongue.changes
    if not (changing or middle in row.tongue.connectors) or not _are_linked(row, left.after):
        return at, left
    right = number(row, left.after + 1)
    if right is not None and changing:
        return left.after + 1, right
    if right is not None and _spans(row, at, left, right):
        return _opening(row, at), replace(right, low=left.low, bare=left.bare and right.bare)
    return at, left


def _are_linked(row: Row, at: int) -> bool:
    """Whether the word here has the number before it and another one behind it in the same phrase."""
    return row.follows(at) and row.follows(at + 1)


def _opening(row: Row, at: int) -> int:
    return at - 1 if row.follows(at) and row.word(at - 1) in row.tongue.openers else at


def _spans(row: Row, at: int, left: Number, right: Number) -> bool:
    """100 to 200, between 100 and 200; not the three and twenty of "three and twenty others"."""
    if right.high is None or left.low >= right.low:
        return False
    return row.word(left.after) in row.tongue.spanning or row.word(at - 1) in row.tongue.openers


def _is_range(row: Row, at: int, left: Number, right: Number) -> bool:
    """100-200 people; 2-1 is a score, 2014-2016 are years."""
    if right.high is None or left.low >= right.low or row.gap(right.after) in DASHES:
        return False
    counted = row.follows(right.after) and row.word(right.after) in row.tongue.counted
    return counted or _qualifier_before(row, at, 0) is not None


def _qualifier_before(row: Row, at: int, floor: int) -> tuple[int, Bound] | None:
    """The longest phrase that ends here, and what it makes of a figure."""
    if not row.follows(at) or row.joins(at):
        return None
    for length in range(min(_LONGEST_PHRASE, at - floor), 0, -1):
        begin = at - length
        bound = row.tongue.before.get(tuple(row.folded[begin:at]))
        if bound is None or not all(row.follows(position) for position in range(begin + 1, at)):
            continue
        if (row.word(begin - 1), row.word(begin)) in row.tongue.verbs:
            return None
        return begin, bound
    return None


def _qualifier_behind(row: Row, after: int) -> tuple[int, Bound | None]:
    """What stands behind: where the figure with it ends, and what it makes of it."""
    for distance in range(_FURTHEST):
        begin = after + distance
        if not row.follows(begin):
            break
        for length in range(_LONGEST_PHRASE, 0, -1):
            bound = row.tongue.after.get(tuple(row.folded[begin : begin + length]))
            fits = bound is not None and all(row.follows(at) for at in range(begin + 1, begin + length))
            if fits and (distance == 0 or bound is Bound.AT_LEAST):
                stretched = begin + length if distance == 0 else after
                return (stretched, bound) if not _leads_on(row, begin + length) else (after, None)
    return after, None


def _leads_on(row: Row, at: int) -> bool:
    """Whether a figure follows, to which the phrase belongs instead: 12 dead, at least 20 hurt."""
    return row.follows(at) and not row.joins(at) and number(row, at) is not None
