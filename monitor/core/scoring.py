"""How good rules are, against headlines of which people have said which rules should fire."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from monitor.core.grouping.scoring import Agreement
from monitor.core.ids import RuleId
from monitor.core.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Headlines, by what a rule made of them. hits: it fires and should; misses: it should; false_alarms: it fires."""

    hits: int = 0
    misses: int = 0
    false_alarms: int = 0

    @property
    def agreement(self) -> Agreement:
        """Precision: of those it fires on, the share that it should; recall the other way round. 0 of none is 0."""
        return Agreement(
            precision=self.hits / max(1, self.hits + self.false_alarms),
            recall=self.hits / max(1, self.hits + self.misses),
        )

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            hits=self.hits + other.hits,
            misses=self.misses + other.misses,
            false_alarms=self.false_alarms + other.false_alarms,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The rules that fire on one headline, and those that should. Only rules that count are named."""

    fired: frozenset[RuleId]
    labelled: frozenset[RuleId]

    @property
    def hits(self) -> frozenset[RuleId]:
        return self.fired & self.labelled

    @property
    def misses(self) -> frozenset[RuleId]:
        return self.labelled - self.fired

    @property
    def false_alarms(self) -> frozenset[RuleId]:
        return self.fired - self.labelled


def tallies(rules: Iterable[RuleId], verdicts: Collection[Verdict]) -> Mapping[RuleId, Tally]:
    """One tally for each of these rules, in their order."""
    hits = Counter(rule for each in verdicts for rule in each.hits)
    misses = Counter(rule for each in verdicts for rule in each.misses)
    false_alarms = Counter(rule for each in verdicts for rule in each.false_alarms)
    return {
        rule: Tally(hits=hits[rule], misses=misses[rule], false_alarms=false_alarms[rule]) for rule in rules
    }


def micro(tallied: Mapping[RuleId, Tally]) -> Tally:
    """All rules as if they were one: a rule of many headlines weighs more."""
    return sum(tallied.values(), Tally())


def verdict(rules: Iterable[Rule], fires: Collection[RuleId], labelled: Collection[RuleId]) -> Verdict:
    """What counts of the rules that fire, each asked alone.

    Of a rule and its copy only the copy is told. So a rule whose copy fires as well does no wrong: it counts as fired
    where it should fire, and as quiet where it should not.
    """
    parents = {rule.id: rule.extends for rule in rules}
    outdone = set[RuleId]()
    for rule in fires:
        parent = parents.get(rule)
        while parent is not None and parent not in outdone:
            outdone.add(parent)
            parent = parents.get(parent)
    kept = frozenset(labelled)
    return Verdict(fired=frozenset(fires) - (outdone - kept), labelled=kept)
