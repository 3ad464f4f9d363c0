"""The words of one text, each with its place in the original."""

import unicodedata
from collections.abc import Sequence
from itertools import accumulate
from operator import itemgetter
from typing import TypeVar

from monitor.core.text.boundaries import starts_behind
from monitor.core.text.compounds import open_compounds
from monitor.core.text.shapes import (
    HYPHENS,
    INITIALS,
    INVISIBLE,
    UNSPACED,
    WORD,
    readable,
    shape,
    visible,
    wildcard_shape,
)

_MOST_JOINED = 3  # face-to-face; a longer chain is a slug or a title and nobody writes it as one word
_ONE_SPACE = frozenset((" ", "\N{NO-BREAK SPACE}"))

_Item = TypeVar("_Item")


class Words:
    """The words of one text, ready to be searched. Never changes.

    The lists are parallel. A word leads from word position firsts to afters and stands at characters starts to ends
    of the text. It takes one position; a joined one (cease-fire, cease fire: ceasefire) takes as many as its parts
    and stands behind the last of them. count: how many positions there are.
    wildcards: * and ? that touch a letter or a digit belong to the word, as rules have it.
    """

    __slots__ = ("_boundaries", "afters", "count", "ends", "firsts", "starts", "surfaces", "text")

    def __init__(self, text: str, *, wildcards: bool = False) -> None:
        self.text = text
        self._boundaries: tuple[tuple[int, ...], tuple[int, ...]] | None = None
        read = readable(text)
        shaped = wildcard_shape(read) if wildcards else shape(read)
        pieces = WORD.split(shaped)  # gap, word, gap ... word, gap
        edges = list(accumulate(map(len, pieces)))
        self.starts = edges[:-1:2]
        self.ends = edges[1::2]
        self.count = len(self.ends)
        self.firsts = list(range(self.count))
        self.afters = list(range(1, self.count + 1))
        shapes = pieces[1::2]
        if shaped is read:
            self.surfaces = shapes
        else:
            self.surfaces = [read[start:end] for start, end in zip(self.starts, self.ends, strict=True)]
        self._polish(shaped, shapes)
        self._join(pieces)

    def sentence_starts(self) -> tuple[int, ...]:
        """The positions at which a sentence begins, ascending; the first word's is not among them."""
        return self._begun()[0]

    def clause_starts(self) -> tuple[int, ...]:
        """The positions at which a clause begins, ascending: every sentence start, and what follows , ; : or a dash."""
        return self._begun()[1]

    def _begun(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        if self._boundaries is None:
            single = [
                start
                for start, first, after in zip(self.starts, self.firsts, self.afters, strict=True)
                if after == first + 1
            ]
            self._boundaries = starts_behind(self.text, single)
        return self._boundaries

    def _polish(self, shaped: str, shapes: list[str]) -> None:
        """Spell the words as they are compared: no invisible signs, no dots in initials, composed."""
        if INVISIBLE in shaped:
            self.surfaces = [
                visible(surface) if INVISIBLE in kinds else surface
                for surface, kinds in zip(self.surfaces, shapes, strict=True)
            ]
        if INITIALS.search(shaped):
            self.surfaces = [
                surface.replace(".", "") if kinds[1:2] == "." and not kinds[0].isdecimal() else surface
                for surface, kinds in zip(self.surfaces, shapes, strict=True)
            ]
        if not (self.text.isascii() or unicodedata.is_normalized("NFC", self.text)):
            self.surfaces = [unicodedata.normalize("NFC", surface) for surface in self.surfaces]

    def _join(self, pieces: list[str]) -> None:
        """Add what hyphens and habit make one word of."""
        joined: list[tuple[int, int]] = []
        if not HYPHENS.isdisjoint(pieces):
            joined += _hyphenated(pieces)
        joined += (
            (position, position + 1)
            for position in open_compounds(self.surfaces)
            if self.text[self.ends[position] : self.starts[position + 1]] in _ONE_SPACE
        )
        if not joined:
            return
        joined.sort(key=itemgetter(1))
        behind = [last + 1 for _, last in joined]
        words = ["".join(self.surfaces[first : last + 1]) for first, last in joined]
        self.surfaces = _with(self.surfaces, behind, words)
        self.starts = _with(self.starts, behind, [self.starts[first] for first, _ in joined])
        self.ends = _with(self.ends, behind, [self.ends[last] for _, last in joined])
        self.firsts = _with(self.firsts, behind, [first for first, _ in joined])
        self.afters = _with(self.afters, behind, behind)


def _hyphenated(pieces: list[str]) -> list[tuple[int, int]]:
    """First and last position of every run of two or three parts with one hyphen between each."""
    bridged = {
        position
        for position, gap in enumerate(pieces[::2])
        if gap in HYPHENS
        and 0 < position < len(pieces) // 2
        and pieces[2 * position - 1][0] != UNSPACED
        and pieces[2 * position + 1][0] != UNSPACED
    }
    return [
        (last - parts, last)
        for last in sorted(bridged)
        for parts in range(1, _MOST_JOINED)
        if all(last - part in bridged for part in range(parts))
    ]


def _with(items: list[_Item], behind: Sequence[int], added: Sequence[_Item]) -> list[_Item]:
    """The items with one more behind that many of them, for each of added."""
    merged: list[_Item] = []
    done = 0
    for index, item in zip(behind, added, strict=True):
        merged += items[done:index]
        merged.append(item)
        done = index
    merged += items[done:]
    return merged
