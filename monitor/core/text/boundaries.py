"""Where sentences and clauses end. Too late is better than too early: what is read together stays together."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from monitor.core.text.abbreviations import (
    NUMBERED,
    OPENERS,
    ORDINAL_BEFORE,
    ORDINAL_BEHIND,
    OTHERS,
    PARTICLES,
    TITLES,
)

_LOUD = "!?‼⁇⁈⁉"
_STOPS = f".…۔{_LOUD}"  # noqa: RUF001 - end a sentence where white space follows
_FULL_STOPS = "。！？｡।॥؟።။։"  # noqa: RUF001 - end a sentence wherever they stand
_COMMAS = ",;:、，；：،؛"  # noqa: RUF001
_DASHES = "-–−·•"  # noqa: RUF001 - part clauses with white space on both sides; 唐纳德·特朗普 is a name
_BARS = "|—―"
_CLOSING = "\"'”“’»«›)]」』）】*_"  # noqa: RUF001
_OPENING = "\"'“‘«‹„([{¿¡—–-"  # noqa: RUF001
_MARK = re.compile(
    rf"[\n{re.escape(_STOPS + _FULL_STOPS + _COMMAS + _BARS + _DASHES)}]+[{re.escape(_CLOSING)}]*"
)
_NEXT = re.compile(rf"[\s{re.escape(_OPENING)}]*([^\s.,;:!?…{re.escape(_CLOSING)}]*)")
_ACRONYM = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,2}")  # U.S, p.m, J.-C
_LONGEST = 30  # characters; what stands further back is no abbreviation
_SPACELESS = "\u3000"  # scripts from here on put no space behind a mark
_FINAL = frozenset(_STOPS)
_CERTAIN = frozenset(_FULL_STOPS + "\n")
_SPACED = frozenset(_DASHES)


def boundaries(text: str) -> Iterator[tuple[int, bool]]:
    """Each offset just behind a mark that parts clauses, and whether it ends a sentence too, ascending."""
    for mark in _MARK.finditer(text):
        start, end = mark.span()
        signs = mark[0].rstrip(_CLOSING)
        if not _CERTAIN.isdisjoint(signs) or (signs[-1] in _FINAL and _ends(text, start, end, signs)):
            yield end, True
        elif _parts(text, start, end, signs):
            yield end, False


def starts_behind(text: str, starts: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The positions of words at which a sentence begins, and a clause. starts: offsets of the words, ascending.

    The first word begins both and is in neither.
    """
    sentences: list[int] = []
    clauses: list[int] = []
    for offset, is_sentence in boundaries(text):
        position = bisect_left(starts, offset)
        if not 0 < position < len(starts):
            continue
        if not clauses or clauses[-1] != position:
            clauses.append(position)
        if is_sentence and (not sentences or sentences[-1] != position):
            sentences.append(position)
    return tuple(sentences), tuple(clauses)


def _parts(text: str, start: int, end: int, signs: str) -> bool:
    """Whether a mark that ends no sentence ends a clause."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    if signs in _COMMAS:
        in_figure = before.isdecimal() and behind.isdecimal()
        return not in_figure and not (signs == ":" and behind.islower())  # 10:30, EU:n
    if signs == ".":
        return end > start + 1 and behind.isspace() and text[end - 1] not in ")]"  # "It is over." he said
    if set(signs) <= _SPACED:
        return "--" in signs or (before.isspace() and behind.isspace())
    return signs[0] not in ".!?" or behind.isspace()  # .com and ?id= part nothing


def _ends(text: str, start: int, end: int, signs: str) -> bool:
    """Whether a mark that can end a sentence does."""
    behind = text[end : end + 1]
    if behind and not behind.isspace():
        return signs[-1] in _LOUD and behind >= _SPACELESS
    found = _NEXT.match(text, end)
    following = found[1] if found else ""
    if following[:1].islower():
        return False
    if signs != "." or not following:
        return True
    words = text[max(0, start - _LONGEST) : start].split()
    return not words or text[start - 1].isspace() or not _is_abbreviated(words, following)


def _is_abbreviated(words: list[str], following: str) -> bool:
    """Whether the full stop behind these words belongs to the last of them."""
    last = words[-1].lstrip(_OPENING)
    word, following = last.casefold(), following.casefold()
    if word.isdecimal():
        before = words[-2].casefold() if len(words) > 1 else ""
        return len(word) <= len("31") and (before in ORDINAL_BEFORE or following in ORDINAL_BEHIND)
    if word in TITLES or (word in NUMBERED and following[:1].isdecimal()):
        return True
    if len(last) == 1:
        return last.isalpha() and (following not in OPENERS or following in PARTICLES)
    return (word in OTHERS or bool(_ACRONYM.fullmatch(last))) and following not in OPENERS
