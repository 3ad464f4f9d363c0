"""docs/why.md shows what the verbs really say of that afternoon, and has a row for every reason."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.core.alerts import Reason
from monitor.core.deliveries import Done
from monitor.core.leases import Claimed
from tests.builders import channel
from tests.cli.newsroom import Newsroom
from tests.cli.verbs import Shell
from tests.docs.sessions import blocks, is_shown

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "why.md"


@pytest.fixture
async def newsmonitor(tmp_path: Path, store: RedisStore, client: Any) -> Shell:
    """The afternoon that the document tells of, with every alert sent."""
    shell = await Shell.over(tmp_path, client)
    await Newsroom(store, client, tmp_path).hears_of_two_events()
    while isinstance(claim := await store.outbox.claim(channel("desk")), Claimed):
        await store.outbox.finish(claim, Done())
    return shell


async def test_it_shows_what_is_said(newsmonitor: Shell) -> None:
    steps = [step for block in blocks(DOCUMENT, ROOT) if block.kind == "console" for step in block.steps()]
    assert len(steps) > 4
    for command, shown in steps:
        result = await newsmonitor(*shlex.split(command)[1:])
        assert is_shown(shown, result.output), f"$ {command}\n{result.output}"


def test_every_reason_is_there() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE) == [reason.value for reason in Reason]
