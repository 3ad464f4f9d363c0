"""Where each character of a text stands in its file: folding, quotes, escapes and indentation move them."""

import re
from collections.abc import Iterator

from monitor.config.source import Mark, Scalar, Source

_SINGLE = re.compile(r"''|.")
_DOUBLE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.|$)|.")
_PLAIN = re.compile(r".")
_ESCAPED = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
} | {
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}

_Standing = tuple[str, int, int, int]  # what shows, its line, its column, and the column behind it


class Characters:
    """The characters of one scalar. Folding touches only blanks, so those that show are walked side by side.

    Should the two ever differ, what follows stands where they last agreed.
    """

    def __init__(self, source: Source, scalar: Scalar) -> None:
        self._scalar = scalar
        self._straight = scalar.plain and scalar.mark.line == scalar.end.line
        self._marks = () if self._straight else tuple(_marks(source, scalar))

    def mark(self, offset: int) -> Mark:
        """The place of the character at an offset of the text; a blank stands behind the word before it."""
        start = self._scalar.mark
        if self._straight:
            return Mark(start.line, start.column + offset)
        return self._marks[min(offset, len(self._marks) - 1)] if self._marks else start


def _marks(source: Source, scalar: Scalar) -> Iterator[Mark]:
    """A mark for each character of the text, and one for its end."""
    behind = scalar.mark
    standing = _standing(source, scalar)
    for letter in scalar.text:
        if letter.isspace():
            yield behind
            continue
        shown, line, column, after = next(standing, ("", 0, 0, 0))
        if shown != letter:
            return
        yield Mark(line, column)
        behind = Mark(line, after)
    yield behind


def _standing(source: Source, scalar: Scalar) -> Iterator[_Standing]:
    """Everything of the scalar's own lines that shows in its text."""
    number, column = scalar.mark.line, scalar.mark.column
    unit = _PLAIN
    if not scalar.plain:
        sign = source.lines[number - 1][column - 1 : column]
        if sign in {"|", ">"}:
            number, column = number + 1, 1
        else:
            unit, column = (_DOUBLE if sign == '"' else _SINGLE), column + 1
    for line in range(number, min(scalar.end.line, len(source.lines)) + 1):
        for found in unit.finditer(source.lines[line - 1], column - 1):
            shown = "" if unit is _DOUBLE and found[0] == "\\" else _shown(found[0])  # it joins two lines
            if shown and not shown.isspace():
                yield shown, line, found.start() + 1, found.end() + 1
        column = 1


def _shown(written: str) -> str:
    """What a character, or the escape of one, stands for."""
    if len(written) == 1:
        return written
    if written == "''":
        return "'"
    if written[1] in "xuU" and len(written) > len(r"\u"):
        return chr(int(written[2:], 16))  # noqa: FURB166 - \\x is no prefix that int knows
    return _ESCAPED.get(written[1], written[1])
