"""What is counted while articles go by. Of an article little more than its id is kept, and of a few the headline."""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from monitor.core.articles import Article
from monitor.core.backtest import record
from monitor.core.backtest.tally import Difference, Missed, Sample, Tally
from monitor.core.ids import ArticleId, RuleId
from monitor.core.matching import Index
from monitor.core.matching.lacking import lacks as in_words

SAMPLES = 5
MOST_MISSED = (
    500  # near misses of one kind and rule that are counted: beyond, it is a common word and no miss
)

# Kept beyond those shown: a later edit may show that one of them is none.
_SPARE = 4


def sample(article: Article, at: datetime, words: Iterable[str]) -> Sample:
    """An article as a report shows it. words may repeat."""
    return Sample(
        id=article.id,
        at=at,
        outlet=article.outlet,
        title=article.title,
        link=article.link,
        words=tuple(dict.fromkeys(words)),
    )


def _most_first(counts: Counter[str]) -> dict[str, int]:
    """Equal ones by name: sets have no order."""
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


@dataclass(slots=True)
class Firings:
    """What one rule fires on, and what only a guard keeps it from. became: see record.py. guarded: by which guard."""

    became: dict[ArticleId, str] = field(default_factory=dict)
    days: Counter[date] = field(default_factory=Counter)
    outlets: Counter[str] = field(default_factory=Counter)
    newest: deque[Sample] = field(default_factory=lambda: deque(maxlen=SAMPLES))
    guarded: dict[ArticleId, str] = field(default_factory=dict)
    newest_guarded: deque[Sample] = field(default_factory=lambda: deque(maxlen=_SPARE * SAMPLES))

    def take(self, found: Sample, day: date, became: str) -> None:
        """One text of an article. Later ones of the same article only say what became of it."""
        known = self.became.get(found.id)
        if known is None:
            self.days[day] += 1
            self.outlets[found.outlet] += 1
            self.newest.append(found)
        if known is None or became == record.TOLD:
            self.became[found.id] = became

    def block(self, found: Sample, guard: str) -> None:
        """A text on which the rule would fire, had this guard not kept it from doing so."""
        if found.id not in self.guarded:
            self.guarded[found.id] = guard
            self.newest_guarded.append(found)

    def blocked(self) -> Missed:
        """Articles that only guards keep it from, in every text."""
        kept = self.guarded.keys() - self.became.keys()
        newest = [each for each in reversed(self.newest_guarded) if each.id in kept][:SAMPLES]
        guards = Counter(self.guarded[each] for each in kept)
        return Missed(articles=len(kept), lacks=_most_first(guards), samples=tuple(newest))

    def tally(self, rule: RuleId, missed: Missed) -> Tally:
        """All of it; the rest of what there is to say about the rule is given."""
        ends = Counter(self.became.values())
        told, waiting, unmatched = (
            ends.pop(each, 0) for each in (record.TOLD, record.WAITING, record.UNMATCHED)
        )
        return Tally(
            rule=rule,
            articles=len(self.became),
            days=dict(sorted(self.days.items())),
            outlets=_most_first(self.outlets),
            samples=tuple(reversed(self.newest)),
            told=told,
            suppressed=_most_first(ends),
            waiting=waiting,
            unmatched=unmatched,
            blocked=self.blocked(),
            missed=missed,
        )


@dataclass(slots=True)
class NearMisses:
    """What one rule just missed, by what it lacked first."""

    lacks: dict[ArticleId, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    newest: deque[tuple[Article, datetime]] = field(default_factory=lambda: deque(maxlen=_SPARE * SAMPLES))

    def take(self, article: Article, at: datetime, lacks: str) -> None:
        """One text of an article that lacks this."""
        if article.id not in self.lacks:
            self.lacks[article.id] = lacks
            self.newest.append((article, at))
        self.counts[lacks] += 1

    def is_full(self, lacks: str) -> bool:
        """Whether it has happened so often that it tells nothing."""
        return self.counts[lacks] >= MOST_MISSED

    def report(self, rule: RuleId, index: Index, fired: Iterable[ArticleId]) -> Missed:
        """Without articles another text of which has fired. The samples say in words what they lack."""
        kept = self.lacks.keys() - fired
        newest = [each for each in reversed(self.newest) if each[0].id in kept][:SAMPLES]
        return Missed(
            articles=len(kept),
            capped=any(map(self.is_full, self.counts)),
            lacks=_most_first(Counter(self.lacks[each] for each in kept)),
            samples=tuple(
                sample(article, at, in_words(index.explain(rule, article))) for article, at in newest
            ),
        )


@dataclass(slots=True)
class OneSide:
    """What one of two versions of a rule fires on."""

    fired: set[ArticleId] = field(default_factory=set)
    newest: deque[Sample] = field(default_factory=lambda: deque(maxlen=_SPARE * SAMPLES))

    def take(self, found: Sample, *, alone: bool) -> None:
        """alone: the other version does not fire on this text."""
        if alone and found.id not in self.fired:
            self.newest.append(found)
        self.fired.add(found.id)

    def beyond(self, other: "OneSide") -> Difference:
        """What only this version fires on, in any text."""
        only = self.fired - other.fired
        newest = [each for each in reversed(self.newest) if each.id in only][:SAMPLES]
        return Difference(articles=len(only), samples=tuple(newest))
