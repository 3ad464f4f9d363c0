"""docs/channels.md: every URL in it is one, of the service its heading names."""

import re
from pathlib import Path

import pytest

from monitor.adapters import apprise_sender
from monitor.adapters.apprise_sender.urls import load, room
from monitor.core.rendering import rooms

DOCUMENT = (Path(__file__).parents[2] / "docs" / "channels.md").read_text()
SECTIONS = re.findall(
    r"^## ([^\n]+)\n(?:(?!^## ).)*?^```text\n([^\n]+)\n```$", DOCUMENT, re.DOTALL | re.MULTILINE
)
KINDS = {
    "Slack, a web hook": "Slack",
    "Slack, a bot": "Slack",
    "E-mail": "E-Mail",
    "Microsoft Teams": "Power Automate / Workflows (for MSTeams)",
    "SMS": "Twilio",
    "A web hook of your own": "JSON",
}


def test_the_common_channels_are_there() -> None:
    assert [name for name, _ in SECTIONS] == [
        "Slack, a web hook", "Slack, a bot", "E-mail", "Telegram", "Discord", "Mattermost", "Microsoft Teams", "ntfy",
        "Matrix", "PagerDuty", "SMS", "A web hook of your own",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "url"), SECTIONS, ids=[name for name, _ in SECTIONS])
def test_every_url_is_a_channel(name: str, url: str) -> None:
    assert apprise_sender.problems(url) is None
    shown = apprise_sender.kind(url)
    assert shown.replace(" ", "").lower() == KINDS.get(name, name).replace(" ", "").lower()


@pytest.mark.parametrize(
    "schema", re.findall(r"`(\w+)://`, (?=`|code)", DOCUMENT.split("## What is refused")[1])
)
def test_what_is_said_to_be_refused_is(schema: str) -> None:
    assert "on_this_machine" in str(apprise_sender.problems(f"{schema}://"))


@pytest.mark.parametrize("name", re.findall(r"`(\w+)=`", DOCUMENT.split("## What is refused")[1]))
def test_parameters_said_to_be_refused_are(name: str) -> None:
    assert f"says {name}=" in str(apprise_sender.problems(f"json://hooks.example.org/?{name}=1"))


def test_the_lengths_are_those() -> None:
    urls = dict(SECTIONS)
    shown = {}
    for name in ("ntfy", "PagerDuty", "SMS"):
        service = load(urls[name])
        assert not isinstance(service, str)
        shown[name] = room(service).body
    assert shown == {"ntfy": 4000, "PagerDuty": 1024, "SMS": 160}
    assert rooms.ANY.body == 1500
    assert "ntfy 4,000 bytes, PagerDuty 1,024 characters, SMS 160" in DOCUMENT
