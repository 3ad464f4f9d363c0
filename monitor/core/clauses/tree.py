"""The tree every form of a rule becomes, and how it is written down again."""

from dataclasses import dataclass

from monitor.core.text import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words in a row; one word is a phrase too. text is as the rule's author wrote it."""

    text: str
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Every part must hold."""

    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """One part must hold."""

    clauses: tuple["Clause", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The clause must not hold."""

    clause: "Clause"


Clause = Phrase | AllOf | AnyOf | Not


def any_of(clauses: tuple[Clause, ...]) -> Clause:
    """The clauses as alternatives; one alone stands for itself."""
    return clauses[0] if len(clauses) == 1 else AnyOf(clauses=clauses)


def all_of(clauses: tuple[Clause, ...]) -> Clause:
    """The clauses together; one alone stands for itself."""
    return clauses[0] if len(clauses) == 1 else AllOf(clauses=clauses)


def show(clause: Clause) -> str:
    """The clause as an expression. Parsing it gives the same tree."""
    match clause:
        case Phrase(text=text):
            return f'"{text}"'
        case AllOf(clauses=parts):
            return " AND ".join(_grouped(part, AllOf, AnyOf) for part in parts)
        case AnyOf(clauses=parts):
            return " OR ".join(_grouped(part, AnyOf) for part in parts)
        case Not(clause=inner):
            return f"NOT {_grouped(inner, AllOf, AnyOf)}"


def _grouped(clause: Clause, *looser: type) -> str:
    shown = show(clause)
    return f"({shown})" if isinstance(clause, looser) else shown
