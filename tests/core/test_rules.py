"""A rule set and its fingerprint."""

from dataclasses import replace

from monitor.core.channels import Severity
from monitor.core.ids import ChannelName
from monitor.core.rules import RuleSet, Sources
from tests.core.rule_samples import rule


def test_the_same_rules_have_the_same_fingerprint_wherever_they_stand() -> None:
    one = rule("one", "talks OR truce")
    moved = replace(one, file="other.yaml", line=7)
    assert RuleSet.of([one]).fingerprint == RuleSet.of([moved]).fingerprint


def test_whatever_changes_an_alert_changes_the_fingerprint() -> None:
    one = rule("one", "talks")
    sets = [
        [],
        [one],
        [one, rule("two", "talks")],
        [rule("one", "truce")],
        [rule("one", "talks", about="Gaza")],
        [rule("one", "talks", unless="Gaza")],
        [rule("one", "talks", extends="parent")],
        [rule("one", "talks", sources=Sources(languages=("en",)))],
        [rule("one", "$talks", vocabulary={"talks": ["talks"]})],
        [rule("one", "$talks", vocabulary={"talks": ["talks", "truce"]})],
        [rule("one", "talks", policy=replace(one.policy, severity=Severity.HIGH))],
        [rule("one", "talks", policy=replace(one.policy, title="Other"))],
        [rule("one", "talks", policy=replace(one.policy, channels=(ChannelName("desk"),)))],
    ]
    assert len({RuleSet.of(rules).fingerprint for rules in sets}) == len(sets)
