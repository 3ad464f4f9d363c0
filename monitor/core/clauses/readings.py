"""Two terms side by side could mean several things: what they could mean, so that the author chooses."""

from collections.abc import Sequence

from monitor.core.clauses.lexing import OPERATORS, Kind, Lexeme

_SIDE_BY_SIDE = frozenset({Kind.WORD, Kind.PHRASE})
_MOST_SHOWN = 8
_SIGNS = {"&": "AND", "&&": "AND", "+": "AND", "|": "OR", "||": "OR", "!": "NOT", "-": "NOT"}


def run_around(lexemes: Sequence[Lexeme], position: int) -> tuple[Lexeme, ...]:
    """The terms in a row of which the one at this position is no longer the first."""
    first = position - 1
    while first > 0 and lexemes[first].kind in _SIDE_BY_SIDE and lexemes[first - 1].kind in _SIDE_BY_SIDE:
        first -= 1
    last = position
    while lexemes[last].kind in _SIDE_BY_SIDE and lexemes[last + 1].kind in _SIDE_BY_SIDE:
        last += 1
    return tuple(lexemes[first : last + 1])


def explain(run: Sequence[Lexeme]) -> tuple[str, str]:
    """Message and fix for terms in a row."""
    if any(lexeme.kind not in _SIDE_BY_SIDE for lexeme in run):
        return "two terms with no operator between them", "write AND, OR or NOT between them"
    words = [lexeme.written for lexeme in run]
    if sign := next((word for word in words if word in _SIGNS), None):
        return f"{sign} is no operator", f"write {_SIGNS[sign]}"
    if len(words) > _MOST_SHOWN:
        return f"{len(words)} words side by side", 'put the words of a phrase in quotes: "..."'
    phrase = f'"{" ".join(lexeme.text for lexeme in run)}"'
    if lower := next((word for word in words if _is_operator(word)), None):
        return (
            f"{lower} between terms is a word here; operators are upper case",
            f"write {_joined(run)}, or the phrase {phrase}",
        )
    if any(word.endswith(",") for word in words):
        return "a comma joins nothing in an expression", _as_list(run)
    return (
        f"words side by side: {' '.join(words)}",
        f"write the phrase {phrase} for these words in a row, or {' AND '.join(words)} for all of them anywhere",
    )


def _is_operator(word: str) -> bool:
    return word.upper() in OPERATORS


def _joined(run: Sequence[Lexeme]) -> str:
    """The run with its operators in upper case and the words between them as phrases."""
    parts: list[str] = []
    together: list[Lexeme] = []
    for lexeme in run:
        if _is_operator(lexeme.written):
            parts += [*_quoted(together), lexeme.written.upper()]
            together = []
        else:
            together.append(lexeme)
    return " ".join([*parts, *_quoted(together)])


def _quoted(run: Sequence[Lexeme]) -> list[str]:
    if len(run) > 1:
        return [f'"{" ".join(lexeme.text for lexeme in run)}"']
    return [lexeme.written for lexeme in run]


def _as_list(run: Sequence[Lexeme]) -> str:
    items = " ".join(lexeme.text for lexeme in run)
    return f"write OR between alternatives, or a list: [{items}]"
