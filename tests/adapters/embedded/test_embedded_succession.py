"""One server at a time, whoever is killed, left behind or refused."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.adapters.embedded import find_running
from monitor.adapters.embedded.place import Place, try_lock
from monitor.adapters.embedded.process import launch
from monitor.adapters.embedded.servers import Record, find_programs
from monitor.core.errors import StoreRefused
from tests.adapters.embedded.watching import (
    SAFETY,
    WHEEL,
    Embed,
    answers,
    client_of,
    eventually,
    gone,
    pid_of,
)

# A daemon in miniature: owns the store, says where it is, and waits to be killed.
_HOST = """
import signal, sys
from pathlib import Path
from monitor.adapters.embedded import EmbeddedStore
print(EmbeddedStore(Path(sys.argv[1]), environ={"PATH": ""}).start(), flush=True)
signal.pause()
"""


def start_daemon(state_dir: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", _HOST, str(state_dir)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def leave_orphan(state_dir: Path) -> "tuple[subprocess.Popen[bytes], Path]":
    """A server that outlived its daemon, as happens where the kernel does not end it."""
    place = Place(state_dir=state_dir)
    place.create()
    program, socket_path = find_programs(WHEEL)[0], place.choose_socket({})
    Record(server=program.server, socket=socket_path).write(place.record)
    lock = try_lock(place.server_lock)
    assert lock is not None
    process = launch(program, place=place, socket_path=socket_path, lock=lock, tied=False)
    os.close(lock)
    eventually(lambda: find_running(state_dir) is not None)
    return process, socket_path


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(
    embed: Embed, environ: dict[str, str]
) -> None:
    store = embed(environ)
    url = store.start()
    with client_of(url) as client:
        for number in range(500):
            client.rpush("acknowledged", number)
    os.kill(pid_of(url), signal.SIGKILL)
    eventually(lambda: not store.alive())
    assert store.ensure()
    assert not store.ensure()
    eventually(lambda: answers(url))
    with client_of(url) as client:
        assert client.llen("acknowledged") == 500


def test_a_second_daemon_on_the_same_state_is_refused_by_name(embed: Embed, state_dir: Path) -> None:
    embed().start()
    with start_daemon(state_dir) as host:
        _, error = host.communicate(timeout=SAFETY)
    assert host.returncode != 0
    assert f"the state folder {state_dir} is in use by a running newsmonitor (process {os.getpid()})" in error
    assert "state_dir of its own" in error


def test_the_refused_daemon_leaves_the_server_of_the_first_alone(embed: Embed, state_dir: Path) -> None:
    url = embed().start()
    pid = pid_of(url)
    with pytest.raises(StoreRefused, match="in use by a running newsmonitor"):
        embed().start()
    assert pid_of(url) == pid
    assert find_running(state_dir) == url


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next start adopts the server")
def test_the_server_goes_with_a_killed_daemon_and_the_next_start_works(embed: Embed, state_dir: Path) -> None:
    with start_daemon(state_dir) as host:
        assert host.stdout is not None
        url = host.stdout.readline().strip()
        pid = pid_of(url)
        with client_of(url) as client:
            client.set("kept", "yes")
        host.kill()
    eventually(lambda: gone(pid))
    with client_of(embed().start()) as client:
        assert client.get("kept") == b"yes"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next start adopts the server")
def test_a_start_right_after_a_kill_never_shares_the_files(embed: Embed, state_dir: Path) -> None:
    with start_daemon(state_dir) as host:
        assert host.stdout is not None
        old = pid_of(host.stdout.readline().strip())
        host.kill()
        host.wait()
        new = pid_of(embed().start())
    assert new != old
    assert gone(old)


def test_a_server_left_behind_is_adopted_and_replaced_when_it_dies(embed: Embed, state_dir: Path) -> None:
    orphan, socket_path = leave_orphan(state_dir)
    with orphan:
        said: list[str] = []
        store = embed(say=said.append)
        url = store.start()
        assert url == f"unix://{socket_path}"
        assert pid_of(url) == orphan.pid
        assert [sentence.partition(" (")[0] for sentence in said] == [
            "adopted the store's server that a former run left behind"
        ]
        with client_of(url) as client:
            client.set("kept", "yes")
        assert not store.ensure()
        orphan.kill()
    assert store.ensure()
    eventually(lambda: answers(store.url))
    with client_of(store.url) as client:
        assert client.get("kept") == b"yes"
        assert client.info("server")["process_id"] != orphan.pid


def test_stopping_ends_an_adopted_server_too(embed: Embed, state_dir: Path) -> None:
    orphan, _ = leave_orphan(state_dir)
    with orphan:
        store = embed()
        store.start()
        store.stop()
        assert orphan.wait(SAFETY) == 0
    assert find_running(state_dir) is None


def test_a_server_left_behind_that_hangs_keeps_others_out(embed: Embed, state_dir: Path) -> None:
    orphan, _ = leave_orphan(state_dir)
    with orphan:
        orphan.send_signal(signal.SIGSTOP)
        with pytest.raises(StoreRefused, match="does not answer") as refusal:
            embed(patience=0.1).start()
        assert f"fuser {state_dir}/store/server.lock" in str(refusal.value)
        orphan.kill()
