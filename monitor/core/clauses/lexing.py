"""An expression as a row of lexemes, each with its place; and what the language does not know yet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from monitor.core.errors import MonitorError

QUOTES = '"“”„'

_GERSHAYIM = r'(?<=[\u05d0-\u05ea])["”](?=[\u05d0-\u05ea])'  # between Hebrew letters: part of a word
_LEXEME = re.compile(
    rf"""\s* (?: (?P<open> \( ) | (?P<close> \) )
           | [{QUOTES}] (?P<phrase> (?: {_GERSHAYIM} | [^{QUOTES}] )* ) (?P<quote> [{QUOTES}]? )
           | (?P<word> (?: {_GERSHAYIM} | [^\s(){QUOTES}] )+ ) )""",
    re.VERBOSE,
)
_SPELL_OUT = "write the words themselves as alternatives"
_WILDCARD = (
    re.compile(r".*[*?].*"),
    "wildcards (* and ?) are not in this version",
    "write each form as an alternative; punctuation is never compared, so leave a question mark out",
)
_NOT_YET = tuple(
    (re.compile(pattern), f"{what} not in this version", hint)
    for pattern, what, hint in (
        (
            r"(?:NEAR|BEFORE)(?:/.*)?|SAME-SENTENCE",
            "{word} is",
            "write AND, or the words in a row as a phrase",
        ),
        (r"NUMBER", "NUMBER is", "leave it out"),
        (r"=.*", "= for an exact spelling is", "leave the = out: case and accents never count"),
        (r"/.+", "patterns between slashes are", _SPELL_OUT),
        (r"\$[^\W\d]\w*", "vocabularies are", _SPELL_OUT),
        (r"(?:title|lead|body|author|category):.*", "the scope of one field is", "title and lead are read"),
    )
)


class ClauseError(MonitorError):
    """An expression or phrase that says nothing, or could say two things. offset: its characters from 0."""

    def __init__(self, message: str, offset: int, hint: str | None = None) -> None:
        self.message = message
        self.offset = offset
        self.hint = hint
        super().__init__(f"at character {offset + 1}: {message}" + (f" (fix: {hint})" if hint else ""))


class Kind(StrEnum):
    """What a lexeme is to the grammar."""

    WORD = "word"
    PHRASE = "phrase"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    OPEN = "("
    CLOSE = ")"
    END = "the end"


OPERATORS = {kind.value: kind for kind in (Kind.AND, Kind.OR, Kind.NOT)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexeme:
    """One word, phrase (text without its quotes), operator or parenthesis; written is how it stands there."""

    kind: Kind
    text: str
    written: str
    offset: int


def lex(text: str) -> Iterator[Lexeme]:
    """The lexemes of an expression; the last is END. Raises ClauseError."""
    position, length = 0, len(text.rstrip())
    while position < length:
        found = _LEXEME.match(text, position)
        assert found is not None, "every character opens one of the groups"  # noqa: S101 - see the pattern
        position = found.end()
        yield _lexeme(found)
    yield Lexeme(kind=Kind.END, text="", written="", offset=length)


def _lexeme(found: re.Match[str]) -> Lexeme:
    written = found[0].lstrip()
    offset = found.end() - len(written)
    kind, text = Kind.WORD, written
    if found["open"] or found["close"]:
        kind = Kind(written)
    elif found["phrase"] is not None:
        if not found["quote"]:
            raise ClauseError("this quote is never closed", offset, "add the closing quote")
        kind, text = Kind.PHRASE, found["phrase"]
        refuse_wildcards(text, offset + 1)
    elif written in OPERATORS:
        kind = OPERATORS[written]
    else:
        refuse_unknown(written, offset)
    return Lexeme(kind=kind, text=text, written=written, offset=offset)


def refuse_wildcards(text: str, offset: int) -> None:
    """Raises ClauseError at a word of text that the full language reads as a pattern."""
    for word in re.finditer(r"\S+", text):
        pattern, message, hint = _WILDCARD
        if pattern.fullmatch(word[0]):
            raise ClauseError(message, offset + word.start(), hint)


def refuse_unknown(word: str, offset: int) -> None:
    """Raises ClauseError when the full language reads this word as more than a word."""
    for pattern, message, hint in _NOT_YET:
        if pattern.fullmatch(word):
            raise ClauseError(message.format(word=word), offset, hint)
    refuse_wildcards(word, offset)
