"""Patterns between slashes: RE2 over the folded words of a text, with one space between them and at both ends."""

from monitor.core.clauses.mistakes import ClauseError
from monitor.core.clauses.patterns.literals import Literal, literals, required
from monitor.core.clauses.patterns.reading import MAX_DEPTH, read

MAX_LENGTH = 1_000  # characters of a pattern

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "Literal", "checked", "folded", "literals"]


def checked(text: str, offset: int) -> str:
    """The pattern folded as articles are. Raises ClauseError; offset is where the pattern begins."""
    if len(text) > MAX_LENGTH:
        message = f"a pattern of {len(text):,} characters; at most {MAX_LENGTH:,}"
        raise ClauseError(message, offset, "split it into several, with OR between them")
    shape, found = read(text, offset)
    _compile(found, offset)
    if required(shape) is None:
        hint = "add a word, or three letters in a row, that every match contains; without them each article costs"
        raise ClauseError("a pattern needs a literal part", offset, hint)
    return found


def folded(text: str) -> str:
    """The pattern with its letters folded. Folding twice changes nothing. Raises ClauseError."""
    return read(text, 0)[1]


def _compile(pattern: str, offset: int) -> None:
    import re2  # noqa: PLC0415 - most rule sets have no pattern, and `--help` none at all

    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
        raise ClauseError(f"not a pattern: {reason}", offset, "patterns are RE2 syntax") from None
