"""Figures that state one count in parts: "120 soldiers and three officers killed", "kills two in Kano, 150 in Lagos".

They are never added up, since a text may count one twice: the largest stands for all. Only what cannot be read
otherwise is a list: parts that name people ("20 hurt and three killed" are two counts) or, behind the cue, places.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter

from monitor.core.text.figures.clause import index_at, is_in, mark_before, word_at
from monitor.core.text.figures.figure import Figure
from monitor.core.text.figures.functions import (
    AND,
    COMMAS,
    GOALS,
    NEW_EVENT,
    OF,
    PEOPLE,
    PREPOSITIONS,
    STATES,
)
from monitor.core.text.folding import fold
from monitor.core.text.words import Words

_LONGEST = 6  # parts of a list
_MODIFIERS = 2  # words between a figure and its people: 3 Israeli police officers
_PLACE = 3  # words of a place: in New York City
_SHORTEST_PLURAL = 4  # letters
_INTRODUCING = PREPOSITIONS | NEW_EVENT | OF | GOALS
_PEOPLES = ("s", "ese")  # Palestinians, Japanese


def joined(figures: Sequence[Figure], found: Figure, cue_first: int, words: Words) -> Figure:
    """The largest of the list that a cue's figure belongs to, or the figure itself."""
    at = bisect_left(figures, found.first, key=attrgetter("first"))
    parts = [found]
    if found.after <= cue_first:
        if 0 < _people(words, found) <= cue_first:
            while at and len(parts) < _LONGEST and _is_listed(words, figures[at - 1], figures[at]):
                at -= 1
                parts.append(figures[at])
    elif found.first > cue_first:
        for one, other in pairwise(figures[at : at + _LONGEST]):
            if not (_links(words, _part(words, one), other.first) and _closes(words, other)):
                break
            parts.append(other)
    return max(parts, key=lambda part: part.low)


def _is_listed(words: Words, figure: Figure, following: Figure) -> bool:
    """Whether a figure is the part before another; "of 150 soldiers, two officers killed" is none."""
    if figure.first and word_at(words, figure.first - 1) in _INTRODUCING:
        return False
    return _links(words, _people(words, figure), following.first)


def _people(words: Words, figure: Figure) -> int:
    """The position behind the people that a figure counts; 0 where it counts none."""
    found = 0
    for at in range(figure.after, min(words.count, figure.after + _MODIFIERS + 1)):
        if _is_other(words, at) or (at > figure.after and _is_parted(words, at)):
            break
        if _is_people(words, at):
            found = at + 1
    return found


def _is_people(words: Words, at: int) -> bool:
    surface = words.surfaces[index_at(words, at)]
    if fold(surface) in PEOPLE:
        return True
    return surface[:1].isupper() and len(surface) >= _SHORTEST_PLURAL and surface.endswith(_PEOPLES)


def _part(words: Words, figure: Figure) -> int:
    """The position behind a part with its place; 0 where there is neither."""
    people = _people(words, figure)
    at = people or figure.after
    if at + 1 >= words.count or word_at(words, at) not in PREPOSITIONS or _is_parted(words, at):
        return people
    place = at + 1
    while place < min(words.count, at + 1 + _PLACE) and _is_place(words, place):
        place += 1
    return place if place > at + 1 else people


def _is_place(words: Words, at: int) -> bool:
    surface = words.surfaces[index_at(words, at)]
    return surface[:1].isupper() and fold(surface) not in STATES and not _is_parted(words, at)


def _links(words: Words, after: int, first: int) -> bool:
    """Whether nothing but a comma or an "and" stands between a part and the next figure."""
    if not after or is_in(words.sentence_starts(), first):
        return False
    if first == after:
        return mark_before(words, first) in COMMAS
    return first == after + 1 and word_at(words, after) in AND


def _closes(words: Words, figure: Figure) -> bool:
    """Whether a part ends here and is no event of its own: not "20 homes burn", not "20 in hospital"."""
    after = _part(words, figure)
    if not after:
        return False
    if after == words.count or _is_parted(words, after) or word_at(words, after) in AND:
        return True
    if word_at(words, after) not in PREPOSITIONS:
        return False
    return after + 1 == words.count or word_at(words, after + 1) not in STATES


def _is_parted(words: Words, at: int) -> bool:
    return is_in(words.clause_starts(), at)


def _is_other(words: Words, at: int) -> bool:
    return word_at(words, at) in AND | PREPOSITIONS | NEW_EVENT | OF
