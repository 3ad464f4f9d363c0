import json
from datetime import UTC
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo

import pytest

from monitor.adapters.console import ConsoleSender
from monitor.core.channels import Severity
from monitor.core.deliveries import Ambiguous, NotSent, Sent
from tests.adapters import messages

HOSTILE: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "golden" / "messages" / "hostile-titles.json").read_text()
)


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


class Broken(StringIO):
    def __init__(self, trouble: OSError) -> None:
        super().__init__()
        self.trouble = trouble

    def write(self, _: str) -> int:
        raise self.trouble


def sender(stream: TextIO, *, colour: bool = False) -> ConsoleSender:
    return ConsoleSender(stream, zone=ZoneInfo("Europe/Paris"), colour=colour)


def test_a_terminal_shows_the_message_as_other_channels_do() -> None:
    terminal = Terminal()
    assert sender(terminal).send(messages.message()) == Sent()
    assert terminal.getvalue() == (
        "15:41:00 [HIGH] Truce talks stalled\n"
        "Truce talks stalled in Doha\n"
        "Example News · 2026-11-22 14:32 UTC\n"
        "\n"
        "Both delegations left the Qatari capital.\n"
        "\n"
        "https://news.example/world/truce-talks\n"
        "Why: talks-stalled matched “talks”\n"
        "#4SPWG\n"
        "\n"
    )


def test_a_terminal_with_colour_shows_severity_and_the_words_that_fired() -> None:
    terminal = Terminal()
    sender(terminal, colour=True).send(messages.message(severity=Severity.CRITICAL))
    shown = terminal.getvalue()
    assert "\x1b[1;97;41m[CRITICAL] Truce talks stalled\x1b[0m" in shown
    assert "\x1b[1mTruce \x1b[4mtalks\x1b[24m stalled in Doha\x1b[0m" in shown
    assert "\nhttps://news.example/world/truce-talks\n" in shown


def test_a_pipe_gets_one_json_object_per_line() -> None:
    pipe = StringIO()
    assert sender(pipe, colour=True).send(messages.message(repeat=True)) == Sent()
    sender(pipe).send(messages.message("Second"))
    first, second = pipe.getvalue().splitlines()
    assert json.loads(first) == {
        "id": "story-1:new",
        "short": "4SPWG",
        "raised": "2026-11-22T14:41:00+00:00",
        "severity": "high",
        "title": "Truce talks stalled",
        "rules": ["talks-stalled"],
        "headline": "Truce talks stalled in Doha",
        "excerpt": "Both delegations left the Qatari capital.",
        "link": "https://news.example/world/truce-talks",
        "outlet": "Example News",
        "published": "2026-11-22T14:32:00+00:00",
        "reason": "new",
        "matched": ["talks"],
        "repeat": True,
    }
    assert json.loads(second)["headline"] == "Second"


def test_a_program_gets_the_headline_in_its_own_characters() -> None:
    pipe = StringIO()
    sender(pipe).send(messages.message("محادثات @الهدنة *تتعثر*"))
    assert "محادثات @الهدنة *تتعثر*" in pipe.getvalue()


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["name"])
@pytest.mark.parametrize("stream_type", [StringIO, Terminal])
def test_a_headline_cannot_command_the_terminal(case: dict[str, Any], stream_type: type[StringIO]) -> None:
    stream = stream_type()
    assert sender(stream).send(messages.message(case["text"] * int(case.get("repeat", 1)))) == Sent()
    shown = stream.getvalue()
    shown.encode()
    assert not [c for c in shown if not c.isprintable() and c not in "\n\u200c\u200d"]


def test_a_stream_of_another_encoding_still_gets_the_message() -> None:
    buffer = BytesIO()
    with TextIOWrapper(buffer, encoding="ascii") as stream:
        assert sender(stream).send(messages.message("Gespräche 停火")) == Sent()
        written = buffer.getvalue().decode("ascii")
    assert "Gespr\\xe4che \\u505c\\u706b" in written


def test_a_reader_that_left_is_not_an_error_of_ours() -> None:
    assert sender(Broken(BrokenPipeError())).send(messages.message()) == NotSent(
        detail="nobody reads standard output any more"
    )


def test_a_full_disk_leaves_it_open_what_was_written() -> None:
    assert sender(Broken(OSError(28, "No space left on device"))).send(messages.message()) == Ambiguous(
        detail="standard output: No space left on device"
    )


def test_a_closed_stream_takes_nothing() -> None:
    stream = StringIO()
    stream.close()
    assert sender(stream).send(messages.message()) == NotSent(detail="standard output is closed")


def test_an_alert_without_dates_or_evidence_is_shown_too() -> None:
    from dataclasses import replace

    from monitor.core import rendering

    bare = replace(messages.alert(), published=None, fetched=None, evidence=())
    pipe, terminal = StringIO(), Terminal()
    for stream in (pipe, terminal):
        assert sender(stream, colour=True).send(rendering.render(bare, zone=UTC)) == Sent()
    assert json.loads(pipe.getvalue())["published"] is None
    assert "\x1b[4m" not in terminal.getvalue()
