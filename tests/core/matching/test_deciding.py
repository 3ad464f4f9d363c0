"""The parts of a rule that made it fire."""

from dataclasses import replace

import pytest

from monitor.core.guards import CueTable, CueTables
from monitor.core.ids import RuleId
from monitor.core.matching.deciding import decided
from tests.core.rule_samples import article, index, rule


@pytest.mark.parametrize(
    ("event", "title", "parts"),
    [
        ("talks NEAR/4 stall", "Talks have stalled", ["talks NEAR/4 stall"]),
        ("truce OR talks NEAR/4 stall OR talks", "Talks have stalled", ["talks NEAR/4 stall"]),
        ("(talks OR envoy) AND stall NOT striker", "Talks have stalled", ["talks", "stall"]),
        ("title:(truce OR stall)", "Talks have stalled", ["stall"]),
        ("NUMBER(killed) >= 10", "Twelve killed", ["NUMBER(killed) >= 10"]),
        ("talks", "Truce holds", []),
    ],
)
def test_of_alternatives_the_first_that_counts(event: str, title: str, parts: list[str]) -> None:
    explained = index(one=event).explain(RuleId("one"), article(title))
    assert list(decided(explained)) == parts


def test_lists_are_named_and_what_a_rule_is_about_comes_last() -> None:
    vocabulary = {"talks": ["talks", "negotiation"], "places": ["doha", "cairo"]}
    given = rule("one", "$talks BEFORE/3 stall", about="$places OR gaza", vocabulary=vocabulary)
    explained = index(given).explain(RuleId("one"), article("Negotiations stall", "In Doha."))
    assert decided(explained) == ("$talks BEFORE/3 stall", "$places")


def test_nothing_decided_when_an_exception_keeps_it_quiet() -> None:
    given = rule("one", "talks", unless="striker")
    assert decided(index(given).explain(RuleId("one"), article("Striker talks"))) == ()


def test_what_a_guard_takes_away_decided_nothing() -> None:
    cues = CueTables.of([CueTable.of("en", {"negated": {"before": ["never"]}})])
    given = replace(rule("one", "stall OR collapse"), cues=cues)
    explained = index(given).explain(RuleId("one"), article("Talks never stalled, they collapsed"))
    assert decided(explained) == ("collapse",)
    assert decided(index(given).explain(RuleId("one"), article("Talks never stalled"))) == ()
