"""The channels verbs as a person calls them: against real servers, and a real store for alerts that were told."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from monitor.adapters import connection
from monitor.adapters.redis_store import RedisStore
from monitor.cli import channels
from monitor.core import rendering
from monitor.core.errors import UsageError
from monitor.core.ids import ChannelName
from monitor.core.rendering import mail, slack
from tests.adapters import messages
from tests.adapters.channel_servers import Endpoint, endpoint, free_port
from tests.adapters.store_server import StoreServer

SECRET = "s3cr3t0123456789ABCDEFGH"


@pytest.fixture
def server() -> Iterator[Endpoint]:
    with endpoint() as told:
        yield told


def config(folder: Path, *urls: str, store: str = "") -> Path:
    """Channels one, two, ... with these addresses; one falls back to the last."""
    names = ["one", "two", "three"][: len(urls)]
    lines = [f'  {name}: {{url: "{url}"}}' for name, url in zip(names, urls, strict=True)]
    if len(urls) > 1:
        lines[0] = lines[0].replace("}", f", fallback: {names[-1]}}}")
    (folder / "rules").mkdir(exist_ok=True)
    path = folder / "config.yaml"
    header = f"network: {{allow_private: [127.0.0.1]}}\nzone: Europe/Paris\nstore: {{url: {store or 'null'}}}\nroutes: {{default: [one]}}\nchannels:\n"
    path.write_text(header + "\n".join(lines) + "\n")
    path.chmod(0o600)
    return path


def call(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(channels.app, [str(each) for each in arguments], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_channels_are_listed_with_their_service_and_without_their_secrets(tmp_path: Path) -> None:
    path = config(tmp_path, f"json://127.0.0.1/{SECRET}", "console://")
    code, shown, _ = call("list", "--config", path)
    assert code == 0
    assert [line.split() for line in shown.splitlines()] == [
        ["name", "service", "fallback", "problem"],
        ["one", "JSON", "two", "-"],
        ["two", "console", "-", "-"],
    ]
    code, shown, _ = call("list", "--config", path, "--json")
    assert json.loads(shown)[0] == {"name": "one", "service": "JSON", "fallback": "two", "problem": None}
    assert SECRET not in shown


def test_a_channel_that_cannot_work_is_listed_with_the_remedy(tmp_path: Path) -> None:
    code, shown, _ = call("list", "--config", config(tmp_path, f"slak://{SECRET}"))
    assert code == 1
    assert "slak://" in shown
    assert "did you mean slack://?" in shown
    assert SECRET not in shown


def test_a_test_message_goes_out_and_says_that_it_is_one(tmp_path: Path, server: Endpoint) -> None:
    path = config(tmp_path, server.url.replace("http://", "json://"))
    assert call("test", "one", "--config", path) == (0, "one: taken. Look whether it has arrived.\n", "")
    [(_, body)] = server.received
    told = json.loads(body)
    assert told["title"] == "[newsmonitor] Test of channel one"
    assert "It was sent by hand; nothing has happened." in told["message"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (404, "one: refused for good: HTTP 404: the channel does not accept its address or token\nMend its address"),
        (400, "one: this message was refused: HTTP 400: the channel does not take this message\nThe channel may take"),
        (500, "one: nobody can tell whether it arrived: HTTP 500\nLook into the channel."),
    ],
)  # fmt: skip
def test_what_became_of_a_test_message_is_said_with_the_remedy(
    tmp_path: Path, server: Endpoint, answer: int, said: str
) -> None:
    server.answer = answer
    path = config(tmp_path, server.url.replace("http://", "json://") + f"/{SECRET}")
    code, shown, error = call("test", "one", "--config", path)
    assert (code, shown) == (1, "")
    assert error.startswith(said)
    assert f"channels.one in {path}" in error
    assert SECRET not in error


def test_a_service_that_is_down_is_told(tmp_path: Path) -> None:
    code, _, error = call("test", "one", "--config", config(tmp_path, f"json://127.0.0.1:{free_port()}"))
    assert code == 1
    assert error.startswith("one: not sent: connection refused\n")


def test_the_console_is_tested_like_any_other_channel(tmp_path: Path) -> None:
    code, shown, error = call("test", "one", "--config", config(tmp_path, "console://"))
    assert code == 0
    assert json.loads(shown)["headline"] == "Test of channel one"
    assert error == "one: taken. Look whether it has arrived.\n"


def test_an_unknown_channel_is_answered_with_those_there_are(tmp_path: Path) -> None:
    path = config(tmp_path, "console://", "console://")
    with pytest.raises(UsageError, match=r"no channel tow in .*; did you mean two\? There are: one, two"):
        call("test", "tow", "--config", path)


def example() -> rendering.Message:
    return rendering.render(channels._example(), zone=ZoneInfo("Europe/Paris"))


def test_the_example_is_shown_as_plain_text_in_the_zone_of_the_configuration(tmp_path: Path) -> None:
    path = config(tmp_path, "console://")
    code, shown, _ = call("preview", "--example", "--config", path)
    assert (code, shown) == (0, f"{example().title}\n\n{example().body}\n")
    assert "2023-12-02 14:40 CET" in shown
    _, shown, _ = call("preview", "--example", "--config", path, "--json")
    assert json.loads(shown) == {"title": example().title, "body": example().body}


def test_the_example_is_shown_as_the_mail_it_would_be(tmp_path: Path) -> None:
    arguments = ("preview", "--example", "--as", "email", "--config", config(tmp_path, "console://"))
    document = mail.html(example().card)
    assert call(*arguments)[1] == f"Subject: {example().title}\n\n{mail.plain(example().card)}\n"
    assert call(*arguments, "--html")[1] == document
    assert json.loads(call(*arguments, "--json")[1]) == {
        "subject": example().title,
        "text": mail.plain(example().card),
        "html": document,
    }


def test_the_example_is_shown_as_the_payload_slack_would_get(tmp_path: Path) -> None:
    code, shown, _ = call("preview", "--example", "--as", "slack", "--config", config(tmp_path, "console://"))
    assert code == 0
    assert json.loads(shown) == slack.payload(example().card)


@pytest.mark.parametrize("form", ["telegram", "discord", "ntfy", "sms"])
def test_the_example_is_shown_as_a_phone_would_get_it(tmp_path: Path, form: str) -> None:
    arguments = ("preview", "--example", "--as", form, "--config", config(tmp_path, "console://"))
    code, shown, _ = call(*arguments)
    told = json.loads(call(*arguments, "--json")[1])
    assert code == 0
    assert shown == "\n\n".join(filter(None, (told["title"], told["body"]))) + "\n"
    assert "https://news.example/world/truce-talks-stall" in shown.splitlines()
    if form == "sms":
        assert len(shown) <= 161
        assert told["title"] == ""


def test_every_word_the_example_says_it_matched_is_marked() -> None:
    card = example().card
    lines = [card.headline, *(item.line for item in card.excerpt)]
    marked = [span.text for line in lines for span in line if span.marked]
    assert marked == ["talks stall", "talks", "deadlock"]


@pytest.mark.parametrize(
    "arguments",
    [(), ("A7F3K", "--example"), ("--example", "--html"), ("--example", "--as", "text", "--html")],
)
def test_a_preview_of_nothing_or_of_two_things_is_wrong_usage(arguments: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        call("preview", *arguments)


async def test_an_alert_that_was_told_is_found_by_its_short_id(
    tmp_path: Path, client: Any, store: RedisStore, store_server: StoreServer
) -> None:
    await connection.settle_schema(client)
    told = messages.alert()
    await store.desk.notice(told, ChannelName("one"))
    path = config(tmp_path, "console://", store=store_server.url)
    code, shown, _ = await asyncio.to_thread(call, "preview", f"#{told.short}", "--config", path)
    assert code == 0
    assert shown.startswith("[HIGH] Truce talks stalled\n\nTruce talks stalled in Doha\n")
    missing: tuple[Any, ...] = await asyncio.to_thread(call, "preview", "ZZZZZ", "--config", path)
    assert missing == (1, "", "no alert ZZZZZ is kept; newsmonitor alerts list shows the newest\n")
