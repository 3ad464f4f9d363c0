"""Rule files as they were at a revision of the git repository that holds them."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.config.rulefiles.finding import SUFFIXES, VOCABULARY
from monitor.core.errors import UsageError

_BESIDE = (VOCABULARY, "guards", "filters")  # folders that the files of one folder share
_SECONDS = 30
_ELSEWHERE = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
)  # a hook sets them, for its own repository


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedOut:
    """Copies of files and folders, below a folder of which nobody should hear."""

    revision: str
    root: Path
    paths: tuple[Path, ...]

    def named(self, file: str) -> str:
        """A copy as git would name it: main:rules/talks.yaml."""
        below = Path(file).relative_to(self.root) if Path(file).is_relative_to(self.root) else None
        return file if below is None else f"{self.revision}:{Path(*below.parts[1:])}"


@contextmanager
def checked_out(revision: str, paths: Sequence[Path]) -> Iterator[CheckedOut]:
    """Copies of these files and folders, with the vocabularies beside them, as long as the context lasts.

    What was not there then has no copy. Raises UsageError when there is no git, no repository, no such revision
    or none of the paths in it.
    """
    with TemporaryDirectory(prefix="newsmonitor-") as made:
        copies = []
        for number, path in enumerate(paths):
            home = path if path.is_dir() else path.parent
            copy = Path(made, str(number), home.resolve().name)
            names = _copy(_commit(revision, home), home, copy)
            inside = copy if path.is_dir() else copy / path.name
            if names if path.is_dir() else path.name in names:
                copies.append(inside)
        if not copies:
            shown = ", ".join(map(str, paths))
            raise UsageError(f"--against {revision}: no rule file of {shown} is in that revision")
        yield CheckedOut(revision=revision, root=Path(made), paths=tuple(copies))


def _commit(revision: str, home: Path) -> str:
    """Its full name, which cannot be taken for an option."""
    if not _asked(home, "rev-parse", "--is-inside-work-tree").startswith(b"true"):
        raise UsageError(f"--against {revision}: no such file, and {home} is not in a git repository")
    found = _asked(home, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not found:
        raise UsageError(
            f"--against {revision}: no such file, and no such revision of the repository that holds {home}"
        )
    return found.decode().strip()


def _copy(commit: str, home: Path, copy: Path) -> frozenset[str]:
    """The names of the rule files that are there now."""
    folders = ("./", *(f"{name}/" for name in _BESIDE))
    rows = _asked(home, "ls-tree", "-z", commit, *folders).decode("utf-8", "surrogateescape").split("\0")
    kinds = (row.partition("\t") for row in rows if row)
    files = [name for kind, _, name in kinds if " blob " in kind and not kind.startswith("120000")]
    kept = [name for name in files if Path(name).suffix in SUFFIXES]
    for name in kept:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(_asked(home, "show", f"{commit}:./{name}"))
    return frozenset(kept)


def _asked(home: Path, *question: str) -> bytes:
    """What git says; nothing where it says no."""
    environ = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    try:
        done = subprocess.run(  # noqa: S603  no shell; what a person typed comes as one word
            ["git", "-C", str(home), *question],  # noqa: S607  the git of that person
            env=environ,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise UsageError(
            "--against with a revision needs git, which is not installed; name a file or folder"
        ) from None
    except subprocess.TimeoutExpired:
        raise UsageError(f"git does not answer within {_SECONDS} s in {home}") from None
    if b"dubious ownership" in done.stderr:
        raise UsageError(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout if done.returncode == 0 else b""
