"""What stands where a word does and was meant as something else. Taken as a word, it would turn a rule around."""

import re
from collections.abc import Sequence

from monitor.core.clauses import readings, scopes
from monitor.core.clauses.lexing import Lexeme
from monitor.core.clauses.mistakes import ClauseError
from monitor.core.clauses.tree import Spelling

_PLAIN = re.compile(r"(?!(?:AND|OR|NOT|NEAR|BEFORE|NUMBER)$)\$?[^\W\d_]\w*|\d+")
_LOWER_NEAR = re.compile(r"(near|before)/(\S*)", re.IGNORECASE)
_TWO_OPERATORS = re.compile(r"(?:AND|OR|NOT)(?:/(?:AND|OR|NOT))+")
_COMMA = re.compile(r"(?<!\d)[,;]|[,;](?!\d)|[،؛、，；]")  # noqa: RUF001 - the commas of other scripts
_BAR = re.compile(r"\|+")
_COMPARED = re.compile(r"(?P<cue>\$?\w+)(?P<sign>>=|<=|>|<|=)(?P<value>[0-9][0-9,]*)")
_BOOSTED = re.compile(r"(?P<word>\w+)[~^][0-9.]*")
_PREFIXES = "-–−!+~"  # noqa: RUF001 - dashes that word processors make of a hyphen


def refuse(lexeme: Lexeme, run: Sequence[Lexeme], behind: str) -> None:
    """Raises ClauseError for a word that is none. run: the terms side by side it is in; behind: what follows it."""
    word, offset = lexeme.text, lexeme.offset
    if lexeme.spelling or word in {"=", "=="}:
        _refuse_signs(lexeme)
    if word[0] in _PREFIXES and len(word) > 1:
        raise ClauseError(f"{word[0]} before a word means nothing here", offset, _without_prefix(word))
    if word[0] == "$":
        _refuse_name(word, lexeme.inside)
    if found := _LOWER_NEAR.fullmatch(word):
        within = found[2] if re.fullmatch(r"[0-9]{1,2}", found[2]) else "8"
        raise ClauseError("operators are upper case", offset, f"write {found[1].upper()}/{within}")
    if _TWO_OPERATORS.fullmatch(word):
        raise ClauseError(f"{word} says two things", offset, "write OR, which is both of them")
    if found := _COMMA.search(word):
        place = lexeme.inside + found.start()
        raise ClauseError(readings.joins_nothing(found[0]), place, readings.as_list(run))
    _refuse_inner_signs(lexeme)
    if ":" in word:
        scopes.refuse_colon(word, lexeme.inside, behind)


def _refuse_inner_signs(lexeme: Lexeme) -> None:
    """Signs between the letters of a word that mean something elsewhere, or behind them."""
    word = lexeme.text
    if (found := _BAR.search(word)) and word != found[0]:
        parts = [part for part in _BAR.split(word) if part]
        known = all(map(_PLAIN.fullmatch, parts))
        hint = f"write {' OR '.join(parts)}" if known else "put OR between alternatives"
        raise ClauseError(f"{found[0]} is no operator", lexeme.inside + found.start(), hint)
    if found := _COMPARED.fullmatch(word):
        hint = f"write NUMBER({found['cue']}) {found['sign']} {found['value']}"
        raise ClauseError(f"{found['sign']} inside a word", lexeme.inside + found.start("sign"), hint)
    if found := _BOOSTED.fullmatch(word):
        hint = f"write {found['word']}: words are found in every inflection, and none counts more"
        message = f"{word[found.end('word')]} behind a word means nothing here"
        raise ClauseError(message, lexeme.offset, hint)


def _refuse_signs(lexeme: Lexeme) -> None:
    """An exact spelling of something that is not spelt."""
    sign, word = lexeme.spelling, lexeme.text
    if word[0] == "=":
        hint = "one = for the spelling, two for the case as well; directly before a word or a quote"
        raise ClauseError("= before nothing", lexeme.offset, hint)
    if word[0] == "$":
        hint = f"put the {sign} before the words of the vocabulary itself"
        raise ClauseError(f"{sign} is for words: a vocabulary has its own spelling", lexeme.offset, hint)
    if word[0] == "/":
        hint = "leave it out: a pattern is never inflected, and case never counts in it"
        raise ClauseError(f"{sign} is for words: a pattern is exact already", lexeme.offset, hint)
    if sign is Spelling.CASED and not any(map(str.isalnum, word)):
        raise ClauseError("== before nothing", lexeme.offset, "leave it out")


def _without_prefix(word: str) -> str:
    rest = word[1:]
    shown = rest if _PLAIN.fullmatch(rest) else "word"
    if word[0] == "+":
        return f"write {shown}, with AND to what else must occur"
    if word[0] == "~":
        return f"write {shown}: words are found in every inflection"
    return f"write NOT {shown}"


def _refuse_name(word: str, offset: int) -> None:
    amount = re.match(r"\$[0-9][\w.,]*", word)
    if amount:
        raise ClauseError("a $ begins the name of a vocabulary", offset, f'write "{amount[0]}"')
    name = re.match(r"\$[^\W\d]\w*", word)
    hint = "for example $talks" if name is None else f"write {name[0]}"
    if name is not None and word[name.end()] in "*?":
        hint = "put the wildcard at the words of the vocabulary itself"
    raise ClauseError("a name is letters, digits and _, and begins with a letter", offset, hint)
