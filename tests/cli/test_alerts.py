"""newsmonitor alerts: what was told."""

from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.core.deliveries import DeadLetter, Done
from monitor.core.errors import StoreAway
from monitor.core.ids import AlertId, short
from tests.builders import channel
from tests.cli.verbs import Shell, told
from tests.contracts.test_outbox import claimed


@pytest.fixture
async def newsmonitor(tmp_path: Path, client: Any) -> Shell:
    return await Shell.over(tmp_path, client)


async def one_told_one_dead(store: RedisStore) -> str:
    alert = await told(store)
    await store.outbox.finish(claimed(await store.outbox.claim(channel("desk"))), Done())
    await store.outbox.finish(
        claimed(await store.outbox.claim(channel("mail"))), DeadLetter(detail="mail.example answered 535")
    )
    return alert


async def test_no_alerts_is_said(newsmonitor: Shell) -> None:
    result = await newsmonitor("alerts", "list")
    assert (result.exit_code, result.stdout) == (0, "No alerts so far.\n")
    assert await newsmonitor.json("alerts", "list") == []


async def test_alerts_are_listed_in_one_line_each(newsmonitor: Shell, store: RedisStore) -> None:
    alert = await one_told_one_dead(store)
    result = await newsmonitor("alerts", "list")
    assert result.exit_code == 0
    heading, line = result.stdout.splitlines()
    assert heading.split() == ["id", "when", "severity", "rule", "told", "headline"]
    assert line.split() == [
        f"#{short(alert)}",
        *("2023-12-02", "15:30", "high", "talks-stalled", "1", "sent,", "1", "dead"),
        *("Truce", "talks", "stalled,", "official", "says", "(BBC)"),
    ]
    assert line.index("2023-12-02 15:30") == heading.index("when"), (
        "in the zone of the configuration, aligned"
    )


async def test_a_limit_keeps_the_newest(newsmonitor: Shell, store: RedisStore) -> None:
    await told(store)
    await told(store, "later", title="Peace talks stalled again")
    assert len(await newsmonitor.json("alerts", "list", "--limit", "1")) == 1
    assert len(await newsmonitor.json("alerts", "list")) == 2


async def test_an_alert_is_shown_with_its_evidence_and_every_delivery(
    newsmonitor: Shell, store: RedisStore
) -> None:
    alert = await one_told_one_dead(store)
    for wanted in (short(alert), f"#{short(alert).lower()}", alert[:9]):
        shown = (await newsmonitor("alerts", "show", wanted)).stdout
        for piece in (
            f"#{short(alert)}",
            "“talks stalled” (title)",
            "https://news.example/talks",
            "mail.example answered 535",
        ):
            assert piece in shown
    found = await newsmonitor.json("alerts", "show", short(alert))
    assert found["id"] == AlertId(alert)
    assert found["published"] == "2023-12-02T14:27:00+00:00"
    assert {each["channel"]: each["state"] for each in found["deliveries"]} == {
        "desk": "sent",
        "mail": "dead",
    }


async def test_an_alert_that_is_not_kept_is_1(newsmonitor: Shell) -> None:
    result = await newsmonitor("alerts", "show", "ZZZZZ")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no alert ZZZZZ is kept" in result.stderr


async def test_what_feeds_wrote_cannot_command_the_terminal(newsmonitor: Shell, store: RedisStore) -> None:
    alert = await told(store, title="Talks\x1b[2J stalled\u202e")
    for verb in (["alerts", "list"], ["alerts", "show", short(alert)], ["deliveries", "list"]):
        shown = (await newsmonitor(*verb)).stdout
        assert "stalled" in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown


async def test_without_a_daemon_the_remedy_is_named(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(
        "feeds: [{id: herald, url: 'https://herald.example/feed', outlet: Herald}]\nrules: []\n"
    )
    result = await Shell(config)("alerts", "list")
    assert isinstance(result.exception, StoreAway)
    assert str(result.exception) == (
        f"no daemon is running here (state_dir {tmp_path / 'state'}); start one: newsmonitor run"
    )


async def test_a_store_that_does_not_answer_is_named_with_the_place_of_its_address(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(
        f"store: {{url: 'unix://{tmp_path}/none.sock'}}\n"
        "feeds: [{id: herald, url: 'https://herald.example/feed', outlet: Herald}]\nrules: []\n"
    )
    result = await Shell(config)("alerts", "list")
    assert isinstance(result.exception, StoreAway)
    assert f"store.url in {config}" in str(result.exception)
