"""What rule files ask of the desk: the values it becomes, where they are inherited from, whom a rule keeps quiet."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.config.rulefiles import Linked, link, reading
from monitor.core.channels import Severity
from monitor.core.ids import RuleId
from monitor.core.policies import Change, Corroborate, Otherwise, Per, Policy, Throttle, Update
from monitor.core.rules import Rule

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SILENT = Policy(title="Talks stalled")


def linked(*texts: str) -> Linked:
    drafts = [
        reading.read(f"{letter}.yaml", text.encode()) for letter, text in zip("abc", texts, strict=False)
    ]
    return link(drafts, channels=None)


def told(found: Linked) -> list[tuple[str, str | None]]:
    return [
        (f"{each.file}:{each.line}:{each.column} {each.message}", each.hint)
        for problems in found.problems.values()
        for each in problems
    ]


def rules(*texts: str) -> Mapping[str, Rule]:
    found = linked(*texts)
    assert told(found) == []
    return {rule.id: rule for group in found.rules.values() for rule in group}


def policy(asked: str) -> Policy:
    """Of a rule that says this, beside another rule."""
    text = (
        f"rules:\n  - id: talks-stalled\n    match: [talks]\n    {asked}\n  - {{id: truce, match: [truce]}}\n"
    )
    return rules(text)["talks-stalled"].policy


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("title: Talks stalled", SILENT),
        (
            "corroborate: {outlets: 2, within: 30m}",
            replace(SILENT, corroborate=Corroborate(outlets=2, within=30 * MINUTE)),
        ),
        (
            'corroborate: {outlets: "3", within: 1h30m, or_tier: 1, else: drop}',
            replace(
                SILENT,
                corroborate=Corroborate(outlets=3, within=90 * MINUTE, or_tier=1, otherwise=Otherwise.DROP),
            ),
        ),
        ("update: {}", replace(SILENT, update=Update())),
        ("update: {number: 50}", replace(SILENT, update=Update(number=50))),
        ("update: {when: [number]}", replace(SILENT, update=Update(when=(Change.NUMBER,), number=1))),
        (
            "update: {when: [edit, outlets, edit], every: 30m}",
            replace(SILENT, update=Update(when=(Change.OUTLETS, Change.EDIT), every=30 * MINUTE)),
        ),
        ("throttle: {every: 30m}", replace(SILENT, throttle=Throttle(every=30 * MINUTE))),
        (
            "throttle: {per: rule, every: 30m, max: 6h}",
            replace(SILENT, throttle=Throttle(per=Per.RULE, every=30 * MINUTE, most=6 * HOUR)),
        ),
        ("max_age: 6h", replace(SILENT, max_age=6 * HOUR)),
        ("inhibits: [truce, truce]", replace(SILENT, inhibits=(RuleId("truce"),), inhibits_for=2 * HOUR)),
        (
            "inhibits: [truce]\n    for: 30m",
            replace(SILENT, inhibits=(RuleId("truce"),), inhibits_for=30 * MINUTE),
        ),
    ],
)
def test_what_is_written_is_what_the_desk_gets(asked: str, expected: Policy) -> None:
    assert policy(asked) == expected


def test_all_changes_are_told_again_where_none_are_named() -> None:
    assert policy("update: {every: 1h}").update.when == tuple(Change)


class TestInheriting:
    ABOVE = """
defaults: {throttle: {every: 1h}, max_age: 1d, update: {when: [edit]}}
rules:
  - id: above
    match: [talks]
    corroborate: {outlets: 3, within: 1h, or_tier: 1}
    update: {when: [outlets]}
    inhibits: [truce, copy]
    for: 3h
  - {id: truce, match: [truce]}
"""

    def test_defaults_hold_for_every_rule_that_does_not_say_otherwise(self) -> None:
        found = rules(self.ABOVE, "rules: [{id: copy, match: [c]}]")
        truce, above = found["truce"].policy, found["above"].policy
        assert (truce.throttle, truce.max_age) == (Throttle(every=HOUR), 24 * HOUR)
        assert truce.update == Update(when=(Change.EDIT,))
        assert above.update == Update(when=(Change.OUTLETS,))
        assert truce.corroborate is None

    def test_a_copy_has_what_its_rule_has(self) -> None:
        found = rules(
            self.ABOVE,
            "defaults: {severity: high, corroborate: {outlets: 9, within: 9h}, throttle: {every: 9h}}\n"
            "rules: [{id: copy, extends: above}]",
        )
        above, copy = found["above"].policy, found["copy"].policy
        assert copy.severity is Severity.HIGH
        assert (copy.corroborate, copy.update, copy.throttle, copy.max_age) == (
            above.corroborate,
            above.update,
            above.throttle,
            above.max_age,
        )

    def test_what_a_copy_inherits_does_not_keep_itself_quiet(self) -> None:
        found = rules(self.ABOVE, "rules: [{id: copy, extends: above}]")
        assert found["above"].policy.inhibits == ("truce", "copy")
        assert (found["copy"].policy.inhibits, found["copy"].policy.inhibits_for) == (("truce",), 3 * HOUR)

    def test_what_a_copy_says_itself_goes_before_and_is_taken_whole(self) -> None:
        copy = rules(
            self.ABOVE,
            "rules: [{id: copy, extends: above, corroborate: {outlets: 2, within: 10m}, inhibits: [fire], "
            "max_age: 2h}, {id: fire, match: [fire]}]",
        )["copy"].policy
        assert copy.corroborate == Corroborate(outlets=2, within=10 * MINUTE)
        assert (copy.inhibits, copy.inhibits_for, copy.max_age) == (("fire",), 2 * HOUR, 2 * HOUR)

    def test_defaults_of_the_copy_hold_where_nobody_says_anything(self) -> None:
        found = rules(
            "rules: [{id: above, match: [a]}]",
            "defaults: {max_age: 2h}\nrules: [{id: copy, extends: above}]",
        )
        assert (found["above"].policy.max_age, found["copy"].policy.max_age) == (None, 2 * HOUR)


class TestInhibits:
    def test_a_rule_of_another_file_counts(self) -> None:
        found = rules("rules: [{id: one, match: [a], inhibits: [two]}]", "rules: [{id: two, match: [b]}]")
        assert found["one"].policy.inhibits == ("two",)

    def test_a_rule_with_a_mistake_of_its_own_is_there(self) -> None:
        found = linked("rules: [{id: one, match: [a], inhibits: [two]}]", "rules: [{id: two, match: a b}]")
        assert [message for message, _ in told(found)] == ["b.yaml:1:26 words side by side: a b"]

    def test_a_name_that_no_rule_has(self) -> None:
        found = linked(
            "rules: [{id: one, match: [a], inhibits: [tow-rules, one-x]}]",
            "rules: [{id: two-rules, match: [b]}]",
        )
        assert told(found) == [
            ("a.yaml:1:42 no rule 'tow-rules'", "did you mean 'two-rules'?"),
            ("a.yaml:1:53 no rule 'one-x'", "known here: two-rules"),
        ]

    def test_a_circle_that_was_inherited_is_one(self) -> None:
        found = linked(
            "rules: [{id: one, match: [a], inhibits: [two]}, {id: copy, extends: one}]",
            "rules: [{id: two, match: [b], inhibits: [copy]}]",
        )
        assert [message for message, _ in told(found)] == [
            "a.yaml:1:54 rules that keep each other quiet: two → copy → two"
        ] or [message for message, _ in told(found)] == [
            "b.yaml:1:42 rules that keep each other quiet: copy → two → copy"
        ]

    def test_to_keep_the_same_rule_quiet_is_no_circle(self) -> None:
        rules(
            "rules: [{id: one, match: [a], inhibits: [two, three]}, {id: two, match: [b], inhibits: [three]},"
            " {id: three, match: [c]}]"
        )


class TestFingerprint:
    """It notices each part of a policy, and only what makes a difference."""

    RULE = (
        "rules:\n  - {id: one, match: [talks]MORE}\n  - {id: two, match: [b]}\n  - {id: three, match: [c]}\n"
    )
    CHANGES = (
        "",
        "corroborate: {outlets: 2, within: 30m}",
        "corroborate: {outlets: 3, within: 30m}",
        "corroborate: {outlets: 2, within: 31m}",
        "corroborate: {outlets: 2, within: 30m, or_tier: 1}",
        "corroborate: {outlets: 2, within: 30m, else: drop}",
        "update: {}",
        "update: {number: 2}",
        "update: {every: 30m}",
        "update: {when: [edit]}",
        "update: {when: [number]}",
        "throttle: {every: 30m}",
        "throttle: {every: 30m, per: rule}",
        "throttle: {every: 30m, max: 1h}",
        "throttle: {every: 31m}",
        "max_age: 6h",
        "max_age: 7h",
        "inhibits: [two]",
        "inhibits: [two, three]",
        "inhibits: [two], for: 3h",
    )

    def of(self, more: str) -> str:
        return rules(self.RULE.replace("MORE", f", {more}" if more else ""))["one"].fingerprint

    def test_whatever_the_desk_would_do_otherwise(self) -> None:
        assert len({self.of(more) for more in self.CHANGES}) == len(self.CHANGES)

    @pytest.mark.parametrize(
        ("one", "same"),
        [
            ("corroborate: {outlets: 2, within: 60m}", "corroborate: {within: 1h, outlets: 2, else: flag}"),
            ("update: {}", "update: {when: [merge, rule, severity, edit, number, outlets], number: 1}"),
            ("update: {when: [edit, rule]}", "update: {when: [rule, edit]}"),
            ("throttle: {every: 1h}", "throttle: {every: 60m, per: story}"),
            ("max_age: 1d", "max_age: 24h"),
            ("inhibits: [two, three]", "inhibits: [three, two], for: 2h"),
        ],
    )
    def test_what_is_the_same_in_other_words(self, one: str, same: str) -> None:
        assert self.of(one) == self.of(same)
