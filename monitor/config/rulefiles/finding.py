"""Which files hold rules, and which the vocabularies and cues that all of them share."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from monitor.core.errors import Problem

SUFFIXES = frozenset({".yaml", ".yml"})
VOCABULARY = "vocabulary"
GUARDS = "guards"
SHARED = (VOCABULARY, GUARDS)
NOT_YET = ("filters",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Rule files and what they share, each file once, in the order in which they count."""

    rules: tuple[Path, ...]
    vocabularies: tuple[Path, ...]
    guards: tuple[Path, ...]
    problems: tuple[Problem, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them, those that others build on first."""
        return (*self.guards, *self.vocabularies, *self.rules)


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
    """The rule files behind these files and folders, and the files in the folders `vocabulary` and `guards` beside them.

    Folders are not searched deeper. packaged: a folder of vocabularies, with one of guards beside it; one of their
    files stands back when a folder of rules has a file of the same name and kind.
    """
    kinds: dict[str, dict[Path, Path]] = {kind: {} for kind in ("", *SHARED)}
    folders: dict[Path, Path] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
            inside = _yaml(path) if is_folder else [path]
            folder = path if is_folder else path.parent
            kind = folder.name if folder.name in SHARED else ""
            if is_folder and not (kind or inside or any(_yaml(folder / each) for each in SHARED)):
                hint = "a rule file ends in .yaml or .yml"
                problems.append(Problem(file=str(path), message="no rule file in this folder", hint=hint))
        except OSError as error:
            message = f"this cannot be read: {error.strerror}"
            hint = "check `rules:` in the configuration; relative paths count from its folder"
            problems.append(Problem(file=str(path), message=message, hint=hint))
            continue
        home = folder.parent if kind else folder
        for place, file in _resolved(folder, inside):
            kinds[kind].setdefault(place, file)
        folders.setdefault(home.resolve(), home)
    for home in folders.values():
        for kind in SHARED:
            for place, file in _resolved(home / kind, _yaml(home / kind)):
                kinds[kind].setdefault(place, file)
        problems += _not_yet(home)
    shared = {kind: (*_standing(packaged, kind, kinds[kind]), *kinds[kind].values()) for kind in SHARED}
    return Found(
        rules=tuple(kinds[""].values()),
        vocabularies=shared[VOCABULARY],
        guards=shared[GUARDS],
        problems=tuple(problems),
    )


def shared_by(folder: Path, packaged: Path) -> tuple[Path, ...]:
    """The files of vocabularies and cues that the rule files of one folder share."""
    own = {kind: {file.resolve(): file for file in _yaml(folder / kind)} for kind in SHARED}
    return tuple(
        file for kind in SHARED for file in (*_standing(packaged, kind, own[kind]), *own[kind].values())
    )


def _standing(packaged: Path | None, kind: str, own: dict[Path, Path]) -> list[Path]:
    """The files of the package of this kind that nothing replaces."""
    if packaged is None:
        return []
    replaced = {path.stem for path in own.values()}
    return [file for file in _yaml(packaged.parent / kind) if file.stem not in replaced]


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
