"""Asking a server, and its log."""

import socket
import threading
from pathlib import Path

import pytest

from monitor.adapters.embedded.process import Answer, ask, prepare_log


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        (b"+PONG\r\n", Answer.READY),
        (b"-LOADING Valkey is loading the dataset in memory\r\n", Answer.LOADING),
        (b"-ERR what\r\n", Answer.SILENT),
        (b"", Answer.SILENT),
    ],
)
def test_a_reply_tells_the_state_of_the_server(state_dir: Path, reply: bytes, answer: Answer) -> None:
    state_dir.mkdir()
    path = state_dir / "sock"

    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            assert connection.recv(64) == b"PING\r\n"
            connection.sendall(reply)

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        listener.listen()
        server = threading.Thread(target=serve, args=(listener,))
        server.start()
        assert ask(path) is answer
        server.join()
    assert ask(path) is Answer.ABSENT


def test_an_overlong_log_is_set_aside_once(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    assert prepare_log(log) == 0
    log.write_bytes(b"x" * 100)
    assert prepare_log(log) == 100
    log.write_bytes(b"x" * 1_000_001)
    assert prepare_log(log) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["server.log.1"]
