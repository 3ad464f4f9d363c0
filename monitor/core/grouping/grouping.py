"""Which articles tell one story, decided as they come.

An article is held against the sum of what a story has said so far: the cosine of TF-IDF vectors, with the frequencies
of a background table and of the live stories (Salton and Buckley 1988, doi:10.1016/0306-4573(88)90021-0; online
clustering by centroids after Allan et al. 1998, "On-line new event detection and tracking", SIGIR).
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from monitor.core.grouping import bars
from monitor.core.grouping import cluster as clusters
from monitor.core.grouping.cluster import Cluster, Vector, dot, square
from monitor.core.grouping.features import Features
from monitor.core.grouping.index import Index
from monitor.core.grouping.marks import clash
from monitor.core.grouping.placement import Likeness, Merge, Part, Placement

MERGES = 1.7  # times that score: from there on two stories that one article fits are one
WINDOW = 5 * 86_400.0  # seconds that a story lives after its latest article
_FEWEST_SHARED = 2  # terms; one name in common makes no story
_MOST_MERGED = 3  # stories that one article can bring to its own
_BACKGROUND = 20_000  # stories that the background table counts for
_LENGTH = 256  # of an article's vector: whole numbers up to here are free in CPython
_SWEEP = 3600.0  # seconds between two looks for stories that have ended


class _Fit(NamedTuple):
    """A story an article may belong to, how like it is, and the score from which on it would."""

    story: Cluster
    score: float
    needed: float


class Grouping:
    """The live stories. Decides about one article after the other; the same articles give the same stories.

    Times are seconds since any one moment, by the clock of whoever watches and not of a feed: a time far ahead
    ends every story.
    """

    def __init__(
        self, stories: Iterable[Cluster] = (), *, now: float = 0.0, founded: int = 0, window: float = WINDOW
    ) -> None:
        """stories, now, founded: as they were written down (see plain). founded counts the stories there ever were."""
        self._window = window
        self._index = Index()
        self._now = now
        for story in sorted(stories, key=lambda story: story.number):
            self._index.put(story)
        self._next = max((founded, *(story.number + 1 for story in self._index)))

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
        if not fits:
            new = clusters.founded(article.id, self._next, vector, article.marks, ts)
            return _placed(
                article, ts, new, None, needed=bars.base(article), nearest=nearest, expired=expired
            )
        found = fits[0]
        best = found.story.joined(vector, article.marks, ts)
        merged: list[Merge] = []
        for other, _, _ in fits[1 : 1 + _MOST_MERGED]:
            likeness = _likeness(best.weights, best.square, other)
            needed = MERGES * bars.base(article) * bars.apart(best.weights, other.weights)
            if likeness.score < needed or clash(best.marks, other.marks, abs(best.last - other.last)):
                continue
            stays, goes = sorted((best, other), key=lambda story: story.number)
            merged.append(Merge(stays=stays.id, goes=goes.id, score=likeness.score, parts=likeness.parts))
            best = stays.merged(goes)
        joined = _likeness(vector, square(vector), found.story)
        return _placed(
            article,
            ts,
            best,
            joined,
            needed=found.needed,
            nearest=nearest,
            expired=expired,
            merged=tuple(merged),
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
        whole = [(term, round(_LENGTH * weight / length)) for term, weight in weights.items()]
        ruled = [(term, round(_LENGTH * weight)) for term, weight in bars.rule_terms(article, self._index)]
        return {term: weight for term, weight in (*whole, *ruled) if weight}

    def plain(self) -> dict[str, Any]:
        """All of it as JSON."""
        return {
            "now": self._now,
            "founded": self._next,
            "stories": [clusters.plain(story) for story in self.stories],
        }

    @classmethod
    def from_plain(cls, known: Mapping[str, Any], *, window: float = WINDOW) -> "Grouping":
        """What was written down; it decides as if it had never stopped."""
        stories = map(clusters.from_plain, known["stories"])
        return cls(stories, now=known["now"], founded=known["founded"], window=window)

    def _fits(self, article: Features, vector: Vector, ts: float) -> tuple[list[_Fit], Likeness | None]:
        """The stories the article fits, the best first, and the closest of those it does not."""
        own = self._index.get(article.id)
        length = math.sqrt(square(vector)) or 1.0
        rated: list[tuple[float, int, _Fit]] = []
        fired = bars.live(article, self._index)
        for story in self._index.candidates(vector):
            if story is not own and ts - story.last <= self._window:
                score = dot(vector, story.weights) / (length * math.sqrt(story.square))
                needed = bars.bar(article, story, fired, gap=ts - story.last)
                rated.append((-score / needed, story.number, _Fit(story, score, needed)))
        rated.sort()
        fits = [_Fit(own, 1.0, bars.base(article))] if own else []
        nearest = None
        for _, _, fit in rated:
            reason = (
                f"below {fit.needed:.2g}" if fit.score < fit.needed else _obstacle(article, fit.story, ts)
            )
            if not reason:
                fits.append(fit)
            elif nearest is None:
                nearest = _likeness(vector, square(vector), fit.story, reason)
            if fit.score < fit.needed:
                break
        return fits, nearest

    def _expired(self, ts: float) -> tuple[str, ...]:
        """Those that have ended, once an hour: until then they are only passed over."""
        if ts // _SWEEP <= self._now // _SWEEP:
            return ()
        return tuple(sorted(story.id for story in self._index if ts - story.last > self._window))


def _obstacle(article: Features, story: Cluster, ts: float) -> str:
    if len(article.terms.keys() & story.weights.keys()) < min(_FEWEST_SHARED, len(article.terms)):
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
