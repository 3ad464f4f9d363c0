"""Rules with something taken out of them: what each part of the language is worth shows where it is missing."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from monitor.core.clauses import (
    AllOf,
    AnyOf,
    Clause,
    Near,
    Not,
    Number,
    Phrase,
    Scoped,
    Spelling,
    Term,
    Vocabulary,
    all_of,
    any_of,
)
from monitor.core.guards import GuardKind, Guards, Verdict
from monitor.core.rules import Rule


class Weakening:
    """What is taken out. Lists that several rules share stay shared.

    inflection: every word is found as it is written. proximity: NEAR and its like ask for both sides anywhere in the
    same fields, NUMBER for its cue. exclusions: there is neither `unless` nor NOT. guards: these kinds.
    """

    def __init__(
        self,
        *,
        inflection: bool = False,
        proximity: bool = False,
        exclusions: bool = False,
        guards: Collection[GuardKind] = (),
    ) -> None:
        self._inflection = inflection
        self._proximity = proximity
        self._exclusions = exclusions
        self._allowed = {kind.value: Verdict.ALLOW for kind in guards}
        self._lists: dict[
            int, tuple[Clause, Clause]
        ] = {}  # by identity; the first keeps it from being another's

    def rules(self, rules: Iterable[Rule]) -> tuple[Rule, ...]:
        """The same rules without it."""
        return tuple(
            replace(
                rule,
                event=self._kept(rule.event),
                about=self._kept(rule.about) if rule.about is not None else None,
                unless=self._kept(rule.unless) if rule.unless is not None and not self._exclusions else None,
                guards=self._lenient(rule.guards),
            )
            for rule in rules
        )

    def _lenient(self, guards: Guards) -> Guards:
        return replace(guards, **self._allowed)

    def _kept(self, clause: Clause) -> Clause:
        """A clause that would be nothing but exclusions stays as it was."""
        weaker = self.clause(clause)
        return clause if weaker is None else weaker

    def clause(self, clause: Clause) -> Clause | None:
        """The clause without it. None: it holds everywhere."""
        match clause:
            case Not() if self._exclusions:
                return None
            case Not(clause=inner):
                return Not(clause=self._kept(inner))
            case Scoped(field=field, clause=inner):
                weaker = self.clause(inner)
                return None if weaker is None else Scoped(field=field, clause=weaker)
            case AllOf(clauses=parts):
                kept = tuple(each for each in map(self.clause, parts) if each is not None)
                return all_of(kept) if kept else None
            case AnyOf(clauses=parts):
                every = tuple(self.clause(part) for part in parts)
                kept = tuple(each for each in every if each is not None)
                return any_of(kept) if len(kept) == len(every) else None
            case _:
                return self._found(clause)

    def _found(self, clause: Clause) -> Clause:
        """The same of a clause that finds words."""
        match clause:
            case Phrase(spelling=Spelling.INFLECTED) if self._inflection:
                return replace(clause, spelling=Spelling.EXACT)
            case Vocabulary(name=name, clause=inner) if inner is not None:
                return Vocabulary(name=name, clause=self._list(inner))
            case Near(left=left, right=right):
                sides = self._term(left), self._term(right)
                return all_of(sides) if self._proximity else replace(clause, left=sides[0], right=sides[1])
            case Number(cue=cue):
                return self._term(cue) if self._proximity else replace(clause, cue=self._term(cue))
            case _:
                return clause

    def _term(self, term: Term) -> Term:
        weaker = self._kept(term)
        assert isinstance(weaker, Term)
        return weaker

    def _list(self, clause: Clause) -> Clause:
        known = self._lists.get(id(clause))
        if known is None:
            known = self._lists[id(clause)] = clause, self._kept(clause)
        return known[1]
