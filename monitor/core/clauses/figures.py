"""NUMBER(cue) >= 100: how it is compared, and with what."""

import re
from typing import Never

from monitor.core.clauses.lexing import Kind, Lexeme
from monitor.core.clauses.mistakes import ClauseError
from monitor.core.clauses.tree import (
    AllOf,
    AnyOf,
    Clause,
    Comparison,
    Number,
    Pattern,
    Phrase,
    Scoped,
    Vocabulary,
)
from monitor.core.clauses.written import brief

_FIGURE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+")
_MORE_DIGITS = re.compile(r"(?:\s[0-9]{3})+(?=[\s)]|$)")
_MOST_DIGITS = 15
_MEANT = {"=>": ">=", "=<": "<=", "==": "=", "≥": ">=", "≤": "<="}
_SHORT = 60  # characters of a cue that a hint repeats


def refuse_bare(number: Lexeme, behind: Lexeme) -> Never:
    """NUMBER without its parentheses."""
    cue = behind.written if behind.kind in {Kind.WORD, Kind.PHRASE, Kind.VOCABULARY} else "killed"
    cue = cue if len(cue) <= _SHORT and (behind.kind is not Kind.WORD or cue.isalpha()) else "killed"
    hint = f'write NUMBER({cue}) >= 100; to look for the word itself, write "number"'
    raise ClauseError("NUMBER takes a cue in parentheses", number.offset, hint)


def comparison(lexeme: Lexeme, cue: Clause) -> Comparison:
    """What stands behind NUMBER(cue). Raises ClauseError."""
    if lexeme.kind is Kind.COMPARISON and lexeme.text in set(Comparison):
        return Comparison(lexeme.text)
    if lexeme.kind is not Kind.COMPARISON:
        message = "NUMBER(...) without a comparison"
        raise ClauseError(message, lexeme.offset, f"write {_example(cue)}; also > <= < =")
    if meant := _MEANT.get(lexeme.text):
        raise ClauseError(f"{lexeme.text} compares nothing here", lexeme.offset, f"write {meant}")
    raise ClauseError(f"{lexeme.text} compares nothing here", lexeme.offset, "write one of >= > <= < =")


def value(lexeme: Lexeme, comparison: Lexeme, cue: Clause, behind: str) -> int:
    """The figure a comparison ends in. behind: what follows it. Raises ClauseError."""
    if re.fullmatch("[0-9]{1,3}", lexeme.written) and (more := _MORE_DIGITS.match(behind)):
        plain = re.sub(r"\s", "", lexeme.written + more[0])
        raise ClauseError("a figure has no blanks in it", lexeme.offset, f"write {plain}")
    if lexeme.kind is Kind.WORD and _FIGURE.fullmatch(lexeme.written):
        digits = lexeme.written.replace(",", "")
        if len(digits) > _MOST_DIGITS:
            raise ClauseError(f"a figure of {len(digits)} digits", lexeme.offset, f"at most {_MOST_DIGITS}")
        return int(digits)
    if lexeme.kind is not Kind.WORD:
        message = f"the figure is missing behind {comparison.text}"
        raise ClauseError(message, comparison.offset, f"write {_example(cue, comparison.text)}")
    message = f"{lexeme.written} is no whole number"
    plain = lexeme.written.replace("_", "").replace("'", "")
    hint = "digits, with or without commas: 1240 or 1,240"
    if plain.isascii() and plain.isdigit() and len(plain) <= _MOST_DIGITS:
        hint = f"write {plain}"
    raise ClauseError(message, lexeme.offset, hint)


def refuse_cue(cue: Clause, offset: int) -> None:
    """Raises ClauseError when NUMBER cannot take this."""
    if takes(cue):
        return
    hint = (
        "the cue is a word, phrase, pattern, $vocabulary or an OR of these; join the rest behind it with AND"
    )
    if isinstance(cue, Scoped) and takes(cue.clause) and len(shown := _example(cue.clause)) <= _SHORT:
        hint = f"write {cue.field}:{shown}"
    raise ClauseError("NUMBER takes the words a figure belongs to, nothing else", offset, hint)


def takes(clause: Clause) -> bool:
    """Whether NUMBER and NEAR take it: a term, or alternatives of terms."""
    match clause:
        case Phrase() | Pattern() | Vocabulary():
            return True
        case AnyOf(clauses=parts):
            return all(map(takes, parts))
        case _:
            return False


def stray_comparison(sign: Lexeme, before: Lexeme | None, behind: Lexeme) -> ClauseError:
    """A comparison that no NUMBER stands before."""
    known = sign.text if sign.text in set(Comparison) else _MEANT.get(sign.text, ">=")
    figure = behind.written if _FIGURE.fullmatch(behind.written) else "100"
    usable = before is not None and before.kind in {Kind.WORD, Kind.PHRASE, Kind.VOCABULARY}
    shown = "NUMBER(killed) >= 100"
    if (
        before is not None
        and usable
        and len(before.written) < _SHORT
        and not _FIGURE.fullmatch(before.written)
    ):
        shown = f"NUMBER({before.written}) {known} {figure}"
    message = f"{sign.text} compares the figure of a NUMBER(...) only"
    return ClauseError(message, sign.offset, f"write {shown}")


def second_comparison(number: Number, sign: Lexeme, behind: Lexeme) -> ClauseError:
    """NUMBER(cue) >= 100 < 200."""
    hint = "write a NUMBER(...) for each limit, with AND between them"
    if (
        sign.text in set(Comparison)
        and _FIGURE.fullmatch(behind.written)
        and len(behind.written) <= _MOST_DIGITS
    ):
        limit = Number(
            cue=number.cue, comparison=Comparison(sign.text), value=int(behind.written.replace(",", ""))
        )
        if len(shown := brief(AllOf(clauses=(number, limit)))) <= 2 * _SHORT:
            hint = f"write {shown}"
    return ClauseError("one NUMBER has one limit", sign.offset, hint)


def _example(cue: Clause, sign: str = ">=") -> str:
    shown = brief(cue)
    return f"NUMBER({shown if len(shown) <= _SHORT else 'killed'}) {sign} 100"
