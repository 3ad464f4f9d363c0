from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core import deliveries
from monitor.core.channels import Channel, OnAmbiguous, Secret
from monitor.core.deliveries import (
    FAIR_CHANCE,
    GIVE_UP_AFTER,
    Ambiguous,
    Condition,
    DeadLetter,
    Delivery,
    Done,
    Hold,
    MoveTo,
    NotSent,
    Rejected,
    RetryAfter,
    SendResult,
    Sent,
    State,
)
from monitor.core.ids import AlertId, ChannelName, DeliveryId

CREATED = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
DESK, MAIL, PHONE = ChannelName("desk"), ChannelName("mail"), ChannelName("phone")


def delivery(
    *,
    attempts: int = 1,
    repeat: bool = False,
    tried: tuple[ChannelName, ...] = (),
    news: datetime = CREATED,
) -> Delivery:
    return Delivery(
        id=DeliveryId("d1"),
        alert=AlertId("a1"),
        channel=DESK,
        attempts=attempts,
        news=news,
        created=CREATED,
        repeat=repeat,
        tried=tried,
    )


def channel(
    *, fallback: ChannelName | None = None, on_ambiguous: OnAmbiguous = OnAmbiguous.RESEND
) -> Channel:
    return Channel(name=DESK, url=Secret("json://localhost"), fallback=fallback, on_ambiguous=on_ambiguous)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def test_what_was_sent_is_done() -> None:
    assert deliveries.after(delivery(), Sent(), channel=channel(), now=CREATED, jitter=0.5) == Done()


@pytest.mark.parametrize(
    ("attempts", "jitter", "wait"),
    [
        (1, 0.5, 1.0),
        (1, 0.0, 0.5),
        (2, 0.5, 2.0),
        (5, 0.5, 16.0),
        (9, 0.5, 256.0),
        (10, 0.5, 450.0),
        (10_000, 0.5, 450.0),
    ],
)
def test_waits_double_up_to_a_quarter_of_an_hour_and_never_vanish(
    attempts: int, jitter: float, wait: float
) -> None:
    decision = deliveries.after(
        delivery(attempts=attempts), NotSent(detail="HTTP 400"), channel=channel(), now=CREATED, jitter=jitter
    )
    assert decision == RetryAfter(delay=seconds(wait), detail="HTTP 400", repeat=False)


@pytest.mark.parametrize(("asked", "wait"), [(0, 1.0), (0.2, 1.0), (90, 90.0)])
def test_a_channel_is_not_asked_again_before_it_wants_to(asked: float, wait: float) -> None:
    result = NotSent(detail="HTTP 429", retry_after=seconds(asked))
    decision = deliveries.after(delivery(), result, channel=channel(), now=CREATED, jitter=0.5)
    assert decision == RetryAfter(delay=seconds(wait), detail="HTTP 429", repeat=False)


def test_no_channel_can_ask_for_more_than_an_hour() -> None:
    result = NotSent(detail="HTTP 429", retry_after=timedelta.max)
    decision = deliveries.after(delivery(), result, channel=channel(fallback=MAIL), now=CREATED, jitter=0)
    assert decision == RetryAfter(delay=timedelta(hours=1), detail="HTTP 429", repeat=False)


def test_what_could_only_be_tried_again_when_it_is_given_up_ends_at_once() -> None:
    result = NotSent(detail="HTTP 429", retry_after=timedelta(minutes=30))
    late = CREATED + GIVE_UP_AFTER - timedelta(minutes=20)
    assert deliveries.after(delivery(), result, channel=channel(fallback=MAIL), now=late, jitter=0) == MoveTo(
        channel=MAIL, detail="HTTP 429"
    )


def test_old_news_has_a_fair_chance_on_a_channel_that_just_got_it() -> None:
    """Its age is that of the news, not of the row; a fallback is not given up on its first hiccup."""
    old, refused = delivery(news=CREATED - 2 * GIVE_UP_AFTER), NotSent(detail="greylisted")
    for age, kind in ((timedelta(0), RetryAfter), (FAIR_CHANCE, DeadLetter)):
        decision = deliveries.after(old, refused, channel=channel(), now=CREATED + age, jitter=0.5)
        assert isinstance(decision, kind)


def test_a_message_that_is_refused_alone_does_not_wait() -> None:
    refused = Rejected(detail="HTTP 413", message=True)
    assert deliveries.after(delivery(), refused, channel=channel(), now=CREATED, jitter=0.5) == DeadLetter(
        detail="HTTP 413"
    )


def test_what_a_broken_channel_refuses_waits_for_it_to_be_mended_if_nobody_else_takes_it() -> None:
    refused = Rejected(detail="HTTP 404")
    decision = deliveries.after(delivery(), refused, channel=channel(), now=CREATED, jitter=0.5)
    assert decision == RetryAfter(delay=seconds(1), detail="HTTP 404", repeat=False)


@pytest.mark.parametrize(
    ("state", "detail", "told"),
    [
        (State.BROKEN, "HTTP 401", "desk refused: HTTP 401"),
        (State.OPEN, "connection refused", "desk not reachable: connection refused"),
        (State.OPEN, "", "desk not reachable"),
    ],
)
def test_what_its_channel_does_not_come_to_leaves_with_the_reason(
    state: State, detail: str, told: str
) -> None:
    condition = Condition(state=state, detail=detail)
    assert deliveries.stranded(delivery(), condition, channel=channel(fallback=MAIL)) == MoveTo(
        channel=MAIL, detail=told
    )
    tried = delivery(tried=(MAIL,))
    assert deliveries.stranded(tried, condition, channel=channel(fallback=MAIL)) == DeadLetter(detail=told)


GONE = "channel desk is no longer in config.yaml"


@pytest.mark.parametrize(
    ("fallback", "default", "tried", "decision"),
    [
        (MAIL, (PHONE,), (), MoveTo(channel=MAIL, detail=GONE)),
        (None, (PHONE,), (), MoveTo(channel=PHONE, detail=GONE)),
        (MAIL, (PHONE,), (MAIL,), MoveTo(channel=PHONE, detail=GONE)),
        (ChannelName("gone-too"), (PHONE,), (), MoveTo(channel=PHONE, detail=GONE)),
        (None, (), (), DeadLetter(detail=GONE)),
        (MAIL, (MAIL, PHONE), (MAIL, PHONE), DeadLetter(detail=GONE)),
    ],
)
def test_what_waits_on_a_channel_that_is_gone_is_inherited(
    fallback: ChannelName | None,
    default: tuple[ChannelName, ...],
    tried: tuple[ChannelName, ...],
    decision: MoveTo | DeadLetter,
) -> None:
    after = deliveries.orphaned(
        delivery(tried=tried), fallback=fallback, default=default, known={MAIL, PHONE}
    )
    assert after == decision


def test_what_may_have_arrived_is_sent_again_with_its_mark() -> None:
    result = Ambiguous(detail="no answer within 20s")
    decision = deliveries.after(delivery(), result, channel=channel(), now=CREATED, jitter=0.5)
    assert decision == RetryAfter(delay=seconds(1), detail="no answer within 20s", repeat=True)


def test_the_mark_stays_when_a_later_attempt_is_refused() -> None:
    decision = deliveries.after(
        delivery(repeat=True), NotSent(detail="refused"), channel=channel(), now=CREATED, jitter=0.5
    )
    assert decision == RetryAfter(delay=seconds(1), detail="refused", repeat=True)


@pytest.mark.parametrize("age", [timedelta(0), 2 * GIVE_UP_AFTER])
def test_a_channel_that_wants_no_second_copy_holds_what_may_have_arrived(age: timedelta) -> None:
    decision = deliveries.after(
        delivery(),
        Ambiguous(detail="HTTP 502"),
        channel=channel(fallback=MAIL, on_ambiguous=OnAmbiguous.HOLD),
        now=CREATED + age,
        jitter=0.5,
    )
    assert decision == Hold(detail="HTTP 502")


def test_a_channel_that_wants_no_second_copy_still_retries_what_certainly_did_not_arrive() -> None:
    only_once = channel(on_ambiguous=OnAmbiguous.HOLD)
    decision = deliveries.after(
        delivery(), NotSent(detail="refused"), channel=only_once, now=CREATED, jitter=0.5
    )
    assert isinstance(decision, RetryAfter)


@pytest.mark.parametrize(
    ("fallback", "tried", "decision"),
    [
        (None, (), DeadLetter(detail="HTTP 404")),
        (MAIL, (), MoveTo(channel=MAIL, detail="HTTP 404")),
        (MAIL, (PHONE,), MoveTo(channel=MAIL, detail="HTTP 404")),
        (MAIL, (PHONE, MAIL), DeadLetter(detail="HTTP 404")),
        (DESK, (), DeadLetter(detail="HTTP 404")),
    ],
)
@pytest.mark.parametrize("age", [timedelta(0), GIVE_UP_AFTER])
@pytest.mark.parametrize(
    "result", [Rejected(detail="HTTP 404"), NotSent(detail="HTTP 404"), Ambiguous(detail="HTTP 404")]
)
def test_what_cannot_be_delivered_goes_to_a_fallback_not_yet_tried_or_is_kept_for_a_person(
    result: SendResult,
    age: timedelta,
    fallback: ChannelName | None,
    tried: tuple[ChannelName, ...],
    decision: MoveTo | DeadLetter,
) -> None:
    after = deliveries.after(
        delivery(tried=tried), result, channel=channel(fallback=fallback), now=CREATED + age, jitter=0.5
    )
    if age or (isinstance(result, Rejected) and isinstance(decision, MoveTo)):
        assert after == decision
    else:
        assert isinstance(after, RetryAfter)


RESULTS = (
    st.just(Sent())
    | st.builds(Ambiguous, detail=st.just("ambiguous"))
    | st.builds(Rejected, detail=st.just("rejected"), message=st.booleans())
    | st.builds(
        NotSent,
        detail=st.just("not sent"),
        retry_after=st.none() | st.timedeltas(timedelta(0), timedelta(hours=1)),
    )
)


@given(
    results=st.lists(RESULTS, min_size=1, max_size=6),
    jitter=st.floats(0, 1, exclude_max=True),
    on_ambiguous=st.sampled_from(OnAmbiguous),
    fallbacks=st.dictionaries(st.sampled_from([DESK, MAIL, PHONE]), st.sampled_from([DESK, MAIL, PHONE])),
)
def test_every_delivery_ends_whatever_its_channels_answer(
    results: list[SendResult],
    jitter: float,
    on_ambiguous: OnAmbiguous,
    fallbacks: dict[ChannelName, ChannelName],
) -> None:
    """Jitter is kept away from zero only to keep the test short: the end comes by age, not by count."""
    at, name, now, attempts, repeat = CREATED, DESK, CREATED, 0, False
    tried: tuple[ChannelName, ...] = ()
    for turn in range(1_500):
        attempts += 1
        row = Delivery(
            id=DeliveryId("d1"), alert=AlertId("a1"), channel=name, attempts=attempts, news=CREATED, created=at, repeat=repeat, tried=tried
        )  # fmt: skip
        here = Channel(name=name, url=Secret(""), fallback=fallbacks.get(name), on_ambiguous=on_ambiguous)
        result = results[turn % len(results)]
        match deliveries.after(row, result, channel=here, now=now, jitter=max(jitter, 0.1)):
            case RetryAfter(delay=delay, repeat=marked):
                assert delay >= seconds(0.5)
                assert marked or not repeat
                repeat = marked
                now += delay
                assert now - CREATED < GIVE_UP_AFTER or now - at < FAIR_CHANCE
            case MoveTo(channel=other):
                assert other not in {name, *tried}
                tried, name, at, attempts = (*tried, name), other, now, 0
            case Done() | Hold() | DeadLetter():
                return
    pytest.fail("the delivery did not end")
