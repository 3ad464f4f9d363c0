"""What the articles of a feed are known by, and what a person hears of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.articles import KnownBy, Recognition, from_entries, newest_first, recognition
from monitor.core.articles.recognition import warning
from monitor.core.feeds import Feed
from monitor.core.ids import FeedId
from monitor.core.parsing import Entry, Parsed

NOW = datetime(2025, 5, 5, 12, tzinfo=UTC)
FEED = Feed(id=FeedId("herald"), url="https://herald.example/rss", outlet="Herald")


def entry(number: int) -> Entry:
    return Entry(
        guid=f"herald-{number}",
        link=f"https://herald.example/{number}",
        title=f"Report {number}",
        summary=f"Text {number}.",
    )


def of(*entries: Entry) -> Recognition | None:
    return recognition(from_entries(FEED, Parsed(entries=entries), fetched=NOW))


def test_a_document_without_articles_tells_nothing() -> None:
    assert of() is None


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        ({}, Recognition(by=KnownBy.GUID)),
        ({"link": ""}, Recognition(by=KnownBy.GUID)),
        ({"guid": ""}, Recognition(by=KnownBy.LINK)),
        ({"guid": "", "link": ""}, Recognition(by=KnownBy.TITLE)),
        ({"guid": "", "link": "https://herald.example/live"}, Recognition(by=KnownBy.TITLE)),
        ({"guid": "", "link": "", "title": "Live"}, Recognition(by=KnownBy.TEXT)),
        ({"guid": "the same"}, Recognition(by=KnownBy.LINK, ids_repeat=True)),
        ({"guid": "the same", "link": ""}, Recognition(by=KnownBy.TITLE, ids_repeat=True)),
        ({"guid": "the same", "link": "", "title": "Live"}, Recognition(by=KnownBy.TEXT, ids_repeat=True)),
    ],
)
def test_it_is_the_best_that_an_article_has_of_its_own(left: dict[str, Any], expected: Recognition) -> None:
    assert of(*(replace(entry(number), **left) for number in range(3))) == expected


def test_an_id_that_is_the_link_is_the_link() -> None:
    linked = replace(entry(1), guid="http://herald.example/1/")
    assert of(linked) == Recognition(by=KnownBy.LINK)


def test_most_articles_decide_and_of_equals_the_weaker() -> None:
    bare = [replace(entry(number), guid="", link="") for number in (7, 8)]
    assert of(entry(1), entry(2), bare[0]) == Recognition(by=KnownBy.GUID)
    assert of(entry(1), entry(2), *bare) == Recognition(by=KnownBy.TITLE)


def test_one_repeated_id_is_enough_to_be_told() -> None:
    twice = [replace(entry(number), guid="the same") for number in (7, 8)]
    assert of(*map(entry, range(4)), *twice) == Recognition(by=KnownBy.GUID, ids_repeat=True)


def test_an_exact_repetition_is_no_repeated_id() -> None:
    assert of(entry(1), entry(1)) == Recognition(by=KnownBy.GUID)


@pytest.mark.parametrize("by", KnownBy)
@pytest.mark.parametrize("ids_repeat", [False, True])
def test_a_person_hears_of_what_is_weak_and_of_nothing_else(by: KnownBy, ids_repeat: bool) -> None:
    said = warning(Recognition(by=by, ids_repeat=ids_repeat))
    assert bool(said) == (ids_repeat or by in (KnownBy.TITLE, KnownBy.TEXT))


def test_the_sentence_says_what_follows() -> None:
    assert warning(Recognition(by=KnownBy.TITLE)) == (
        "articles of this feed have no id and no link of their own: they are known by their titles; "
        "a rewritten title is a new article"
    )


@given(st.permutations(range(5)))
def test_a_date_in_the_future_takes_no_others_place(order: list[int]) -> None:
    """Those of events to come stand behind what is dated, wherever the feed puts them."""
    dated = [replace(entry(n), published=NOW - timedelta(hours=n)) for n in range(3)]
    coming = [replace(entry(n), published=NOW + timedelta(days=n)) for n in (3, 4)]
    entries = [[*dated, *coming][n] for n in order]
    found = newest_first(from_entries(FEED, Parsed(entries=tuple(entries)), fetched=NOW))
    assert [each.article.title for each in found][:3] == ["Report 0", "Report 1", "Report 2"]


def test_a_local_time_that_is_passed_off_as_utc_is_the_newest() -> None:
    ahead = replace(entry(1), published=NOW + timedelta(hours=9))
    found = newest_first(
        from_entries(FEED, Parsed(entries=(replace(entry(2), published=NOW), ahead)), fetched=NOW)
    )
    assert found[0].article.title == "Report 1"
