"""Which figure belongs to a cue: the 12 of "12 killed", not the 3 of "killed in 3 attacks".

Within the clause of the cue, the last figure before it and the first one behind it are candidates; a figure with
another one between is none. Of the two the one with fewer words between wins, and of "100 of the 240" the part.

A figure that introduces something else is out: in front of the cue when a new event begins between ("100 arrested
after killing"), behind the cue when a preposition leads to the figure ("killed in 3 attacks", "by 3 gunmen",
"released for 240 prisoners"), except to, at and of ("toll rises to 12"). One that follows an "and" comes after any
other ("three people were killed and 20 hurt").

On a tie the figure before the cue wins ("12 killed 20 hurt"), unless nothing stands behind the other one for it to
count ("kills 12 injures 20 in Kabul").

Two clauses are read as one with their neighbours: "toll: 12", and "12 people, including 3 children, were killed".
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter

from monitor.core.text.figures.figure import Figure
from monitor.core.text.figures.functions import (
    AND,
    ASIDE,
    DETERMINERS,
    GOALS,
    NEW_EVENT,
    OF,
    PREPOSITIONS,
)
from monitor.core.text.folding import fold
from monitor.core.text.words import Words

_FURTHEST = 20  # words between a cue and its figure
_AND = 100  # as many words away is a figure behind an "and"
_LOOK_BACK = 8  # characters in which the mark before a clause stands

_first = attrgetter("first")


def bound(figures: Sequence[Figure], cue_first: int, cue_after: int, words: Words) -> Figure | None:
    """The figure that a cue at these word positions states, or None. figures: all of the same words, in order."""
    if not figures:
        return None
    clauses = words.clause_starts()
    index = bisect_right(clauses, cue_first)
    begin = clauses[index - 1] if index else 0
    end = clauses[index] if index < len(clauses) else words.count
    found = _nearest(_Clause(figures, words, begin, end), cue_first, cue_after)
    return found or _behind_colon(figures, words, end) or _before_aside(figures, words, begin)


class _Clause:
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
        return _word(self.words, at) if self.begin <= at < self.end else ""

    def between(self, first: int, after: int) -> Iterator[str]:
        return (self.word(at) for at in range(first, after))

    def lead(self, figure: Figure) -> str:
        """The word that leads to a figure: the "by" of "by the 3 gunmen"."""
        at = figure.first - 1
        while self.word(at) in DETERMINERS:
            at -= 1
        return self.word(at)


def _nearest(clause: _Clause, cue_first: int, cue_after: int) -> Figure | None:
    at = bisect_left(clause.figures, cue_first, key=_first)
    before, behind = clause.figure(at - 1), clause.figure(at)
    if before is not None and before.after > cue_first:
        return before
    if behind is not None and behind.first < cue_after:
        return behind
    whole = before
    if before is not None and cue_first > before.after:
        before = _part(clause, clause.figure(at - 2), before)
    left = None if whole is None else _cost_before(clause, whole, cue_first)
    right = None if behind is None else _cost_behind(clause, behind, cue_after)
    if left is None or right is None:
        return before if left is not None else behind if right is not None else None
    if left == right and behind is not None:
        return behind if _counts_nothing(clause, behind) else before
    return before if left < right else behind


def _part(clause: _Clause, part: Figure | None, whole: Figure) -> Figure:
    """The first of "100 of the 240"."""
    if part is None or whole.first - part.after > _FURTHEST:
        return whole
    between = [word for word in clause.between(part.after, whole.first) if word not in DETERMINERS]
    return part if len(between) == 1 and between[0] in OF else whole


def _cost_before(clause: _Clause, figure: Figure, cue_first: int) -> int | None:
    """How far the cue is from a figure before it, in words; None: it is not the cue's."""
    distance = cue_first - figure.after
    if distance > _FURTHEST or any(_opens(clause, at, cue_first) for at in range(figure.after, cue_first)):
        return None
    return distance


def _opens(clause: _Clause, at: int, cue_first: int) -> bool:
    """Whether a new event begins here, of which the cue is a part; "listed as missing" and "after being shot" go on."""
    if clause.word(at) not in NEW_EVENT or clause.word(at + 1) == "being":
        return False
    return not (clause.word(at) == "as" and at + 1 == cue_first)


def _cost_behind(clause: _Clause, figure: Figure, cue_after: int) -> int | None:
    distance = figure.first - cue_after
    if distance > _FURTHEST:
        return None
    lead = clause.lead(figure) if distance else ""
    if lead in PREPOSITIONS:
        return None
    if lead not in GOALS and not NEW_EVENT.isdisjoint(clause.between(cue_after, figure.first)):
        return None
    return distance + _AND if lead in AND else distance


def _counts_nothing(clause: _Clause, figure: Figure) -> bool:
    word = clause.word(figure.after)
    return not word or word in PREPOSITIONS or word in NEW_EVENT


def _behind_colon(figures: Sequence[Figure], words: Words, end: int) -> Figure | None:
    """The figure with which the next clause begins: "death toll: 12"."""
    at = bisect_left(figures, end, key=_first)
    if at == len(figures) or figures[at].first != end:
        return None
    return figures[at] if _mark_before(words, end) in (":", "：") else None  # noqa: RUF001


def _before_aside(figures: Sequence[Figure], words: Words, begin: int) -> Figure | None:
    """The figure of the clause before an aside: "12 people, including 3 children, were killed"."""
    clauses, sentences = words.clause_starts(), words.sentence_starts()
    index = bisect_left(clauses, begin)
    if index < 1 or index == len(clauses):
        return None
    aside = clauses[index - 1]
    if _word(words, aside) not in ASIDE or any(_is_in(sentences, each) for each in (begin, aside)):
        return None
    main = _Clause(figures, words, clauses[index - 2] if index > 1 else 0, aside)
    return main.figure(bisect_left(figures, aside, key=_first) - 1)


def _is_in(positions: Sequence[int], position: int) -> bool:
    at = bisect_left(positions, position)
    return at < len(positions) and positions[at] == position


def _mark_before(words: Words, position: int) -> str:
    start = words.starts[_index(words, position)]
    return words.text[max(0, start - _LOOK_BACK) : start].rstrip()[-1:]


def _word(words: Words, position: int) -> str:
    return fold(words.surfaces[_index(words, position)])


def _index(words: Words, position: int) -> int:
    """Where the single word of a position stands; joined words that end with it come behind."""
    return bisect_left(words.afters, position + 1)
