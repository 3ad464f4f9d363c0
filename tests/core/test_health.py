"""How a feed is doing, in words."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.core.articles import KnownBy, Recognition
from monitor.core.feeds import Trouble
from monitor.core.health import OVERFLOW_TOLD, PATIENCE, STALE_AFTER, Health, Word, health
from monitor.core.ids import FeedId
from monitor.core.reports import FeedHealth

NOW = datetime(2023, 12, 2, 14, 30, tzinfo=UTC)
HERALD = FeedId("herald")


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


def troubled(trouble: Trouble, *, failures: int = 1, detail: str = "it broke") -> Health:
    feed = FeedHealth(
        feed=HERALD,
        asked=ago(minutes=1),
        read=ago(hours=3),
        due_in=timedelta(minutes=5),
        failures=failures,
        trouble=trouble,
        detail=detail,
    )
    return health(feed, NOW)


def test_a_feed_that_brings_news_is_fine_and_asks_for_nothing() -> None:
    feed = FeedHealth(
        feed=HERALD,
        asked=ago(minutes=1),
        read=ago(minutes=1),
        news=ago(minutes=12),
        due_in=timedelta(minutes=2),
    )
    assert health(feed, NOW) == Health(word=Word.FINE, sentence="last news 12m ago; next poll in 2m")


def test_a_feed_that_was_never_polled_says_when_it_will_be() -> None:
    assert health(FeedHealth(feed=HERALD), NOW) == Health(word=Word.UNREAD, sentence="not polled yet")
    due = FeedHealth(feed=HERALD, due_in=timedelta(0))
    assert health(due, NOW).sentence == "not polled yet; first poll now"


def test_an_empty_feed_is_fine() -> None:
    feed = FeedHealth(feed=HERALD, asked=ago(minutes=1), read=ago(minutes=1))
    assert health(feed, NOW) == Health(word=Word.FINE, sentence="nothing in it so far")


def test_a_feed_that_brings_nothing_for_a_week_is_stale() -> None:
    feed = FeedHealth(feed=HERALD, asked=ago(minutes=1), news=NOW - STALE_AFTER)
    assert health(feed, NOW).word is Word.FINE
    found = health(feed, NOW + timedelta(hours=1))
    assert (found.word, found.sentence) == (Word.STALE, "answers, but brought nothing new for 7d1h")
    assert found.remedy
    assert not found.urgent


def test_a_trouble_that_may_pass_is_left_to_itself_for_a_while() -> None:
    first = troubled(Trouble.DNS, detail="herald.example was not found: no address")
    assert first == Health(
        word=Word.FAILING,
        sentence=(
            "the last poll failed: herald.example was not found: no address; "
            "last document 3h ago; next try in 5m"
        ),
    )
    last = troubled(Trouble.DNS, failures=PATIENCE)
    assert last.urgent
    assert last.remedy.startswith("check the host in its url")
    assert last.sentence.startswith(f"the last {PATIENCE} polls failed: ")


@pytest.mark.parametrize("trouble", [each for each in Trouble if each is not Trouble.RATE_LIMITED])
def test_every_trouble_that_lasts_has_a_remedy(trouble: Trouble) -> None:
    assert troubled(trouble, failures=PATIENCE).remedy


def test_a_feed_that_is_gone_needs_a_person_at_once() -> None:
    assert troubled(Trouble.GONE).urgent


def test_a_server_that_asks_to_wait_is_believed() -> None:
    detail = "herald.example answered 429 Too Many Requests and asks to be left alone for 1h"
    found = troubled(Trouble.RATE_LIMITED, failures=99, detail=detail)
    assert (found.word, found.remedy, found.urgent) == (Word.WAITING, "", False)
    assert found.sentence == f"{detail}; next try in 5m"


def test_a_feed_that_moved_says_where_to_without_its_password() -> None:
    feed = FeedHealth(
        feed=HERALD, asked=ago(minutes=1), news=ago(hours=1), moved_to="https://me:secret@new.example/feed"
    )
    found = health(feed, NOW)
    assert (found.word, found.sentence) == (
        Word.FINE,
        "last news 1h ago; moved for good to https://new.example/feed",
    )
    assert found.remedy == "write https://new.example/feed as its url in config.yaml"


def test_what_others_wrote_is_made_fit_for_a_terminal() -> None:
    assert "not a feed" in troubled(Trouble.PARSE, detail="not a\x1b[2J\nfeed").sentence


def test_words_come_in_the_order_of_how_much_they_matter() -> None:
    assert tuple(Word) == (Word.FAILING, Word.WAITING, Word.STALE, Word.UNREAD, Word.FINE)


class TestArticles:
    """What its articles went through stands beside how its polls go."""

    def feed(self, **known: Any) -> FeedHealth:
        return FeedHealth(feed=HERALD, asked=ago(minutes=1), news=ago(hours=1), **known)

    def test_a_window_that_was_too_small_is_told_for_a_day(self) -> None:
        found = health(self.feed(overflow=ago(hours=3)), NOW)
        assert (found.word, found.urgent) == (Word.FINE, False)
        assert found.sentence == (
            "last news 1h ago; 3h ago every article of it was new: some may have been missed between two polls"
        )
        assert found.remedy == "have it asked more often: a lower poll.min in config.yaml"
        assert not health(self.feed(overflow=NOW - OVERFLOW_TOLD), NOW).remedy

    @pytest.mark.parametrize(
        ("held", "said"), [(1, "1 older article is held"), (12, "12 older articles are")]
    )
    def test_what_is_held_back_can_be_had(self, held: int, said: str) -> None:
        found = health(self.feed(held=held), NOW)
        assert said in found.sentence
        assert found.remedy == "to be told of them: newsmonitor feeds release herald"

    def test_several_remedies_stand_in_one_line(self) -> None:
        found = health(self.feed(held=2, overflow=ago(hours=1), moved_to="https://new.example/feed"), NOW)
        assert [each.split()[0] for each in found.remedy.split("; ")] == ["write", "have", "to"]

    def test_a_failing_feed_says_it_too(self) -> None:
        found = health(self.feed(held=2, trouble=Trouble.GONE, failures=1), NOW)
        assert found.urgent
        assert "held back as backfill" in found.sentence
        assert found.remedy.endswith("feeds release herald")

    def test_titles_alone_are_a_note_and_no_reason_to_act(self) -> None:
        found = health(self.feed(recognition=Recognition(by=KnownBy.TITLE)), NOW)
        assert found.note.endswith("a rewritten title is a new article")
        assert (found.word, found.remedy) == (Word.FINE, "")
        assert health(self.feed(recognition=Recognition(by=KnownBy.GUID)), NOW).note == ""
