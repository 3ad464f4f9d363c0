"""Where an atom stands in an article: every place, found once per article."""

import sys
from bisect import bisect_left
from collections.abc import Iterator, KeysView, Sequence
from itertools import pairwise

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
from monitor.core.matching.terms import Term
from monitor.core.matching.views import Reading, Scope, View
from monitor.core.text import Words, figures

# A place: first word, last word (their numbers in the view), and the term of the rule that stands there.
Place = tuple[int, int, str]
Places = Sequence[Place]
FIGURE = "NUMBER"  # the term shown for a figure


class _Present(dict[Scope, KeysView[Term]]):
    """Per scope the terms that occur there, read when first asked for."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self._reading = reading

    def __missing__(self, scope: Scope) -> KeysView[Term]:
        found = self[scope] = self._reading.view(scope).at.keys()
        return found


class Search:
    """One article asked for atoms. Nothing is looked for twice."""

    def __init__(self, atoms: Sequence[Atom], reading: Reading) -> None:
        self._atoms = atoms
        self.reading = reading
        self.present = _Present(reading)
        self._found: dict[AtomNumber, Places] = {}

    def has(self, number: AtomNumber) -> bool:
        """Whether an atom occurs."""
        return bool(self.places(number))

    def evidence(self, node: Node) -> list[tuple[Scope, Place]] | None:
        """Every place that makes the node hold, or None when it does not; [] when only absence does."""
        match node:
            case HasAny(scope):
                return [(scope, place) for place in self._alternatives(node)] or None
            case Has(atom):
                scope = self._atoms[atom].scope
                return [(scope, place) for place in self.places(atom)] or None
            case Every(parts):
                all_found = [self.evidence(part) for part in parts]
                return None if None in all_found else [each for found in all_found if found for each in found]
            case Some(parts):
                some = [found for part in parts if (found := self.evidence(part)) is not None]
                return [each for found in some for each in found] if some else None
            case Absent(part):
                return None if part.holds_in(self) else []

    def places(self, number: AtomNumber) -> Places:
        """Every place of an atom."""
        known = self._found.get(number)
        if known is None:
            known = self._found[number] = self._look_for(self._atoms[number])
        return known

    def _alternatives(self, node: HasAny) -> Iterator[Place]:
        present = self.present[node.scope]
        for term, atom in zip(node.terms, node.words, strict=True):
            if term in present:
                yield from self.places(atom)
        if not present.isdisjoint(node.openers):
            for atom in node.phrases:
                yield from self.places(atom)

    def _look_for(self, atom: Atom) -> Places:
        view = self.reading.view(atom.scope)
        match atom:
            case PhraseAtom():
                return occurring(atom, view)
            case PatternAtom():
                return _pattern(atom, view)
            case AnyAtom(parts=parts):
                return [place for part in parts for place in self.places(part)]
            case NearAtom():
                left = self.places(atom.left)
                return _near(atom, left, self.places(atom.right), view) if left else ()
            case NumberAtom():
                return _number(atom, self.places(atom.cue), view, self.reading.texts.language)


def occurring(atom: PhraseAtom, view: View) -> Places:
    """Every place of a phrase."""
    steps, at, label = atom.steps, view.at, atom.label
    for term in atom.needed:
        if term not in at:
            return ()
    if len(steps) == 1:
        return [(number, number, label) for number in at[steps[0][2]]]
    after = view.after
    if len(steps) == len(atom.needed) and any(
        view.beginning(term).keys().isdisjoint([after[number] for number in at[before]])
        for (_, _, before), (_, _, term) in pairwise(steps)
    ):
        return ()  # most that are all there stand apart
    # Where each step may begin: (first word, last word so far), by the phrase's position that comes next.
    reached: dict[int, set[tuple[int, int]]] = {}
    for position, following, term in steps:
        if term not in at:
            continue
        if position == 0:
            rows = {(number, number) for number in at[term]}
        elif position in reached:
            beginning = view.beginning(term)
            rows = {
                (opening, number)
                for opening, last in reached[position]
                for number in beginning.get(after[last], ())
            }
        else:
            continue
        if rows:
            reached.setdefault(following, set()).update(rows)
    found = [(opening, last, label) for opening, last in sorted(reached.get(steps[-1][1], ()))]
    return _inside(found, view) if found else ()


def _pattern(atom: PatternAtom, view: View) -> Places:
    """From left to right: the longest match where one begins, and on behind it."""
    found: list[Place] = []
    for spoken, offsets, numbers in view.spoken:
        position = 0
        while (match := atom.compiled.search(spoken, position)) is not None:
            position, begin, end = match.end() - 1, match.start() + 1, match.end() - 1
            if begin < end:
                opening, last = bisect_left(offsets, begin), bisect_left(offsets, end) - 1
                found.append((numbers[opening], numbers[last], atom.label))
    return found


def _near(atom: NearAtom, left: Places, right: Places, view: View) -> Places:
    """Of both sides, the places that have a partner."""
    left, right = _inside(left, view), _inside(right, view)
    if not left or not right:
        return ()
    kept = _with_partner(atom, left, right, view, before=True, behind=not atom.ordered)
    partners = _with_partner(atom, right, left, view, before=not atom.ordered, behind=True)
    return list(dict.fromkeys([*kept, *partners]))


def _inside(places: Places, view: View) -> Places:
    """Places that lie within one sentence. Where sentences end is asked only of longer ones: it takes a while."""
    first, after = view.first, view.after
    return [
        place
        for place in places
        if after[place[1]] == first[place[0]] + 1 or view.sentence(first[place[0]])[1] >= after[place[1]]
    ]


def _with_partner(
    atom: NearAtom, places: Places, others: Places, view: View, *, before: bool, behind: bool
) -> list[Place]:
    """Places that stand before (or behind) one of the others, no further away than allowed.

    Two sorted columns stand for the others, so that a text which repeats both sides a thousand times stays cheap.
    """
    first, after = view.first, view.after
    begins = sorted([first[place[0]] for place in others])
    ends = sorted([after[place[1]] for place in others])
    reach = sys.maxsize if atom.within is None else atom.within
    kept: list[Place] = []
    for place in places:
        begin, end = first[place[0]], after[place[1]]
        low, high = begin - reach, end + reach
        if (before and _any_in(begins, end, high)) or (behind and _any_in(ends, low, begin)):
            opening, closing = view.sentence(begin)
            low, high = max(low, opening + 1), min(high, closing - 1)
            if (before and _any_in(begins, end, high)) or (behind and _any_in(ends, low, begin)):
                kept.append(place)
    return kept


def _any_in(column: list[int], low: int, high: int) -> bool:
    index = bisect_left(column, low)
    return index < len(column) and column[index] <= high


def _number(atom: NumberAtom, cues: Places, view: View, language: str | None) -> Places:
    """Each cue with the figure bound to it, where that satisfies the comparison."""
    found: dict[Place, None] = {}
    stated: dict[int, tuple[tuple[figures.Figure, ...], dict[int, int]]] = {}
    for cue in cues:
        index, _, words, opening = view.text_of(cue[0])
        if index not in stated:
            stated[index] = (figures.figures(words, language), _numbered(words, view.number_base(index)))
        counts, number_at = stated[index]
        last = cue[1] - view.number_base(index)
        figure = figures.bound(counts, words.firsts[opening], words.afters[last], words)
        if figure is not None and figures.holds(figure, atom.comparison, atom.value):
            found[cue] = None
            found[number_at[figure.first], number_at[figure.after - 1], FIGURE] = None
    return list(found)


def _numbered(words: Words, base: int) -> dict[int, int]:
    """Position in a text to the number, in the view, of the word that stands there."""
    return {
        first: base + number
        for number, (first, after) in enumerate(zip(words.firsts, words.afters, strict=True))
        if after == first + 1
    }
