"""Which words have to occur for a clause to hold: a rule waits under the cheapest of them (Luwak's idea).

A cut is a set of words of which every article that satisfies the clause holds at least one. A rule is asked about
an article only if a word of its cheapest cut is there, and one of its second cheapest as well.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from monitor.core.clauses import Spelling
from monitor.core.clauses.patterns import literals
from monitor.core.matching.atoms import (
    Absent,
    AnyAtom,
    Atom,
    AtomNumber,
    Every,
    Has,
    HasAny,
    NearAtom,
    Node,
    NumberAtom,
    PatternAtom,
    PhraseAtom,
    Some,
)
from monitor.core.matching.terms import Term, Terms, Word
from monitor.core.matching.views import Scope

_IN_HEAD = frozenset({Scope.HEAD, Scope.TITLE, Scope.LEAD})
_FAR_AWAY = 20.0  # what a cut in the whole text costs more than one in the head: those words must all be read
_LONGEST_GUARD = 12  # words; a longer list is present in most articles and asking it costs


@dataclass(frozen=True, slots=True)
class Cut:
    """terms, each with the words next to it of which one must be there too (); cost: how often one of them occurs.

    scope is where they must occur: HEAD or EVERYWHERE.
    """

    scope: Scope
    terms: tuple[tuple[Term, tuple[Term, ...]], ...]
    cost: float


class Anchors:
    """Cuts of nodes. frequency: the share of articles that hold a term, estimated."""

    def __init__(self, terms: Terms, atoms: list[Atom], frequency: Callable[[str], float]) -> None:
        self._terms = terms
        self._atoms = atoms
        self._frequency = frequency
        self._cuts: dict[AtomNumber, tuple[Cut, ...]] = {}
        self._costs: dict[Term, float] = {}

    def cuts(self, node: Node, *, wanted: bool = True) -> tuple[Cut, ...]:
        """The cuts of a node that has to hold (or, not wanted, to fail), cheapest first; none if no word has to occur."""
        match node:
            case Has(atom) | HasAny(atom=atom):
                return self._of_atom(atom) if wanted else ()
            case Absent(part):
                return self.cuts(part, wanted=not wanted)
            case Every(parts) | Some(parts):
                each = [self.cuts(part, wanted=wanted) for part in parts]
                if isinstance(node, Every) == wanted:  # to fail, any part of Every will do
                    return _sorted(cut for cuts in each for cut in cuts)
                return _together(each)

    def _of_atom(self, number: AtomNumber) -> tuple[Cut, ...]:
        known = self._cuts.get(number)
        if known is None:
            known = self._cuts[number] = self._look(self._atoms[number])
        return known

    def _look(self, atom: Atom) -> tuple[Cut, ...]:
        match atom:
            case PhraseAtom(scope, steps):
                goal = steps[-1][1]
                over = [[term for first, after, term in steps if first <= p < after] for p in range(goal)]
                return self._in_a_row(_group(scope), over)
            case PatternAtom(scope, _, label):
                found = literals(label[1:-1])
                if not found:
                    return ()
                return (
                    self._cut(_group(scope), [self._literal(each.text, whole=each.whole) for each in found]),
                )
            case AnyAtom(parts=parts):
                return _together([self._of_atom(part) for part in parts])
            case NearAtom(left=left, right=right):
                return _sorted([*self._of_atom(left), *self._of_atom(right)])
            case NumberAtom(cue=cue):
                return self._of_atom(cue)

    def _in_a_row(self, scope: Scope, over: list[list[Term]]) -> tuple[Cut, ...]:
        """A phrase's words: the rarest, guarded by the next rarest."""
        ranked = _sorted(self._cut(scope, terms) for terms in over)
        if len(ranked) == 1:
            return ranked
        guard = tuple(term for term, _ in ranked[1].terms)
        best = ranked[0]
        guarded = tuple((term, () if term in guard else guard) for term, _ in best.terms)
        return (Cut(scope, guarded, best.cost), *ranked[1:])

    def _cut(self, scope: Scope, terms: Iterable[Term]) -> Cut:
        kept = tuple(dict.fromkeys(terms))
        cost = sum(map(self._cost, kept)) * (1 if scope is Scope.HEAD else _FAR_AWAY)
        return Cut(scope, tuple((term, ()) for term in kept), cost)

    def _literal(self, text: str, *, whole: bool) -> Term:
        return self._terms.number(Word(text if whole else f"*{text}*", Spelling.EXACT))

    def _cost(self, term: Term) -> float:
        known = self._costs.get(term)
        if known is None:
            known = self._costs[term] = self._frequency(self._terms.words[term].written)
        return known


def guarded(cuts: tuple[Cut, ...]) -> Cut | None:
    """The cheapest cut, with words of the next one as guard where it has none of its own."""
    if not cuts:
        return None
    best = cuts[0]
    second = next(
        (cut for cut in cuts[1:] if cut.scope is best.scope and len(cut.terms) <= _LONGEST_GUARD), None
    )
    if second is None:
        return best
    guard = tuple(term for term, _ in second.terms)
    terms = tuple((term, own or (() if term in guard else guard)) for term, own in best.terms)
    return Cut(best.scope, terms, best.cost)


def _group(scope: Scope) -> Scope:
    return Scope.HEAD if scope in _IN_HEAD else Scope.EVERYWHERE


def _sorted(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    return tuple(sorted(cuts, key=lambda cut: cut.cost))


def _together(alternatives: list[tuple[Cut, ...]]) -> tuple[Cut, ...]:
    """One of the alternatives holds: the best cut of each, as one. None if one of them needs no word."""
    if not all(alternatives):
        return ()
    best = [cuts[0] for cuts in alternatives]
    scope = Scope.HEAD if all(cut.scope is Scope.HEAD for cut in best) else Scope.EVERYWHERE
    # A term that waits with different words next to it waits with none.
    terms: dict[Term, tuple[Term, ...]] = {}
    for cut in best:
        for term, guard in cut.terms:
            terms[term] = guard if terms.get(term, guard) == guard else ()
    return (Cut(scope, tuple(terms.items()), sum(cut.cost for cut in best)),)
