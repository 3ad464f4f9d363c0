"""Where the cues of a table stand in a text: found once per text, whatever rules fired on it."""

from collections.abc import Iterator
from functools import lru_cache

from monitor.core.clauses import Phrase
from monitor.core.guards import Cue, CueTable, FoundCue, Surroundings
from monitor.core.guards.surroundings import endings
from monitor.core.matching.atoms import PhraseAtom
from monitor.core.matching.compiling import Compiler
from monitor.core.matching.occurrences import occurring
from monitor.core.matching.terms import Term
from monitor.core.matching.views import Scope, View
from monitor.core.text import Words
from monitor.core.text.frequencies import frequency

_Sought = Cue | None  # a cue, or one of the words that it does not reach across
_Waiting = tuple[
    Term, PhraseAtom, _Sought
]  # what it waits for: a word that has to be there as well, the phrase
_MOST_TABLES = 64  # languages, and what they were before an edit


class CueFinder:
    """One table, ready for texts. Only what is remembered of spellings changes."""

    def __init__(self, table: CueTable) -> None:
        self._table = table
        self._compiler = Compiler()
        self._signs = tuple(cue for cue in table.cues if cue.phrase is None)
        self._words: dict[Term, list[_Sought]] = {}  # what is one word
        self._waiting: dict[Term, list[_Waiting]] = {}  # phrases, by their rarest word
        for cue in table.cues:
            if cue.phrase is not None:
                self._seek(cue.phrase, cue)
        for phrase in table.parts:
            self._seek(phrase, None)

    def surroundings(self, words: Words, language: str | None) -> Surroundings:
        """A text of an article that is read in this language, with every cue in it."""
        found = {(id(each.cue), each.first, each.after): each for each in endings(words, self._signs)}
        parted: set[int] = set()
        view = View([("", words)], self._compiler.terms, language)
        for opening, last, cue in self._places(view):
            first, after = words.firsts[opening], words.afters[last]
            if cue is None:
                parted.add(first)
            else:
                place = (first, after, words.starts[opening], words.ends[last])
                found[id(cue), first, after] = FoundCue(cue, *place)  # a cue is slow to hash
        return Surroundings(words, self._table, found.values(), parted)

    def _places(self, view: View) -> Iterator[tuple[int, int, _Sought]]:
        """First and last word, by number, of everything that occurs."""
        present = view.at
        for term in self._words.keys() & present.keys():
            for sought in self._words[term]:
                for number in present[term]:
                    yield number, number, sought
        for term in self._waiting.keys() & present.keys():
            for other, atom, sought in self._waiting[term]:
                if other in present:
                    for opening, last, _ in occurring(atom, view):
                        yield opening, last, sought

    def _seek(self, phrase: Phrase, sought: _Sought) -> None:
        atom = self._compiler.atoms[self._compiler.atom(phrase, Scope.HEAD)]
        assert isinstance(atom, PhraseAtom)  # noqa: S101 - a phrase compiles to nothing else
        if len(atom.steps) == 1:
            self._words.setdefault(atom.steps[0][2], []).append(sought)
            return
        # Where each word could be written joined to another, it waits for any that it can begin with.
        needed = sorted(atom.needed, key=self._rarity)
        openers = needed[:1] or [term for first, _, term in atom.steps if first == 0]
        for term in dict.fromkeys(openers):
            other = needed[1] if len(needed) > 1 else term
            self._waiting.setdefault(term, []).append((other, atom, sought))

    def _rarity(self, term: Term) -> float:
        return frequency(self._compiler.terms.words[term].written)


@lru_cache(maxsize=_MOST_TABLES)
def finder(table: CueTable) -> CueFinder:
    """Rules share a table, and so do the rule sets of a process."""
    return CueFinder(table)
