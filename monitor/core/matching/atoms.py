"""What can be looked for in a view: a phrase, a pattern, alternatives, two things near each other, a figure.

Rules that ask for the same thing share one atom, and an article looks for it once.
"""

from collections.abc import KeysView, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from monitor.core.clauses import Comparison
from monitor.core.matching.terms import Term
from monitor.core.matching.views import Scope

AtomNumber = int
Step = tuple[int, int, Term]


@dataclass(frozen=True, slots=True)
class PhraseAtom:
    """Words in a row. steps: (position, next position, term), by position; without hyphens simply one after another.

    needed: words without which it occurs nowhere; all of them if there is one way through it.
    """

    scope: Scope
    steps: tuple[Step, ...]
    label: str
    needed: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class PatternAtom:
    """An RE2 pattern with a blank on either side. Equal by its text."""

    scope: Scope
    compiled: Any
    label: str


@dataclass(frozen=True, slots=True)
class AnyAtom:
    """Alternatives."""

    scope: Scope
    parts: tuple[AtomNumber, ...]


@dataclass(frozen=True, slots=True)
class NearAtom:
    """Two atoms in one sentence; within: most words between, None for any number."""

    scope: Scope
    left: AtomNumber
    right: AtomNumber
    within: int | None
    ordered: bool


@dataclass(frozen=True, slots=True)
class NumberAtom:
    """A figure bound to a cue."""

    scope: Scope
    cue: AtomNumber
    comparison: Comparison
    value: int


Atom = PhraseAtom | PatternAtom | AnyAtom | NearAtom | NumberAtom


class Occurring(Protocol):
    """An article, asked what occurs in it. present: per scope, the terms that do."""

    @property
    def present(self) -> Mapping[Scope, KeysView[Term]]: ...

    def has(self, atom: AtomNumber) -> bool: ...


@dataclass(frozen=True, slots=True)
class Has:
    """An atom occurs."""

    atom: AtomNumber

    def holds_in(self, article: Occurring) -> bool:
        return article.has(self.atom)


@dataclass(frozen=True, slots=True)
class HasAny:
    """One of several occurs: a single word, whose atom stands at the same place in words, or a phrase.

    openers: of each phrase a word it cannot do without. Most articles hold none of them, and one look tells.
    atom is all of them as one.
    """

    scope: Scope
    terms: tuple[Term, ...]
    words: tuple[AtomNumber, ...]
    openers: tuple[Term, ...]
    phrases: tuple[AtomNumber, ...]
    atom: AtomNumber

    def holds_in(self, article: Occurring) -> bool:
        absent = article.present[self.scope].isdisjoint
        if not absent(self.terms):
            return True
        return not absent(self.openers) and any(map(article.has, self.phrases))


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple["Node", ...]

    def holds_in(self, article: Occurring) -> bool:
        for part in self.parts:  # noqa: SIM110 - all() would make a generator each time: half as fast
            if not part.holds_in(article):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Some:
    parts: tuple["Node", ...]

    def holds_in(self, article: Occurring) -> bool:
        return any(part.holds_in(article) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Absent:
    part: "Node"

    def holds_in(self, article: Occurring) -> bool:
        return not self.part.holds_in(article)


Node = Has | HasAny | Every | Some | Absent
