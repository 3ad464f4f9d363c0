"""Carets below the words of a text, also where letters take two columns of a terminal, or none."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

_JOINERS = frozenset("\u200c\u200d")


def underlined(
    text: str, spans: Iterable[tuple[int, int]], width: int | None = None
) -> Iterator[tuple[str, str]]:
    """Lines of the text and, for each, what goes below it; empty where no span is. width: columns; None: one line.

    spans: characters of text. What a terminal would obey is shown as a blank, what it would not show is left out.
    """
    letters = [_shown(character) for character in text]
    marked = sorted(spans)
    for start, end in _lines(letters, width):
        line = "".join(letters[start:end]).rstrip()
        yield line, _carets(letters, start, end, marked)


def _carets(letters: Sequence[str], start: int, end: int, spans: Iterable[tuple[int, int]]) -> str:
    below = ""
    for span in spans:
        first, after = max(span[0], start), min(span[1], end)
        if first >= after:
            continue
        opening = cell_len("".join(letters[start:first]))
        columns = cell_len("".join(letters[start:after])) - max(opening, len(below))
        below = below.ljust(opening) + "^" * columns
    return below


def _lines(letters: Sequence[str], width: int | None) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends: at blanks, or inside a word that is wider than a line."""
    start, blank, used = 0, 0, 0
    for place, letter in enumerate(letters):
        used += cell_len(letter)
        if width is not None and used > width and place > start:
            end = blank if blank > start else place
            yield start, end
            start, used = end, sum(map(cell_len, letters[end : place + 1]))
        if letter == " ":
            blank = place + 1
    yield start, len(letters)


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":
        return character if character in _JOINERS else ""
    return " " if category in {"Cc", "Zl", "Zp", "Cs"} else character
