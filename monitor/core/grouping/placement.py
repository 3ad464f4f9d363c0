"""What was decided about an article, with every figure that decided it."""

from dataclasses import dataclass
from typing import NamedTuple

from monitor.core.grouping.cluster import Cluster

_NAMED = 6  # terms of a reason


class Part(NamedTuple):
    """What one shared term adds to a score."""

    term: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How like a story an article is, or another story: 0 to 1. The parts sum to the score, the largest is first.

    reason: why it was not taken for one story all the same; "" if it was.
    """

    story: str
    score: float
    parts: tuple[Part, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Two stories are found to be one: the older one stays."""

    stays: str
    goes: str
    score: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where an article of that time belongs.

    story: the one it joined or founded, before anything was merged. score, terms: how like the story it was; 0 and
    none for a new one. needed: the score from which on it would join. nearest: the story it came closest to
    and does not belong to. merged: what it brought together, and expired: the stories that had ended by then.
    changed: the stories as they are afterwards; together with the ids that went they are all there is to write down.
    """

    article: str
    ts: float
    story: str
    is_new: bool
    score: float
    terms: tuple[Part, ...]
    needed: float
    nearest: Likeness | None
    merged: tuple[Merge, ...]
    expired: tuple[str, ...]
    changed: tuple[Cluster, ...]

    @property
    def reason(self) -> str:
        """Why, in a line: joined by 0.41 where 0.20 is needed: kelmar 0.25, bridg 0.16."""
        if not self.is_new:
            return f"joined by {self.score:.2f} where {self.needed:.2f} is needed: {_listed(self.terms)}"
        if self.nearest is None:
            return "new: no live story says any of its words"
        nearest = self.nearest
        return f"new: like {nearest.story} by {nearest.score:.2f}, but {nearest.reason}: {_listed(nearest.parts)}"

    @property
    def home(self) -> str:
        """The story after the merges."""
        return self.merged[-1].stays if self.merged else self.story

    @property
    def gone(self) -> tuple[str, ...]:
        """The ids of the stories that are no more."""
        return (*self.expired, *(merge.goes for merge in self.merged))


def _listed(parts: tuple[Part, ...]) -> str:
    return ", ".join(f"{part.term} {part.score:.2f}" for part in parts[:_NAMED])
