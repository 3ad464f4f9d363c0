"""newsmonitor feeds release, and what feeds list and status say of a feed until then."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.redis_store import RedisStore
from monitor.core.articles import KnownBy, Recognition
from tests.builders import outcome
from tests.cli.verbs import Shell
from tests.contracts.test_everything_new import AGES_AGO, NEW, OLD, again, some
from tests.contracts.test_feed_table import leased, polled


@pytest.fixture
async def newsmonitor(tmp_path: Path, client: Any, store: RedisStore) -> Shell:
    """Three articles of bbc-world are held back, and one came when everything was new."""
    shell = await Shell.over(tmp_path, client)
    await polled(store, *map(some, OLD))
    await again(store, some("late"), *(some(name, AGES_AGO) for name in NEW))
    return shell


async def test_a_feed_says_what_is_held_and_how_to_get_it(newsmonitor: Shell) -> None:
    listed = (await newsmonitor("feeds", "list")).stdout
    assert "3 older articles are held back as backfill" in listed
    assert "newsmonitor feeds release bbc-world" in listed
    assert "every article of it was new: some may have been missed between two polls" in listed
    (first, second) = await newsmonitor.json("feeds", "list")
    assert (first["held_as_backfill"], first["last_overflow"] is None) == (3, False)
    assert (second["held_as_backfill"], second["last_overflow"]) == (0, None)
    status = (await newsmonitor("status")).stdout
    assert "newsmonitor feeds release bbc-world" in " ".join(status.split())


async def test_a_feed_says_by_what_little_its_articles_are_known(
    newsmonitor: Shell, store: RedisStore
) -> None:
    known = replace(outcome(some("late")), recognition=Recognition(by=KnownBy.TITLE, ids_repeat=True))
    await store.feeds.commit_poll(await leased(store), known)
    assert "known by their titles" in (await newsmonitor("feeds", "list")).stdout
    (first, second) = await newsmonitor.json("feeds", "list")
    assert (first["known_by"], first["ids_repeat"]) == ("title", True)
    assert "share ids" in first["note"]
    assert (second["known_by"], second["ids_repeat"], second["note"]) == (None, None, None)


async def test_they_are_handed_on_and_why_can_tell(newsmonitor: Shell) -> None:
    result = await newsmonitor("feeds", "release", "bbc-world")
    assert result.exit_code == 0
    assert result.stdout.startswith("3 articles of bbc-world handed on")
    assert "not judged yet" in (await newsmonitor("why", "Report d")).stdout
    result = await newsmonitor("feeds", "release", "bbc-world")
    assert (result.exit_code, result.stdout) == (0, "Nothing of bbc-world is held back.\n")


async def test_what_has_left_the_archive_is_said(newsmonitor: Shell, client: Any) -> None:
    (hour,) = await client.hkeys("nm:{nm}:archive:bytes")
    await client.delete(f"nm:{{nm}}:archive:{hour.decode()}")
    result = await newsmonitor("feeds", "release", "bbc-world")
    assert result.exit_code == 0
    assert result.stdout.startswith("3 articles had left the archive meanwhile")


async def test_quietly(newsmonitor: Shell) -> None:
    result = await newsmonitor("feeds", "release", "bbc-world", "--quiet")
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize(("wanted", "hint"), [("bbc-wrld", "did you mean bbc-world?"), ("zzz", "feeds list")])
async def test_an_unknown_feed_is_a_problem_with_a_hint(newsmonitor: Shell, wanted: str, hint: str) -> None:
    result = await newsmonitor("feeds", "release", wanted)
    assert result.exit_code == 1
    assert f"no feed {wanted} in " in str(result.exception)
    assert hint in str(result.exception)
