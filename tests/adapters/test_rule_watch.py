"""Changes of rule files on a real disk."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from monitor.adapters import rule_watch

STEP = 0.25  # seconds


async def told(changes: AsyncIterator[None], change: Callable[[], object], *, times: int = 80) -> bool:
    """Whether a change is told. It is made again and again: the watch may not have begun at the first one."""
    waiting = asyncio.ensure_future(anext(changes))
    for _ in range(times):
        change()
        done, _ = await asyncio.wait({waiting}, timeout=STEP)
        if done:
            return True
    waiting.cancel()
    return False


@pytest.mark.parametrize("name", ["a.yaml", "a.yml", "vocabulary/talks.yaml"])
async def test_a_file_that_is_written_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "vocabulary").mkdir()
    assert await told(rule_watch.changes([tmp_path]), lambda: (tmp_path / name).write_text("rules: []\n"))


async def test_a_file_that_an_editor_replaces_is_told(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("rules: []\n")

    def save() -> None:
        new = tmp_path / ".rules.yaml.new"
        new.write_text("rules: []\n")
        new.replace(rules)

    assert await told(rule_watch.changes([rules]), save)


async def test_what_is_no_rule_file_is_not_told(tmp_path: Path) -> None:
    changes = rule_watch.changes([tmp_path])
    assert not await told(changes, lambda: (tmp_path / "notes.txt").write_text("x"), times=4)


async def test_a_folder_that_is_away_is_waited_for(tmp_path: Path) -> None:
    assert not await told(rule_watch.changes([tmp_path / "away" / "rules"]), lambda: None, times=2)
