"""One channel's sender against a real store: what is claimed ends with a recorded outcome."""

from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.core.channels import OnAmbiguous
from monitor.core.deliveries import (
    MOST_UNANSWERED,
    Ambiguous,
    NotSent,
    Rejected,
    SendResult,
    delivery_id,
)
from monitor.core.ids import AlertId, ChannelName
from monitor.core.rendering import Message
from monitor.pipeline.deliver import Deliver
from monitor.testing import RecordingSender
from tests.builders import alert, channel

DESK = ChannelName("desk")
LETTER = delivery_id(alert().id, DESK)


class Door:
    """pipeline.deliver.Bulkhead without a thread."""

    def __init__(self, sender: RecordingSender) -> None:
        self.sender = sender

    async def send(self, message: Message) -> SendResult:
        return self.sender.send(message)

    def abandon(self) -> None:
        """Nothing hangs here."""


def deliver(store: RedisStore, sender: RecordingSender, **settings: Any) -> Deliver:
    return Deliver(
        channel(**settings), outbox=store.outbox, sender=Door(sender), zone=UTC, jitter=lambda: 0.0
    )


async def state(store: RedisStore) -> tuple[str, str]:
    report = await store.reading.delivery(LETTER)
    assert report is not None
    return report.state, report.detail


async def lapse(client: Any) -> None:
    """The claim and every wait run out."""
    await client.hset(key("channel:desk"), "till", 1)
    await client.zadd(key("queue:desk"), {LETTER: 1})


async def test_an_idle_channel_has_nothing_to_do(store: RedisStore) -> None:
    assert not await deliver(store, RecordingSender()).work()


async def test_a_delivery_is_sent_once(store: RedisStore) -> None:
    await store.desk.notice(alert(), DESK)
    sender = RecordingSender()
    stage = deliver(store, sender)
    assert await stage.work()
    assert not await stage.work()
    assert [message.alert.id for message in sender.sent] == [alert().id]
    assert await state(store) == ("sent", "")


@pytest.mark.parametrize(
    ("answer", "settings", "expected"),
    [
        (NotSent(detail="HTTP 503"), {}, "retry"),
        (Ambiguous(detail="no answer"), {}, "retry"),
        (Ambiguous(detail="no answer"), {"on_ambiguous": OnAmbiguous.HOLD}, "held"),
        (Rejected(detail="HTTP 404"), {}, "retry"),
        (Rejected(detail="HTTP 413", message=True), {}, "dead"),
        (Rejected(detail="HTTP 404"), {"fallback": "mail"}, "moved"),
    ],
)
async def test_every_answer_is_recorded(
    store: RedisStore, answer: SendResult, settings: dict[str, Any], expected: str
) -> None:
    await store.desk.notice(alert(), DESK)
    await deliver(store, RecordingSender(answers=[answer]), **settings).work()
    assert await state(store) == (expected, answer.detail)  # type: ignore[union-attr]  # every answer here has one


async def test_the_same_alert_is_new_on_one_channel_and_an_update_in_the_thread_of_another(
    store: RedisStore, client: Any
) -> None:
    mail = ChannelName("mail")
    told = replace(alert(), phase="rule:ceasefire", reason="also matched by ceasefire", first_on=(mail,))
    await client.hset(
        key(f"story:{told.story}"), mapping={"receipt:desk": "C1 17.1", "receipt:mail": "[HIGH] Talks"}
    )
    sender = RecordingSender()
    await store.desk.notice(told, DESK)
    await deliver(store, sender).work()
    await store.desk.notice(replace(told, id=AlertId("for-mail")), mail)
    await Deliver(
        channel("mail"), outbox=store.outbox, sender=Door(sender), zone=UTC, jitter=lambda: 0.0
    ).work()
    update, new = sender.sent
    assert (update.card.update, update.thread) == ("also matched by ceasefire", "C1 17.1")
    assert (new.card.update, new.thread) == ("", None)


async def test_updates_that_wait_are_passed_over_in_one_go(store: RedisStore, client: Any) -> None:
    """More of them than the store looks at in one call: the message behind them needs no other bell."""
    await store.desk.notice(alert("first"), DESK)
    first = delivery_id(alert("first").id, DESK)
    for number in range(450):
        await store.desk.notice(alert(f"update-{number}"), DESK)
        await client.hset(
            key(f"delivery:{delivery_id(alert(f'update-{number}').id, DESK)}"), mapping={"after": first}
        )
        await client.zadd(key("queue:desk"), {delivery_id(alert(f"update-{number}").id, DESK): 1})
    await client.hset(key(f"delivery:{first}"), "state", "retry")
    await client.zadd(key("queue:desk"), {first: 10**13})
    await store.desk.notice(alert(), DESK)
    sender = RecordingSender()
    stage = deliver(store, sender)
    while await stage.work():
        pass
    assert [message.alert.id for message in sender.sent] == [alert().id]


async def test_what_may_have_arrived_is_marked_when_it_is_sent_again(store: RedisStore, client: Any) -> None:
    await store.desk.notice(alert(), DESK)
    sender = RecordingSender(answers=[Ambiguous(detail="no answer")])
    stage = deliver(store, sender)
    await stage.work()
    await lapse(client)
    await stage.work()
    assert [message.repeat for message in sender.sent] == [False, True]


async def test_a_channel_that_holds_does_not_send_again_what_a_crash_left_unanswered(
    store: RedisStore, client: Any
) -> None:
    await store.desk.notice(alert(), DESK)
    await store.outbox.claim(channel())  # and then the process died
    await lapse(client)
    sender = RecordingSender()
    await deliver(store, sender, on_ambiguous=OnAmbiguous.HOLD).work()
    assert sender.sent == []
    assert (await state(store))[0] == "held"


async def test_a_delivery_that_breaks_its_sender_ends_as_a_dead_letter(
    store: RedisStore, client: Any
) -> None:
    await store.desk.notice(alert(), DESK)
    await store.outbox.claim(channel())  # and then the process died, over and over
    await client.hset(key(f"delivery:{LETTER}"), "unanswered", MOST_UNANSWERED)
    await lapse(client)
    sender = RecordingSender()
    await deliver(store, sender).work()
    assert sender.sent == []
    assert (await state(store))[0] == "dead"


async def test_what_grew_old_in_an_outage_is_told_in_exactly_one_digest(
    store: RedisStore, client: Any
) -> None:
    names = [f"late-{number}" for number in range(500)]
    for name in names:
        await store.desk.notice(alert(name, headline=f"headline {name}"), DESK)
        letter = delivery_id(alert(name).id, DESK)
        await client.hset(key(f"delivery:{letter}"), mapping={"created": 1, "news": 1})
    sender = RecordingSender()
    stage = deliver(store, sender, stale_after=timedelta(hours=2))
    while await stage.work():
        pass
    (digest,) = sender.sent
    assert digest.alert.title.startswith("500 alerts")
    assert (await store.housekeeping.counters())["deliveries:digested"] == 500


async def test_a_digest_names_its_alerts(store: RedisStore, client: Any) -> None:
    for name in ("one", "two", "three"):
        await store.desk.notice(alert(name, headline=f"headline {name}"), DESK)
        letter = delivery_id(alert(name).id, DESK)
        await client.hset(key(f"delivery:{letter}"), mapping={"created": 1, "news": 1})
    sender = RecordingSender()
    stage = deliver(store, sender, stale_after=timedelta(hours=2))
    while await stage.work():
        pass
    (digest,) = sender.sent
    for name in ("one", "two", "three"):
        assert f"headline {name}" in digest.body


async def test_an_outage_is_found_out_by_five_messages_and_not_by_each(
    store: RedisStore, client: Any
) -> None:
    for number in range(20):
        await store.desk.notice(alert(f"number-{number}"), DESK)
    sender = RecordingSender(answers=[NotSent(detail="connection refused")] * 6)
    stage = deliver(store, sender)
    while await stage.work():
        pass
    assert len(sender.sent) == 5
    await client.hset(key("condition:desk"), "till", 1)
    while await stage.work():
        pass
    assert len(sender.sent) == 6, "one probe"
    await client.hset(key("condition:desk"), "till", 1)
    while await stage.work():
        pass
    assert len({message.alert.id for message in sender.sent}) == 20, "all, once one got through"
    assert (await store.housekeeping.backlog()).deliveries == 0


async def test_a_channel_that_asks_for_a_pause_is_left_alone(store: RedisStore, client: Any) -> None:
    for number in range(3):
        await store.desk.notice(alert(f"number-{number}"), DESK)
    sender = RecordingSender(answers=[NotSent(detail="HTTP 429", retry_after=timedelta(seconds=30))])
    stage = deliver(store, sender)
    while await stage.work():
        pass
    assert len(sender.sent) == 1


async def test_a_message_that_is_refused_alone_stops_no_other(store: RedisStore) -> None:
    for number in range(10):
        await store.desk.notice(alert(f"number-{number}"), DESK)
    sender = RecordingSender(answers=[Rejected(detail="HTTP 400", message=True)] * 9)
    stage = deliver(store, sender)
    while await stage.work():
        pass
    assert len(sender.sent) == 10
    assert await store.progress.conditions() == {}


async def test_a_broken_channel_hands_its_queue_to_its_fallback_and_is_not_asked_again(
    store: RedisStore,
) -> None:
    for number in range(5):
        await store.desk.notice(alert(f"number-{number}"), DESK)
    desk, mail = RecordingSender(answers=[Rejected(detail="HTTP 401")] * 9), RecordingSender()
    stage = deliver(store, desk, fallback="mail")
    other = Deliver(channel("mail"), outbox=store.outbox, sender=Door(mail), zone=UTC, jitter=lambda: 0.0)
    for _ in range(2):
        while await stage.work() or await other.work():
            pass
        await store.desk.notice(alert("one more"), DESK)
    while await stage.work() or await other.work():
        pass
    assert (len(desk.sent), len(mail.sent)) == (1, 6)
