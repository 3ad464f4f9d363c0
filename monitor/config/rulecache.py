"""What was read from rule files, kept on disk: a restart with ten thousand rules reads none of them again.

Only our own values are taken back from it, and only those that this very code wrote; anything else counts as absent.
"""

import os
import pickle
import sys
from collections.abc import Iterable
from datetime import timedelta
from enum import Enum
from hashlib import blake2b
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from monitor import __version__
from monitor.core.clauses.tree import node

Value = TypeVar("Value")

_MAGIC = b"newsmonitor rules\n"
_CODE = (  # what its content depends on
    "config/*.py",
    "config/rulefiles/**/*.py",
    "core/*.py",
    "core/clauses/**/*.py",
    "core/guards/**/*.py",
    "core/text/**/*.py",
    "core/matching/**/*.py",
)
_DIGEST = 16  # bytes
_TROUBLE = (
    OSError,
    pickle.UnpicklingError,
    EOFError,
    AttributeError,
    ImportError,
    LookupError,
    ValueError,
    TypeError,
)


def content_key(path: Path, raw: bytes) -> str:
    """The same file with the same bytes: the same key, which is the name of an entry."""
    hashed = blake2b(str(path).encode("utf-8", "surrogateescape") + b"\0", digest_size=_DIGEST)
    hashed.update(raw)
    return hashed.hexdigest()


class RuleCache:
    """A folder of entries, each a file. Whatever is wrong with one costs time and nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp = _MAGIC + _code().encode() + b"\n"
        self._sound: set[str] = set()  # entries that hold what they should

    def read(self, name: str, kind: type[Value]) -> tuple[Value, ...]:
        """The values of an entry; none when it is not there, is damaged, holds others, or other code wrote it."""
        try:
            raw = (self._folder / name).read_bytes()
            begin = len(self._stamp) + _DIGEST
            if raw[:begin] != self._stamp + _digest(raw[begin:]):
                return ()
            values = tuple(_values(raw[begin:]))
        except _TROUBLE:  # a foreign file, or one that somebody has meddled with
            return ()
        if not all(isinstance(value, kind) for value in values):
            return ()
        self._sound.add(name)
        return values

    def write(self, name: str, values: Iterable[Any]) -> None:
        """Keep these from now on, one after another: other threads can go on in between. A full disk stops nobody."""
        body = b"".join(pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL) for value in values)
        place = self._folder / name
        new = place.with_name(f".{name}.{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            new.write_bytes(self._stamp + _digest(body) + body)
            new.replace(place)
        except OSError:
            return
        self._sound.add(name)

    def lacks(self, names: Iterable[str]) -> list[str]:
        """Those of the names that nothing sound is kept under, as far as this process knows."""
        return [name for name in names if name not in self._sound]

    def forget_others(self, names: Iterable[str]) -> None:
        """Only these entries are worth their place."""
        kept = frozenset(names)
        self._sound &= kept
        try:
            for entry in self._folder.iterdir():
                if entry.name not in kept:
                    entry.unlink(missing_ok=True)
        except OSError:
            pass  # next time


class _Unpickler(pickle.Unpickler):
    """Builds the values of this package and calls nothing else, whoever wrote the file."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("builtins", "frozenset"):
            return frozenset
        if (module, name) == ("datetime", "timedelta"):
            return timedelta
        if (module, name) == (node.__module__, node.__name__):
            return node
        if module.startswith("monitor.") and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and (
                hasattr(found, "__dataclass_fields__") or issubclass(found, Enum | tuple)
            ):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a cache of rules")


def _values(body: bytes) -> Iterable[Any]:
    stream = BytesIO(body)
    while stream.tell() < len(body):
        yield _Unpickler(stream).load()


def _digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=_DIGEST).digest()


def _code() -> str:
    """Which code wrote it: version, Python, and the files that decide what is read (for those who edit them)."""
    package = Path(str(files("monitor")))
    stats = [
        f"{file.name} {(stat := file.stat()).st_size} {stat.st_mtime_ns}"
        for part in _CODE
        for file in sorted(package.glob(part))
    ]
    return blake2b("\n".join([__version__, sys.version, *stats]).encode(), digest_size=_DIGEST).hexdigest()
