"""Which daemon of this machine and state directory we are: the same number again after a restart."""

import fcntl
import os
import platform
from dataclasses import dataclass
from pathlib import Path

from monitor.core.ids import digest


@dataclass(frozen=True, slots=True)
class Slot:
    """A place among the daemons that share a state directory; held while the lock file is open."""

    consumer: str
    lock: int

    def free(self) -> None:
        os.close(self.lock)


def take(state_dir: Path) -> Slot:
    """The lowest number nobody holds. What a dead daemon left pending is read again under its name."""
    folder = state_dir / "slots"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    number = 0
    while True:
        number += 1
        lock = os.open(folder / str(number), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        place = digest(str(state_dir.resolve()), size=4)
        return Slot(consumer=f"{platform.node()}:{place}:{number}", lock=lock)
