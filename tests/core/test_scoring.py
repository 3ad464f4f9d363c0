"""Scoring rules: what counts as fired, tallies for each rule, all rules as one."""

from collections.abc import Collection

import pytest

from monitor.core.ids import RuleId
from monitor.core.scoring import Tally, Verdict, micro, tallies, verdict
from tests.core.rule_samples import rule


def ids(*names: str) -> frozenset[RuleId]:
    return frozenset(map(RuleId, names))


def told(fired: Collection[str], labelled: Collection[str]) -> Verdict:
    return Verdict(fired=ids(*fired), labelled=ids(*labelled))


def test_a_verdict_parts_hits_from_misses_and_false_alarms() -> None:
    each = told(["truce", "talks"], ["truce", "aid"])
    assert (each.hits, each.misses, each.false_alarms) == (ids("truce"), ids("aid"), ids("talks"))


def test_rules_are_tallied_in_their_order_and_together() -> None:
    verdicts = [told(["a"], ["a"]), told(["a", "b"], ["b"]), told([], ["b"]), told([], [])]
    known = tallies(ids("a") | ids("b"), verdicts)
    assert known == {
        "a": Tally(hits=1, misses=0, false_alarms=1),
        "b": Tally(hits=1, misses=1, false_alarms=0),
    }
    assert micro(known) == Tally(hits=2, misses=1, false_alarms=1)
    assert list(tallies([RuleId("b"), RuleId("a")], verdicts)) == ["b", "a"]


@pytest.mark.parametrize(
    ("tally", "precision", "recall", "f1"),
    [
        (Tally(hits=3, misses=1, false_alarms=3), 0.5, 0.75, 0.6),
        (Tally(hits=2), 1.0, 1.0, 1.0),
        (Tally(misses=2), 0.0, 0.0, 0.0),
        (Tally(), 0.0, 0.0, 0.0),
    ],
)
def test_figures(tally: Tally, precision: float, recall: float, f1: float) -> None:
    agreement = tally.agreement
    assert (agreement.precision, agreement.recall, agreement.f1) == pytest.approx((precision, recall, f1))


class TestCopies:
    """grand <- parent <- copy: where all fire, the copy alone is told."""

    RULES = (
        rule("grand", "talks"),
        rule("parent", "talks", about="doha", extends="grand"),
        rule("copy", "talks", about="doha AND envoy", extends="parent"),
    )

    @pytest.mark.parametrize(
        ("fires", "labelled", "wrong"),
        [
            (["grand", "parent", "copy"], ["copy"], []),
            (["grand", "parent", "copy"], ["grand", "copy"], []),
            (["grand", "parent", "copy"], ["grand"], ["copy"]),
            (["grand", "parent"], ["grand", "parent"], []),
            (["grand", "parent"], [], ["parent"]),
            (["grand"], [], ["grand"]),
        ],
    )
    def test_a_rule_whose_copy_fires_does_no_wrong(
        self, fires: list[str], labelled: list[str], wrong: list[str]
    ) -> None:
        each = verdict(self.RULES, ids(*fires), ids(*labelled))
        assert each.false_alarms == ids(*wrong)
        assert each.misses == frozenset()

    def test_a_copy_that_does_not_count_outdoes_nobody(self) -> None:
        assert verdict(self.RULES[:1], ids("grand"), ids()).false_alarms == ids("grand")
