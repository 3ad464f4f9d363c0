"""How things stand, as verbs see it, and what a person decides about a delivery."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.core.deliveries import DeadLetter, Done, delivery_id
from monitor.core.feeds import Trouble, Validators
from monitor.core.ids import DeliveryId, RuleId, digest
from monitor.core.leases import PollOutcome
from monitor.core.reports import DaemonReport, Label, Verdict
from monitor.core.stories import Origin
from tests.builders import NOW, alert, channel, keyed
from tests.contracts.test_desk_log import commit, on_the_desk, story_of
from tests.contracts.test_feed_table import BBC, leased, polled
from tests.contracts.test_outbox import DESK, claimed, told


async def test_a_feed_that_was_never_polled_is_reported_too(store: RedisStore) -> None:
    (health,) = await store.reading.feeds([BBC])
    assert (health.feed, health.asked, health.due_in) == (BBC, None, None)


async def test_a_feed_reports_its_trouble(store: RedisStore) -> None:
    lease = await leased(store)
    failed = PollOutcome(
        delay=timedelta(minutes=5),
        validators=Validators(),
        failures=2,
        trouble=Trouble.DNS,
        detail="no such host",
    )
    await store.feeds.commit_poll(lease, failed)
    (health,) = await store.reading.feeds([BBC])
    assert (health.trouble, health.detail, health.failures) == ("dns", "no such host", 2)
    assert health.read is None
    assert health.asked is not None
    assert health.due_in is not None
    assert timedelta(minutes=4) < health.due_in <= timedelta(minutes=5)


async def test_an_article_tells_its_whole_story(store: RedisStore) -> None:
    received = await on_the_desk(store)
    await store.desk.take()
    await commit(store, received, version=0)
    story = story_of(received)
    (archived,) = [found async for found in store.reading.articles()]
    assert archived.article == received.value[0].article
    assert archived.origin == Origin(hour=received.place.hour, field=received.place.field)
    assert archived.verdict == Verdict(matched=((RuleId("talks-stalled"), ("talks stalled",)),))
    (record,) = archived.desk
    assert (record.rule, record.reason, record.detail) == ("talks-stalled", "new", "new story")
    assert (record.story, record.alert) == (story.id, f"{story.id}:new")


async def test_an_article_nobody_judged_yet_has_no_verdict(store: RedisStore) -> None:
    await polled(store, keyed("a"))
    (archived,) = [found async for found in store.reading.articles()]
    assert archived.verdict is None


async def test_alerts_come_newest_first_and_are_found_by_their_short_id(
    store: RedisStore, client: Any
) -> None:
    await told(store, "old")
    await client.zadd(key("alerts"), {alert("old").id: 1})
    await told(store, "new")
    assert [report.alert.id for report in await store.reading.alerts(limit=5)] == [
        alert("new").id,
        alert("old").id,
    ]
    assert len(await store.reading.alerts(limit=1)) == 1
    for wanted in (f"#{alert('old').short}", alert("old").short.lower(), "old:"):
        found = await store.reading.find_alert(wanted)
        assert found is not None
        assert found.alert == alert("old")
    assert await store.reading.find_alert("#ZZZZZ") is None


async def test_what_waits_is_listed_with_its_state(store: RedisStore) -> None:
    await told(store, "dead")
    await store.outbox.finish(claimed(await store.outbox.claim(channel())), DeadLetter(detail="HTTP 404"))
    await told(store, "sent")
    await store.outbox.finish(claimed(await store.outbox.claim(channel())), Done())
    await told(store, "waiting")
    states = {report.alert: (report.state, report.detail) for report in await store.reading.deliveries()}
    assert states == {alert("dead").id: ("dead", "HTTP 404"), alert("waiting").id: ("waiting", "")}


@pytest.mark.parametrize(("wish", "state"), [("retry", "waiting"), ("drop", "dropped")])
async def test_a_person_decides_about_a_dead_letter(
    store: RedisStore, client: Any, wish: Any, state: str
) -> None:
    await told(store)
    await store.outbox.finish(claimed(await store.outbox.claim(channel())), DeadLetter(detail="HTTP 404"))
    letter = delivery_id(alert().id, DESK)
    assert await store.outbox.settle(letter, wish) == "dead"
    report = await store.reading.delivery(letter)
    assert report is not None
    assert report.state == state
    assert await client.zcard(key("dead")) == 0
    assert await client.zcard(key("queue:desk")) == (1 if wish == "retry" else 0)


async def test_what_is_under_way_or_done_is_left_alone(store: RedisStore) -> None:
    await told(store)
    claim = claimed(await store.outbox.claim(channel()))
    assert await store.outbox.settle(claim.delivery.id, "drop") == "sending"
    assert await store.outbox.finish(claim, Done())
    assert await store.outbox.settle(claim.delivery.id, "retry") == "sent"
    assert await store.outbox.settle(DeliveryId("nobody"), "retry") is None


async def test_daemons_are_seen_until_they_leave(store: RedisStore) -> None:
    report = DaemonReport(
        name="here:1", pid=7, roles=("poll",), started=NOW, seen=NOW, feeds=3, rules=2, fingerprint="f"
    )
    await store.housekeeping.announce(report)
    (seen,) = await store.reading.daemons()
    assert (seen.pid, seen.feeds) == (7, 3)
    assert seen.seen > NOW, "by the store's clock"
    await store.housekeeping.leave()
    assert await store.reading.daemons() == ()


async def test_the_keys_of_an_article_are_those_its_feed_remembers(store: RedisStore) -> None:
    found = keyed("a")
    await polled(store, found, replace(keyed("b", title="Another"), keys=(f"x:{digest('b', size=8)}",)))
    assert await store.reading.keys_of(found.article.id, BBC) == ("g", "l", "t")
    assert await store.reading.keys_of(keyed("b").article.id, BBC) == ("x",)
    assert await store.reading.keys_of(keyed("c").article.id, BBC) == ()


async def test_alerts_since_a_moment_come_oldest_first(store: RedisStore, client: Any) -> None:
    for place, name in enumerate(("first", "second", "third")):
        await told(store, name)
        await client.zadd(key("alerts"), {alert(name).id: place * 1000})
    since = datetime.fromtimestamp(1, UTC)
    assert [report.alert.story async for report in store.reading.alerts_since(since)] == ["second", "third"]
    every = [report.alert.story async for report in store.reading.alerts_since(None)]
    assert every == ["first", "second", "third"]


async def test_a_label_goes_with_its_alert(store: RedisStore, client: Any) -> None:
    await told(store)
    label = Label(word="wrong", note="not this one", at=NOW)
    assert await store.labels.put(alert().id, label)
    report = await store.reading.alert(alert().id)
    assert report is not None
    assert report.label == label
    assert await store.labels.put(alert().id, None)
    report = await store.reading.alert(alert().id)
    assert report is not None
    assert report.label is None
    await client.delete(key(f"alert:{alert().id}"))
    assert not await store.labels.put(alert().id, label)
    assert await client.exists(key(f"alert:{alert().id}")) == 0
