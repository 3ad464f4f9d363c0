"""Which files hold rules, and which the vocabularies that all of them share."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from monitor.core.errors import Problem

SUFFIXES = frozenset({".yaml", ".yml"})
VOCABULARY = "vocabulary"
NOT_YET = ("filters", "guards")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Rule files and files of shared vocabularies, each once, in the order in which they count."""

    rules: tuple[Path, ...]
    vocabularies: tuple[Path, ...]
    problems: tuple[Problem, ...]


def packaged_vocabularies() -> Path:
    """The folder of the vocabularies that come with the package; in a wheel as in a checkout. It need not exist."""
    package = Path(str(files("monitor")))
    inside = package / "defaults"
    return (inside if inside.is_dir() else package.parent) / "rules" / VOCABULARY


def find(paths: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """The rule files behind these files and folders, and what was not there. Vocabularies: see find_all."""
    found = find_all(paths)
    return found.rules, found.problems


def find_all(paths: Sequence[Path], packaged: Path | None = None) -> Found:
    """The rule files behind these files and folders, and the vocabularies in the folders `vocabulary` beside them.

    Folders are not searched deeper. packaged: a folder of vocabularies; one of its files stands back when a folder of
    rules has a vocabulary file of the same name.
    """
    rules: dict[Path, Path] = {}
    shared: dict[Path, Path] = {}
    folders: dict[Path, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
            inside = _yaml(path) if is_folder else [path]
            folder = path if is_folder else path.parent
            if is_folder and folder.name != VOCABULARY and not inside and not _yaml(folder / VOCABULARY):
                hint = "a rule file ends in .yaml or .yml"
                problems.append(Problem(file=str(path), message="no rule file in this folder", hint=hint))
        except OSError as error:
            message = f"this cannot be read: {error.strerror}"
            hint = "check `rules:` in the configuration; relative paths count from its folder"
            problems.append(Problem(file=str(path), message=message, hint=hint))
            continue
        kind, home = (shared, folder.parent) if folder.name == VOCABULARY else (rules, folder)
        for place, file in _resolved(folder, inside):
            kind.setdefault(place, file)
        folders.setdefault(home.resolve(), home)
    for home in folders.values():
        for place, file in _resolved(home / VOCABULARY, _yaml(home / VOCABULARY)):
            shared.setdefault(place, file)
        problems += _not_yet(home)
    return Found(
        rules=tuple(rules.values()),
        vocabularies=(*_standing(packaged, shared), *shared.values()),
        problems=tuple(problems),
    )


def shared_by(folder: Path, packaged: Path) -> tuple[Path, ...]:
    """The files of vocabularies that the rule files of one folder share."""
    own = {file.resolve(): file for file in _yaml(folder / VOCABULARY)}
    return (*_standing(packaged, own), *own.values())


def _standing(packaged: Path | None, shared: dict[Path, Path]) -> list[Path]:
    """The files of the package that nothing replaces."""
    if packaged is None:
        return []
    replaced = {path.stem for path in shared.values()}
    return [file for file in _yaml(packaged) if file.stem not in replaced]


def _yaml(folder: Path) -> list[Path]:
    """The YAML files of a folder, by name; none where there is no folder. Raises OSError when it is closed to us."""
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:  # knows without another look what is a folder
        names = sorted(entry.name for entry in entries if not entry.is_dir())
    found = (folder / name for name in names if name[0] != ".")
    return [file for file in found if file.suffix in SUFFIXES]


def _resolved(folder: Path, inside: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    """Each file of a folder behind the place it has on the disk; asked for once, as every question lets others go first."""
    home = folder.resolve()
    for file in inside:
        yield (file.resolve() if file.is_symlink() else home / file.name), file


def _not_yet(home: Path) -> list[Problem]:
    """Folders of the language that nobody reads yet: to pass over them silently would be to lie."""
    return [
        Problem(
            file=str(home / name),
            message=f"the folder `{name}` of rules is not in this version",
            hint="move it elsewhere; what it says would not be obeyed",
        )
        for name in NOT_YET
        if _yaml(home / name)
    ]
