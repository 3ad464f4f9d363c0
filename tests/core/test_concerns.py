"""What a person should know, and what to do."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from monitor.core.concerns import LATE_AFTER, SILENT_AFTER, Concern, Standing, concerns
from monitor.core.deliveries import Condition, State
from monitor.core.health import Health, Word
from monitor.core.ids import AlertId, ChannelName, DeliveryId, FeedId
from monitor.core.reports import DaemonReport, DeliveryReport, Lag
from tests.builders import NOW

ROLES = ("poll", "match", "desk", "deliver")
FINE = Health(word=Word.FINE, sentence="last news 1m ago")


def daemon(name: str = "here:1", **known: Any) -> DaemonReport:
    described: dict[str, Any] = {"pid": 7, "roles": ROLES, "fingerprint": "f", "feeds": 1, "rules": 1}
    return DaemonReport(name=name, started=NOW, **({"seen": NOW} | described | known))


def delivery(state: str, *, age: timedelta = timedelta(0), channel: str = "desk") -> DeliveryReport:
    return DeliveryReport(
        id=DeliveryId(f"{state}{age}"),
        alert=AlertId("a"),
        channel=ChannelName(channel),
        state=state,
        attempts=1,
        created=NOW - age,
        detail="it answered 500",
    )


def found(**known: Any) -> tuple[Concern, ...]:
    standing: dict[str, Any] = {
        "now": NOW,
        "roles": ROLES,
        "channels": frozenset({ChannelName("desk")}),
        "rules": "f",
        "daemons": (daemon(),),
        "feeds": {FeedId("herald"): FINE},
        "deliveries": (),
        "given_up": 0,
    }
    return concerns(Standing(**(standing | known)))


def test_nothing_is_wrong() -> None:
    assert found() == ()


def test_a_role_that_nobody_works_needs_a_person() -> None:
    (concern,) = found(daemons=(daemon(roles=("poll", "match")),))
    assert concern.sentence == "none works desk, deliver: everything waits there"
    assert concern.remedy.endswith("newsmonitor run --roles desk,deliver")
    assert concern.urgent


def test_daemons_may_share_the_roles() -> None:
    assert found(daemons=(daemon(roles=ROLES[:2]), daemon("there:1", roles=ROLES[2:]))) == ()


def test_a_daemon_that_went_silent_is_told_while_others_work() -> None:
    (concern,) = found(daemons=(daemon(), daemon("there:1", seen=NOW - SILENT_AFTER)))
    assert (concern.about, concern.sentence) == ("daemon there:1", "silent for 1m (pid 7)")
    assert not concern.urgent


def test_silence_of_all_means_that_none_runs() -> None:
    (concern,) = found(daemons=(daemon(seen=NOW - SILENT_AFTER),))
    assert concern.sentence == "none is running; the last, pid 7, fell silent 1m ago"
    assert concern.urgent
    assert found(daemons=())[0].sentence == "none is running"


def test_two_daemons_that_judge_differently_need_a_person() -> None:
    (concern,) = found(daemons=(daemon(), daemon("there:1", pid=8, fingerprint="g", rules=2)))
    assert concern.sentence == "daemons judge by different rules (pid 7: 1 rule, pid 8: 2 rules)"
    assert "kill -HUP 7 8" in concern.remedy


def test_the_same_mistake_seen_by_two_daemons_is_one() -> None:
    both = (daemon(problems=("a.yaml:1: bad",)), daemon("there:1", problems=("a.yaml:1: bad",)))
    (concern,) = found(daemons=both, rules=None)
    assert concern.sentence == "a.yaml:1: bad; the last good version of the file runs"


def test_a_configuration_that_was_not_read_again_is_told() -> None:
    (concern,) = found(daemons=(daemon(feeds=3),))
    assert concern.sentence == "it names 1 feed, the daemon with pid 7 watches 3"
    assert not concern.urgent


def test_feeds_that_are_well_or_new_are_no_concern() -> None:
    new = Health(word=Word.UNREAD, sentence="not polled yet")
    moved = Health(word=Word.FINE, sentence="moved", remedy="write it")
    stale = Health(word=Word.STALE, sentence="nothing new", remedy="look")
    feeds = {FeedId("a"): FINE, FeedId("b"): new, FeedId("c"): moved, FeedId("d"): stale}
    assert [each.about for each in found(feeds=feeds, daemons=(daemon(feeds=4),))] == ["feed c", "feed d"]


def test_what_needs_a_person_comes_first() -> None:
    failing = Health(word=Word.FAILING, sentence="gone", remedy="mend it", urgent=True)
    waiting = Health(word=Word.WAITING, sentence="asked to wait")
    feeds = {FeedId("a"): waiting, FeedId("b"): failing}
    assert [each.about for each in found(feeds=feeds, daemons=(daemon(feeds=2),))] == ["feed b", "feed a"]


def test_deliveries_are_counted_by_channel_and_state() -> None:
    letters = (delivery("dead"), delivery("dead", age=timedelta(1)), delivery("held"), delivery("retry"))
    dead, held, retry = found(deliveries=letters)
    assert dead.sentence == "2 deliveries could not be sent: it answered 500"
    assert held.sentence.startswith("1 delivery may have arrived and must not be sent twice")
    assert (retry.sentence, retry.urgent) == ("1 delivery will be tried again: it answered 500", False)


def test_a_delivery_that_waits_too_long_needs_a_person() -> None:
    assert found(deliveries=(delivery("waiting", age=LATE_AFTER),)) == ()
    late = LATE_AFTER + timedelta(minutes=1)
    (concern,) = found(deliveries=(delivery("waiting", age=late),))
    assert (concern.sentence, concern.remedy) == (
        "1 delivery not sent for 11m",
        "newsmonitor channels test desk",
    )


def test_a_delivery_for_a_channel_that_is_gone_needs_a_person() -> None:
    (concern,) = found(deliveries=(delivery("waiting", age=timedelta(hours=1), channel="pager"),))
    assert concern.sentence == "1 delivery waiting for a channel that config.yaml does not have"


def test_entries_that_were_given_up_are_told() -> None:
    (concern,) = found(given_up=2)
    assert concern.sentence == "given up after five attempts: 2 articles or matches"


def test_when_no_feed_can_be_read_that_needs_a_person_at_once() -> None:
    failing = Health(word=Word.FAILING, sentence="not found")
    first, *others = found(feeds={FeedId("a"): failing, FeedId("b"): failing}, daemons=(daemon(feeds=2),))
    assert (first.sentence, first.urgent) == ("none of 2 feeds can be read", True)
    assert [each.urgent for each in others] == [False, False]


OPEN = Condition(
    state=State.OPEN, failures=9, since=NOW - timedelta(minutes=25), detail="connection refused", rest=timedelta(seconds=40)
)  # fmt: skip


def test_a_channel_out_of_reach_says_since_when_how_many_wait_and_what_comes_next() -> None:
    letters = (delivery("retry"), delivery("waiting"), delivery("waiting", age=timedelta(hours=1)))
    (concern,) = found(deliveries=letters, conditions={ChannelName("desk"): OPEN})
    assert concern == Concern(
        about="channel desk",
        sentence="not reachable since 14:05 (connection refused), 3 alerts wait, next try in 40s",
        remedy="newsmonitor channels test desk",
        urgent=True,
    )


def test_an_outage_of_a_few_minutes_needs_nobody() -> None:
    short = replace(OPEN, since=NOW - timedelta(minutes=5), rest=timedelta(0))
    (concern,) = found(conditions={ChannelName("desk"): short})
    assert not concern.urgent
    assert concern.sentence.endswith("next try now")


def test_a_broken_channel_needs_a_person_at_once() -> None:
    broken = Condition(
        state=State.BROKEN, since=NOW - timedelta(days=1), detail="HTTP 401", rest=timedelta(minutes=50)
    )
    (concern,) = found(deliveries=(delivery("waiting"),), conditions={ChannelName("desk"): broken})
    assert concern.urgent
    assert concern.sentence.startswith(
        "refuses our messages since 2023-12-01 14:30 (HTTP 401), 1 alert waits, next try"
    )


def test_a_pause_that_was_asked_for_needs_nobody() -> None:
    resting = Condition(detail="HTTP 429: too many messages", rest=timedelta(seconds=30))
    (concern,) = found(conditions={ChannelName("desk"): resting})
    assert concern.sentence == "it asked for a pause (HTTP 429: too many messages), next try in 30s"
    assert not concern.urgent


def test_what_is_known_of_a_channel_that_is_gone_is_no_concern() -> None:
    assert found(conditions={ChannelName("pager"): OPEN}) == ()


def test_work_that_stays_behind_needs_another_daemon() -> None:
    assert found(lag=Lag(articles=LATE_AFTER)) == ()
    (concern,) = found(lag=Lag(articles=LATE_AFTER + timedelta(minutes=1)))
    assert (concern.sentence, concern.urgent) == ("articles wait for 11m", True)
