"""A story as it is known by its words: the sum of its articles. All weights are whole numbers, so that a sum does not
depend on the order of its articles, and what is written down is what was counted with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from monitor.core.grouping import marks
from monitor.core.grouping.marks import Marks

_MOST = 120  # terms; beyond, the heaviest stay
_STAY = 96

Vector = Mapping[str, int]  # term: weight; an article's is about 256 long


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A story of so many articles. id: of the article that founded it. number: how many were founded before it.

    first and last are seconds: when its first and its latest article came. square: the sum of the squared weights.
    """

    id: str
    number: int
    first: float
    last: float
    count: int
    weights: Vector
    square: int
    marks: Marks

    def joined(self, vector: Vector, article: Marks, ts: float) -> "Cluster":
        """The story with one article more."""
        return _summed(self, vector, article, first=min(self.first, ts), last=max(self.last, ts), count=1)

    def merged(self, other: "Cluster") -> "Cluster":
        """Both stories as one, under the id of this one."""
        first, last = min(self.first, other.first), max(self.last, other.last)
        return _summed(self, other.weights, other.marks, first=first, last=last, count=other.count)


def founded(article: str, number: int, vector: Vector, named: Marks, ts: float) -> Cluster:
    """The story that begins with this article."""
    weights = _trimmed(dict(vector))
    return Cluster(
        id=article,
        number=number,
        first=ts,
        last=ts,
        count=1,
        weights=weights,
        square=square(weights),
        marks=named,
    )


def square(vector: Vector) -> int:
    """The square of a vector's length."""
    return sum(weight * weight for weight in vector.values())


def dot(one: Vector, other: Vector) -> int:
    """The sum of the products of the weights that both have."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def plain(cluster: Cluster) -> dict[str, Any]:
    """A story as JSON, at most 4 kB."""
    known: dict[str, Any] = {
        "id": cluster.id,
        "number": cluster.number,
        "first": cluster.first,
        "last": cluster.last,
        "count": cluster.count,
        "weights": dict(cluster.weights),
    }
    named = marks.plain(cluster.marks)
    return known | {"marks": named} if named else known


def from_plain(known: Mapping[str, Any]) -> Cluster:
    """The story that was written down."""
    return Cluster(
        id=known["id"],
        number=known["number"],
        first=known["first"],
        last=known["last"],
        count=known["count"],
        weights=known["weights"],
        square=square(known["weights"]),
        marks=marks.from_plain(known.get("marks", {})),
    )


def _summed(
    cluster: Cluster, added: Vector, named: Marks, *, first: float, last: float, count: int
) -> Cluster:
    weights = dict(cluster.weights)
    for term, weight in added.items():
        weights[term] = weights.get(term, 0) + weight
    weights = _trimmed(weights)
    return Cluster(
        id=cluster.id,
        number=cluster.number,
        first=first,
        last=last,
        count=cluster.count + count,
        weights=weights,
        square=square(weights),
        marks=cluster.marks.with_those_of(named),
    )


def _trimmed(weights: dict[str, int]) -> dict[str, int]:
    if len(weights) <= _MOST:
        return weights
    heaviest = sorted(weights, key=lambda term: (-weights[term], term))[:_STAY]
    return {term: weights[term] for term in heaviest}
