"""sd_notify over real datagram sockets."""

import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta

import pytest

from monitor.adapters.systemd import Systemd


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.settimeout(5)
        yield listener


def _heard(listener: socket.socket) -> list[str]:
    return listener.recv(4096).decode().split("\n")


def test_fields_arrive_one_per_line(listener: socket.socket) -> None:
    with tempfile.TemporaryDirectory(prefix="nm", dir="/tmp") as folder:  # short enough for a socket's path
        listener.bind(f"{folder}/notify")
        assert Systemd({"NOTIFY_SOCKET": f"{folder}/notify"}).notify(READY=1, STATUS="200 feeds")
        assert _heard(listener) == ["READY=1", "STATUS=200 feeds"]


@pytest.mark.skipif(sys.platform != "linux", reason="abstract sockets are Linux's own")
def test_an_abstract_socket_is_understood(listener: socket.socket) -> None:
    name = f"newsmonitor-test-{os.getpid()}"
    listener.bind(f"\0{name}")
    assert Systemd({"NOTIFY_SOCKET": f"@{name}"}).notify(STOPPING=1)
    assert _heard(listener) == ["STOPPING=1"]


@pytest.mark.skipif(sys.platform != "linux", reason="abstract sockets are Linux's own")
def test_a_value_cannot_smuggle_in_a_field(listener: socket.socket) -> None:
    name = f"newsmonitor-test-{os.getpid()}"
    listener.bind(f"\0{name}")
    Systemd({"NOTIFY_SOCKET": f"@{name}"}).notify(STATUS="feed\nWATCHDOG=trigger")
    assert _heard(listener) == ["STATUS=feed WATCHDOG=trigger"]


@pytest.mark.skipif(sys.platform != "linux", reason="abstract sockets are Linux's own")
def test_a_reload_carries_the_monotonic_time(listener: socket.socket) -> None:
    name = f"newsmonitor-test-{os.getpid()}"
    listener.bind(f"\0{name}")
    assert Systemd({"NOTIFY_SOCKET": f"@{name}"}).reloading()
    reloading, monotonic = _heard(listener)
    assert reloading == "RELOADING=1"
    assert int(monotonic.removeprefix("MONOTONIC_USEC=")) > 0


@pytest.mark.parametrize("address", ["", "vsock:2:1234", "/nonexistent/notify", "@nobody-listens-here"])
def test_without_a_listener_nothing_happens(address: str) -> None:
    assert not Systemd({"NOTIFY_SOCKET": address} if address else {}).notify(READY=1)


@pytest.mark.parametrize(
    ("environ", "interval"),
    [
        ({"WATCHDOG_USEC": "30000000"}, timedelta(seconds=30)),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}, timedelta(seconds=30)),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({}, None),
    ],
)
def test_the_watchdog_is_read_from_the_environment(
    environ: dict[str, str], interval: timedelta | None
) -> None:
    assert Systemd(environ).watchdog_interval() == interval
