"""What the store remembers of a channel, and what it hands out of its queue meanwhile."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.core.channels import Channel
from monitor.core.deliveries import (
    Condition,
    DeadLetter,
    Decision,
    Done,
    MoveTo,
    RetryAfter,
    State,
    delivery_id,
)
from monitor.core.ids import ChannelName
from monitor.core.leases import ORPHANED_AFTER, Busy, Claimed, Idle, Stranded
from tests.builders import NOW, alert, channel
from tests.contracts.test_outbox import DESK, MAIL, age, claimed, now, state, told

LATER = RetryAfter(delay=timedelta(minutes=10), detail="connection refused", repeat=False)
OPEN = Condition(
    state=State.OPEN, failures=5, since=NOW, detail="connection refused", probes=1, rest=timedelta(seconds=10)
)
BROKEN = Condition(
    state=State.BROKEN, failures=1, since=NOW, detail="HTTP 404", probes=1, rest=timedelta(hours=1)
)
RESTING = Condition(detail="HTTP 429", rest=timedelta(seconds=30))


async def found(store: RedisStore, condition: Condition, *, on: Channel | None = None) -> None:
    """A send ended, and this was learned about the channel."""
    await told(store, "first")
    ended = claimed(await store.outbox.claim(on or channel()))
    assert await store.outbox.finish(ended, LATER, condition)


async def rested(client: Any) -> None:
    """The rest is over."""
    await client.hset(key("condition:desk"), "till", 1)


async def idle(store: RedisStore, on: Channel | None = None) -> Idle:
    claim = await store.outbox.claim(on or channel())
    assert isinstance(claim, Idle)
    return claim


@pytest.mark.parametrize("condition", [RESTING, OPEN, BROKEN])
async def test_while_it_rests_the_whole_queue_waits_for_every_daemon(
    store: RedisStore, other: RedisStore, condition: Condition
) -> None:
    await found(store, condition)
    await told(store, "second")
    waiting = await idle(store)
    assert replace(waiting.condition, rest=condition.rest) == condition
    assert waiting.next_in is not None
    assert condition.rest - timedelta(seconds=5) < waiting.next_in <= condition.rest
    await store.outbox.release(DESK)
    assert (await idle(other)).condition.state is condition.state


async def test_after_a_pause_everything_goes_on(store: RedisStore, client: Any) -> None:
    await found(store, RESTING)
    for name in ("second", "third"):
        await told(store, name)
    await rested(client)
    for _ in range(2):
        await store.outbox.finish(claimed(await store.outbox.claim(channel())), Done(), Condition())
    assert await client.exists(key("condition:desk")) == 0


async def test_a_rest_that_was_set_in_the_future_is_over(store: RedisStore, client: Any) -> None:
    """The clock stepped back."""
    await found(store, RESTING)
    await told(store, "second")
    ahead = await now(client) + 3_600_000
    await client.hset(key("condition:desk"), mapping={"set": ahead, "till": ahead + 30_000})
    assert isinstance(await store.outbox.claim(channel()), Claimed)


@pytest.mark.parametrize("condition", [OPEN, BROKEN])
async def test_what_is_shut_is_tried_with_the_freshest_message_due_or_not(
    store: RedisStore, client: Any, condition: Condition
) -> None:
    await found(store, condition)
    await age(client, "first", timedelta(minutes=5))
    await told(store, "second")
    await rested(client)
    probe = claimed(await store.outbox.claim(channel()))
    assert probe.alert == alert("second")
    assert probe.condition.state is condition.state
    await store.outbox.finish(probe, LATER, condition)
    await rested(client)
    again = claimed(await store.outbox.claim(channel()))
    assert again.alert == alert("second"), "its own wait does not matter"


async def test_one_that_gets_through_brings_the_others_forward(store: RedisStore, client: Any) -> None:
    await found(store, OPEN)
    await told(store, "second")
    await rested(client)
    await store.outbox.finish(claimed(await store.outbox.claim(channel())), Done(), Condition())
    waited = claimed(await store.outbox.claim(channel()))
    assert waited.alert == alert("first")
    assert waited.condition == Condition()


async def test_a_shut_channel_makes_no_digests(store: RedisStore, client: Any) -> None:
    """They would be told one after the other when it is back."""
    await found(store, OPEN)
    for name in ("one", "two", "three"):
        await told(store, name)
        await age(client, name, timedelta(hours=3))
    await rested(client)
    assert isinstance(await store.outbox.claim(channel()), Claimed)


async def test_another_address_is_tried_at_once(store: RedisStore) -> None:
    await found(store, BROKEN)
    assert isinstance(await store.outbox.claim(channel()), Idle)
    mended = channel(url="json://elsewhere.example/")
    probe = claimed(await store.outbox.claim(mended))
    assert (probe.condition.state, probe.condition.probes) == (State.OPEN, 0)
    await store.outbox.finish(probe, Done(), Condition())
    assert (await idle(store, mended)).condition == Condition()


async def test_a_person_who_saw_a_message_go_through_ends_it(store: RedisStore, client: Any) -> None:
    assert await store.outbox.mend(DESK) is State.WORKING
    await found(store, BROKEN)
    assert await store.outbox.mend(DESK) is State.BROKEN
    assert claimed(await store.outbox.claim(channel())).alert == alert("first")


@pytest.mark.parametrize(("condition", "kind"), [(OPEN, Claimed), (BROKEN, Claimed), (RESTING, Idle)])
async def test_who_asks_for_a_delivery_has_a_shut_channel_tried_at_once(
    store: RedisStore, condition: Condition, kind: type
) -> None:
    await found(store, condition)
    assert await store.outbox.settle(delivery_id(alert("first").id, DESK), "retry") == "retry"
    assert isinstance(await store.outbox.claim(channel()), kind)


async def moved(store: RedisStore, client: Any, lost: Stranded, after: Decision) -> int:
    assert isinstance(after, MoveTo | DeadLetter)
    return await store.outbox.divert(DESK, [(each, after) for each in lost.members])


async def test_a_broken_channel_gives_everything_to_its_fallback(store: RedisStore, client: Any) -> None:
    there = channel(fallback="mail")
    await found(store, BROKEN, on=there)
    await told(store, "second")
    lost = await store.outbox.claim(there)
    assert isinstance(lost, Stranded)
    assert lost.condition.detail == "HTTP 404"
    assert {each.id for each in lost.members} == {
        delivery_id(alert(name).id, DESK) for name in ("first", "second")
    }
    after = MoveTo(channel=MAIL, detail="desk refused: HTTP 404")
    assert await moved(store, client, lost, after) == 2
    assert await moved(store, client, lost, after) == 0, "resent: nothing is written twice"
    assert (await state(client, "second"))[b"detail"] == b"desk refused: HTTP 404"
    there_now = claimed(await store.outbox.claim(channel("mail")))
    assert there_now.delivery.tried == (DESK,)
    assert await client.zcard(key("queue:mail")) == 2
    await told(store, "third")
    assert isinstance(await store.outbox.claim(there), Stranded)


@pytest.mark.parametrize("fallback", [None, "mail", "desk"])
async def test_what_nobody_else_can_take_waits_for_the_channel(
    store: RedisStore, client: Any, fallback: str | None
) -> None:
    there = channel(fallback=fallback)
    await found(store, BROKEN, on=there)
    await client.hset(key(f"delivery:{delivery_id(alert('first').id, DESK)}"), "tried", " mail")
    assert (await idle(store, there)).condition.state is State.BROKEN


@pytest.mark.parametrize("condition", [OPEN, BROKEN, RESTING])
async def test_news_that_is_not_worth_waiting_for_is_handed_back(
    store: RedisStore, client: Any, condition: Condition
) -> None:
    await found(store, condition)
    await told(store, "second")
    await age(client, "first", timedelta(hours=6, minutes=1))
    await age(client, "second", timedelta(hours=5, minutes=59))
    lost = await store.outbox.claim(channel())
    assert isinstance(lost, Stranded)
    assert [each.alert for each in lost.members] == [alert("first").id]
    assert await moved(store, client, lost, DeadLetter(detail="desk not reachable")) == 1
    assert await client.zcard(key("dead")) == 1
    assert isinstance(await store.outbox.claim(channel()), Idle)


async def test_what_goes_to_a_fallback_late_goes_together_so_that_it_is_one_digest(
    store: RedisStore, client: Any
) -> None:
    there = channel(fallback="mail")
    await found(store, OPEN, on=there)
    await age(client, "first", timedelta(hours=7))
    for name, hours in (("second", 3), ("third", 1)):
        await told(store, name)
        await age(client, name, timedelta(hours=hours))
    lost = await store.outbox.claim(there)
    assert isinstance(lost, Stranded)
    assert {each.alert for each in lost.members} == {alert("first").id, alert("second").id}


async def test_a_fallback_has_a_fair_chance_with_old_news(store: RedisStore, client: Any) -> None:
    await found(store, OPEN)
    past = await now(client) - 7 * 3_600_000
    await client.hset(key(f"delivery:{delivery_id(alert('first').id, DESK)}"), "news", past)
    await idle(store)


async def test_nothing_that_is_being_sent_is_taken_away(
    store: RedisStore, other: RedisStore, client: Any
) -> None:
    await told(store)
    sending = claimed(await store.outbox.claim(channel()))
    after = MoveTo(channel=MAIL, detail="gone")
    assert await store.outbox.divert(DESK, [(sending.delivery, after)]) == 0
    assert await other.outbox.divert(DESK, [(sending.delivery, after)]) == 0, "not the channel's sender"


class TestOrphans:
    """Deliveries whose channel left the configuration."""

    async def test_they_come_with_the_fallback_their_channel_had(
        self, store: RedisStore, other: RedisStore, client: Any
    ) -> None:
        await store.outbox.claim(channel(fallback="mail"))
        await store.outbox.release(DESK)
        await told(store)
        assert (await other.outbox.orphans(DESK)).members == (), "a newer configuration may be starting"
        await age(client, "story", ORPHANED_AFTER + timedelta(seconds=1))
        lost = await other.outbox.orphans(DESK)
        assert [each.alert for each in lost.members] == [alert("story").id]
        assert lost.fallback == MAIL
        assert await store.outbox.claim(channel()) == Busy()
        assert await other.outbox.divert(DESK, [(lost.members[0], DeadLetter(detail="gone"))]) == 1
        assert (await other.outbox.orphans(DESK)).members == ()

    async def test_a_channel_that_somebody_works_has_none(
        self, store: RedisStore, other: RedisStore, client: Any
    ) -> None:
        await told(store)
        await age(client, "story", timedelta(hours=1))
        await store.outbox.claim(channel())
        assert (await other.outbox.orphans(DESK)).members == ()

    async def test_every_channel_that_had_a_delivery_is_known(self, store: RedisStore) -> None:
        await told(store)
        assert await store.outbox.channels() == {DESK}


class TestOperator:
    async def test_bad_news_are_told_once_and_good_news_end_it(self, store: RedisStore, client: Any) -> None:
        await found(store, BROKEN)

        async def tell(name: str, about: State) -> bool:
            return await store.outbox.tell_operator(alert(name), MAIL, about=DESK, state=about)

        assert not await tell("late", State.OPEN), "it is another state by now"
        assert await tell("bad", State.BROKEN)
        assert not await tell("bad", State.BROKEN), "resent: nothing is written twice"
        assert (await store.outbox.conditions([DESK, MAIL]))[DESK].told == MAIL
        over = Condition(since=NOW, told=MAIL)
        await rested(client)
        await store.outbox.finish(claimed(await store.outbox.claim(channel())), Done(), over)
        assert (await idle(store)).condition == over
        assert await tell("good", State.WORKING)
        assert (await idle(store)).condition == Condition()
        assert await client.zcard(key("queue:mail")) == 2

    async def test_who_mends_a_channel_by_hand_is_told_too(self, store: RedisStore) -> None:
        await found(store, BROKEN)
        await store.outbox.tell_operator(alert("bad"), MAIL, about=DESK, state=State.BROKEN)
        await store.outbox.mend(DESK)
        condition = claimed(await store.outbox.claim(channel())).condition
        assert condition == Condition(since=NOW, told=MAIL)


async def test_what_is_known_of_channels_is_there_to_be_looked_at(store: RedisStore) -> None:
    assert await store.progress.conditions() == {}
    await found(store, OPEN)
    (known,) = (await store.progress.conditions()).items()
    assert known[0] == ChannelName("desk")
    assert timedelta(seconds=5) < known[1].rest <= OPEN.rest
    assert replace(known[1], rest=OPEN.rest) == OPEN
