"""The last version of each rule file that loaded: a slip in an editor must not stop the watch.

A file without a mistake is copied to a folder. A faulty one is replaced by its copy, or left out when there is
none that still loads; the other files run as they are. What was wrong is returned for somebody to be told.
"""

import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.config import rulefiles
from monitor.config.rulefiles import RuleFile
from monitor.core.errors import ConfigError, Problem
from monitor.core.ids import ChannelName, RuleId, digest
from monitor.core.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The rules that run, everything that is wrong, and the files that run in an older version."""

    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...]
    stale_files: tuple[Path, ...]


class LastGood:
    """Copies of rule files under one folder, which is made when first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, paths: Sequence[Path], channels: frozenset[ChannelName]) -> Loaded:
        """The rules of these files and folders, as far as they can be had. Raises nothing for broken ones.

        Of two files with the same rule id the later one is faulty. Files as they stand go before older
        copies: a rule that has moved to another file runs from there.
        """
        found, missing = rulefiles.find(paths)
        problems = list(missing)
        files: dict[Path, tuple[Rule, ...]] = {}
        faulty: list[Path] = []
        taken: dict[RuleId, Rule] = {}
        for path in found:
            try:
                raw, file = _read(path, channels, taken)
            except ConfigError as error:
                problems += error.problems
                faulty.append(path)
                continue
            files[path] = file.rules
            taken |= {rule.id: rule for rule in file.rules}
            problems += self._keep(path, raw)
        for path in faulty:
            files[path] = tuple(rule for rule in self._copy_of(path, channels) if rule.id not in taken)
            taken |= {rule.id: rule for rule in files[path]}
        if not missing:  # a folder that is away for now comes back with its files
            self._forget_others(found)
        return Loaded(
            rules=tuple(rule for path in found for rule in files[path]),
            problems=tuple(sorted(problems)),
            stale_files=tuple(path for path in faulty if files[path]),
        )

    def _place(self, path: Path) -> Path:
        return self._folder / f"{digest(str(path.resolve()), size=6)}-{path.name}"

    def _keep(self, path: Path, raw: bytes) -> tuple[Problem, ...]:
        """Write the copy, whole or not at all; a problem when the disk does not let us."""
        place = self._place(path)
        try:
            if place.exists() and place.read_bytes() == raw:
                return ()
            self._folder.mkdir(parents=True, exist_ok=True)
            _write(place, raw)
        except OSError as error:
            message = f"no copy of this file can be kept: {error.strerror}"
            hint = (
                f"make {self._folder} writable; until then a mistake in the file stops its rules at a restart"
            )
            return (Problem(file=str(path), message=message, hint=hint),)
        return ()

    def _copy_of(self, path: Path, channels: frozenset[ChannelName]) -> tuple[Rule, ...]:
        try:
            return rulefiles.parse(path, self._place(path).read_bytes(), channels=channels).rules
        except (OSError, ConfigError):
            return ()  # the problem of the file itself is told already

    def _forget_others(self, found: Iterable[Path]) -> None:
        """A file that is gone stays gone, also when a faulty one of its name comes."""
        kept = {self._place(path) for path in found}
        if self._folder.is_dir():
            for copy in set(self._folder.iterdir()) - kept:
                copy.unlink(missing_ok=True)


def _read(path: Path, channels: frozenset[ChannelName], taken: dict[RuleId, Rule]) -> tuple[bytes, RuleFile]:
    """One file and its very bytes. Raises ConfigError, also when an id of it is taken."""
    raw = rulefiles.read_bytes(path)
    file = rulefiles.parse(path, raw, channels=channels)
    clashes = rulefiles.clashes(file, taken)
    if clashes:
        raise ConfigError(clashes)
    return raw, file


def _write(place: Path, raw: bytes) -> None:
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
