"""What the daemon tells systemd: the sd_notify protocol, see sd_notify(3) and systemd.service(5).

Away from systemd (no NOTIFY_SOCKET) everything here does nothing and says so by returning False or None.
"""

import os
import socket
import time
from collections.abc import Mapping
from datetime import timedelta

_PATIENCE = 1.0  # seconds; a full queue at the other end must not hold the event loop


class Systemd:
    """The service manager that started this process, if there is one. environ is the process environment."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._address = environ.get("NOTIFY_SOCKET", "")
        self._watchdog = _watchdog_limit(environ)

    def notify(self, **fields: str | int) -> bool:
        """Sends fields such as READY=1, STATUS="200 feeds", STOPPING=1, WATCHDOG=1 in one message.

        Returns whether the message was handed over. Never raises: a daemon outlives its supervisor's trouble.
        """
        if not self._address.startswith(("/", "@")):
            return False
        # A leading @ stands for the null byte of Linux's abstract namespace.
        address = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as connection:
            connection.settimeout(_PATIENCE)
            try:
                connection.sendto(_message(fields), address)
            except OSError:
                return False
        return True

    def reloading(self) -> bool:
        """Says that the configuration is being read again; READY=1 ends it (Type=notify-reload)."""
        return self.notify(RELOADING=1, MONOTONIC_USEC=time.monotonic_ns() // 1000)

    def watchdog_interval(self) -> timedelta | None:
        """Within this span systemd wants to hear WATCHDOG=1, or it restarts us; send it twice as often.

        None: nobody watches.
        """
        return self._watchdog


def _message(fields: Mapping[str, str | int]) -> bytes:
    """One NAME=value per line; a line break inside a value would begin a field of its own."""
    lines = (f"{name}={' '.join(str(value).splitlines())}" for name, value in fields.items())
    return "\n".join(lines).encode()


def _watchdog_limit(environ: Mapping[str, str]) -> timedelta | None:
    microseconds = environ.get("WATCHDOG_USEC", "")
    if not microseconds.isdecimal() or int(microseconds) == 0:
        return None
    if environ.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return None  # meant for the process that started us, and inherited by accident
    return timedelta(microseconds=int(microseconds))
