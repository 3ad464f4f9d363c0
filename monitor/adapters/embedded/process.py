"""Starting the server process, asking whether it answers, and reading why it ended."""

import enum
import os
import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path

from monitor.adapters.embedded.place import Place
from monitor.adapters.embedded.servers import Program

_LOG_LIMIT = 1_000_000  # bytes; one older log is kept
_REPLY_WITHIN = 2.0  # seconds

# "17538:M 22 Nov 2026 17:35:37.033 # Bad file ...": the process, its role, the time and the level.
_LOG_PREFIX = re.compile(r"^\d+:[A-Z] .{20,26} [.\-*#] ")
_DAMAGED = (
    "Bad file format",
    "AOF MANIFEST FILE ERROR",
    "Unexpected end of file",
    "RDB format",
    "doesn't exist",
)

# The part of an append-only file that holds commands; only such a part can be cut at its damage.
_CHANGES_FILE = re.compile(r"[\w.-]+\.incr\.aof")


class Answer(enum.Enum):
    """What came back from a server's socket."""

    READY = enum.auto()
    LOADING = enum.auto()  # it reads its append-only file; large ones take minutes
    SILENT = enum.auto()  # somebody listens and says nothing of use
    ABSENT = enum.auto()  # nobody listens


def ask(path: Path) -> Answer:
    """Sends PING to the server behind a unix socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(_REPLY_WITHIN)
        try:
            connection.connect(str(path))
        except TimeoutError:
            return Answer.SILENT
        except OSError:
            return Answer.ABSENT
        try:
            connection.sendall(b"PING\r\n")
            reply = connection.recv(256)
        except OSError:
            return Answer.SILENT
    if reply.startswith(b"+PONG"):
        return Answer.READY
    return Answer.LOADING if reply.startswith(b"-LOADING") else Answer.SILENT


def prepare_log(log: Path) -> int:
    """Sets an overlong log aside, over the one set aside before; returns the byte at which the next run begins."""
    if not log.exists():
        return 0
    size = log.stat().st_size
    if size <= _LOG_LIMIT:
        return size
    log.replace(log.with_name(f"{log.name}.1"))
    return 0


def launch(
    program: Program, *, place: Place, socket_path: Path, lock: int, tied: bool = sys.platform == "linux"
) -> subprocess.Popen[bytes]:
    """Starts the server in its own session, so that Ctrl-C in the terminal reaches the daemon alone.

    lock is inherited by the server: held until the server is gone, whatever becomes of us.
    tied: the kernel ends the server when we end; where it cannot, the next start adopts the server.
    """
    command = [
        *(str(program.path), "--port", "0", "--unixsocket", str(socket_path), "--unixsocketperm", "700"),
        *("--appendonly", "yes", "--appendfsync", "everysec", "--aof-load-truncated", "yes", "--save", ""),
        *("--maxmemory-policy", "noeviction", "--dir", str(place.folder), "--daemonize", "no"),
    ]
    if tied:
        wrapper = Path(__file__).with_name("tied.py")
        command = [sys.executable, "-I", "-S", str(wrapper), str(os.getpid()), *command]
    place.log.touch(mode=0o600)
    with place.log.open("ab") as log:
        return subprocess.Popen(  # noqa: S603  the program was chosen by servers.choose, its arguments are ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=(lock,),
            start_new_session=True,
            umask=0o077,
        )


def diagnose(program: Program, *, place: Place, since: int) -> str:
    """Why the server ended by itself, from what it logged after byte `since`, and what a person can do."""
    with place.log.open("rb") as log:
        log.seek(since)
        text = log.read(_LOG_LIMIT).decode(errors="replace")
    lines = [line for line in (_LOG_PREFIX.sub("", raw).strip() for raw in text.splitlines()) if line]
    last = lines[-1] if lines else "it said nothing"
    if any(sign in line for sign in _DAMAGED for line in lines[-4:]):
        return _advice(program, place, last)
    return f"the store's server {program} ended by itself: {last}. Its log: {place.log}"


def _advice(program: Program, place: Place, reason: str) -> str:
    folder, aside = shlex.quote(str(place.append_only)), shlex.quote(f"{place.append_only}.damaged")
    begin = (
        f"To begin anew, move the folder away: mv {folder} {aside}\n"
        f"  Forgotten then: what was already seen, open stories, undelivered alerts, silences, the archive."
    )
    damaged = _CHANGES_FILE.search(reason)
    mend = damaged and (
        f"To mend it, copy the folder first: cp -a {folder} {aside}\n"
        f"  and then cut the file at the damage: {_mending(program, place.append_only / damaged[0])}\n"
        f"  What was recorded after the damage is forgotten: those articles are polled again while their feeds\n"
        f"  still carry them, and may be alerted again.\n"
    )
    return (
        f"the store's files in {place.append_only} are damaged, or another server wrote them. "
        f"{program} says: {reason}\nNothing was changed.\n{mend or ''}{begin}"
    )


def _mending(program: Program, file: Path) -> str:
    """The command of the server's own tool; a server that is called by the tool's name is the tool.

    It is given the damaged file: given the manifest, Valkey 9's tool takes a sound base file for a broken one.
    """
    name = f"{program.server.name}-check-aof"
    tool = program.path.with_name(name)
    if tool.exists():
        return f"{shlex.quote(str(tool))} --fix {shlex.quote(str(file))}"
    impersonation = f"exec -a {name} {shlex.quote(str(program.path))} --fix {shlex.quote(str(file))}"
    return f"bash -c {shlex.quote(impersonation)}"
