"""Names of vocabularies in expressions: where they stand, and what they stand for."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.core.clauses.lexing import Kind, lex
from monitor.core.clauses.mistakes import ClauseError
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
    Term,
    Vocabulary,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """$name at this character of an expression, the $ being the first."""

    name: str
    offset: int


def references(text: str) -> tuple[Reference, ...]:
    """Every vocabulary that an expression or an item of a list names; of a faulty one, those before its mistake."""
    found: list[Reference] = []
    try:
        for lexeme in lex(text):
            if lexeme.kind is Kind.VOCABULARY:
                found.append(Reference(name=lexeme.text, offset=lexeme.offset))  # noqa: PERF401 - kept on a mistake
    except ClauseError:
        pass  # parsing tells it, and better
    return tuple(found)


def resolve(clause: Clause, vocabularies: Mapping[str, Clause]) -> Clause:
    """The clause with its vocabularies filled in. Raises KeyError for a name that is not there.

    vocabularies: name to what it stands for, resolved already; that value is shared by all who name it.
    """
    return _Resolver(vocabularies).clause(clause)


class _Resolver:
    """One node for one name, however often the clause has it."""

    def __init__(self, vocabularies: Mapping[str, Clause]) -> None:
        self._vocabularies = vocabularies
        self._filled: dict[str, Vocabulary] = {}

    def clause(self, clause: Clause) -> Clause:
        match clause:
            case Phrase() | Pattern() | Vocabulary() | AnyOf():
                return self._term(clause)
            case Near(left=left, right=right, within=within, ordered=ordered):
                return Near(left=self._term(left), right=self._term(right), within=within, ordered=ordered)
            case Number(cue=cue, comparison=comparison, value=value):
                return Number(cue=self._term(cue), comparison=comparison, value=value)
            case Scoped(field=field, clause=inner):
                return Scoped(field=field, clause=self.clause(inner))
            case AllOf(clauses=parts):
                return AllOf(clauses=tuple(map(self.clause, parts)))
            case Not(clause=inner):
                return Not(clause=self.clause(inner))

    def _term(self, term: Term) -> Term:
        match term:
            case Vocabulary(name=name):
                if name not in self._filled:
                    self._filled[name] = Vocabulary(name=name, clause=self._vocabularies[name])
                return self._filled[name]
            case AnyOf(clauses=parts):
                return AnyOf(clauses=tuple(map(self.clause, parts)))
            case Phrase() | Pattern():
                return term
