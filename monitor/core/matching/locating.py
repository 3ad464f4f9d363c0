"""Places among the words of a view to characters of the article's fields."""

from collections.abc import Iterable

from monitor.core.matching.match import Evidence
from monitor.core.matching.occurrences import Place
from monitor.core.matching.views import Reading, Scope

_ORDER = ("title", "lead", "body", "author", "category")
_Rank = tuple[int, int, int, str]  # field, start, end, term


class Quotes:
    """Evidence from one article. Rules find the same words: each place is quoted once."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._quoted: dict[tuple[Scope, Place], tuple[_Rank, Evidence]] = {}

    def of(self, found: Iterable[tuple[Scope, Place]]) -> tuple[Evidence, ...]:
        """The places as evidence, each once: title first, then as they stand in the text."""
        ranked: dict[_Rank, Evidence] = {}
        for place in found:
            quoted = self._quoted.get(place)
            if quoted is None:
                quoted = self._quoted[place] = _located(self._reading, *place)
            ranked.setdefault(*quoted)
        return tuple([ranked[rank] for rank in sorted(ranked)])


def evidence(reading: Reading, found: Iterable[tuple[Scope, Place]]) -> tuple[Evidence, ...]:
    """The places as evidence, each once: title first, then as they stand in the text."""
    return Quotes(reading).of(found)


def _located(reading: Reading, scope: Scope, place: Place) -> tuple[_Rank, Evidence]:
    """With what tells it apart and what it is sorted by."""
    view = reading.view(scope)
    opening, last, term = place
    index, field, words, number = view.text_of(opening)
    start, end = words.starts[number], words.ends[last - view.number_base(index)]
    located = Evidence(field=field, start=start, end=end, text=words.text[start:end], term=term)
    return (_ORDER.index(field), start, end, term), located
