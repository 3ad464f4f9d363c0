"""The store's file ends at any command: it starts from what is left, and the daemon goes on without losing an article.

What a cut forgets is a common tail of all stages. An article of it is polled again, or matched, or told again under
the same id.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from redis.asyncio import Redis as AsyncRedis

from monitor.adapters.redis_store.scripts import key
from monitor.testing import RecordingSender
from tests.adapters.store_server import StoreServer
from tests.faults.audit import Audit, Inside, audit
from tests.faults.conftest import ROWS
from tests.faults.line import HEADLINES, Line, time_passes
from tests.faults.seed import chance
from tests.faults.world import keep_promises

CUTS = 200


@pytest.fixture
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="nm", dir="/tmp") as folder:  # short: a socket lies in it
        (Path(folder) / "whole").mkdir()
        yield Path(folder)


@dataclass
class Recorded:
    """The files of a store that a daemon worked with from start to end, and what was told meanwhile."""

    files: Path
    line: Line
    changes: bytes = field(init=False)
    boundaries: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.changes = self._changes_file(self.files).read_bytes()
        self.boundaries = [0, *ends_of_commands(self.changes)]

    def cut(self, home: Path, at: int) -> None:
        """The same files in a new folder; the changes end at this byte."""
        shutil.copytree(self.files, home, ignore=shutil.ignore_patterns("*.sock"))
        self._changes_file(home).write_bytes(self.changes[:at])

    @staticmethod
    def _changes_file(files: Path) -> Path:
        (file,) = (files / "appendonlydir").glob("*.incr.aof")
        return file


async def test_a_file_that_ends_at_any_command(home: Path) -> None:
    recorded = await record(home / "whole")
    assert len(recorded.boundaries) > CUTS, "too short a life to mean anything"
    cuts = sorted(chance("aof cut").sample(recorded.boundaries, CUTS))
    rows = [await goes_on(recorded, home / "cut", at) for at in cuts]
    summed: Counter[str] = Counter()
    for row in rows:
        summed.update(lost=row.lost, doubled=row.doubled, repeated=row.repeated, in_flight=row.in_flight)
    found = Audit(
        fault="AOF cut at a command",
        amount=f"{CUTS} x",
        articles=len(HEADLINES) * CUTS,
        **{name: summed[name] for name in ("lost", "doubled", "repeated", "in_flight")},
        mistakes=tuple(
            f"cut at byte {at}: {why}" for at, row in zip(cuts, rows, strict=True) for why in row.broken
        ),
    )
    ROWS.append(found)
    keep_promises(found)


async def record(files: Path) -> Recorded:
    """One undisturbed life."""
    server, line = StoreServer.start(files), Line()
    try:
        async with AsyncRedis(unix_socket_path=str(server.socket_path)) as client:
            await line.live(client)
    finally:
        server.stop()
    return Recorded(files=files, line=line)


async def goes_on(recorded: Recorded, home: Path, at: int) -> Audit:
    """Start from the cut file, let time pass, and live on from there."""
    recorded.cut(home, at)
    server = StoreServer.start(home)
    before = {name: sender.sent for name, sender in recorded.line.received.items()}
    line = Line(received={name: RecordingSender(sent=[*sent]) for name, sent in before.items()})
    try:
        with Redis.from_url(server.url) as watcher:
            asked: Any = watcher
            remembered = int(asked.hget(key("counters"), "deliveries:sent") or 0)
            async with AsyncRedis(unix_socket_path=str(server.socket_path)) as client:
                await time_passes(client)
                await line.live(client)
            inside = Inside.of(watcher)
    finally:
        server.stop()
        shutil.rmtree(home)
    return audit(
        f"cut at {at}",
        amount="1 x",
        published=HEADLINES,
        inside=inside,
        outside=line.told(),
        in_flight=sum(map(len, before.values())) - remembered,
        forgets=True,
    )


def ends_of_commands(changes: bytes) -> Iterator[int]:
    """Each command is an array of strings: *2 $6 SELECT $1 0, with lengths in bytes."""
    at = 0
    while at < len(changes):
        assert changes[at : at + 1] == b"*"
        end = changes.index(b"\r\n", at)
        words, at = int(changes[at + 1 : end]), end + 2
        for _ in range(words):
            end = changes.index(b"\r\n", at)
            at = end + 2 + int(changes[at + 1 : end]) + 2
        yield at
