"""Stories as verbs see them: by any name, by what they have become, newest activity first."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.codec import pack_plain
from monitor.adapters.redis_store.scripts import key
from monitor.core import stories
from monitor.core.ids import MatchId, StoryId, short
from monitor.core.stories import Outcome, Story, Window
from tests.builders import NOW, article, match


def story(name: str) -> Story:
    found = match(article(name))
    return stories.founded(found, stories.story_id(MatchId(name)))


async def keep(store: RedisStore, client: Any, *found: Story, **brought: Any) -> None:
    """Written as the desk writes it, and live."""
    version = await store.desk.take()
    assert version is not None
    await client.zadd(key("timers"), {"window:x": 0})
    outcome = Outcome(story=found[0].id, stories=found, **brought)
    await store.desk.fire_due("window:x", version=version, outcome=outcome)
    for each in found:
        await client.hset(key("grouping"), each.id, b"")


@pytest.fixture
async def both(store: RedisStore, client: Any) -> tuple[Story, Story]:
    """Two stories; something happened to the second one last."""
    first, second = story("first"), story("second")
    await keep(store, client, first)
    await keep(store, client, second)
    for place, each in enumerate((first, second)):
        await client.zadd(key("timers"), {f"forget:{each.id}": 10_000 + place})
    return first, second


async def listed(store: RedisStore, **asked: Any) -> list[StoryId]:
    return [report.story.id for report in await store.reading.stories.newest(10, **asked)]


async def test_the_newest_activity_comes_first(store: RedisStore, both: tuple[Story, Story]) -> None:
    first, second = both
    assert await listed(store) == [second.id, first.id]
    assert len(await store.reading.stories.newest(1)) == 1


async def test_one_that_has_ended_is_there_for_who_asks(
    store: RedisStore, client: Any, both: tuple[Story, Story]
) -> None:
    first, second = both
    await client.hdel(key("grouping"), second.id)
    assert await listed(store) == [first.id]
    assert await listed(store, ended=True) == [second.id, first.id]


async def test_a_story_is_found_by_its_names(store: RedisStore, both: tuple[Story, Story]) -> None:
    first, _ = both
    for wanted in (first.id, first.id[:5], short(first.id), f"#{short(first.id).lower()}"):
        assert await store.reading.stories.find(wanted) == first.id
    assert await store.reading.stories.find("") is None
    assert await store.reading.stories.find("nothing") is None


async def test_a_story_is_what_it_has_become(
    store: RedisStore, client: Any, both: tuple[Story, Story]
) -> None:
    first, second = both
    await keep(store, client, *stories.united(first, second))
    assert await listed(store) == [first.id]
    for name in (first.id, second.id):
        report = await store.reading.stories.report(name)
        assert report is not None
        assert (report.story.id, report.story.merged) == (first.id, (second.id,))
    kept = await store.reading.stories.kept([second.id, StoryId("none")])
    assert kept[second.id].merged_into == first.id
    assert len(kept) == 1


async def test_articles_of_what_merged_are_there_once_each_in_the_order_in_which_they_came(
    store: RedisStore, client: Any, both: tuple[Story, Story]
) -> None:
    """An edited article may be known by two ids; it is shown by the one it has now."""
    first, second = both
    await keep(store, client, *stories.united(first, second))
    for home, minute, name, known_as in (
        (first, 3, "b", "b"),
        (second, 1, "a", "a"),
        (second, 1, "a", "old"),
    ):
        telling = {
            "hour": "1",
            "field": f"{name}:text:feed",
            "title": name,
            "outlet": "BBC",
            "link": "",
            "fetched": (NOW + timedelta(minutes=minute)).isoformat(),
            "rules": ["talks"],
            "reasons": ["new"],
        }
        await client.hset(key(f"story:{home.id}"), f"article:{known_as}", pack_plain(telling))
    report = await store.reading.stories.report(second.id)
    assert report is not None
    assert [(member.id, member.reasons) for member in report.members] == [
        ("a", {"talks": "new"}),
        ("b", {"talks": "new"}),
    ]
    assert report.members[0].record is None, "the archive holds no such article"


async def test_a_ring_of_names_ends(store: RedisStore, client: Any, both: tuple[Story, Story]) -> None:
    """No desk writes it; a reader must not hang over it either."""
    first, second = both
    await keep(store, client, replace(first, merged_into=second.id), replace(second, merged_into=first.id))
    assert await store.reading.stories.home(first.id) is not None


async def test_a_window_says_when_it_ends(store: RedisStore, client: Any) -> None:
    waiting = replace(story("first"), window=Window(period=timedelta(hours=1)))
    timer = f"update:{waiting.id}"
    await keep(store, client, waiting, timers={timer: timedelta(hours=1)})
    report = await store.reading.stories.report(waiting.id)
    assert report is not None
    assert list(report.due) == [timer]
    left = report.due[timer] - await store.reading.now()
    assert timedelta(minutes=59) < left <= timedelta(hours=1)
    assert waiting.begun == NOW


async def test_an_unknown_story_is_none(store: RedisStore) -> None:
    assert await store.reading.stories.report(StoryId("none")) is None
    assert await store.reading.stories.newest(5) == ()
