"""Damaged files: what is forgiven, what is refused, and whether the advice is any good."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from monitor.adapters.embedded import EmbeddedStore
from monitor.core.errors import StoreRefused
from tests.adapters.embedded.watching import (
    Embed,
    client_of,
    eventually,
    pid_of,
)


def _damage(state_dir: Path) -> dict[Path, bytes]:
    """Garbage in the middle of the append-only file; returns all files as they then stand."""
    log = next(state_dir.glob("store/appendonlydir/*.incr.aof"))
    good = log.read_bytes()
    log.write_bytes(good[: len(good) // 2] + b"\0garbage\r\n" * 3 + good[len(good) // 2 :])
    return {path: path.read_bytes() for path in log.parent.iterdir()}


@pytest.fixture
def stopped(embed: Embed, environ: dict[str, str]) -> EmbeddedStore:
    store: EmbeddedStore = embed(environ)
    with client_of(store.start()) as client:
        for number in range(100):
            client.rpush("numbers", number)
    store.stop()
    return store


def test_a_cut_off_end_is_forgiven(stopped: EmbeddedStore, state_dir: Path) -> None:
    log = next(state_dir.glob("store/appendonlydir/*.incr.aof"))
    log.write_bytes(log.read_bytes()[:-7])
    with client_of(stopped.start()) as client:
        assert client.llen("numbers") == 99


def test_damage_in_the_middle_is_refused_and_not_touched(stopped: EmbeddedStore, state_dir: Path) -> None:
    before = _damage(state_dir)
    with pytest.raises(StoreRefused) as refusal:
        stopped.start()
    message = str(refusal.value)
    assert "Bad file format" in message
    assert f"{state_dir}/store/appendonlydir" in message
    assert "Nothing was changed" in message
    assert {path: path.read_bytes() for path in before} == before
    with pytest.raises(StoreRefused):  # the lock was given free: it is the damage again, not the lock
        stopped.start()


def test_the_advice_works_as_printed(stopped: EmbeddedStore, state_dir: Path) -> None:
    _damage(state_dir)
    with pytest.raises(StoreRefused) as refusal:
        stopped.start()
    lines = str(refusal.value).splitlines()
    copy, mend, begin = (
        line.split(": ", 1)[1] for line in lines if "appendonlydir" in line and " says: " not in line
    )
    for command in (copy, mend):
        subprocess.run(command, shell=True, input=b"y\n", capture_output=True, check=True)
    with client_of(stopped.start()) as client:
        assert 0 < client.llen("numbers") < 100
    stopped.stop()
    shutil.rmtree(state_dir / "store" / "appendonlydir.damaged")
    subprocess.run(begin, shell=True, check=True)
    with client_of(stopped.start()) as client:
        assert client.dbsize() == 0


def test_a_manifest_that_is_damaged_is_refused(stopped: EmbeddedStore, state_dir: Path) -> None:
    next(state_dir.glob("store/appendonlydir/*.manifest")).write_text("garbage\n")
    with pytest.raises(StoreRefused, match="damaged"):
        stopped.start()


def test_damage_found_while_running_is_not_tried_forever(stopped: EmbeddedStore, state_dir: Path) -> None:
    pid = pid_of(stopped.start())
    _damage(state_dir)
    os.kill(pid, signal.SIGKILL)
    eventually(lambda: not stopped.alive())
    assert stopped.ensure()
    eventually(lambda: not stopped.alive())
    with pytest.raises(StoreRefused, match="Bad file format"):
        stopped.ensure()
    stopped.stop()
