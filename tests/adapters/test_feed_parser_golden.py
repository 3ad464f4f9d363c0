"""Every feed of tests/golden/feeds reads as its .json says: what was given, then the feed and entries, or the error."""

import dataclasses
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.parser_worker import document, wire
from monitor.core.errors import ParseFailed
from monitor.core.parsing import Parsed

FEEDS = Path(__file__).parents[1] / "golden" / "feeds"
CASES = sorted(path for path in FEEDS.iterdir() if path.suffix != ".json")


@pytest.mark.parametrize("feed", CASES, ids=lambda path: path.stem)
def test_reads_as_written_down(feed: Path) -> None:
    expected = json.loads(feed.with_suffix(".json").read_text("utf-8"))

    assert read(feed.read_bytes(), expected["given"]) == expected


@pytest.mark.parametrize("feed", CASES, ids=lambda path: path.stem)
def test_a_reply_survives_the_pipe(feed: Path) -> None:
    outcome = read_or_failure(feed.read_bytes(), url="", content_type=None)

    reply = through_the_pipe(wire.Reply(outcome=outcome, tired=True))

    assert reply.tired
    assert str(reply.outcome) == str(outcome)


def test_every_expectation_has_its_feed() -> None:
    assert {path.stem for path in FEEDS.glob("*.json")} == {path.stem for path in CASES}


def through_the_pipe(reply: wire.Reply) -> wire.Reply:
    return wire.unpack_reply(wire.pack_reply(reply)[wire.LENGTH.size :])


def read(body: bytes, given: dict[str, str | None]) -> dict[str, Any]:
    outcome = read_or_failure(body, url=given["url"] or "", content_type=given["content_type"])
    if isinstance(outcome, ParseFailed):
        return {"given": given, "error": str(outcome)}
    feed = told(dataclasses.replace(outcome, entries=()))
    return {"given": given, "feed": feed, "entries": [told(entry) for entry in outcome.entries]}


def read_or_failure(body: bytes, *, url: str, content_type: str | None) -> Parsed | ParseFailed:
    try:
        return document.read(wire.Request(url=url, content_type=content_type, body=body))
    except ParseFailed as failure:
        return failure


def told(value: Any) -> dict[str, Any]:
    """The fields that say something."""
    fields = {name: field for name, field in dataclasses.asdict(value).items() if field}
    return {name: json_like(field) for name, field in fields.items()}


def json_like(field: Any) -> Any:
    if isinstance(field, datetime):
        return field.isoformat()
    return list(field) if isinstance(field, tuple) else field
