"""The cues of one text, and which of them guard what stands at a place in it."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from monitor.core.guards.cues import Cue, CueTable, Side
from monitor.core.text import Words

_IN_CLAUSE = frozenset({Side.BEFORE, Side.NEXT, Side.AFTER})


class FoundCue(NamedTuple):
    """A cue where it stands: positions first to after of its words, characters start to end of its text.

    A sign takes no position.
    """

    cue: Cue
    first: int
    after: int
    start: int
    end: int

    def is_among(self, own: Collection[int]) -> bool:
        """Whether each of its words is one of these: the rule's own words guard nothing."""
        return self.first < self.after and all(each in own for each in range(self.first, self.after))


class Surroundings:
    """One text with the cues of a table that stand in it. What it says never changes.

    found: also phrases in which a cue is none, and every sign that ends a sentence. parted: the positions at which words
    begin that a cue does not reach across.
    """

    def __init__(
        self, words: Words, table: CueTable, found: Collection[FoundCue], parted: Iterable[int] = ()
    ) -> None:
        self._words = words
        self._reach = max(table.before, table.after)
        self._table = table
        apart = [each for each in found if each.cue.side is Side.APART]
        cues = [each for each in found if each.cue.side is not Side.APART and not _is_apart(each, apart)]
        cues.sort(key=lambda each: each.start)
        self._cues = [each for each in cues if each.cue.side in _IN_CLAUSE]
        self._firsts = [each.first for each in self._cues]
        self._longest = max((each.after - each.first for each in self._cues), default=0)
        self._far = [each for each in cues if each.cue.side not in _IN_CLAUSE]
        self._parted = sorted(parted)
        self._known: dict[tuple[int, int], tuple[FoundCue, ...]] = {}

    def __bool__(self) -> bool:
        return bool(self._cues or self._far)

    def near(self, first: int, after: int) -> tuple[FoundCue, ...]:
        """The cues that reach what stands at positions first to after, in the order of the text."""
        known = self._known.get((first, after))
        if known is None:
            begin = bisect_left(self._firsts, first - self._reach - self._longest)
            end = bisect_right(self._firsts, after + self._reach)
            found = [each for each in self._cues[begin:end] if self._reaches(each, first, after)]
            if self._far:
                found += (each for each in self._far if self._is_in_sentence(each, first, after))
                found.sort(key=lambda each: each.start)
            known = self._known[first, after] = tuple(found)
        return known

    def is_behind(self, found: FoundCue, event: Collection[int]) -> bool:
        """Whether a cue stands behind all that the event takes in its stretch of the text.

        event: positions. What stands in the midst of an occurrence is not behind it.
        """
        behind = range(found.after, self._stretch_end(found.after))
        return not any(position in behind for position in event)

    def _reaches(self, found: FoundCue, first: int, after: int) -> bool:
        match found.cue.side:
            case Side.NEXT:
                return found.after == first
            case Side.BEFORE:
                near = 0 <= first - found.after < self._table.before
                return near and first < self._stretch_end(found.after)
            case _:
                near = 0 <= found.first - after < self._table.after
                return near and found.first < self._stretch_end(after)

    def _is_in_sentence(self, found: FoundCue, first: int, after: int) -> bool:
        starts = self._words.sentence_starts()
        begin, end = _bounds(starts, first)[0], self._end(starts, after - 1)
        return begin <= found.first and begin < found.after <= end

    def _stretch_end(self, position: int) -> int:
        """The first position behind this one, or it itself, that a cue before it does not reach."""
        clause = self._end(self._words.clause_starts(), position - 1)
        index = bisect_left(self._parted, position)
        return min(clause, self._parted[index]) if index < len(self._parted) else clause

    def _end(self, starts: Sequence[int], position: int) -> int:
        end = _bounds(starts, position)[1]
        return self._words.count if end is None else end


def endings(words: Words, signs: Collection[Cue]) -> Iterator[FoundCue]:
    """Every one of these signs that ends a sentence of the text: it stands behind the sentence's last word."""
    if not any(cue.text in words.text for cue in signs):
        return
    last = dict(zip(words.afters, words.ends, strict=True))
    begin = dict(zip(words.firsts, words.starts, strict=True))
    for edge in (*words.sentence_starts(), words.count):
        end, following = last.get(edge, 0), begin.get(edge, len(words.text))
        for cue in signs:
            at = words.text.find(cue.text, end, following)
            if at >= 0:
                yield FoundCue(cue, edge, edge, at, at + len(cue.text))


def _bounds(starts: Sequence[int], position: int) -> tuple[int, int | None]:
    """Where the part of a text that holds this position begins, and the next one; None for none."""
    index = bisect_right(starts, position)
    return (starts[index - 1] if index else 0), (starts[index] if index < len(starts) else None)


def _is_apart(found: FoundCue, apart: Sequence[FoundCue]) -> bool:
    """Whether it shares words with a phrase in which the words of a cue of its kind are none."""
    return any(
        other.cue.kind is found.cue.kind and other.first < found.after and found.first < other.after
        for other in apart
    )
