"""The embedded store from start to stop, with real servers."""

import os
import socket
import stat
import threading
from pathlib import Path

import pytest

from monitor.adapters.embedded import EmbeddedStore, find_running
from monitor.adapters.embedded.place import Place
from monitor.core.errors import StoreRefused
from tests.adapters.embedded.watching import (
    WHEEL,
    Embed,
    client_of,
    pid_of,
)


def test_it_runs_private_durable_and_never_evicting(embed: Embed, environ: dict[str, str]) -> None:
    store = embed(environ)
    with client_of(store.start()) as client:
        settings = client.config_get("*")
        assert {
            name: settings[name] for name in ("appendonly", "appendfsync", "save", "maxmemory-policy", "port")
        } == {
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
            "port": "0",
        }


def test_only_its_owner_can_read_what_it_writes(
    embed: Embed, environ: dict[str, str], state_dir: Path
) -> None:
    embed(environ).start()
    for path in (state_dir, *state_dir.rglob("*")):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path


def test_what_was_stored_is_there_at_the_next_start(embed: Embed, environ: dict[str, str]) -> None:
    first = embed(environ)
    with client_of(first.start()) as client:
        client.set("kept", "yes")
    first.stop()
    assert not first._place.folder.joinpath("store.sock").exists()
    with client_of(embed(environ).start()) as client:
        assert client.get("kept") == b"yes"


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(embed: Embed) -> None:
    assert os.getsid(pid_of(embed().start())) != os.getsid(0)


def test_other_threads_are_turned_away(embed: Embed) -> None:
    store, errors = embed(), []

    def start() -> None:
        try:
            store.start()
        except RuntimeError as error:
            errors.append(str(error))

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert errors == ["the embedded store is started and stopped by the main thread"]


def test_a_state_folder_that_cannot_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreRefused, match="cannot use the state folder"):
        EmbeddedStore(tmp_path / "file" / "state", environ=WHEEL).start()


def test_other_verbs_find_the_server_while_it_runs(embed: Embed, state_dir: Path) -> None:
    assert find_running(state_dir) is None
    store = embed()
    assert find_running(state_dir) is None
    url = store.start()
    assert find_running(state_dir) == url
    store.stop()
    assert find_running(state_dir) is None


def test_a_long_path_moves_the_socket_to_a_short_private_folder(state_dir: Path) -> None:
    deep = state_dir / ("long" * 20) / ("longer" * 10)
    runtime = state_dir.parent / "run"
    runtime.mkdir()
    store = EmbeddedStore(deep, environ={**WHEEL, "XDG_RUNTIME_DIR": str(runtime)})
    try:
        url = store.start()
        assert url.startswith(f"unix://{runtime}/newsmonitor-")
        assert find_running(deep) == url  # although nobody told it about the runtime folder
        assert [stat.S_IMODE(path.stat().st_mode) for path in runtime.iterdir()] == [0o700]
    finally:
        store.stop()
    assert list(runtime.iterdir()) == []


def test_a_socket_folder_that_others_can_reach_is_refused(state_dir: Path) -> None:
    place = Place(state_dir=state_dir / ("long" * 30))
    runtime = state_dir.parent / "run"
    runtime.mkdir()
    chosen = place.choose_socket({"XDG_RUNTIME_DIR": str(runtime)})
    chosen.parent.chmod(0o755)
    with pytest.raises(StoreRefused, match="others can reach it"):
        place.choose_socket({"XDG_RUNTIME_DIR": str(runtime)})


def test_a_path_with_odd_characters_makes_a_url_that_works(state_dir: Path) -> None:
    store = EmbeddedStore(state_dir / "50% off? #1", environ=WHEEL)
    try:
        with client_of(store.start()) as client:
            assert client.ping()
    finally:
        store.stop()


def test_a_socket_that_nobody_serves_any_more_is_no_hindrance(embed: Embed, state_dir: Path) -> None:
    place = Place(state_dir=state_dir)
    place.create()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as stale:
        stale.bind(str(place.folder / "store.sock"))
    with client_of(embed().start()) as client:
        assert client.ping()
