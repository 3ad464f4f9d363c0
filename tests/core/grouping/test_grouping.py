"""One article after the other: which story it joins, and why."""

import pytest

from monitor.core.grouping import Grouping, features
from monitor.core.grouping.bars import HEADLINE_JOINS, JOINS
from monitor.core.grouping.grouping import WINDOW
from monitor.core.grouping.marks import NONE
from monitor.core.grouping.scoring import bcubed
from tests.core.grouping.news import EVENTS, day, grouped

DAY = 86_400.0


@pytest.fixture
def grouping() -> Grouping:
    return Grouping()


def test_an_article_founds_a_story_of_its_own_id(grouping: Grouping) -> None:
    placement = grouping.place(features("a", "Bridge collapses in Kelmar"), 0.0)
    assert (placement.story, placement.is_new, placement.score, placement.terms) == ("a", True, 0.0, ())
    assert placement.nearest is None
    assert placement.reason == "new: no live story says any of its words"
    assert [story.id for story in placement.changed] == ["a"]


def test_another_one_about_it_joins_and_says_why(grouping: Grouping) -> None:
    grouping.place(features("a", "Bridge collapses in Kelmar, twelve dead"), 0.0)
    placement = grouping.place(features("b", "Twelve killed as Kelmar bridge gives way"), 60.0)
    assert (placement.story, placement.is_new) == ("a", False)
    assert placement.score >= placement.needed == HEADLINE_JOINS
    assert {part.term for part in placement.terms} == {"bridg", "kelmar", "twelv"}
    assert sum(part.score for part in placement.terms) == pytest.approx(placement.score, abs=1e-12)
    assert placement.reason.startswith("joined by 0.84 ")
    assert "where 0.20 is needed: kelmar 0.49" in placement.reason
    (story,) = grouping.stories
    assert (story.count, story.first, story.last) == (2, 0.0, 60.0)


def test_what_joins_nothing_names_the_nearest(grouping: Grouping) -> None:
    grouping.place(
        features("a", "Bridge collapses in Kelmar, twelve dead", "The river Osse is in flood."), 0.0
    )
    placement = grouping.place(
        features(
            "b",
            "Oda Brandel elected mayor",
            "Counting took all night in the town hall of Kelmar, in flood light.",
        ),
        60.0,
    )
    assert placement.is_new
    assert placement.needed == JOINS
    nearest = placement.nearest
    assert nearest is not None
    assert (nearest.story, nearest.reason) == ("a", "below 0.25")
    assert sum(part.score for part in nearest.parts) == pytest.approx(nearest.score, abs=1e-12)


def test_one_word_in_common_makes_no_story(grouping: Grouping) -> None:
    grouping.place(features("a", "Parliament backs the budget"), 0.0)
    placement = grouping.place(features("b", "Parliament debates the weather"), 0.0)
    assert placement.is_new
    assert placement.nearest is not None
    assert placement.nearest.reason == "one term in common is too few"
    assert "but one term in common is too few: parliament 0." in placement.reason


def test_the_invented_day_is_told_apart() -> None:
    told = day(1)
    outcome = grouped(told)
    agreement = bcubed(list(outcome.stories.values()), [each.event for each in told])
    assert agreement.precision == 1.0
    assert agreement.f1 > 0.85
    assert len(set(outcome.alerts.values())) <= 1.5 * len(EVENTS)


def test_a_decision_changes_nothing_until_it_is_applied(grouping: Grouping) -> None:
    first = grouping.decide(features("a", "Bridge collapses in Kelmar"), 0.0)
    assert grouping.stories == ()
    assert grouping.decide(features("a", "Bridge collapses in Kelmar"), 0.0) == first
    grouping.apply(first)
    assert grouping.stories == first.changed


def test_an_article_that_comes_again_joins_what_it_founded(grouping: Grouping) -> None:
    grouping.place(features("a", "Bridge collapses in Kelmar"), 0.0)
    again = grouping.place(features("a", "Zoo in Sarden shows penguins"), 60.0)
    assert (again.story, again.is_new) == ("a", False)


def test_an_article_without_words_is_a_story_of_its_own(grouping: Grouping) -> None:
    assert grouping.place(features("a", ""), 0.0).is_new
    assert grouping.place(features("b", "?!"), 0.0).is_new
    assert len(grouping.stories) == 2


class TestMerge:
    """Two stories that turn out to be one."""

    @pytest.fixture
    def two(self, grouping: Grouping) -> Grouping:
        grouping.place(features("a", "Kelmar bridge collapse"), 0.0)
        grouping.place(features("b", "Osse river ferry disaster"), 10.0)
        grouping.place(features("c", "Osse river ferry disaster probe"), 20.0)
        assert [story.id for story in grouping.stories] == ["a", "b"]
        return grouping

    def test_the_older_one_stays(self, two: Grouping) -> None:
        placements = [
            two.place(
                features(f"d{number}", "Kelmar bridge collapse, Osse river ferry disaster"), 30.0 + number
            )
            for number in range(4)
        ]
        merging = next(placement for placement in placements if placement.merged)
        (merge,) = merging.merged
        assert (merge.stays, merge.goes, merging.home) == ("a", "b", "a")
        assert sum(part.score for part in merge.parts) == pytest.approx(merge.score, abs=1e-12)
        assert "b" in merging.gone
        (story,) = two.stories
        assert (story.id, story.count, story.first) == ("a", 7, 0.0)

    def test_numbers_that_exclude_each_other_keep_them_apart(self, grouping: Grouping) -> None:
        grouping.place(features("a", "Magnitude 5.1 earthquake shakes Irrin islands"), 0.0)
        grouping.place(features("b", "Magnitude 7.4 earthquake shakes Irrin islands"), 10.0)
        joined = grouping.place(features("c", "Earthquake shakes Irrin islands"), 20.0)
        assert not joined.is_new
        assert joined.merged == ()


class TestNumbers:
    """Titles of one template about different events."""

    def test_another_quake_is_another_story(self, grouping: Grouping) -> None:
        grouping.place(features("a", "Magnitude 5.1 earthquake strikes near Irrin"), 0.0)
        placement = grouping.place(features("b", "Magnitude 6.4 earthquake strikes near Irrin"), 60.0)
        assert placement.is_new
        assert placement.nearest is not None
        assert placement.nearest.reason == "magnitude 6.4, not 5.1"
        assert placement.nearest.score > placement.needed

    def test_a_toll_may_rise(self, grouping: Grouping) -> None:
        grouping.place(features("a", "Death toll in Kelmar bridge collapse rises to 12"), 0.0)
        assert not grouping.place(
            features("b", "Death toll in Kelmar bridge collapse rises to 45"), DAY
        ).is_new


class TestWindow:
    """A story ends some days after its latest article."""

    def test_within_it_an_article_joins_with_the_same_score(self, grouping: Grouping) -> None:
        grouping.place(features("a", "Bridge collapses in Kelmar"), 0.0)
        at_once = grouping.decide(features("b", "Kelmar bridge collapse"), 1.0)
        late = grouping.decide(features("b", "Kelmar bridge collapse"), WINDOW)
        assert late.score == at_once.score > 0

    def test_after_it_a_new_story_begins(self, grouping: Grouping) -> None:
        grouping.place(features("a", "Bridge collapses in Kelmar"), 0.0)
        placement = grouping.place(features("b", "Kelmar bridge collapse"), WINDOW + 1)
        assert placement.is_new
        assert placement.expired == placement.gone == ("a",)
        assert [story.id for story in grouping.stories] == ["b"]

    def test_each_article_prolongs_it(self, grouping: Grouping) -> None:
        for number in range(5):
            placement = grouping.place(
                features(f"a{number}", "Kelmar bridge collapse"), number * (WINDOW - 1)
            )
            assert placement.story == "a0"

    def test_a_late_article_ends_nothing(self, grouping: Grouping) -> None:
        grouping.place(features("a", "Bridge collapses in Kelmar"), WINDOW)
        assert not grouping.place(features("b", "Kelmar bridge collapse"), 0.0).is_new
        (story,) = grouping.stories
        assert (story.first, story.last) == (0.0, WINDOW)


def test_a_story_of_many_words_keeps_the_heaviest(grouping: Grouping) -> None:
    for number in range(40):
        filler = " ".join(f"w{number}x{each}" for each in range(12))
        grouping.place(features(f"a{number}", "Kelmar bridge collapse Osse Brandel Irrin", filler), 0.0)
    (story,) = grouping.stories
    assert len(story.weights) <= 120
    assert {"kelmar", "bridg", "oss", "brandel", "irrin"} <= set(story.weights)
    assert story.marks is NONE
