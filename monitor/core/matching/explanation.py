"""Why a rule fires or not, part by part: what `newsmonitor rules try` and `newsmonitor why` print."""

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.core.clauses import (
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
from monitor.core.guards import Verdict
from monitor.core.matching.atoms import PhraseAtom
from monitor.core.matching.compiling import Compiler
from monitor.core.matching.locating import evidence
from monitor.core.matching.match import Evidence, Judgement
from monitor.core.matching.occurrences import Search
from monitor.core.matching.views import Scope
from monitor.core.rules import Rule

_ALMOST = 0.9  # everything of it is there, and yet it does not hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One clause against one article. nearness: 1 holds, 0 nothing of it does, between: so much of it is there.

    missing: words of a phrase that occur nowhere in its scope; a phrase that does not hold and lacks none has its
    words elsewhere or apart. parts stand in the order of the clause's own.
    """

    clause: Clause
    scope: Scope
    holds: bool
    nearness: float
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()
    parts: tuple["Explanation", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One rule against one article. admitted: its sources let the article through.

    judgement: what the guards make of an event that holds; None when nothing of it is guarded. fires says what the
    rule does alone: a rule copied from it may count in its stead.
    """

    rule: Rule
    admitted: bool
    event: Explanation
    about: Explanation | None
    unless: Explanation | None
    judgement: Judgement | None = None

    @property
    def fires(self) -> bool:
        return self.admitted and self.event.holds and self._context and not self.is_blocked

    @property
    def is_blocked(self) -> bool:
        """Whether guards keep every occurrence of the event from counting, whatever else may keep the rule quiet."""
        return self.judgement is not None and self.judgement.outcome is Verdict.BLOCK

    @property
    def _context(self) -> bool:
        return (self.about is None or self.about.holds) and not (
            self.unless is not None and self.unless.holds
        )

    @property
    def nearness(self) -> float:
        """1 fires; otherwise how much of what it needs is there; 0 when nothing of its event is."""
        if self.event.nearness == 0:
            return 0.0
        needed = [each.nearness for each in (self.event, self.about) if each is not None]
        near = sum(needed) / len(needed)
        held_back = near == 1.0 and not self.fires  # by an exception, its sources, or a guard
        return _ALMOST if held_back else near

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What made it fire."""
        if self.judgement is not None:
            return self.judgement.evidence
        return self.event.evidence + (self.about.evidence if self.about is not None else ())


class Explainer:
    """Explains clauses that this compiler has compiled already, against one article."""

    def __init__(self, compiler: Compiler, search: Search) -> None:
        self._compiler = compiler
        self._search = search

    def explain(self, clause: Clause, scope: Scope) -> Explanation:
        """The clause with what each part of it found."""
        node = self._compiler.node(clause, scope)
        found = self._search.evidence(node)
        within, parts = self._parts(clause, scope)
        return Explanation(
            clause=clause,
            scope=within,
            holds=found is not None,
            nearness=1.0 if found is not None else self._nearness(clause, within, parts),
            evidence=evidence(self._search.reading, found or ()),
            missing=self._missing(clause, scope) if found is None and isinstance(clause, Phrase) else (),
            parts=parts,
        )

    def _parts(self, clause: Clause, scope: Scope) -> tuple[Scope, tuple[Explanation, ...]]:
        match clause:
            case AllOf(clauses=parts) | AnyOf(clauses=parts):
                return scope, tuple(self.explain(part, scope) for part in parts)
            case Not(clause=inner) | Number(cue=inner):
                return scope, (self.explain(inner, scope),)
            case Near(left=left, right=right):
                return scope, (self.explain(left, scope), self.explain(right, scope))
            case Scoped(field=field, clause=inner):
                return Scope(field.value), (self.explain(inner, Scope(field.value)),)
            case Vocabulary(clause=inner) if inner is not None:
                return scope, (self.explain(inner, scope),)
            case _:
                return scope, ()

    def _nearness(self, clause: Clause, scope: Scope, parts: Sequence[Explanation]) -> float:
        match clause:
            case Phrase():
                words = clause.tokens[-1].after
                return _ALMOST * (words - len(self._missing(clause, scope))) / words
            case AllOf():
                return _together(parts)
            case Near() | Number():
                return min(_ALMOST, sum(part.nearness for part in parts) / len(parts))
            case Not() | Pattern():
                return 0.0
            case _:
                return max((part.nearness for part in parts), default=0.0)

    def _missing(self, phrase: Phrase, scope: Scope) -> tuple[str, ...]:
        """Words of which neither they themselves nor a joined spelling that holds them occurs."""
        atom = self._compiler.atoms[self._compiler.atom(phrase, scope)]
        assert isinstance(atom, PhraseAtom)  # noqa: S101 - a phrase compiles to nothing else
        present = self._search.reading.view(scope).at
        there = {
            position
            for first, after, term in atom.steps
            if term in present
            for position in range(first, after)
        }
        return tuple(
            token.text
            for token in phrase.tokens
            if token.after == token.first + 1 and token.first not in there
        )


def _together(parts: Sequence[Explanation]) -> float:
    """The mean of what should occur; what is merely absent, as it should be, makes nothing nearer."""
    wanted = [part.nearness for part in parts if not isinstance(part.clause, Not)]
    forbidden = any(isinstance(part.clause, Not) and not part.holds for part in parts)
    return sum(wanted) / max(len(wanted), 1) * (_ALMOST if forbidden else 1.0)
