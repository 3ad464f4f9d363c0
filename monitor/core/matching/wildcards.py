"""Words with * (any run of characters, even none) and ? (one character), found in linear time."""

import re
from collections.abc import Iterator

_DISTINCTIVE = 2  # characters by which they are sorted


class Wildcard:
    """One such word. The leftmost place of each part is the best one, so nothing is ever tried twice."""

    __slots__ = ("_head", "_inner", "_least", "_open", "_tail", "_tail_length")

    def __init__(self, written: str) -> None:
        head, *inner = written.split("*")
        self._open = bool(inner)
        tail = inner.pop() if inner else ""
        self._head = _piece(head)
        self._inner = tuple(_piece(part) for part in inner if part)
        self._tail, self._tail_length = _piece(tail), len(tail)
        self._least = len(written.replace("*", ""))

    def fits(self, word: str) -> bool:
        """Whether the whole word is one of those meant."""
        if len(word) < self._least or not (self._open or len(word) == self._least):
            return False
        opening, end = self._head.match(word), len(word) - self._tail_length
        if opening is None or self._tail.match(word, end) is None:
            return False
        position = opening.end()
        for piece in self._inner:
            found = piece.search(word, position, end)
            if found is None:
                return False
            position = found.end()
        return True


class Wildcards:
    """Many of them with a number each, sorted by first letters, or by last ones where a * stands in front."""

    def __init__(self) -> None:
        self._by_head: dict[str, list[tuple[Wildcard, int]]] = {}
        self._by_tail: dict[str, list[tuple[Wildcard, int]]] = {}
        self._others: list[tuple[Wildcard, int]] = []

    def add(self, written: str, number: int) -> None:
        """A folded word with its wildcards."""
        entry = (Wildcard(written), number)
        pieces = re.split(r"[*?]", written)
        head, tail = pieces[0], pieces[-1]
        if len(head) >= _DISTINCTIVE:
            self._by_head.setdefault(head[:_DISTINCTIVE], []).append(entry)
        elif len(tail) >= _DISTINCTIVE:
            self._by_tail.setdefault(tail[-_DISTINCTIVE:], []).append(entry)
        else:
            self._others.append(entry)

    def matching(self, folded: str) -> Iterator[int]:
        """The numbers of those that mean this word."""
        for group in (
            self._by_head.get(folded[:_DISTINCTIVE], ()),
            self._by_tail.get(folded[-_DISTINCTIVE:], ()),
            self._others,
        ):
            for wildcard, number in group:
                if wildcard.fits(folded):
                    yield number


def _piece(part: str) -> re.Pattern[str]:
    return re.compile("".join("." if sign == "?" else re.escape(sign) for sign in part), re.DOTALL)
