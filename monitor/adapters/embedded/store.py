"""EmbeddedStore: one server under one state folder, owned by one daemon at a time."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

from redis import Redis

from monitor.adapters.embedded.place import Place, try_lock
from monitor.adapters.embedded.process import Answer, ask, diagnose, launch, prepare_log
from monitor.adapters.embedded.servers import Program, Record, choose, find_programs
from monitor.core.errors import StoreRefused

_PING_EVERY = 0.005  # seconds
_SAY_EVERY = 10.0
_DYING_WITHIN = 0.3  # the server of a daemon that was just killed is gone after some 0.04 s
_STOP_WITHIN = 10.0


class EmbeddedStore:
    """The store's server for as long as one daemon runs. Main thread only: the kernel ends the server when
    the *thread* that started it ends.

    state_dir is created; environ is the process environment (PATH, XDG_RUNTIME_DIR); say hears what a person
    may want to know (a long start, a server taken over), one sentence at a time; patience is how many seconds a
    server of a former run may take to answer or to end.

    At most one server ever writes the folder. The daemon holds `lock`; the server inherits and holds
    `store/server.lock`, so that even one that hangs, or outlives its daemon for a moment, keeps others out.
    """

    def __init__(
        self,
        state_dir: Path,
        *,
        environ: Mapping[str, str] = os.environ,
        say: Callable[[str], None] = lambda _: None,
        patience: float = 30.0,
    ) -> None:
        self._place = Place(state_dir=state_dir.absolute())
        self._environ = environ
        self._say = say
        self._patience = patience
        self._daemon_lock: int | None = None
        self._socket: Path | None = None
        self._program: Program | None = None
        self._process: subprocess.Popen[bytes] | None = None  # None: adopted, or not started
        self._log_start = 0

    def start(self) -> str:
        """Starts the server, or adopts the one that still runs here; returns its URL once it answers.

        Waits as long as a large file takes to load. Raises StoreRefused, with the remedy, when another daemon
        owns the folder, no server here can read its files, or the files are damaged (nothing is changed then).
        """
        _require_main_thread()
        self._place.create()
        self._daemon_lock = self._own_state()
        try:
            self._adopt_or_launch()
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self.url

    @property
    def url(self) -> str:
        return _url(self._listening())

    def alive(self) -> bool:
        """Whether the server's process lives; it may still be loading."""
        if self._process is not None:
            return self._process.poll() is None
        free = try_lock(self._place.server_lock)
        if free is not None:
            os.close(free)
        return free is None

    def ensure(self) -> bool:
        """Starts a new server if the last one, our own or an adopted one, is gone. Call it with every tick.

        Returns whether it did, without waiting for the new server to answer: clients retry until it does.
        Raises StoreRefused when the last one ended by its own decision, which a restart would only repeat.
        """
        _require_main_thread()
        self._listening()
        if self.alive():
            return False
        self._refuse_if_it_gave_up()
        lock = try_lock(self._place.server_lock)
        if lock is None:
            return False  # a helper process of the dead server is still winding up
        self._launch(lock)
        self._say("the store's server was gone; started a new one over the same files")
        return True

    def stop(self) -> None:
        """Ends the server and gives the folder free. The last step of a shutdown; may be called twice."""
        _require_main_thread()
        if self._process is not None:
            _end(self._process)
            self._process = None
        elif self._socket is not None:
            self._end_adopted(self._socket)
        if self._socket is not None and self._socket.parent != self._place.folder:
            # A server that was killed leaves its socket behind; the next start uses both again.
            with contextlib.suppress(OSError):
                self._socket.parent.rmdir()
        self._socket = None
        if self._daemon_lock is not None:
            os.close(self._daemon_lock)
            self._daemon_lock = None

    def _listening(self) -> Path:
        if self._socket is None:
            raise RuntimeError("the embedded store was not started")
        return self._socket

    def _own_state(self) -> int:
        lock = try_lock(self._place.daemon_lock)
        if lock is None:
            holder = self._place.daemon_lock.read_text(encoding="ascii").strip() or "another process"
            raise StoreRefused(
                f"the state folder {self._place.state_dir} is in use by a running newsmonitor (process {holder}). "
                f"Stop that one first, or give this one a state_dir of its own in config.yaml"
            )
        os.ftruncate(lock, 0)
        os.write(lock, f"{os.getpid()}\n".encode())
        return lock

    def _adopt_or_launch(self) -> None:
        """Launches as soon as nobody else can write the folder; adopts a server that lives on and answers."""
        began = time.monotonic()
        while (lock := try_lock(self._place.server_lock)) is None:
            record = Record.read(self._place.record)
            answer = ask(record.socket) if record is not None else Answer.ABSENT
            waited = time.monotonic() - began
            if record is not None and answer in (Answer.READY, Answer.LOADING) and waited > _DYING_WITHIN:
                self._socket = record.socket
                self._say(f"adopted the store's server that a former run left behind ({record.server})")
                return
            if waited > self._patience:
                raise StoreRefused(
                    f"a server of a former run holds {self._place.folder} but does not answer. "
                    f"End it (`fuser {self._place.server_lock}` names its process), then start again"
                )
            time.sleep(_PING_EVERY)
        self._launch(lock)

    def _launch(self, lock: int) -> None:
        try:
            record = Record.read(self._place.record)
            program = choose(find_programs(self._environ), record.server if record else None)
            socket_path = self._place.choose_socket(self._environ)
            # Before its first byte: what a server began to write, an older one may not touch any more.
            Record(server=program.server, socket=socket_path).write(self._place.record)
            self._log_start = prepare_log(self._place.log)
            self._process = launch(program, place=self._place, socket_path=socket_path, lock=lock)
        finally:
            os.close(lock)  # the server holds its own copy
        if record is not None and record.server.name != program.server.name:
            self._say(f"{program} takes over files written by {record.server}; there is no way back")
        self._program, self._socket = program, socket_path

    def _wait_until_ready(self) -> None:
        began = said = time.monotonic()
        while (answer := ask(self._listening())) is not Answer.READY:
            now = time.monotonic()
            if not self.alive():
                self._begin_again()
            if now - said >= _SAY_EVERY:
                said = now
                doing = "reads its files" if answer is Answer.LOADING else "does not answer yet"
                self._say(f"the store's server {doing}, {now - began:.0f} s so far")
            time.sleep(_PING_EVERY)

    def _begin_again(self) -> None:
        """The server died before it answered: an adopted one is replaced, our own would only die again."""
        self._refuse_if_it_gave_up()
        if self._process is not None:
            raise StoreRefused(f"the store's server was killed while it started. Its log: {self._place.log}")
        self._adopt_or_launch()

    def _refuse_if_it_gave_up(self) -> None:
        """A server that exits with an error has said why; one that was killed, or asked to end, has not."""
        if self._process is not None and self._program is not None and (self._process.returncode or 0) > 0:
            raise StoreRefused(diagnose(self._program, place=self._place, since=self._log_start))

    def _end_adopted(self, path: Path) -> None:
        if self.alive() and ask(path) in (Answer.READY, Answer.LOADING):
            with Redis(unix_socket_path=str(path)) as client:
                os.kill(client.info("server")["process_id"], signal.SIGTERM)
        deadline = time.monotonic() + _STOP_WITHIN
        while self.alive():
            if time.monotonic() > deadline:
                self._say(
                    f"the adopted server did not end within {_STOP_WITHIN:.0f} s; the next start will find it"
                )
                return
            time.sleep(_PING_EVERY)


def find_running(state_dir: Path) -> str | None:
    """The URL of the embedded server that runs for this state folder, or None. Starts nothing.

    Raises StoreRefused when the folder belongs to another user.
    """
    record = Record.read(Place(state_dir=state_dir.absolute()).record)
    if record is None or ask(record.socket) not in (Answer.READY, Answer.LOADING):
        return None
    return _url(record.socket)


def _url(path: Path) -> str:
    return f"unix://{quote(str(path))}"


def _end(process: subprocess.Popen[bytes]) -> None:
    """SIGTERM, and SIGKILL for one that does not listen: everything it acknowledged is in its file."""
    process.terminate()
    try:
        process.wait(_STOP_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _require_main_thread() -> None:
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("the embedded store is started and stopped by the main thread")
