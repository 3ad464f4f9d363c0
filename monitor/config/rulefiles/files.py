"""Which files hold rules, and what stands in them."""

import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.config import source as nodes
from monitor.config.rulefiles.reading import Reader, quoted_expression
from monitor.core.errors import ConfigError, Problem
from monitor.core.ids import ChannelName, RuleId
from monitor.core.rules import Rule

MAX_BYTES = 16 << 20  # ten thousand rules take two million bytes
SUFFIXES = frozenset({".yaml", ".yml"})

Channels = frozenset[ChannelName]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """One file without a mistake. places: where each rule gives its id."""

    path: Path
    source: nodes.Source
    rules: tuple[Rule, ...]
    places: Mapping[RuleId, nodes.Mark]


def load_rules(paths: Sequence[Path], *, channels: Channels | None) -> tuple[Rule, ...]:
    """The rules of all files, in the order of the files. channels: those a rule may name; None: not checked.

    Raises ConfigError with every problem of every file: mistakes, examples that do not hold, ids used twice.
    """
    found, problems = find(paths)
    rules: dict[RuleId, Rule] = {}
    for path in found:
        try:
            file = read(path, channels=channels)
        except ConfigError as error:
            problems += error.problems
            continue
        problems += clashes(file, rules)
        for rule in file.rules:
            rules.setdefault(rule.id, rule)
    if problems:
        raise ConfigError(problems)
    return tuple(rules.values())


def load_file(path: Path, *, channels: Channels | None) -> tuple[Rule, ...]:
    """The rules of one file. Raises ConfigError with every problem in it."""
    return read(path, channels=channels).rules


def find(paths: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """The rule files behind these files and folders, and what was not there.

    Folders are not searched deeper: vocabularies, guards and filters have folders of their own.
    """
    found: dict[Path, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            for file in _inside(path):
                found.setdefault(file.resolve(), file)
        except OSError as error:
            message = f"this cannot be read: {error.strerror}"
            hint = "check `rules:` in the configuration; relative paths count from its folder"
            problems.append(Problem(file=str(path), message=message, hint=hint))
        except LookupError:
            hint = "a rule file ends in .yaml or .yml"
            problems.append(Problem(file=str(path), message="no rule file in this folder", hint=hint))
    return tuple(found.values()), tuple(problems)


def _inside(path: Path) -> list[Path]:
    """Raises OSError when the path leads nowhere, LookupError when the folder holds no rules."""
    if not stat.S_ISDIR(path.stat().st_mode):
        return [path]
    found = sorted(file for file in path.iterdir() if file.suffix in SUFFIXES and file.name[0] != ".")
    files = [file for file in found if not file.is_dir()]
    if not files:
        raise LookupError(path)
    return files


def read(path: Path, *, channels: Channels | None) -> RuleFile:
    """One file as it stands on disk. Raises ConfigError."""
    return parse(path, read_bytes(path), channels=channels)


def read_bytes(path: Path) -> bytes:
    """What a file holds. Raises ConfigError when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"this file cannot be read: {error.strerror}"
        raise ConfigError([Problem(file=str(path), message=message)]) from None


def parse(path: Path, raw: bytes, *, channels: Channels | None) -> RuleFile:
    """One file from its bytes; path only names it. Raises ConfigError with every problem in it."""
    try:
        source = nodes.read(str(path), raw, max_bytes=MAX_BYTES)
    except ConfigError as error:
        raise ConfigError([quoted_expression(problem) for problem in error.problems]) from None
    reader = Reader(source, channels)
    rules = reader.rules()
    if reader.problems:
        raise ConfigError(reader.problems)
    return RuleFile(path=path, source=source, rules=rules, places=reader.places)


def clashes(file: RuleFile, taken: Mapping[RuleId, Rule]) -> tuple[Problem, ...]:
    """Ids of this file that rules of other files have already."""
    return tuple(
        file.source.problem(
            file.places[rule.id],
            f"the id {rule.id} is taken: {taken[rule.id].file}:{taken[rule.id].line} has it too",
            "give one of the two rules another id",
        )
        for rule in file.rules
        if rule.id in taken
    )
