"""How good a grouping is, against stories that people have told apart."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Shares, 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both; 0 where both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def bcubed(found: Sequence[Hashable], told: Sequence[Hashable]) -> Agreement:
    """How far two groupings of the same articles agree, on the mean of the articles.

    Precision: of the articles in one's found group, the share that belongs to its story; recall: of its story, the
    share that is in the group (Bagga and Baldwin 1998, "Algorithms for scoring coreference chains"). No article: 1.
    """
    if not told:
        return Agreement(precision=1.0, recall=1.0)
    groups, stories, both = Counter(found), Counter(told), Counter(zip(found, told, strict=True))
    return Agreement(
        precision=sum(count * count / groups[group] for (group, _), count in both.items()) / len(told),
        recall=sum(count * count / stories[story] for (_, story), count in both.items()) / len(told),
    )


def alerts_per_story(alerts: Sequence[Hashable], told: Sequence[Hashable]) -> float:
    """In how many alerts a story arrives, on the mean of the stories; 1 is best."""
    return len(set(zip(alerts, told, strict=True))) / max(1, len(set(told)))


def stories_per_alert(alerts: Sequence[Hashable], told: Sequence[Hashable]) -> float:
    """How many stories arrive in one alert, on the mean of the alerts; 1 is best."""
    return len(set(zip(alerts, told, strict=True))) / max(1, len(set(alerts)))


def decided(positive: Sequence[bool], true: Sequence[bool]) -> Agreement:
    """Precision and recall of yes and no."""
    right = sum(one and other for one, other in zip(positive, true, strict=True))
    return Agreement(precision=right / max(1, sum(positive)), recall=right / max(1, sum(true)))


def auc(scores: Sequence[float], true: Sequence[bool]) -> float | None:
    """How often a true pair scores above a false one, a tie being half; None without either.

    The area under the ROC curve, as the statistic of Mann and Whitney (1947).
    """
    good = [score for score, is_true in zip(scores, true, strict=True) if is_true]
    bad = [score for score, is_true in zip(scores, true, strict=True) if not is_true]
    if not (good and bad):
        return None
    above = sum((one > other) + (one == other) / 2 for one in good for other in bad)
    return above / (len(good) * len(bad))
