"""Reads the part of RE2's syntax that means something over folded words, and says of the rest what to write.

Source of the syntax: https://github.com/google/re2/wiki/Syntax
"""

import re

from monitor.core.clauses.mistakes import ClauseError
from monitor.core.clauses.patterns import letters
from monitor.core.clauses.patterns.shape import Either, One, Repeat, Row, Shape
from monitor.core.text import fold

MAX_DEPTH = 50  # of parentheses
_MOST_CHOICES = 16

_QUANTIFIER = re.compile(r"([*+?]|\{(?P<least>[0-9]+)(?P<open>,(?P<most>[0-9]*))?\})\??")
_KIND = re.compile(r"\\[pP](?:\{\^?\w+\}|[A-Z])")
_UPPER = re.compile(r"\\p\{?(?:Lu|Lt)\}?")
_EDGES = "a pattern begins and ends at the edges of words by itself"
_ANY = One(choices=None)


def read(text: str, offset: int) -> tuple[Shape, str]:
    """The shape of a pattern, and the pattern with its letters folded. Raises ClauseError."""
    for found in re.finditer(r"^ | $|  +", text):
        hint = "leave it out" if len(found[0]) == 1 else "write one space"
        message = _EDGES if len(found[0]) == 1 else "words are joined by one space"
        raise ClauseError(f"this space never matches: {message}", offset + found.start(), hint)
    reader = _Reader(text, offset)
    return reader.whole(), reader.folded


class _Reader:
    """Recursive descent; depth is bounded before recursion is."""

    def __init__(self, text: str, offset: int) -> None:
        self._text = text
        self._offset = offset
        self._at = 0
        self._depth = 0
        self._written: list[str] = []

    @property
    def folded(self) -> str:
        return "".join(self._written)

    def whole(self) -> Shape:
        shape = self._either()
        if self._at < len(self._text):
            raise self._wrong("this ) closes nothing", "delete it, or add the ( it closes")
        return shape

    def _wrong(self, message: str, hint: str, at: int | None = None) -> ClauseError:
        return ClauseError(message, self._offset + (self._at if at is None else at), hint)

    def _ahead(self, width: int = 1) -> str:
        return self._text[self._at : self._at + width]

    def _keep(self, width: int) -> str:
        """Read so many characters that stay as they are."""
        taken = self._ahead(width)
        self._at += len(taken)
        self._written.append(taken)
        return taken

    def _either(self) -> Shape:
        branches = [self._row()]
        while self._ahead() == "|":
            self._keep(1)
            branches.append(self._row())
        return branches[0] if len(branches) == 1 else Either(branches=tuple(branches))

    def _row(self) -> Shape:
        parts: list[Shape] = []
        while self._ahead() not in ("", "|", ")"):
            parts.append(self._repeated(self._atom()))
        return Row(parts=tuple(parts))

    def _repeated(self, part: Shape) -> Shape:
        found = _QUANTIFIER.match(self._text, self._at)
        if found is None:
            return part
        if isinstance(part, Row) and len(self._written[-1]) > 1 and self._written[-1] != ")":
            self._written[-1] = f"(?:{self._written[-1]})"  # one letter that folds to two: ß
        self._keep(len(found[0]))
        if _QUANTIFIER.match(self._text, self._at):
            raise self._wrong("one quantifier behind another", "write one, or parentheses between them")
        if found["least"] is None:
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[found[1]]
        elif found["open"] is None:
            least = most = int(found["least"])
        else:
            least, most = int(found["least"]), int(found["most"]) if found["most"] else None
        return Repeat(part=part, least=least, most=most)

    def _atom(self) -> Shape:
        match self._ahead():
            case "(":
                return self._group()
            case "[":
                return self._class()
            case "\\":
                return self._escape()
            case ".":
                self._keep(1)
                return _ANY
            case "^" | "$":
                raise self._wrong(f"{self._ahead()} is not needed: {_EDGES}", "leave it out")
            case "*" | "+" | "?":
                raise self._wrong(
                    f"nothing to repeat before {self._ahead()}", "write what is repeated before it"
                )
            case _:
                return self._letter()

    def _group(self) -> Shape:
        opening = self._at
        if self._ahead(3) == "(?:":
            self._keep(3)
        elif self._ahead(2) == "(?":
            hint = "groups are ( ) or (?: ); case never counts, and look-around is not in RE2"
            raise self._wrong("(? begins something that is not known here", hint)
        else:
            self._keep(1)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._wrong(f"parentheses nested more than {MAX_DEPTH} deep", "write it flatter", opening)
        shape = self._either()
        self._depth -= 1
        if self._ahead() != ")":
            raise self._wrong("this ( is never closed", "add the )", opening)
        self._keep(1)
        return shape

    def _class(self) -> Shape:
        opening = self._at
        self._keep(1)
        negated = self._ahead() == "^" and bool(self._keep(1))
        choices: set[str] | None = None if negated else set()
        empty = True
        while self._ahead() != "]" or empty:
            if not self._ahead():
                raise self._wrong("this [ is never closed", "add the ]", opening)
            if self._ahead() == "]":
                raise self._wrong(
                    "nothing between these brackets", "write the letters one of which stands there", opening
                )
            found = self._member()
            empty = False
            choices = None if choices is None or found is None else choices | found
        self._keep(1)
        few = choices is not None and len(choices) <= _MOST_CHOICES
        return One(choices=frozenset(choices)) if few and choices else _ANY

    def _member(self) -> frozenset[str] | None:
        """One letter, range or kind of a class; None for too many letters to name."""
        if self._ahead(2) in {"[:", "[=", "[."}:
            raise self._wrong("[: :] knows ASCII only", r"write \pL for letters, [0-9] for digits")
        if self._ahead() == "\\":
            shape = self._escape()
            return shape.choices if isinstance(shape, One) else None
        start, low = self._at, self._single()
        if self._ahead() != "-" or self._ahead(2) in {"-", "-]"}:
            self._written.append(low)
            return frozenset(low)
        self._at += 1
        if self._ahead() == "\\":
            raise self._wrong("a range ends in a letter or digit", "write the letters one by one")
        first, last = letters.folded_range(self._text[start], self._ahead(), low, self._single())
        if not first:
            hint = r"write a-z, or \pL for any letter"
            raise self._wrong(
                "case and accents are folded away: this range is not what it seems", hint, start
            )
        self._written.append(f"{first}-{last}")
        if ord(last) - ord(first) >= _MOST_CHOICES:
            return None
        return frozenset(map(chr, range(ord(first), ord(last) + 1)))

    def _single(self) -> str:
        """A letter of a class, folded."""
        start, cluster = self._at, letters.cluster(self._text, self._at)
        if trouble := letters.trouble(self._text, self._at, in_class=True):
            raise self._wrong(*trouble)
        self._at += len(cluster)
        found = fold(cluster)
        if len(found) != 1:
            hint = f"write it outside the brackets, as one of several: ({found}|...)"
            raise self._wrong(f"{cluster} folds to {found or 'nothing'}", hint, start)
        return found

    def _escape(self) -> Shape:
        if found := _KIND.match(self._text, self._at):
            if _UPPER.fullmatch(found[0]):
                raise self._wrong("articles are read in lower case: there are no capitals", r"write \pL")
            self._keep(len(found[0]))
            return _ANY
        letter = self._ahead(2)[1:]
        if message := letters.escape_trouble(letter):
            raise self._wrong(*message)
        if trouble := letters.trouble(self._text, self._at + 1):
            raise self._wrong(*trouble)
        if letter == " ":
            self._at += 2
            self._written.append(" ")
        else:
            self._keep(2)
        return One(choices=frozenset(letter))

    def _letter(self) -> Shape:
        if trouble := letters.trouble(self._text, self._at):
            raise self._wrong(*trouble)
        cluster = letters.cluster(self._text, self._at)
        following = letters.cluster(self._text, self._at + len(cluster))
        if apart := letters.apart(cluster, following):
            hint = f"every character of this script is a word: write {apart}"
            raise self._wrong("words are joined by one space", hint)
        self._at += len(cluster)
        found = fold(cluster)
        self._written.append(found)
        if len(found) == 1:
            return One(choices=frozenset(found))
        return Row(parts=tuple(One(choices=frozenset(each)) for each in found))
