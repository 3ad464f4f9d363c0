"""newsmonitor alerts: what was told."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.adapters.redis_store.scripts import key
from monitor.core.deliveries import DeadLetter, Done
from monitor.core.errors import StoreAway, UsageError
from monitor.core.ids import AlertId, short
from tests.builders import channel
from tests.cli.newsroom import Newsroom
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


class TestStories:
    """Alerts of the real desk."""

    @pytest.fixture
    async def room(self, newsmonitor: Shell, store: RedisStore, client: Any) -> Newsroom:
        room = Newsroom(store, client, newsmonitor.config.parent)
        await room.hears_of_two_events()
        return room

    @pytest.fixture(autouse=True)
    def heard(self, room: Newsroom) -> None:
        pass

    async def of(self, newsmonitor: Shell, phase: str) -> str:
        listed = await newsmonitor.json("alerts", "list")
        (found,) = [each["short"] for each in listed if each["phase"].startswith(phase)]
        assert isinstance(found, str)
        return found

    async def test_a_list_says_what_updates_say(self, newsmonitor: Shell) -> None:
        _, edit, outlets, new = (await newsmonitor("alerts", "list")).stdout.splitlines()
        assert edit.endswith("(BBC); headline edited")
        assert outlets.endswith("(North Wire); 3 independent outlets tell it")
        assert new.endswith("official says (BBC)")

    async def test_what_waited_in_vain_is_marked(self, newsmonitor: Shell, room: Newsroom) -> None:
        await room.waits("confirm:", minute=40)
        listed = (await newsmonitor("alerts", "list")).stdout
        assert "one outlet only: Ferry sinks off Samar, sixty aboard (North Wire)" in listed

    async def test_an_alert_is_shown_as_it_was_told_with_its_article_in_short(
        self, newsmonitor: Shell
    ) -> None:
        shown = (await newsmonitor("alerts", "show", await self.of(newsmonitor, "outlets"))).stdout
        for piece in (
            "outlets     3 independent: BBC, Harbour Herald, North Wire; 4 articles",
            "held back   2 not told since the message before",
            "As it was told:\n  [HIGH] Truce talks stalled\n  Update: 3 independent outlets tell it\n",
            "  It belongs to the story: ",
            "  rule talks-stalled: told as an update: 3 independent outlets tell it",
        ):
            assert piece in shown
        assert re.search(r"story       (\w{5}) \(newsmonitor stories show \1\)", shown)

    async def test_the_article_in_short_is_the_text_that_was_told(self, newsmonitor: Shell) -> None:
        shown = (await newsmonitor("alerts", "show", await self.of(newsmonitor, "new"))).stdout
        assert "rule talks-stalled: alert raised: new story" in shown, "not what was said of its edit"
        shown = (await newsmonitor("alerts", "show", await self.of(newsmonitor, "edit"))).stdout
        assert "rule talks-stalled: told as an update: headline edited" in shown
        assert "was: Truce talks stall in Doha, official says" in shown

    async def test_programs_get_the_text_and_the_reasons(self, newsmonitor: Shell) -> None:
        found = await newsmonitor.json("alerts", "show", await self.of(newsmonitor, "outlets"))
        assert found["text"]["title"] == "[HIGH] Truce talks stalled"
        assert found["of_story"]["articles"] == 4
        assert [record["reason"] for record in found["desk"]] == ["update"]
        assert found["placed"]["terms"]

    async def test_an_export_has_a_line_an_alert_the_oldest_first(self, newsmonitor: Shell) -> None:
        lines = (await newsmonitor("alerts", "export")).stdout.splitlines()
        first, second, third = map(json.loads, lines)
        assert [each["phase"].partition(":")[0] for each in (first, second, third)] == [
            "new",
            "outlets",
            "edit",
        ]
        assert (second["outlets"], second["articles"], second["rules"]) == (3, 4, ["talks-stalled"])
        assert (second["channels"], second["label"]) == ({"desk": "waiting"}, None)
        table = list(
            csv.DictReader((await newsmonitor("alerts", "export", "--format", "csv")).stdout.splitlines())
        )
        assert [row["id"] for row in table] == [first["id"], second["id"], third["id"]]
        assert list(table[0]) == list(first)
        assert (table[1]["channels"], table[1]["raised"]) == ("desk:waiting", "2023-12-02T14:39:00+00:00")

    async def test_an_export_reaches_back_as_far_as_asked(self, newsmonitor: Shell, client: Any) -> None:
        (oldest, _, _) = await client.zrange(key("alerts"), 0, -1)
        await client.zadd(key("alerts"), {oldest: 1})
        assert len((await newsmonitor("alerts", "export", "--since", "7d")).stdout.splitlines()) == 2
        assert len((await newsmonitor("alerts", "export")).stdout.splitlines()) == 3
        wrong = await newsmonitor("alerts", "export", "--since", "soon")
        assert isinstance(wrong.exception, UsageError)
        assert "write 90s, 30m, 6h, 14d or 1h30m" in str(wrong.exception)


@pytest.mark.parametrize("begun", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\uff1d1+1", " =1+1"])
async def test_a_spreadsheet_takes_no_headline_for_a_formula(
    newsmonitor: Shell, store: RedisStore, begun: str
) -> None:
    await told(store, title=f"{begun} talks stalled")
    (row,) = csv.DictReader((await newsmonitor("alerts", "export", "--format", "csv")).stdout.splitlines())
    assert row["headline"].startswith("'")
    assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r", "\uff1d")) for value in row.values())


class TestLabels:
    async def test_a_label_is_kept_with_the_alert_and_shown_everywhere(
        self, newsmonitor: Shell, store: RedisStore
    ) -> None:
        alert = await told(store)
        said = await newsmonitor("alerts", "label", short(alert), "wrong", "--note", "Another truce")
        assert (said.exit_code, said.stdout.split(":")[0]) == (0, f"#{short(alert)} labelled wrong")
        assert (await newsmonitor("alerts", "list")).stdout.rstrip().endswith("(BBC) [wrong]")
        assert "label       wrong: Another truce" in (await newsmonitor("alerts", "show", alert)).stdout
        assert "labelled wrong: Another truce" in (await newsmonitor("why", "talks")).stdout
        found = await newsmonitor.json("alerts", "show", alert)
        assert (found["label"]["label"], found["label"]["note"]) == ("wrong", "Another truce")
        (line,) = (await newsmonitor("alerts", "export")).stdout.splitlines()
        assert (json.loads(line)["label"], json.loads(line)["note"]) == ("wrong", "Another truce")

    async def test_the_last_word_counts_and_can_be_taken_back(
        self, newsmonitor: Shell, store: RedisStore
    ) -> None:
        alert = await told(store)
        await newsmonitor("alerts", "label", alert, "wrong", "--note", "Another truce")
        await newsmonitor("alerts", "label", alert, "good")
        found = await newsmonitor.json("alerts", "show", alert)
        assert (found["label"]["label"], found["label"]["note"]) == ("good", "")
        taken = await newsmonitor("alerts", "label", alert, "--remove")
        assert "no label any more" in taken.stdout
        assert (await newsmonitor.json("alerts", "show", alert))["label"] is None

    @pytest.mark.parametrize("said", [[], ["good", "--remove"], ["--remove", "--note", "x"]])
    async def test_what_makes_no_sense_is_refused(
        self, newsmonitor: Shell, store: RedisStore, said: list[str]
    ) -> None:
        alert = await told(store)
        assert isinstance((await newsmonitor("alerts", "label", alert, *said)).exception, UsageError)

    async def test_another_word_names_those_there_are(self, newsmonitor: Shell, store: RedisStore) -> None:
        result = await newsmonitor("alerts", "label", await told(store), "bad")
        assert result.exit_code == 2
        for word in ("good", "wrong", "duplicate", "late"):
            assert word in result.stderr

    async def test_an_unknown_alert_is_1(self, newsmonitor: Shell) -> None:
        result = await newsmonitor("alerts", "label", "ZZZZZ", "good")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "no alert ZZZZZ is kept" in result.stderr
