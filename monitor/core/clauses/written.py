"""A clause as an expression again."""

import re

from monitor.core.clauses.tree import (
    AllOf,
    AnyOf,
    Clause,
    Near,
    Not,
    Number,
    Pattern,
    Phrase,
    Scoped,
    Vocabulary,
)

_PLAIN = re.compile(r"[^\W_]+")
_OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR", "BEFORE", "NUMBER"})


def show(clause: Clause) -> str:
    """The clause as an expression. Parsing it gives the same tree, but for the language of a phrase."""
    return _show(clause, plain=False)


def brief(clause: Clause) -> str:
    """The same with quotes only where they are needed, as a person would write it."""
    return _show(clause, plain=True)


def _show(clause: Clause, *, plain: bool) -> str:
    if isinstance(clause, Phrase):
        return _term(clause, plain=plain)

    def inside(part: Clause, *looser: type) -> str:
        shown = _show(part, plain=plain)
        return f"({shown})" if isinstance(part, looser) else shown

    pairs = (Near,) if plain else ()  # not needed, but easier on the eye
    match clause:
        case Near():
            return f"{inside(clause.left, AnyOf)} {_distance(clause)} {inside(clause.right, AnyOf)}"
        case Number():
            return f"NUMBER({inside(clause.cue)}) {clause.comparison} {clause.value}"
        case Scoped(field=field, clause=inner):
            return f"{field}:{inside(inner, Near, AllOf, AnyOf, Not)}"
        case AllOf(clauses=parts):
            return " AND ".join(inside(part, AllOf, AnyOf, *pairs) for part in parts)
        case AnyOf(clauses=parts):
            return " OR ".join(inside(part, AnyOf, *pairs) for part in parts)
        case Not(clause=inner):
            return f"NOT {inside(inner, AllOf, AnyOf, *pairs)}"
        case _:
            return _term(clause, plain=plain)


def _term(term: Phrase | Pattern | Vocabulary, *, plain: bool) -> str:
    match term:
        case Phrase(text=text, spelling=spelling):
            bare = plain and _PLAIN.fullmatch(text) and text.upper() not in _OPERATORS
            return spelling + (text if bare else f'"{text}"')
        case Pattern(text=text):
            return f"/{text}/"
        case Vocabulary(name=name):
            return f"${name}"


def _distance(near: Near) -> str:
    if near.within is None:
        return "SAME-SENTENCE"
    return f"{'BEFORE' if near.ordered else 'NEAR'}/{near.within}"
