"""Which stories say a term: where an article looks for its own."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from monitor.core.grouping.cluster import Cluster, Vector

_PROBED = 12  # terms of an article, the heaviest
_LOOKED_AT = 48  # stories of each term, the latest founded
_CANDIDATES = 24
_NONE = array("I")


class Index:
    """The live stories, by id and by the terms they say."""

    __slots__ = ("_by_id", "_by_number", "_by_term")

    def __init__(self) -> None:
        self._by_id: dict[str, Cluster] = {}
        self._by_number: dict[int, Cluster] = {}
        self._by_term: dict[str, array[int]] = {}  # numbers of stories, ascending

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Cluster]:
        return iter(self._by_id.values())

    def get(self, story: str) -> Cluster | None:
        """The live story of this id."""
        return self._by_id.get(story)

    def saying(self, term: str) -> int:
        """How many live stories say it."""
        return len(self._by_term.get(term, ()))

    def candidates(self, vector: Vector) -> list[Cluster]:
        """The stories that share most of what is rare about an article, at most 24.

        However many stories are live, no more than a fixed number is looked at.
        """
        shared: dict[int, int] = {}
        probed = sorted(vector, key=lambda term: (-vector[term], term))[:_PROBED]
        for term in probed:
            weight, row = vector[term], self._by_term.get(term, _NONE)
            if len(row) > _LOOKED_AT:
                row = row[-_LOOKED_AT:]
                older = [each for each in shared if each < row[0] and term in self._by_number[each].weights]
                row.extend(older)
            for number in row:
                shared[number] = shared.get(number, 0) + weight
        best = sorted(shared, key=lambda number: (-shared[number], number))[:_CANDIDATES]
        return [self._by_number[number] for number in best]

    def put(self, cluster: Cluster) -> None:
        """Take in a story, or what has become of it."""
        before = self._by_id.get(cluster.id)
        old = before.weights if before else {}
        self._by_id[cluster.id] = self._by_number[cluster.number] = cluster
        self._forget(cluster.number, (term for term in old if term not in cluster.weights))
        for term in cluster.weights:
            if term not in old:
                self._note(cluster.number, term)

    def remove(self, story: str) -> None:
        """Let go of a story that has ended or has been merged; one that is not there is no mistake."""
        cluster = self._by_id.pop(story, None)
        if cluster is not None:
            del self._by_number[cluster.number]
            self._forget(cluster.number, cluster.weights)

    def _note(self, number: int, term: str) -> None:
        row = self._by_term.setdefault(term, array("I"))
        if not row or row[-1] < number:
            row.append(number)
        else:
            row.insert(bisect_left(row, number), number)

    def _forget(self, number: int, terms: Iterable[str]) -> None:
        for term in terms:
            row = self._by_term[term]
            del row[bisect_left(row, number)]
            if not row:
                del self._by_term[term]
