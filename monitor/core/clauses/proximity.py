"""NEAR, BEFORE and SAME-SENTENCE: their distance, what they join, and what was meant by what they do not."""

import re
from collections.abc import Callable
from itertools import islice
from typing import cast

from monitor.core.clauses.contents import phrases
from monitor.core.clauses.figures import takes
from monitor.core.clauses.lexing import Kind, Lexeme
from monitor.core.clauses.mistakes import ClauseError
from monitor.core.clauses.operators import USUAL
from monitor.core.clauses.tree import AllOf, AnyOf, Clause, Near, Not, Number, Scoped, Term
from monitor.core.clauses.written import brief

MAX_WITHIN = 100  # words between; a sentence is seldom longer

_DISTANCE = re.compile(r"(?:NEAR|BEFORE)/([0-9]+)")
_DIGITS = re.compile(r"(?<![0-9-])[0-9]{1,2}(?![0-9])")
_APART = re.compile(r"\s*/?\s*([0-9]{1,2})(?=\s+(?!(?:AND|OR|NOT)\b)[^\s)])")  # NEAR /5, NEAR 5
_SHORT = 120  # characters of an expression that a hint spells out
_FEW = 6
_TAKES = "takes words, phrases, patterns, vocabularies and ORs of them"

Join = Callable[[Term, Term], Near]


def join(operator: Lexeme, behind: str = "") -> Join:
    """What makes one clause of two operands. behind: what follows the operator.

    Raises ClauseError when the operator's distance is missing or absurd.
    """
    within = None if operator.kind is Kind.SAME else _within(operator, behind)
    if operator.kind is Kind.SAME and operator.written != Kind.SAME:
        raise ClauseError(f"{operator.written} is no operator", operator.offset, f"write {Kind.SAME}")
    ordered = operator.kind is Kind.BEFORE
    return lambda left, right: Near(left=left, right=right, within=within, ordered=ordered)


def _within(operator: Lexeme, behind: str) -> int:
    found = _DISTANCE.fullmatch(operator.written)
    if found is None:
        digits = _DIGITS.search(operator.written)
        apart = _APART.match(behind)
        number = digits[0] if digits else apart[1] if apart else USUAL
        message = f"{operator.written} does not say how many words may stand between"
        raise ClauseError(message, operator.offset, f"write {operator.kind}/{number}")
    if len(found[1]) > len(str(MAX_WITHIN)) or int(found[1]) > MAX_WITHIN:
        message = f"{operator.written}: at most {MAX_WITHIN} words between"
        hint = f"write {operator.kind}/{MAX_WITHIN}"
        if operator.kind is Kind.NEAR:
            hint = f"write {Kind.SAME} for any distance in one sentence"
        raise ClauseError(message, operator.offset, hint)
    return int(found[1])


def near(operator: Lexeme, left: Clause, right: Clause, offsets: tuple[int, int]) -> Near:
    """Both operands joined. offsets: where they begin. Raises ClauseError for what cannot be near."""
    joined = join(operator)
    for operand, offset in zip((left, right), offsets, strict=True):
        if not takes(operand):
            message = f"{operator.written} {_TAKES}, not {_kind(operand)}"
            raise ClauseError(message, offset, _fix(left, right, joined))
    return joined(cast("Term", left), cast("Term", right))


def chain(first: Near, operator: Lexeme, right: Clause) -> ClauseError:
    """a NEAR/3 b NEAR/3 c: is it b or the pair that c is near?"""
    message = f"{operator.written} behind another: a chain can be read in two ways"
    return ClauseError(message, operator.offset, _fix(first, right, join(operator)))


def behind_not(operator: Lexeme, left: Lexeme | None, right: Lexeme) -> ClauseError:
    """a NOT NEAR/8 b."""
    known = _DISTANCE.fullmatch(operator.written)
    shown = operator.written if known or operator.kind is Kind.SAME else f"{operator.kind}/{USUAL}"
    one = _plain(left, "talks") if left else "talks"
    hint = f"write {one} NOT ({one} {shown} {_plain(right, 'sport')})"
    return ClauseError(f"NOT {operator.written} is no operator", operator.offset, hint)


def before_not(operator: Lexeme, left: Clause, right: Lexeme, offset: int) -> ClauseError:
    """a NEAR/8 NOT b."""
    shown = brief(left) if takes(left) else "talks"
    shown = f"({shown})" if isinstance(left, AnyOf) else shown
    shown = shown if len(shown) <= _SHORT else "talks"
    hint = f"write {shown} NOT ({shown} {operator.written} {_plain(right, 'sport')})"
    return ClauseError(f"{operator.written} {_TAKES}, not NOT", offset, hint)


def _plain(lexeme: Lexeme, otherwise: str) -> str:
    """The lexeme if a hint can repeat it."""
    written = lexeme.written
    if lexeme.kind is Kind.VOCABULARY or (lexeme.kind is Kind.WORD and re.fullmatch(r"[^\W_]+", written)):
        return written if len(written) <= _SHORT else otherwise
    return otherwise


def _kind(clause: Clause) -> str:
    match clause:
        case Near():
            return "another NEAR, BEFORE or SAME-SENTENCE"
        case AllOf():
            return "AND"
        case Not():
            return "NOT"
        case Scoped(field=field):
            return f"the scope {field}:"
        case Number():
            return "NUMBER(...)"
        case _:
            return "an OR of anything else"


def _fix(left: Clause, right: Clause, joined: Join) -> str:
    few = len(list(islice(phrases(AllOf(clauses=(left, right))), _FEW + 1))) <= _FEW
    meant = _meant(left, right, joined) if few else None
    if meant is not None and len(shown := brief(meant)) <= _SHORT:
        return f"write {shown}"
    return "say it in pairs: (talks NEAR/3 truce) AND (truce NEAR/3 stalled)"


def _meant(left: Clause, right: Clause, joined: Join) -> Clause | None:
    """What an author most likely meant, in what the language has."""
    if takes(left) and takes(right):
        return joined(cast("Term", left), cast("Term", right))
    if isinstance(left, Near) and takes(right):
        return AllOf(clauses=(left, joined(left.right, cast("Term", right))))
    if isinstance(right, Near) and takes(left):
        return AllOf(clauses=(joined(cast("Term", left), right.left), right))
    if isinstance(left, Scoped) and isinstance(right, Scoped):
        if left.field is not right.field:
            return AllOf(clauses=(left, right))
        inner = _meant(left.clause, right.clause, joined)
        return None if inner is None else Scoped(field=left.field, clause=inner)
    if isinstance(left, Number) or isinstance(right, Number):
        return AllOf(clauses=(left, right))
    if takes(left):
        return _spread(right, lambda part: _meant(left, part, joined), left)
    return _spread(left, lambda part: _meant(part, right, joined), right) if takes(right) else None


def _spread(clause: Clause, paired: Callable[[Clause], Clause | None], other: Clause) -> Clause | None:
    """The clause with each of its parts paired with the other operand."""
    match clause:
        case Scoped(field=field, clause=inner):
            found = paired(inner)
            return None if found is None else Scoped(field=field, clause=found)
        case Not(clause=inner):
            found = paired(inner)
            return None if found is None else AllOf(clauses=(other, Not(clause=found)))
        case AllOf(clauses=parts) | AnyOf(clauses=parts):
            several = [found for part in parts if (found := paired(part)) is not None]
            return type(clause)(clauses=tuple(several)) if len(several) == len(parts) else None
        case _:
            return None
