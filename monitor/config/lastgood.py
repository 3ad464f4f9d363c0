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

_UNFINISHED = ".new-"  # begins the name of a file that is being written


class LastGood:
    """Copies of rule files under one folder, which is made when first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[Path, bytes] = {}
        self._places: dict[Path, Path] = {}

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
                if not copy.name.startswith(_UNFINISHED):  # of another daemon that starts beside this one
                    copy.unlink(missing_ok=True)

    def _place(self, path: Path) -> Path:
        place = self._places.get(path)
        if place is None:  # to resolve a path asks the disk for every part of it
            name = f"{digest(str(path.resolve()), size=6)}-{path.name}"
            place = self._places[path] = self._folder / name
        return place


def write(place: Path, raw: bytes) -> None:
    """A file that is there whole or not at all, also when the power goes. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=_UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
