"""The last version of each rule file that loaded: a slip in an editor must not stop the watch, nor must a restart.

A file without a mistake is copied to a folder; who loads rules takes the copy of a faulty one.
"""

import os
import tempfile
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from monitor.core.errors import Problem
from monitor.core.ids import digest


class LastGood:
    """Copies of rule files under one folder, which is made when first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[Path, bytes] = {}

    def copy_of(self, path: Path) -> bytes | None:
        """What a file held when it was last good; None when it never was."""
        try:
            return self._place(path).read_bytes()
        except OSError:
            return None

    def keep(self, path: Path, raw: bytes) -> tuple[Problem, ...]:
        """Write the copy, whole or not at all; a problem when the disk does not let us."""
        content = blake2b(raw, digest_size=16).digest()
        if self._kept.get(path) == content:
            return ()
        place = self._place(path)
        try:
            if not place.exists() or place.read_bytes() != raw:
                self._folder.mkdir(parents=True, exist_ok=True)
                write(place, raw)
        except OSError as error:
            message = f"no copy of this file can be kept: {error.strerror}"
            hint = (
                f"make {self._folder} writable; until then a mistake in the file stops its rules at a restart"
            )
            return (Problem(file=str(path), message=message, hint=hint),)
        self._kept[path] = content
        return ()

    def forget_others(self, found: Iterable[Path]) -> None:
        """A file that is gone stays gone, also when a faulty one of its name comes."""
        kept = {self._place(path) for path in found}
        self._kept = {path: content for path, content in self._kept.items() if self._place(path) in kept}
        if self._folder.is_dir():
            for copy in set(self._folder.iterdir()) - kept:
                copy.unlink(missing_ok=True)

    def _place(self, path: Path) -> Path:
        return self._folder / f"{digest(str(path.resolve()), size=6)}-{path.name}"


def write(place: Path, raw: bytes) -> None:
    """A file that is there whole or not at all, also when the power goes. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
