"""A stretch of words with its figures, as binding looks at it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from monitor.core.text.figures.figure import Figure
from monitor.core.text.figures.functions import DETERMINERS
from monitor.core.text.folding import fold
from monitor.core.text.words import Words


class Clause:
    """The words and figures between two positions."""

    def __init__(self, figures: Sequence[Figure], words: Words, begin: int, end: int) -> None:
        self.figures, self.words, self.begin, self.end = figures, words, begin, end

    def figure(self, index: int) -> Figure | None:
        """The figure at this place among all of them, if it stands in the clause."""
        if not 0 <= index < len(self.figures):
            return None
        return figure if self.begin <= (figure := self.figures[index]).first < self.end else None

    def word(self, at: int) -> str:
        """Folded; "" outside the clause."""
        return word_at(self.words, at) if self.begin <= at < self.end else ""

    def between(self, first: int, after: int) -> Iterator[str]:
        """The words from one position to another."""
        return (self.word(at) for at in range(first, after))

    def lead(self, figure: Figure) -> str:
        """The word that leads to a figure: the "by" of "by the 3 gunmen"."""
        at = figure.first - 1
        while self.word(at) in DETERMINERS:
            at -= 1
        return self.word(at)


def word_at(words: Words, position: int) -> str:
    """The word at a position, folded."""
    return fold(words.surfaces[index_at(words, position)])


def index_at(words: Words, position: int) -> int:
    """Where the single word of a position stands; joined words that end with it come behind."""
    return bisect_left(words.afters, position + 1)


def is_in(positions: Sequence[int], position: int) -> bool:
    """Whether an ascending row holds a position."""
    at = bisect_left(positions, position)
    return at < len(positions) and positions[at] == position


def mark_before(words: Words, position: int) -> str:
    """The last sign in front of a word; "" in front of the first."""
    begin = words.ends[index_at(words, position - 1)] if position else 0
    return words.text[begin : words.starts[index_at(words, position)]].rstrip()[-1:]
