"""An item of a list: words in a row without quotes, or one name, or one pattern."""

import re

from monitor.core.clauses import words
from monitor.core.clauses.lexing import QUOTES, lex
from monitor.core.clauses.mistakes import ClauseError
from monitor.core.clauses.patterns import checked
from monitor.core.clauses.tree import Field, Pattern, Phrase, Spelling, Term, Vocabulary

_NAME = re.compile(r"\$([^\W\d]\w*)")
_SIGN = re.compile(r"(={1,2})(?![=\s])")
_OPERATOR = re.compile(r"(?<!\S)\(*(?P<name>AND|OR|NOT|NEAR|BEFORE|SAME-SENTENCE|NUMBER)(?![^\W\d]|-)\S*")
_LOWER = re.compile(r"(?<!\S)(?:near|before)/[0-9]+(?!\S)", re.IGNORECASE)
_SCOPE = re.compile(rf"(?<!\S)(?:{'|'.join(Field)}):(?=\S)")
_BAR = re.compile(r"\|")
_PREFIX = re.compile(r"[-–−!+~](?=[^\W\d])")  # noqa: RUF001 - dashes that word processors make of a hyphen
_ALONE = "give the expression alone, not as an item of a list"


def parse_item(text: str) -> Term:
    """One item of a list. Quotes around the whole of it change nothing. Raises ClauseError.

    What means something in an expression only is an error: it would be read as a word.
    """
    start = len(text) - len(text.lstrip())
    bare = text.strip()
    if name := _NAME.fullmatch(bare):
        return Vocabulary(name=name[1])
    if bare.startswith("/"):
        return _pattern(bare, start)
    return _phrase(bare, start)


def _pattern(text: str, offset: int) -> Pattern:
    try:
        first = next(lex(text))
    except ClauseError as error:
        raise ClauseError(error.message, offset + error.offset, error.hint) from None
    if first.end < len(text):
        hint = "make each item of its own: words in a row, or one pattern"
        raise ClauseError("more behind a pattern", offset + first.end, hint)
    return Pattern(text=checked(first.text, offset + 1))


def _phrase(text: str, offset: int) -> Phrase:
    spelling = Spelling.INFLECTED
    if sign := _SIGN.match(text):
        spelling, text, offset = Spelling(sign[1]), text[sign.end() :], offset + sign.end()
    if len(text) > 1 and text[0] in QUOTES and text[-1] in QUOTES:
        offset, text = offset + 1, text[1:-1]
    if stray := words.stray_quote(text):
        hint = "leave it out: an item is a phrase already"
        raise ClauseError("a quote inside a phrase", offset + stray.start(), hint)
    _refuse_operators(text, offset, spelling)
    return words.phrase(text, offset, spelling)


def _refuse_operators(text: str, offset: int, spelling: Spelling) -> None:
    if spelling and text[:1] in {"$", "/"}:
        raise ClauseError(f"{spelling} is for words", offset - len(spelling), "leave it out")
    if text.startswith("="):
        raise ClauseError("= before nothing", offset, "one = for the spelling, two for the case as well")
    if found := _OPERATOR.search(text):
        hint = f"{_ALONE}; or write the word in lower case"
        message = f"{found['name']} in a list of phrases: each item is words in a row"
        raise ClauseError(message, offset + found.start(), hint)
    for pattern, what in ((_LOWER, "an operator"), (_SCOPE, "the scope of a field")):
        if found := pattern.search(text):
            message = f"{found[0]} is {what}: each item is words in a row"
            raise ClauseError(message, offset + found.start(), _ALONE)
    if found := _BAR.search(text):
        raise ClauseError(
            "| is no operator", offset + found.start(), "make each alternative an item of its own"
        )
    if found := _PREFIX.match(text):
        hint = "leave it out; what must not occur: NOT in an expression, or under unless"
        raise ClauseError(f"{found[0]} before a word means nothing here", offset, hint)
