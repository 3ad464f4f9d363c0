"""A rule says what must be told: an id, a clause tree over the article, and the policy of its alerts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from monitor.core import clauses
from monitor.core.channels import Severity
from monitor.core.clauses import Clause
from monitor.core.ids import ChannelName, RuleId, digest
from monitor.core.text import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a match carries to the desk, as it was when the rule fired: the desk reads no rule files."""

    title: str
    severity: Severity = Severity.MEDIUM
    channels: tuple[ChannelName, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Headlines that must and must not fire; `newsmonitor rules check` runs them."""

    fires: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule as loaded. file and line say where a person finds it."""

    id: RuleId
    clause: Clause
    policy: Policy
    examples: Examples
    file: str
    line: int

    def fires_on(self, headline: str) -> bool:
        """Whether an article of this title alone would match."""
        return clauses.evaluate(self.clause, {"title": Words(headline)}) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """The rules in force, in the order of their files. Same meaning, same fingerprint."""

    rules: tuple[Rule, ...]
    fingerprint: str

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> Self:
        """A set of rules whose ids all differ: config.rulefiles sees to that."""
        kept = tuple(rules)
        return cls(rules=kept, fingerprint=digest(*(part for rule in kept for part in _meaning(rule))))


def _meaning(rule: Rule) -> tuple[str, ...]:
    policy = rule.policy
    shown = clauses.show(rule.clause)
    return (rule.id, shown, policy.title, policy.severity, digest(*policy.channels))
