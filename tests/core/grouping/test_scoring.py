"""Figures for a grouping, against ones worked out by hand."""

import pytest

from monitor.core.grouping.scoring import alerts_per_story, auc, bcubed, decided, stories_per_alert


def test_bcubed() -> None:
    # Two groups of three articles; of the second, one belongs to the first story.
    agreement = bcubed(list("aaabbb"), list("xxxxyy"))
    assert agreement.precision == pytest.approx((3 * 3 / 3 + 1 / 3 + 2 * 2 / 3) / 6)
    assert agreement.recall == pytest.approx((3 * 3 / 4 + 1 / 4 + 2 * 2 / 2) / 6)
    assert agreement.f1 == pytest.approx(
        2 * agreement.precision * agreement.recall / (agreement.precision + agreement.recall)
    )


def test_the_same_groups_under_other_names_agree() -> None:
    assert bcubed([1, 1, 2], ["b", "b", "a"]).f1 == 1.0
    assert bcubed([], []).f1 == 1.0


def test_alerts_and_stories() -> None:
    alerts, told = list("aabbc"), list("xxxyy")
    assert alerts_per_story(alerts, told) == 2.0  # x arrives in a and b, y in b and c
    assert stories_per_alert(alerts, told) == pytest.approx(4 / 3)


def test_yes_and_no() -> None:
    agreement = decided([True, True, False], [True, False, True])
    assert (agreement.precision, agreement.recall, agreement.f1) == (0.5, 0.5, 0.5)
    assert decided([False], [True]).f1 == 0.0


def test_area_under_the_curve() -> None:
    assert auc([0.9, 0.5, 0.5, 0.1], [True, True, False, False]) == pytest.approx(3.5 / 4)
    assert auc([0.9], [True]) is None
