"""Two terms side by side could mean several things: what they could mean, so that the author chooses."""

import re
from collections.abc import Callable, Sequence

from monitor.core.clauses import operators
from monitor.core.clauses.lexing import OPERATORS, TERMS, Kind, Lexeme
from monitor.core.clauses.mistakes import ClauseError

MOST_SHOWN = 8
_NUMBER = {"number": "NUMBER"}
_CLEAN = re.compile(r"[^\W_](?:[\w.'’-]*\w)?\.?")  # noqa: RUF001 - a word that a hint can repeat
_EITHER_WAY = 'put words in a row in quotes: "talks stalled"; join words that may stand anywhere with AND'
_QUOTABLE = re.compile(rf"{_CLEAN.pattern}|[0-9]+(?::[0-9]+)+")
_SEMICOLONS = ";؛；"  # noqa: RUF001 - those of other scripts too
_SENTENCE = re.compile(r"n?t(?:pt)?(?:(?:bn?|n)t(?:pt)?)*")  # not, term, binary operator, proximity


def run_around(lexemes: Callable[[int], Lexeme], position: int) -> tuple[int, tuple[Lexeme, ...]]:
    """The terms in a row around the one at this position, as far as a message shows them, and where they begin."""
    first = last = position
    while first > max(0, position - MOST_SHOWN) and lexemes(first - 1).kind in TERMS:
        first -= 1
    while last < first + MOST_SHOWN + 1 and lexemes(last + 1).kind in TERMS:
        last += 1
    return first, tuple(map(lexemes, range(first, last + 1)))


def side_by_side(run: Sequence[Lexeme], before: Lexeme | None, behind: Lexeme) -> ClauseError:
    """No operator between the terms of the run, or between them and the parentheses around it."""
    for place, lexeme in enumerate(run):
        outer = (place == 0 and before is not None and before.kind is Kind.CLOSE) or (
            place == len(run) - 1 and behind.kind in {Kind.OPEN, Kind.FIELD, Kind.NUMBER}
        )
        if trouble := _no_operator(lexeme, outer=outer):
            return ClauseError(trouble[0], lexeme.offset, f"write {trouble[1]}")
        if elsewhere := _forbidden(run, place) or _after(run, place):
            return ClauseError(elsewhere[0], lexeme.offset, f"write {elsewhere[1]}")
    if len(run) > 1:
        return ClauseError(*_readings(run))
    return beside_parenthesis(run[0])


def beside_parenthesis(lexeme: Lexeme) -> ClauseError:
    """A term that stands beside a parenthesis, a scope or a NUMBER without an operator."""
    return ClauseError(
        "two terms with no operator between them", lexeme.offset, "put AND, OR or NOT between them"
    )


def _no_operator(lexeme: Lexeme, *, outer: bool) -> tuple[str, str] | None:
    """Message and what to write for a word that stands where an operator should. outer: beside a parenthesis."""
    written = lexeme.written
    if operator := operators.sign(written) or operators.near(written):
        return f"{written} is no operator", operator
    if not outer or lexeme.kind is not Kind.WORD:
        return None
    if operator := operators.lower(written) or _NUMBER.get(written.lower()):
        return _lower(written), operator
    if operator := operators.translated(written):
        return _translated(written), operator
    return None


def _lower(word: str) -> str:
    return f"{word} between terms is a word here; operators are upper case"


def _translated(word: str) -> str:
    return f"{word} between terms is a word here; the operators are AND, OR and NOT"


def _forbidden(run: Sequence[Lexeme], place: int) -> tuple[str, str] | None:
    """Message and what to write for -word behind another term."""
    if (found := operators.forbidden(run[place].written)) is None:
        return None
    rest = [operators.forbidden(lexeme.written) for lexeme in run[place:]]
    nots = " ".join(f"NOT {each.term}" for each in rest if each is not None)
    wanted = run[:place]
    usable = all(rest) and wanted and (len(wanted) == 1 or _phrase(wanted))
    shown = " ".join([*_quoted(wanted), nots]) if usable else f"NOT {found.term}"
    return f"{found.sign} before a word means nothing here", shown


def _after(run: Sequence[Lexeme], place: int) -> tuple[str, str] | None:
    """Message and what to write for a AFTER/5 b."""
    operator = operators.after(run[place].written)
    if operator is None or not 0 < place < len(run) - 1:
        return None
    left, right = run[place - 1], run[place + 1]
    return f"{run[place].written} is no operator", f"{right.written} {operator} {left.written}"


def _readings(run: Sequence[Lexeme]) -> tuple[str, int, str]:
    words = [lexeme.written for lexeme in run]
    start = run[0].offset
    if len(run) > MOST_SHOWN:
        return "many words side by side", start, _EITHER_WAY
    if words[0][0] in "'‘" and words[-1][-1] in "'’":  # noqa: RUF001 - curly ones are meant
        inner = [words[0][1:], *words[1:-1], words[-1][:-1]] if len(words) > 1 else []
        hint = (
            f'write "{" ".join(inner)}"' if all(map(_CLEAN.fullmatch, inner)) else 'quotes are double: "..."'
        )
        return "single quotes hold nothing together", start, hint
    clean = all(lexeme.kind is not Kind.WORD or _CLEAN.fullmatch(lexeme.written) for lexeme in run)
    if (place := next((at for at in range(len(run)) if _operator(run, at)), None)) is not None:
        told = _lower if operators.lower(words[place]) else _translated
        return told(words[place]), run[place].offset, _with_operators(run) if clean else _EITHER_WAY
    if comma := next((lexeme for lexeme in run if lexeme.written[-1] in ",;"), None):
        return joins_nothing(comma.written[-1]), comma.end - 1, as_list(run)
    message = f"words side by side: {' '.join(words)}"
    if run[0].spelling and all(map(_CLEAN.fullmatch, words[1:])) and run[0].kind is Kind.WORD:
        return message, start, f'write {run[0].spelling}"{" ".join(lexeme.text for lexeme in run)}"'
    if not clean:
        phrase = _phrase(run) if all(map(_QUOTABLE.fullmatch, words)) else None
        return message, start, f"write {phrase}" if phrase else _EITHER_WAY
    anywhere = f"{' AND '.join(words)} for all of them anywhere"
    if phrase := _phrase(run):
        return message, start, f"write the phrase {phrase} for these words in a row, or {anywhere}"
    return message, start, f"write {anywhere}"


def _phrase(run: Sequence[Lexeme]) -> str | None:
    """The run as one phrase; None when it holds more than words."""
    if any(lexeme.kind not in {Kind.WORD, Kind.PHRASE} or lexeme.spelling for lexeme in run):
        return None
    return f'"{" ".join(lexeme.text for lexeme in run)}"'


def _operator(run: Sequence[Lexeme], place: int) -> str | None:
    """The operator that was meant there; a word of another language is one between two terms only."""
    lexeme = run[place]
    if lexeme.kind is not Kind.WORD:
        return None
    between = 0 < place < len(run) - 1
    return operators.lower(lexeme.written) or (operators.translated(lexeme.written) if between else None)


def _with_operators(run: Sequence[Lexeme]) -> str:
    """The run with its operators in upper case and the words between them as phrases."""
    parts: list[str] = []
    together: list[Lexeme] = []
    shape = ""
    for place, lexeme in enumerate(run):
        operator = _operator(run, place)
        if operator is None:
            shape += "" if together else "t"
            together.append(lexeme)
            continue
        shape += "n" if operator == Kind.NOT else "b" if operator in OPERATORS else "p"
        parts += [*_quoted(together), operator]
        together = []
    phrase = _phrase(run)
    if not _SENTENCE.fullmatch(shape) or phrase is None:
        return "write operators in upper case, with one term on either side"
    return f"write {' '.join([*parts, *_quoted(together)])}, or the phrase {phrase}"


def _quoted(run: Sequence[Lexeme]) -> list[str]:
    if len(run) > 1:
        return [f'"{" ".join(lexeme.text for lexeme in run)}"']
    return [lexeme.written for lexeme in run]


def joins_nothing(sign: str) -> str:
    """The message for a comma or a semicolon."""
    name = "semicolon" if sign in _SEMICOLONS else "comma"
    return f"a {name} joins nothing in an expression"


def as_list(run: Sequence[Lexeme]) -> str:
    """The fix for commas: alternatives, as an expression and as a list."""
    items = [item.strip() for item in re.split(r"[,;،、，；]", " ".join(lexeme.text for lexeme in run))]  # noqa: RUF001
    items = [item for item in items if item]
    plain = all(all(map(_CLEAN.fullmatch, item.split())) for item in items)
    if not plain or len(items) < 2 or any(lexeme.kind is not Kind.WORD or lexeme.spelling for lexeme in run):  # noqa: PLR2004
        return "leave it out, or put OR between alternatives; in YAML a list: [talks, truce]"
    alternatives = " OR ".join(f'"{item}"' if " " in item else item for item in items)
    return f"write {alternatives}, or a list: [{', '.join(items)}]"
