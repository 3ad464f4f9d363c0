"""The occurrences of a rule's event judged one by one: those that a cue guards are taken away; does it still hold?

So guards never add a match, and the order of occurrences makes no difference. What must not occur is asked of the
text as it stands.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from monitor.core import clauses
from monitor.core.guards import CueTable, FoundCue, Guards, Side, Surroundings, Verdict
from monitor.core.matching.atoms import Absent, Atom, AtomNumber, Node, PatternAtom, PhraseAtom
from monitor.core.matching.cues import finder
from monitor.core.matching.locating import Quotes
from monitor.core.matching.match import Evidence, Guarded, Judgement
from monitor.core.matching.occurrences import FIGURE, Place, Places, Search
from monitor.core.matching.views import Scope
from monitor.core.rules import Rule
from monitor.core.text import Words

Found = tuple[Scope, Place]
_Marks = Mapping[Found, Sequence[FoundCue]]
_PROSE = frozenset({"title", "lead", "body"})  # fields that say something; names and topics do not


class _Spot(NamedTuple):
    """A place in its text, with the cues that reach it."""

    words: Words
    around: Surroundings
    cues: tuple[FoundCue, ...]


class Guarding:
    """One article, asked whether what rules found in it is guarded. Nothing is looked for twice."""

    def __init__(self, atoms: Sequence[Atom], search: Search, quotes: Quotes) -> None:
        self._atoms = atoms
        self._search = search
        self._quotes = quotes
        self._surroundings: dict[CueTable, dict[Words, Surroundings]] = {}
        self._spots: dict[CueTable, dict[Found, _Spot | None]] = {}

    def judge(
        self,
        rule: Rule,
        event: Node,
        found: Sequence[Found],
        context: Sequence[Found],
        *,
        whole: bool = False,
    ) -> Judgement | None:
        """What the guards make of an event that holds by what was found; None when nothing of it is guarded.

        context: what else the rule found. whole: everything that is guarded is named, not only what decides.
        """
        table = rule.cues.get(self._search.reading.texts.language) if rule.cues else None
        if table is None:
            return None
        spots = self._reached(table, found)
        marks = self._marks(rule, table, spots, found, context) if spots else None
        if not marks:
            return None
        outcome, counting = self._outcome(rule.guards, event, found, marks)
        cues: Iterable[tuple[Found, FoundCue]] = (
            (place, cue) for place, each in marks.items() for cue in each
        )
        if not whole:
            cues = _deciding(cues, rule.guards, outcome)
        guarded = [self._quoted(rule.guards, place, cue) for place, cue in cues]
        return Judgement(
            outcome=outcome,
            guarded=tuple(
                sorted(guarded, key=lambda each: (each.cue.field != "title", each.occurrence.start))
            ),
            evidence=self._quotes.of([*counting, *context]),
        )

    def _reached(self, table: CueTable, found: Iterable[Found]) -> dict[Found, _Spot]:
        """The places that a cue reaches."""
        known = self._spots.setdefault(table, {})
        reached = {}
        for place in found:
            if place not in known:
                known[place] = self._look(table, place)
            spot = known[place]
            if spot is not None:
                reached[place] = spot
        return reached

    def _look(self, table: CueTable, found: Found) -> _Spot | None:
        scope, (opening, last, term) = found
        view = self._search.reading.view(scope)
        index, field, words, number = view.text_of(opening)
        if field not in _PROSE or term == FIGURE:
            return None
        known = self._surroundings.setdefault(table, {})
        around = known.get(words)
        if around is None:
            language = self._search.reading.texts.language
            around = known[words] = finder(table).surroundings(words, language)
        cues = (
            around.near(words.firsts[number], words.afters[last - view.number_base(index)]) if around else ()
        )
        return _Spot(words, around, cues) if cues else None

    def _marks(
        self,
        rule: Rule,
        table: CueTable,
        spots: Mapping[Found, _Spot],
        found: Sequence[Found],
        context: Sequence[Found],
    ) -> _Marks:
        """The places that are guarded, with what guards them: not the rule's own words, nor what it is spared."""
        event = self._taken(found)
        own = self._taken([*found, *context]) if context else event
        is_spared = not table.exemptible.isdisjoint(
            [cue.cue.text for spot in spots.values() for cue in spot.cues]
        )
        exempt = table.exempted(clauses.named(rule.event)) if is_spared else frozenset()
        marks = {}
        for place, (words, around, cues) in spots.items():
            kept = [
                cue
                for cue in cues
                if rule.guards.verdict(cue.cue.kind) is not Verdict.ALLOW
                and cue.cue.text not in exempt
                and not cue.is_among(own[words])
                and (cue.cue.side is not Side.AFTER or around.is_behind(cue, event[words]))
            ]
            if kept:
                marks[place] = kept
        return marks

    def _taken(self, found: Iterable[Found]) -> Mapping[Words, Collection[int]]:
        """Per text the positions that these places take."""
        taken: dict[Words, set[int]] = defaultdict(set)
        for scope, (opening, last, _) in found:
            view = self._search.reading.view(scope)
            index, _, words, number = view.text_of(opening)
            taken[words].update(range(words.firsts[number], words.afters[last - view.number_base(index)]))
        return taken

    def _outcome(
        self, guards: Guards, event: Node, found: Sequence[Found], marks: _Marks
    ) -> tuple[Verdict, Sequence[Found]]:
        """What holds for the rule, and the occurrences that count."""
        blocked = {
            place
            for place, cues in marks.items()
            if any(guards.verdict(each.cue.kind) is Verdict.BLOCK for each in cues)
        }
        removed: Collection[Found] = marks.keys()
        for verdict in (Verdict.ALLOW, Verdict.FLAG):
            left = _Spared(self._atoms, self._search, removed).evidence(event)
            if left is not None:
                return verdict, left
            if len(blocked) == len(marks):
                break  # nothing is merely flagged
            removed = blocked
        return Verdict.BLOCK, found

    def _quoted(self, guards: Guards, found: Found, cue: FoundCue) -> Guarded:
        (occurrence,) = self._quotes.of([found])
        scope, place = found
        text = self._search.reading.view(scope).text_of(place[0])[2].text[cue.start : cue.end]
        quoted = Evidence(field=occurrence.field, start=cue.start, end=cue.end, text=text, term=cue.cue.text)
        kind = cue.cue.kind
        return Guarded(kind=kind, verdict=guards.verdict(kind), cue=quoted, occurrence=occurrence)


class _Spared(Search):
    """The same article without some of the places."""

    def __init__(self, atoms: Sequence[Atom], whole: Search, removed: Collection[Found]) -> None:
        super().__init__(atoms, whole.reading)
        self.present = whole.present
        self._whole = whole
        self._removed = removed

    def places(self, number: AtomNumber) -> Places:
        atom = self._atoms[number]
        if not isinstance(atom, PhraseAtom | PatternAtom):
            return super().places(number)
        return [place for place in self._whole.places(number) if (atom.scope, place) not in self._removed]

    def evidence(self, node: Node) -> list[Found] | None:
        return self._whole.evidence(node) if isinstance(node, Absent) else super().evidence(node)


def _deciding(
    cues: Iterable[tuple[Found, FoundCue]], guards: Guards, outcome: Verdict
) -> Iterator[tuple[Found, FoundCue]]:
    """The first cue that makes a rule what it is; none of one that an occurrence lets fire."""
    found = [each for each in cues if guards.verdict(each[1].cue.kind) is outcome]
    if found:
        yield min(found, key=lambda each: (each[0][1][0], each[1].start))
