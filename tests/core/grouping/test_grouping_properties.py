"""What holds for any order of articles and at any point of a day."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.grouping import Grouping, features
from monitor.core.grouping.cluster import Cluster, plain
from tests.core.grouping.news import day, grouped, shuffled

SEEDS = st.integers(0, 10_000)
WORDS = "Kelmar bridge Osse Brandel quits budget leak 12 7.4 magnitude quake strike Vance dock over in 2-1".split()  # noqa: SIM905
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
NEWS = st.lists(st.tuples(TEXTS, TEXTS, st.floats(0, 10 * 86_400)), max_size=25)


@given(SEEDS, SEEDS)
@settings(max_examples=20)
def test_the_order_within_a_minute_hardly_matters(seed: int, other: int) -> None:
    told = day(seed)
    one, two = grouped(told), grouped(shuffled(told, other))
    assert one.agreement(two) >= 0.9
    # A day of six events has some seven alerts: one more is allowed where 5 % would be none.
    count, counted = len(set(one.alerts.values())), len(set(two.alerts.values()))
    assert abs(count - counted) <= max(1, 0.05 * count)


@given(NEWS, st.integers(0, 25))
def test_who_loses_the_memory_decides_the_same(news: list[tuple[str, str, float]], at: int) -> None:
    articles = [(features(f"a{number}", title, lead), ts) for number, (title, lead, ts) in enumerate(news)]
    steady, forgetful = Grouping(), Grouping()
    for number, (article, ts) in enumerate(articles):
        if number == at:
            forgetful = Grouping.from_plain(json.loads(json.dumps(forgetful.plain())))
        assert forgetful.place(article, ts) == steady.place(article, ts)
    assert forgetful.plain() == steady.plain()


@given(NEWS)
def test_what_is_written_after_each_article_is_all_there_is(news: list[tuple[str, str, float]]) -> None:
    grouping, written = Grouping(), dict[str, Cluster]()
    for number, (title, lead, ts) in enumerate(news):
        placement = grouping.place(features(f"a{number}", title, lead), ts)
        for story in placement.gone:
            del written[story]
        written.update((story.id, story) for story in placement.changed)
        assert written == {story.id: story for story in grouping.stories}


@given(NEWS)
def test_parts_sum_to_every_score(news: list[tuple[str, str, float]]) -> None:
    grouping = Grouping()
    for number, (title, lead, ts) in enumerate(news):
        placement = grouping.place(features(f"a{number}", title, lead), ts)
        ratings = [(placement.score, placement.terms)]
        ratings += [(merge.score, merge.parts) for merge in placement.merged]
        ratings += [(near.score, near.parts) for near in [placement.nearest] if near]
        for score, parts in ratings:
            assert sum(part.score for part in parts) == pytest.approx(score, abs=1e-9)
            assert score <= 1 + 1e-9


@given(st.permutations(range(6)))
def test_a_story_is_the_same_sum_in_any_order(order: list[int]) -> None:
    vectors = [{"kelmar": 90 + number, f"own{number}": 10} for number in range(6)]
    story = Grouping().place(features("a", "Kelmar bridge collapse"), 0.0).changed[0]
    for number in order:
        story = story.joined(vectors[number], story.marks, 0.0)
    assert story.weights["kelmar"] == story_weight() + sum(90 + number for number in range(6))
    assert story.square == sum(weight**2 for weight in story.weights.values())


def story_weight() -> int:
    return Grouping().place(features("a", "Kelmar bridge collapse"), 0.0).changed[0].weights["kelmar"]


def test_a_large_story_is_written_down_in_4_kb() -> None:
    grouping = Grouping()
    for number in range(60):
        lead = " ".join(f"Langwort{number}x{each}" for each in range(10))
        grouping.place(
            features(f"a{number}", f"Kelmar Brücke Unglück am {number % 28 + 1}. März", lead, "de"), 0.0
        )
    assert max(len(json.dumps(plain(story))) for story in grouping.stories) <= 4096
