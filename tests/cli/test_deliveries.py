"""newsmonitor deliveries: what has not reached people, and what a person does about it."""

from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.core.deliveries import DeadLetter, Done, delivery_id
from monitor.core.errors import UsageError
from monitor.core.ids import AlertId, ChannelName
from tests.builders import channel
from tests.cli.verbs import Shell, told
from tests.contracts.test_outbox import claimed


@pytest.fixture
async def newsmonitor(tmp_path: Path, client: Any) -> Shell:
    return await Shell.over(tmp_path, client)


def on(alert: str, name: str) -> str:
    return delivery_id(AlertId(alert), ChannelName(name))


async def dead(store: RedisStore, name: str = "mail") -> None:
    claim = claimed(await store.outbox.claim(channel(name)))
    await store.outbox.finish(claim, DeadLetter(detail="mail.example answered 535"))


async def states(store: RedisStore, *deliveries: str) -> list[str]:
    reports = [await store.reading.delivery(each) for each in deliveries]  # type: ignore[arg-type]  # DeliveryId
    return [report.state if report else "-" for report in reports]


async def test_when_all_is_done_that_is_said(newsmonitor: Shell) -> None:
    assert (await newsmonitor("deliveries", "list")).stdout == "Every alert has reached its channels.\n"
    assert (await newsmonitor("deliveries", "dead")).stdout == "Nothing is dead.\n"
    assert (await newsmonitor("deliveries", "retry", "--all-dead")).stdout == "Nothing is dead.\n"


async def test_what_is_not_done_is_listed_with_its_reason(newsmonitor: Shell, store: RedisStore) -> None:
    alert = await told(store)
    await dead(store)
    listed = (await newsmonitor("deliveries", "list")).stdout
    assert on(alert, "desk")[:8] in listed
    assert "Truce talks stalled, official says (mail.example answered 535)" in listed
    (only,) = (await newsmonitor("deliveries", "dead")).stdout.splitlines()[1:]
    assert only.startswith(on(alert, "mail")[:8])
    (found,) = await newsmonitor.json("deliveries", "dead")
    assert (found["id"], found["state"], found["headline"]) == (
        on(alert, "mail"),
        "dead",
        "Truce talks stalled, official says",
    )


async def test_a_dead_letter_is_sent_again_by_the_beginning_of_its_id(
    newsmonitor: Shell, store: RedisStore
) -> None:
    mail = on(await told(store), "mail")
    await dead(store)
    result = await newsmonitor("deliveries", "retry", mail[:8])
    assert (result.exit_code, result.stdout) == (
        0,
        f"{mail[:8]} on mail: will be sent again (it had been given up)\n",
    )
    assert await states(store, mail) == ["waiting"]


async def test_all_dead_letters_are_sent_again_and_nothing_else(
    newsmonitor: Shell, store: RedisStore
) -> None:
    alert = await told(store)
    await dead(store)
    other = await told(store, "later", title="Peace talks stalled again")
    await dead(store)
    result = await newsmonitor("deliveries", "retry", "--all-dead")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 2
    assert await states(store, on(alert, "mail"), on(other, "mail")) == ["waiting", "waiting"]


async def test_a_delivery_is_dropped(newsmonitor: Shell, store: RedisStore) -> None:
    mail = on(await told(store), "mail")
    result = await newsmonitor("deliveries", "drop", mail)
    assert (result.exit_code, result.stdout) == (0, f"{mail[:8]} on mail: dropped (it was waiting)\n")
    assert await states(store, mail) == ["dropped"]
    again = await newsmonitor("deliveries", "drop", mail)
    assert (again.exit_code, again.stderr) == (
        1,
        f"{mail[:8]} on mail: left alone, it was dropped before\n",
    )
    back = await newsmonitor("deliveries", "retry", mail)
    assert (back.exit_code, back.stdout) == (
        0,
        f"{mail[:8]} on mail: will be sent again (it had been dropped)\n",
    )


async def test_what_is_under_way_or_done_is_left_alone_and_the_rest_is_done(
    newsmonitor: Shell, store: RedisStore
) -> None:
    alert = await told(store)
    claim = claimed(await store.outbox.claim(channel("desk")))
    desk, mail = on(alert, "desk"), on(alert, "mail")
    result = await newsmonitor("deliveries", "drop", desk, mail)
    assert result.exit_code == 1
    assert result.stderr == f"{desk[:8]} on desk: left alone, it is being sent right now\n"
    assert await states(store, desk, mail) == ["sending", "dropped"]
    await store.outbox.finish(claim, Done())
    result = await newsmonitor("deliveries", "retry", desk)
    assert result.stderr == f"{desk[:8]} on desk: left alone, it was sent\n"


async def test_an_id_that_fits_nothing_is_named(newsmonitor: Shell, store: RedisStore) -> None:
    await told(store)
    result = await newsmonitor("deliveries", "drop", "zzzzzzzz", "abc")
    assert result.exit_code == 1
    assert "zzzzzzzz: no such delivery" in result.stderr
    assert "abc: too short" in result.stderr


async def test_naming_nothing_is_wrong_usage(newsmonitor: Shell) -> None:
    for verb in (["retry"], ["drop"], ["retry", "abcdef", "--all-dead"]):
        assert isinstance((await newsmonitor("deliveries", *verb)).exception, UsageError)
