"""Which figure belongs to a cue: the 12 of "12 killed", not the 3 of "killed in 3 attacks".

Within the clause of the cue, the last figure before it and the first one behind it are candidates; a figure with
another one between is none. Of the two the one with fewer words between wins, and of "100 of the 240" the part.

A figure that introduces something else is out: in front of the cue when a new event begins between ("100 arrested
after killing"), behind the cue when a preposition leads to the figure ("killed in 3 attacks", "by 3 gunmen",
"released for 240 prisoners"), except to, at and of ("toll rises to 12"). One that follows an "and" comes after any
other ("three people were killed and 20 hurt").

On a tie the figure before the cue wins ("12 killed 20 hurt"), unless nothing stands behind the other one for it to
count ("kills 12 injures 20 in Kabul").

A figure before a verb of gathering is out too ("5,000 mourn killed teenager"), and one in brackets. Figures that are
parts of one list count as the largest of them: see joint.

Two clauses are read as one with their neighbours: "toll: 12", and "12 people, including 3 children, were killed".
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from monitor.core.text.figures.clause import Clause, index_at, is_in, mark_before, word_at
from monitor.core.text.figures.figure import Figure
from monitor.core.text.figures.functions import (
    AND,
    ASIDE,
    DETERMINERS,
    GATHERING,
    GATHERING_NOUNS,
    GOALS,
    NEW_EVENT,
    OF,
    PREPOSITIONS,
)
from monitor.core.text.figures.joint import joined
from monitor.core.text.words import Words

_FURTHEST = 20  # words between a cue and its figure
_BRACKET = 80  # characters: of "(30 of them children)"
_MOST_BRACKETED = 3  # figures in brackets between a figure and its cue
_AND = 100  # as many words away is a figure behind an "and"

_WHO = frozenset(("who", "that", "which", "qui", "die", "que", "которые"))

_first = attrgetter("first")


def bound(figures: Sequence[Figure], cue_first: int, cue_after: int, words: Words) -> Figure | None:
    """The figure that a cue at these word positions states, or None. figures: all of the same words, in order."""
    if not figures:
        return None
    clauses = words.clause_starts()
    index = bisect_right(clauses, cue_first)
    begin = clauses[index - 1] if index else 0
    end = clauses[index] if index < len(clauses) else words.count
    found = _nearest(Clause(figures, words, begin, end), cue_first, cue_after)
    if found is not None:
        return joined(figures, found, cue_first, words)
    return _behind_colon(figures, words, end) or _before_aside(figures, words, begin)


def _nearest(clause: Clause, cue_first: int, cue_after: int) -> Figure | None:
    at = bisect_left(clause.figures, cue_first, key=_first)
    behind = clause.figure(at)
    before = clause.figure(at - 1)
    for _ in range(_MOST_BRACKETED):
        if before is None or not _is_bracketed(clause.words, before, cue_first):
            break
        at -= 1
        before = clause.figure(at - 1)
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


def _part(clause: Clause, part: Figure | None, whole: Figure) -> Figure:
    """The first of "100 of the 240"."""
    if part is None or whole.first - part.after > _FURTHEST:
        return whole
    between = [word for word in clause.between(part.after, whole.first) if word not in DETERMINERS]
    return part if len(between) == 1 and between[0] in OF else whole


def _is_bracketed(words: Words, figure: Figure, cue_first: int) -> bool:
    """Whether a figure stands in brackets that close before the cue: "150 people (30 of them children) killed"."""
    if figure.after > cue_first:
        return False
    before = words.text[max(0, figure.start - _BRACKET) : figure.start]
    behind = words.text[figure.end : min(figure.end + _BRACKET, words.starts[index_at(words, cue_first)])]
    return before.rfind("(") > before.rfind(")") and ")" in behind


def _cost_before(clause: Clause, figure: Figure, cue_first: int) -> int | None:
    """How far the cue is from a figure before it, in words; None: it is not the cue's."""
    distance = cue_first - figure.after
    if distance > _FURTHEST or any(_opens(clause, at, cue_first) for at in range(figure.after, cue_first)):
        return None
    if any(_gathers(clause, at, cue_first) for at in range(figure.after, cue_first)):
        return None
    return distance


def _gathers(clause: Clause, at: int, cue_first: int) -> bool:
    """Whether whom the figure counts meet here over what the cue says; "100 who gathered" are only described."""
    word, following = clause.word(at), clause.word(at + 1)
    if clause.word(at - 1) in _WHO:
        return False
    if word in GATHERING_NOUNS:
        return at + 1 == cue_first or following in PREPOSITIONS or following in DETERMINERS
    return word in GATHERING


def _opens(clause: Clause, at: int, cue_first: int) -> bool:
    """Whether a new event begins here, of which the cue is a part; "listed as missing" and "after being shot" go on."""
    if clause.word(at) not in NEW_EVENT or clause.word(at + 1) == "being":
        return False
    return not (clause.word(at) == "as" and at + 1 == cue_first)


def _cost_behind(clause: Clause, figure: Figure, cue_after: int) -> int | None:
    distance = figure.first - cue_after
    if distance > _FURTHEST:
        return None
    lead = clause.lead(figure) if distance else ""
    if lead in PREPOSITIONS:
        return None
    if lead not in GOALS and not NEW_EVENT.isdisjoint(clause.between(cue_after, figure.first)):
        return None
    return distance + _AND if lead in AND else distance


def _counts_nothing(clause: Clause, figure: Figure) -> bool:
    word = clause.word(figure.after)
    return not word or word in PREPOSITIONS or word in NEW_EVENT


def _behind_colon(figures: Sequence[Figure], words: Words, end: int) -> Figure | None:
    """The figure with which the next clause begins: "death toll: 12"."""
    at = bisect_left(figures, end, key=_first)
    if at == len(figures) or figures[at].first != end:
        return None
    return figures[at] if mark_before(words, end) in (":", "：") else None  # noqa: RUF001


def _before_aside(figures: Sequence[Figure], words: Words, begin: int) -> Figure | None:
    """The figure of the clause before an aside: "12 people, including 3 children, were killed"."""
    clauses, sentences = words.clause_starts(), words.sentence_starts()
    index = bisect_left(clauses, begin)
    if index < 1 or index == len(clauses):
        return None
    aside = clauses[index - 1]
    if word_at(words, aside) not in ASIDE or any(is_in(sentences, each) for each in (begin, aside)):
        return None
    main = Clause(figures, words, clauses[index - 2] if index > 1 else 0, aside)
    return main.figure(bisect_left(figures, aside, key=_first) - 1)
