"""Which articles tell one story, decided as they come.

An article is held against the sum of what a story has said so far: the cosine of TF-IDF vectors, with the frequencies
of a background table and of the live stories (Salton and Buckley 1988, doi:10.1016/0306-4573(88)90021-0; online
clustering by centroids after Allan et al. 1998, "On-line new event detection and tracking", SIGIR).
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from monitor.core.grouping import cluster as clusters
from monitor.core.grouping.cluster import Cluster, Vector, dot, square
from monitor.core.grouping.features import Features
from monitor.core.grouping.index import Index
from monitor.core.grouping.marks import clash
from monitor.core.grouping.placement import Likeness, Merge, Part, Placement

JOINS = 0.25  # from this score on an article belongs to a story
HEADLINE_JOINS = 0.2  # of one without a lead, which has fewer words to share
MERGES = 1.7  # times that score: from there on two stories that one article fits are one
WINDOW = 5 * 86_400.0  # seconds that a story lives after its latest article
_FEWEST_SHARED = 2  # terms; one name in common makes no story
_MOST_MERGED = 3  # stories that one article can bring to its own
_BACKGROUND = 20_000  # stories that the background table counts for
_LENGTH = 256  # of an article's vector: whole numbers up to here are free in CPython
_SWEEP = 3600.0  # seconds between two looks for stories that have ended


class Grouping:
    """The live stories. Decides about one article after the other; the same articles give the same stories.

    Times are seconds since any one moment, by the clock of whoever watches and not of a feed: a time far ahead
    ends every story.
    """

    def __init__(self, stories: Iterable[Cluster] = (), *, now: float = 0.0, window: float = WINDOW) -> None:
        """stories, now: as they were written down (see plain)."""
        self._window = window
        self._index = Index()
        self._now = now
        for story in sorted(stories, key=lambda story: story.number):
            self._index.put(story)
        self._next = max((story.number for story in self._index), default=-1) + 1

    @property
    def stories(self) -> tuple[Cluster, ...]:
        """Those that are live, and those that ended within the last hour."""
        return tuple(sorted(self._index, key=lambda story: story.number))

    def place(self, article: Features, ts: float) -> Placement:
        """Decide, and remember."""
        placement = self.decide(article, ts)
        self.apply(placement)
        return placement

    def decide(self, article: Features, ts: float) -> Placement:
        """Where the article belongs. Changes nothing: the same article can be asked about again."""
        vector = self.vector(article)
        fits, nearest = self._fits(article, vector, ts)
        expired = self._expired(ts)
        needed = JOINS if article.has_lead else HEADLINE_JOINS
        if not fits:
            new = clusters.founded(article.id, self._next, vector, article.marks, ts)
            return _placed(article, ts, new, None, needed=needed, nearest=nearest, expired=expired)
        best = fits[0].joined(vector, article.marks, ts)
        merged: list[Merge] = []
        for other in fits[1 : 1 + _MOST_MERGED]:
            likeness = _likeness(best.weights, best.square, other)
            if likeness.score < MERGES * needed or clash(
                best.marks, other.marks, abs(best.last - other.last)
            ):
                continue
            stays, goes = sorted((best, other), key=lambda story: story.number)
            merged.append(Merge(stays=stays.id, goes=goes.id, score=likeness.score, parts=likeness.parts))
            best = stays.merged(goes)
        joined = _likeness(vector, square(vector), fits[0])
        return _placed(
            article, ts, best, joined, needed=needed, nearest=nearest, expired=expired, merged=tuple(merged)
        )

    def apply(self, placement: Placement) -> None:
        """Remember what was decided. Nothing else may have been remembered since."""
        for ended in placement.gone:
            self._index.remove(ended)
        for story in placement.changed:
            self._index.put(story)
            self._next = max(self._next, story.number + 1)
        self._now = max(self._now, placement.ts)

    def vector(self, article: Features) -> Vector:
        """The article as the live stories have it weighed: what all of them say weighs little."""
        total = len(self._index) + _BACKGROUND
        weights = {
            term: weight * math.log(1 + (total + 1) / (self._index.saying(term) + share * _BACKGROUND + 0.5))
            for term, (weight, share) in article.terms.items()
        }
        length = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
        whole = ((term, round(_LENGTH * weight / length)) for term, weight in weights.items())
        return {term: weight for term, weight in whole if weight}

    def plain(self) -> dict[str, Any]:
        """All of it as JSON."""
        return {"now": self._now, "stories": [clusters.plain(story) for story in self.stories]}

    @classmethod
    def from_plain(cls, known: Mapping[str, Any], *, window: float = WINDOW) -> "Grouping":
        """What was written down; it decides as if it had never stopped."""
        return cls(map(clusters.from_plain, known["stories"]), now=known["now"], window=window)

    def _fits(self, article: Features, vector: Vector, ts: float) -> tuple[list[Cluster], Likeness | None]:
        """The stories the article fits, the best first, and the closest of those it does not."""
        own = self._index.get(article.id)
        length = math.sqrt(square(vector)) or 1.0
        rated: list[tuple[float, int, Cluster]] = []
        for story in self._index.candidates(vector):
            if story is not own and ts - story.last <= self._window:
                score = dot(vector, story.weights) / (length * math.sqrt(story.square))
                rated.append((-score, story.number, story))
        rated.sort()
        needed = JOINS if article.has_lead else HEADLINE_JOINS
        fits = [own] if own else []
        nearest = None
        for negative, _, story in rated:
            reason = _obstacle(article, vector, story, ts) if -negative >= needed else f"below {needed}"
            if not reason:
                fits.append(story)
            elif nearest is None:
                nearest = _likeness(vector, square(vector), story, reason)
            if -negative < needed:
                break
        return fits, nearest

    def _expired(self, ts: float) -> tuple[str, ...]:
        """Those that have ended, once an hour: until then they are only passed over."""
        if ts // _SWEEP <= self._now // _SWEEP:
            return ()
        return tuple(sorted(story.id for story in self._index if ts - story.last > self._window))


def _obstacle(article: Features, vector: Vector, story: Cluster, ts: float) -> str:
    if sum(term in story.weights for term in vector) < min(_FEWEST_SHARED, len(vector)):
        return "one term in common is too few"
    return clash(article.marks, story.marks, abs(ts - story.last)) or ""


def _likeness(vector: Vector, squared: int, story: Cluster, reason: str = "") -> Likeness:
    lengths = math.sqrt(squared * story.square) or 1.0
    theirs = story.weights
    parts = [Part(term, weight * theirs[term] / lengths) for term, weight in vector.items() if term in theirs]
    parts.sort(key=lambda part: (-part.score, part.term))
    score = dot(vector, theirs) / lengths
    return Likeness(story=story.id, score=score, parts=tuple(parts), reason=reason)


def _placed(
    article: Features,
    ts: float,
    story: Cluster,
    joined: Likeness | None,
    *,
    needed: float,
    nearest: Likeness | None,
    expired: tuple[str, ...],
    merged: tuple[Merge, ...] = (),
) -> Placement:
    return Placement(
        article=article.id,
        ts=ts,
        story=joined.story if joined else story.id,
        is_new=joined is None,
        score=joined.score if joined else 0.0,
        terms=joined.parts if joined else (),
        needed=needed,
        nearest=nearest,
        merged=merged,
        expired=expired,
        changed=(story,),
    )
