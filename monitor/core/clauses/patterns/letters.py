"""What may stand for itself in a pattern: what a folded word may contain, and one space."""

import unicodedata

from monitor.core.text import tokens

_MARKS = ".,"  # what a figure keeps: 7.10, 1,240
_ESCAPES = {
    "b": "a pattern begins and ends at the edges of words; between words write a space",
    "w": r"write \pL for a letter, [0-9] for a digit",
    "d": "write [0-9]",
    "s": "words are joined by one space: write a space",
}
_NO_PUNCTUATION = "words are joined by one space; punctuation is never there"


def cluster(text: str, at: int) -> str:
    """The character there with the marks that stand on it."""
    end = at + 1
    while end < len(text) and unicodedata.category(text[end])[0] == "M":
        end += 1
    return text[at:end]


def trouble(text: str, at: int, *, in_class: bool = False) -> tuple[str, str] | None:
    """Message and hint when the character there is in no folded word."""
    letter = text[at]
    kind = unicodedata.category(letter)
    if letter == " " or kind[0] in "LNM" or kind == "Cf":
        return None
    if letter.isspace():
        return "a line or tab inside a pattern", "words are joined by one space: write a space"
    if letter not in _MARKS:
        return f"{letter} is in no word", f"{_NO_PUNCTUATION}{_instead(letter)}"
    following = text[at + 1 : at + 2]
    if not in_class and (following in {"", " "} or following.isalpha()):
        return f"{letter} stands in figures only", f"{_NO_PUNCTUATION}; initials are one word (U.S. is us)"
    return None


def _instead(letter: str) -> str:
    if letter in "-'’":  # noqa: RUF001 - the curly apostrophe is meant
        return "; write a space, or ( )? where the words may be joined"
    if letter in "{}":
        return "; a repetition is {2} or {2,4}, with a number before any comma"
    return ""


def escape_trouble(letter: str) -> tuple[str, str] | None:
    r"""Message and hint for \letter, unless it stands for the letter or for a kind of letters."""
    if not letter:
        return r"\ at the end of a pattern", "leave it out"
    if hint := _ESCAPES.get(letter.lower()):
        return f"RE2 knows \\{letter} for ASCII only", hint
    if letter.isalnum() or not letter.isascii():
        return f"\\{letter} is not known here", "letters and digits stand for themselves: leave the \\ out"
    return None


def apart(first: str, second: str) -> str | None:
    """Both with a space between them, when they are two words although they touch: 北 京."""
    letters = first + second
    if not all(part and unicodedata.category(part[0])[0] in "LN" for part in (first, second)):
        return None
    return f"{first} {second}" if not letters.isascii() and tokens(letters)[-1].after > 1 else None


def folded_range(first: str, last: str, low: str, high: str) -> tuple[str, str]:
    """The ends of a range of a class; ("", "") when folding would change what lies between them."""
    same = (low, high) == (first, last)
    capitals = first.isascii() and last.isascii() and first.isupper() and last.isupper()
    return (low, high) if same or capitals else ("", "")
