"""An expression as a row of lexemes, each with its place. What they mean together is parsing.py's."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from monitor.core.clauses.mistakes import ClauseError
from monitor.core.clauses.tree import Field, Spelling

MAX_LENGTH = 1_000  # characters of a word or phrase

QUOTES = '"“”„'

_GERSHAYIM = r'(?<=[\u05d0-\u05ea])["”](?=[\u05d0-\u05ea])'  # between Hebrew letters: part of a word
_FIELDS = "|".join(Field)
_LEXEME = re.compile(
    rf"""\s* (?: (?P<open> \( ) | (?P<close> \) )
           | (?P<field> (?:{_FIELDS}) ) : (?=[^\s)])
           | (?P<comparison> [<>≤≥] [<>=!]* | (?: =+ | != ) (?=\s|$) | = [<>] =? )
           | (?P<sign> ={{0,2}} ) [{QUOTES}] (?P<phrase> (?: {_GERSHAYIM} | [^{QUOTES}] )* ) (?P<quote> [{QUOTES}]? )
           | / (?P<pattern> (?: [^/\\] | \\. )* ) (?P<slash> /? )
           | (?P<word> (?: {_GERSHAYIM} | [^\s(){QUOTES}] )+ ) )""",
    re.VERBOSE | re.DOTALL,
)
# Most of what is written: parentheses, operators and words of plain letters need no closer look.
_PLAIN = re.compile(rf"\s*([()]|[A-Za-z]{{1,{MAX_LENGTH}}}(?=[\s()]|$))")
_BEHIND_NUMBER = re.compile(r"\s*(?P<comparison>[<>=!≤≥]+)")
_NEAR = re.compile(r"(?P<operator>NEAR|BEFORE)(?![^\W\d])\S*")
_SAME = re.compile(r"SAME(?:[-_]?SENTENCE)(?![^\W\d])\S*")
_SIGNED = re.compile(r"(?P<sign>={1,2})(?P<word>.+)")
_NAME = re.compile(r"\$([^\W\d]\w*)")


class Kind(StrEnum):
    """What a lexeme is to the grammar."""

    WORD = "word"
    PHRASE = "phrase"
    PATTERN = "pattern"
    VOCABULARY = "vocabulary"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    NEAR = "NEAR"
    BEFORE = "BEFORE"
    SAME = "SAME-SENTENCE"
    NUMBER = "NUMBER"
    COMPARISON = "comparison"
    FIELD = "field"
    OPEN = "("
    CLOSE = ")"
    END = "the end"


OPERATORS = {kind.value: kind for kind in (Kind.AND, Kind.OR, Kind.NOT)}
_SIGNS = OPERATORS | {kind.value: kind for kind in (Kind.NUMBER, Kind.OPEN, Kind.CLOSE)}
PROXIMITY = frozenset({Kind.NEAR, Kind.BEFORE, Kind.SAME})
TERMS = frozenset({Kind.WORD, Kind.PHRASE, Kind.PATTERN, Kind.VOCABULARY})
OPENING = TERMS | {Kind.OPEN, Kind.FIELD, Kind.NUMBER}  # what may stand where an operand is expected


class Lexeme(NamedTuple):  # a tuple: there are a dozen in each of ten thousand rules
    """text: what it says, without sign, quotes, slashes and $; written is how it stands there."""

    kind: Kind
    text: str
    written: str
    offset: int
    spelling: Spelling = Spelling.INFLECTED

    @property
    def inside(self) -> int:
        """Where its text begins."""
        return self.offset + self.written.find(self.text)

    @property
    def end(self) -> int:
        return self.offset + len(self.written)


def lex(text: str) -> Iterator[Lexeme]:
    """The lexemes of an expression as they are asked for; the last is END. Raises ClauseError."""
    position, length = 0, len(text.rstrip())
    behind_parenthesis = False  # an = there compares; elsewhere it is the sign of an exact spelling
    while position < length:
        plain = _PLAIN.match(text, position)
        if plain and (known := _SIGNS.get(plain[1]) or (None if plain[1].isupper() else Kind.WORD)):
            position = plain.end()
            behind_parenthesis = known is Kind.CLOSE
            yield Lexeme(known, plain[1], plain[1], plain.start(1))
            continue
        found = _BEHIND_NUMBER.match(text, position) if behind_parenthesis else None
        found = found or _LEXEME.match(text, position)
        assert found is not None, "every character opens one of the groups"  # noqa: S101 - see the pattern
        position = found.end()
        lexeme = _lexeme(found)
        behind_parenthesis = lexeme.kind is Kind.CLOSE
        yield lexeme
    yield Lexeme(kind=Kind.END, text="", written="", offset=length)


def _lexeme(found: re.Match[str]) -> Lexeme:
    written = found[0].lstrip()
    offset = found.end() - len(written)
    group = found.lastgroup
    spelling = Spelling.INFLECTED
    match group:
        case "open" | "close":
            kind, text = Kind(written), written
        case "field":
            kind, text = Kind.FIELD, found["field"]
        case "comparison":
            refuse_length(written, offset)
            kind, text = Kind.COMPARISON, written
        case "quote":
            if not found["quote"]:
                raise ClauseError("this quote is never closed", offset, "add the closing quote")
            kind, text, spelling = Kind.PHRASE, found["phrase"], Spelling(found["sign"])
        case "slash":
            kind, text = Kind.PATTERN, found["pattern"]
            _refuse_open_pattern(found, offset)
        case _:
            refuse_length(written, offset)
            kind, text, spelling = _word(written)
    return Lexeme(kind, text, written, offset, spelling)


def refuse_length(text: str, offset: int) -> None:
    """Raises ClauseError for a word or phrase that nobody means; what looks at words may then be simple."""
    if len(text) > MAX_LENGTH:
        message = f"a word or phrase of {len(text):,} characters; at most {MAX_LENGTH:,}"
        raise ClauseError(message, offset, "put blanks between words, and quotes around a phrase alone")


def _word(written: str) -> tuple[Kind, str, Spelling]:
    if operator := OPERATORS.get(written):
        return operator, written, Spelling.INFLECTED
    if found := _NEAR.fullmatch(written):
        return Kind(found["operator"]), written, Spelling.INFLECTED
    if _SAME.fullmatch(written):
        return Kind.SAME, written, Spelling.INFLECTED
    if written == "NUMBER":
        return Kind.NUMBER, written, Spelling.INFLECTED
    if name := _NAME.fullmatch(written):
        return Kind.VOCABULARY, name[1], Spelling.INFLECTED
    if signed := _SIGNED.fullmatch(written):
        return Kind.WORD, signed["word"], Spelling(signed["sign"])
    return Kind.WORD, written, Spelling.INFLECTED


def _refuse_open_pattern(found: re.Match[str], offset: int) -> None:
    if not found["slash"]:
        hint = "add the closing /; a word that begins with / is written without it"
        raise ClauseError("this / begins a pattern that is never closed", offset, hint)
    behind = found.string[found.end() : found.end() + 1]
    if behind and not behind.isspace() and behind != ")":
        hint = "case never counts, so no letter follows the last /; a pattern holds no /, as no word does"
        raise ClauseError("a pattern ends with its second /", found.end(), hint)
