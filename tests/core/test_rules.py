"""A rule set and its fingerprint."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from monitor.core.channels import Severity
from monitor.core.ids import ChannelName, RuleId
from monitor.core.policies import Change, Corroborate, Otherwise, Per, Throttle, Update
from monitor.core.rules import RuleSet, Sources
from tests.core.rule_samples import rule

HOUR = timedelta(hours=1)
ASKED: list[tuple[str, Any]] = [
    ("corroborate", Corroborate(outlets=2, within=HOUR)),
    ("corroborate", Corroborate(outlets=2, within=HOUR, otherwise=Otherwise.DROP)),
    ("update", Update()),
    ("update", Update(number=2)),
    ("update", Update(when=())),
    ("update", Update(every=HOUR)),
    ("throttle", Throttle(every=HOUR)),
    ("throttle", Throttle(every=HOUR, per=Per.RULE)),
    ("throttle", Throttle(every=HOUR, most=HOUR)),
    ("max_age", HOUR),
    ("inhibits", (RuleId("two"),)),
]


def test_the_same_rules_have_the_same_fingerprint_wherever_they_stand() -> None:
    one = rule("one", "talks OR truce")
    moved = replace(one, file="other.yaml", line=7)
    assert RuleSet.of([one]).fingerprint == RuleSet.of([moved]).fingerprint


def test_what_makes_no_difference_is_no_part_of_a_fingerprint() -> None:
    one = rule("one", "talks").policy
    edits = Update(when=(Change.EDIT, Change.RULE))
    two, three = RuleId("two"), RuleId("three")
    for policy, same in (
        (one, replace(one, inhibits_for=HOUR)),
        (replace(one, update=edits), replace(one, update=replace(edits, number=50))),
        (replace(one, update=edits), replace(one, update=Update(when=(Change.RULE, Change.EDIT)))),
        (replace(one, inhibits=(two, three)), replace(one, inhibits=(three, two))),
    ):
        first, second = (rule("one", "talks", policy=each).fingerprint for each in (policy, same))
        assert first == second


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
        *([rule("one", "talks", policy=replace(one.policy, **{key: value}))] for key, value in ASKED),
    ]
    assert len({RuleSet.of(rules).fingerprint for rules in sets}) == len(sets)
