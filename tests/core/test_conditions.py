"""How a channel is doing: when it rests, opens, breaks, comes back, and who hears of it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.channels import Severity
from monitor.core.deliveries import Ambiguous, Condition, NotSent, Rejected, SendResult, Sent, State
from monitor.core.deliveries.conditions import (
    LONGEST_COOL_DOWN,
    MEND_TRY,
    MOST_FAILURES,
    TELL_AFTER,
    Word,
    after,
    messenger,
    notice,
    owed,
)
from monitor.core.ids import ChannelName

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
DESK, MAIL, PHONE = ChannelName("desk"), ChannelName("mail"), ChannelName("phone")
REFUSED = NotSent(detail="connection refused")
UNANSWERED = Ambiguous(detail="no answer within 20s")
BROKEN = Condition(state=State.BROKEN, failures=1, since=NOW, detail="HTTP 401", probes=1)
OPEN = Condition(state=State.OPEN, failures=5, since=NOW, detail="connection refused", probes=1)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def through(*results: SendResult, condition: Condition | None = None, jitter: float = 1.0) -> Condition:
    """A channel that answers so, a minute apart."""
    found = condition or Condition()
    for turn, result in enumerate(results):
        found = after(found, result, now=NOW + turn * timedelta(minutes=1), jitter=jitter)
    return found


def test_what_works_has_nothing_to_remember() -> None:
    assert through(Sent()) == through(REFUSED, UNANSWERED, Sent()) == Condition()


def test_some_failures_in_a_row_open_it_and_say_since_when() -> None:
    failing = through(*[REFUSED] * (MOST_FAILURES - 1))
    assert (failing.state, failing.rest) == (State.WORKING, timedelta(0))
    opened = after(failing, UNANSWERED, now=NOW + timedelta(minutes=9), jitter=1.0)
    assert opened == Condition(
        state=State.OPEN,
        failures=MOST_FAILURES,
        since=NOW,
        detail=UNANSWERED.detail,
        probes=1,
        rest=seconds(10),
    )


def test_failures_that_are_not_in_a_row_do_not_open_it() -> None:
    results: list[SendResult] = [REFUSED, REFUSED, REFUSED, REFUSED, Sent()]
    assert not through(*results * 3, REFUSED).shut


def test_probes_keep_a_growing_distance() -> None:
    found, distances = through(*[REFUSED] * MOST_FAILURES), []
    for _ in range(6):
        distances.append(found.rest)
        found = after(found, REFUSED, now=NOW, jitter=1.0)
    assert distances == [seconds(each) for each in (10, 20, 40, 80, 120, 120)]
    assert after(found, REFUSED, now=NOW, jitter=0.0).rest == seconds(60), "never less than half of it"


@pytest.mark.parametrize("shut", [OPEN, BROKEN])
def test_one_message_that_gets_through_closes_it(shut: Condition) -> None:
    assert through(Sent(), condition=shut) == Condition()


def test_an_address_that_is_refused_breaks_it_at_once() -> None:
    broken = through(Rejected(detail="HTTP 404"))
    assert broken == Condition(
        state=State.BROKEN, failures=1, since=NOW, detail="HTTP 404", probes=1, rest=MEND_TRY
    )


@pytest.mark.parametrize("result", [REFUSED, UNANSWERED, Rejected(detail="HTTP 410")])
def test_what_is_broken_stays_so_until_it_takes_something(result: SendResult) -> None:
    found = through(result, condition=BROKEN)
    assert (found.state, found.rest, found.since) == (State.BROKEN, MEND_TRY, NOW)


@pytest.mark.parametrize("before", [Condition(), Condition(failures=4, since=NOW, detail="x"), OPEN, BROKEN])
def test_a_message_that_is_refused_alone_says_nothing_about_its_channel(before: Condition) -> None:
    assert through(Rejected(detail="HTTP 400", message=True), condition=before) == before


@pytest.mark.parametrize(
    ("asked", "rest"), [(30, seconds(30)), (0, timedelta(0)), (-5, timedelta(0)), (10**8, LONGEST_COOL_DOWN)]
)
def test_a_channel_that_asks_for_a_pause_gets_it_for_all_its_messages(asked: int, rest: timedelta) -> None:
    result = NotSent(detail="HTTP 429", retry_after=seconds(asked))
    assert through(REFUSED, result) == Condition(rest=rest, detail="HTTP 429")
    assert not through(result, condition=OPEN).shut, "who asks for a pause is there"


@given(
    st.lists(
        st.sampled_from(
            [
                Sent(),
                REFUSED,
                UNANSWERED,
                Rejected(detail="r"),
                Rejected(detail="m", message=True),
                NotSent(detail="429", retry_after=seconds(90)),
            ]
        ),
        max_size=30,
    ),
    st.floats(0, 1, exclude_max=True),
)
def test_whatever_it_answers_it_is_tried_again(results: list[SendResult], jitter: float) -> None:
    found = Condition()
    for result in results:
        found = after(found, result, now=NOW, jitter=jitter)
        assert timedelta(0) <= found.rest <= max(LONGEST_COOL_DOWN, MEND_TRY)
        if found.shut:
            assert found.since == NOW
            assert found.rest or (isinstance(result, Rejected) and result.message)
    assert through(Sent(), condition=found) == Condition()


class TestOperator:
    @pytest.mark.parametrize(
        ("condition", "age", "word"),
        [
            (Condition(), seconds(0), None),
            (Condition(failures=4, since=NOW), timedelta(days=1), None),
            (BROKEN, seconds(0), Word.BROKEN),
            (OPEN, TELL_AFTER, None),
            (OPEN, TELL_AFTER + seconds(1), Word.OPEN),
            (Condition(told=MAIL, since=NOW), seconds(0), Word.RECOVERED),
        ],
    )
    def test_the_operator_hears_what_lasts(
        self, condition: Condition, age: timedelta, word: Word | None
    ) -> None:
        assert owed(condition, NOW + age) is word

    def test_the_operator_hears_it_once_and_once_when_it_is_over(self) -> None:
        told = Condition(
            state=State.OPEN, failures=9, since=NOW, detail="connection refused", probes=4, told=MAIL
        )
        assert owed(told, NOW + timedelta(days=1)) is None
        assert owed(through(Rejected(detail="HTTP 401"), condition=told), NOW) is None, "the same incident"
        over = through(Sent(), condition=told)
        assert over == Condition(since=NOW, told=MAIL)
        assert owed(over, NOW) is Word.RECOVERED
        assert through(REFUSED, condition=Condition(since=NOW, told=MAIL)).told == MAIL

    @pytest.mark.parametrize(
        ("operator", "others", "known", "expected"),
        [
            (MAIL, (DESK, MAIL, PHONE), {}, MAIL),
            (DESK, (DESK, MAIL, PHONE), {}, MAIL),
            (MAIL, (DESK, MAIL, PHONE), {MAIL: OPEN}, PHONE),
            (MAIL, (DESK, MAIL), {MAIL: BROKEN}, MAIL),
            (DESK, (DESK,), {}, None),
        ],
    )
    def test_bad_news_take_another_way_than_the_channel_they_are_about(
        self,
        operator: ChannelName,
        others: tuple[ChannelName, ...],
        known: dict[ChannelName, Condition],
        expected: ChannelName | None,
    ) -> None:
        found = messenger(DESK, BROKEN, operator=operator, others=others, known={DESK: BROKEN} | known)
        assert found == expected

    def test_good_news_take_the_way_of_the_bad(self) -> None:
        over = Condition(told=PHONE, since=NOW)
        assert messenger(DESK, over, operator=MAIL, others=(DESK, MAIL, PHONE), known={}) == PHONE
        assert messenger(DESK, over, operator=MAIL, others=(DESK, MAIL, PHONE), known={PHONE: OPEN}) == MAIL
        assert messenger(DESK, over, operator=DESK, others=(DESK,), known={}) == PHONE, "as it was told"

    def test_an_incident_has_one_id_and_another_one_another(self) -> None:
        def told(condition: Condition, minutes: int = 0) -> str:
            now = NOW + timedelta(minutes=minutes)
            return notice(DESK, condition, Word.BROKEN, fallback=MAIL, now=now, zone=UTC).id

        later = Condition(state=State.BROKEN, since=NOW + timedelta(hours=1), detail="HTTP 401")
        assert told(BROKEN) == told(BROKEN, minutes=3)
        assert told(BROKEN) != told(later)

    def test_a_notice_says_what_to_do(self) -> None:
        alert = notice(DESK, BROKEN, Word.BROKEN, fallback=MAIL, now=NOW, zone=UTC)
        assert (alert.title, alert.severity) == ("Channel desk is broken: HTTP 401", Severity.HIGH)
        assert "go to mail" in alert.excerpt
        assert "newsmonitor channels test desk" in alert.excerpt
        over = notice(DESK, Condition(since=NOW, told=MAIL), Word.RECOVERED, fallback=None, now=NOW, zone=UTC)
        assert (over.title, over.severity) == ("Channel desk works again", Severity.INFO)
