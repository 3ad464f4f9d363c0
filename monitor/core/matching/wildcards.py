"""Words with * (any run of characters, even none) and ? (one character), found in linear time."""

import re
from collections.abc import Iterator

_DISTINCTIVE = 2  # characters by which they are sorted


class Wildcard:
    """One such word. The leftmost place of each part is the best one, so nothing is ever tried twice."""

    __slots__ = ("_least", "_open", "_pieces", "_written")

    def __init__(self, written: str) -> None:
        self._written = written
        self._open = "*" in written
        self._least = len(written.replace("*", ""))
        self._pieces: list[re.Pattern[str]] | None = None  # made when needed: most wait in vain

    def fits(self, word: str) -> bool:
        """Whether the whole word is one of those meant."""
        if len(word) < self._least or not (self._open or len(word) == self._least):
            return False
        if self._pieces is None:
            self._pieces = [_piece(part) for part in self._written.split("*")]
        opening = self._pieces[0].match(word)
        if opening is None or not self._open:
            return opening is not None
        end = len(word) - len(self._written.rpartition("*")[2])
        position = opening.end()
        for piece in self._pieces[1:-1]:
            found = piece.search(word, position, end)
            if found is None:
                return False
            position = found.end()
        return self._pieces[-1].match(word, end) is not None


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
