"""Articles in, tallies out. Every version of every rule is asked in one go, so that each text is read once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from monitor.core.articles import Article
from monitor.core.backtest.counting import Firings, NearMisses, OneSide, sample
from monitor.core.backtest.record import became
from monitor.core.backtest.relaxing import relaxed
from monitor.core.backtest.tally import Comparison, Outcome, Sample
from monitor.core.ids import ArticleId, RuleId
from monitor.core.matching import Index, Match
from monitor.core.reports import Archived
from monitor.core.rules import Rule, RuleSet

_OTHER = "other/"  # before the id of a rule of the other version
_HOUR = timedelta(hours=1)


def hour_of(moment: datetime) -> int:
    """The hour of the archive that holds what came at this moment."""
    return int(moment.timestamp() // _HOUR.total_seconds())


def moment_of(hour: int, article: Article) -> datetime:
    """When an article came, by the store's clock as far as that is known: within the hour it was archived in."""
    begins = datetime.fromtimestamp(hour * _HOUR.total_seconds(), UTC)
    return min(max(article.fetched, begins), begins + _HOUR - timedelta(microseconds=1))


class Backtest:
    """Takes the articles of the archive, the oldest first, and counts."""

    def __init__(
        self,
        rules: Sequence[Rule],
        *,
        zone: tzinfo,
        other: Sequence[Rule] | None = None,
        only: RuleId | None = None,
    ) -> None:
        """zone: whose days are counted. other: another version of the rules. only: report this rule and no other."""
        self._zone = zone
        self._rules = _family(rules, only)
        self._other = None if other is None else _family(other, only)
        reported = [rule for rule in self._rules if only in {None, rule.id}]
        self._mine = {rule.id: rule.fingerprint for rule in self._rules}
        self._theirs = {rule.id: rule.fingerprint for rule in self._other or ()}
        self._relaxed = {each.rule.id: (rule.id, each) for rule in reported for each in relaxed(rule)}
        copies = _copies(self._rules)
        self._families = {rule.id: _with_copies(rule.id, copies) for rule in reported}
        self._index = Index.of(RuleSet.of([*self._rules, *map(_renamed, self._other or ()), *self._looser()]))
        self._firings = {rule.id: Firings() for rule in reported}
        self._missed = {rule.id: NearMisses() for rule in reported}
        compared = [rule.id for rule in self._other or () if only in {None, rule.id}]
        named = dict.fromkeys([*self._firings, *compared])
        self._now: dict[RuleId, OneSide] = {name: OneSide() for name in named}
        self._before: dict[RuleId, OneSide] = {name: OneSide() for name in named}
        self._articles: dict[ArticleId, ArticleId] = {}
        self._texts = 0
        self._first: datetime | None = None
        self._last: datetime | None = None

    def take(self, archived: Archived, at: datetime) -> None:
        """One text of an article, and when it came."""
        article = archived.article
        self._articles.setdefault(article.id, article.id)
        self._texts += 1
        self._first = self._first or at
        self._last = at
        judged = self._index.outcome(article)
        found = {match.rule: match for match in judged.matches}
        for match in judged.matches:
            if match.rule in self._firings:
                self._fired(archived, match, at)
        for blocked in judged.blocked:
            if blocked.rule in self._firings:
                guard, occurrence = blocked.guarded.reason, blocked.guarded.occurrence.text
                shown = self._sample(article, at, [f"{guard} beside “{occurrence}”"])
                self._firings[blocked.rule].block(shown, guard)
        self._miss(article, at, found.keys(), found.keys() | {blocked.rule for blocked in judged.blocked})
        if self._other is not None:
            self._compare(found, at)

    def rest(self) -> None:
        """An hour is over: near misses that tell nothing are no longer looked for."""
        full = [
            name for name, (rule, each) in self._relaxed.items() if self._missed[rule].is_full(each.lacks)
        ]
        if full:
            for name in full:
                del self._relaxed[name]
            kept = [*self._rules, *map(_renamed, self._other or ()), *self._looser()]
            self._index = self._index.following(RuleSet.of(kept))

    def outcome(self) -> Outcome:
        """Everything so far, rules in the order of their files."""
        return Outcome(
            articles=len(self._articles),
            texts=self._texts,
            first=self._first,
            last=self._last,
            tallies=tuple(
                firings.tally(rule, self._missed[rule].report(rule, self._index, firings.became))
                for rule, firings in self._firings.items()
            ),
            compared=None if self._other is None else tuple(map(self._comparison, self._now)),
        )

    def _fired(self, archived: Archived, match: Match, at: datetime) -> None:
        shown = self._sample(match.article, at, (each.text for each in match.evidence))
        day = at.astimezone(self._zone).date()
        self._firings[match.rule].take(shown, day, became(archived, match.rule))

    def _miss(
        self, article: Article, at: datetime, found: Collection[RuleId], judged: Collection[RuleId]
    ) -> None:
        """found: what fired, looser rules among them. judged: these and what is blocked: nothing that was just missed."""
        for name in found:
            if name in self._relaxed:
                rule, looser = self._relaxed[name]
                if not any(each in judged for each in self._families[rule]):
                    self._missed[rule].take(article, at, looser.lacks)

    def _compare(self, found: dict[RuleId, Match], at: datetime) -> None:
        for name, match in found.items():
            rule = RuleId(name.removeprefix(_OTHER))
            if rule not in self._now:
                continue
            side, twin = (self._now, _other(rule)) if name == rule else (self._before, rule)
            shown = self._sample(match.article, at, (each.text for each in match.evidence))
            side[rule].take(shown, alone=twin not in found)

    def _comparison(self, rule: RuleId) -> Comparison:
        mine, theirs = self._mine.get(rule), self._theirs.get(rule)
        now, before = self._now[rule], self._before[rule]
        return Comparison(
            rule=rule,
            in_both=None not in {mine, theirs},
            changed=mine != theirs,
            fires_now=now.beyond(before),
            no_longer=before.beyond(now),
        )

    def _sample(self, article: Article, at: datetime, words: Iterable[str]) -> Sample:
        """The id is the one kept already: the text of an hour can go, and its strings with it."""
        return replace(sample(article, at, words), id=self._articles[article.id])

    def _looser(self) -> list[Rule]:
        return [each.rule for _, each in self._relaxed.values()]


def _other(rule: RuleId) -> RuleId:
    return RuleId(f"{_OTHER}{rule}")


def _renamed(rule: Rule) -> Rule:
    return replace(rule, id=_other(rule.id), extends=_other(rule.extends) if rule.extends else None)


def _family(rules: Sequence[Rule], only: RuleId | None) -> tuple[Rule, ...]:
    """One rule with its copies, which count in its stead; or all for None."""
    if only is None:
        return tuple(rules)
    family = _with_copies(only, _copies(rules))
    return tuple(rule for rule in rules if rule.id in family)


def _copies(rules: Sequence[Rule]) -> Mapping[RuleId, Sequence[RuleId]]:
    copies: dict[RuleId, list[RuleId]] = {}
    for rule in rules:
        if rule.extends is not None:
            copies.setdefault(rule.extends, []).append(rule.id)
    return copies


def _with_copies(rule: RuleId, copies: Mapping[RuleId, Sequence[RuleId]]) -> frozenset[RuleId]:
    """The rule and what was copied from it, at however many removes."""
    family = {rule: None}
    waiting = [rule]
    while waiting:
        more = [each for each in copies.get(waiting.pop(), ()) if each not in family]
        family.update(dict.fromkeys(more))
        waiting += more
    return frozenset(family)
