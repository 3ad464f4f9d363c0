"""Where the embedded store keeps its files, and who may use them."""

import fcntl
import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.core.errors import StoreRefused

# A unix socket's address holds 104 bytes on macOS and 108 on Linux, its final zero included.
_LONGEST_SOCKET_PATH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The files under one state folder (absolute)."""

    state_dir: Path

    @property
    def daemon_lock(self) -> Path:
        """Held by the daemon that owns this state folder for as long as it lives; names its pid."""
        return self.state_dir / "lock"

    @property
    def folder(self) -> Path:
        """The server's own folder."""
        return self.state_dir / "store"

    @property
    def server_lock(self) -> Path:
        """Held by the server process itself: free exactly when no server can write here.

        Servers take no lock of their own, and two of them on one append-only file destroy it.
        """
        return self.folder / "server.lock"

    @property
    def record(self) -> Path:
        return self.folder / "server.json"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def append_only(self) -> Path:
        return self.folder / "appendonlydir"

    def create(self) -> None:
        """Makes the folders, readable by their owner only. Raises StoreRefused when that is impossible."""
        try:
            self.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.folder.mkdir(mode=0o700, exist_ok=True)
            self.folder.chmod(0o700)
        except OSError as error:
            raise StoreRefused(
                f"cannot use the state folder {self.state_dir}: {error.strerror}. "
                f"Run newsmonitor as the user who owns it, or name another one by state_dir in config.yaml"
            ) from error

    def choose_socket(self, environ: Mapping[str, str]) -> Path:
        """The socket inside the folder or, where its path would be too long, in a short private folder."""
        preferred = self.folder / "store.sock"
        if _fits(preferred):
            return preferred
        mark = hashlib.blake2b(os.fsencode(self.state_dir), digest_size=6).hexdigest()
        runtime = environ.get("XDG_RUNTIME_DIR", "")
        roots = [Path(runtime)] if runtime and Path(runtime).is_dir() else []
        for root in (*roots, Path("/tmp")):  # noqa: S108  the folder made in it is private and checked
            path = root / f"newsmonitor-{os.getuid()}-{mark}" / "store.sock"
            if _fits(path):
                _private_folder(path.parent)
                return path
        raise StoreRefused(
            f"the path of the state folder {self.state_dir} is too long: give state_dir a shorter one"
        )


def try_lock(path: Path) -> int | None:
    """Takes the lock and returns its descriptor; None while somebody else holds it.

    The lock lasts until every copy of the descriptor is closed, also by the death of its holders.
    Raises StoreRefused where the file system has no locks.
    """
    descriptor = -1
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except OSError as error:
        if descriptor >= 0:
            os.close(descriptor)
        raise StoreRefused(
            f"cannot lock {path}: {error.strerror}. state_dir must be a folder of ours on a local disk"
        ) from error
    return descriptor


def _fits(path: Path) -> bool:
    return len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH


def _private_folder(folder: Path) -> None:
    """Makes folder, or makes sure that the one that stands there is ours alone: /tmp belongs to everybody."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise StoreRefused(
            f"{folder} should hold the store's socket but others can reach it: "
            f"remove it, or give state_dir a path shorter than 85 bytes"
        )
